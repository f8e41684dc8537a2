"""``satkit drivers``: what goes with dissatisfaction, with intervals and ranks."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from satkit import digits
from satkit.cli.options import (
    SPOKEN,
    Data,
    Debug,
    Folder,
    Json,
    Lang,
    Out,
    Quiet,
    Segment,
    Wave,
    _help,
    behind,
    delivered,
    level_names,
    opened,
)
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError
from satkit.language import Text, say

if TYPE_CHECKING:
    import pandas as pd

    from satkit.study import Study

NAME = "drivers"
HELP = Text("Print what goes with dissatisfaction, with intervals and ranks; write it to a file if asked.")


class Measures(StrEnum):
    """What of the overall answer may be explained."""

    dissatisfied = "dissatisfied"
    grade = "grade"
    score = "score"


def run(
    folder: Folder,
    data: Data = None,
    wave: Wave = "",
    segment: Segment = "",
    measure: Annotated[
        Measures | None,
        typer.Option(
            "--measure",
            help=_help(
                "What is explained: dissatisfied, grade or score; as the definition says if not given."
            ),
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    lang: Lang = SPOKEN,
    *,
    machine: Annotated[
        bool,
        typer.Option(
            "--machine", help=_help("Ask boosted trees too whether they predict better (takes some seconds).")
        ),
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  read by main()
) -> None:
    """Print one line per driver, the largest share first; with ``--by`` each group against the others."""
    screen = Screen(lang, quiet, json)
    study = opened(folder, data, screen, wave=wave, segment=segment)
    _asked(study, measure, machine=machine)
    when = wave or study.latest
    screen.tell(Text("Weighing drivers"))
    if segment:
        table = behind("drivers").compared(study.responses, study.sample, when, segment)
        _by_segment(study, screen, table, segment)
    else:
        found = behind("drivers").drivers(study.responses, study.sample, when)
        if found.reason is not None:
            raise DataError(Complaint(found.reason, when))
        table = found.table.sort_values("share", ascending=False, ignore_index=True)
        _everyone(study, screen, found, table)
    told = {"survey": study.questionnaire.name, "wave": when, "drivers": table}
    delivered(screen, told, {"drivers": table}, out)


def _asked(study: Study, measure: Measures | None, *, machine: bool) -> None:
    """Settings of the command line in place of those of the definition."""
    asked = study.questionnaire
    changed = {"machine": machine or asked.drivers.machine, "measure": str(measure or asked.drivers.measure)}
    settings = asked.drivers.model_copy(update=changed)
    study.responses = replace(study.responses, questionnaire=asked.model_copy(update={"drivers": settings}))


def _everyone(study: Study, screen: Screen, found: Any, table: pd.DataFrame) -> None:
    label = study.questionnaire.label
    header = (
        Text("driver"),
        Text("share"),
        Text("95% interval"),
        Text("rank"),
        Text("largest with"),
        Text("score"),
        Text("n"),
    )
    rows = [
        (
            say(label(line["driver"]), screen.language),
            digits.share(line["share"], found.n),
            digits.share_interval(line["share_low"], line["share_high"], found.n),
            f"{line['rank']} ({line['rank_low']}–{line['rank_high']})",
            digits.share(line["p_first"], 1),
            digits.score(line["performance"]),
            digits.count(line["n"]),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)
    told = Text(
        "%(share)s of the differences accounted for (%(method)s), n = %(n)s",
        {
            "share": digits.share(found.explained[0], found.n),
            "method": found.method,
            "n": digits.count(found.n),
        },
    )
    screen.say(told)
    for note in found.notes:
        screen.note(note)


def _by_segment(study: Study, screen: Screen, table: pd.DataFrame, segment: str) -> None:
    language, label = screen.language, study.questionnaire.label
    levels = level_names(study, language)
    header = (
        Text("level"),
        Text("driver"),
        Text("share"),
        Text("95% interval"),
        Text("Others"),
        Text("difference from the others"),
        Text("p, adjusted"),
    )
    rows = []
    for line in table.to_dict("records"):
        name = levels[segment, line["level"]]
        if line["evidence"] in {"hidden", "small", "none"}:
            why = line["reason"] if line["evidence"] == "none" else Text("withheld (small base)")
            rows.append((name, say(why, language), *([digits.NOTHING] * 5)))
            continue
        n = line["n"]
        rows.append(
            (
                name,
                say(label(line["driver"]), language),
                digits.share(line["share"], n),
                digits.share_interval(line["low"], line["high"], n),
                digits.share(line["rest"], n),
                f"{digits.signed(100 * line['difference'])}%",
                digits.probability(line["p_adjusted"]),
            )
        )
    screen.table(header, rows, numeric=2)
