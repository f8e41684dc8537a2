"""Whether outcome and drivers exist, have scores, and do not hold each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from satkit.errors import near
from satkit.language import Text
from satkit.survey.consistency.parts import Parts, known_names
from satkit.survey.locate import Mistake, Path
from satkit.survey.scale import fold
from satkit.survey.shorthand import shown


def drivers(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the settings of the driver analysis."""
    settings = parts.drivers
    named = [(("drivers", "drivers", i), name) for i, name in enumerate(settings.drivers)]
    known = [*parts.names["indicator"], *parts.names["item"]]
    for path, name in named:
        if name not in known:
            what = Text("no indicator or item '%(name)s'", {"name": name})
            yield Mistake(path, what, known_names(known), near(name, known))
        elif settings.drivers.index(name) != path[-1]:
            yield Mistake(path, Text("the driver '%(name)s' is named twice", {"name": name}))
        else:
            yield from _scored(name, path, parts)
    yield from _outcome(parts)
    yield from _overlapping(named, parts)
    yield from _dissatisfied(parts)


def _scored(name: str, path: Path, parts: Parts) -> Iterator[Mistake]:
    scale = parts.scale(name)
    if scale and scale.kind != "score" and name not in parts.names["indicator"]:
        what = Text("the driver '%(name)s' has no score", {"name": name})
        yield Mistake(path, what, Text("expected an item on a scale of kind 'score'"))


def _outcome(parts: Parts) -> Iterator[Mistake]:
    outcome, known = parts.drivers.outcome, parts.names["item"]
    scale = parts.scale(outcome)
    if outcome and outcome not in known:
        what = Text("no item '%(name)s'", {"name": outcome})
        yield Mistake(("drivers", "outcome"), what, known_names(known), near(outcome, known))
    elif scale and scale.kind != "score":
        what = Text("the outcome '%(name)s' has no score", {"name": outcome})
        yield Mistake(("drivers", "outcome"), what, Text("expected an item on a scale of kind 'score'"))


def _overlapping(named: Sequence[tuple[Path, str]], parts: Parts) -> Iterator[Mistake]:
    """A driver that the outcome is part of, or another driver."""
    inside = {name: _items(name, parts) for _, name in named}
    for place, (path, name) in enumerate(named):
        if parts.drivers.outcome in inside[name]:
            yield Mistake(path, Text("the driver '%(name)s' holds the outcome", {"name": name}))
        for _, other in named[:place]:
            if other != name and inside[name] & inside[other]:
                values = {"one": other, "two": name}
                yield Mistake(path, Text("the drivers '%(one)s' and '%(two)s' share a question", values))


def _items(node: str, parts: Parts) -> set[str]:
    if node not in parts.indicators:
        return {node}
    below = [name for name, one in parts.indicators.items() if one.parent == node and name != node]
    return set(parts.indicators[node].items).union(*(_items(name, parts) for name in below))


def _dissatisfied(parts: Parts) -> Iterator[Mistake]:
    codes = parts.drivers.dissatisfied
    overall = [name for name, item in parts.items.items() if item.role == "overall"]
    scale = parts.scale(parts.drivers.outcome or next(iter(overall), ""))
    if not codes or scale is None:
        return
    points = [str(point.code) for point in scale.points]
    for i, code in enumerate(codes):
        if fold(code) not in scale.positions:
            values = {"key": "dissatisfied", "code": shown(code)}
            what = Text("%(key)s names %(code)s, which is no point", values)
            path = ("drivers", "dissatisfied", i)
            yield Mistake(path, what, known_names(points), near(str(code), points))
    if len({scale.positions.get(fold(code)) for code in codes}) == len(points):
        what = Text("every answer of the outcome counts as dissatisfied")
        yield Mistake(("drivers", "dissatisfied"), what)
