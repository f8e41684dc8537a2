"""Solutions that must not be believed, told in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from satkit.errors import quote_all
from satkit.language import Text
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Structure, fill_matrices, implied_moments
from satkit.stats.design import Floats

LOOSE = 0.5  # error of a standardised path whose 95 % interval spans all it could be
MOST = 6  # parameters that are named in one note
TWINS = 0.98  # correlation at which two constructs are one


def warnings_of(
    structure: Structure, sample: Sample, theta: Floats, table: pd.DataFrame, *, converged: bool
) -> tuple[Text, ...]:
    """Everything improper about a solution, for every group."""
    notes = [] if converged else [Text("the estimation did not settle; the figures are not final")]
    for group, name in enumerate(sample.groups):
        own = (*_negative(structure, theta, group), *_twins(structure, theta, group))
        notes.extend(_of_group(note, name) for note in own)
    notes += _note_undetermined(table)
    return tuple(notes)


def _of_group(note: Text, name: str) -> Text:
    return Text("group '%(name)s': %(note)s", {"name": name, "note": note}) if name else note


def _negative(structure: Structure, theta: Floats, group: int) -> Iterator[Text]:
    """Heywood cases."""
    _, errors, _ = fill_matrices(structure, theta)
    width = np.diagonal(errors[group])
    below = [name for name, size in zip(structure.model.variables, width, strict=True) if size < 0]
    if below:
        yield Text(
            "the residual variance of %(names)s is negative, which no survey can show (Heywood case): "
            "the model is wrong there, or the sample is too small for it",
            {"names": quote_all(below)},
        )


def _twins(structure: Structure, theta: Floats, group: int) -> Iterator[Text]:
    """Constructs that cannot be told apart."""
    p = len(structure.model.items)
    cov = implied_moments(structure, theta).all_cov[group][p:, p:]
    width = np.diagonal(cov)
    if len(cov) < 2 or not (width > 0).all():
        return
    correlation = cov / np.sqrt(np.outer(width, width))
    names = structure.model.constructs
    for left, right in zip(*np.triu_indices(len(cov), 1), strict=True):
        if abs(correlation[left, right]) > 1:
            yield Text(
                "'%(a)s' and '%(b)s' correlate at %(r).2f, which is impossible: they cannot be told apart",
                {"a": names[left], "b": names[right], "r": correlation[left, right]},
            )
        elif abs(correlation[left, right]) > TWINS:
            yield Text(
                "'%(a)s' and '%(b)s' correlate at %(r).3f: the answers hardly tell them apart",
                {"a": names[left], "b": names[right], "r": correlation[left, right]},
            )
    if np.linalg.eigvalsh(correlation)[0] < -1e-8 and (np.abs(correlation) <= 1).all():
        yield Text("the correlations of the constructs contradict each other (not positive definite)")


def _note_undetermined(table: pd.DataFrame) -> Iterator[Text]:
    """Parameters of which the answers say nothing, or next to nothing."""
    free = table["free"].to_numpy(bool)
    lost = table[free & ~(table["std_error"].to_numpy() > 0)]
    if len(lost):
        yield Text(
            "%(names)s cannot be determined from these answers; errors and tests are not to be trusted",
            {"names": _name_parameters(lost)},
        )
    arrow = table["op"].isin(["~", "=~"]).to_numpy()
    loose = table[free & arrow & (table["std_error_all"].to_numpy() > LOOSE)]
    if len(loose):
        yield Text(
            "%(names)s are almost undetermined (error of %(error).1f standard deviations): very different "
            "values fit as well, so read the fit of the whole model but not these estimates",
            {"names": _name_parameters(loose), "error": float(loose["std_error_all"].max())},
        )


def _name_parameters(rows: pd.DataFrame) -> tuple[Text, ...]:
    """Parameters as the syntax writes them; of many the first."""
    shown = [_parameter(line) for line in rows.head(MOST).to_dict("records")]
    more = len(rows) - len(shown)
    return (*shown, Text("%(count)d more", {"count": more})) if more else tuple(shown)


def _parameter(line: Mapping[Hashable, Any]) -> Text:
    told = {"left": line["lhs"], "op": line["op"], "right": line["rhs"]}
    one = Text("%(left)s %(op)s %(right)s", told) if line["rhs"] else Text("%(left)s %(op)s", told)
    return (
        Text("%(parameter)s (%(group)s)", {"parameter": one, "group": line["group"]})
        if line["group"]
        else one
    )
