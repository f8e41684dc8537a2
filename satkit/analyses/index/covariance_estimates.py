"""The tables of a covariance model of the index: paths, items, constructs, overlap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.group_fit import GroupFit
from satkit.analyses.index.replicated import clip_interval, estimate_replicated
from satkit.models.sem import SemFit, measurement
from satkit.models.sem.standardised import standardise_rows
from satkit.models.sem.structure import implied_moments
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats


def estimate_paths(
    group: GroupFit, fit: SemFit, compared: pd.DataFrame, theta: Floats, level: float
) -> pd.DataFrame:
    """Every arrow with the errors of the replicates, p adjusted (Benjamini-Hochberg), PLS beside it.

    Parameters
    ----------
    compared : DataFrame
        ``source target plsc`` of the same arrows.
    theta : ndarray, shape (b + 1, q)
    """
    values = _standardised(fit, theta, [("~", end, start) for start, end in group.fit.model.paths])
    other = estimate_replicated(group.fit.arrows, group, level)
    table = compared[["source", "target"]].assign(**estimate_replicated(values, group, level))
    p = adjust_p(table["p"])
    return table.assign(
        p_adjusted=p,
        evidence=np.select([p < 0.01, p < 0.05], ["firm", "significant"], "unclear"),
        pls=other["estimate"], pls_low=other["low"], pls_high=other["high"], plsc=compared["plsc"],
    )  # fmt: skip


def estimate_items(group: GroupFit, fit: SemFit, theta: Floats, shares: Floats, level: float) -> pd.DataFrame:
    """Every item: mean score, share of the index and loading, and what PLS makes of it."""
    model = group.fit.model
    owner = [one.name for one in model.constructs for _ in one.items]
    keys = [("=~", name, item) for name, item in zip(owner, model.items, strict=True)]
    numbers = clip_interval(estimate_replicated(_standardised(fit, theta, keys), group, level), -1.0, 1.0)
    fixed = ~(numbers["std_error"] > 0)  # an only question
    return pd.DataFrame(
        {
            "construct": owner,
            "item": model.items,
            "mean": group.fit.moments.mean[0],
            "share": shares[0],
            "loading": numbers["estimate"],
            "low": np.where(fixed, np.nan, numbers["low"]),
            "high": np.where(fixed, np.nan, numbers["high"]),
            "pls_share": group.shares[0],
            "pls_loading": group.fit.loadings[0],
        }
    )


def estimate_constructs(group: GroupFit, fit: SemFit, theta: Floats, level: float) -> pd.DataFrame:
    """Every construct: how much of it is explained, and how reliably its items measure it."""
    model = group.fit.model
    left = _standardised(fit, theta, [("~~", name, name) for name in model.names])
    caused = np.array([bool(model.causes(name)) for name in model.names])
    explained = clip_interval(estimate_replicated(np.where(caused, 1 - left, np.nan), group, level), 0.0, 1.0)
    measured = measurement(fit).set_index("construct").reindex(model.names)
    return pd.DataFrame(
        {
            "construct": model.names,
            "items": [len(one.items) for one in model.constructs],
            "r2": explained["estimate"],
            "r2_low": explained["low"],
            "r2_high": explained["high"],
            "alpha": measured["alpha"].to_numpy(),
            "omega": measured["omega"].to_numpy(),
            "ave": measured["ave"].to_numpy(),
            "pls_r2": group.fit.r2[0],
        }
    )


def estimate_correlations(group: GroupFit, fit: SemFit, theta: Floats, level: float) -> pd.DataFrame:
    """Correlations of the constructs as the model has them."""
    names = group.fit.model.names
    place = np.array([fit.model.variables.index(name) for name in names])
    cov = implied_moments(fit.structure, theta).all_cov[:, 0][:, place[:, None], place]
    rows, columns = np.tril_indices(len(names), -1)
    with np.errstate(invalid="ignore"):  # a replicate may have a variance below zero
        width = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
        values = (cov / width[:, :, None] / width[:, None, :])[:, rows, columns]
    numbers = clip_interval(estimate_replicated(values, group, level), -1.0, 1.0)
    pairs = {"construct": np.array(names)[columns], "versus": np.array(names)[rows]}
    return pd.DataFrame(pairs).assign(
        correlation=numbers["estimate"], low=numbers["low"], high=numbers["high"]
    )


def _standardised(fit: SemFit, theta: Floats, keys: list[tuple[str, str, str]]) -> Floats:
    """Standardised parameters by ``(op, lhs, rhs)``, shape (b + 1, keys); 1 for an item that is its construct."""
    place = {(row.op, row.lhs, row.rhs): number for number, row in enumerate(fit.structure.rows[0])}
    with np.errstate(invalid="ignore"):
        whole = standardise_rows(fit.structure, theta)[:, 0]
    there = np.array([place.get(key, -1) for key in keys])
    return np.where(there >= 0, whole[:, there], 1.0)
