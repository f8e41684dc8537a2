"""A model of ordered items as parameters: what is free, what follows, what groups share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from satkit.errors import Complaint, FitError, quote_all
from satkit.language import Text
from satkit.models.sem.groups import in_groups
from satkit.models.sem.model import CovarianceModel, Parameter
from satkit.models.sem.ordinal_structure import Layers
from satkit.models.sem.structure import structure
from satkit.stats.design import Ints


def layers_of(
    model: CovarianceModel,
    ordered: Sequence[str],
    categories: Sequence[int],
    groups: int,
    equal: Sequence[str] = (),
) -> Layers:
    """The parameters of a model some or all of whose items are ordered categories.

    Parameters
    ----------
    model : CovarianceModel
        The thresholds of an ordered item are its intercept.
    ordered : sequence of str
    categories : sequence of int, length p
        Of every item; anything for numbers.
    groups : int
    equal : sequence of {"loadings", "intercepts"}
        What all groups share; the thresholds of ordered items belong to the intercepts.  The scales
        of ordered items are then free from the second group on.

    Raises
    ------
    FitError
        If the model asks for what ordered categories cannot give.
    """
    complaints = list(_impossible(model, ordered, equal))
    if complaints:
        raise FitError(complaints)
    model = _with_means(_scaled_by_item(_without_levels(model, ordered), ordered), ordered, groups)
    given = structure(model, in_groups(model, groups, equal))
    is_ordered = np.array([name in ordered for name in model.items])
    owner = np.repeat(
        np.arange(len(model.items)),
        [count - 1 if own else 0 for count, own in zip(categories, is_ordered, strict=True)],
    )
    shared = "intercepts" in equal
    number = np.zeros(groups, int) if shared else np.arange(groups)
    cut = given.free + number[:, None] * len(owner) + np.arange(len(owner))
    scale = np.full((groups, len(model.items)), -1)
    if shared:
        many = int(is_ordered.sum()) * (groups - 1)
        scale[1:, is_ordered] = given.free + len(owner) + np.arange(many).reshape(groups - 1, -1)
    rows, binds = _bound_rows(model, ordered)
    return Layers(given, is_ordered, owner, cut, scale, given.place[:, rows], binds, given.target[rows])


def _impossible(model: CovarianceModel, ordered: Sequence[str], equal: Sequence[str]) -> Iterator[Complaint]:
    levelled = [
        row.lhs
        for row in model.parameters
        if row.op == "~1" and row.lhs in ordered and (row.fixed is not None or row.label or row.by_group)
    ]
    if levelled:
        yield Complaint(
            Text(
                "%(names)s are ordered categories: they have thresholds, no intercepts",
                {"names": quote_all(levelled)},
            )
        )
    said = [
        row.lhs
        for row in model.parameters
        if row.op == "~~"
        and row.lhs == row.rhs
        and row.lhs in ordered
        and (row.fixed or row.label or row.by_group)
    ]
    if said:
        yield Complaint(
            Text(
                "the errors of %(names)s cannot be set: they follow from the variance of ordered categories, which is 1",
                {"names": quote_all(said)},
            )
        )
    yield from _scaled_otherwise(model, ordered)
    if "residuals" in equal:
        yield Complaint(
            Text("the errors of ordered categories cannot be made equal in all groups"),
            hint=Text("compare configural, metric and scalar, or take the answers as numbers (MLR)"),
        )


def _scaled_otherwise(model: CovarianceModel, ordered: Sequence[str]) -> Iterator[Complaint]:
    alone = _alone(model, ordered)
    scaled = [
        row.lhs
        for row in model.parameters
        if row.lhs in alone.values()
        and row.fixed not in {None, 1.0}
        and alone.get(row.rhs, row.rhs) == row.lhs
    ]
    if scaled:
        yield Complaint(
            Text(
                "%(names)s have the scale of their only item, an ordered category",
                {"names": quote_all(scaled)},
            ),
            hint=Text("leave loading and variance to the program"),
        )


def _without_levels(model: CovarianceModel, ordered: Sequence[str]) -> CovarianceModel:
    """Ordered items without intercepts, which their thresholds are; no means where nothing is left."""
    rows = tuple(row for row in model.parameters if row.op != "~1" or row.lhs not in ordered)
    means = any(row.op == "~1" and (row.fixed is None or row.fixed != 0) for row in rows)
    return replace(model, parameters=tuple(row for row in rows if means or row.op != "~1"), means=means)


def _alone(model: CovarianceModel, ordered: Sequence[str]) -> dict[str, str]:
    """Ordered items without an error of their own, each with the construct it stands for."""
    exact = {row.lhs for row in model.parameters if row.op == "~~" and row.lhs == row.rhs and row.fixed == 0}
    return {
        row.rhs: row.lhs
        for row in model.parameters
        if row.op == "=~" and row.rhs in exact and row.rhs in ordered
    }


def _scaled_by_item(model: CovarianceModel, ordered: Sequence[str]) -> CovarianceModel:
    """Constructs that are one ordered item have its variance, whatever scales the others."""
    alone = _alone(model, ordered)
    rows = tuple(
        replace(row, fixed=1.0, label="")
        if row.op == "=~" and alone.get(row.rhs) == row.lhs
        else replace(row, fixed=None, label="")
        if row.op == "~~" and row.lhs == row.rhs and row.lhs in alone.values()
        else row
        for row in model.parameters
    )
    return replace(model, parameters=rows)


def _with_means(model: CovarianceModel, ordered: Sequence[str], groups: int) -> CovarianceModel:
    """Intercepts of the items that are numbers, and places for means of constructs in groups."""
    numeric = [name for name in model.items if name not in ordered]
    if groups == 1 and not numeric and not model.means:
        return model
    said = {row.lhs for row in model.parameters if row.op == "~1"}
    extra = tuple(Parameter(name, "~1", "") for name in numeric if name not in said)
    extra += tuple(
        Parameter(name, "~1", "", fixed=0.0, filled=True) for name in model.constructs if name not in said
    )
    return replace(model, parameters=model.parameters + extra, means=True)


def _bound_rows(model: CovarianceModel, ordered: Sequence[str]) -> tuple[Ints, Ints]:
    """The rows of the bound variances and the items that bind them."""
    alone = _alone(model, ordered)
    spot = {
        row.lhs: number
        for number, row in enumerate(model.parameters)
        if row.op == "~~" and row.lhs == row.rhs
    }
    items = [name for name in model.items if name in ordered]
    rows = np.array([spot[alone.get(name, name)] for name in items], int)
    return rows, np.array([model.items.index(name) for name in items], int)
