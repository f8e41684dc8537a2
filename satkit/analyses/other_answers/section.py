"""The questions that carry no score: lists, rankings and numbers."""

from __future__ import annotations

from satkit.analyses.other_answers.estimate import Counts
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import count
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Note, Section, TableBlock
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Share

KEY = "other_answers"
QUESTION = Text("What did the other questions find?")
SUBTITLE = Text("Questions without a score, %(wave)s: how often each answer was given")
ANSWER = Text("Answer")
ONE = Text("%(name)s (one answer each, n = %(n)s)")
SEVERAL = Text("%(name)s (several answers possible, n = %(n)s; the shares may add up to more than 100%%)")
RANKS = Text("Ranking “%(scale)s”: the share that put each first, and the mean place (1 is the first)")
THING = Text("Ranked")
FIRST = Text("Ranked first")
PLACE = Text("Mean place")
NUMBERS = Text("Questions answered with a number")
MEDIAN = Text("Median")
SILENT = Text('Open questions that nothing is made of, because they have no role = "comment": %(names)s')


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001  every section is asked alike
    """A table for every list, for every ranking, and one for all numbers."""
    found, asked = evidence[Counts], evidence.questionnaire
    answers = lookup.lines(found.answers)
    ranks = lookup.lines(found.ranks)
    blocks: list[Block] = [
        _list(evidence, item, [line for line in answers if line["item"] == item])
        for item in dict.fromkeys(line["item"] for line in answers)
    ]
    blocks += [
        _ranking(evidence, scale, [line for line in ranks if line["scale"] == scale])
        for scale in dict.fromkeys(line["scale"] for line in ranks)
    ]
    if len(found.numbers):
        blocks.append(_numbers(evidence, lookup.lines(found.numbers)))
    if found.silent:
        blocks.append(Note(SILENT.given(names=tuple(asked.label(item) for item in found.silent))))
    if not blocks:
        return None
    return Section(
        KEY, QUESTION, SUBTITLE.given(wave=lookup.wave_label(asked, evidence.latest)), tuple(blocks)
    )


def _list(evidence: Evidence, item: str, lines: list[Line]) -> TableBlock:
    """The answers of one list, the most frequent first, the catch-all last."""
    asked = evidence.questionnaire
    scale = asked.scale(item)
    shown = [line for line in lines if line["count"] != 0]
    shown.sort(key=lambda line: (scale.points[line["place"]].other, bool(line["withheld"]), -_share(line)))
    rows: list[tuple[Cell, ...]] = []
    for line in shown:
        name = scale.points[line["place"]].title
        if line["withheld"]:
            rows.append((name, lookup.withheld(asked, line), None, None))
        else:
            rows.append((name, Share(line["estimate"], line["n"]), lookup.share_span(line), line["count"]))
    columns = (
        Column(ANSWER),
        Column(words.SHARE, "share"),
        Column(lookup.confidence(asked), "share_interval"),
        Column(words.ANSWERS, "count"),
    )
    title = SEVERAL if scale.kind == "multi" else ONE
    key = f"other-{list(asked.items).index(item)}"
    told = title.given(name=asked.label(item), n=count(lines[0]["n"]))
    return TableBlock(key, told, columns, tuple(rows))


def _share(line: Line) -> float:
    return 0.0 if line["withheld"] else float(line["estimate"])


def _ranking(evidence: Evidence, scale: str, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(THING),
        Column(FIRST, "share"),
        Column(lookup.confidence(asked), "share_interval"),
        Column(PLACE, "ratio"),
        Column(lookup.confidence(asked), "ratio_interval"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple(
        (
            asked.label(line["item"]),
            Share(line["first"], line["n"]),
            Interval(line["first_low"], line["first_high"], line["n"]),
            line["mean"],
            Interval(line["mean_low"], line["mean_high"]),
            line["n"],
        )
        for line in sorted(lines, key=lambda line: line["mean"])
    )
    key = f"ranking-{list(asked.scales).index(scale)}"
    return TableBlock(key, RANKS.given(scale=asked.scales[scale].title), columns, rows)


def _numbers(evidence: Evidence, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(words.QUESTION),
        Column(words.MEAN, "ratio"),
        Column(lookup.confidence(asked), "ratio_interval"),
        Column(MEDIAN, "ratio"),
        Column(words.ANSWERS, "count"),
    )
    rows = tuple(
        (
            asked.label(line["item"]),
            line["mean"],
            Interval(line["low"], line["high"]),
            line["median"],
            line["n"],
        )
        for line in lines
    )
    return TableBlock("other-numbers", NUMBERS, columns, rows)
