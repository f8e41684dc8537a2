"""The grammar of path models: constructs, their items, and the arrows between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from satkit.errors import Complaint, DefinitionError, near, quote_all
from satkit.language import Text

Mode = Literal["A", "B", "unit"]
MODES: tuple[Mode, ...] = ("A", "B", "unit")


@dataclass(frozen=True)
class Construct:
    """Something that is not asked for but shows in the answers to its items.

    Parameters
    ----------
    name : str
    items : tuple of str
    mode : {"A", "B", "unit"}
        How PLS weighs the items: by their correlation with the construct's neighbours, by
        regression on them, or all alike (a sum score).
    """

    name: str
    items: tuple[str, ...]
    mode: Mode = "A"


@dataclass(frozen=True)
class PathModel:
    """Constructs and the arrows from causes to effects.

    Parameters
    ----------
    constructs : tuple of Construct
    paths : tuple of (source, target)
        Names of constructs; a source ``"Image:Price"`` is the interaction of two of them, and
        ``"Image:Image"`` a square.  A construct whose items are constructs is of second order.
    labels : mapping of (source, target) to str
        Names that defined quantities use for paths.
    covariances : tuple of (name, name)
        Errors that may go together; covariance models use them, PLS does not.
    defined : tuple of (name, expression)
        Quantities made of labelled paths, such as ``("indirect", "a * b")``.

    Raises
    ------
    DefinitionError
        With every mistake: constructs without items or on no path, items used twice, unknown
        names, circles.
    """

    constructs: tuple[Construct, ...]
    paths: tuple[tuple[str, str], ...]
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    covariances: tuple[tuple[str, str], ...] = ()
    defined: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        complaints = list(_mistakes(self))
        if complaints:
            raise DefinitionError(complaints)

    @property
    def names(self) -> tuple[str, ...]:
        """The constructs in the order given."""
        return tuple(construct.name for construct in self.constructs)

    @property
    def items(self) -> tuple[str, ...]:
        """The items of all constructs, construct by construct."""
        return tuple(item for construct in self.constructs for item in construct.items)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The items that are answers: all but the constructs of which others are made."""
        names = set(self.names)
        return tuple(
            item
            for construct in self.constructs
            for item in construct.items
            if item == construct.name or item not in names
        )

    @property
    def interactions(self) -> tuple[str, ...]:
        """Sources that are products of two constructs, such as ``"Image:Price"``."""
        return tuple(dict.fromkeys(source for source, _ in self.paths if source not in self.names))

    @property
    def second_order(self) -> tuple[Construct, ...]:
        """Constructs that are made of constructs."""
        return tuple(one for one in self.constructs if set(one.items) & set(self.names) - {one.name})

    @property
    def order(self) -> tuple[str, ...]:
        """The constructs, causes before effects."""
        return tuple(_sort_causes(self.names, self.paths))

    def within(self, name: str) -> tuple[str, ...]:
        """The items that are answers and that a construct is made of, straight or through others."""
        parts = {one.name: one.items for one in self.constructs}
        below = (self.within(item) if item in parts and item != name else (item,) for item in parts[name])
        return tuple(item for items in below for item in items)

    def causes(self, name: str) -> tuple[str, ...]:
        """The constructs with an arrow to ``name``, in the order of the constructs."""
        sources = {source for source, target in self.paths if target == name}
        return tuple(other for other in self.names if other in sources)

    def __str__(self) -> str:
        explained = sum(1 for name in self.names if self.causes(name))
        return (
            f"PathModel  {len(self.names)} constructs, {len(self.items)} items, "
            f"{len(self.paths)} paths, {explained} constructs explained"
        )


def path_model(
    constructs: Mapping[str, Sequence[str] | str],
    paths: Iterable[tuple[str, str]],
    modes: Mapping[str, Mode] | None = None,
) -> PathModel:
    """A path model from plain data.

    Parameters
    ----------
    constructs : mapping of name to items
    paths : pairs of names
        Source and target.
    modes : mapping of name to mode, optional
        Mode A where none is given.

    Raises
    ------
    DefinitionError

    Examples
    --------
    >>> model = path_model({"Quality": ["q1", "q2"], "Satisfaction": "s"}, [("Quality", "Satisfaction")])
    >>> model.order
    ('Quality', 'Satisfaction')
    """
    chosen = modes or {}
    strange = [name for name in chosen if name not in constructs]
    if strange:
        raise DefinitionError([unknown_construct(name, constructs) for name in strange])
    return PathModel(
        tuple(
            Construct(name, (items,) if isinstance(items, str) else tuple(items), chosen.get(name, "A"))
            for name, items in constructs.items()
        ),
        tuple((source, target) for source, target in paths),
    )


def unknown_construct(name: str, known: Iterable[str]) -> Complaint:
    """No construct of that name: what there is, and what may have been meant."""
    names = tuple(known)
    return Complaint(
        Text("no construct '%(name)s' in the path model", {"name": name}),
        expected=Text("known: %(names)s", {"names": names}),
        hint=near(name, names),
    )


def refuse_no_model(model: object) -> None:
    """Complain of what is no path model.

    Raises
    ------
    DefinitionError
    """
    if not isinstance(model, PathModel):
        raise DefinitionError(
            Complaint(
                Text("a path model is needed, and this is '%(kind)s'", {"kind": type(model).__name__}),
                hint=Text("read_model(text) makes one from lavaan's notation"),
            )
        )


def _mistakes(model: PathModel) -> Iterator[Complaint]:
    yield from _of_constructs(model)
    yield from _of_items(model)
    yield from _of_orders(model)
    yield from _of_paths(model)


def _of_constructs(model: PathModel) -> Iterator[Complaint]:
    if not model.constructs:
        yield Complaint(
            Text("the path model has no constructs"),
            expected=Text("at least one line such as %(line)s", {"line": "Quality =~ q1 + q2 + q3"}),
        )
    for name, times in Counter(model.names).items():
        if times > 1:
            yield Complaint(
                Text("construct '%(name)s' is defined %(times)d times", {"name": name, "times": times})
            )
    touched = {name for path in model.paths for end in path for name in (end, *end.split(":"))}
    touched |= {item for construct in model.constructs for item in construct.items}
    for construct in model.constructs:
        if not construct.items:
            yield Complaint(
                Text("construct '%(name)s' has no items", {"name": construct.name}),
                hint=Text("give it at least one item, or leave it and its paths out"),
            )
        if construct.mode not in MODES:
            yield Complaint(
                Text(
                    "construct '%(name)s' has the mode '%(mode)s'",
                    {"name": construct.name, "mode": construct.mode},
                ),
                expected=Text("known: %(names)s", {"names": MODES}),
            )
        if construct.name not in touched:
            yield Complaint(
                Text("construct '%(name)s' stands on no path", {"name": construct.name}),
                hint=Text("connect it with another construct, or leave it out"),
            )


def _of_items(model: PathModel) -> Iterator[Complaint]:
    homes: dict[str, list[str]] = {}
    for construct in model.constructs:
        for item in construct.items:
            homes.setdefault(item, []).append(construct.name)
    for item, owners in homes.items():
        if len(owners) > 1:
            yield Complaint(
                Text(
                    "item '%(item)s' is used %(times)d times, in %(constructs)s",
                    {"item": item, "times": len(owners), "constructs": quote_all(dict.fromkeys(owners))},
                ),
                expected=Text("every item belongs to one construct"),
            )


def _of_orders(model: PathModel) -> Iterator[Complaint]:
    """Constructs that are made of themselves, by a detour."""
    made = [(item, one.name) for one in model.second_order for item in one.items if item != one.name]
    round_ = set(model.names) - set(_sort_causes(model.names, made))
    names = tuple(one.name for one in model.second_order if one.name in round_)
    if names:
        yield Complaint(
            Text("the constructs %(names)s are made of each other", {"names": quote_all(names)}),
            expected=Text("constructs made of items, or of constructs that are"),
        )


def _of_paths(model: PathModel) -> Iterator[Complaint]:
    known = set(model.names)
    ends = [name for source, target in model.paths for name in (*_parts(source, known), target)]
    for name in dict.fromkeys(name for name in ends if name not in known):
        yield unknown_construct(name, model.names)
    for (source, target), times in Counter(model.paths).items():
        if times > 1:
            yield Complaint(
                Text(
                    "the path from '%(source)s' to '%(target)s' is given twice",
                    {"source": source, "target": target},
                )
            )
    ordered = _sort_causes(model.names, model.paths)
    if len(ordered) < len(known):
        around = " -> ".join(_circle(model, set(ordered)))
        yield Complaint(
            Text("the paths run in a circle: %(circle)s", {"circle": around}),
            expected=Text("arrows that never lead back to where they started"),
            hint=Text("take one of these arrows out"),
        )


def _parts(source: str, known: set[str]) -> list[str]:
    """The constructs behind a source: itself, or the two that it multiplies."""
    parts = source.split(":")
    return parts if source not in known and len(parts) == 2 else [source]


def _causes(names: Sequence[str], paths: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What every construct waits for; an interaction waits for both of its parts."""
    known = set(names)
    waiting: dict[str, list[str]] = {name: [] for name in names}
    for source, target in paths:
        if target in waiting:
            waiting[target] += [part for part in _parts(source, known) if part in known]
    return waiting


def _sort_causes(names: Sequence[str], paths: Iterable[tuple[str, str]]) -> list[str]:
    """Causes before effects; what stands on a circle or behind one is left out."""
    waiting = _causes(names, paths)
    ordered: list[str] = []
    while ready := [name for name, causes in waiting.items() if not set(causes) - set(ordered)]:
        ordered += ready
        for name in ready:
            del waiting[name]
    return ordered


def _circle(model: PathModel, free: set[str]) -> list[str]:
    """One way back to where it started, found against the arrows and then turned round."""
    causes = {
        name: [source for source in sources if source not in free]
        for name, sources in _causes(model.names, model.paths).items()
    }
    trail = [next(name for name in model.names if name not in free and causes[name])]
    while trail[-1] not in trail[:-1]:
        trail.append(causes[trail[-1]][0])
    return trail[trail.index(trail[-1]) :][::-1]
