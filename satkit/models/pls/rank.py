"""Causes, and items that form a construct, that follow from each other: refused by rank, with names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from satkit.errors import Complaint, FitError, quote_all
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls.indices import Places
from satkit.stats.design import Floats

NOTHING = 1e-9  # eigenvalue of a correlation matrix that only rounding keeps above zero
OF_THE_TIE = 0.05  # loading on the vanishing direction that makes a name part of it


def find_dependent(correlation: Floats, names: Sequence[str]) -> tuple[str, ...]:
    """The names that follow from each other in a correlation matrix, shape (m, m); none as a rule."""
    if len(names) < 2 or not np.isfinite(correlation).all():
        return ()
    roots, axes = np.linalg.eigh(correlation)
    if roots[0] >= NOTHING:
        return ()
    return tuple(name for name, lean in zip(names, np.abs(axes[:, 0]), strict=True) if lean > OF_THE_TIE)


def refuse_repeating_items(correlation: Floats, model: PathModel, at: Places) -> None:
    """Complain of constructs formed by items (mode B) of which one follows from the others.

    Parameters
    ----------
    correlation : ndarray, shape (..., k, k)
        Of the items, in the sample.

    Raises
    ------
    FitError
    """
    complaints = []
    for matrix in correlation.reshape(-1, *correlation.shape[-2:]):
        for one, block, mode in zip(model.constructs, at.blocks, at.modes, strict=True):
            found = find_dependent(matrix[block, block], one.items) if mode == "B" else ()
            if found:
                complaints.append(
                    _complaint(
                        Text(
                            "items that form '%(name)s' follow from each other: %(items)s",
                            {"name": one.name, "items": quote_all(found)},
                        )
                    )
                )
    if complaints:
        raise FitError(complaints[0])


def refuse_repeating_causes(correlation: Floats, weights: Floats, model: PathModel, at: Places) -> None:
    """Complain of regressions some of whose causes follow from each other.

    Measured by the scores themselves: what is taken off for measurement error cannot hide that two
    constructs are one.

    Parameters
    ----------
    correlation : ndarray, shape (..., k, k)
        Of the items, in the sample.
    weights : ndarray, shape (..., k)
        Of standardised items, for scores of variance one.

    Raises
    ------
    FitError
    """
    k = weights.shape[-1]
    for matrix, weight in zip(correlation.reshape(-1, k, k), weights.reshape(-1, k), strict=True):
        scores = np.zeros((len(at.blocks), k))
        scores[at.owner, np.arange(k)] = weight
        complaints = list(_of_regressions(scores @ matrix @ scores.T, model))
        if complaints:
            raise FitError(complaints)


def _of_regressions(between: Floats, model: PathModel) -> Iterator[Complaint]:
    number = {name: place for place, name in enumerate(model.names)}
    for target in model.names:
        causes = model.causes(target)
        places = [number[name] for name in causes]
        found = find_dependent(between[np.ix_(places, places)], causes)
        if found:
            yield _complaint(
                Text(
                    "causes of '%(name)s' follow from each other: %(causes)s",
                    {"name": target, "causes": quote_all(found)},
                )
            )


def _complaint(what: Text) -> Complaint:
    return Complaint(
        what,
        expected=Text("no cause and no item that is a copy, a sum or the rest of the others"),
        hint=Text("leave one of them out; of dummies of one question one level is the base"),
    )
