"""Which parameters are equal in all groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
from satkit.models.sem.model import CovarianceModel, Parameter

Equal = Literal["loadings", "intercepts", "residuals"]
KINDS: tuple[Equal, ...] = ("loadings", "intercepts", "residuals")


def in_groups(
    model: CovarianceModel, count: int, equal: Sequence[str] = ()
) -> tuple[tuple[Parameter, ...], ...]:
    """The parameters of every group, equal ones under one label.

    Parameters
    ----------
    model : CovarianceModel
    count : int
        Groups.
    equal : sequence of {"loadings", "intercepts", "residuals"}
        With equal intercepts the means of constructs are free from the second group on; with equal
        loadings so are variances that the scale had fixed at 1.

    Raises
    ------
    DefinitionError
        If a kind is unknown.
    """
    strange = [name for name in equal if name not in KINDS]
    if strange:
        raise DefinitionError(
            [
                Complaint(
                    Text("'%(name)s' cannot be made equal in all groups", {"name": name}),
                    expected=Text("known: %(names)s", {"names": KINDS}),
                    hint=near(name, KINDS),
                )
                for name in strange
            ]
        )
    return tuple(
        tuple(_placed(row, number, model, group, equal) for number, row in enumerate(model.parameters))
        for group in range(count)
    )


def _placed(
    row: Parameter, number: int, model: CovarianceModel, group: int, equal: Sequence[str]
) -> Parameter:
    own = row.lhs in model.constructs
    if row.fixed is not None and group > 0 and own:
        if row.op == "~1" and "intercepts" in equal:
            return replace(row, fixed=None)
        if row.op == "~~" and row.lhs == row.rhs and row.fixed == 1.0 and "loadings" in equal:
            return replace(row, fixed=None)
    if row.fixed is None and not row.label and _kind(row, model) in equal:
        return replace(row, label=f".p{number + 1}.")
    return row


def _kind(row: Parameter, model: CovarianceModel) -> str:
    if row.op == "=~":
        return "loadings"
    if row.op == "~1" and row.lhs in model.items:
        return "intercepts"
    if row.op == "~~" and row.lhs == row.rhs and row.lhs in model.items:
        return "residuals"
    return ""
