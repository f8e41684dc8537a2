"""Whether every item finds its scale, columns, waves and Kano twin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from satkit.language import Text
from satkit.survey.consistency.parts import Parts, unknown
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import Item

SIDES = ("functional", "dysfunctional")
RECOMMEND_POINTS = 11


def items(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of single items, of pairs that read one column, of Kano pairs."""
    if not parts.names["item"]:
        yield Mistake(("item",), Text("the definition asks nothing"), Text("expected at least one item"))
    for name, item in parts.items.items():
        path: Path = ("item", name)
        yield from unknown("scale", [((*path, "scale"), item.scale)], parts)
        yield from unknown("wave", [((*path, "waves", i), w) for i, w in enumerate(item.waves)], parts)
        yield from _columns(item, parts, path)
        yield from _recommend(item, parts, path)
    yield from _same_column(parts)
    yield from _kano(parts)


def _columns(item: Item, parts: Parts, path: Path) -> Iterator[Mistake]:
    scale = parts.scale(item.name)
    if not item.columns or scale is None:
        return
    if scale.kind != "multi":
        what = Text("'columns' goes with a scale of kind 'multi' only")
        yield Mistake((*path, "columns"), what, None, Text("write column = …"))
    elif len(item.columns) not in scale.widths:
        values = {"n": len(item.columns), "m": len(scale.points), "scale": scale.name}
        what = Text("%(n)d columns for the %(m)d points of scale '%(scale)s'", values)
        yield Mistake((*path, "columns"), what, Text("expected one column a point, in the same order"))


def _recommend(item: Item, parts: Parts, path: Path) -> Iterator[Mistake]:
    scale = parts.scale(item.name)
    if (
        item.role == "recommend"
        and scale
        and (scale.continuous or len(scale.points) not in {0, RECOMMEND_POINTS})
    ):
        if scale.continuous:
            what = Text("the item that asks to recommend is on a scale of any number between two ends")
            expected = Text("expected points = { from = 0, to = 10 }")
            yield Mistake((*path, "scale"), what, expected, Text('for another scale write role = "loyalty"'))
            return
        what = Text("the item that asks to recommend has %(n)d points", {"n": len(scale.points)})
        hint = Text('for another scale write role = "loyalty"')
        yield Mistake((*path, "scale"), what, Text("expected the eleven points 0 to 10"), hint)


def _same_column(parts: Parts) -> Iterator[Mistake]:
    """Two items on one scale that read one column in the same wave: copied, not meant."""
    readers: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in parts.items.values():
        for column in item.columns or (item.column or item.name,):
            readers[column, item.scale].append(item)
    for (column, _), found in readers.items():
        for one, two in combinations(found, 2):
            if one is not two and _meet(one, two):
                values = {"one": one.name, "two": two.name, "column": column}
                what = Text("items '%(one)s' and '%(two)s' both read the column '%(column)s'", values)
                yield Mistake(("item", two.name, "columns" if two.columns else "column"), what)


def _meet(one: Item, two: Item) -> bool:
    return not one.waves or not two.waves or bool(set(one.waves) & set(two.waves))


def _kano(parts: Parts) -> Iterator[Mistake]:
    """Attributes asked from one side only, twice from the same, or on two scales."""
    pairs: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, item in parts.items.items():
        if item.kano:
            pairs[item.kano.attribute][item.kano.side].append(name)
            yield from _on_kano_scale(name, parts)
    for attribute, sides in pairs.items():
        yield from _pair(attribute, sides, parts)


def _on_kano_scale(name: str, parts: Parts) -> Iterator[Mistake]:
    scale = parts.scale(name)
    if scale and scale.kind != "kano":
        what = Text("a Kano question on scale '%(scale)s' of kind '%(kind)s'", _of(scale.name, scale.kind))
        yield Mistake(("item", name, "scale"), what, Text("expected a scale of kind 'kano'"))


def _of(scale: str, kind: str) -> dict[str, object]:
    return {"scale": scale, "kind": kind}


def _pair(attribute: str, sides: dict[str, list[str]], parts: Parts) -> Iterator[Mistake]:
    for side in SIDES:
        asked = sides.get(side, [])
        for name in asked[1:]:
            values = {"attribute": attribute, "side": side, "item": asked[0]}
            what = Text("the %(side)s side of attribute '%(attribute)s' is already '%(item)s'", values)
            yield Mistake(("item", name, "kano"), what)
        if not asked and "item" not in parts.broken:
            only = next(iter(sides.values()))[0]
            what = Text(
                "attribute '%(attribute)s' has no %(side)s question", {"attribute": attribute, "side": side}
            )
            yield Mistake(("item", only, "kano"), what, Text("expected a pair: functional and dysfunctional"))
    used = {parts.items[name].scale for names in sides.values() for name in names}
    if len(used) > 1:
        last = next(reversed(sides.values()))[-1]
        what = Text(
            "the two sides of attribute '%(attribute)s' use different scales", {"attribute": attribute}
        )
        yield Mistake(("item", last, "scale"), what)
