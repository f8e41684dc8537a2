"""Whether Kano settings name attributes, and costs and fulfilment make sense."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.errors import near
from satkit.language import Text
from satkit.survey.consistency.parts import Parts, known_names, unknown
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import Attribute

POINTS = {"classic": 5, "pouliot": 5, "short": 3, "short_indifferent": 3}


def qualities(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the Kano settings."""
    asked = {item.kano.attribute for item in parts.items.values() if item.kano}
    known = sorted(asked)
    for name, attribute in parts.kano.attribute.items():
        path: Path = ("kano", "attribute", name)
        if name not in asked and "item" not in parts.broken:
            what = Text("no item asks about the attribute '%(name)s'", {"name": name})
            yield Mistake(path, what, known_names(known), near(name, known))
        yield from _check_cost(name, attribute, path)
        yield from _node(attribute, path, parts)
        yield from _importance(attribute, path, parts)
    yield from _table(parts)
    yield from _budget(parts)


def _check_cost(name: str, attribute: Attribute, path: Path) -> Iterator[Mistake]:
    if attribute.cost is None:
        return
    if attribute.cost <= 0:
        what = Text("the cost of '%(name)s' is %(value)g", {"name": name, "value": attribute.cost})
        yield Mistake((*path, "cost"), what, Text("a cost above zero"))
    if attribute.met is None and not attribute.node:
        what = Text("the attribute '%(name)s' has a cost, but nothing says how far it is met", {"name": name})
        expected = Text('expected node = "…" (an indicator or item), or met = a number from 0 to 1')
        yield Mistake((*path, "cost"), what, expected)


def _node(attribute: Attribute, path: Path, parts: Parts) -> Iterator[Mistake]:
    node, known = attribute.node, [*parts.names["indicator"], *parts.names["item"]]
    scale = parts.scale(node)
    if node and node not in known:
        what = Text("no indicator or item '%(name)s'", {"name": node})
        yield Mistake((*path, "node"), what, known_names(known), near(node, known))
    elif scale and scale.kind != "score" and node not in parts.names["indicator"]:
        what = Text("the item '%(name)s' has no score", {"name": node})
        yield Mistake((*path, "node"), what, Text("expected an item on a scale of kind 'score'"))


def _importance(attribute: Attribute, path: Path, parts: Parts) -> Iterator[Mistake]:
    item = attribute.importance
    yield from unknown("item", [((*path, "importance"), item)], parts)
    scale = parts.scale(item)
    if scale and scale.kind != "score":
        what = Text("the item '%(name)s' has no score", {"name": item})
        yield Mistake((*path, "importance"), what, Text("expected an item on a scale of kind 'score'"))


def _table(parts: Parts) -> Iterator[Mistake]:
    """A table that reads more or fewer answers than the pairs have."""
    table = parts.kano.table
    used = {item.scale for item in parts.items.values() if item.kano} & set(parts.scales)
    for name in sorted(used):
        n = len(parts.scales[name].points)
        if table and n and n != POINTS[table]:
            values = {"table": table, "points": POINTS[table], "scale": name, "n": n}
            what = Text("table '%(table)s' reads %(points)d answers, but scale '%(scale)s' has %(n)d", values)
            right = [each for each, points in POINTS.items() if points == n]
            yield Mistake(("kano", "table"), what, known_names(right))


def _budget(parts: Parts) -> Iterator[Mistake]:
    priced = any(attribute.cost is not None for attribute in parts.kano.attribute.values())
    if parts.kano.budget is not None and not priced:
        what = Text("there is a budget, but no attribute has a cost")
        yield Mistake(("kano", "budget"), what, Text("expected cost = … of at least one attribute"))
