"""``satkit score``: the table of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from satkit import number_format
from satkit.cli.context import confidence, delivered, level_names, opened, unscored, why_withheld
from satkit.cli.options import Data, Folder, Out, Segment, Wave, behind
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError, quoted
from satkit.language import Text, say

if TYPE_CHECKING:
    import pandas as pd

    from satkit.study import Study
    from satkit.survey.questionnaire import Questionnaire

NAME = "score"
MEASURES = {("overall", "satisfied"), ("recommend", "nps")}
NAMES = {
    "satisfied": Text("share satisfied, %%"),
    "nps": Text("net promoter score"),
    "department": Text("department"),
}
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
    study = opened(folder, data, screen, wave=wave, segment=segment)
    if not study.questionnaire.scored:
        raise DataError(unscored(study.questionnaire))
    when = wave or study.latest
    lines = _lines(study, when, segment)
    if not lines:
        raise DataError(Complaint(Text("no respondent is left"), when))
    _table(study, screen, lines, segment)
    small = [line["level"] for line in lines if line["withheld"] == "small"]
    if segment and small and any(line["withheld"] == "secret" for line in lines):
        names = level_names(study, screen.language)
        guarded = quoted(names[segment, level] for level in dict.fromkeys(small))
        screen.note(PROTECTED.given(small=guarded, segment=segment))
    measures = [] if segment else [*_measures(study, when), *_departments(study, when)]
    if measures:
        _beside(study, screen, measures)
    told = {"survey": study.questionnaire.name, "wave": when, "scores": lines, "measures": measures}
    delivered(screen, told, {"scores": study.scores.table}, out)


def _lines(study: Study, wave: str, segment: str) -> list[dict[Any, Any]]:
    """The scores of a wave and segment, in the order of the tree."""
    table = study.scores.table
    chosen = table[(table["wave"] == wave) & (table["segment"] == segment)]
    order = {name: place for place, name in enumerate(_in_order(study.questionnaire))}
    lines = [line for line in chosen.to_dict("records") if line["node"] in order]
    return sorted(lines, key=lambda line: (order[line["node"]], line["level"]))


def _table(study: Study, screen: Screen, lines: list[dict[Any, Any]], segment: str) -> None:
    asked, lang = study.questionnaire, screen.language
    bands = {band.name: band.title for band in asked.report.bands}
    levels = level_names(study, lang)
    header = (
        Text("name"),
        *((Text("level"),) if segment else ()),
        Text("score"),
        confidence(asked),
        Text("n"),
        Text("band"),
    )
    screen.table(
        header,
        [
            (
                "  " * int(line["depth"]) + say(asked.label(line["node"]), lang),
                *((levels[segment, line["level"]],) if segment else ()),
                *_cells(line, bands, lang),
            )
            for line in lines
        ],
        numeric=2 if segment else 1,
    )


def _measures(study: Study, wave: str) -> list[dict[Any, Any]]:
    """Share satisfied of the overall question and the net promoter score, with their changes."""
    asked, boxes = study.questionnaire, study.scores.boxes
    chosen = boxes[(boxes["wave"] == wave) & (boxes["segment"] == "")]
    lines = []
    for line in chosen.to_dict("records"):
        role, measure = asked.items[line["item"]].role, line["measure"]
        if (role, measure) in MEASURES and not line["withheld"]:
            unit = 100 if measure == "satisfied" else 1
            steps = study.changes.shares
            if len(steps):
                mine = (
                    (steps["wave"] == wave) & (steps["item"] == line["item"]) & (steps["measure"] == measure)
                )
                steps = steps[mine]
            lines.append(
                {"name": asked.label(line["item"]), "measure": measure}
                | {key: line[key] * unit for key in ("estimate", "low", "high")}
                | {"n": line["n"], **_step(steps)}
            )
    return lines


def _departments(study: Study, wave: str) -> list[dict[Any, Any]]:
    """What every department answers for, with its change."""
    if wave != study.latest or study.departments.table.empty:
        return []
    table, steps = study.departments.table, study.departments.changes
    lines = []
    for line in table[table["evidence"] != "hidden"].to_dict("records"):
        mine = steps
        if len(steps):
            mine = steps[(steps["wave"] == wave) & (steps["department"] == line["department"])]
        lines.append(
            {"name": study.questionnaire.departments[line["department"]].title, "measure": "department"}
            | {"estimate": line["estimate"], "low": line["own_low"], "high": line["own_high"]}
            | {"n": line["n"], **_step(mine)}
        )
    return lines


def _step(steps: pd.DataFrame) -> dict[str, Any]:
    """The change of a measure; nothing in the first wave."""
    for line in steps.to_dict("records"):
        return {"change": line["difference"], "change_low": line["low"], "change_high": line["high"],
                "evidence": line["evidence"]}  # fmt: skip
    return {}


def _beside(study: Study, screen: Screen, lines: list[dict[Any, Any]]) -> None:
    asked, lang = study.questionnaire, screen.language
    header = (
        Text("name"), Text("measure"), Text("value"), confidence(asked), Text("change"), confidence(asked),
        Text("verdict"), Text("n"),
    )  # fmt: skip
    screen.table(header, [_line(line, lang) for line in lines], numeric=2)


def _line(line: dict[Any, Any], lang: str) -> tuple[str, ...]:
    write, span = (
        (number_format.signed, number_format.signed_interval)
        if line["measure"] == "nps"
        else (number_format.score, number_format.interval)
    )
    changed = line.get("change") is not None and line["change"] == line["change"]
    step = (
        number_format.signed(line["change"]) if changed else number_format.NOTHING,
        say(number_format.signed_interval(line["change_low"], line["change_high"]), lang)
        if changed
        else number_format.NOTHING,
        say(behind("words").change(line["evidence"], line["change"]).words, lang)
        if "evidence" in line
        else "",
    )
    return (
        say(line["name"], lang),
        say(NAMES[line["measure"]], lang),
        write(line["estimate"]),
        say(span(line["low"], line["high"]), lang),
        *step,
        number_format.count(line["n"]),
    )


def _cells(line: dict[Any, Any], bands: dict[str, Any], lang: str) -> tuple[str, str, str, str]:
    if line["withheld"]:
        return number_format.NOTHING, say(why_withheld(line), lang), number_format.NOTHING, ""
    low, high = (say(bands[line[name]], lang) for name in ("band_low", "band_high"))
    band = low if low == high else f"{low}{number_format.DASH}{high}"
    return (
        number_format.score(line["estimate"]),
        number_format.interval(line["low"], line["high"]),
        number_format.count(line["n"]),
        band,
    )


def _in_order(asked: Questionnaire) -> list[str]:
    """The overall score, the tree from its roots down, then what is in no tree.

    The only item of a leaf is the leaf, and is not printed twice.
    """

    def below(parent: str) -> list[str]:
        found: list[str] = []
        for name in asked.children(parent):
            items = asked.indicators[name].items
            found += [name, *below(name), *(items if len(items) > 1 else ())]
        return found

    in_tree = {item for node in asked.indicators.values() for item in node.items}
    loose = [item for item in asked.scored if item not in in_tree]
    return list(dict.fromkeys((*asked.of_role("overall"), *below(""), *loose)))
