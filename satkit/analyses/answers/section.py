"""How the respondents answered, question by question."""

from __future__ import annotations

from math import isnan

from satkit.analyses.trend.estimate import Changes
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import count, interval, score, share, signed, signed_interval
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import distribution
from satkit.report.lookup import Line
from satkit.survey.bins import bins
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Cell, Share, Words

KEY = "answers"
MOST = 30
QUESTION = Text("How did people answer?")
SUBTITLE = Text(
    "Share of every answer, %(wave)s, sorted by mean score; people who did not answer are left out"
)
TITLE = Text("Answers on the scale “%(scale)s”")
READ = Text("Questions: %(count)d; the highest mean is for %(best)s, the lowest for %(worst)s")
ONE = Text("One question: %(name)s")
ANSWER = Text("%(label)s (%(score)g)")
TIP = Text("%(name)s, %(answer)s: %(share)s (%(count)s of %(n)s)")
INDICES = {
    "nps": Text("Net promoter score of “%(name)s”: %(score)s (%(interval)s), n = %(n)s"),
    "ces": Text("Effort score of “%(name)s”: %(score)s (%(interval)s), n = %(n)s"),
}
SINCE = Text("“%(name)s” compared with %(wave)s: %(change)s (%(interval)s)  %(verdict)s")
TABLE = Text("Counts of all answers on the scale “%(scale)s”")


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """One figure per scale, and the exact counts."""
    asked = evidence.questionnaire
    means = {node: line for node, line in evidence.everyone().items() if line["kind"] == "item"}
    by_item: dict[str, list[Line]] = {}
    for line in lookup.lines(evidence.distribution, wave=evidence.latest):
        if line["n"] >= asked.report.min_cell and line["item"] in means:
            by_item.setdefault(line["item"], []).append(line)
    scales = dict.fromkeys(asked.items[item].scale for item in by_item)
    if not scales:
        return None
    blocks: list[Block] = []
    tables: list[Block] = []
    for scale in scales:
        items = sorted(
            (item for item in by_item if asked.items[item].scale == scale),
            key=lambda item: -_mean(means[item]),
        )
        blocks += [
            _figure(asked, scale, {item: by_item[item] for item in run}, means, number)
            for number, run in enumerate(lookup.batched(items, MOST))
        ]
        tables.append(_table(asked, scale, {item: by_item[item] for item in items}, means))
    blocks += _indices(evidence)
    subtitle = SUBTITLE.given(wave=lookup.wave_label(asked, evidence.latest))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(tables))


def _indices(evidence: Evidence) -> list[Block]:
    """Net promoter and effort scores, where they were asked."""
    asked, notes = evidence.questionnaire, []
    for measure, words_of in INDICES.items():
        for line in lookup.lines(
            evidence.boxes, wave=evidence.latest, segment="", measure=measure, withheld=""
        ):
            write = signed_interval if measure == "nps" else interval
            told = words_of.given(
                name=asked.label(line["item"]),
                score=(signed if measure == "nps" else score)(line["estimate"]),
                interval=write(line["low"], line["high"]),
                n=count(line["n"]),
            )
            notes.append(Note(told))
            notes += _since(evidence, line, measure)
    return [*notes]


def _since(evidence: Evidence, line: Line, measure: str) -> list[Note]:
    """How a net promoter or effort score changed since the wave before."""
    asked = evidence.questionnaire
    found = lookup.lines(evidence[Changes].shares, wave=evidence.latest, item=line["item"], measure=measure)
    return [
        Note(
            SINCE.given(
                wave=lookup.wave_label(asked, step["versus"]),
                name=asked.label(line["item"]),
                change=signed(step["difference"]),
                interval=signed_interval(step["low"], step["high"]),
                verdict=words.change(step["evidence"], step["difference"]).words,
            )
        )
        for step in found
        if step["evidence"] not in words.UNTOLD
    ]


def _mean(line: Line) -> float:
    return -1.0 if isnan(line["estimate"]) else float(line["estimate"])


def _order(asked: Questionnaire, scale: str) -> list[int]:
    """The bins of a scale from the best answers to the worst."""
    return bins(asked.scales[scale]).best_first


def _name(asked: Questionnaire, scale: str) -> Words:
    return asked.scales[scale].title


def _answer(asked: Questionnaire, scale: str, place: int) -> Words:
    """The label of a point with its score, the bare code where it has none; of a long scale the stretch."""
    shown = bins(asked.scales[scale])
    label, points = shown.labels[place], asked.scales[scale].points
    if len(shown) < len(points) or isnan(shown.scores[place]):
        return label
    return ANSWER.given(label=label, score=round(shown.scores[place], 1))


def _figure(
    asked: Questionnaire, scale: str, by_item: dict[str, list[Line]], means: dict[str, Line], number: int
) -> Figure:  # fmt: skip
    order = _order(asked, scale)
    names = [_answer(asked, scale, place) for place in order]
    bars = []
    for item, lines in by_item.items():
        label, found = asked.label(item), {line["place"]: line for line in lines}
        tips = tuple(
            TIP.given(
                name=label, answer=name, share=share(found[place]["share"], found[place]["n"]),
                count=count(found[place]["count"]), n=count(found[place]["n"]),
            )
            for place, name in zip(order, names, strict=True)
        )  # fmt: skip
        shares = tuple(float(found[place]["share"]) for place in order)
        bars.append(distribution.Bar(label, shares, means[item]["estimate"], int(lines[0]["n"]), tips))
    title = TITLE.given(scale=_name(asked, scale))
    items = list(by_item)
    read = (
        ONE.given(name=asked.label(items[0]))
        if len(items) == 1
        else READ.given(count=len(items), best=asked.label(items[0]), worst=asked.label(items[-1]))
    )
    chart = distribution.Distribution(bars, names, (words.MEAN, words.ANSWERS))
    key = f"fig-answers-{list(asked.scales).index(scale)}-{number}"
    return Figure(chart, title, read, key)


def _table(
    asked: Questionnaire, scale: str, by_item: dict[str, list[Line]], means: dict[str, Line]
) -> TableBlock:
    order = _order(asked, scale)
    columns = [Column(words.QUESTION), Column(words.MEAN, "score")]
    columns += [Column(_answer(asked, scale, place), "share") for place in order]
    columns += [Column(words.ANSWERS, "count")]
    rows = []
    for item, lines in by_item.items():
        found = {line["place"]: line for line in lines}
        cells: list[Cell] = [asked.label(item), means[item]["estimate"]]
        cells += [Share(found[place]["share"], found[place]["n"]) for place in order]
        rows.append((*cells, lines[0]["n"]))
    key = f"answers-{list(asked.scales).index(scale)}"
    return TableBlock(
        key, TABLE.given(scale=_name(asked, scale)), tuple(columns), tuple(rows), chart="distribution"
    )
