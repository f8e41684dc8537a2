"""Whether outcome and drivers exist, have scores, and do not hold each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from satkit.errors import near
from satkit.language import Text
from satkit.survey.consistency.index import index
from satkit.survey.consistency.parts import Parts, known_names
from satkit.survey.index import survey_index
from satkit.survey.locate import Mistake, Path
from satkit.survey.scale import fold
from satkit.survey.shorthand import show_value


def drivers(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the settings of the driver analysis."""
    settings = parts.drivers
    named = [(("drivers", "drivers", i), name) for i, name in enumerate(settings.drivers)]
    constructs = _constructs(parts)
    known = [*parts.names["indicator"], *parts.names["item"], *(constructs or ())]
    for path, name in named:
        if name not in known:
            if constructs is not None:
                what = Text("no indicator, item or construct '%(name)s'", {"name": name})
                yield Mistake(path, what, known_names(known), near(name, known))
        elif settings.drivers.index(name) != path[-1]:
            yield Mistake(path, Text("the driver '%(name)s' is named twice", {"name": name}))
        else:
            yield from _check_driver_score(name, path, parts)
    yield from _outcome(parts)
    yield from _overlapping(named, parts, constructs or {})
    yield from _check_dissatisfied_codes(parts)


def _constructs(parts: Parts) -> Mapping[str, set[str]] | None:
    """The items of every construct with a name of its own; nothing where the index is not sound."""
    if "index" in parts.broken or next(index(parts), None):
        return None
    if not parts.index.is_asked:
        return {}
    found = survey_index(parts.index).model
    taken = {*parts.names["indicator"], *parts.names["item"]}
    return {name: set(found.within(name)) for name in found.names if name not in taken}


def _check_driver_score(name: str, path: Path, parts: Parts) -> Iterator[Mistake]:
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


def _overlapping(
    named: Sequence[tuple[Path, str]], parts: Parts, constructs: Mapping[str, set[str]]
) -> Iterator[Mistake]:
    """A driver that the outcome is part of, or another driver."""
    inside = {name: constructs.get(name) or _items(name, parts) for _, name in named}
    outcome = _find_outcome(parts)
    for place, (path, name) in enumerate(named):
        if outcome in inside[name]:
            yield Mistake(path, Text("the driver '%(name)s' holds the outcome", {"name": name}))
        for _, other in named[:place]:
            if other != name and inside[name] & inside[other]:
                values = {"one": other, "two": name}
                yield Mistake(path, Text("the drivers '%(one)s' and '%(two)s' share a question", values))


def _find_outcome(parts: Parts) -> str:
    """The item that is explained: the one named, else the overall question."""
    overall = (name for name, item in parts.items.items() if item.role == "overall")
    return parts.drivers.outcome or next(overall, "")


def _items(node: str, parts: Parts) -> set[str]:
    if node not in parts.indicators:
        return {node}
    below = [name for name, one in parts.indicators.items() if one.parent == node and name != node]
    return set(parts.indicators[node].items).union(*(_items(name, parts) for name in below))


def _check_dissatisfied_codes(parts: Parts) -> Iterator[Mistake]:
    codes = parts.drivers.dissatisfied
    scale = parts.scale(_find_outcome(parts))
    if not codes or scale is None:
        return
    if scale.continuous:
        what = Text("the outcome is on a scale of any number between two ends, which has no codes to name")
        hint = Text("write bottom = { to = … } into [scale.%(scale)s]", {"scale": scale.name})
        yield Mistake(("drivers", "dissatisfied"), what, None, hint)
        return
    points = [str(point.code) for point in scale.points]
    for i, code in enumerate(codes):
        if fold(code) not in scale.positions:
            values = {"key": "dissatisfied", "code": show_value(code)}
            what = Text("%(key)s names %(code)s, which is no point", values)
            path = ("drivers", "dissatisfied", i)
            yield Mistake(path, what, known_names(points), near(str(code), points))
    if len({scale.positions.get(fold(code)) for code in codes}) == len(points):
        what = Text("every answer of the outcome counts as dissatisfied")
        yield Mistake(("drivers", "dissatisfied"), what)
