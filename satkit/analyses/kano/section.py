"""Which qualities are must-be and which attractive."""

from __future__ import annotations

from math import isnan

from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.kano.estimate import Kano
from satkit.findings.allowance import RISK, as_sure_as
from satkit.findings.evidence import Evidence
from satkit.findings.wording import KINDS, QUOTED
from satkit.language import Text, say
from satkit.models.kano.answers import CATEGORIES
from satkit.number_format import chance, probability, ratio, score, share
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import scatter
from satkit.report.lookup import Line
from satkit.survey.questionnaire import Attribute, Questionnaire
from satkit.tables.cells import Cell, Interval, Share, Verdict, Words

KEY = "kano"
SURE, LIKELY, CERTAIN, UNWELCOME = 0.8, 0.5, 0.995, 0.1
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
ATTRIBUTE, CATEGORY = Text("Attribute"), Text("Category")
CHANCE, NEXT = Text("Probability"), Text("Else")
BETTER, WORSE = Text("Better"), Text("Worse, absolute")
QUARTER = Text("By the map")
OTHER = Text("%(kind)s (%(chance)s)")
TABLE = Text("Categories with their probability, better and worse")
SHARES = Text("How the answers fall, and how distinct the largest share is")
DISTINCT = Text("p, first against second")
CHANGES = Text("Better and worse against %(versus)s")
BETTER_STEP, WORSE_STEP = Text("Better, hundredths"), Text("Worse in size, hundredths")
MOVE, MOVED = Text("%(before)s → %(now)s"), Text("Changed, adjusted p")
SEGMENTS = Text("Do groups sort attributes differently? Cramér’s V and adjusted p by segment")
APART = Text("The groups of “%(segment)s” sort “%(name)s” differently (adjusted p %(p)s).")
AGREE = Text("Kano answers beside penalty and reward")
DERIVED = Text("From penalty and reward")
AGREES, YES, NO, OPEN = Text("Agree"), Text("yes"), Text("no"), Text("open")
UNSURE = Text("not certain")
SAME = Text("Penalty and reward of the ratings say the same as the pairs of %(names)s.")
OTHERWISE = Text(
    "Penalty and reward of the ratings say otherwise than the pairs of %(names)s. Pairs ask about having it or not, "
    "ratings about how well it is done today: look at both before deciding."
)
SAYS = Text("“%(name)s” (%(pairs)s by its pairs, %(ratings)s by its ratings)")
UNDECIDED = Text("Of %(names)s the ratings do not tell surely enough whether they agree with the pairs.")
LIKE = {
    "frustrator": "M",
    "dissatisfier": "M",
    "hybrid": "O",
    "satisfier": "A",
    "delighter": "A",
}
TIE = Text("“%(name)s” is not certain: %(first)s with %(one)s, %(second)s with %(two)s.")
LINES = Text(
    "“%(name)s” is %(half)s with the lines of the map at one half, %(means)s with lines at the means of the attributes."
)
UNWANTED = Text("“%(name)s” is unwelcome to %(share)s: they would rather be without it.")
CONTRADICTS = Text(
    "“%(name)s” is %(kind)s by its pairs, but its stated importance is %(importance)s of 100: the two contradict each other."
)
AS_NUMBERS = Text("Answers read as numbers (DuMouchel): from −2, dislike, to 4, like")
WITH, WITHOUT = Text("With it, liked"), Text("Without it, disliked")
BY_NUMBERS, IMPORTANCE = Text("By the numbers"), Text("Stated importance")
REASON = Text("“%(name)s”: %(reason)s.")


def section(evidence: Evidence, language: str) -> Section | None:
    """Better-worse map, categories with probabilities, what casts doubt; numbers for analysts."""
    found = evidence.get(Kano)
    if found is None:
        return None
    asked = evidence.questionnaire
    lines = lookup.lines(found.table, wave=found.wave, segment="")
    known = [line for line in lines if line["category"]]
    subtitle = SUBTITLE.given(wave=lookup.wave_label(asked, found.wave), count=len(lines))
    blocks: list[Block] = [*lookup.sentences(evidence, KEY)]
    if known:
        blocks += [_figure(evidence, known, language), Note(NOTE), _table(evidence, known)]
    both = _derived(evidence, known)
    blocks += _doubts(evidence, found, lines) + _apart(evidence, found) + _told(evidence, both)
    details: list[Block] = [_shares(evidence, known), *_numbers(evidence, known)] if known else []
    details += _changes(evidence, found) + _segments(evidence, found) + _agreement(evidence, both)
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details))


def _name(evidence: Evidence, line: Line) -> object:
    return evidence.questionnaire.attribute_label(line["attribute"])


def _figure(evidence: Evidence, lines: list[Line], language: str) -> Figure:
    asked = evidence.questionnaire
    points = [_point(evidence, line, language) for line in lines]
    title = TITLE.given(level=lookup.level(asked))
    named = {
        letter: tuple(_name(evidence, line) for line in lines if line["category"] == letter)
        for letter in "MA"
    }
    read = READ.given(count=len(lines), must=named["M"] or NONE, attractive=named["A"] or NONE)
    means = [sum(line[side] for line in lines) / len(lines) for side in ("worse", "better")]
    across = scatter.Axis(say(ACROSS, language), 0.0, 1.0, 0.5, ratio, 0.25, -means[0])
    up = scatter.Axis(say(UP, language), 0.0, 1.0, 0.5, ratio, 0.25, means[1])
    quarters = [say(name, language) for name in QUARTERS]
    svg = scatter.draw(points, across, up, quarters, "fig-kano", say(title, language), say(read, language))
    return Figure(svg, title, read)


def _point(evidence: Evidence, line: Line, language: str) -> scatter.Point:
    name = say(_name(evidence, line), language)
    tip = TIP.given(
        name=name,
        category=KINDS[line["category"]],
        chance=chance(line["probability"]),
        better=ratio(line["better"]),
        worse=ratio(line["worse"]),
    )
    return scatter.Point(
        name, -line["worse"], line["better"], (-line["worse_high"], -line["worse_low"]),
        (line["better_low"], line["better_high"]), "", line["probability"] < SURE, say(tip, language),
    )  # fmt: skip


def _likely(kind: str, value: float) -> Words:
    """A category with its probability, which goes without saying where it is all but certain."""
    return KINDS[kind] if value >= CERTAIN else OTHER.given(kind=KINDS[kind], chance=chance(value))


def _second(line: Line) -> tuple[str, float]:
    """The next likely category, and its probability."""
    second, kind = max((line[f"p_{kind}"], kind) for kind in KINDS if kind != line["category"])
    return kind, float(second)


def _table(evidence: Evidence, lines: list[Line]) -> TableBlock:
    columns = (
        Column(ATTRIBUTE),
        Column(CATEGORY),
        Column(CHANCE, "chance"),
        Column(NEXT),
        Column(BETTER, "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"),
        Column(WORSE, "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"),
        Column(QUARTER),
        Column(words.ANSWERS, "count"),
    )
    order = {letter: place for place, letter in enumerate(CATEGORIES)}
    ordered = sorted(lines, key=lambda line: (order.get(line["category"], 9), -line["probability"]))
    return TableBlock("kano", TABLE, columns, tuple(_row(evidence, line) for line in ordered))


def _row(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    kind, second = _second(line)
    other = _likely(kind, second) if second >= 1 - CERTAIN else ""
    return (
        evidence.questionnaire.attribute_label(line["attribute"]),
        Verdict(KINDS[line["category"]]),
        line["probability"],
        other,
        line["better"],
        Interval(line["better_low"], line["better_high"]),
        -line["worse"],
        Interval(-line["worse_high"], -line["worse_low"]),
        _likely(line["quadrant"], line["quadrant_probability"]),
        line["n"],
    )


def _doubts(evidence: Evidence, found: Kano, lines: list[Line]) -> list[Block]:
    """Ties, lines that disagree, pairs that were not understood, attributes without an answer."""
    asked, notes = evidence.questionnaire, []
    for line in lines:
        name = asked.attribute_label(line["attribute"])
        if line["withheld"]:
            notes.append(Note(REASON.given(name=name, reason=lookup.withheld(asked, line).reason)))
        elif line["reason"]:
            notes.append(Note(REASON.given(name=name, reason=line["reason"]), "act"))
        elif line["probability"] < SURE:
            kind, second = _second(line)
            told = {"first": KINDS[line["category"]], "one": chance(line["probability"])}
            tie = TIE.given(name=name, **told, second=KINDS[kind], two=chance(second))
            notes.append(Note(tie))
        if line["quadrant"] != line["by_means"]:
            half, means = KINDS[line["quadrant"]], KINDS[line["by_means"]]
            notes.append(Note(LINES.given(name=name, half=half, means=means)))
        if line["R"] >= UNWELCOME:
            notes.append(Note(UNWANTED.given(name=name, share=share(line["R"], line["n"]))))
        if line["contradicts"]:
            told = {"kind": KINDS[line["category"]], "importance": score(line["importance"])}
            notes.append(Note(CONTRADICTS.given(name=name, **told)))
    notes += [Note(doubt, "act") for doubt in found.doubts(found.wave)]
    return [*notes]


def _shares(evidence: Evidence, lines: list[Line]) -> TableBlock:
    columns = (
        Column(ATTRIBUTE),
        *(Column(KINDS[letter], "share") for letter in CATEGORIES),
        Column(DISTINCT, "p"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple(
        (
            evidence.questionnaire.attribute_label(line["attribute"]),
            *(Share(line[letter], line["n"]) for letter in CATEGORIES),
            line["p_distinct"],
            line["n"],
        )
        for line in lines
    )
    return TableBlock("kano-shares", SHARES, columns, rows)


def _numbers(evidence: Evidence, lines: list[Line]) -> list[Block]:
    """Mean answers to both questions, the category they give, and the importance where it was asked."""
    asked = evidence.questionnaire
    read = [line for line in lines if line["dumouchel"]]
    if not read:
        return []
    stated = not all(isnan(line["importance"]) for line in read)
    columns = [Column(ATTRIBUTE), Column(WITH, "ratio"), Column(WITHOUT, "ratio"), Column(BY_NUMBERS)]
    columns += [Column(IMPORTANCE, "score"), Column(lookup.confidence(asked), "interval")] if stated else []
    rows = []
    for line in read:
        kind = _likely(line["dumouchel"], line["p_dumouchel"])
        ends = Interval(line["importance_low"], line["importance_high"])
        more: tuple[Cell, ...] = (line["importance"], ends) if stated else ()
        name = asked.attribute_label(line["attribute"])
        rows.append((name, line["functional"], line["dysfunctional"], kind, *more))
    return [TableBlock("kano-numbers", AS_NUMBERS, tuple(columns), tuple(rows))]


def _changes(evidence: Evidence, found: Kano) -> list[Block]:
    asked = evidence.questionnaire
    lines = [line for line in lookup.lines(found.changes, wave=found.wave) if line["evidence"] != "hidden"]
    if not lines:
        return []
    columns = (
        Column(ATTRIBUTE),
        Column(CATEGORY),
        Column(MOVED, "p"),
        *(
            column
            for name in (BETTER_STEP, WORSE_STEP)
            for column in (
                Column(name, "signed"),
                Column(lookup.confidence(asked), "signed_interval"),
                Column(words.P_ADJUSTED, "p"),
            )
        ),
    )
    rows = []
    for line in (one for one in lines if one["measure"] == "better"):
        other = next(
            one for one in lines if one["measure"] == "worse" and one["attribute"] == line["attribute"]
        )
        sides: list[Cell] = []
        for side in (line, other):
            sides += _difference(side)
        rows.append(
            (
                asked.attribute_label(line["attribute"]),
                _moved(line),
                line["p_moved_adjusted"],
                *sides,
            )
        )
    versus = lookup.wave_label(asked, lines[0]["versus"])
    return [TableBlock("kano-changes", CHANGES.given(versus=versus), columns, tuple(rows))]


def _moved(line: Line) -> Words:
    """The category, and what it was where that is another one."""
    before, now = KINDS[line["category_versus"]], KINDS[line["category"]]
    return now if before is now else MOVE.given(before=before, now=now)


def _difference(line: Line) -> tuple[Cell, Cell, Cell]:
    """A difference in hundredths, that of worse as a change of its size."""
    if line["measure"] == "worse":
        return (
            -100 * line["difference"],
            Interval(-100 * line["high"], -100 * line["low"]),
            line["p_adjusted"],
        )
    return 100 * line["difference"], Interval(100 * line["low"], 100 * line["high"]), line["p_adjusted"]


def _segments(evidence: Evidence, found: Kano) -> list[Block]:
    """Whether the levels of every segment differ, a line to each attribute."""
    if found.association.empty:
        return []
    asked = evidence.questionnaire
    tests = {(line["attribute"], line["segment"]): line for line in lookup.lines(found.association)}
    names, segments = (list(dict.fromkeys(key[k] for key in tests)) for k in (0, 1))
    columns = [Column(ATTRIBUTE)]
    for segment in segments:
        columns += [Column(lookup.segment_label(asked, segment), "ratio"), Column(words.P_ADJUSTED, "p")]
    rows = []
    for name in names:
        cells: list[Cell] = [asked.attribute_label(name)]
        for segment in segments:
            line = tests.get((name, segment))
            cells += [line["cramer"], line["p_adjusted"]] if line else [None, None]
        rows.append(tuple(cells))
    return [TableBlock("kano-segments", SEGMENTS, tuple(columns), tuple(rows))]


def _apart(evidence: Evidence, found: Kano) -> list[Block]:
    """The attributes that groups sort differently."""
    asked = evidence.questionnaire
    apart = [line for line in lookup.lines(found.association) if line["p_adjusted"] < RISK]
    texts = [
        APART.given(
            name=asked.attribute_label(line["attribute"]),
            segment=lookup.segment_label(asked, line["segment"]),
            p=probability(line["p_adjusted"]),
        )
        for line in apart
    ]
    return [
        Note(as_sure_as(text, line["p_adjusted"], evidence, "kano_of_groups"))
        for text, line in zip(texts, apart, strict=True)
    ]


def _derived(evidence: Evidence, lines: list[Line]) -> list[tuple[Line, Line, str]]:
    """Attributes that name what is rated too: the line, that of its ratings, and their category if sure."""
    asked, drivers = evidence.questionnaire, evidence.get(Drivers)
    if drivers is None or drivers.contrast.empty:
        return []
    rated = {line["driver"]: line for line in lookup.lines(drivers.contrast)}
    found = []
    for line in lines:
        own = asked.kano.attribute.get(line["attribute"], Attribute())
        other = rated.get(_driver(asked, own.node, set(rated)))
        if other is not None:
            contrary = other["penalty_low"] > 0 or other["reward_high"] < 0
            sure = other["evidence"] != "small" and not contrary and other["probability"] >= LIKELY
            found.append((line, other, LIKE.get(other["class"], "I") if sure else ""))
    return found


def _driver(asked: Questionnaire, node: str, drivers: set[str]) -> str:
    """The driver that is the node: itself, its only item, or the indicator of it alone."""
    alone = {name: one.items[0] for name, one in asked.indicators.items() if len(one.items) == 1}
    near = [node, alone.get(node, ""), *(name for name, item in alone.items() if item == node)]
    return next((name for name in near if name in drivers), "")


def _verdict(line: Line, kind: str) -> Words:
    """Whether both say the same, where both are sure."""
    if not kind or line["probability"] < SURE:
        return OPEN
    return YES if kind == line["category"] else NO


def _told(evidence: Evidence, found: list[tuple[Line, Line, str]]) -> list[Block]:
    """Where pairs and ratings agree, where not, and where that is open."""
    asked = evidence.questionnaire
    names: dict[Words, list[Words]] = {YES: [], NO: [], OPEN: []}
    for line, _, kind in found:
        name = asked.attribute_label(line["attribute"])
        verdict = _verdict(line, kind)
        says = SAYS.given(name=name, pairs=KINDS[line["category"]], ratings=KINDS[kind or "I"])
        names[verdict].append(says if verdict is NO else QUOTED.given(name=name))
    told = ((SAME, YES), (OTHERWISE, NO), (UNDECIDED, OPEN))
    return [Note(text.given(names=tuple(names[key]))) for text, key in told if names[key]]


def _agreement(evidence: Evidence, found: list[tuple[Line, Line, str]]) -> list[Block]:
    """What answers about it and regression say of one thing, side by side."""
    if not found:
        return []
    asked = evidence.questionnaire
    rows = tuple(
        (
            asked.attribute_label(line["attribute"]),
            _likely(line["category"], line["probability"]),
            asked.label(other["driver"]),
            _likely(kind, other["probability"]) if kind else UNSURE,
            _verdict(line, kind),
        )
        for line, other, kind in found
    )
    columns = (Column(ATTRIBUTE), Column(CATEGORY), Column(words.NODE), Column(DERIVED), Column(AGREES))
    return [TableBlock("kano-agreement", AGREE, columns, rows)]
