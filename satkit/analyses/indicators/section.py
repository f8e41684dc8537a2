"""How each part scored."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from satkit.analyses.indicators.estimate import Ranking
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import count, interval, score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import dots, tree
from satkit.report.figures.canvas import bands
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Share

KEY = "indicators"
MOST = 42  # leaves of one drawing: what a page of paper holds
QUESTION = Text("How did each part score?")
SUBTITLE = Text("Scores on 0-100 of the indicator tree, %(wave)s; the marker and the word name the band")
LIST = Text("Scores on 0-100 of the indicators, %(wave)s")
TREE = Text("The indicator tree with scores, bands and responsible departments")
TREE_READ = Text("Indicators: %(count)d; lowest: %(names)s")
RANKED = Text("The indicators from the highest score to the lowest, with %(level)s intervals")
TIED = Text("The differences among the lowest are not significant: %(names)s.")
DIRECT = Text("“%(name)s” was asked directly and is not computed from the parts (dashed lines).")
TABLE = Text("Scores of all indicators and questions")
TIP = Text("%(name)s: %(score)s (%(interval)s), n = %(n)s")


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """The tree, the leaves in order of their score, and the table of everything."""
    asked = evidence.questionnaire
    if not asked.indicators:
        return None
    found = evidence.everyone()
    drawn = _trees(evidence, found)
    blocks = list(drawn)
    if len(lookup.leaves(asked)) <= MOST and lookup.asked_directly(asked) and asked.headline in found:
        blocks.append(Note(DIRECT.given(name=asked.label(asked.headline))))
    if len(lookup.leaves(asked)) > 1:
        blocks += _ranked(evidence, found)
        blocks += _tied(evidence)
    return Section(
        KEY,
        QUESTION,
        (SUBTITLE if drawn else LIST).given(wave=lookup.wave_label(asked, evidence.latest)),
        tuple(blocks),
        (_table(evidence, found),),
    )


def _trees(evidence: Evidence, found: dict[str, Line]) -> list[Block]:
    """One drawing of the whole tree; one for every root where a page could not hold it; none of a mere list."""
    asked = evidence.questionnaire
    roots = tuple(_branch(evidence, found, node) for node in asked.children(""))
    if len(lookup.leaves(asked)) > MOST:
        return [_drawn(evidence, found, (root,), number) for number, root in enumerate(roots)]
    if lookup.asked_directly(asked) and asked.headline in found:
        whole = _leaf(evidence, found, asked.headline)
        roots = (replace(whole, children=roots, loose=True),)
    elif len(roots) > 1 and not any(root.children or root.owner for root in roots):
        return []
    return [_drawn(evidence, found, roots, 0)]


def _drawn(evidence: Evidence, found: dict[str, Line], roots: tuple[tree.Branch, ...], number: int) -> Figure:
    asked = evidence.questionnaire
    lowest = sorted(_scored(evidence, found), key=lambda node: found[node]["estimate"])[:3]
    read = TREE_READ.given(count=len(asked.indicators), names=tuple(asked.label(node) for node in lowest))
    return Figure(tree.Tree(roots), TREE, read, f"fig-tree-{number}")


def _branch(evidence: Evidence, found: dict[str, Line], node: str) -> tree.Branch:
    """A node and its children; an owner is named once, where all below share it."""
    asked = evidence.questionnaire
    own = _leaf(evidence, found, node)
    children = tuple(_branch(evidence, found, child) for child in asked.children(node))
    responsible = lookup.owners(asked, node)
    parent = asked.indicators[node].parent
    shared = len(responsible) == 1 and (not parent or len(lookup.owners(asked, parent)) > 1)
    owner = lookup.department_label(asked, responsible[0]) if shared else ""
    return replace(own, owner=owner, children=children)


def _leaf(evidence: Evidence, found: dict[str, Line], node: str) -> tree.Branch:
    asked = evidence.questionnaire
    label, line = asked.label(node), found.get(node)
    if line is None or line["withheld"] or isnan(line["estimate"]):
        return tree.Branch(label, words.WITHHELD)
    place = lookup.band_place(asked, line["band"])
    colour = bands(len(asked.report.bands))[place] if place >= 0 else ""
    band = lookup.band(asked, line)
    return tree.Branch(label, score(line["estimate"]), band, colour, "", _tip(label, line))


def _tip(label: Label, line: Line) -> Text:
    return TIP.given(
        name=label,
        score=score(line["estimate"]),
        interval=interval(line["low"], line["high"]),
        n=count(line["n"]),
    )


def _scored(evidence: Evidence, found: dict[str, Line]) -> list[str]:
    """The leaf indicators that have a score."""
    nodes = [node for node in lookup.leaves(evidence.questionnaire) if node in found]
    return [node for node in nodes if not found[node]["withheld"] and not isnan(found[node]["estimate"])]


def _ranked(evidence: Evidence, found: dict[str, Line]) -> list[Block]:
    """The leaves from the highest score to the lowest."""
    asked = evidence.questionnaire
    nodes = sorted(_scored(evidence, found), key=lambda node: -found[node]["estimate"])
    title = RANKED.given(level=lookup.level(asked))
    lowest = tuple(asked.label(node) for node in nodes[:-4:-1])
    read = TREE_READ.given(count=len(nodes), names=lowest)
    figures: list[Block] = []
    for number, run in enumerate(lookup.batched(nodes, MOST)):
        drawn = [_dot(evidence, node, found[node]) for node in run]
        chart = dots.Dots(drawn, lookup.zones(asked), (words.READING, words.ANSWERS))
        figures.append(Figure(chart, title, read, f"fig-ranked-{number}"))
    return figures


def _dot(evidence: Evidence, node: str, line: Line) -> dots.Dot:
    label = evidence.questionnaire.label(node)
    thin = line["n"] < evidence.questionnaire.report.min_test
    tip = _tip(label, line)
    return dots.Dot(label, line["estimate"], line["low"], line["high"], int(line["n"]), tip, thin=thin)


def _tied(evidence: Evidence) -> list[Block]:
    ranking, asked = evidence[Ranking].table, evidence.questionnaire
    if ranking.empty or ranking["tied"].sum() < 2:
        return []
    names = tuple(asked.label(str(node)) for node in ranking.loc[ranking["tied"].astype(bool), "node"])
    return [Note(TIED.given(names=names))]


def _table(evidence: Evidence, found: dict[str, Line]) -> TableBlock:
    """Every indicator with its questions below it, then the questions outside the tree."""
    asked = evidence.questionnaire
    places: list[tuple[str, int]] = []
    for node, depth in lookup.walk(asked):
        places.append((node, depth))
        items = asked.indicators[node].items
        if len(items) > 1:
            places += [(item, depth + 1) for item in items]
    inside = {item for node in asked.indicators.values() for item in node.items}
    places += [(item, 0) for item in asked.scored if item not in inside]
    places = [(node, depth) for node, depth in places if node in found]
    satisfied = {
        line["item"]: line
        for line in lookup.lines(evidence.boxes, wave=evidence.latest, segment="", measure="satisfied")
    }
    columns = (
        Column(words.NODE),
        Column(words.SCORE, "score"),
        Column(lookup.confidence(asked), "interval"),
        Column(words.BAND),
        Column(words.SATISFIED, "share"),
        Column(words.ANSWERS, "count"),
        Column(words.EFFECTIVE, "count"),
        Column(words.DESIGN, "ratio"),
        Column(words.OWNER),
    )
    rows = tuple(_row(evidence, node, found[node], satisfied) for node, _ in places)
    return TableBlock("indicators", TABLE, columns, rows, tuple(depth for _, depth in places), chart="scores")


def _row(evidence: Evidence, node: str, line: Line, satisfied: dict[str, Line]) -> tuple[Cell, ...]:
    asked = evidence.questionnaire
    items = asked.indicators[node].items if node in asked.indicators else (node,)
    box = satisfied.get(items[0]) if len(items) == 1 else None
    share = lookup.shown(asked, box, Share(box["estimate"], box["n"])) if box else None
    owner = asked.indicators[node].owner if node in asked.indicators else ""
    if line["withheld"]:
        return asked.label(node), lookup.withheld(asked, line), None, "", share, None, None, None, ""
    return (
        asked.label(node),
        line["estimate"],
        lookup.span(line),
        lookup.band(asked, line),
        share,
        line["n"],
        line["n_effective"],
        line["deff"],
        lookup.department_label(asked, owner) if owner else "",
    )
