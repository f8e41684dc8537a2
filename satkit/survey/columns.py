"""Which column of a wave's file holds what the definition asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

import numpy as np

from satkit.errors import Complaint, near, quote, quote_all
from satkit.language import Text
from satkit.survey.questionnaire import Design, Item, Questionnaire, Segment, Wave
from satkit.survey.responses import Responses
from satkit.survey.scale import unify_forms
from satkit.survey.table import Table

MOST_NAMES = 12  # columns that a complaint lists


def trim_name(name: str) -> str:
    """A column name without outer blanks and zero-width marks, compatibility forms unified (NFKC)."""
    text = unify_forms(name)
    return "".join(c for c in text if unicodedata.category(c) != "Cf").strip()


def locate_columns(table: Table, wave: Wave, wanted: Iterable[str]) -> tuple[dict[str, str], list[Text]]:
    """The column of the file for every wanted standard name that it has, and what was read loosely.

    Parameters
    ----------
    table : Table
    wave : Wave
        Its ``rename`` leads from a column of this file to the standard name.
    wanted : iterable of str
        Standard names.

    Returns
    -------
    found : dict of str
        Standard name to column; names are compared exactly, then trimmed.
    notes : list of Text
    """
    loosely: dict[str, list[str]] = {}
    for column in table.frame:
        loosely.setdefault(trim_name(str(column)), []).append(str(column))
    drifted = {new: old for old, new in wave.rename.items()}
    found, notes = {}, []
    for name in dict.fromkeys(wanted):
        sought = drifted.get(name, name)
        if name not in drifted and name in wave.rename:
            continue
        if sought in table.frame:
            found[name] = sought
        elif len(loosely.get(trim_name(sought), ())) == 1:
            found[name] = loosely[trim_name(sought)][0]
            notes.append(_loose(table, sought, found[name]))
    return found, notes


def _loose(table: Table, sought: str, found: str) -> Text:
    return Text(
        "in %(file)s the column '%(found)s' was taken for '%(sought)s'; they differ in blanks or width only",
        {"file": table.file, "found": found, "sought": sought},
    )


def list_needed_columns(questionnaire: Questionnaire, wave: str) -> dict[str, Text]:
    """Every column a wave must have, and what for."""
    needs: dict[str, Text] = {}
    for name, item in questionnaire.items.items():
        if is_asked(item, wave):
            for column in columns_of(item):
                needs.setdefault(column, Text("item %(name)s", {"name": quote(name)}))
    for name, segment in questionnaire.segments.items():
        if is_asked(segment, wave):
            needs.setdefault(segment.column or name, Text("segment %(name)s", {"name": quote(name)}))
    design, checks = questionnaire.design(wave), questionnaire.checks
    for key, columns in drawn_from(design).items():
        for column in columns:
            needs.setdefault(column, Text("%(key)s of the sample", {"key": key}))
    for column in (checks.respondent, checks.duration, *checks.only):
        needs.setdefault(column, Text("the table [checks]"))
    needs.pop("", None)
    return needs


def drawn_from(design: Design) -> dict[str, tuple[str, ...]]:
    """The columns that tell how a wave was drawn, by the key that names them."""
    listed = () if isinstance(design.replicate_weights, str) else design.replicate_weights
    return {
        "weight": (design.weight,),
        "strata": design.strata,
        "cluster": (design.cluster,),
        "fpc": (design.fpc,),
        "replicate_weights": listed,
    }


def is_asked(question: Item | Segment, wave: str) -> bool:
    """Whether a wave asked an item, or knows a segment."""
    return not question.waves or wave in question.waves


def columns_of(item: Item) -> tuple[str, ...]:
    """The columns an item is read from, by their standard names."""
    return item.columns or (item.column or item.name,)


def absent(table: Table, wave: Wave, needs: Mapping[str, Text], found: Mapping[str, str]) -> list[Complaint]:
    """A complaint for every needed column the file lacks, and for every rename of none.

    A column that another question reads is never offered in place of the one that is lost.
    """
    have = [str(column) for column in table.frame]
    loosely = {trim_name(name) for name in have}
    taken = set(found.values())
    free = [name for name in have if name not in taken]
    idle = {old: new for old, new in wave.rename.items() if trim_name(old) not in loosely}
    renames = [
        Complaint(
            Text(
                "wave %(wave)s renames '%(old)s', which its file lacks",
                {"wave": quote(wave.name), "old": old},
            ),
            table.file,
            hint=near(old, free),
        )
        for old in idle
    ]
    lost = [column for column in needs if column not in found and column not in idle.values()]
    return [
        *renames,
        *(_complain_missing_column(table, wave, column, needs[column], free) for column in lost),
    ]


def _complain_missing_column(table: Table, wave: Wave, column: str, what: Text, free: list[str]) -> Complaint:
    return Complaint(
        Text(
            "wave %(wave)s has no column '%(column)s', which %(what)s needs",
            {"wave": quote(wave.name), "column": column, "what": what},
        ),
        table.file,
        expected=_free(free),
        hint=near(column, free) or _remedy(wave, what),
    )


def _remedy(wave: Wave, what: Text) -> Text:
    key = what.values.get("key")
    if key:
        none = "[]" if key == "strata" else '""'
        return Text(
            "if this wave has none, write sample = { %(key)s = %(none)s } into [wave.%(wave)s]; if it is called otherwise "
            "there, name it so",
            {"key": key, "none": none, "wave": wave.name},
        )
    return Text(
        "name its column, rename it in [wave.%(wave)s], or say in which waves it was asked",
        {"wave": wave.name},
    )


def _free(free: list[str]) -> Text | None:
    """The columns of a file that nothing reads yet, where they are few enough to list."""
    if not 0 < len(free) <= MOST_NAMES:
        return None
    return Text("its columns that nothing reads are %(names)s", {"names": quote_all(free)})


def read_cells(responses: Responses, column: str) -> np.ndarray:
    """The cells of a column by its standard name, one per row of the responses; None where there are none."""
    cells = np.full(len(responses), None, dtype=object)
    for place, (name, wave) in enumerate(responses.questionnaire.waves.items()):
        rows = responses.wave == place
        if not rows.any():
            continue
        table = responses.tables[name]
        found, _ = locate_columns(table, wave, [column])
        if column in found:
            records = np.searchsorted(table.rows, responses.file_row[rows])
            cells[rows] = table.frame[found[column]].to_numpy(dtype=object)[records]
    return cells
