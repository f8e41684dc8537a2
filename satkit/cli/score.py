"""``satkit score``: the table of scores, and what changed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from satkit.cli.context import complain_unscored, level_names, open_study, write_result
from satkit.cli.options import Data, Folder, Out, Segment, Wave, lazy_module
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError, quote_all
from satkit.language import Text
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

if TYPE_CHECKING:
    from satkit.scoring.rows import BoxRow, DifferenceRow, ScoreRow
    from satkit.study import Study

NAME = "score"
MEASURES = {("overall", "satisfied"), ("recommend", "nps")}
HELP = Text("Print scores with intervals and bands; write them to a file if asked.")

PROTECTED = Text(
    "to show what is withheld for the sake of %(small)s, name it under missing in [segment.%(segment)s], or merge it "
    "with another level"
)


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    wave: Wave = "",
    segment: Segment = "",
    out: Out = None,
) -> None:
    """Print one line per indicator and item, indented as in the tree."""
    study = open_study(folder, data, screen, wave=wave, segment=segment)
    questionnaire = study.questionnaire
    if not questionnaire.scored_items:
        raise DataError(complain_unscored(questionnaire))
    wave = wave or study.latest
    scores = lazy_module("score_tables").read_nodes(study.scores.table, questionnaire, wave, segment)
    if not scores:
        raise DataError(Complaint(Text("no respondent is left"), wave))
    for table in _tables(study, scores, wave, segment):
        screen.show(table)
    if segment:
        _explain_protected(screen, study, scores, segment)
    measures = [] if segment else [*_measure_items(study, wave), *_measure_departments(study, wave)]
    result = {"survey": questionnaire.name, "wave": wave, "scores": scores, "measures": measures}
    write_result(screen, result, {"scores": study.scores.table}, out)


def _tables(study: Study, scores: list[ScoreRow], wave: str, segment: str) -> Iterator[Table]:
    """The scores; of everyone also the shares and indices with their changes, and the departments."""
    room, questionnaire, names = lazy_module("score_tables"), study.questionnaire, study.names
    boxes = read_rows(study.scores.boxes, lazy_module("rows").BoxRow, wave=wave, segment=segment)
    nodes = room.join_satisfied(scores, boxes, questionnaire)
    yield room.score_table(nodes, names, segment, [row["depth"] for row in scores])
    if segment:
        return
    kept = _list_measures(study, wave)
    if shares := [box for box in kept if box["measure"] == "satisfied"]:
        yield room.share_table(shares, names)
    if promoters := [box for box in kept if box["measure"] == "nps"]:
        yield room.index_table(promoters, names, "nps")
    trend, departments = lazy_module("trend_tables"), lazy_module("department_tables")
    if changes := [change for box in kept for change in _changes_of(study, box)]:
        yield trend.share_change_table(changes, names, wave)
    yield from departments.tables_of_wave(study.departments.table, study.departments.changes, names, wave)


def _explain_protected(screen: Screen, study: Study, scores: list[ScoreRow], segment: str) -> None:
    """Say which levels others are withheld for, and how to show them."""
    small = [row["level"] for row in scores if row["withheld"] == "small"]
    if small and any(row["withheld"] == "secret" for row in scores):
        names = level_names(study, screen.language)
        guarded = quote_all(names[segment, level] for level in dict.fromkeys(small))
        screen.note(PROTECTED.with_values(small=guarded, segment=segment))


def _list_measures(study: Study, wave: str) -> list[BoxRow]:
    """Share satisfied of the overall question and the net promoter score."""
    items = study.questionnaire.items
    rows = read_rows(study.scores.boxes, lazy_module("rows").BoxRow, wave=wave, segment="", withheld="")
    return [row for row in rows if (items[row["item"]].role, row["measure"]) in MEASURES]


def _changes_of(study: Study, box: BoxRow) -> list[DifferenceRow]:
    """The change of a measure since the wave before; none in the first wave."""
    known = {key: box[key] for key in ("wave", "item", "measure")}
    return read_rows(study.changes.shares, lazy_module("trend_rows").ShareChangeRow, **known)


def _measure_items(study: Study, wave: str) -> Iterator[dict[str, object]]:
    """Measures with their changes for ``--json``, shares in percent."""
    for box in _list_measures(study, wave):
        unit = 100 if box["measure"] == "satisfied" else 1
        yield {
            "name": study.questionnaire.label(box["item"]),
            "measure": box["measure"],
            "estimate": box["estimate"] * unit,
            "low": box["low"] * unit,
            "high": box["high"] * unit,
            "n": box["n"],
            **_describe_change(_changes_of(study, box)),
        }


def _measure_departments(study: Study, wave: str) -> Iterator[dict[str, object]]:
    """What every department answers for, with its change, for ``--json``."""
    rows, result = lazy_module("department_rows"), study.departments
    for row in read_rows(result.table, rows.DepartmentRow, wave=wave):
        if row["evidence"] == "hidden":
            continue
        changes = read_rows(result.changes, rows.DepartmentChangeRow, wave=wave, department=row["department"])
        yield {
            "name": study.questionnaire.departments[row["department"]].title,
            "measure": "department",
            "estimate": row["estimate"],
            "low": row["own_low"],
            "high": row["own_high"],
            "n": row["n"],
            **_describe_change(changes),
        }


def _describe_change(changes: list[DifferenceRow]) -> dict[str, object]:
    """The change of a measure; nothing in the first wave."""
    if not changes:
        return {}
    row = changes[0]
    return {
        "change": row["difference"],
        "change_low": row["low"],
        "change_high": row["high"],
        "evidence": row["evidence"],
    }
