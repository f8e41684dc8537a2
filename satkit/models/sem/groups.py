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
        loadings so are variances that the scale had fixed at 1.  What the text itself fixes stays.

    Returns
    -------
    tuple of tuple of Parameter
        A parameter that shares its label with a fixed one is fixed at the same value, as in lavaan.

    Raises
    ------
    DefinitionError
        If a kind is unknown, ``c(...)`` names another number of groups, or one label stands on two
        different values.
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
    _refuse_other_counts(model, count)
    groups = tuple(
        tuple(
            _place_parameter(row, number, model, group, equal) for number, row in enumerate(model.parameters)
        )
        for group in range(count)
    )
    values = _label_values(groups)
    return tuple(tuple(_with_value(row, values) for row in rows) for rows in groups)


def _refuse_other_counts(model: CovarianceModel, count: int) -> None:
    complaints = [
        Complaint(
            Text(
                "'%(row)s' has %(values)d values by group, and there are %(groups)d groups",
                {
                    "row": f"{row.lhs} {row.op} {row.rhs}".strip(),
                    "values": len(row.by_group),
                    "groups": count,
                },
            ),
            expected=Text("in c(...) one value or label for every group"),
        )
        for row in model.parameters
        if row.by_group and len(row.by_group) != count
    ]
    if complaints:
        raise DefinitionError(complaints)


def _label_values(groups: tuple[tuple[Parameter, ...], ...]) -> dict[str, float]:
    """The value of every label that stands on a fixed parameter."""
    values: dict[str, float] = {}
    for row in (row for rows in groups for row in rows if row.label and row.fixed is not None):
        assert row.fixed is not None  # noqa: S101  # as the line above has it
        if values.setdefault(row.label, row.fixed) != row.fixed:
            raise DefinitionError(
                Complaint(
                    Text(
                        "the label '%(label)s' stands on parameters fixed at %(a)g and at %(b)g",
                        {"label": row.label, "a": values[row.label], "b": row.fixed},
                    ),
                    expected=Text("one value for one label"),
                )
            )
    return values


def _with_value(row: Parameter, values: dict[str, float]) -> Parameter:
    return replace(row, fixed=values[row.label]) if row.label in values else row


def _place_parameter(
    row: Parameter, number: int, model: CovarianceModel, group: int, equal: Sequence[str]
) -> Parameter:
    if row.by_group:
        one = row.by_group[group]
        row = replace(row, label=one.label, fixed=one.fixed, start=one.start, by_group=())
    if row.filled and row.fixed is not None and group > 0:
        freed = "intercepts" if row.op == "~1" else "loadings"
        if freed in equal:
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
