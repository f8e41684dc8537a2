"""Waves that share a file: which of its rows belong to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from satkit.errors import Complaint, DataError, near, quote, quote_all
from satkit.language import Text
from satkit.survey.coding import distinct
from satkit.survey.questionnaire import Wave
from satkit.survey.scale import fold
from satkit.survey.table import Table


def of_wave(table: Table, wave: Wave) -> Table:
    """The rows of a file that belong to a wave: those with one of the codes of every column of ``where``.

    Raises
    ------
    DataError
        If the file has no such column, or no row belongs to the wave.
    """
    if not wave.where:
        return table
    mine = belonging(table, wave)
    if not mine.any():
        raise DataError(_nobody(table, wave))
    return replace(table, frame=table.frame[mine].reset_index(drop=True), rows=table.rows[mine])


def belonging(table: Table, wave: Wave) -> np.ndarray:
    """Which rows of a file belong to a wave.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    DataError
        If the file has no such column.
    """
    lost = [column for column in wave.where if column not in table.frame]
    if lost:
        raise DataError([_complain_missing_column(table, wave, column) for column in lost])
    mine = np.ones(len(table.frame), dtype=bool)
    for column, codes in wave.where.items():
        wanted = {fold(code) for code in codes}
        places, values = distinct(table.frame[column].to_numpy(dtype=object))
        mine &= np.array([*(fold(value) in wanted for value in values), False], dtype=bool)[places]
    return mine


def split_shared_files(
    waves: Mapping[str, Wave], files: Mapping[str, Table], found: Mapping[str, Table]
) -> dict[str, Table]:
    """The tables of all waves, the rows of their files that belong to none told, and to several refused.

    Parameters
    ----------
    waves : mapping
        Name to wave.
    files : mapping
        ``file`` of a wave to its whole table.
    found : mapping
        Name to the rows of that wave.

    Raises
    ------
    DataError
        If a row belongs to more than one wave.
    """
    told = dict(found)
    for file, table in files.items():
        members = [wave for wave in waves.values() if wave.file == file]
        if not any(wave.where for wave in members):
            continue
        times = np.sum([belonging(table, wave) for wave in members], axis=0)
        if (times > 1).any():
            raise DataError(_twice(table, members, int((times > 1).sum())))
        outside = int((times == 0).sum())
        if outside:
            note = Text("rows of the file that belong to no wave, left out: %(n)d", {"n": outside})
            told[members[0].name] = told[members[0].name].with_notes(note)
    return told


def _complain_missing_column(table: Table, wave: Wave, column: str) -> Complaint:
    return Complaint(
        Text(
            "there is no column '%(column)s', which 'where' of wave %(wave)s asks for",
            {"column": column, "wave": quote(wave.name)},
        ),
        table.file,
        hint=near(column, [str(name) for name in table.frame]),
    )


def _nobody(table: Table, wave: Wave) -> Complaint:
    asked = quote_all(str(code) for codes in wave.where.values() for code in codes)
    column = next(iter(wave.where))
    values = list(dict.fromkeys(str(cell) for cell in table.frame[column] if cell is not None))[:12]
    return Complaint(
        Text(
            "no row belongs to wave %(wave)s: none holds %(codes)s",
            {"wave": quote(wave.name), "codes": asked},
        ),
        Text(
            "%(file)s, column %(column)s", {"file": table.file, "column": table.columns.get(column, column)}
        ),
        expected=Text("the column holds %(values)s", {"values": quote_all(values)}),
    )


def _twice(table: Table, members: list[Wave], rows: int) -> Complaint:
    return Complaint(
        Text(
            "rows that belong to more than one of the waves %(waves)s: %(n)d",
            {"waves": quote_all(wave.name for wave in members), "n": rows},
        ),
        table.file,
        hint=Text("give every wave of a shared file a 'where' of its own"),
    )
