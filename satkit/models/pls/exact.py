"""Does the model fit exactly: distances of the answers against those it would leave by chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls.assessment import Within, distances, implied
from satkit.models.pls.fit import fit_flat
from satkit.stats.design import Floats
from satkit.stats.moments import Moments

FEWEST = 50


def exact_fit(
    moments: Moments,
    model: PathModel,
    within: Within = "factor",
    *,
    saturated: bool = False,
    **settings: Any,
) -> pd.DataFrame:
    """Bootstrap test of the hypothesis that the model holds in the population.

    The answers are turned until the model fits them exactly, resampled and fitted; a model that is
    right leaves distances no larger than these.  Turning answers is a map of moments, so that all
    resamples are fitted at once.

    Parameters
    ----------
    moments : Moments
        With bootstrap replicates on axis 0 and no further axes.
    model : PathModel
    within : {"factor", "composite"}
        See :func:`satkit.models.pls.assessment.implied`.
    saturated : bool
        Test the measurement alone.
    **settings
        For the fit: ``scheme``, ``consistent`` and so on.

    Returns
    -------
    DataFrame
        ``measure value limit p lost``: the distance, its 95 % quantile under the model, the share of
        resamples at least as far off, and resamples without a fit.

    Raises
    ------
    FitError
        If the implied correlations are not positive definite, or there are under 50 resamples.

    References
    ----------
    Beran and Srivastava (1985); Dijkstra and Henseler (2015), section 4.3.
    """
    items = moments.select(model.items)
    sample = Moments(items.names, items.n, items.mass[:1], items.mean[:1], items.cov[:1])
    fit = fit_flat(sample, model, **settings)
    wanted = implied(fit, within, saturated=saturated)
    if not np.linalg.eigvalsh(wanted[0])[0] > 0:
        raise FitError(
            Complaint(
                Text("the correlations that the model implies are impossible, so its fit cannot be tested"),
                hint=Text("test the measurement alone, or leave consistent estimation out"),
            )
        )
    turn = _root(wanted[0]) @ np.linalg.inv(_root(fit.correlation[0])) / items.sd[0]
    turned = fit_flat(items.combined(items.names, turn), model, **settings)
    usable = np.flatnonzero(~turned.broken)[1:]
    if len(usable) < FEWEST:
        raise FitError(
            Complaint(
                Text("%(count)d resamples could be fitted, too few for a test", {"count": len(usable)}),
                expected=Text("bootstrap moments with at least %(needed)d", {"needed": FEWEST}),
            )
        )
    chance = distances(turned.correlation[usable], implied(turned, within, saturated=saturated)[usable])
    return pd.DataFrame(
        [
            {
                "measure": name,
                "value": value[0],
                "limit": np.quantile(chance[name], 0.95),
                "p": (1 + (chance[name] >= value[0]).sum()) / (1 + len(usable)),
                "lost": len(items.mass) - 1 - len(usable),
            }
            for name, value in distances(fit.correlation, wanted).items()
        ]
    )


def _root(matrix: Floats) -> Floats:
    """Symmetric square root of a positive definite matrix."""
    roots, axes = np.linalg.eigh(matrix)
    return np.asarray((axes * np.sqrt(roots)) @ axes.T)
