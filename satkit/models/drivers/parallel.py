"""Brant's check that drivers act alike on every step of an outcome."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from satkit.models.drivers.odds import EXACT, Odds, chance_missed, fits, odds, replicate_coefficients
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates


def brant(
    x: Floats,
    grade: Floats,
    weight: Floats,
    names: tuple[str, ...],
    resamples: Replicates | None = None,
    freedom: float = np.inf,
) -> pd.DataFrame:
    """Wald test that the binary logits above every step share their coefficients.

    Parameters
    ----------
    x : ndarray, shape (n, p)
    grade : ndarray, shape (n,)
        At least three grades.
    weight : ndarray, shape (n,)
        Counts of respondents alike, unless ``resamples`` are given.
    resamples : Replicates, optional
        Of these rows, all of weight above zero: the covariance is then that of the design, whatever
        the weights add up to.
    freedom : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``term chi2 df p``; the first row, an empty term, is all drivers together; p is NaN where the
        design leaves no degree of freedom for the test.

    References
    ----------
    Brant (1990); Korn and Graubard (1990) for the F of a Wald statistic under a design.
    """
    steps = np.unique(grade[weight > 0])[:-1]
    made = [odds(x, grade > step, weight, names) for step in steps]
    slopes, covariance = (
        _joint(x[weight > 0], made, weight[weight > 0])
        if resamples is None
        else _replicate_coefficients(made, resamples)
    )
    p = len(names)
    lines = []
    every: list[Sequence[int]] = [range(p), *([i] for i in range(p))]
    for chosen in every:
        contrast = _against_first(len(steps), p, chosen)
        gap = contrast @ slopes
        spread = contrast @ covariance @ contrast.T  # singular where units are fewer than steps and drivers
        stat = float(gap @ np.linalg.pinv(spread, hermitian=True) @ gap)
        lines.append((stat, len(contrast), _chance(stat, len(contrast), freedom)))
    table = pd.DataFrame(lines, columns=["chi2", "df", "p"])
    table.insert(0, "term", ["", *names])
    return table


def _chance(stat: float, count: int, freedom: float) -> float:
    """Of a larger Wald statistic; F with what the design leaves, chi-square without a design."""
    from scipy.special import chdtrc, fdtrc

    if np.isinf(freedom):
        return float(chdtrc(count, stat))
    left = freedom - count + 1
    return float(fdtrc(count, left, stat * left / (count * freedom))) if left > 0 else np.nan


def _replicate_coefficients(made: list[Odds], resamples: Replicates) -> tuple[Floats, Floats]:
    """The same coefficients and their covariance from replicates one Newton step away."""
    slopes = np.concatenate([replicate_coefficients(each, resamples)[:, 1:] for each in made], axis=1)
    apart = resamples.deviations(slopes)
    return slopes[0], apart.T @ apart


def _joint(x: Floats, made: list[Odds], weight: Floats) -> tuple[Floats, Floats]:
    """Coefficients of the separate logits, one after the other, and their covariance."""
    rows = np.column_stack([np.ones(len(x)), (x - made[0].centre) / made[0].scale])
    betas = [fits(each, np.ones((1, x.shape[1]), bool), close=EXACT).beta[0] for each in made]
    above = [1 - chance_missed(rows @ np.append(-beta[:1], beta[1:])) for beta in betas]
    spread = [np.linalg.inv((rows.T * (weight * share * (1 - share))) @ rows) for share in above]
    q = rows.shape[1]
    covariance = np.empty((len(made), q, len(made), q))
    for i, low in enumerate(above):
        for j, high in enumerate(above):
            both = np.minimum(low, high) - low * high
            covariance[i, :, j] = spread[i] @ ((rows.T * (weight * both)) @ rows) @ spread[j]
    p = q - 1
    return np.concatenate([beta[1:] for beta in betas]), covariance[:, 1:, :, 1:].reshape(len(made) * p, -1)


def _against_first(steps: int, p: int, chosen: Sequence[int]) -> Floats:
    """Rows that take the first step's coefficients from those of every later one."""
    rows = np.zeros(((steps - 1) * len(chosen), steps, p))
    for row, (step, driver) in enumerate((s, d) for s in range(1, steps) for d in chosen):
        rows[row, 0, driver], rows[row, step, driver] = 1, -1
    return rows.reshape(len(rows), -1)
