"""Which qualities are must-be and which attractive."""

from __future__ import annotations

from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.rows import PenaltyReward
from satkit.analyses.kano.agreement import INDIFFERENT, Agreement, compare_with_ratings
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.kano.rows import AttributeChange, AttributeRow, AttributeTest
from satkit.analyses.kano.tables import (
    agreement_table,
    categories_table,
    changes_table,
    numbers_table,
    second_kind,
    segments_table,
    shares_table,
    sort_by_category,
)
from satkit.findings.allowance import RISK, as_sure_as
from satkit.findings.cutoffs import SURE, UNWELCOME
from satkit.findings.evidence import Evidence
from satkit.findings.wording import KINDS, QUOTED
from satkit.language import Text
from satkit.number_format import chance, confidence, probability, ratio, score, share
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures.scatter import Axis, Point, Scatter
from satkit.survey.names import Names
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

KEY = "kano"
QUESTION = Text("Which qualities are must-be, which attractive?")
SUBTITLE = Text(
    "Paired questions: how would you feel with it, how without it; %(wave)s, attributes: %(count)d"
)
TITLE = Text("What presence brings and what absence costs, with %(level)s intervals")
READ = Text("Attributes: %(count)d; by most answers must-be: %(must)s; attractive: %(attractive)s")
NONE = Text("none")
ACROSS = Text("Absence displeases (|worse|) →")
UP = Text("↑ Presence pleases (better)")
QUARTERS = (
    Text("attractive: delights, is not missed"),
    Text("one-dimensional: the more the better"),
    Text("indifferent"),
    Text("must-be: missed at once, earns no praise"),
)
NOTE = Text(
    "Dashed: one half; dotted: the means of the attributes. Hollow: the category has a probability of less than 80%%. A point "
    "is placed by better and worse, its category is what most respondents answered; the two need not agree."
)
TIP = Text("%(name)s: %(category)s (%(chance)s), better %(better)s, worse %(worse)s")
APART = Text("The groups of “%(segment)s” sort “%(name)s” differently (adjusted p %(p)s).")
SAME = Text("Penalty and reward of the ratings say the same as the pairs of %(names)s.")
OTHERWISE = Text(
    "Penalty and reward of the ratings say otherwise than the pairs of %(names)s. Pairs ask about having it or not, "
    "ratings about how well it is done today: look at both before deciding."
)
SAYS = Text("“%(name)s” (%(pairs)s by its pairs, %(ratings)s by its ratings)")
UNDECIDED = Text("Of %(names)s the ratings do not tell surely enough whether they agree with the pairs.")
TIE = Text("“%(name)s” is not certain: %(first)s with %(one)s, %(second)s with %(two)s.")
LINES = Text(
    "“%(name)s” is %(half)s with the lines of the map at one half, %(means)s with lines at the means of the attributes."
)
UNWANTED = Text("“%(name)s” is unwelcome to %(share)s: they would rather be without it.")
CONTRADICTS = Text(
    "“%(name)s” is %(kind)s by its pairs, but its stated importance is %(importance)s of 100: the two contradict each other."
)
REASON = Text("“%(name)s”: %(reason)s.")


def section(evidence: Evidence) -> Section | None:
    """Better-worse map, categories with probabilities, what casts doubt; numbers for analysts."""
    result = evidence.get(Kano)
    if result is None:
        return None
    names = evidence.names
    rows = read_rows(result.table, AttributeRow, wave=result.wave, segment="")
    known = [row for row in rows if row["category"]]
    agreements = _compare_with_ratings(evidence, known)
    tests = read_rows(result.association, AttributeTest)
    blocks: list[Block] = [*lookup.sentences(evidence, KEY)]
    details: list[Block] = []
    if known:
        blocks += [_figure(names, known), Note(NOTE), categories_table(sort_by_category(known), names)]
        details += [shares_table(known, names), *_if_any(numbers_table(known, names))]
    blocks += [*_note_doubts(names, rows), *(Note(doubt, "act") for doubt in result.doubts(result.wave))]
    blocks += [*_note_groups(evidence, tests), *_note_agreement(names, agreements)]
    changes = read_rows(result.changes, AttributeChange, wave=result.wave)
    for table in (
        changes_table(changes, names), segments_table(tests, names), agreement_table(agreements, names)
    ):  # fmt: skip
        details += _if_any(table)
    subtitle = SUBTITLE.with_values(wave=names.wave(result.wave), count=len(rows))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details))


def _if_any(table: Table) -> list[Block]:
    return [table] if table.rows else []


def _compare_with_ratings(evidence: Evidence, rows: list[AttributeRow]) -> list[Agreement]:
    drivers = evidence.get(Drivers)
    penalties = [] if drivers is None else read_rows(drivers.contrast, PenaltyReward)
    return compare_with_ratings(evidence.questionnaire, rows, penalties)


def _figure(names: Names, rows: list[AttributeRow]) -> Figure:
    label = names.questionnaire.attribute_label
    must, attractive = (
        tuple(label(row["attribute"]) for row in rows if row["category"] == letter) for letter in "MA"
    )
    worse, better = (sum(values) / len(rows) for values in _coordinates(rows))
    chart = Scatter(
        points=tuple(_point(names, row) for row in rows),
        across=Axis(ACROSS, 0.0, 1.0, 0.5, "ratio", 0.25, worse),
        up=Axis(UP, 0.0, 1.0, 0.5, "ratio", 0.25, better),
        quarters=QUARTERS,
    )
    read = READ.with_values(count=len(rows), must=must or NONE, attractive=attractive or NONE)
    title = TITLE.with_values(level=confidence(names.questionnaire.report.level))
    return Figure(chart, title, read, "fig-kano")


def _coordinates(rows: list[AttributeRow]) -> tuple[list[float], list[float]]:
    """Where the attributes stand on the map: worse in size, and better."""
    return [-row["worse"] for row in rows], [row["better"] for row in rows]


def _point(names: Names, row: AttributeRow) -> Point:
    label = names.questionnaire.attribute_label(row["attribute"])
    tip = TIP.with_values(
        name=label,
        category=KINDS[row["category"]],
        chance=chance(row["probability"]),
        better=ratio(row["better"]),
        worse=ratio(row["worse"]),
    )
    across, up = (-row["worse_high"], -row["worse_low"]), (row["better_low"], row["better_high"])
    doubtful = not SURE.is_reached(row["probability"])
    return Point(label, -row["worse"], row["better"], across, up, hollow=doubtful, tip=tip)


def _note_doubts(names: Names, rows: list[AttributeRow]) -> list[Block]:
    """Ties, lines that disagree, attributes without an answer or not wanted."""
    notes: list[Block] = []
    for row in rows:
        name = names.questionnaire.attribute_label(row["attribute"])
        notes += _note_category(names, row)
        if row["quadrant"] != row["by_means"]:
            half, means = KINDS[row["quadrant"]], KINDS[row["by_means"]]
            notes.append(Note(LINES.with_values(name=name, half=half, means=means)))
        if UNWELCOME.is_reached(row["R"]):
            notes.append(Note(UNWANTED.with_values(name=name, share=share(row["R"], row["n"]))))
        if row["contradicts"]:
            kind, importance = KINDS[row["category"]], score(row["importance"])
            notes.append(Note(CONTRADICTS.with_values(name=name, kind=kind, importance=importance)))
    return notes


def _note_category(names: Names, row: AttributeRow) -> list[Block]:
    """Why there is no category, or that it is not certain."""
    name = names.questionnaire.attribute_label(row["attribute"])
    if row["withheld"]:
        cell = words.withheld_cell(row["withheld"], names.questionnaire.report.min_cell)
        return [Note(REASON.with_values(name=name, reason=cell.reason))]
    if row["reason"]:
        return [Note(REASON.with_values(name=name, reason=row["reason"]), "act")]
    if SURE.is_reached(row["probability"]):
        return []
    kind, second = second_kind(row)
    first, one = KINDS[row["category"]], chance(row["probability"])
    return [Note(TIE.with_values(name=name, first=first, one=one, second=KINDS[kind], two=chance(second)))]


def _note_groups(evidence: Evidence, rows: list[AttributeTest]) -> list[Block]:
    """The attributes that groups sort differently."""
    notes: list[Block] = []
    for row in rows:
        if row["p_adjusted"] < RISK:
            text = APART.with_values(
                name=evidence.questionnaire.attribute_label(row["attribute"]),
                segment=evidence.names.segment(row["segment"]),
                p=probability(row["p_adjusted"]),
            )
            notes.append(Note(as_sure_as(text, row["p_adjusted"], evidence, "kano_of_groups")))
    return notes


def _note_agreement(names: Names, agreements: list[Agreement]) -> list[Block]:
    """Where pairs and ratings agree, where not, and where that is open."""
    notes: list[Block] = []
    for text, verdict in ((SAME, "same"), (OTHERWISE, "otherwise"), (UNDECIDED, "open")):
        named = tuple(_quote(names, one) for one in agreements if one.verdict == verdict)
        notes += [Note(text.with_values(names=named))] if named else []
    return notes


def _quote(names: Names, agreement: Agreement) -> Text:
    """The name of an attribute; where the ratings say otherwise, with both categories."""
    name = names.questionnaire.attribute_label(agreement.pair["attribute"])
    if agreement.verdict != "otherwise":
        return QUOTED.with_values(name=name)
    pairs, ratings = KINDS[agreement.pair["category"]], KINDS[agreement.kind or INDIFFERENT]
    return SAYS.with_values(name=name, pairs=pairs, ratings=ratings)
