"""Every number of a fit under one name, ready for errors and intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.models.effects import defined, indirect, routes, specific, total
from satkit.models.pls.assessment import adjusted_r2, cause_vif, effect_sizes, item_vif
from satkit.models.pls.composition import composition
from satkit.models.pls.fit import PathFit
from satkit.models.pls.priority import priority
from satkit.models.pls.score import Ends, Metric, Policy, index
from satkit.models.uncertainty import Method, interval, lost
from satkit.stats.arguments import arguments, instance
from satkit.stats.design import Floats
from satkit.stats.reliability import alpha, ave, htmt, rho_a, rho_c
from satkit.stats.replicates import Replicates


@dataclass(frozen=True)
class Quantity:
    """Some numbers of one kind.

    Parameters
    ----------
    kind : str
    names : tuple of str
        What each column is of: an item, a construct, a path such as ``"Image -> Loyalty"``.
    replicated : ndarray, shape (b + 1, names)
    """

    kind: str
    names: tuple[str, ...]
    replicated: Floats


@arguments(fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")))
def quantities(
    fit: PathFit,
    ends: Ends | None = None,
    target: str | None = None,
    metric: Metric = "unstandardised",
    negative: Policy = "withhold",
) -> dict[str, Quantity]:
    """Everything a fit knows, by kind.

    Parameters
    ----------
    ends : see :func:`satkit.models.pls.score.index`, optional
        Needed for the index and the importance-performance map.
    target : str, optional
        The construct whose drivers the importance-performance map shows.
    """
    model, blocks = fit.model, fit.blocks
    arrows = tuple(f"{source} -> {target}" for source, target in model.paths)
    explained = np.array([bool(model.causes(name)) for name in model.names])
    endogenous = tuple(name for name, has_causes in zip(model.names, explained, strict=True) if has_causes)
    found = [
        Quantity("path", arrows, fit.arrows),
        Quantity("r2", endogenous, fit.r2[..., explained]),
        Quantity("adjusted_r2", endogenous, adjusted_r2(fit)[..., explained]),
        Quantity("weight", model.items, fit.weights),
        Quantity("loading", model.items, fit.loadings),
        _pairs(fit, "total_effect", total),
        _pairs(fit, "indirect_effect", indirect),
        Quantity(
            "specific_effect",
            tuple(" -> ".join(route) for route in routes(model)),
            specific(fit.paths, model),
        ),
        Quantity("alpha", model.names, alpha(fit.correlation, blocks)),
        Quantity("rho_a", model.names, rho_a(fit.correlation, fit.weights, blocks)),
        Quantity("rho_c", model.names, rho_c(fit.loadings, blocks)),
        Quantity("ave", model.names, ave(fit.loadings, blocks)),
        _overlap(fit),
        Quantity("f2", arrows, effect_sizes(fit)),
        Quantity("cause_vif", arrows, cause_vif(fit)),
        Quantity("item_vif", model.items, item_vif(fit)),
    ]
    if model.defined:
        own = defined(fit.paths, model)
        found.append(Quantity("defined", tuple(own), np.stack(list(own.values()), axis=-1)))
    if ends is not None:
        found.append(Quantity("index", composition(fit).names, index(fit, ends, metric, negative)))
        if target is not None:
            found += _map(fit, ends, target, metric, negative)
    return {quantity.kind: quantity for quantity in found}


def _pairs(fit: PathFit, kind: str, effect: Callable[..., Floats]) -> Quantity:
    """Effects between pairs that some route joins."""
    model = fit.model
    values = effect(fit.paths, model)
    ways = {(source, target) for source, target in model.paths if kind == "total_effect"}
    ways |= {(route[0], route[-1]) for route in routes(model)}
    place = {name: number for number, name in enumerate(model.names)}
    joined = [
        (source, target) for source in model.names for target in model.names if (source, target) in ways
    ]
    columns = [values[..., place[target], place[source]] for source, target in joined]
    names = tuple(f"{source} -> {target}" for source, target in joined)
    return Quantity(kind, names, np.stack(columns, axis=-1) if columns else np.zeros((*fit.steps.shape, 0)))


def _overlap(fit: PathFit) -> Quantity:
    below = np.tril_indices(len(fit.model.names), -1)
    names = tuple(
        f"{fit.model.names[column]} ~ {fit.model.names[row]}" for row, column in zip(*below, strict=True)
    )
    return Quantity("htmt", names, htmt(fit.correlation, fit.blocks)[..., below[0], below[1]])


def _map(fit: PathFit, ends: Ends, target: str, metric: Metric, negative: Policy) -> list[Quantity]:
    shown = priority(fit, target, ends, metric, negative)
    return [
        Quantity("importance", shown.constructs, shown.importance),
        Quantity("item_importance", shown.items, shown.item_importance),
        Quantity("item_performance", shown.items, shown.item_performance),
    ]


def tidy(
    found: dict[str, Quantity],
    resamples: Replicates,
    method: Method = "percentile",
    level: float = 0.95,
    jackknife: dict[str, Quantity] | None = None,
) -> pd.DataFrame:
    """One row per number, with its error and interval.

    Parameters
    ----------
    found : dict
        Of :func:`quantities`, for moments without further axes.
    resamples : Replicates
        Those of the moments.
    jackknife : dict, optional
        The same quantities from jackknife moments, for ``bca``.

    Returns
    -------
    DataFrame
        ``kind name estimate std_error low high lost``; ``lost`` counts replicates without a value.
    """
    tables = []
    for kind, quantity in found.items():
        left_out = jackknife[kind].replicated if jackknife else None
        low, high = interval(quantity.replicated, resamples, method, level, jackknife=left_out)
        tables.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "name": quantity.names,
                    "estimate": quantity.replicated[0],
                    "std_error": resamples.std_error(quantity.replicated),
                    "low": low,
                    "high": high,
                    "lost": lost(quantity.replicated),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
