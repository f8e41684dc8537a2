"""Partial least squares of one stage: moments in, every coefficient out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from satkit import number_format
from satkit.errors import Complaint, FitError, near, quote_all
from satkit.language import Text
from satkit.models.paths import PathModel, refuse_no_model, unknown_construct
from satkit.models.pls.consistent import (
    Structure,
    consistent_loadings,
    disattenuate_correlations,
    reliabilities,
    structure,
)
from satkit.models.pls.indices import Places, places
from satkit.models.pls.path_tables import grouped_path_tables, path_figure, path_tables
from satkit.models.pls.rank import refuse_repeating_causes, refuse_repeating_items
from satkit.models.pls.schemes import SCHEMES, Scheme
from satkit.models.pls.weights import OuterState, iterate_weights, weigh_constructs
from satkit.stats.arguments import NAMES, POSITIVE, SWITCH, TEXT, either, one_of, whole
from satkit.stats.design import Floats, Ints
from satkit.stats.moments import Moments
from satkit.stats.sampling import UNKNOWN, Sampling
from satkit.stats.table import refuse_pairs
from satkit.tables.figure import Estimates
from satkit.tables.result import Result
from satkit.tables.table import Table

CROWD = 512  # replicates worked on at once: their matrices stay in cache
TOLERANCE = 1e-8
LIMIT = 300

Metric = Literal["standardised", "raw"]

SETTINGS = {
    "scheme": TEXT,
    "consistent": either(SWITCH, NAMES),
    "metric": one_of(get_args(Metric)),
    "tolerance": POSITIVE,
    "limit": whole(1),
}
"""How a model of one stage may be fitted, and what each setting may be."""


TITLE = Text("Path model, %(kind)s, %(scheme)s scheme: %(constructs)d constructs, %(paths)d paths, n %(n)s")
RESTLESS = Text("The loop did not come to rest: do not quote these numbers.")


@dataclass(frozen=True, repr=False)
class PathFit(Result):
    """A path model fitted to the sample and to every replicate.

    Parameters
    ----------
    model : PathModel
    moments : Moments
        Of the items of the model, in its order.
    scheme : str
    metric : str
    corrected : tuple of str
        Constructs whose measurement error was taken out (PLSc).
    weights : ndarray, shape (..., k)
        Outer weights of standardised items; constructs have unit variance.
    loadings : ndarray, shape (..., k)
        Correlation of every item with its construct; consistent ones where corrected.
    cross_loadings : ndarray, shape (..., k, j)
        Correlation of every item with every construct score.
    between : ndarray, shape (..., j, j)
        Correlations of constructs; without measurement error where corrected.
    paths : ndarray, shape (..., j, j)
        ``[target, source]``.
    r2 : ndarray, shape (..., j)
        NaN where no arrow ends.
    correlation : ndarray, shape (..., k, k)
        Of the items.
    steps : ndarray of int, shape (...)
    settled : ndarray of bool, shape (...)
        False where the loop did not come to rest, or the replicate broke down (a constant item).
    first : PathFit, optional
        The first stage of a model with interactions or constructs of second order.
    sampling : Sampling
        What the replicates are, and the level of intervals.
    """

    model: PathModel
    moments: Moments
    scheme: str
    metric: Metric
    corrected: tuple[str, ...]
    weights: Floats
    loadings: Floats
    cross_loadings: Floats
    between: Floats
    paths: Floats
    r2: Floats
    correlation: Floats
    steps: Ints
    settled: NDArray[np.bool_]
    first: PathFit | None = None
    sampling: Sampling = UNKNOWN

    @property
    def blocks(self) -> tuple[slice, ...]:
        """The items of every construct."""
        return places(self.model).blocks

    @property
    def arrows(self) -> Floats:
        """Path coefficients in the order of ``model.paths``, shape (..., paths)."""
        number = {name: place for place, name in enumerate(self.model.names)}
        targets = [number[target] for _, target in self.model.paths]
        sources = [number[source] for source, _ in self.model.paths]
        return np.asarray(self.paths[..., targets, sources])

    @property
    def is_broken(self) -> NDArray[np.bool_]:
        """Replicates that have no coefficients at all, shape (...)."""
        return np.asarray(~np.isfinite(self.arrows).all(axis=-1))

    def _tables(self) -> Iterator[Table]:
        return path_tables(self) if self.steps.ndim == 1 else grouped_path_tables(self)

    def _title(self) -> Text:
        return TITLE.with_values(
            kind="PLSc" if self.corrected else "PLS", scheme=self.scheme,
            constructs=len(self.model.names), paths=len(self.model.paths),
            n=number_format.count(float(np.sum(self.moments.n))),
        )  # fmt: skip

    def _notes(self) -> tuple[Text, ...]:
        return () if self.settled.flat[0] else (RESTLESS,)

    def _figure(self) -> Estimates | None:
        return (
            path_figure(self, number_format.confidence(self.sampling.level)) if self.steps.ndim == 1 else None
        )


def fit_flat(
    moments: Moments,
    model: PathModel,
    scheme: str = "path",
    *,
    consistent: Collection[str] | bool = False,
    metric: Metric = "standardised",
    tolerance: float = TOLERANCE,
    limit: int = LIMIT,
) -> PathFit:
    """A model of one stage; see :func:`satkit.models.pls.stages.fit_pls` for what each setting is."""
    refuse_stages(model, "fit_flat")
    if not isinstance(scheme, str) or scheme not in SCHEMES:
        raise FitError(
            Complaint(
                Text("no inner weighting scheme '%(name)s'", {"name": scheme}),
                expected=Text("known: %(names)s", {"names": tuple(SCHEMES)}),
                hint=near(scheme, SCHEMES),
            )
        )
    corrected = _correctable(model) if consistent is True else _find_corrected(model, consistent or ())
    items = moments.select(model.items)
    _refuse_sample(items, model)
    at = places(model)
    refuse_repeating_items(items.standardise().cov[0], model, at)
    fitted = _fit_crowds(items, at, SCHEMES[scheme], corrected, metric, tolerance, limit)
    fit = PathFit(model, items, scheme, metric, tuple(model.names[place] for place in corrected), **fitted)
    refuse_repeating_causes(fit.correlation[0], fit.weights[0], model, at)
    _refuse_fit(fit, limit)
    return fit


def refuse_stages(model: PathModel, what: str) -> None:
    """Complain of interactions and constructs of second order where a fit has one stage.

    Raises
    ------
    DefinitionError, FitError
    """
    refuse_no_model(model)
    higher = (*model.interactions, *(one.name for one in model.second_order))
    if higher:
        raise FitError(
            Complaint(
                Text(
                    "%(what)s knows neither interactions nor constructs of second order: %(names)s",
                    {"what": what, "names": quote_all(higher)},
                ),
                hint=Text("leave them out of the model here; fit_pls fits them"),
            )
        )


def _correctable(model: PathModel) -> tuple[int, ...]:
    """Places of the constructs that reflect in two items or more."""
    return tuple(
        place for place, one in enumerate(model.constructs) if one.mode == "A" and len(one.items) > 1
    )


def _find_corrected(model: PathModel, names: Collection[str]) -> tuple[int, ...]:
    """Places of constructs that are to be corrected by name; a single item has nothing to correct."""
    strange = [name for name in names if name not in model.names]
    if strange:
        raise FitError([unknown_construct(name, model.names) for name in strange])
    return tuple(
        place for place, one in enumerate(model.constructs) if one.name in names and len(one.items) > 1
    )


def _fit_crowds(
    items: Moments,
    model: Places,
    scheme: Scheme,
    corrected: tuple[int, ...],
    metric: Metric,
    tolerance: float,
    limit: int,
) -> dict[str, Any]:
    """All coefficients, a crowd of replicates at a time; the sample goes first and leads."""
    k, leading = len(items.names), items.mass.shape
    cov = np.moveaxis(items.cov.reshape(-1, k, k), 0, -1)
    groups = cov.shape[-1] // leading[0]
    lead = _Crowd.of(cov[..., :groups], np.ones((k, groups)), model, scheme, metric, tolerance, limit)
    lead = lead.turn_constructs(np.add.reduceat(lead.own(model), model.starts, axis=0), model)
    crowds = [lead]
    size = max(CROWD // groups, 1) * groups
    for start in range(groups, cov.shape[-1], size):
        part = cov[..., start : start + size]
        guide = np.tile(lead.weighed.weights, part.shape[-1] // groups)
        crowd = _Crowd.of(part, guide, model, scheme, metric, tolerance, limit)
        alike = np.add.reduceat(guide * crowd.own(model), model.starts, axis=0)
        crowds.append(crowd.turn_constructs(alike, model))
    arrays = [crowd.coefficients(model, corrected) for crowd in crowds]
    return {
        name: _leading(np.concatenate([part[name] for part in arrays], axis=-1), leading)
        for name in arrays[0]
    }


def _leading(values: NDArray[Any], leading: tuple[int, ...]) -> NDArray[Any]:
    """Replicates to the front, as the moments had them."""
    front = np.moveaxis(values, -1, 0)
    return front.reshape(*leading, *front.shape[1:])


@dataclass(frozen=True)
class _Crowd:
    """Some replicates at rest; they are the last axis."""

    correlation: Floats
    sd: Floats
    weighed: OuterState
    steps: Ints
    settled: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        cov: Floats,
        start: Floats,
        model: Places,
        scheme: Scheme,
        metric: Metric,
        tolerance: float,
        limit: int,
    ) -> _Crowd:
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            sd = np.sqrt(np.einsum("iib->ib", cov))
            scale = np.where(sd > 0, 1 / sd, np.nan)
            correlation = cov * scale[:, None]
            correlation *= scale[None]
            if metric == "raw":
                raw, steps, settled = iterate_weights(
                    np.ascontiguousarray(cov), start, model, scheme, tolerance, limit
                )
                weights = raw * sd
            else:
                weights, steps, settled = iterate_weights(correlation, start, model, scheme, tolerance, limit)
            return cls(correlation, sd, weigh_constructs(correlation, weights, model), steps, settled)

    def own(self, model: Places) -> Floats:
        """Correlation of every item with its construct, shape (k, b)."""
        return self.weighed.covariances[model.owner, np.arange(len(model.owner))]

    def turn_constructs(self, direction: Floats, model: Places) -> _Crowd:
        """Constructs that point the wrong way turned round; ``direction`` has shape (j, b)."""
        if not (direction < 0).any():
            return self
        sign = np.where(direction < 0, -1.0, 1.0)
        turned = OuterState(
            self.weighed.weights * sign[model.owner],
            self.weighed.covariances * sign[:, None],
            self.weighed.between * sign[:, None] * sign[None],
        )
        return _Crowd(self.correlation, self.sd, turned, self.steps, self.settled)

    def coefficients(self, model: Places, corrected: tuple[int, ...]) -> dict[str, NDArray[Any]]:
        state, loadings = self.weighed, self.own(model)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            between = state.between
            if corrected:
                rho = reliabilities(self.correlation, state.weights, model, corrected)
                between = disattenuate_correlations(between, rho)
                loadings = consistent_loadings(loadings, state.weights, rho, model, corrected)
            inner: Structure = structure(between, model)
        return {
            "weights": state.weights,
            "loadings": loadings,
            "cross_loadings": state.covariances.swapaxes(0, 1),
            "between": inner.between,
            "paths": inner.paths,
            "r2": inner.r2,
            "correlation": self.correlation,
            "steps": self.steps,
            "settled": self.settled,
        }


def _refuse_sample(items: Moments, model: PathModel) -> None:
    """Complain of what makes the sample impossible to fit."""
    known = np.isfinite(items.cov[0]).reshape(-1, *items.cov.shape[-2:]).all(axis=0)
    refuse_pairs(known, items.names)
    sample = np.diagonal(items.cov[0], axis1=-2, axis2=-1).reshape(-1, len(items.names))
    constant = [name for name, spread in zip(items.names, sample.min(axis=0), strict=True) if not spread > 0]
    complaints = []
    if constant:
        complaints.append(
            Complaint(
                Text("everybody gave the same answer to %(items)s", {"items": quote_all(constant)}),
                expected=Text("items that vary between respondents"),
                hint=Text("leave such an item out of the model"),
            )
        )
    needed = max([*(len(model.causes(name)) for name in model.names), *_formed_sizes(model)]) + 2
    fewest = int(np.min(items.n))
    if fewest < needed:
        complaints.append(
            Complaint(
                Text("%(n)d respondents are too few for this model", {"n": fewest}),
                expected=Text("at least %(needed)d, and in practice ten times as many", {"needed": needed}),
            )
        )
    if complaints:
        raise FitError(complaints)


def _formed_sizes(model: PathModel) -> list[int]:
    return [len(construct.items) for construct in model.constructs if construct.mode == "B"]


def _refuse_fit(fit: PathFit, limit: int) -> None:
    """Complain where the sample itself found no rest or no coefficients."""
    if fit.is_broken[0].any():
        raise FitError(
            Complaint(
                Text(
                    "the path coefficients cannot be told apart: constructs or items repeat each other exactly"
                ),
                hint=Text("look for items with the same answers, or constructs made of the same items"),
            )
        )
    if not fit.settled[0].all():
        raise FitError(
            Complaint(
                Text("the outer weights did not come to rest in %(limit)d steps", {"limit": limit}),
                hint=Text("try another inner scheme, mode A instead of B, or fewer constructs"),
            )
        )
