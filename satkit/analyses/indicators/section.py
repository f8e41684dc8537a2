"""How each part scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isnan

from satkit.analyses.indicators.estimate import Ranking
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import count, interval, score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures import dots, tree
from satkit.report.figures.canvas import bands
from satkit.scoring.rows import BoxRow, ScoreRow
from satkit.scoring.score_tables import join_satisfied, order_nodes, score_table
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

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
TIP = Text("%(name)s: %(score)s (%(interval)s), n = %(n)s")


def section(evidence: Evidence) -> Section | None:
    """The tree, the leaves in order of their score, and the table of everything."""
    questionnaire = evidence.questionnaire
    if not questionnaire.indicators:
        return None
    rows = evidence.everyone()
    drawn = _draw_trees(evidence, rows)
    blocks = list(drawn)
    if (
        len(lookup.leaves(questionnaire)) <= MOST
        and lookup.asked_directly(questionnaire)
        and questionnaire.headline in rows
    ):
        blocks.append(Note(DIRECT.with_values(name=questionnaire.label(questionnaire.headline))))
    if len(lookup.leaves(questionnaire)) > 1:
        blocks += _rank_leaves(evidence, rows)
        blocks += _note_ties(evidence)
    return Section(
        KEY,
        QUESTION,
        (SUBTITLE if drawn else LIST).with_values(wave=lookup.wave_label(questionnaire, evidence.latest)),
        tuple(blocks),
        (_build_table(evidence, rows),),
    )


def _draw_trees(evidence: Evidence, rows: Mapping[str, ScoreRow]) -> list[Block]:
    """One drawing of the whole tree; one for every root where a page could not hold it; none of a mere list."""
    questionnaire = evidence.questionnaire
    roots = tuple(_grow_branch(evidence, rows, node) for node in questionnaire.children(""))
    if len(lookup.leaves(questionnaire)) > MOST:
        return [_draw_tree(evidence, rows, (root,), number) for number, root in enumerate(roots)]
    if lookup.asked_directly(questionnaire) and questionnaire.headline in rows:
        whole = _grow_leaf(evidence, rows, questionnaire.headline)
        roots = (replace(whole, children=roots, loose=True),)
    elif len(roots) > 1 and not any(root.children or root.owner for root in roots):
        return []
    return [_draw_tree(evidence, rows, roots, 0)]


def _draw_tree(
    evidence: Evidence, rows: Mapping[str, ScoreRow], roots: tuple[tree.Branch, ...], number: int
) -> Figure:
    questionnaire = evidence.questionnaire
    lowest = sorted(_list_scored(evidence, rows), key=lambda node: rows[node]["estimate"])[:3]
    read = TREE_READ.with_values(
        count=len(questionnaire.indicators), names=tuple(questionnaire.label(node) for node in lowest)
    )
    return Figure(tree.Tree(roots), TREE, read, f"fig-tree-{number}")


def _grow_branch(evidence: Evidence, rows: Mapping[str, ScoreRow], node: str) -> tree.Branch:
    """A node and its children; an owner is named once, where all below share it."""
    questionnaire = evidence.questionnaire
    own = _grow_leaf(evidence, rows, node)
    children = tuple(_grow_branch(evidence, rows, child) for child in questionnaire.children(node))
    responsible = lookup.owners(questionnaire, node)
    parent = questionnaire.indicators[node].parent
    shared = len(responsible) == 1 and (not parent or len(lookup.owners(questionnaire, parent)) > 1)
    owner = lookup.department_label(questionnaire, responsible[0]) if shared else ""
    return replace(own, owner=owner, children=children)


def _grow_leaf(evidence: Evidence, rows: Mapping[str, ScoreRow], node: str) -> tree.Branch:
    questionnaire = evidence.questionnaire
    label, row = questionnaire.label(node), rows.get(node)
    if row is None or row["withheld"] or isnan(row["estimate"]):
        return tree.Branch(label, words.WITHHELD)
    place = lookup.band_place(questionnaire, row["band"])
    colour = bands(len(questionnaire.report.bands))[place] if place >= 0 else ""
    band = lookup.band(questionnaire, row)
    return tree.Branch(label, score(row["estimate"]), band, colour, "", _tell_score(label, row))


def _tell_score(label: Label, row: ScoreRow) -> Text:
    return TIP.with_values(
        name=label,
        score=score(row["estimate"]),
        interval=interval(row["low"], row["high"]),
        n=count(row["n"]),
    )


def _list_scored(evidence: Evidence, rows: Mapping[str, ScoreRow]) -> list[str]:
    """The leaf indicators that have a score."""
    nodes = [node for node in lookup.leaves(evidence.questionnaire) if node in rows]
    return [node for node in nodes if not rows[node]["withheld"] and not isnan(rows[node]["estimate"])]


def _rank_leaves(evidence: Evidence, rows: Mapping[str, ScoreRow]) -> list[Block]:
    """The leaves from the highest score to the lowest."""
    questionnaire = evidence.questionnaire
    nodes = sorted(_list_scored(evidence, rows), key=lambda node: -rows[node]["estimate"])
    title = RANKED.with_values(level=lookup.level(questionnaire))
    lowest = tuple(questionnaire.label(node) for node in nodes[:-4:-1])
    read = TREE_READ.with_values(count=len(nodes), names=lowest)
    figures: list[Block] = []
    for number, run in enumerate(lookup.batch_evenly(nodes, MOST)):
        drawn = [_place_dot(evidence, node, rows[node]) for node in run]
        chart = dots.Dots(drawn, lookup.zones(questionnaire), (words.READING, words.ANSWERS))
        figures.append(Figure(chart, title, read, f"fig-ranked-{number}"))
    return figures


def _place_dot(evidence: Evidence, node: str, row: ScoreRow) -> dots.Dot:
    label = evidence.questionnaire.label(node)
    thin = row["n"] < evidence.questionnaire.report.min_test
    tip = _tell_score(label, row)
    return dots.Dot(label, row["estimate"], row["low"], row["high"], int(row["n"]), tip, thin=thin)


def _note_ties(evidence: Evidence) -> list[Block]:
    ranking, questionnaire = evidence[Ranking].table, evidence.questionnaire
    if ranking.empty or ranking["tied"].sum() < 2:
        return []
    names = tuple(
        questionnaire.label(str(node)) for node in ranking.loc[ranking["tied"].astype(bool), "node"]
    )
    return [Note(TIED.with_values(names=names))]


def _build_table(evidence: Evidence, rows: Mapping[str, ScoreRow]) -> Table:
    """Every indicator with its questions below it, then the questions outside the tree."""
    questionnaire = evidence.questionnaire
    places = [(node, depth) for node, depth in order_nodes(questionnaire) if node in rows]
    boxes = read_rows(evidence.boxes, BoxRow, wave=evidence.latest, segment="")
    nodes = join_satisfied((rows[node] for node, _ in places), boxes, questionnaire)
    return score_table(nodes, evidence.names, depths=[depth for _, depth in places])
