"""Where to invest, and where to stop."""

from __future__ import annotations

from satkit.analyses.investment.estimate import Investment
from satkit.analyses.investment.rows import AttributeStanding, BudgetGain, PlannedAttribute
from satkit.analyses.investment.tables import CURVE, plan_table
from satkit.analyses.kano.estimate import Kano
from satkit.findings.cutoffs import CERTAIN, SHAKY_FROM, SHAKY_TO
from satkit.findings.evidence import Evidence
from satkit.findings.wording import KINDS, QUOTED
from satkit.language import Text
from satkit.number_format import confidence, count, interval, score, share
from satkit.report import lookup
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures.plan import PlanSteps, Step
from satkit.report.figures.returns import GainByBudget
from satkit.survey.names import Names
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows

KEY = "investment"
QUESTION = Text("Where to invest?")
SUBTITLE = Text("The best division of %(budget)s over the attributes, by their Kano curves, %(wave)s")
TITLE = Text("How far each attribute is met, and how far the plan takes it")
READ = Text("%(spent)s for %(funded)d of %(count)d attributes")
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
WHY = Text("%(name)s: %(reason)s")


def section(evidence: Evidence) -> Section | None:
    """The plan as bars, the curve of gains, where to stop and why; only where costs are given."""
    result, kano, names = evidence.get(Investment), evidence.get(Kano), evidence.names
    if result is None or kano is None:
        return None
    subtitle = SUBTITLE.with_values(budget=_money(names, result.budget), wave=names.wave(kano.wave))
    if result.reason is not None:
        blocks: tuple[Block, ...] = (
            Note(CANNOT.with_values(reason=result.reason), "act"),
            *_note_reasons(names, result),
        )
        return Section(KEY, QUESTION, subtitle, blocks)
    rows = sorted(result.fundable, key=lambda row: -row["spend"])
    blocks = (
        *(lookup.sentences(evidence, KEY) or [Note(_describe_gain(names, result))]),
        _draw_plan(names, result, rows),
        *_note_stops(names, rows),
        _draw_curve(names, result),
        Note(NOTE),
        *_note_reasons(names, result),
    )
    return Section(KEY, QUESTION, subtitle, blocks, (plan_table(rows, names),))


def _money(names: Names, amount: float) -> Words:
    """An amount with its unit, where it has one."""
    unit = names.questionnaire.kano.unit
    return AMOUNT.with_values(amount=count(amount), unit=unit) if unit.zh or unit.en else count(amount)


def _draw_plan(names: Names, result: Investment, rows: list[PlannedAttribute]) -> Figure:
    chart = PlanSteps(tuple(_step(names, row) for row in rows), MET, SPEND, GAIN)
    funded = sum(result.gets_money(row) for row in rows)
    read = READ.with_values(spent=_money(names, result.spent), funded=funded, count=len(rows))
    return Figure(chart, TITLE, read, "fig-plan")


def _step(names: Names, row: PlannedAttribute) -> Step:
    spent = row["spend"] >= 0.5  # what is less is printed as nothing
    gain = f"{score(row['gain'])} ({interval(row['gain_low'], row['gain_high'])})" if spent else ""
    label, kind = names.questionnaire.attribute_label(row["attribute"]), KINDS[row["category"]]
    return Step(label, kind, row["met"], row["target"], count(row["spend"]), gain)


def _note_stops(names: Names, rows: list[PlannedAttribute]) -> list[Block]:
    """Where money stops short of completion, where none goes, and what is not certain."""
    label = names.questionnaire.attribute_label
    notes: list[Block] = []
    idle, shaky = [], []
    for row in rows:
        name = label(row["attribute"])
        if row["target"] - row["met"] < 0.005:  # less than is printed
            idle.append(QUOTED.with_values(name=name))
        elif not CERTAIN.is_reached(row["target"]):
            notes.append(Note(STOP_PART.with_values(name=name, target=share(row["target"], 1))))
        if SHAKY_FROM.value <= row["funded"] <= SHAKY_TO.value:
            shaky.append(SOMETIMES.with_values(name=name, chance=share(row["funded"], 1)))
    notes += [Note(STOP_NONE.with_values(names=tuple(idle)))] if idle else []
    notes += [Note(SHAKY.with_values(names=tuple(shaky)))] if shaky else []
    return notes


def _describe_gain(names: Names, result: Investment) -> Words:
    return GAINED.with_values(
        level=confidence(names.questionnaire.report.level),
        spent=_money(names, result.spent),
        gain=score(result.gain),
        interval=interval(result.low, result.high),
    )


def _draw_curve(names: Names, result: Investment) -> Figure:
    """The gain of every budget, and where this one stands."""
    curve, unit = read_rows(result.curve, BudgetGain), names.questionnaire.kano.unit
    last = curve[-1]
    chart = GainByBudget(
        budgets=tuple(row["budget"] for row in curve),
        gains=tuple(row["gain"] for row in curve),
        low=tuple(row["low"] for row in curve),
        high=tuple(row["high"] for row in curve),
        budget=min(result.budget, last["budget"]),
        budget_label=MARK.with_values(budget=count(result.budget)),
        budget_axis=MONEY_IN.with_values(unit=unit) if unit.zh or unit.en else MONEY,
        gain_axis=GAIN_AXIS,
    )
    read = CURVE_READ.with_values(
        gain=score(result.gain),
        interval=interval(result.low, result.high),
        budget=count(result.budget),
        most=score(last["gain"]),
        all=count(last["budget"]),
    )
    return Figure(chart, CURVE, read, "fig-returns")


def _note_reasons(names: Names, result: Investment) -> list[Block]:
    """Attributes money cannot go to, and where the costs come from."""
    questionnaire = names.questionnaire
    notes: list[Block] = [
        Note(WHY.with_values(name=questionnaire.attribute_label(row["attribute"]), reason=row["reason"]))
        for row in read_rows(result.table, AttributeStanding)
        if row["reason"]
    ]
    source = questionnaire.kano.source
    if source.zh or source.en:
        notes.append(Note(SOURCE.with_values(source=source), "act"))
    return notes
