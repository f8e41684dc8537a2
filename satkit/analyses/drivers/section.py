"""What goes with dissatisfaction, and where to look first."""

from __future__ import annotations

from math import floor

from satkit.analyses.drivers.driver_data import bad_places, drivers_of
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.section_differences import (
    DRIVER,
    TEN,
    UNITS,
    by_labels,
    differences,
    factor,
    sheets,
)
from satkit.findings.evidence import Evidence
from satkit.findings.wording import QUOTED
from satkit.language import Text, say
from satkit.models.drivers.stability import Stability
from satkit.number_format import chance, count, score, share, share_interval, signed, signed_interval
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import lollipop, scatter
from satkit.report.lookup import Line
from satkit.report.two_figures import note_two_figures
from satkit.survey import bins
from satkit.tables.cells import Cell, Interval, Share, Words

KEY = "drivers"
MOST, SURE, LIKELY = 30, 0.8, 0.5
STRONGEST = 3
QUESTION = Text("What drives it?")
SUBTITLE = Text(
    "How much of the differences in who is dissatisfied overall (%(answers)s) goes with each driver, %(wave)s"
)
SUBTITLE_SCORE = Text("How much of the differences in “%(outcome)s” goes with each driver, %(wave)s")
TITLE = Text("Share of what all drivers account for together, with %(level)s intervals")
READ = Text("%(count)d drivers; the largest shares: %(names)s")
TIP = Text("%(name)s: %(share)s (%(interval)s), rank %(rank)d (%(low)d–%(high)d), n = %(n)s")
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
OWN_MEAN = Text("Mean of own scores")
UP = Text("↑ Share of influence")
MAP_NOTE = Text(
    "The lines stand at the means. Orange and bold: high influence and low score with a probability of at least 80%%; "
    "orange and hollow: from 50%%. Dotted: the middle of the scale, where it is in view."
)
CONCENTRATE, KEEP = Text("look here first"), Text("keep it up")
LOW, OVERKILL = Text("low priority"), Text("less needed")
ZONES = {
    "concentrate": CONCENTRATE,
    "keep up": KEEP,
    "low priority": LOW,
    "possible overkill": OVERKILL,
}
RANK = Text("Rank")
FIRST, PRIORITY = Text("Largest, probability"), Text("First to look at, probability")
ZONE = Text("Quarter")
TABLE = Text("Drivers with intervals, ranks and probabilities")
EFFECTS = Text("What goes with ten points more, the other drivers alike")
REACHABLE = Text("Best group so far")
REACHED = Text("If all were there")
EFFECT_NOTE = Text(
    "Changes of the outcome in %(unit)s, by linear regression on all drivers. “Best group so far” is the highest "
    "score any group or wave has reached; beyond it the data say nothing."
)
EFFECT_NOTE_ALONE = Text("Changes of the outcome in %(unit)s, by linear regression on all drivers.")
SIGNS = Text(
    "%(names)s: alone and beside the other drivers the association has opposite signs; quote the share without a direction."
)
AREAS = Text("The areas by several measures of importance; the probability is by the first")
AREA = Text("Area")
MEASURES = {
    "lmg_dissatisfied": Text("Shapley shares (LMG), dissatisfied or not"),
    "lmg_grade": Text("Shapley shares (LMG), grade of the answer"),
    "lmg_score": Text("Shapley shares (LMG), score"),
    "mcfadden": Text("Shapley shares of a logit model (McFadden)"),
    "logit_weights": Text("Relative weights of a logit model"),
}
REACH = Text("Key dissatisfiers: failures that tell who is dissatisfied")
REACH_NOTE = Text(
    "A failure is an answer in the bottom box. From the top: the share of the dissatisfied who failed on this or one "
    "above, of the others who did, and the share of dissatisfaction that would be missing if nobody did and the rest stayed. "
    "Key: up to the largest difference of the first two. Of its own: the share of dissatisfaction that goes with this "
    "failure among respondents alike on the other failures (logit model, averaged over all orders of removal)."
)
REACHES, NOISES, RISK = Text("Dissatisfied reached"), Text("Others reached"), Text("Attributable share")
PART = Text("Of its own")
ENHANCERS = Text(
    "Key enhancers: of the %(n)s respondents without a key failure, an excellent answer on one or more of %(names)s was given "
    "by %(reach)s of the very satisfied and by %(noise)s of the others."
)
KEYED, YES = Text("Key"), Text("yes")
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
FOREST = Text(
    "Boosted trees predict better than the linear model (cross-validated R² %(trees)s against %(linear)s): bends or "
    "interactions matter. What they look at most: %(names)s."
)
FOREST_NOT = Text(
    "Boosted trees do not predict better than the linear model (cross-validated R² %(trees)s against %(linear)s)."
)
MENDED = Text("%(reason)s; %(mend)s")
STEADY = Text(
    "The lasso picks these drivers in at least %(often)s of half-samples (on average fewer than %(wrong)s of them by "
    "mistake): %(names)s."
)
STEADY_NONE = Text("The lasso picks no driver in as many as %(often)s of half-samples.")
STEADY_ONE = Text("“%(name)s” (%(chance)s)")
LIFTS = Text(
    "Five points more on one of the strongest drivers, the other drivers alike and nobody above the top, go with "
    "(%(unit)s): %(names)s."
)
LIFT = Text("“%(name)s” %(change)s (%(interval)s)")


OWN = Text(
    "Scores in this section are means of respondents' own scores, among those who answered the overall question; in "
    "brackets the score of the indicator tree, the mean over questions, where it differs: %(names)s."
)


def section(evidence: Evidence, language: str) -> Section | None:
    """Lollipop, map, and the tables behind them; a reason where nothing can be computed."""
    found = evidence.get(Drivers)
    if found is None:
        return None
    subtitle = _subtitle(evidence, found)
    if found.reason is not None or found.table.empty:
        if not found.outcome or len(drivers_of(evidence.questionnaire)) < 2:
            return None
        return Section(KEY, QUESTION, subtitle, (Note(_why(evidence, found)),))
    lines = sorted(lookup.lines(found.table), key=lambda line: -line["share"])
    blocks: list[Block] = [*lookup.sentences(evidence, KEY), _figure(evidence, found, lines, language)]
    blocks += [Note(_explained(evidence, found)), Note(CAUTION), *_lifts(evidence, found, lines)]
    blocks += [_map(evidence, found, lines, language), Note(MAP_NOTE), *_own_scores(evidence, found)]
    blocks += _notes(evidence, found)
    blocks += differences(evidence, found)
    details: list[Block] = [_table(evidence, found, lines), Note(METHOD[found.method])]
    details += _effects(evidence, found, lines)
    details += _areas(evidence, found) + _reach(evidence, found)
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details), sheets(evidence, found))


def _why(evidence: Evidence, found: Drivers) -> Words:
    """Why there are no numbers, drivers by their labels, and what to do about it."""
    if found.reason is None:
        return words.WITHHELD
    reason = by_labels(evidence, found.reason)
    mended = MENDED.given(reason=reason, mend=found.mend) if found.mend else reason
    return words.FAILED.given(reason=mended)


def _subtitle(evidence: Evidence, found: Drivers) -> Words:
    asked = evidence.questionnaire
    wave = lookup.wave_label(asked, found.wave)
    if not found.outcome or found.measure != "dissatisfied":
        outcome = asked.label(found.outcome or asked.headline)
        return SUBTITLE_SCORE.given(outcome=outcome, wave=wave)
    named = bins.named(asked.scale(found.outcome), bad_places(asked))
    answers = tuple(QUOTED.given(name=name) for name in named)
    return SUBTITLE.given(answers=answers, wave=wave)


def _figure(evidence: Evidence, found: Drivers, lines: list[Line], language: str) -> Figure:
    asked = evidence.questionnaire
    sticks = [_stick(evidence, found, line, language) for line in lines[:MOST]]
    title = TITLE.given(level=lookup.level(asked))
    read = READ.given(count=len(lines), names=tuple(asked.label(line["driver"]) for line in lines[:3]))
    heads = say(words.SHARE, language), say(CHANCE, language), say(EQUAL, language)
    svg = lollipop.draw(sticks, heads, "fig-drivers", say(title, language), say(read, language))
    return Figure(svg, title, read)


def _stick(evidence: Evidence, found: Drivers, line: Line, language: str) -> lollipop.Stick:
    label = say(evidence.questionnaire.label(line["driver"]), language)
    tip = TIP.given(
        name=label,
        share=share(line["share"], found.n),
        interval=share_interval(line["share_low"], line["share_high"], found.n),
        rank=line["rank"],
        low=line["rank_low"],
        high=line["rank_high"],
        n=count(line["n"]),
    )
    sure = line["slope_low"] > 0 or line["slope_high"] < 0
    return lollipop.Stick(
        label, line["share"], line["share_low"], line["share_high"], line["p_first"], found.n,
        say(tip, language), sure=sure,
    )  # fmt: skip


def _explained(evidence: Evidence, found: Drivers) -> Words:
    told = {
        "level": lookup.level(evidence.questionnaire),
        "share": share(found.explained[0], found.n),
        "interval": share_interval(found.explained[1], found.explained[2], found.n),
        "n": count(found.n),
    }
    if found.measure == "score":
        return EXPLAINED_SCORE.given(**told)
    return EXPLAINED.given(**told, bad=count(found.dissatisfied))


def _map(evidence: Evidence, found: Drivers, lines: list[Line], language: str) -> Figure:
    asked = evidence.questionnaire
    points = [_point(evidence, line, language) for line in lines[:MOST]]
    first = [line["driver"] for line in lines if round(line["p_concentrate"], 2) >= LIKELY]
    names = tuple(asked.label(name) for name in first)
    read = (MAP_READ.given(names=names) if names else MAP_NONE).given(count=len(lines), names=names)
    mean = sum(line["performance"] for line in lines) / len(lines)
    lows, highs = ([line[f"performance_{end}"] for line in lines] for end in ("low", "high"))
    step = 2.0 if max(highs) - min(lows) <= 16 else 5.0
    across = scatter.Axis(
        say(ACROSS_OWN if _own_scores(evidence, found) else ACROSS, language), step * floor((min(lows) - 1) / step), min(step * -(-(max(highs) + 1) // step), 100.0),
        mean, lambda value: f"{value:.0f}", step, lines[0]["middle"],
    )  # fmt: skip
    most = max(line["share_high"] for line in lines)
    size = 0.02 if most < 0.16 else 0.05 if most < 0.4 else 0.1
    up = scatter.Axis(
        say(UP, language), 0.0, size * -(-most // size), 1 / len(lines), lambda value: share(value, 1), size
    )
    quarters = [say(name, language) for name in ZONES.values()]
    svg = scatter.draw(
        points, across, up, quarters, "fig-map", say(MAP, language), say(read, language), shaded=True
    )
    return Figure(svg, MAP, read)


def _point(evidence: Evidence, line: Line, language: str) -> scatter.Point:
    likely = round(line["p_concentrate"], 2)
    label = say(evidence.questionnaire.label(line["driver"]), language)
    tip = f"{label} · {score(line['performance'])} · {share(line['share'], 1)} · {chance(likely)}"
    return scatter.Point(
        label, line["performance"], line["share"], (line["performance_low"], line["performance_high"]),
        (line["share_low"], line["share_high"]), "act" if likely >= LIKELY else "", LIKELY <= likely < SURE, tip,
    )  # fmt: skip


def _notes(evidence: Evidence, found: Drivers) -> list[Block]:
    """What was left out, what was done about gaps, whose sign is in doubt, and what trees say."""
    asked = evidence.questionnaire
    notes: list[Block] = []
    if found.left:
        names = tuple(LEFT_ONE.given(name=asked.label(name), reason=reason) for name, reason in found.left)
        notes.append(Note(LEFT.given(names=names)))
    notes += [Note(MISSING.given(note=note)) for note in found.notes]
    opposed = tuple(
        QUOTED.given(name=asked.label(line["driver"]))
        for line in lookup.lines(found.table)
        if line["sign_coefficient"] * line["sign_correlation"] < 0
    )
    if opposed:
        notes.append(Note(SIGNS.given(names=opposed)))
    if found.forest is not None:
        notes.append(Note(_forest(evidence, found)))
    if found.stability is not None:
        notes.append(Note(_steady(evidence, found.stability)))
    return notes


def _lifts(evidence: Evidence, found: Drivers, lines: list[Line]) -> list[Block]:
    """What five points more go with, for the strongest drivers whose effect is beyond doubt."""
    sure = [line for line in lines if line["lift_low"] > 0 or line["lift_high"] < 0][:STRONGEST]
    names = tuple(
        LIFT.given(
            name=evidence.questionnaire.label(line["driver"]),
            change=signed(factor(found.measure) * line["lift"]),
            interval=signed_interval(
                *(factor(found.measure) * line[f"lift_{end}"] for end in ("low", "high"))
            ),
        )
        for line in sure
    )
    return [Note(LIFTS.given(unit=UNITS[found.measure], names=names))] if names else []


def _steady(evidence: Evidence, found: Stability) -> Words:
    chances = dict(zip(found.names, found.probability, strict=True))
    names = tuple(
        STEADY_ONE.given(name=evidence.questionnaire.label(name), chance=share(chances[name], 1))
        for name in found.selected
    )
    wrong, often = f"{max(found.wrong, 0.1):.1f}", share(found.often, 1)
    return (STEADY if names else STEADY_NONE).given(often=often, wrong=wrong, names=names)


def _forest(evidence: Evidence, found: Drivers) -> Words:
    trees = found.forest
    assert trees is not None  # noqa: S101  asked only where there is one
    told: dict[str, object] = {"trees": f"{trees.trees.mean():.2f}", "linear": f"{trees.linear.mean():.2f}"}
    if not trees.better:
        return FOREST_NOT.given(**told)
    first = trees.table.sort_values("loss", ascending=False)["driver"].head(3)
    names = tuple(QUOTED.given(name=evidence.questionnaire.label(name)) for name in first)
    return FOREST.given(**told, names=names)


def _table(evidence: Evidence, found: Drivers, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(DRIVER),
        Column(words.SHARE, "share"),
        Column(lookup.confidence(asked), "share_interval"),
        Column(RANK),
        Column(FIRST, "chance"),
        Column(OWN_MEAN if _own_scores(evidence, found) else words.SCORE, "score"),
        Column(ZONE),
        Column(PRIORITY, "chance"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple(_row(evidence, found, line) for line in lines)
    return TableBlock("drivers", TABLE, columns, rows)


def _row(evidence: Evidence, found: Drivers, line: Line) -> tuple[Cell, ...]:
    n = found.n
    return (
        evidence.questionnaire.label(line["driver"]),
        Share(line["share"], n),
        Interval(line["share_low"], line["share_high"], n),
        f"{line['rank']} ({line['rank_low']}–{line['rank_high']})",
        line["p_first"],
        line["performance"],
        ZONES[line["zone"]],
        line["p_concentrate"],
        line["n"],
    )


def _effects(evidence: Evidence, found: Drivers, lines: list[Line]) -> list[Block]:
    """The slopes, in units a reader can picture; what a better group shows to be in reach, where one is."""
    asked, times = evidence.questionnaire, factor(found.measure)
    level = lookup.confidence(asked)
    beyond = any(line["limit"] - line["performance"] >= 0.05 for line in lines)
    columns = [
        Column(DRIVER),
        Column(TEN, "signed"),
        Column(level, "signed_interval"),
        Column(OWN_MEAN if _own_scores(evidence, found) else words.SCORE, "score"),
    ]
    columns += [
        Column(REACHABLE, "score"),
        Column(REACHED, "signed"),
        Column(level, "signed_interval"),
    ] * beyond
    rows = []
    for line in sorted(lines, key=lambda line: -abs(line["slope"])):
        slope, low, high = (10 * times * line[key] for key in ("slope", "slope_low", "slope_high"))
        effect, least, most = (times * line[key] for key in ("effect", "effect_low", "effect_high"))
        more: tuple[Cell, ...] = (line["limit"], effect, Interval(least, most)) * beyond
        rows.append((asked.label(line["driver"]), slope, Interval(low, high), line["performance"], *more))
    table = TableBlock("driver-effects", EFFECTS, tuple(columns), tuple(rows))
    return [table, Note((EFFECT_NOTE if beyond else EFFECT_NOTE_ALONE).given(unit=UNITS[found.measure]))]


def _areas(evidence: Evidence, found: Drivers) -> list[Block]:
    """One row per area, every measure with its interval beside the others."""
    if found.areas.empty:
        return []
    asked, n = evidence.questionnaire, found.n
    methods = tuple(dict.fromkeys(found.areas["method"]))
    told = {(line["method"], line["area"]): line for line in lookup.lines(found.areas)}
    first = sorted(
        (line for line in told.values() if line["method"] == methods[0]), key=lambda one: -one["share"]
    )
    columns = [Column(AREA)]
    for method in methods:
        columns += [Column(MEASURES[method], "share"), Column(lookup.confidence(asked), "share_interval")]
    rows = []
    for line in first:
        cells: list[Cell] = [asked.label(line["area"])]
        for method in methods:
            one = told[method, line["area"]]
            cells += [Share(one["share"], n), Interval(one["low"], one["high"], n)]
        rows.append((*cells, line["p_first"]))
    return [TableBlock("driver-areas", AREAS, (*columns, Column(FIRST, "chance")), tuple(rows))]


def _reach(evidence: Evidence, found: Drivers) -> list[Block]:
    if found.reach.empty:
        return []
    asked, n = evidence.questionnaire, found.n
    columns = (
        Column(DRIVER),
        Column(REACHES, "share"),
        Column(NOISES, "share"),
        Column(RISK, "share"),
        Column(KEYED),
        Column(PART, "share"),
        Column(lookup.confidence(asked), "share_interval"),
    )
    rows = tuple(
        (
            asked.label(line["driver"]),
            Share(line["reach"], n),
            Share(line["noise"], n),
            Share(line["risk"], n),
            YES if line["key"] else "",
            Share(line["part"], n),
            Interval(line["part_low"], line["part_high"], n),
        )
        for line in lookup.lines(found.reach)
    )
    return [TableBlock("dissatisfiers", REACH, columns, rows), Note(REACH_NOTE), *_enhancers(evidence, found)]


def _enhancers(evidence: Evidence, found: Drivers) -> list[Block]:
    if found.enhancers.empty:
        return []
    lines = lookup.lines(found.enhancers, key=True)
    names = tuple(QUOTED.given(name=evidence.questionnaire.label(line["driver"])) for line in lines)
    last, n = lines[-1], float(lines[-1]["n"])
    told = {"reach": share(last["reach"], n), "noise": share(last["noise"], n), "n": count(n), "names": names}
    return [Note(ENHANCERS.given(**told))]


def _own_scores(evidence: Evidence, found: Drivers) -> list[Block]:
    """The drivers whose score here is not that of the tree."""
    asked = evidence.questionnaire
    lines = found.table.to_dict("records")
    here = [(asked.label(line["driver"]), str(line["driver"]), float(line["performance"])) for line in lines]
    return note_two_figures(OWN, evidence, here)
