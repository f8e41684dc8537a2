"""Importance of drivers, from answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from numpy.typing import ArrayLike

from satkit.models.drivers import mcfadden
from satkit.models.drivers.correlations import correlations
from satkit.models.drivers.fit import Importance, make_importance
from satkit.models.drivers.intake import (
    EXPLAINED,
    checked_drivers,
    read_complete,
    read_drivers,
    refuse_many,
)
from satkit.models.drivers.methods import METHODS, affordable, importance
from satkit.models.drivers.odds import odds
from satkit.stats.arguments import arguments, one_of
from satkit.stats.intake import read_sample
from satkit.stats.moments import complete
from satkit.stats.replicates import Replicates

MOST_GRADED = 14  # drivers whose subsets of logit models are all fitted: some seconds


@arguments(**EXPLAINED, method=one_of(("auto", *METHODS, "mcfadden")))
def driver_importance(
    data: object,
    outcome: str,
    drivers: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    missing: str = "complete",
    method: str = "auto",
) -> Importance:
    """How much each driver matters for an outcome, with the uncertainty of its rank.

    Parameters
    ----------
    data : DataFrame or Moments
        Answers, one row per respondent; or moments of drivers and outcome with their replicates.
    outcome : str
        The column, or item, that is explained.
    drivers : sequence of str, length p
        The columns, or items, that explain it.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``{"strata": …, "cluster": …, "fpc": …}``: columns that say who was drawn with whom.
    resamples : int or Replicates
        Bootstrap replicates to draw, 0 for none; with moments, the replicates that they are of.
    seed : int
        Of the bootstrap.
    level : float
        Of the intervals.
    missing : {"complete", "pairwise", "em", "mean"}
        What is made of answers with gaps, see :func:`satkit.moments`.
    method : {"auto", "lmg", "lmg_once", "relative_weights", "pratt", "car", "theil", "first", "last", \
"beta_squared", "mcfadden"}
        ``auto`` is LMG in every replicate where about a second pays for it, else what is nearest to it.
        ``mcfadden`` takes the outcome as ordered grades and shares out the deviance that a logit model
        explains; it needs answers.

    Returns
    -------
    Importance
        ``table`` has one row per driver: share, interval, rank, and the chance to be first.

    Raises
    ------
    DefinitionError
        If an argument cannot be used.
    DataError
        If columns, weights or design cannot.
    FitError
        For constant or collinear drivers, a constant outcome, or more drivers than answers.

    References
    ----------
    Lindeman, Merenda and Gold (1980) and Grömping (2007) for LMG; Johnson (2000) for relative weights;
    Azen and Traxel (2009) for shares of deviance.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame({name: rng.integers(1, 6, 300) for name in ("price", "repair", "advice")})
    >>> answers["overall"] = answers["price"] + 2 * answers["repair"] + rng.normal(size=300)
    >>> found = driver_importance(answers, "overall", ["price", "repair", "advice"])
    >>> found.table.sort_values("share", ascending=False)["driver"].tolist()
    ['repair', 'price', 'advice']
    """
    if method == "mcfadden":
        return _of_grades(data, outcome, drivers, weight, design, resamples, seed, level)
    given = read_drivers(
        data, outcome, drivers,
        weight=weight, design=design, resamples=resamples, seed=seed, level=level, missing=missing,
    )  # fmt: skip
    known = affordable(len(given.names), len(given.cov) - 1) if method == "auto" else method
    return replace(importance(given.cov, given.names, known, given.sampling.n), sampling=given.sampling)


def _of_grades(
    data: object,
    outcome: str,
    drivers: Sequence[str],
    weight: str | ArrayLike | None,
    design: Mapping[str, object] | None,
    resamples: int | Replicates,
    seed: int,
    level: float,
) -> Importance:
    """Shares of the deviance that a logit model of the outcome's grades explains."""
    names = checked_drivers(outcome, drivers)
    refuse_many(len(names), MOST_GRADED)
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    used, answers = read_complete(sample, (*names, outcome))
    given = odds(answers[:, :-1], answers[:, -1], used.weight, names)
    shares, total = mcfadden.replicate_shares(given, used.replicated)
    found = complete(answers, (*names, outcome), used.weight, used.resamples)
    plain = make_importance("mcfadden", correlations(found.cov, names, len(used)), shares)
    return replace(plain, total=total, sampling=used.sampling(level, len(used)))
