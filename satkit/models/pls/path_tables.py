"""The tables that a fitted path model declares, and its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.language import Text
from satkit.models.effects import defined_quantities, routes, total
from satkit.models.paths import PathModel
from satkit.models.replicate_intervals import interval
from satkit.stats.design import Floats
from satkit.stats.reliability import alpha, ave, htmt, rho_a, rho_c
from satkit.stats.sampling import Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.table import Table

PATHS = Text("Structural model: standardised paths")
CONSTRUCTS = Text("Constructs: explained variance, reliability and convergence")
MEASUREMENT = Text("Measurement model: loadings and weights")
EFFECTS = Text("Direct, indirect and total effects")
DISCRIMINANT = Text("Discriminant validity: HTMT")
DEFINED = Text("Quantities that the model defines")
PLOT = Text("Paths with %(level)s intervals")
AXIS = Text("Standardised coefficient")
REPLICATES = Text("SE and intervals rest on %(count)s replicates; t is the estimate divided by its SE.")
NONE = Text("No replicates: SE and intervals are not known.")


class FittedPaths(Protocol):
    """What the tables read of a fit."""

    @property
    def model(self) -> PathModel: ...  # noqa: D102
    @property
    def weights(self) -> Floats: ...  # noqa: D102
    @property
    def loadings(self) -> Floats: ...  # noqa: D102
    @property
    def r2(self) -> Floats: ...  # noqa: D102
    @property
    def paths(self) -> Floats: ...  # noqa: D102
    @property
    def correlation(self) -> Floats: ...  # noqa: D102
    @property
    def sampling(self) -> Sampling: ...  # noqa: D102
    @property
    def blocks(self) -> tuple[slice, ...]: ...  # noqa: D102
    @property
    def arrows(self) -> Floats: ...  # noqa: D102


def path_tables(fit: FittedPaths) -> Iterator[Table]:
    """Every table of a fit without groups, the paths first."""
    level = fit.sampling.level
    yield declare(
        "paths", PATHS, _paths(fit), ("path", "estimate", "std_error", "t", "p", "interval"),
        level=level, note=_replicates(fit.sampling),
    )  # fmt: skip
    constructs = _constructs(fit)
    yield declare("constructs", CONSTRUCTS, constructs, level=level)
    shown = ("construct", "item", "loading", "loading_interval", "weight", "weight_interval")
    yield declare("measurement", MEASUREMENT, _measurement(fit), shown, level=level)
    if routes(fit.model):
        yield declare(
            "effects",
            EFFECTS,
            _effects(fit),
            ("path", "direct", "indirect", "total", "interval"),
            level=level,
        )
    if len(fit.model.names) > 1:
        overlap = _discriminant(fit)
        yield declare(
            "discriminant", DISCRIMINANT, overlap, ("construct", "versus", "htmt", "interval"),
            level=level, kinds={"estimate": "bounded"},
        )  # fmt: skip
    if fit.model.defined:
        yield declare("defined", DEFINED, _defined(fit), level=level)


def grouped_path_tables(fit: FittedPaths) -> Iterator[Table]:
    """The paths of every group, where the moments have an axis of groups."""
    names = [f"{source} -> {target}" for source, target in fit.model.paths]
    values = fit.arrows.reshape(len(fit.arrows), -1)
    count = values.shape[1] // max(len(names), 1)
    frame = pd.DataFrame(
        {"group": np.repeat(np.arange(1, count + 1).astype(str), len(names)), "path": names * count}
    )
    frame = frame.assign(**_estimates(values, fit.sampling))
    shown = ("group", "path", "estimate", "std_error", "interval")
    yield declare("paths", PATHS, frame, shown, level=fit.sampling.level, note=_replicates(fit.sampling))


def path_figure(fit: FittedPaths, level: str) -> Estimates:
    """Every path with its interval."""
    table = _paths(fit)
    rows = table[["path", "estimate", "low", "high"]].itertuples(index=False, name=None)
    return Estimates(PLOT.with_values(level=level), AXIS, tuple(Mark(*row) for row in rows), reference=0.0)


def _replicates(sampling: Sampling) -> Text:
    return NONE if sampling.resamples is None else REPLICATES.with_values(count=str(sampling.resamples.count))


def _estimates(values: Floats, sampling: Sampling) -> dict[str, Floats]:
    """Estimate, error, test and interval of every column, shape (b + 1, m)."""
    estimate = values[0]
    error = low = high = np.full(estimate.shape, np.nan)
    if sampling.resamples is not None:
        error = sampling.resamples.std_error(values)
        low, high = interval(values, sampling.resamples, "percentile", sampling.level)
    t, p = _tested(estimate, error, sampling.df)
    return {"estimate": estimate, "std_error": error, "t": t, "p": p, "low": low, "high": high}


def _tested(estimate: Floats, error: Floats, df: float) -> tuple[Floats, Floats]:
    """Estimate by error, and its two-sided p."""
    from scipy.special import ndtr, stdtr

    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(error > 0, estimate / error, np.nan)
    below = ndtr(-np.abs(t)) if np.isinf(df) else stdtr(df, -np.abs(t))
    return np.asarray(t), np.asarray(2 * below)


def _paths(fit: FittedPaths) -> pd.DataFrame:
    names = [f"{source} -> {target}" for source, target in fit.model.paths]
    return pd.DataFrame({"path": names, **_estimates(fit.arrows, fit.sampling)})


def _constructs(fit: FittedPaths) -> pd.DataFrame:
    whole = slice(0, 1)  # what needs no error is made of the sample alone
    correlation, weights, loadings = fit.correlation[whole], fit.weights[whole], fit.loadings[whole]
    return pd.DataFrame(
        {
            "construct": fit.model.names,
            "r2": fit.r2[0],
            "alpha": alpha(correlation, fit.blocks)[0],
            "rho_a": rho_a(correlation, weights, fit.blocks)[0],
            "rho_c": rho_c(loadings, fit.blocks)[0],
            "ave": ave(loadings, fit.blocks)[0],
        }
    )


def _measurement(fit: FittedPaths) -> pd.DataFrame:
    owner = [
        name
        for name, block in zip(fit.model.names, fit.blocks, strict=True)
        for _ in range(*block.indices(block.stop))
    ]
    columns: dict[str, object] = {"construct": owner, "item": fit.model.items}
    for name, values in (("loading", fit.loadings), ("weight", fit.weights)):
        found = _estimates(values, fit.sampling)
        columns |= {name: found["estimate"], f"{name}_se": found["std_error"]}
        columns |= {f"{name}_low": found["low"], f"{name}_high": found["high"]}
    return pd.DataFrame(columns)


def _effects(fit: FittedPaths) -> pd.DataFrame:
    """Effects between every two constructs that some way joins; the interval is that of the total."""
    model = fit.model
    place = {name: number for number, name in enumerate(model.names)}
    ways = set(model.paths) | {(route[0], route[-1]) for route in routes(model)}
    joined = [(one, other) for one in model.names for other in model.names if (one, other) in ways]
    sources, targets = [place[one] for one, _ in joined], [place[other] for _, other in joined]
    direct = fit.paths[..., targets, sources]
    whole = total(fit.paths, model)[..., targets, sources]
    found = _estimates(whole, fit.sampling)
    return pd.DataFrame(
        {
            "path": [f"{one} -> {other}" for one, other in joined],
            "direct": direct[0],
            "indirect": (whole - direct)[0],
            "total": whole[0],
            **{name: found[name] for name in ("std_error", "t", "p", "low", "high")},
        }
    )


def _discriminant(fit: FittedPaths) -> pd.DataFrame:
    rows, columns = np.tril_indices(len(fit.model.names), -1)
    values = htmt(fit.correlation, fit.blocks)[..., rows, columns]
    found = _estimates(values, fit.sampling)
    names: NDArray[np.str_] = np.array(fit.model.names)
    return pd.DataFrame(
        {
            "construct": names[columns],
            "versus": names[rows],
            "htmt": values[0],
            "std_error": found["std_error"],
            "low": found["low"],
            "high": found["high"],
        }
    )


def _defined(fit: FittedPaths) -> pd.DataFrame:
    own = defined_quantities(fit.paths, fit.model)
    found = _estimates(np.stack(list(own.values()), axis=-1), fit.sampling)
    texts = dict(fit.model.defined)
    return pd.DataFrame({"name": list(own), "expression": [texts[name] for name in own], **found})
