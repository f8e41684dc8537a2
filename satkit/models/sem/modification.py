"""What the model leaves out and the answers ask for."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pandas as pd

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.discrepancy import discrepancy_gradient, information
from satkit.models.sem.model import CovarianceModel, Parameter
from satkit.models.sem.result import SemFit, alone, unbiased_sample
from satkit.models.sem.standardised import standardise_rows
from satkit.models.sem.structure import with_rows
from satkit.stats.arguments import NUMBER, arguments, instance
from satkit.stats.design import Floats


@arguments(fit=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")), least=NUMBER)
def modification_indices(fit: SemFit, *, least: float = 0.0) -> pd.DataFrame:
    """By how much the chi-square would fall if one more parameter were free.

    Parameters
    ----------
    fit : SemFit
    least : float
        Smaller indices are left out.

    Returns
    -------
    DataFrame
        ``group lhs op rhs mi epc epc_all p``, largest first: the score test with one
        degree of freedom, the value the parameter would take (about), the same in standard
        deviations, and the chance of such an index if the parameter is zero, not corrected for how
        many were looked at.

    Raises
    ------
    DefinitionError
        If it is given no fit.
    FitError
        If parameters of the fit cannot be determined, or it is one of ordered categories.

    References
    ----------
    Sorbom (1989).

    Notes
    -----
    Freeing a parameter that theory does not ask for fits the sample, not the
    customers.

    Examples
    --------
    >>> from satkit import fit_sem, from_covariance
    >>> matrix = [[1, 0.5, 0.4, 0.3], [0.5, 1, 0.4, 0.3], [0.4, 0.4, 1, 0.5], [0.3, 0.3, 0.5, 1]]
    >>> published = from_covariance(matrix, ["a", "b", "c", "d"], n=300)
    >>> found = modification_indices(fit_sem(published, "F =~ a + b + c + d", start="plain"))
    >>> found.loc[0, ["lhs", "op", "rhs"]].tolist()
    ['a', '~~', 'b']
    """
    from scipy.special import chdtrc

    sample = alone(fit.sample)
    sample = sample if fit.estimator == "ML" else unbiased_sample(sample)
    extra = candidates(fit.model)
    grown = with_rows(fit.structure, extra)
    count, old = len(extra), fit.structure.free
    theta = np.concatenate([fit.theta, np.zeros(count * fit.structure.groups)])
    gradient = discrepancy_gradient(grown, sample, theta, fit.estimator)
    inner = information(grown, sample, theta, fit.estimator)
    across = inner[:old, old:]
    try:
        solved = np.linalg.solve(inner[:old, :old], across)
    except np.linalg.LinAlgError:
        raise FitError(
            Complaint(
                Text("parameters of this fit cannot be determined, and what others would add cannot be told"),
                hint=Text("fix or leave out the parameters named in the notes of the fit"),
            )
        ) from None
    left = np.diagonal(inner)[old:] - np.einsum("qe,qe->e", across, solved)
    n = sample.n if fit.estimator == "ML" else sample.n - len(sample.groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        usable = left > 1e-10 * np.diagonal(inner)[old:]
        index = np.where(usable, n * gradient[old:] ** 2 / left, np.nan)
        change = np.where(usable, -gradient[old:] / left, np.nan)
    scaled = _scale(fit, extra) * change.reshape(fit.structure.groups, count)
    table = pd.DataFrame(
        [(group, row.lhs, row.op, row.rhs) for group in sample.groups for row in extra],
        columns=["group", "lhs", "op", "rhs"],
    ).assign(mi=index, epc=change, epc_all=scaled.ravel(), p=chdtrc(1, np.nan_to_num(index)))
    table = table[table["mi"] >= least].sort_values("mi", ascending=False)
    return table.reset_index(drop=True)


def _scale(fit: SemFit, extra: tuple[Parameter, ...]) -> Floats:
    """What a value of one is in standard deviations, shape (g, e)."""
    tiny = 1e-9
    grown = with_rows(fit.structure, extra)
    theta = np.concatenate([fit.theta, np.full(len(extra) * fit.structure.groups, tiny)])
    return np.asarray(standardise_rows(grown, theta)[:, -len(extra) :] / tiny)


def candidates(model: CovarianceModel) -> tuple[Parameter, ...]:
    """Cross-loadings, covariances of errors, and paths between constructs that are not there."""
    there = {(row.lhs, row.op, row.rhs) for row in model.parameters}
    there |= {(right, op, left) for left, op, right in there if op == "~~"}
    explained = {row.lhs for row in model.parameters if row.op == "~"}
    shown = {row.rhs for row in model.parameters if row.op == "=~"}
    alone = {name for name in model.items if name not in shown}
    inner = [*model.constructs, *(name for name in model.items if name in alone)]
    found = [
        Parameter(construct, "=~", item)
        for construct in model.constructs
        for item in model.items
        if item in shown
    ]
    found += [
        Parameter(left, "~~", right)
        for left, right in combinations([n for n in model.items if n in shown], 2)
    ]
    found += [Parameter(left, "~~", right) for left, right in combinations(inner, 2)]
    if explained:
        found += [Parameter(left, "~", right) for left, right in permutations(inner, 2)]
    return tuple(row for row in found if (row.lhs, row.op, row.rhs) not in there)
