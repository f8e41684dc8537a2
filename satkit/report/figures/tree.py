"""The indicator tree: every node with its score, its band and its owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from satkit.report import typeface
from satkit.report.figures.canvas import GREY, MUTED, SOFT, Sheet

WIDTH, STEP, LINE, OWNER, LABEL = 780, 34, 17, 15, 110


@dataclass(frozen=True)
class Branch:
    """A node and what hangs below it.

    Parameters
    ----------
    score, band : str
        As they are to be read.
    colour : str
        Of the band marker; empty for none.
    loose : bool
        Its children are no parts of its score: they are joined by dashes.
    """

    label: str
    score: str
    band: str = ""
    colour: str = ""
    owner: str = ""
    tip: str = ""
    children: tuple[Branch, ...] = ()
    loose: bool = False


@dataclass(frozen=True)
class Column:
    """Where the boxes of one depth stand; ``stacked`` ones have the band below the score."""

    left: float
    width: float
    stacked: bool


def draw(roots: Sequence[Branch], key: str, title: str, description: str) -> str:
    """The forest from left to right, children beside their parent."""
    columns = _columns(roots)
    heights = [_height(root, columns, 0) for root in roots]
    sheet = Sheet(WIDTH, sum(heights) + 10 * (len(roots) - 1) + 4)
    top = 2.0
    for root, height in zip(roots, heights, strict=True):
        _branch(sheet, root, columns, 0, top, height)
        top += height + 10
    return sheet.svg(key, title, description)


def _columns(roots: Sequence[Branch]) -> list[Column]:
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
        columns.append(Column(left, width, stacked))
        left += width + STEP
    return columns


def _wish(node: Branch, *, stacked: bool) -> float:
    """The width that would keep a label on one line, or a long one on two, and no word broken."""
    bold = bool(node.children)
    label = typeface.width(node.label, 13, bold=bold)
    word = max(typeface.width(word, 13, bold=bold) for word in [*node.label.split(), ""])
    two = min(max(LABEL, label / 2 + 20, word), 2 * LABEL)
    return min(label, two) + _reading(node, stacked=stacked) + 26


def _reading(node: Branch, *, stacked: bool) -> float:
    """The width score and band take, side by side or one above the other."""
    score, band = typeface.width(node.score, 13, bold=True), typeface.width(node.band, 11)
    return max(score, band) + 8 if stacked else score + band + 18


def _levels(nodes: Sequence[Branch]) -> Iterator[Sequence[Branch]]:
    while nodes:
        yield nodes
        nodes = [child for node in nodes for child in node.children]


def _label(node: Branch, column: Column) -> list[str]:
    """The label in the room its reading leaves."""
    room = column.width - min(_reading(node, stacked=column.stacked), column.width / 2) - 20
    return typeface.wrap(node.label, room, 13, bold=bool(node.children))


def _owner(node: Branch, column: Column) -> list[str]:
    """The owner below the label, beside a stacked reading."""
    reading = _reading(node, stacked=True) if column.stacked else 0
    return typeface.wrap(node.owner, column.width - reading - 20, 11) if node.owner else []


def _box(node: Branch, column: Column) -> float:
    words = LINE * len(_label(node, column)) + OWNER * len(_owner(node, column))
    return max(26, 9 + words, 9 + LINE + OWNER if column.stacked and node.band else 0)


def _height(node: Branch, columns: Sequence[Column], depth: int) -> float:
    own = _box(node, columns[depth]) + 4
    return max(own, sum(_height(child, columns, depth + 1) for child in node.children))


def _branch(
    sheet: Sheet, node: Branch, columns: Sequence[Column], depth: int, top: float, height: float
) -> float:
    """Draw the node and all below it between ``top`` and ``top + height``; its middle."""
    column = columns[depth]
    heights = [_height(child, columns, depth + 1) for child in node.children]
    below, middles = top + (height - sum(heights)) / 2, []
    for child, space in zip(node.children, heights, strict=True):
        middles.append(_branch(sheet, child, columns, depth + 1, below, space))
        below += space
    middle = (middles[0] + middles[-1]) / 2 if middles else top + height / 2
    if middles:
        _join(sheet, column.left + column.width, middle, middles, loose=node.loose)
    _node(sheet, node, column, middle)
    return middle


def _join(sheet: Sheet, left: float, middle: float, middles: Sequence[float], *, loose: bool) -> None:
    """Elbows from a node to its children."""
    bend, dash = left + STEP / 2, (4.0, 3.0) if loose else ()
    stations = sorted({*middles, middle})
    sheet.line([left, bend], [middle, middle], GREY, 1.2, dash)
    for one, other in pairwise(stations):
        sheet.line([bend, bend], [one, other], GREY, 1.2, dash)
    for station in middles:
        sheet.line([bend, left + STEP], [station, station], GREY, 1.2, dash)


def _node(sheet: Sheet, node: Branch, column: Column, middle: float) -> None:
    height, right = _box(node, column), column.left + column.width
    top = middle - height / 2
    sheet.box(column.left, top, column.width, height, SOFT, node.tip)
    if node.colour:
        sheet.box(column.left, top, 6, height, node.colour)
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
