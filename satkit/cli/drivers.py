"""``satkit drivers``: what goes with dissatisfaction, with intervals and ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from satkit import number_format
from satkit.cli.context import open_study, write_result
from satkit.cli.options import Data, Folder, Out, Segment, Wave, _help, lazy_module
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError
from satkit.language import Text

if TYPE_CHECKING:
    import pandas as pd

    from satkit.analyses.drivers.estimate import Drivers
    from satkit.study import Study
    from satkit.survey.names import Names

NAME = "drivers"
HELP = Text("Print what goes with dissatisfaction, with intervals and ranks; write it to a file if asked.")
METHODS = {
    "lmg": Text("LMG"),
    "lmg_once": Text("LMG; intervals by relative weights"),
    "relative_weights": Text("relative weights"),
}
ALIKE = Text("Effects in %(unit)s, the other drivers alike.")
LEFT = Text("left out: “%(name)s” (%(reason)s)")
SIDES = (
    "level", "driver", "share", "share_other", "slope", "slope_other", "difference", "interval", "verdict",
    "p_adjusted",
)  # fmt: skip


class Measures(StrEnum):
    """What of the overall answer may be explained."""

    dissatisfied = "dissatisfied"
    grade = "grade"
    score = "score"


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    wave: Wave = "",
    segment: Segment = "",
    versus: Annotated[
        str,
        typer.Option(
            "--versus",
            metavar="NAME",
            help=_help("Compare with this wave: which drivers work differently."),
            show_default=False,
        ),
    ] = "",
    rises: Annotated[
        list[str] | None,
        typer.Option(
            "--raise",
            metavar="NAME=POINTS",
            help=_help("What goes with raising a driver by so many points; may be given several times."),
            show_default=False,
        ),
    ] = None,
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
    *,
    machine: Annotated[
        bool,
        typer.Option(
            "--machine",
            help=_help(
                "Ask boosted trees whether they predict better, and the lasso what it picks again and again "
                "(takes some seconds)."
            ),
        ),
    ] = False,
) -> None:
    """Print one line per driver, the largest share first; ``--by``, ``--versus``, ``--raise`` ask otherwise."""
    rises_asked = dict(_read_rise(one) for one in rises or ())
    opened_study = open_study(folder, data, screen, wave=wave, segment=segment)
    study = _with_settings(opened_study, measure, machine=machine)
    when = wave or study.latest
    screen.tell(Text("Weighing drivers"))
    if rises_asked:
        table = _show_raised(study, screen, when, rises_asked)
    elif segment:
        table = _show_groups(study, screen, when, segment)
    elif versus:
        table = _show_waves(study, screen, when, versus)
    else:
        table = _show_everyone(study, screen, when)
    answer = {"survey": study.questionnaire.name, "wave": when, "drivers": table}
    write_result(screen, answer, {"drivers": table}, out)


def _read_rise(text: str) -> tuple[str, float]:
    """``complaints=5`` as the driver and the points."""
    name, _, points = text.partition("=")
    try:
        return name.strip(), float(points)
    except ValueError:
        what = Text("--raise takes a driver and points, not '%(text)s'", {"text": text})
        raise DataError(Complaint(what, expected=Text("such as --raise hotline=5"))) from None


def _with_settings(study: Study, measure: Measures | None, *, machine: bool) -> Study:
    """The study with the settings of the command line in place of those of the definition."""
    questionnaire = study.questionnaire
    own = questionnaire.drivers
    changed = {"machine": machine or own.machine, "measure": str(measure or own.measure)}
    settings = own.model_copy(update=changed)
    return study.with_questionnaire(questionnaire.model_copy(update={"drivers": settings}))


def _show_everyone(study: Study, screen: Screen, wave: str) -> pd.DataFrame:
    """One line per driver, the largest share first; what they account for, and what must be known."""
    result: Drivers = lazy_module("drivers").explain_dissatisfaction(study.responses, study.sample, wave)
    if result.reason is not None:
        raise DataError(Complaint(result.reason, wave, hint=result.mend))
    names, n = study.names, result.n
    table = result.table.sort_values("share", ascending=False, ignore_index=True)
    screen.show(lazy_module("driver_tables").drivers_table(table.to_dict("records"), n, names))
    explained = number_format.share(result.explained[0], n)
    screen.say(
        Text(
            "%(share)s of the differences accounted for (%(method)s), n = %(n)s",
            {"share": explained, "method": METHODS[result.method], "n": number_format.count(n)},
        )
    )
    left = (LEFT.with_values(name=names.node(name), reason=reason) for name, reason in result.left)
    few = lazy_module("sample").coarse(study.questionnaire, study.sample.weighting, result.wave)
    for note in (*left, *result.notes, *_machine_notes(result, names), *few):
        screen.note(note)
    return table


def _machine_notes(result: Drivers, names: Names) -> Iterator[Text]:
    """What trees and lasso say, where they were asked."""
    sentences = lazy_module("driver_sentences")
    if result.forest is not None:
        yield sentences.describe_forest(result.forest, names)
    if result.stability is not None:
        yield sentences.describe_selection(result.stability, names)


def _show_groups(study: Study, screen: Screen, wave: str, segment: str) -> pd.DataFrame:
    """Every level of a segment against the others."""
    table: pd.DataFrame = lazy_module("drivers").compare_groups(study.responses, study.sample, wave, segment)
    rows = table.assign(segment=segment).to_dict("records")
    screen.show(lazy_module("driver_contrasts").groups_table(rows, study.names).select(*SIDES))
    _say_units(screen, table)
    return table


def _show_waves(study: Study, screen: Screen, wave: str, versus: str) -> pd.DataFrame:
    """A wave against another."""
    table: pd.DataFrame = lazy_module("drivers").compare_waves(study.responses, study.sample, wave, versus)
    shown = lazy_module("driver_contrasts").waves_table(table.to_dict("records"), versus, study.names)
    screen.show(shown.select(*SIDES[1:]))
    _say_units(screen, table)
    return table


def _show_raised(study: Study, screen: Screen, wave: str, rises: Mapping[str, float]) -> pd.DataFrame:
    """One line per driver that is raised, and outcome."""
    table: pd.DataFrame = lazy_module("drivers").raise_drivers(study.responses, study.sample, wave, rises)
    screen.show(lazy_module("driver_contrasts").raised_table(table.to_dict("records"), study.names))
    _say_units(screen, table)
    return table


def _say_units(screen: Screen, table: pd.DataFrame) -> None:
    """In what the effects are given."""
    for measure in table["measure"].dropna().unique():
        screen.say(ALIKE.with_values(unit=lazy_module("driver_tables").UNITS[measure]))
