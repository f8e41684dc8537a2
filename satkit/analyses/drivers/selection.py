"""Drivers that the lasso picks in most half-samples of a survey."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from satkit.analyses.drivers.driver_data import Case
from satkit.models.drivers import Correlations, correlations
from satkit.models.drivers.stability import Stability, halves, stability
from satkit.stats.replicates import Replicates


def selection(data: Case, measure: str, missing: str, seed: int = 0) -> Stability:
    """Stability selection on halves of the units within strata, weights kept."""
    units, place = np.unique(data.unit, return_inverse=True)
    stratum = np.empty(len(units), np.int64)
    stratum[place] = data.stratum
    split = halves(stratum, seed=seed)
    factors = np.concatenate([np.ones((1, len(units))), split])
    halved = Replicates("groups", place.astype(np.int64), factors, np.ones(len(split)), seed)
    found = replace(data, resamples=halved).moments(missing, (measure,))
    halved_correlations = correlations(found.cov, data.names, len(data))
    return stability(
        Correlations(
            halved_correlations.names, halved_correlations.among[1:], halved_correlations.outcome[1:]
        )
    )
