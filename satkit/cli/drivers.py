"""``satkit drivers``: what goes with dissatisfaction, with intervals and ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from satkit import number_format
from satkit.cli.context import confidence, delivered, level_names, opened, why_withheld
from satkit.cli.options import Data, Folder, Out, Segment, Wave, _help, behind
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError
from satkit.language import Text, say

if TYPE_CHECKING:
    import pandas as pd

    from satkit.study import Study

NAME = "drivers"
HELP = Text("Print what goes with dissatisfaction, with intervals and ranks; write it to a file if asked.")
METHODS = {
    "lmg": Text("LMG"),
    "lmg_once": Text("LMG; intervals by relative weights"),
    "relative_weights": Text("relative weights"),
}
UNITS = {
    "dissatisfied": Text("effects in percentage points of dissatisfied respondents, the other drivers alike"),
    "score": Text("effects in points of the score, the other drivers alike"),
    "grade": Text("effects in hundredths of a grade, the other drivers alike"),
}
EXPLAINED = {
    "dissatisfied": Text("dissatisfied or not"),
    "score": Text("score"),
    "grade": Text("grade of the answer"),
}
OTHERS = Text("Others")
LEFT = Text("left out: “%(name)s” (%(reason)s)")
BETTER = Text("boosted trees predict better: cross-validated R² %(trees)s, linear model %(linear)s")
NO_BETTER = Text("boosted trees predict no better: cross-validated R² %(trees)s, linear model %(linear)s")
PICKED = Text(
    "the lasso picks %(names)s in at least %(often)s of half-samples (on average fewer than %(wrong)s by mistake)"
)
PICKED_NONE = Text("the lasso picks no driver in as many as %(often)s of half-samples")


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
    wanted = dict(_rise(one) for one in rises or ())
    opened_study = opened(folder, data, screen, wave=wave, segment=segment)
    study = _with_settings(opened_study, measure, machine=machine)
    when, room = wave or study.latest, behind("drivers")
    screen.tell(Text("Weighing drivers"))
    if wanted:
        table = room.raised(study.responses, study.sample, when, wanted)
        _raised(study, screen, table)
    elif segment:
        table = room.compared(study.responses, study.sample, when, segment)
        _compared(study, screen, table, segment)
    elif versus:
        table = room.changed(study.responses, study.sample, when, versus)
        label = study.questionnaire.waves[versus].title
        _compared(study, screen, table, others=say(label, screen.language) or versus)
    else:
        found = room.explain_dissatisfaction(study.responses, study.sample, when)
        if found.reason is not None:
            raise DataError(Complaint(found.reason, when, hint=found.mend))
        table = found.table.sort_values("share", ascending=False, ignore_index=True)
        _everyone(study, screen, found, table)
    told = {"survey": study.questionnaire.name, "wave": when, "drivers": table}
    delivered(screen, told, {"drivers": table}, out)


def _rise(told: str) -> tuple[str, float]:
    """``complaints=5`` as the driver and the points."""
    name, _, points = told.partition("=")
    try:
        return name.strip(), float(points)
    except ValueError:
        what = Text("--raise takes a driver and points, not '%(text)s'", {"text": told})
        raise DataError(Complaint(what, expected=Text("such as --raise hotline=5"))) from None


def _with_settings(study: Study, measure: Measures | None, *, machine: bool) -> Study:
    """The study with the settings of the command line in place of those of the definition."""
    asked = study.questionnaire
    changed = {"machine": machine or asked.drivers.machine, "measure": str(measure or asked.drivers.measure)}
    settings = asked.drivers.model_copy(update=changed)
    return study.with_questionnaire(asked.model_copy(update={"drivers": settings}))


def _everyone(study: Study, screen: Screen, found: Any, table: pd.DataFrame) -> None:
    label = study.questionnaire.label
    header = (
        Text("driver"),
        Text("share"),
        confidence(study.questionnaire),
        Text("rank"),
        Text("largest with"),
        Text("score"),
        Text("n"),
    )
    rows = [
        (
            say(label(line["driver"]), screen.language),
            number_format.share(line["share"], found.n),
            number_format.share_interval(line["share_low"], line["share_high"], found.n),
            f"{line['rank']} ({line['rank_low']}–{line['rank_high']})",
            number_format.chance(line["p_first"]),
            number_format.score(line["performance"]),
            number_format.count(line["n"]),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)
    told = Text(
        "%(share)s of the differences accounted for (%(method)s), n = %(n)s",
        {
            "share": number_format.share(found.explained[0], found.n),
            "method": METHODS[found.method],
            "n": number_format.count(found.n),
        },
    )
    screen.say(told)
    left = (LEFT.given(name=label(name), reason=reason) for name, reason in found.left)
    few = behind("sample").coarse(study.questionnaire, study.sample.weighting, found.wave)
    for note in (*left, *found.notes, *_machine(study, found), *few):
        screen.note(note)


def _machine(study: Study, found: Any) -> Iterator[Text]:
    """What trees and lasso say, where they were asked."""
    if found.forest is not None:
        told = {"trees": f"{found.forest.trees.mean():.2f}", "linear": f"{found.forest.linear.mean():.2f}"}
        yield (BETTER if found.forest.better else NO_BETTER).given(**told)
    if found.stability is not None:
        names = tuple(study.questionnaire.label(name) for name in found.stability.selected)
        often = number_format.share(found.stability.often, 1)
        wrong = f"{max(found.stability.wrong, 0.1):.1f}"
        yield (PICKED if names else PICKED_NONE).given(often=often, wrong=wrong, names=names)


def _compared(
    study: Study, screen: Screen, table: pd.DataFrame, segment: str = "", others: Text | str = OTHERS
) -> None:
    """Lines of two sides: groups and the others, or a wave and another."""
    language, levels = screen.language, level_names(study, screen.language)
    mixed = len(table["measure"].dropna().unique()) > 1
    header = (
        *((Text("level"),) if segment else ()),
        Text("driver"),
        *((Text("explained"),) if mixed else ()),
        Text("share"),
        others,
        Text("effect of ten points"),
        others,
        Text("difference"),
        confidence(study.questionnaire),
        Text("p, adjusted"),
    )
    rows = []
    for line in table.to_dict("records"):
        group = (levels[segment, line["level"]],) if segment else ()
        if line["evidence"] in {"hidden", "small", "none"}:
            why = line["reason"] if line["evidence"] == "none" else why_withheld(line)
            rows.append((*group, say(why, language), *([number_format.NOTHING] * (7 + mixed))))
            continue
        driver = say(study.questionnaire.label(line["driver"]), language)
        measured = (say(EXPLAINED[line["measure"]], language),) if mixed else ()
        rows.append((*group, driver, *measured, *_sides(line, language)))
    screen.table(header, rows, numeric=len(header) - 7)
    _units(screen, table)


def _sides(line: Mapping[Any, Any], language: str) -> tuple[str, ...]:
    """Shares and effects of both sides, and the difference of the effects."""
    times, n = _tens(line["measure"]), line["n"]
    span = number_format.signed_interval(times * line["difference_low"], times * line["difference_high"])
    return (
        number_format.share(line["share"], n),
        number_format.share(line["rest"], n),
        number_format.signed(times * line["slope"]),
        number_format.signed(times * line["slope_rest"]),
        number_format.signed(times * line["difference"]),
        say(span, language),
        number_format.probability(line["p_adjusted"]),
    )


def _raised(study: Study, screen: Screen, table: pd.DataFrame) -> None:
    """One line per driver that is raised."""
    label = study.questionnaire.label
    header = (
        Text("driver"),
        Text("explained"),
        Text("points"),
        Text("change"),
        confidence(study.questionnaire),
        Text("rise in full"),
    )
    rows = []
    for line in table.to_dict("records"):
        times = _tens(line["measure"]) / 10
        span = number_format.signed_interval(times * line["change_low"], times * line["change_high"])
        rows.append(
            (
                say(label(line["driver"]), screen.language),
                say(EXPLAINED[line["measure"]], screen.language),
                number_format.signed(line["points"]),
                number_format.signed(times * line["change"]),
                say(span, screen.language),
                number_format.share(line["reached"], 1),
            )
        )
    screen.table(header, rows, numeric=2)
    _units(screen, table)


def _tens(measure: str) -> float:
    """Turns a slope into the effect of ten points: on a score, or in hundredths of a share or a grade."""
    return 10.0 if measure == "score" else 1000.0


def _units(screen: Screen, table: pd.DataFrame) -> None:
    """In what the effects are told."""
    for measure in table["measure"].dropna().unique():
        screen.say(UNITS[measure])
