"""Ordered categories: least squares on polychoric correlations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError, DefinitionError, FitError, near, quote_all
from satkit.language import Text
from satkit.models.sem.adjusted_test import adjusted_test, stacked_groups
from satkit.models.sem.admissible import warnings_of
from satkit.models.sem.answers import refuse_few
from satkit.models.sem.categorical import categorical_measures, categorical_table
from satkit.models.sem.least_squares import by_least_squares
from satkit.models.sem.measures import Test
from satkit.models.sem.model import CovarianceModel
from satkit.models.sem.ordinal_parameters import layers_of
from satkit.models.sem.ordinal_structure import Layers, observed_moments, slopes
from satkit.models.sem.result import Method, Ordinal, SemFit
from satkit.models.sem.sample import Sample
from satkit.models.sem.solve import fisher_scoring
from satkit.models.sem.start import plain
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import Moments
from satkit.stats.polychoric import Polychoric, polychoric
from satkit.stats.table import columns_as_numbers, group_labels, no_group, refuse_columns

SURE = 1e-8  # of the largest variance of a moment: below it a weight only loses digits
EDGE = 0.999  # a polychoric correlation as near to one as makes no difference


def ordinal_fit(
    model: CovarianceModel,
    answers: pd.DataFrame | Moments,
    method: Method,
    *,
    ordered: Sequence[str] | None = None,
    missing: str = "listwise",
    group: str | None = None,
    equal: Sequence[str] = (),
    weight: str | None = None,
    level: float = 0.95,
) -> SemFit:
    """Fit a model of constructs and items to ordered categories.

    Parameters
    ----------
    model : CovarianceModel
    answers : DataFrame
    method : {"DWLS", "WLSMV", "ULSMV"}
        The first with plain errors and test, the others with robust errors and the test shifted and
        scaled to the mean and variance of a chi-square.
    ordered : sequence of str, optional
        Items that are ordered categories, the others are numbers; all by default.
    missing : {"listwise", "pairwise"}
    group, equal, weight, level
        As in :func:`satkit.models.sem.fit.fit_sem`.

    Raises
    ------
    DefinitionError, DataError, FitError

    References
    ----------
    Muthen, du Toit and Spisic (1997); Asparouhov and Muthen (2010) for the shifted test; the
    variances of what lies behind the items are 1 (delta parameterisation), as lavaan's default.
    """
    if not isinstance(answers, pd.DataFrame):
        raise FitError(Complaint(Text("ordered categories need the answers, not only their moments")))
    chosen = _check_ordered(model, ordered)
    refuse_columns([*model.items, *(name for name in (weight, group) if name)], answers)
    seen, groups, notes = _estimate_correlations(model, answers, chosen, missing, group, weight)
    categories = [len(level) for level in seen[0].levels]
    layers = layers_of(model, chosen, categories, len(seen), equal)
    _refuse_too_many(layers, seen)
    sample = _sample(seen, groups, notes)
    weights = np.stack([_weights(own, method) for own in seen])
    theta, converged = _minimise_distance(layers, seen, sample, weights)
    found = Ordinal(layers, seen, theta, weights, missing == "pairwise")
    errors = _errors(found, method)
    tests = _tests(found, method)
    table = categorical_table(found, groups, errors, level)
    structure = layers.structure
    return SemFit(
        method,
        structure,
        sample,
        theta[: structure.free],
        errors[: structure.free, : structure.free],
        table,
        categorical_measures(found, sample, tests, method),
        *tests,
        converged,
        sample.notes + warnings_of(structure, sample, theta, table, converged=converged),
        found,
        level,
    )


def _check_ordered(model: CovarianceModel, ordered: Sequence[str] | None) -> tuple[str, ...]:
    if ordered is None:
        return model.items
    strange = [name for name in ordered if name not in model.items]
    if strange:
        raise DefinitionError(
            [
                Complaint(
                    Text("'%(name)s' is to be ordered but is no item of the model", {"name": name}),
                    expected=Text("known: %(names)s", {"names": model.items}),
                    hint=near(name, model.items),
                )
                for name in strange
            ]
        )
    return tuple(name for name in model.items if name in ordered)


def _estimate_correlations(
    model: CovarianceModel,
    answers: pd.DataFrame,
    ordered: Sequence[str],
    missing: str,
    group: str | None,
    weight: str | None,
) -> tuple[tuple[Polychoric, ...], tuple[str, ...], tuple[Text, ...]]:
    """Thresholds and correlations of every group."""
    values = columns_as_numbers(answers, model.items)
    heavy = columns_as_numbers(answers, [weight])[:, 0] if weight else np.ones(len(values))
    which, names, notes = _groups(answers, group)
    how: Literal["listwise", "pairwise"] = "pairwise" if missing == "pairwise" else "listwise"
    levels = [
        np.unique(column[np.isfinite(column)]) if name in ordered else np.zeros(0)
        for name, column in zip(model.items, values.T, strict=True)
    ]
    numeric = [name for name in model.items if name not in ordered]
    notes += _two_valued(values, model.items, numeric)
    found, complaints = [], []
    for number, name in enumerate(names):
        rows = which == number
        if rows.sum() <= len(model.items):
            complaints.append(refuse_few(int(rows.sum()), name, len(model.items)))
            continue
        try:
            found.append(
                polychoric(
                    values[rows],
                    model.items,
                    heavy[rows],
                    numeric=numeric,
                    missing=how,
                    levels=levels if group else None,
                )
            )
        except DataError as trouble:
            complaints += [_of_group(complaint, name) for complaint in trouble.complaints]
    complaints += [
        _unsure(own, name)
        for own, name in zip(found, names, strict=False)
        if not np.isfinite(own.gamma).all()
    ]
    if complaints:
        raise DataError(complaints)
    if not found:
        raise DataError(
            Complaint(Text("no respondent is left: no complete answers, or all case weights are zero"))
        )
    return tuple(found), names, notes


def _two_valued(values: Floats, items: Sequence[str], numeric: Sequence[str]) -> tuple[Text, ...]:
    """What to know of numbers that are no normal ones, such as 0 and 1."""
    two = [
        name
        for name, column in zip(items, values.T, strict=True)
        if name in numeric and len(np.unique(column[np.isfinite(column)])) == 2
    ]
    if not two:
        return ()
    return (
        Text(
            "%(names)s take two values and count as normal numbers beside ordered categories: standardised "
            "figures are good to about 0.02",
            {"names": quote_all(two)},
        ),
    )


def _groups(answers: pd.DataFrame, group: str | None) -> tuple[Ints, tuple[str, ...], tuple[Text, ...]]:
    if group is None:
        return np.zeros(len(answers), int), ("",), ()
    there, labels = group_labels(answers[group], len(answers))
    which = np.full(len(answers), -1)
    codes, unique = pd.factorize(labels[there])
    which[there] = codes
    return which, tuple(str(name) for name in unique), no_group(int((~there).sum()))


def _unsure(seen: Polychoric, name: str) -> Complaint:
    """A correlation at the edge of what is possible, where a cell that it needs is empty."""
    left, right = np.triu_indices(len(seen.names), 1)
    edge = np.abs(seen.pairs) >= EDGE
    pairs = tuple(
        f"{seen.names[one]} - {seen.names[other]}" for one, other in zip(left[edge], right[edge], strict=True)
    )
    what = (
        Text(
            "nobody gave some combination of answers to %(pairs)s: their correlation has no error",
            {"pairs": pairs},
        )
        if pairs
        else Text("the answers are too few for the errors of their correlations")
    )
    return _of_group(
        Complaint(
            what,
            expected=Text(
                "every two categories chosen together by somebody, at least for items with two categories"
            ),
            hint=Text("leave one item of the pair out, or take the answers as numbers (MLR)"),
        ),
        name,
    )


def _of_group(complaint: Complaint, name: str) -> Complaint:
    if not name:
        return complaint
    return replace(complaint, what=Text("group '%(name)s': %(note)s", {"name": name, "note": complaint.what}))


def _refuse_too_many(layers: Layers, seen: Sequence[Polychoric]) -> None:
    known = sum(len(own.vector) for own in seen)
    if known < len(layers.free):
        raise FitError(
            Complaint(
                Text(
                    "the model has %(free)d parameters for %(known)d moments of the answers",
                    {"free": len(layers.free), "known": known},
                ),
                hint=Text("fix loadings or leave paths out, or give constructs more items"),
            )
        )


def _sample(seen: Sequence[Polychoric], groups: tuple[str, ...], notes: tuple[Text, ...]) -> Sample:
    p = len(seen[0].names)
    notes += tuple(
        Text("group '%(name)s': %(note)s", {"name": name, "note": note}) if name else note
        for own, name in zip(seen, groups, strict=True)
        for note in own.notes
    )
    return Sample(
        seen[0].names,
        groups,
        np.arange(len(seen)),
        np.ones((len(seen), p), bool),
        np.array([own.n for own in seen]),
        np.stack([own.mean for own in seen]),
        np.stack([own.covariance for own in seen]),
        notes=notes,
    )


def _weights(seen: Polychoric, method: Method) -> Floats:
    width = np.maximum(np.diagonal(seen.gamma), SURE * np.diagonal(seen.gamma).max())
    return np.asarray(1 / width if method != "ULSMV" else np.ones(len(width)))


def _minimise_distance(
    layers: Layers, seen: Sequence[Polychoric], sample: Sample, weights: Floats
) -> tuple[Floats, bool]:
    """From unweighted least squares on correlations and means to the optimum, shape (Q,)."""
    structure = layers.structure
    begin = fisher_scoring(structure, sample, plain(structure, sample.cov, sample.mean)[None], "ULS").theta[0]
    theta = np.ones(layers.size)
    theta[: structure.free] = begin
    for cut, own in zip(layers.cut[::-1], seen[::-1], strict=True):
        theta[cut] = own.cuts
    target = np.stack([own.vector for own in seen])
    heavy = weights * ((sample.size - 1) / sample.n)[:, None]
    found, converged = by_least_squares(layers, target[None], heavy[None], theta[None])
    return found[0], bool(converged[0])


def _errors(fit: Ordinal, method: Method) -> Floats:
    """Covariance of all parameters, those that follow included, shape (Q, Q)."""
    steep, heavy, gamma = stacked_groups(fit)
    n = sum(own.n for own in fit.seen) - len(fit.seen)
    bread = np.linalg.pinv(steep.T * heavy @ steep, rcond=1e-13, hermitian=True)
    errors = bread
    if method != "DWLS":
        lean = heavy[:, None] * steep @ bread
        errors = lean.T @ gamma @ lean
    layers = fit.layers
    wide = np.zeros((layers.size, len(layers.free)))
    wide[layers.free] = np.eye(len(layers.free))
    for bound, follow in zip(layers.bound, slopes(layers, fit.theta)[1], strict=True):
        wide[bound] = follow
    return np.asarray(wide @ errors @ wide.T / n)


def _among_causes(fit: Ordinal) -> NDArray[np.bool_]:
    """Which pairs of items are both observed causes, whose covariance the baseline keeps."""
    model = fit.layers.structure.model
    cause = np.array([name in model.causes for name in model.items])
    left, right = np.triu_indices(len(cause), 1)
    return np.asarray(cause[left] & cause[right])


def _tests(fit: Ordinal, method: Method) -> tuple[Test, Test]:
    """Chi-squares of the model and of uncorrelated items."""
    layers = fit.layers
    told, _ = observed_moments(layers, fit.theta)
    target = np.stack([own.vector for own in fit.seen])
    size = np.array([own.n for own in fit.seen])[:, None] - 1
    alone = len(layers.owner) + 2 * len(layers.numeric)  # thresholds, means and variances
    kept = np.concatenate([np.ones(alone, bool), _among_causes(fit)])
    pairs = int((~kept).sum())
    model = Test(float((size * fit.weights * (target - told) ** 2).sum()), target.size - len(layers.free))
    base = Test(float((size * fit.weights * target**2)[:, ~kept].sum()), pairs * len(fit.seen))
    if method == "DWLS":
        return model, base
    steep, heavy, gamma = stacked_groups(fit)
    bare = np.asarray(np.kron(np.eye(len(fit.seen)), np.eye(target.shape[1])[:, kept]), float)
    return adjusted_test(model, gamma, heavy, steep), adjusted_test(base, gamma, heavy, bare)
