"""The path model behind a survey's satisfaction index."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from satkit.errors import Complaint, DefinitionError
from satkit.language import Label, Text
from satkit.models.effects import defined_quantities
from satkit.models.index import index_model
from satkit.models.paths import PathModel, unknown_construct
from satkit.models.pls.stages import refuse_deep
from satkit.models.syntax import read_model
from satkit.survey.questionnaire import Index

OWN = Text("A model of the survey's own")


@dataclass(frozen=True)
class SurveyIndex:
    """An index model whose items are those of a survey.

    Parameters
    ----------
    model : PathModel
    index : str
        The construct that is *the* index.
    labels : mapping of construct to Label
        Those of products (``"Image:Price"``) too.
    title : Label or Text
        What the model is called.
    source : str
        Where it was published; empty for one's own.
    confirmed : bool
        False where some arrows of a published model are ours.
    """

    model: PathModel
    index: str
    labels: Mapping[str, Label]
    title: Label | Text
    source: str = ""
    confirmed: bool = True

    def repeats(self, item: str) -> bool:
        """Whether the index is nothing but this question."""
        return any(one.name == self.index and one.items == (item,) for one in self.model.constructs)

    @property
    def name(self) -> Label:
        """What the index is called: its construct."""
        return self.labels[self.index]


def survey_index(settings: Index, model: str = "") -> SurveyIndex:
    """The index model that a definition asks for.

    Parameters
    ----------
    settings : Index
    model : str, optional
        Another published model than that of the definition; constructs it does not have are left out.

    Raises
    ------
    DefinitionError
        With every mistake of the model.
    """
    found = _build_published_index(settings, model) if model or settings.model else _own(settings)
    if found.index not in found.model.names:
        raise DefinitionError(unknown_construct(found.index, found.model.names))
    refuse_deep(found.model)
    defined_quantities(np.ones((len(found.model.names),) * 2), found.model)  # complains of unknown labels
    return found


def _build_published_index(settings: Index, other: str) -> SurveyIndex:
    book = index_model(other or settings.model)
    left = {name for name in settings.items if other and name not in book.constructs}
    items = {name: value for name, value in settings.items.items() if name not in left}
    if not items:
        what = Text("no construct of %(model)s has an item in this survey", {"model": book.title})
        raise DefinitionError(Complaint(what, hint=Text("name them in [index.items]")))
    modes = {name: value for name, value in settings.modes.items() if name not in left}
    model = _add_products(book.with_items(items, modes), settings, left)
    labels = _label_constructs(
        model, {name: settings.labels.get(name, book.constructs[name]) for name in model.names}
    )
    wanted = settings.index if not other or settings.index in model.names else ""
    return SurveyIndex(model, wanted or book.index, labels, book.title, book.source, book.confirmed)


def _own(settings: Index) -> SurveyIndex:
    model = read_model(settings.syntax)
    model = replace(
        model,
        constructs=tuple(
            replace(one, mode=settings.modes.get(one.name, one.mode)) for one in model.constructs
        ),
    )
    model = _add_products(model, settings)
    labels = _label_constructs(model, {name: settings.label(name) for name in model.names})
    return SurveyIndex(model, settings.index or _last_explained(model), labels, OWN)


def _add_products(model: PathModel, settings: Index, left: Collection[str] = ()) -> PathModel:
    """The model with arrows from the products that the definition names; not where a part was left out."""
    arrows = tuple(
        (product, target)
        for target, products in settings.products.items()
        for product in products
        if not {target, *product.split(":")} & set(left)
    )
    return replace(model, paths=(*model.paths, *arrows)) if arrows else model


def _label_constructs(model: PathModel, labels: dict[str, Label]) -> dict[str, Label]:
    """Names of constructs, and of products as those of their parts."""
    for product in model.interactions:
        one, other = (labels[part] for part in product.split(":"))
        labels[product] = Label(
            f"{one.into('zh')} × {other.into('zh')}", f"{one.into('en')} × {other.into('en')}"
        )
    return labels


def _last_explained(model: PathModel) -> str:
    """The construct with most causes; of several the first."""
    return max(model.names, key=lambda name: len(model.causes(name)), default="")
