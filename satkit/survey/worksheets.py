"""Which sheet of a workbook holds the answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from satkit.errors import Complaint, DataError, near, quote, quote_all
from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.headers import NUMBER, crop_grid
from satkit.survey.scale import fold
from satkit.survey.table import Table

WORKBOOK = re.compile(r"(.+\.(?:xlsx|xlsm|xlsb|xls|ods))!([^!]+)", re.IGNORECASE | re.DOTALL)
BOOKS = re.compile(
    r"code ?book|dictionar|variable|label|legend|read ?me|note|summary|pivot|overview|index|content|lookup|"
    r"instruction|metadata|chart|说明|编码|字典|变量|汇总|统计|图表|目录|备注|legende|variablen|zusammenfassung|"
    r"hinweis|lisez|dictionnaire|résumé|diccionario|resumen",
    re.IGNORECASE,
)
DATA = re.compile(
    r"answer|respon|raw|data\b|survey|result|答卷|答题|数据|原始|结果|antwort|daten|rohdaten|répons|données|respuesta|datos",
    re.IGNORECASE,
)
FEW = 12  # different answers of a question, or one in ten
LOOKED_AT = 2000  # rows: enough to know a sheet of answers
SEVERAL = Text("the workbook has %(n)d sheets with data; %(first)s was read, not %(others)s")
LISTED = 0.5  # of the names of a sheet that another lists: then that one describes it


def split_sheet(file: str) -> tuple[str, str]:
    """File and sheet of ``answers.xlsx!Sheet1``; no sheet where none is named.

    Examples
    --------
    >>> split_sheet("waves/2025.xlsx!答卷")
    ('waves/2025.xlsx', '答卷')
    """
    found = WORKBOOK.fullmatch(file)
    return (found[1], found[2]) if found else (file, "")


def choose_sheet(sheets: Mapping[str, Grid], file: str, wanted: str | None) -> tuple[Grid, list[Text]]:
    """The sheet of the answers, and a note that names it and the others.

    Parameters
    ----------
    sheets : mapping
        Name to cells, in the order of the workbook; at least one.
    wanted : str, optional
        The name the user gave.  Without one, the sheet with most cells that look like answers is
        taken: columns of numbers or of few texts that repeat, under names no other sheet lists.

    Raises
    ------
    DataError
        If there is no sheet of the wanted name; the complaint lists those there are.
    """
    if wanted:
        known = {fold(name): name for name in sheets}
        if fold(wanted) not in known:
            raise DataError(absent(file, wanted, [*sheets]))
        return sheets[known[fold(wanted)]], []
    if len(sheets) == 1:
        return next(iter(sheets.values())), []
    weight = {name: _answers(grid) for name, grid in sheets.items()}
    for name in _codebooks(sheets):
        weight[name] *= 0.01
    for name in sheets:
        weight[name] *= 0.05 if BOOKS.search(name) and not DATA.search(name) else 1
        weight[name] *= 2 if DATA.search(name) and not BOOKS.search(name) else 1
    best = max(sheets, key=lambda name: weight[name])
    others = [name for name in sheets if name != best]
    note = SEVERAL.with_values(n=len(sheets), first=quote(best), others=quote_all(others))
    return sheets[best], [note]


def absent(file: str, wanted: str, there: Sequence[str]) -> Complaint:
    """The complaint about a sheet that a workbook does not have."""
    return Complaint(
        Text("the workbook has no sheet %(name)s", {"name": quote(wanted)}),
        file,
        expected=Text("its sheets with data are %(names)s", {"names": quote_all(there)}),
        hint=near(wanted, there),
    )


def _answers(grid: Grid) -> float:
    """How many cells look like answers: under a name, a number or a text that repeats."""
    body = crop_grid(grid).cells.iloc[1 : 1 + LOOKED_AT]
    found = 0
    for j in body:
        cells = [cell for cell in body[j] if cell is not None]
        numeric = sum(bool(NUMBER.fullmatch(str(cell))) for cell in cells)
        few = len(set(map(fold, cells))) <= max(FEW, len(cells) / 10) and len(cells) > FEW
        if few or numeric > len(cells) / 2:
            found += len(cells)
    return float(found)


def _codebooks(sheets: Mapping[str, Grid]) -> set[str]:
    """The sheets with a column that lists the names of another sheet's columns."""
    names = {
        name: {fold(head) for head in crop_grid(grid).header(0) if head.strip()}
        for name, grid in sheets.items()
    }
    found = set()
    for name, grid in sheets.items():
        columns = [Counter(map(fold, grid.cells[j].dropna().head(LOOKED_AT))) for j in grid.cells]
        if any(
            len(heads & set(column)) >= max(2, LISTED * len(heads))
            for other, heads in names.items()
            if other != name
            for column in columns
        ):
            found.add(name)
    return found


def several_sheets(table: Table) -> bool:
    """Whether the sheet a table was read from was one of several."""
    return any(told.msgid == SEVERAL.msgid for told in table.notes)
