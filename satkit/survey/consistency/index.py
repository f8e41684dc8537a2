"""Whether the index names constructs and items that exist, and arrows that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
from satkit.models.aggregate import mistakes
from satkit.models.index import SHELF
from satkit.models.paths import PathModel, unknown_construct
from satkit.models.syntax import read_model
from satkit.survey.consistency.parts import Parts, known_names, unknown
from satkit.survey.index import survey_index
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import Index


def index(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the index model."""
    settings = parts.index
    if not settings.is_asked:
        return
    yield from _aggregate(parts)
    if bool(settings.model) == bool(settings.syntax):
        what = Text("the index needs a published model or one of your own, and not both")
        yield Mistake(("index",), what, Text('expected model = "…" or syntax = "…"'))
    elif settings.model:
        yield from _check_published_model(parts)
    else:
        yield from _own(parts)


def _aggregate(parts: Parts) -> Iterator[Mistake]:
    """A segment that nobody defined, shares that do not fit its levels."""
    asked = parts.index.aggregate
    if not asked.segment:
        if asked.shares:
            yield Mistake(("index", "aggregate"), Text("the key '%(key)s' is missing", {"key": "segment"}))
        return
    yield from unknown("segment", [(("index", "aggregate", "segment"), asked.segment)], parts)
    segment = parts.segments.get(asked.segment)
    wholes = set(asked.within.values())
    levels = [level.name for level in segment.levels] if segment and segment.levels else []
    names = levels or [name for name in asked.shares if name not in wholes]
    for complaint in mistakes(asked.shares, asked.within, names):
        path: Path = ("index", "aggregate", "shares")
        yield Mistake(path, complaint.what, complaint.expected, complaint.hint)


def _check_published_model(parts: Parts) -> Iterator[Mistake]:
    settings = parts.index
    named = [(("index", "items", name, i), item) for name, items in settings.items.items()
             for i, item in enumerate(items)]  # fmt: skip
    wrong = [*_items(named, parts)]
    book = SHELF.get(settings.model)
    if book is None:
        what = Text("no index model '%(name)s'", {"name": settings.model})
        wrong.append(Mistake(("index", "model"), what, known_names(SHELF), near(settings.model, SHELF)))
    else:
        wrong += _constructs(settings, tuple(book.constructs))
        wrong += [
            Mistake(("index", "items", name), Text("construct '%(name)s' has no items", {"name": name}))
            for name, items in settings.items.items()
            if not items and name in book.constructs
        ]
    yield from wrong or _whole(settings)


def _own(parts: Parts) -> Iterator[Mistake]:
    settings = parts.index
    if settings.items:
        what = Text("'items' goes with a published model; here the items stand in the syntax")
        yield Mistake(("index", "items"), what)
    try:
        model = read_model(settings.syntax, "syntax")
    except DefinitionError as error:
        yield from (_locate_complaint(complaint, settings) for complaint in error.complaints)
        return
    named = ((("index", "syntax", _line([item], settings.syntax)), item) for item in model.leaves)
    wrong = [*_near(_items(named, parts), model), *_constructs(settings, model.names)]
    yield from wrong or _whole(settings)


def _line(words: Iterable[str], syntax: str) -> int:
    """The first line with most of some words, from 1."""
    sought = [re.compile(rf"(?<![\w.]){re.escape(word)}(?![\w.])") for word in dict.fromkeys(words)]
    met = [sum(1 for word in sought if word.search(line)) for line in syntax.splitlines()]
    return met.index(max(met)) + 1 if met else 1


def _near(found: Iterable[Mistake], model: PathModel) -> Iterator[Mistake]:
    """The same mistakes; of a name on a path that is no construct either, both are said."""
    bare = {one.name for one in model.constructs if one.items == (one.name,)}
    shown = [name for name in model.names if name not in bare]
    for mistake in found:
        name = str(mistake.what.values.get("name", ""))
        if name in bare and mistake.what.msgid.startswith("no item"):
            what = Text(
                "no item '%(name)s', and no line gives a construct of that name its items", {"name": name}
            )
            yield replace(mistake, what=what, hint=near(name, shown) or mistake.hint)
        else:
            yield mistake


def _items(named: Iterable[tuple[Path, str]], parts: Parts) -> Iterator[Mistake]:
    """Items that nobody asked, or whose scale gives no score."""
    for path, item in named:
        yield from unknown("item", [(path, item)], parts)
        scale = parts.scale(item)
        if scale and scale.kind != "score":
            values = {"item": item, "kind": scale.kind}
            what = Text("item '%(item)s' has no score: its scale is of kind '%(kind)s'", values)
            yield Mistake(path, what, Text("expected items on scales of kind 'score'"))


def _constructs(settings: Index, known: tuple[str, ...]) -> Iterator[Mistake]:
    """Names that are no construct of the model."""
    for table in ("items", "modes", "labels", "products"):
        for name in getattr(settings, table):
            if name not in known:
                yield _stranger(("index", table, name), name, known)
    if not isinstance(settings.consistent, bool):
        for i, name in enumerate(settings.consistent):
            if name not in known:
                yield _stranger(("index", "consistent", i), name, known)
    yield from _products(settings, known)
    if settings.index and settings.index not in known:
        yield _stranger(("index", "index"), settings.index, known)


def _products(settings: Index, known: tuple[str, ...]) -> Iterator[Mistake]:
    """Products that are none, or of constructs that are not in the model."""
    for target, products in settings.products.items():
        for i, product in enumerate(products):
            path: Path = ("index", "products", target, i)
            parts = product.split(":")
            if len(parts) != 2:
                what = Text("'%(name)s' is no product of two constructs", {"name": product})
                example = {"example": f'"{known[0]}:{known[-1]}"'}
                expected = Text(
                    "expected two constructs with a colon between them, such as %(example)s", example
                )
                yield Mistake(path, what, expected)
            else:
                yield from (
                    _stranger(path, part, known) for part in dict.fromkeys(parts) if part not in known
                )


def _stranger(path: Path, name: str, known: tuple[str, ...]) -> Mistake:
    complaint = unknown_construct(name, known)
    return Mistake(path, complaint.what, complaint.expected, complaint.hint)


def _whole(settings: Index) -> Iterator[Mistake]:
    """What is wrong with the model as a whole: constructs on no path, items used twice, circles."""
    try:
        found = survey_index(settings)
    except DefinitionError as error:
        yield from (_locate_complaint(complaint, settings) for complaint in error.complaints)
    else:
        yield from _corrections(settings, found.model)


def _corrections(settings: Index, model: PathModel) -> Iterator[Mistake]:
    """Constructs whose measurement error cannot be taken out."""
    if settings.consistent and model.interactions:
        what = Text("measurement error cannot be taken out of a model with products of constructs")
        yield Mistake(("index", "consistent"), what, hint=Text("leave 'consistent' out, or the products"))
    elif not isinstance(settings.consistent, bool):
        named = {one.name: one for one in model.constructs}
        for i, name in enumerate(settings.consistent):
            if named[name].mode != "A" or len(named[name].items) < 2:
                yield Mistake(
                    ("index", "consistent", i),
                    Text(
                        "construct '%(name)s' has no measurement error that could be taken out",
                        {"name": name},
                    ),
                    Text("expected constructs of mode A with two items or more"),
                )


def _locate_complaint(complaint: Complaint, settings: Index) -> Mistake:
    """A complaint of the path model, led back to the line it stands on."""
    if settings.model:
        return Mistake(("index", "items"), complaint.what, complaint.expected, complaint.hint)
    _, _, number = str(complaint.where).rpartition(":")
    if not number:
        words = re.findall(r"[^\W\d][\w.]*", " ".join(map(str, complaint.what.values.values())))
        number = str(_line(words, settings.syntax))
    path: Path = ("index", "syntax", int(number))
    return Mistake(path, complaint.what, complaint.expected, complaint.hint)
