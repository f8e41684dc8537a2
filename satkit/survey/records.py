"""Files of records without rows: what statistical formats have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.readers.encoding import chinese
from satkit.survey.table import Table

Reading = tuple[pd.DataFrame, Any]


def make_table(path: Path, frame: pd.DataFrame) -> Table:
    """A table whose records are counted from 1: the file has no rows a spreadsheet would show.

    Raises
    ------
    DataError
        If there are no records.
    """
    if frame.empty:
        raise DataError(
            Complaint(
                Text("the file has column names but no answers below them"),
                path.name,
                hint=Text("export the answers again, or take this wave out of the definition"),
            )
        )
    return Table(
        frame=frame,
        rows=np.arange(1, len(frame) + 1),
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        columns={str(name): str(name) for name in frame},
    )


def complain_damaged(file: str, kind: str) -> Complaint:
    """The complaint about a binary file its library cannot open."""
    return Complaint(
        Text("the file is damaged, or its content is not %(kind)s", {"kind": kind}),
        file,
        hint=Text("export the answers again, or save as a workbook (.xlsx)"),
    )


def is_crowded(path: Path, rows: int | None, columns: int | None, packing: int = 1) -> bool:
    """Whether a file claims more cells than its bytes can hold, so that opening it would fill the memory.

    Parameters
    ----------
    rows, columns : int or None
        As its header claims, None where it does not say.
    packing : int
        The most cells one byte can stand for.
    """
    return (rows or 0) * (columns or 0) > path.stat().st_size * packing


def open_labelled_file(
    read: Callable[[str | None], Reading],
    refused: type[Exception],
    path: Path,
    kind: str,
    encoding: str | None,
) -> tuple[pd.DataFrame, Any, tuple[Text, ...]]:
    """Frame, metadata and notes of a labelled file; in GB18030 where it misstates its encoding.

    Parameters
    ----------
    read : callable
        Opens the file in an encoding, None for the one it states.
    refused : type of Exception
        What ``read`` raises at a file it cannot open.

    Raises
    ------
    DataError
        If the file is damaged.
    """
    attempts = [encoding] if encoding else [None, "GB18030"]
    for attempt in attempts:
        try:
            frame, meta = read(attempt)
        except UnicodeDecodeError:
            continue
        except refused as error:
            if "encoding" in str(error):
                continue
            raise DataError(complain_damaged(path.name, kind)) from error
        if attempt is not None or not misread(frame, meta):
            sentence = Text("the file misstates its encoding; its texts were read as GB18030")
            return frame, meta, () if attempt == encoding else (sentence,)
    raise DataError(complain_damaged(path.name, kind))


def misread(frame: pd.DataFrame, meta: Any) -> bool:
    """Whether words that were read as Western letters are Chinese: old files state no encoding."""
    text = "\n".join(word for word in _words(frame, meta) if not word.isascii())
    try:
        return chinese(text.encode("cp1252")) is not None
    except UnicodeEncodeError:
        return False


def _words(frame: pd.DataFrame, meta: Any) -> Iterator[str]:
    yield from filter(None, meta.column_labels)
    for labels in meta.variable_value_labels.values():
        yield from map(str, labels.values())
    for name in frame:
        yield from (cell for cell in frame[name].astype(object).unique() if isinstance(cell, str))
