"""Which drivers matter more in one segment, or wave, than in another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.rank_certainty import draws, frequency
from satkit.stats.contrasts import adjust_p, difference
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates


def differences(
    values: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    groups: tuple[str, str],
    df: float,
    level: float = 0.95,
) -> pd.DataFrame:
    """What drivers are worth in one group less what they are in the other, Holm over drivers.

    Parameters
    ----------
    values : ndarray, shape (b + 1, 2, p)
        Slopes or importances of both groups from the same replicates, so that what they share counts.
    df : float
        Degrees of freedom of the design.

    Returns
    -------
    DataFrame
        ``driver group versus difference std_error low high p p_adjusted probability_larger``.

    Notes
    -----
    Take slopes where a group is small.  An importance near zero has next to no error, as a square
    near its lowest point has next to no slope: of shares in random groups of 210 among 2,700
    passengers 13 of 100 differed at the five-percent level, of slopes 2 (``docs/validation.md``).
    """
    gap = values[:, 0] - values[:, 1]
    found = difference(gap, resamples, df, level)
    table = pd.DataFrame({"driver": names, "group": groups[0], "versus": groups[1], **found})
    larger = frequency(draws(gap, resamples) > 0)
    return table.assign(p_adjusted=adjust_p(found["p"], "holm"), probability_larger=larger)


def permute_groups(
    values: Floats, outcome: Floats, group: np.ndarray, count: int = 999, seed: int = 0
) -> Floats:
    """Covariance matrices of both groups, as drawn and with the groups shuffled.

    The share of shuffles whose difference is at least the real one is a permutation p value for
    simple random samples: see :func:`shuffled_p`.

    Parameters
    ----------
    values : ndarray, shape (n, p)
    outcome : ndarray, shape (n,)
    group : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray, shape (count + 1, 2, p + 1, p + 1)
    """
    rng = np.random.default_rng(seed)
    rows = np.column_stack([values, outcome])
    rows = rows - rows.mean(axis=0)
    first = np.stack([group, *(rng.permutation(group) for _ in range(count))]).astype(float)
    member = np.stack([first, 1 - first], axis=1)
    size = member.sum(axis=-1)[..., None]
    left, right = np.triu_indices(rows.shape[1])
    means = member @ rows / size
    products = member @ (rows[:, left] * rows[:, right]) / size - means[..., left] * means[..., right]
    cov = np.empty((*products.shape[:2], rows.shape[1], rows.shape[1]))
    cov[..., left, right] = cov[..., right, left] = products
    return cov


def shuffled_p(shares: Floats) -> Floats:
    """Two-sided permutation p of every driver, shape (p,).

    Parameters
    ----------
    shares : ndarray, shape (count + 1, 2, p)
        Importances of :func:`permute_groups`.

    References
    ----------
    Phipson and Smyth (2010) for counting the sample itself.
    """
    gap = np.abs(shares[:, 0] - shares[:, 1])
    return np.asarray((gap >= gap[0] - 1e-12).mean(axis=0))
