"""The indicator tree: every node with its score, its band and its owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from satkit.language import say
from satkit.report import typeface
from satkit.report.figures.canvas import GREY, MUTED, SOFT, Sheet
from satkit.tables.cells import Words

WIDTH, STEP, LINE, OWNER, LABEL = 780, 34, 17, 15, 110


@dataclass(frozen=True)
class Branch:
    """A node and what hangs below it.

    Parameters
    ----------
    score, band : Words
        As they are to be read.
    colour : str
        Of the band marker; empty for none.
    loose : bool
        Its children are no parts of its score: they are joined by dashes.
    """

    label: Words
    score: Words
    band: Words = ""
    colour: str = ""
    owner: Words = ""
    tip: Words = ""
    children: tuple[Branch, ...] = ()
    loose: bool = False


@dataclass(frozen=True)
class Tree:
    """A forest from left to right, children beside their parent."""

    roots: tuple[Branch, ...]


@dataclass(frozen=True)
class _Node:
    """A branch in the words of the reader, whose room can be measured."""

    label: str
    score: str
    band: str
    owner: str
    branch: Branch
    children: tuple[_Node, ...]


@dataclass(frozen=True)
class _Column:
    """Where the boxes of one depth stand; ``stacked`` ones have the band below the score."""

    left: float
    width: float
    stacked: bool


def draw(chart: Tree, key: str, title: Words, description: Words, language: str) -> str:
    """The forest, one root below the other."""
    roots = [_spoken(root, language) for root in chart.roots]
    columns = _columns(roots)
    heights = [_height(root, columns, 0) for root in roots]
    sheet = Sheet(WIDTH, sum(heights) + 10 * (len(roots) - 1) + 4, language)
    top = 2.0
    for root, height in zip(roots, heights, strict=True):
        _draw_branch(sheet, root, columns, 0, top, height)
        top += height + 10
    return sheet.svg(key, title, description)


def _spoken(branch: Branch, language: str) -> _Node:
    """The branch and all below it in the words of ``language``."""
    label, score, band, owner = (
        say(words, language) for words in (branch.label, branch.score, branch.band, branch.owner)
    )
    return _Node(label, score, band, owner, branch, tuple(_spoken(b, language) for b in branch.children))


def _columns(roots: Sequence[_Node]) -> list[_Column]:
    """One column per depth, as wide as its boxes would like; what is left goes to the last."""
    levels = list(_levels(roots))
    room = WIDTH - STEP * (len(levels) - 1)
    wishes = [max(_wish(node, stacked=False) for node in level) for level in levels]
    if stacked := sum(wishes) > room:
        wishes = [max(_wish(node, stacked=True) for node in level) for level in levels]
    widths = [wish * min(1, room / sum(wishes)) for wish in wishes]
    widths[-1] += min(room - sum(widths), 200)
    columns, left = [], 0.0
    for width in widths:
        columns.append(_Column(left, width, stacked))
        left += width + STEP
    return columns


def _wish(node: _Node, *, stacked: bool) -> float:
    """The width that would keep a label on one line, or a long one on two, and no word broken."""
    bold = bool(node.children)
    label = typeface.width(node.label, 13, bold=bold)
    word = max(typeface.width(word, 13, bold=bold) for word in [*node.label.split(), ""])
    two = min(max(LABEL, label / 2 + 20, word), 2 * LABEL)
    return min(label, two) + _reading(node, stacked=stacked) + 26


def _reading(node: _Node, *, stacked: bool) -> float:
    """The width score and band take, side by side or one above the other."""
    score, band = typeface.width(node.score, 13, bold=True), typeface.width(node.band, 11)
    return max(score, band) + 8 if stacked else score + band + 18


def _levels(nodes: Sequence[_Node]) -> Iterator[Sequence[_Node]]:
    while nodes:
        yield nodes
        nodes = [child for node in nodes for child in node.children]


def _label(node: _Node, column: _Column) -> list[str]:
    """The label in the room its reading leaves."""
    room = column.width - min(_reading(node, stacked=column.stacked), column.width / 2) - 20
    return typeface.wrap(node.label, room, 13, bold=bool(node.children))


def _owner(node: _Node, column: _Column) -> list[str]:
    """The owner below the label, beside a stacked reading."""
    reading = _reading(node, stacked=True) if column.stacked else 0
    return typeface.wrap(node.owner, column.width - reading - 20, 11) if node.owner else []


def _box(node: _Node, column: _Column) -> float:
    words = LINE * len(_label(node, column)) + OWNER * len(_owner(node, column))
    return max(26, 9 + words, 9 + LINE + OWNER if column.stacked and node.band else 0)


def _height(node: _Node, columns: Sequence[_Column], depth: int) -> float:
    own = _box(node, columns[depth]) + 4
    return max(own, sum(_height(child, columns, depth + 1) for child in node.children))


def _draw_branch(
    sheet: Sheet, node: _Node, columns: Sequence[_Column], depth: int, top: float, height: float
) -> float:
    """Draw the node and all below it between ``top`` and ``top + height``; its middle."""
    column = columns[depth]
    heights = [_height(child, columns, depth + 1) for child in node.children]
    below, middles = top + (height - sum(heights)) / 2, []
    for child, space in zip(node.children, heights, strict=True):
        middles.append(_draw_branch(sheet, child, columns, depth + 1, below, space))
        below += space
    middle = (middles[0] + middles[-1]) / 2 if middles else top + height / 2
    if middles:
        _draw_joints(sheet, column.left + column.width, middle, middles, loose=node.branch.loose)
    _draw_node(sheet, node, column, middle)
    return middle


def _draw_joints(sheet: Sheet, left: float, middle: float, middles: Sequence[float], *, loose: bool) -> None:
    """Elbows from a node to its children."""
    bend, dash = left + STEP / 2, (4.0, 3.0) if loose else ()
    stations = sorted({*middles, middle})
    sheet.line([left, bend], [middle, middle], GREY, 1.2, dash)
    for one, other in pairwise(stations):
        sheet.line([bend, bend], [one, other], GREY, 1.2, dash)
    for station in middles:
        sheet.line([bend, left + STEP], [station, station], GREY, 1.2, dash)


def _draw_node(sheet: Sheet, node: _Node, column: _Column, middle: float) -> None:
    height, right = _box(node, column), column.left + column.width
    top = middle - height / 2
    sheet.box(column.left, top, column.width, height, SOFT, node.branch.tip)
    if node.branch.colour:
        sheet.box(column.left, top, 6, height, node.branch.colour)
    label, owner = _label(node, column), _owner(node, column)
    upper = middle - OWNER * len(owner) / 2
    sheet.lines(column.left + 14, upper, label, bold=bool(node.children))
    if owner:
        under = upper + LINE * len(label) / 2 + OWNER * len(owner) / 2
        sheet.lines(column.left + 14, under - 1, owner, 11, MUTED)
    if column.stacked and node.band:
        sheet.text(right - 6, middle - 7, node.score, align="right", bold=True)
        sheet.text(right - 6, middle + 8, node.band, 11, MUTED, "right")
        return
    room = typeface.width(node.band, 11)
    sheet.text(right - room - (12 if node.band else 8), upper, node.score, align="right", bold=True)
    sheet.text(right - 6, upper, node.band, 11, MUTED, "right")
