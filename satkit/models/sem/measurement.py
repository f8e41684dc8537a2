"""How well the items measure their constructs, and how much of everything is explained."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.models.sem.result import SemFit, alone
from satkit.models.sem.structure import fill_matrices, implied_moments
from satkit.stats.arguments import arguments, instance

COLUMNS = ["group", "construct", "items", "alpha", "omega", "omega_observed", "ave"]


@arguments(fit=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")))
def measurement(fit: SemFit) -> pd.DataFrame:
    """Reliability and variance extracted of every construct.

    Parameters
    ----------
    fit : SemFit

    Returns
    -------
    DataFrame
        ``group construct items alpha omega omega_observed ave``: Cronbach's alpha of the items as
        they are, the share of the construct in the variance of their sum as the model has it
        (McDonald 1999) and as it was observed (semTools' default), and its share in their variances
        (Fornell and Larcker 1981).  NaN for a single item, and with gaps for what was observed.
    """
    sample = alone(fit.sample)
    arrows, errors, _ = fill_matrices(fit.structure, fit.theta)
    spread = implied_moments(fit.structure, fit.theta).all_cov
    p = len(fit.model.items)
    rows = []
    for group, name in enumerate(sample.groups):
        for number, construct in enumerate(fit.model.constructs, start=p):
            own = np.flatnonzero(arrows[group, :p, number])
            if not len(own):
                continue
            true = arrows[group, own, number] ** 2 * spread[group, number, number]
            common = arrows[group, own, number].sum() ** 2 * spread[group, number, number]
            noise = errors[group][np.ix_(own, own)]
            seen = sample.cov[group][np.ix_(own, own)]
            k = len(own)
            single = k == 1
            rows.append(
                {
                    "group": name,
                    "construct": construct,
                    "items": k,
                    "alpha": np.nan
                    if single or sample.gaps
                    else k / (k - 1) * (1 - np.trace(seen) / seen.sum()),
                    "omega": np.nan if single else common / (common + noise.sum()),
                    "omega_observed": np.nan if single or sample.gaps else common / seen.sum(),
                    "ave": np.nan if single else true.sum() / (true.sum() + np.trace(noise)),
                }
            )
    return pd.DataFrame(rows, columns=COLUMNS)


@arguments(fit=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")))
def r_squared(fit: SemFit) -> pd.DataFrame:
    """The explained share of every item and construct that something explains.

    Returns
    -------
    DataFrame
        ``group variable r_squared std_error``.
    """
    table = fit.parameters
    explained = set(table.loc[table["op"] == "~", "lhs"]) | set(table.loc[table["op"] == "=~", "rhs"])
    own = table[(table["op"] == "~~") & (table["lhs"] == table["rhs"]) & table["lhs"].isin(explained)]
    return pd.DataFrame(
        {
            "group": own["group"],
            "variable": own["lhs"],
            "r_squared": 1 - own["std_all"],
            "std_error": own["std_error_all"],
        }
    ).reset_index(drop=True)
