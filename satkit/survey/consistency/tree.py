"""Whether the indicators are a tree whose leaves hold items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from satkit.language import Text
from satkit.survey.consistency.parts import Parts, unknown
from satkit.survey.locate import Mistake, Path


def tree(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the indicator tree."""
    for name, node in parts.indicators.items():
        path: Path = ("indicator", name)
        yield from unknown("indicator", [((*path, "parent"), node.parent)], parts)
        yield from unknown("department", [((*path, "owner"), node.owner)], parts)
        yield from unknown("item", [((*path, "items", i), item) for i, item in enumerate(node.items)], parts)
        yield from _shape(name, parts)
        yield from _named_apart(name, parts)
    yield from _circles(parts)
    yield from _weights(parts)
    yield from _one_leaf(parts)


def _shape(name: str, parts: Parts) -> Iterator[Mistake]:
    """An indicator has either indicators below it or items."""
    children = [child for child, node in parts.indicators.items() if node.parent == name]
    holds = bool(parts.indicators[name].items)
    if children and holds:
        what = Text("indicator '%(name)s' has both items and indicators below it", {"name": name})
        hint = Text("give the items an indicator of their own below it")
        yield Mistake(("indicator", name, "items"), what, None, hint)
    if not children and not holds and "indicator" not in parts.broken:
        what = Text("indicator '%(name)s' is empty", {"name": name})
        expected = Text("expected items = […], or an indicator whose parent it is")
        yield Mistake(("indicator", name), what, expected)


def _named_apart(name: str, parts: Parts) -> Iterator[Mistake]:
    """An indicator called like an item: both are rows of one table of scores."""
    if name in parts.names["item"]:
        what = Text("an indicator and an item are both called '%(name)s'", {"name": name})
        hint = Text(
            "give the indicator another name, such as [indicator.%(name)s_score]; its label may stay",
            {"name": name},
        )
        yield Mistake(("indicator", name), what, None, hint)


def _circles(parts: Parts) -> Iterator[Mistake]:
    """Each circle of parents once, at its first indicator in the order of the file."""
    order = list(parts.indicators)
    told: set[str] = set()
    for start in order:
        way = [start]
        while (up := parts.indicators.get(way[-1])) and up.parent and up.parent not in way:
            way.append(up.parent)
        if up and up.parent == start and start not in told:
            told.update(way)
            circle = " → ".join([*way, start])
            what = Text("the parents run in a circle: %(circle)s", {"circle": circle})
            yield Mistake(("indicator", start, "parent"), what)


def _weights(parts: Parts) -> Iterator[Mistake]:
    siblings: defaultdict[str, list[str]] = defaultdict(list)
    for name, node in parts.indicators.items():
        siblings[node.parent].append(name)
    for parent, names in siblings.items():
        if not any(parts.indicators[name].weight for name in names):
            what = (
                Text("all weights below '%(parent)s' are zero", {"parent": parent})
                if parent
                else Text("all weights at the top of the tree are zero")
            )
            yield Mistake(("indicator", names[0], "weight"), what)


def _one_leaf(parts: Parts) -> Iterator[Mistake]:
    """Items in two leaves, and items whose scale gives no score."""
    leaf: dict[str, str] = {}
    for name, node in parts.indicators.items():
        for i, item in enumerate(node.items):
            path: Path = ("indicator", name, "items", i)
            if item in leaf:
                what = Text(
                    "item '%(item)s' is already in indicator '%(leaf)s'", {"item": item, "leaf": leaf[item]}
                )
                yield Mistake(path, what)
            leaf.setdefault(item, name)
            scale = parts.scale(item)
            if scale and scale.kind != "score":
                values = {"item": item, "kind": scale.kind}
                what = Text("item '%(item)s' has no score: its scale is of kind '%(kind)s'", values)
                yield Mistake(path, what, Text("expected items on scales of kind 'score'"))
