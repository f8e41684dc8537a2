"""What goes with dissatisfaction, and where to look first."""

from __future__ import annotations

from math import floor

from satkit.analyses.drivers.contrast_tables import reason_by_labels
from satkit.analyses.drivers.driver_data import bad_places, drivers_of
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.rows import AreaRow, Dissatisfier, DriverRow, Enhancer
from satkit.analyses.drivers.section_differences import difference_sheets, note_differences
from satkit.analyses.drivers.sentences import describe_forest, describe_selection
from satkit.analyses.drivers.tables import (
    OWN_MEAN,
    UNITS,
    ZONES,
    areas_table,
    dissatisfiers_table,
    drivers_table,
    effects_table,
    factor_of,
    has_room,
)
from satkit.findings.cutoffs import MORE_LIKELY, SURE
from satkit.findings.evidence import Evidence
from satkit.findings.wording import QUOTED
from satkit.language import Text
from satkit.number_format import (
    chance,
    confidence,
    count,
    score,
    share,
    share_interval,
    signed_interval,
    signed_score,
)
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures.lollipop import Lollipop, Stick
from satkit.report.figures.scatter import Axis, Point, Scatter
from satkit.report.two_figures import note_two_figures
from satkit.survey import bins
from satkit.survey.names import Names
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows

KEY = "drivers"
MOST, STRONGEST = 30, 3  # drivers drawn, and effects named
QUESTION = Text("What drives it?")
SUBTITLE = Text(
    "How much of the differences in who is dissatisfied overall (%(answers)s) goes with each driver, %(wave)s"
)
SUBTITLE_SCORE = Text("How much of the differences in “%(outcome)s” goes with each driver, %(wave)s")
TITLE = Text("Share of what all drivers account for together, with %(level)s intervals")
READ = Text("%(count)d drivers; the largest shares: %(names)s")
TIP = Text("%(name)s: %(share)s (%(interval)s), rank %(rank)d (%(low)d–%(high)d), n = %(n)s")
POINT_TIP = Text("%(name)s · %(score)s · %(share)s · %(chance)s")
CHANCE = Text("largest")
EQUAL = Text("if all were equal")
EXPLAINED = Text(
    "All drivers together account for %(share)s of the differences (%(level)s interval %(interval)s; n = %(n)s, "
    "of whom %(bad)s are dissatisfied)."
)
EXPLAINED_SCORE = Text(
    "All drivers together account for %(share)s of the differences (%(level)s interval %(interval)s; n = %(n)s)."
)
CAUTION = Text(
    "Filled marks: respondents alike on all other drivers still differ with this one. Shares are associations: "
    "what goes with the overall answer need not be what made it."
)
MAP = Text("Influence and score: what to look at first")
MAP_READ = Text("%(count)d drivers; high influence and low score: %(names)s")
MAP_NONE = Text("%(count)d drivers; none with high influence and low score")
ACROSS, ACROSS_OWN = Text("Score →"), Text("Mean of respondents' own scores →")
UP = Text("↑ Share of influence")
MAP_NOTE = Text(
    "The lines stand at the means. Orange and bold: high influence and low score with a probability of at least 80%%; "
    "orange and hollow: from 50%%. Dotted: the middle of the scale, where it is in view."
)
EFFECT_NOTE = Text(
    "Changes of the outcome in %(unit)s, by linear regression on all drivers. “Best group so far” is the highest "
    "score any group or wave has reached; beyond it the data say nothing."
)
EFFECT_NOTE_ALONE = Text("Changes of the outcome in %(unit)s, by linear regression on all drivers.")
SIGNS = Text(
    "%(names)s: alone and beside the other drivers the association has opposite signs; quote the share without a direction."
)
REACH_NOTE = Text(
    "A failure is an answer in the bottom box. From the top: the share of the dissatisfied who failed on this or one "
    "above, of the others who did, and the share of dissatisfaction that would be missing if nobody did and the rest stayed. "
    "Key: up to the largest difference of the first two. Of its own: the share of dissatisfaction that goes with this "
    "failure among respondents alike on the other failures (logit model, averaged over all orders of removal)."
)
ENHANCERS = Text(
    "Key enhancers: of the %(n)s respondents without a key failure, an excellent answer on one or more of %(names)s was given "
    "by %(reach)s of the very satisfied and by %(noise)s of the others."
)
METHOD = {
    "lmg": Text("Shares are Shapley values of R² over all orders of the drivers (LMG), in every replicate."),
    "lmg_once": Text(
        "Shares are Shapley values of R² over all orders of the drivers (LMG). With so many drivers they are exact for "
        "the sample; intervals and probabilities follow relative weights (Johnson, Genizi) from replicate to replicate."
    ),
    "relative_weights": Text(
        "Shares are relative weights (Johnson, Genizi), in every replicate: there are too many drivers for "
        "Shapley values (LMG)."
    ),
}
MISSING = Text("Note: %(note)s.")
LEFT = Text("Left out: %(names)s.")
LEFT_ONE = Text("“%(name)s” (%(reason)s)")
MENDED = Text("%(reason)s; %(mend)s")
LIFTS = Text(
    "Five points more on one of the strongest drivers, the other drivers alike and nobody above the top, go with "
    "(%(unit)s): %(names)s."
)
LIFT = Text("“%(name)s” %(change)s (%(interval)s)")

OWN = Text(
    "Scores in this section are means of respondents' own scores, among those who answered the overall question; in "
    "brackets the score of the indicator tree, the mean over questions, where it differs: %(names)s."
)


def section(evidence: Evidence) -> Section | None:
    """Lollipop, map, and the tables behind them; a reason where nothing can be computed."""
    result = evidence.get(Drivers)
    if result is None:
        return None
    names, subtitle = evidence.names, _subtitle(evidence.names, result)
    if result.reason is not None or result.table.empty:
        if not result.outcome or len(drivers_of(names.questionnaire)) < 2:
            return None
        return Section(KEY, QUESTION, subtitle, (Note(_why(names, result)),))
    rows = sorted(read_rows(result.table, DriverRow), key=lambda row: -row["share"])
    two_figures = _note_own_scores(evidence, rows)
    scored = OWN_MEAN if two_figures else words.SCORE
    blocks: list[Block] = [*lookup.sentences(evidence, KEY), _figure(names, result, rows)]
    blocks += [Note(_describe_explained(names, result)), Note(CAUTION), *_note_lifts(names, result, rows)]
    blocks += [_map(names, rows, ACROSS_OWN if two_figures else ACROSS), Note(MAP_NOTE), *two_figures]
    blocks += [*_note_data(names, result), *note_differences(evidence, result)]
    details: list[Block] = [drivers_table(rows, result.n, names, scored), Note(METHOD[result.method])]
    details += [effects_table(rows, result.measure, names, scored), Note(_effect_note(result, rows))]
    details += [*_areas(names, result), *_reach(names, result)]
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details), difference_sheets(names, result))


def _why(names: Names, result: Drivers) -> Words:
    """Why there are no numbers, drivers by their labels, and what to do about it."""
    if result.reason is None:
        return words.WITHHELD
    reason = reason_by_labels(result.reason, names)
    mended = MENDED.with_values(reason=reason, mend=result.mend) if result.mend else reason
    return words.FAILED.with_values(reason=mended)


def _subtitle(names: Names, result: Drivers) -> Words:
    questionnaire, wave = names.questionnaire, names.wave(result.wave)
    if not result.outcome or result.measure != "dissatisfied":
        outcome = names.node(result.outcome or questionnaire.headline)
        return SUBTITLE_SCORE.with_values(outcome=outcome, wave=wave)
    bad = bins.name_points(questionnaire.scale(result.outcome), bad_places(questionnaire))
    return SUBTITLE.with_values(answers=tuple(QUOTED.with_values(name=name) for name in bad), wave=wave)


def _figure(names: Names, result: Drivers, rows: list[DriverRow]) -> Figure:
    sticks = tuple(_stick(names, result.n, row) for row in rows[:MOST])
    title = TITLE.with_values(level=confidence(names.questionnaire.report.level))
    read = READ.with_values(count=len(rows), names=tuple(names.node(row["driver"]) for row in rows[:3]))
    return Figure(Lollipop(sticks, words.SHARE, CHANCE, EQUAL), title, read, "fig-drivers")


def _stick(names: Names, n: int, row: DriverRow) -> Stick:
    label = names.node(row["driver"])
    tip = TIP.with_values(
        name=label,
        share=share(row["share"], n),
        interval=share_interval(row["share_low"], row["share_high"], n),
        rank=row["rank"],
        low=row["rank_low"],
        high=row["rank_high"],
        n=count(row["n"]),
    )
    sure = row["slope_low"] > 0 or row["slope_high"] < 0
    ends = row["share_low"], row["share_high"]
    return Stick(label, row["share"], *ends, row["probability_first"], n, tip, sure=sure)


def _describe_explained(names: Names, result: Drivers) -> Words:
    estimate, low, high = result.explained
    return (EXPLAINED_SCORE if result.measure == "score" else EXPLAINED).with_values(
        level=confidence(names.questionnaire.report.level),
        share=share(estimate, result.n),
        interval=share_interval(low, high, result.n),
        n=count(result.n),
        bad=count(result.dissatisfied),
    )


def _map(names: Names, rows: list[DriverRow], across: Text) -> Figure:
    """Influence against score, the quarter to look at first set off."""
    first = tuple(
        names.node(row["driver"]) for row in rows if MORE_LIKELY.is_reached_in_print(row["p_concentrate"])
    )
    read = (MAP_READ if first else MAP_NONE).with_values(count=len(rows), names=first)
    points = tuple(_point(names, row) for row in rows[:MOST])
    chart = Scatter(points, _score_axis(across, rows), _share_axis(rows), tuple(ZONES.values()), shaded=True)
    return Figure(chart, MAP, read, "fig-map")


def _score_axis(name: Text, rows: list[DriverRow]) -> Axis:
    """An axis that holds all intervals of scores, in steps of two or five points."""
    low, high = min(row["performance_low"] for row in rows), max(row["performance_high"] for row in rows)
    step = 2.0 if high - low <= 16 else 5.0
    start, end = step * floor((low - 1) / step), min(step * -(-(high + 1) // step), 100.0)
    mean = sum(row["performance"] for row in rows) / len(rows)
    return Axis(name, start, end, mean, "score", step, rows[0]["middle"])


def _share_axis(rows: list[DriverRow]) -> Axis:
    """An axis from nothing to the largest share, cut where all are equal."""
    most = max(row["share_high"] for row in rows)
    step = 0.02 if most < 0.16 else 0.05 if most < 0.4 else 0.1
    return Axis(UP, 0.0, step * -(-most // step), 1 / len(rows), "share", step)


def _point(names: Names, row: DriverRow) -> Point:
    likely, label = row["p_concentrate"], names.node(row["driver"])
    tip = POINT_TIP.with_values(
        name=label,
        score=score(row["performance"]),
        share=share(row["share"], 1),
        chance=chance(round(likely, 2)),
    )
    across, up = (row["performance_low"], row["performance_high"]), (row["share_low"], row["share_high"])
    act = MORE_LIKELY.is_reached_in_print(likely)
    hollow = act and not SURE.is_reached_in_print(likely)
    return Point(label, row["performance"], row["share"], across, up, "act" if act else "", hollow, tip)


def _note_data(names: Names, result: Drivers) -> list[Block]:
    """What was left out, what was done about gaps, whose sign is in doubt, and what trees say."""
    notes: list[Block] = []
    if result.left:
        left = tuple(
            LEFT_ONE.with_values(name=names.node(name), reason=reason) for name, reason in result.left
        )
        notes.append(Note(LEFT.with_values(names=left)))
    notes += [Note(MISSING.with_values(note=note)) for note in result.notes]
    opposed = tuple(QUOTED.with_values(name=names.node(name)) for name in result.opposed)
    if opposed:
        notes.append(Note(SIGNS.with_values(names=opposed)))
    if result.forest is not None:
        notes.append(Note(describe_forest(result.forest, names)))
    if result.stability is not None:
        notes.append(Note(describe_selection(result.stability, names)))
    return notes


def _note_lifts(names: Names, result: Drivers, rows: list[DriverRow]) -> list[Block]:
    """What five points more go with, for the strongest drivers whose effect is beyond doubt."""
    sure = [row for row in rows if row["lift_low"] > 0 or row["lift_high"] < 0][:STRONGEST]
    times = factor_of(result.measure)
    lifts = tuple(
        LIFT.with_values(
            name=names.node(row["driver"]),
            change=signed_score(times * row["lift"]),
            interval=signed_interval(times * row["lift_low"], times * row["lift_high"]),
        )
        for row in sure
    )
    return [Note(LIFTS.with_values(unit=UNITS[result.measure], names=lifts))] if lifts else []


def _effect_note(result: Drivers, rows: list[DriverRow]) -> Text:
    return (EFFECT_NOTE if has_room(rows) else EFFECT_NOTE_ALONE).with_values(unit=UNITS[result.measure])


def _areas(names: Names, result: Drivers) -> list[Block]:
    rows = read_rows(result.areas, AreaRow)
    return [areas_table(rows, result.n, names)] if rows else []


def _reach(names: Names, result: Drivers) -> list[Block]:
    """Key dissatisfiers and key enhancers."""
    rows = read_rows(result.reach, Dissatisfier)
    if not rows:
        return []
    return [dissatisfiers_table(rows, result.n, names), Note(REACH_NOTE), *_note_enhancers(names, result)]


def _note_enhancers(names: Names, result: Drivers) -> list[Block]:
    rows = read_rows(result.enhancers, Enhancer, key=True)
    if not rows:
        return []
    last, n = rows[-1], float(rows[-1]["n"])
    text = ENHANCERS.with_values(
        n=count(n),
        names=tuple(QUOTED.with_values(name=names.node(row["driver"])) for row in rows),
        reach=share(last["reach"], n),
        noise=share(last["noise"], n),
    )
    return [Note(text)]


def _note_own_scores(evidence: Evidence, rows: list[DriverRow]) -> list[Block]:
    """The drivers whose score here is not that of the tree."""
    here = [(evidence.names.node(row["driver"]), row["driver"], row["performance"]) for row in rows]
    return note_two_figures(OWN, evidence, here)
