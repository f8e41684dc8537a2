"""A table to a file in one call: CSV, Excel, LaTeX or JSON by its suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from satkit.errors import Complaint, DefinitionError, quoted
from satkit.language import Text

PAGE = 40  # rows of a table that fit a page of paper
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a table of results to ``path``.

    Parameters
    ----------
    table : DataFrame
    path : path
        ``.csv`` (UTF-8 with BOM, as Excel wants it), ``.xlsx`` (numbers as numbers), ``.tex``
        (booktabs, and longtable for more rows than a page holds) or ``.json`` (records).

    Returns
    -------
    Path
        Where the table stands.

    Raises
    ------
    DefinitionError
        If the suffix is none of these.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(pd.DataFrame({"node": ["overall"], "score": [72.5]}), f"{folder}/scores.csv").name
    'scores.csv'
    """
    target = Path(path)
    writer(target)(table, target)
    return target


def writer(path: Path) -> Callable[[pd.DataFrame, Path], None]:
    """What writes a table to a file of this suffix; complains where nothing does, before it is computed."""
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise DefinitionError(
            Complaint(
                Text("tables are not written as '%(suffix)s'", {"suffix": path.suffix}),
                str(path),
                expected=Text("one of %(known)s", {"known": quoted(WRITERS)}),
            )
        )
    return write


def _csv(table: pd.DataFrame, path: Path) -> None:
    safe = table.copy()
    for column in safe.select_dtypes(["object", "string"]):
        safe[column] = [f"'{v}" if isinstance(v, str) and v.startswith(FORMULA) else v for v in safe[column]]
    safe.to_csv(path, index=False, encoding="utf-8-sig")


def _excel(table: pd.DataFrame, path: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        table.to_excel(writer, index=False, freeze_panes=(1, 0))


def _latex(table: pd.DataFrame, path: Path) -> None:
    numbers: dict[Any, Any] = dict.fromkeys(table.select_dtypes("float"), _four_digits)
    styler = table.style.format(numbers, na_rep="--", escape="latex").format_index(escape="latex", axis=1)
    environment = "longtable" if len(table) > PAGE else None
    text = styler.hide(axis="index").to_latex(hrules=True, environment=environment)
    path.write_text(text, encoding="utf-8")


def _four_digits(value: float) -> str:
    """A number to four significant digits, whole ones and large ones without a point."""
    whole = value == round(value) or abs(value) >= 10_000
    return f"{value:.0f}" if whole else f"{value:.4g}"


def _json(table: pd.DataFrame, path: Path) -> None:
    table.to_json(path, orient="records", force_ascii=False, indent=1)


WRITERS: Mapping[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _csv,
    ".xlsx": _excel,
    ".tex": _latex,
    ".json": _json,
}
