"""Loyalty after a problem, and by satisfaction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from math import isnan

from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.recovery.words import NO_PARADOX_ALIKE
from satkit.findings.allowance import as_sure_as
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.number_format import count, interval, score, share, share_interval, signed, signed_interval
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import groups
from satkit.report.lookup import Line
from satkit.survey.bins import bins
from satkit.tables.cells import Cell, Interval, Share, Words

KEY = "recovery"
QUESTION = Text("How loyal are customers after a problem, and after delight?")
SUBTITLE = Text("Loyalty by what became of a problem and by overall satisfaction, %(wave)s")
SUBTITLE_DELIGHT = Text("Loyalty by overall satisfaction, %(wave)s")
GROUPS = {
    "none": Text("no problem"),
    "resolved": Text("complained, solved"),
    "unresolved": Text("complained, not solved"),
    "silent": Text("problem, did not complain"),
}
RATES = {
    "failure": Text("had a problem, of all"),
    "silence": Text("never complained, of those with a problem"),
    "complaint": Text("complained, of those with a problem"),
    "resolution": Text("complaint solved, of those who complained"),
}
CONTRASTS = {
    "paradox": Text("solved, against no problem (recovery paradox)"),
    "harm": Text("not solved, against no problem"),
    "silence": Text("never complained, against no problem"),
    "solution": Text("solved, against not solved"),
    "deviation": Text("not solved, against never complained (double deviation)"),
}
TITLE = Text("Loyalty by what became of a problem: mean on 0–100 with %(level)s intervals")
READ = Text("Groups: %(count)d (%(names)s)")
LEVELS_TITLE = Text("Top answers on loyalty by overall satisfaction, with %(level)s intervals")
LEVELS_READ = Text("Answers from the best to the worst: %(count)d")
TIP = Text("%(name)s: %(value)s (%(interval)s), n = %(n)s")
NOTE = Text(
    "The groups differ in more than their problem: those it happened to may have been less satisfied before. "
    "The overall answer was given after the problem and may hold part of it. "
    "The differences are associations, not the effect of a complaint or of its solution."
)
ALIKE_HIGHER = Text(
    "Among customers equally satisfied overall, “%(item)s” is %(points)s points higher after a solved complaint "
    "than without any problem (%(level)s interval %(interval)s)."
)
ALIKE_LOWER = Text(
    "Among customers equally satisfied overall, “%(item)s” is %(points)s points lower after a solved complaint "
    "than without any problem (%(level)s interval %(interval)s)."
)
ALIKE_SAME = Text(
    "Among customers equally satisfied overall, no difference of “%(item)s” is found between a solved complaint "
    "and no problem (%(change)s points, %(level)s interval %(interval)s)."
)
ALIKE = Text("Among the equally satisfied")
RATES_TABLE = Text("Problems, complaints and solutions")
RATE = Text("Share of respondents who …")
GROUPS_TABLE = Text("Loyalty by what became of a problem")
CONTRASTS_TABLE = Text("Differences of loyalty between these groups")
CONTRAST = Text("Comparison")
LEVELS_TABLE = Text("Loyalty by overall satisfaction")
STEPS_TABLE = Text("What a step up in satisfaction goes with")
STEP = Text("%(upper)s, against %(lower)s")
ANSWER = Text("Overall answer")
CODE = Text("answer %(code)s")
WHAT = Text("What became of it")
NAN = float("nan")
TOP = Text("Top answers")
RATIO = Text("Ratio of top answers")
BEST_MORE = Text(
    "On “%(item)s” the step to the best answer goes with %(points)s points more than the step out of the worst "
    "(%(level)s interval %(interval)s)."
)
BEST_LESS = Text(
    "On “%(item)s” the step to the best answer goes with %(points)s points less than the step out of the worst "
    "(%(level)s interval %(interval)s)."
)
BEST_SAME = Text(
    "On “%(item)s” it cannot be told whether the step to the best answer or the step out of the worst goes with more "
    "(difference %(change)s points, %(level)s interval %(interval)s)."
)


def section(evidence: Evidence, language: str) -> Section | None:
    """Problems first, then delight; tables of everything that is drawn."""
    found, wave = evidence[Recovery], evidence.latest
    blocks: list[Block] = lookup.sentences(evidence, KEY)
    details: list[Block] = []
    after = lookup.lines(found.groups, wave=wave)
    contrasts = lookup.lines(found.contrasts, wave=wave)
    if after:
        blocks += [_after(evidence, after, language), Note(NOTE), *_alike(evidence, contrasts)]
        details.append(_groups(evidence, after))
    if contrasts:
        details.append(_contrasts(evidence, contrasts))
    rates = lookup.lines(found.rates, wave=wave)
    if rates:
        blocks.append(_rates(evidence, rates))
    levels, steps = lookup.lines(found.levels, wave=wave), lookup.lines(found.steps, wave=wave)
    if levels:
        blocks += [_delight(evidence, levels, language), *_best_step(evidence, steps)]
        details += [_levels(evidence, levels), *_steps(evidence, steps)]
    if not blocks:
        return None
    subtitle = SUBTITLE if after or rates else SUBTITLE_DELIGHT
    told = subtitle.given(wave=lookup.wave_label(evidence.questionnaire, wave))
    return Section(KEY, QUESTION, told, tuple(blocks), tuple(details))


def _after(evidence: Evidence, lines: list[Line], language: str) -> Figure:
    """Mean loyalty of the groups, those without a problem first; orange where they are surely lower."""
    sure = {
        (line["item"], line["contrast"]): words.gap(line["evidence"], line["difference"]).tone
        for line in lookup.lines(evidence[Recovery].contrasts, wave=evidence.latest)
    }
    tones = {"resolved": "paradox", "unresolved": "harm", "silent": "silence"}
    panels = []
    for item in dict.fromkeys(line["item"] for line in lines):
        rows = tuple(
            _group(
                evidence,
                line,
                GROUPS[line["group"]],
                language,
                sure.get((item, tones.get(line["group"], ""))),
            )
            for line in lines
            if line["item"] == item and line["measure"] == "mean"
        )
        panels.append(groups.Panel(say(evidence.questionnaire.label(item), language), rows))
    title = TITLE.given(level=lookup.level(evidence.questionnaire))
    names = tuple(GROUPS[name] for name in dict.fromkeys(line["group"] for line in lines))
    read = READ.given(count=len(names), names=names)
    heads = say(words.READING, language), say(words.ANSWERS, language)
    told = say(title, language), say(read, language)
    return Figure(groups.draw(panels, heads, "fig-recovery", *told, shares=False), title, read)


def _group(
    evidence: Evidence, line: Line, name: Words, language: str, tone: str | None = None
) -> groups.Group:
    label = say(name, language)
    if line["withheld"] or isnan(line["estimate"]):
        nothing = float("nan")
        few = say(lookup.withheld(evidence.questionnaire, line).reason, language)
        return groups.Group(label, nothing, nothing, nothing, 0, withheld=few)
    shares = line["measure"] == "top"
    tip = TIP.given(
        name=label,
        value=share(line["estimate"], line["n"]) if shares else score(line["estimate"]),
        interval=share_interval(line["low"], line["high"], line["n"])
        if shares
        else interval(line["low"], line["high"]),
        n=count(line["n"]),
    )
    return groups.Group(
        label, line["estimate"], line["low"], line["high"], int(line["n"]), say(tip, language),
        tone if tone in {"good", "bad"} else "", thin=line["n"] < evidence.questionnaire.report.min_test,
    )  # fmt: skip


def _rates(evidence: Evidence, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(RATE),
        Column(words.SHARE, "share"),
        Column(lookup.confidence(asked), "share_interval"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple((RATES[line["measure"]], *_share(evidence, line)) for line in lines)
    return TableBlock("recovery-rates", RATES_TABLE, columns, rows)


def _share(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    if line["withheld"]:
        return lookup.withheld(evidence.questionnaire, line), None, None
    return Share(line["estimate"], line["n"]), lookup.share_span(line), line["n"]


def _alike(evidence: Evidence, lines: list[Line]) -> list[Block]:
    """The recovery paradox among people who gave the same overall answer, unless a finding has said it."""
    told: list[Block] = []
    said = {f.text.msgid for f in evidence.findings if f.kind == "paradox"} & {NO_PARADOX_ALIKE.msgid}
    first = next((line["item"] for line in lines), "")
    compared = [line for line in lines if line["contrast"] == "paradox" and not isnan(line.get("alike", NAN))]
    for line in compared:
        if said and line["item"] == first:
            continue
        sentences = ALIKE_HIGHER, ALIKE_LOWER, ALIKE_SAME
        told.append(_compared(evidence, sentences, line, "alike", len(compared)))
    return told


FAMILY = {"alike": "loyalty_alike", "versus_last": "best_step"}


def _compared(
    evidence: Evidence, sentences: tuple[Text, Text, Text], line: Line, key: str, tests: int
) -> Note:
    """More, less or neither, as sure as the p of a difference that is one of so many."""
    value, low, high, p = (line[f"{key}{end}"] for end in ("", "_low", "_high", "_p"))
    more, less, neither = sentences
    text = (more if low > 0 else less if high < 0 else neither).given(
        item=evidence.questionnaire.label(line["item"]),
        points=score(abs(value)),
        change=signed(value),
        level=lookup.level(evidence.questionnaire),
        interval=signed_interval(low, high),
    )
    return Note(as_sure_as(text, tests * p, evidence, FAMILY[key]) if low > 0 or high < 0 else text)


def _contrasts(evidence: Evidence, lines: list[Line]) -> TableBlock:
    rows = tuple(
        (
            evidence.questionnaire.label(line["item"]),
            CONTRASTS[line["contrast"]],
            *_judged(evidence, line),
            line.get("alike"),
            Interval(line.get("alike_low", float("nan")), line.get("alike_high", float("nan"))),
        )
        for line in lines
    )
    columns = (
        Column(words.QUESTION),
        Column(CONTRAST),
        *_judged_columns(evidence),
        Column(ALIKE, "signed"),
        Column(lookup.confidence(evidence.questionnaire), "signed_interval"),
    )
    return TableBlock("recovery-contrasts", CONTRASTS_TABLE, columns, rows)


def _judged_columns(evidence: Evidence) -> tuple[Column, ...]:
    return (
        Column(words.DIFFERENCE, "signed"),
        Column(lookup.confidence(evidence.questionnaire), "signed_interval"),
        Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"),
    )


def _judged(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    if line["evidence"] == "hidden":
        return lookup.withheld(evidence.questionnaire, line), None, "", None
    verdict = words.gap(line["evidence"], line["difference"])
    return line["difference"], lookup.span(line), verdict, line["p_adjusted"]


def _paired(lines: list[Line], key: str) -> list[tuple[Line, Line]]:
    """The mean and the top-box line of every item and group."""
    tops = {(line["item"], line[key]): line for line in lines if line["measure"] == "top"}
    return [(line, tops[line["item"], line[key]]) for line in lines if line["measure"] == "mean"]


def _loyalty(evidence: Evidence, mean: Line, top: Line) -> tuple[Cell, ...]:
    if mean["withheld"]:
        return lookup.withheld(evidence.questionnaire, mean), None, None, None, None
    return (
        mean["estimate"],
        lookup.span(mean),
        Share(top["estimate"], top["n"]),
        lookup.share_span(top),
        mean["n"],
    )


def _loyalty_columns(evidence: Evidence) -> tuple[Column, ...]:
    level = lookup.confidence(evidence.questionnaire)
    return (
        Column(words.MEAN, "score"),
        Column(level, "interval"),
        Column(TOP, "share"),
        Column(level, "share_interval"),
        Column(words.ANSWERS, "count"),
    )


def _groups(evidence: Evidence, lines: list[Line]) -> TableBlock:
    rows = tuple(
        (evidence.questionnaire.label(mean["item"]), GROUPS[mean["group"]], *_loyalty(evidence, mean, top))
        for mean, top in _paired(lines, "group")
    )
    columns = (Column(words.QUESTION), Column(WHAT), *_loyalty_columns(evidence))
    return TableBlock("recovery-groups", GROUPS_TABLE, columns, rows)


def _answer(evidence: Evidence, place: int) -> Words:
    """What an answer to the overall item is called."""
    asked = evidence.questionnaire
    overall = next(item for item in asked.of_role("overall") if item in asked.scored)
    scale = asked.scale(overall)
    shown = bins(scale)
    if len(shown) < len(scale.points):
        return shown.labels[place]
    point = scale.points[place]
    if point.label.zh or point.label.en:
        return point.label
    return CODE.given(code=f"{point.code:g}" if isinstance(point.code, float) else str(point.code))


def _answers(evidence: Evidence, lines: list[Line]) -> Words:
    return words.LISTED.given(all=tuple(_answer(evidence, line["place"]) for line in lines))


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Every line by itself; those withheld one after the other together."""
    for withheld, found in groupby(lines, key=lambda line: bool(line["withheld"])):
        run = list(found)
        yield from [run] if withheld else ([line] for line in run)


def _delight(evidence: Evidence, lines: list[Line], language: str) -> Figure:
    """Top-box loyalty by the overall answer, the best first."""
    panels = []
    for item in dict.fromkeys(line["item"] for line in lines):
        rows = tuple(
            _group(evidence, run[0], _answers(evidence, run), language)
            for run in _runs([line for line in lines if line["item"] == item and line["measure"] == "top"])
        )
        panels.append(groups.Panel(say(evidence.questionnaire.label(item), language), rows))
    title = LEVELS_TITLE.given(level=lookup.level(evidence.questionnaire))
    read = LEVELS_READ.given(count=len({line["place"] for line in lines}))
    heads = say(words.SHARE, language), say(words.ANSWERS, language)
    told = say(title, language), say(read, language)
    return Figure(groups.draw(panels, heads, "fig-delight", *told, shares=True), title, read)


def _levels(evidence: Evidence, lines: list[Line]) -> TableBlock:
    tops = {(mean["item"], mean["place"]): top for mean, top in _paired(lines, "place")}
    rows = []
    for item in dict.fromkeys(line["item"] for line in lines):
        means = [line for line in lines if line["item"] == item and line["measure"] == "mean"]
        for run in _runs(means):
            name = evidence.questionnaire.label(item)
            told = _loyalty(evidence, run[0], tops[item, run[0]["place"]])
            rows.append((name, _answers(evidence, run), *told))
    columns = (Column(words.QUESTION), Column(ANSWER), *_loyalty_columns(evidence))
    return TableBlock("delight-levels", LEVELS_TABLE, columns, tuple(rows))


def _steps(evidence: Evidence, lines: list[Line]) -> list[Block]:
    """Every answer against the next; the table of answers says which have too few people."""
    rows = tuple(
        (
            evidence.questionnaire.label(line["item"]),
            STEP.given(upper=_answer(evidence, line["upper"]), lower=_answer(evidence, line["lower"])),
            *_judged(evidence, line),
            line["ratio"],
            Interval(line["ratio_low"], line["ratio_high"]),
        )
        for line in lines
        if line["evidence"] != "hidden"
    )
    columns = (
        Column(words.QUESTION),
        Column(CONTRAST),
        *_judged_columns(evidence),
        Column(RATIO, "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"),
    )
    return [TableBlock("delight-steps", STEPS_TABLE, columns, rows)] if rows else []


def _best_step(evidence: Evidence, lines: list[Line]) -> list[Block]:
    """Whether delight or the end of displeasure goes with more, item by item."""
    known = [line for line in lines if not isnan(line["versus_last"])]
    sentences = BEST_MORE, BEST_LESS, BEST_SAME
    return [_compared(evidence, sentences, line, "versus_last", len(known)) for line in known]
