"""Every number of a fit under one name, ready for errors and intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.models.effects import defined_quantities, indirect, routes, specific, total
from satkit.models.pls.assessment import adjusted_r2, cause_vif, effect_sizes, item_vif
from satkit.models.pls.composition import composition
from satkit.models.pls.fit import PathFit
from satkit.models.pls.priority import priority
from satkit.models.pls.score import Ends, Metric, Policy, index
from satkit.models.replicate_intervals import METHODS, Method, lost_replicates
from satkit.models.replicate_intervals import interval as ends_of
from satkit.stats.arguments import TEXT, arguments, instance, one_of, optional
from satkit.stats.design import Floats
from satkit.stats.reliability import alpha, ave, htmt, htmt2, rho_a, rho_c


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
        _overlap(fit, "htmt", htmt(fit.correlation, fit.blocks)),
        _overlap(fit, "htmt2", htmt2(fit.correlation, fit.blocks)),
        Quantity("f2", arrows, effect_sizes(fit)),
        Quantity("cause_vif", arrows, cause_vif(fit)),
        Quantity("item_vif", model.items, item_vif(fit)),
    ]
    if model.defined:
        own = defined_quantities(fit.paths, model)
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


def _overlap(fit: PathFit, kind: str, values: Floats) -> Quantity:
    """Ratios between every two constructs."""
    below = np.tril_indices(len(fit.model.names), -1)
    names = tuple(
        f"{fit.model.names[column]} ~ {fit.model.names[row]}" for row, column in zip(*below, strict=True)
    )
    return Quantity(kind, names, values[..., below[0], below[1]])


def _map(fit: PathFit, ends: Ends, target: str, metric: Metric, negative: Policy) -> list[Quantity]:
    shown = priority(fit, target, ends, metric, negative)
    return [
        Quantity("importance", shown.constructs, shown.importance),
        Quantity("item_importance", shown.items, shown.item_importance),
        Quantity("item_performance", shown.items, shown.item_performance),
    ]


@arguments(
    fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")),
    interval=one_of(METHODS),
    target=optional(TEXT),
    metric=TEXT,
    negative=TEXT,
    jackknife=optional(instance(PathFit, Text("the same model fitted to jackknife replicates"))),
)
def path_estimates(
    fit: PathFit,
    *,
    interval: Method = "percentile",
    ends: Ends | None = None,
    target: str | None = None,
    metric: Metric = "unstandardised",
    negative: Policy = "withhold",
    jackknife: PathFit | None = None,
) -> pd.DataFrame:
    """Every number of a fitted path model, with its error and interval.

    Paths, R squared, weights, loadings, total, indirect and specific effects, reliabilities, AVE, HTMT
    and HTMT2, effect sizes, variance inflation, and the quantities that the model defines.

    Parameters
    ----------
    fit : PathFit
        Of :func:`satkit.fit_pls`, without groups.
    interval : {"percentile", "bca", "basic", "normal", "wald"}
        See :func:`satkit.models.replicate_intervals.interval`.
    ends : see :func:`satkit.models.pls.score.index`, optional
        Ends of the scales: adds the index of every construct.
    target : str, optional
        With ``ends``, adds the importance-performance map of this construct.
    metric, negative
        As in :func:`satkit.models.pls.score.index`.
    jackknife : PathFit, optional
        The same model fitted with ``resamples=replicates(data, method="jackknife")``, for ``bca``.

    Returns
    -------
    DataFrame
        ``kind name estimate std_error low high lost``; ``lost`` counts replicates without a value.
        Errors and ends are NaN where the fit has no replicates.

    Raises
    ------
    DefinitionError, FitError
        If an argument cannot be used, or the interval lacks what it needs.

    References
    ----------
    Davison and Hinkley (1997), chapter 5, for the intervals; Hair et al. (2022) for what is reported.

    Examples
    --------
    >>> import pandas as pd
    >>> from satkit import fit_pls
    >>> answers = pd.DataFrame({"q1": [7, 4, 9, 6, 8, 3], "q2": [8, 5, 8, 6, 9, 2],
    ...                         "s1": [6, 5, 9, 4, 9, 4], "s2": [7, 3, 10, 6, 8, 5]})
    >>> fit = fit_pls(answers, "Quality =~ q1 + q2; Satisfaction =~ s1 + s2; Satisfaction ~ Quality", resamples=0)
    >>> path_estimates(fit).loc[0, ["kind", "name"]].tolist()
    ['path', 'Quality -> Satisfaction']
    """
    found = quantities(fit, ends, target, metric, negative)
    left_out = None if jackknife is None else quantities(jackknife, ends, target, metric, negative)
    tables = [
        _with_interval(fit, one, interval, None if left_out is None else left_out[kind].replicated)
        for kind, one in found.items()
    ]
    return pd.concat(tables, ignore_index=True)


def _with_interval(
    fit: PathFit, quantity: Quantity, method: Method, jackknife: Floats | None
) -> pd.DataFrame:
    """One row per number of one kind."""
    values, resamples = quantity.replicated, fit.sampling.resamples
    error = low = high = np.full(len(quantity.names), np.nan)
    if resamples is not None:
        low, high = ends_of(values, resamples, method, fit.sampling.level, jackknife=jackknife)
        error = resamples.std_error(values)
    return pd.DataFrame(
        {
            "kind": quantity.kind,
            "name": quantity.names,
            "estimate": values[0],
            "std_error": error,
            "low": low,
            "high": high,
            "lost": lost_replicates(values),
        }
    )
