"""Where to invest, and where to stop."""

from __future__ import annotations

from satkit.analyses.investment.estimate import Investment
from satkit.analyses.kano.estimate import Kano
from satkit.findings.evidence import Evidence
from satkit.findings.wording import KINDS, QUOTED
from satkit.language import Text, say
from satkit.number_format import count, interval, score, share
from satkit.report import lookup
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import plan, returns
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Share, Words

KEY = "investment"
QUESTION = Text("Where to invest?")
SUBTITLE = Text("The best division of %(budget)s over the attributes, by their Kano curves, %(wave)s")
TITLE = Text("How far each attribute is met, and how far the plan takes it")
READ = Text("%(spent)s for %(funded)d of %(count)d attributes")
CURVE = Text("What more money would bring")
CURVE_READ = Text("gain %(gain)s (%(interval)s) with %(budget)s; %(most)s with %(all)s")
MARK = Text("budget %(budget)s")
AMOUNT = Text("%(amount)s (%(unit)s)")
MONEY, MONEY_IN = Text("Money spent →"), Text("Money spent (%(unit)s) →")
GAIN_AXIS = Text("↑ Gain, points of −100 to +100, mean of the attributes")
MET, SPEND, GAIN = Text("grey: met today, blue: added by the plan"), Text("to spend"), Text("gain (interval)")
STOP_PART = Text(
    "“%(name)s”: stop at %(target)s fulfilled. Beyond that, the same money brings more elsewhere."
)
STOP_NONE = Text("Nothing now for %(names)s: the same money brings more elsewhere.")
SHAKY = Text("In redrawn surveys the plan funds %(names)s only sometimes: settle these by other reasons.")
SOMETIMES = Text("“%(name)s” (%(chance)s)")
GAINED = Text(
    "The plan spends %(spent)s and is expected to gain %(gain)s points (%(level)s interval %(interval)s) on the scale "
    "from −100 (all displeased) to +100 (all pleased), averaged over the attributes."
)
SOURCE = Text("On the costs: %(source)s.")
NOTE = Text(
    "Must-be qualities gain most at the start, attractive ones most near completion; costs are taken to grow in "
    "proportion to fulfilment. The interval knows the sample, not errors of the costs or of the curves."
)
CANNOT = Text("There is no plan: %(reason)s.")
ATTRIBUTE, CATEGORY = Text("Attribute"), Text("Category")
TODAY, TARGET, ROOM = Text("Met today"), Text("Stop at"), Text("Cost of all that is missing")
SPENDING, GAINED_POINTS = Text("To spend"), Text("Gain, points")
FUNDED, WHOLE = Text("Funded in redrawn surveys"), Text("If done whole or not at all")
YES, NO = Text("yes"), Text("no")
TABLE = Text("The plan, attribute by attribute")
WHY = Text("%(name)s: %(reason)s")


def section(evidence: Evidence, language: str) -> Section | None:
    """The plan as bars, the curve of gains, where to stop and why; only where costs are given."""
    found, kano = evidence.get(Investment), evidence.get(Kano)
    if found is None or kano is None:
        return None
    asked = evidence.questionnaire
    wave = lookup.wave_label(asked, kano.wave)
    subtitle = SUBTITLE.given(budget=_money(evidence, found.budget), wave=wave)
    if found.reason is not None:
        blocks: tuple[Block, ...] = (
            Note(CANNOT.given(reason=found.reason), "act"),
            *_reasons(evidence, found),
        )
        return Section(KEY, QUESTION, subtitle, blocks)
    lines = [line for line in lookup.lines(found.table) if not line["reason"]]
    lines.sort(key=lambda line: -line["spend"])
    blocks = (
        *(lookup.sentences(evidence, KEY) or [Note(_gained(evidence, found))]),
        _bars(evidence, found, lines, language),
        *_stops(evidence, lines),
        _curve(evidence, found, language),
        Note(NOTE),
        *_reasons(evidence, found),
    )
    return Section(KEY, QUESTION, subtitle, blocks, (_table(evidence, lines),))


def _money(evidence: Evidence, amount: float) -> Words:
    """A sum with its unit, if it has one."""
    unit = evidence.questionnaire.kano.unit
    return AMOUNT.given(amount=count(amount), unit=unit) if unit.zh or unit.en else count(amount)


def _bars(evidence: Evidence, found: Investment, lines: list[Line], language: str) -> Figure:
    steps = [_step(evidence, line, language) for line in lines]
    funded = sum(line["spend"] > found.budget / 1000 for line in lines)
    read = READ.given(spent=_money(evidence, found.spent), funded=funded, count=len(lines))
    heads = say(MET, language), say(SPEND, language), say(GAIN, language)
    svg = plan.draw(steps, heads, "fig-plan", say(TITLE, language), say(read, language))
    return Figure(svg, TITLE, read)


def _step(evidence: Evidence, line: Line, language: str) -> plan.Step:
    spent = line["spend"] >= 0.5
    gain = f"{score(line['gain'])} ({interval(line['gain_low'], line['gain_high'])})" if spent else ""
    return plan.Step(
        say(evidence.questionnaire.attribute_label(line["attribute"]), language),
        say(KINDS[line["category"]], language),
        line["met"],
        line["target"],
        count(line["spend"]),
        gain,
    )


def _stops(evidence: Evidence, lines: list[Line]) -> list[Block]:
    """Where money stops short of completion, where none goes, and what is not certain."""
    asked = evidence.questionnaire
    notes: list[Block] = []
    idle = []
    for line in lines:
        name = asked.attribute_label(line["attribute"])
        if line["target"] - line["met"] < 0.005:
            idle.append(name)
        elif line["target"] < 0.995:
            notes.append(Note(STOP_PART.given(name=name, target=share(line["target"], 1))))
    if idle:
        notes.append(Note(STOP_NONE.given(names=tuple(QUOTED.given(name=name) for name in idle))))
    shaky = [line for line in lines if 0.1 <= line["funded"] <= 0.9]
    if shaky:
        names = tuple(
            SOMETIMES.given(name=asked.attribute_label(line["attribute"]), chance=share(line["funded"], 1))
            for line in shaky
        )
        notes.append(Note(SHAKY.given(names=names)))
    return notes


def _gained(evidence: Evidence, found: Investment) -> Words:
    return GAINED.given(
        level=lookup.level(evidence.questionnaire),
        spent=_money(evidence, found.spent),
        gain=score(found.gain),
        interval=interval(found.low, found.high),
    )


def _curve(evidence: Evidence, found: Investment, language: str) -> Figure:
    curve, unit = found.curve, evidence.questionnaire.kano.unit
    last = curve.iloc[-1]
    read = CURVE_READ.given(
        gain=score(found.gain),
        interval=interval(found.low, found.high),
        budget=count(found.budget),
        most=score(last["gain"]),
        all=count(last["budget"]),
    )
    mark = (min(found.budget, float(last["budget"])), say(MARK.given(budget=count(found.budget)), language))
    axis = MONEY_IN.given(unit=unit) if unit.zh or unit.en else MONEY
    names = say(axis, language), say(GAIN_AXIS, language)
    columns = [curve[name].tolist() for name in ("budget", "gain", "low", "high")]
    svg = returns.draw(
        columns[0], columns[1], (columns[2], columns[3]), mark, names, "fig-returns",
        say(CURVE, language), say(read, language),
    )  # fmt: skip
    return Figure(svg, CURVE, read)


def _reasons(evidence: Evidence, found: Investment) -> list[Block]:
    """Attributes money cannot go to, and where the costs come from."""
    asked = evidence.questionnaire
    notes: list[Block] = [
        Note(WHY.given(name=asked.attribute_label(line["attribute"]), reason=line["reason"]))
        for line in lookup.lines(found.table)
        if line["reason"]
    ]
    source = asked.kano.source
    if source.zh or source.en:
        notes.append(Note(SOURCE.given(source=source), "act"))
    return notes


def _table(evidence: Evidence, lines: list[Line]) -> TableBlock:
    columns = (
        Column(ATTRIBUTE),
        Column(CATEGORY),
        Column(TODAY, "share"),
        Column(TARGET, "share"),
        Column(SPENDING, "count"),
        Column(ROOM, "count"),
        Column(GAINED_POINTS, "score"),
        Column(lookup.confidence(evidence.questionnaire), "interval"),
        Column(FUNDED, "share"),
        Column(WHOLE),
    )
    return TableBlock("plan", TABLE, columns, tuple(_row(evidence, line) for line in lines))


def _row(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    return (
        evidence.questionnaire.attribute_label(line["attribute"]),
        KINDS[line["category"]],
        Share(line["met"], 1),
        Share(line["target"], 1),
        line["spend"],
        line["room"],
        line["gain"],
        Interval(line["gain_low"], line["gain_high"]),
        Share(line["funded"], 1),
        YES if line["whole"] else NO,
    )
