"""Whether the index names constructs and items that exist, and arrows that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
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
    if not settings.asked:
        return
    if bool(settings.model) == bool(settings.syntax):
        what = Text("the index needs a published model or one of your own, and not both")
        yield Mistake(("index",), what, Text('expected model = "…" or syntax = "…"'))
    elif settings.model:
        yield from _published(parts)
    else:
        yield from _own(parts)


def _published(parts: Parts) -> Iterator[Mistake]:
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
        yield from (_complained(complaint) for complaint in error.complaints)
        return
    wrong = [*_items(_named(model, settings.syntax), parts), *_constructs(settings, model.names)]
    yield from wrong or _whole(settings)


def _named(model: PathModel, syntax: str) -> Iterator[tuple[Path, str]]:
    """Every item of a model with the line of the syntax that first names it."""
    lines = syntax.splitlines()
    for item in model.items:
        word = re.compile(rf"(?<![\w.]){re.escape(item)}(?![\w.])")
        found = (number for number, line in enumerate(lines, start=1) if word.search(line))
        yield ("index", "syntax", next(found, 1)), item


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
    for table in ("items", "modes", "labels"):
        for name in getattr(settings, table):
            if name not in known:
                yield _stranger(("index", table, name), name, known)
    if settings.index and settings.index not in known:
        yield _stranger(("index", "index"), settings.index, known)


def _stranger(path: Path, name: str, known: tuple[str, ...]) -> Mistake:
    complaint = unknown_construct(name, known)
    return Mistake(path, complaint.what, complaint.expected, complaint.hint)


def _whole(settings: Index) -> Iterator[Mistake]:
    """What is wrong with the model as a whole: constructs on no path, items used twice, circles."""
    try:
        survey_index(settings)
    except DefinitionError as error:
        yield from (_complained(complaint, settings) for complaint in error.complaints)


def _complained(complaint: Complaint, settings: Index | None = None) -> Mistake:
    """A complaint of the path model, led back to the line it stands on."""
    _, _, number = str(complaint.where).rpartition(":")
    path: Path = ("index", "syntax", int(number)) if number else ("index", "syntax")
    if settings is not None and settings.model:
        path = ("index", "items")
    return Mistake(path, complaint.what, complaint.expected, complaint.hint)
