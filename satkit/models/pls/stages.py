"""Fit a path model by partial least squares, in two stages where it needs them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DataError, DefinitionError, FitError, quote_all
from satkit.language import Text
from satkit.models.paths import Construct, PathModel, unknown_construct
from satkit.models.pls.fit import LIMIT, SETTINGS, TOLERANCE, Metric, PathFit, fit_flat
from satkit.models.pls.products import orthogonal, product, score_product
from satkit.models.syntax import MODEL, as_path_model
from satkit.stats.arguments import NAMES, TEXT, arguments, instance, one_of
from satkit.stats.design import Floats
from satkit.stats.incomplete import answer_moments
from satkit.stats.intake import DATA, FAMILY, SurveyFrame, read_sample, refuse_of_moments
from satkit.stats.moments import Moments, unknown_item
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.stats.table import answer_matrix

SecondOrder = Literal["disjoint", "scores"]
Moderation = Literal["two_stage", "product", "orthogonal"]


@arguments(
    data=DATA,
    model=MODEL,
    **FAMILY,
    missing=TEXT,
    **SETTINGS,
    second_order=one_of(get_args(SecondOrder)),
    moderation=one_of(get_args(Moderation)),
)
def fit_pls(
    data: object,
    model: str | PathModel,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    missing: str = "complete",
    scheme: str = "path",
    consistent: Collection[str] | bool = False,
    metric: Metric = "standardised",
    tolerance: float = TOLERANCE,
    limit: int = LIMIT,
    second_order: SecondOrder = "disjoint",
    moderation: Moderation = "two_stage",
) -> PathFit:
    """Partial least squares on the sample and all its replicates.

    Parameters
    ----------
    data : DataFrame or Moments
        Answers, one row per respondent; or moments, whose axis 0 holds the sample and its replicates
        and any further axes groups.  Moments for a model with interactions include products, see
        :func:`with_products`.
    model : str or PathModel
        lavaan's notation, or a model made of it.
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
    scheme : {"path", "factorial", "centroid"}
        Inner weighting.
    consistent : bool or names of constructs
        Take measurement error out of these constructs (PLSc); True means all of mode A with
        two items or more.
    metric : {"standardised", "raw"}
        Fit correlations, or covariances of the items as they are.
    tolerance : float
        Sum of absolute changes of the weights at which a replicate rests.
    limit : int
        Most steps.
    second_order : {"disjoint", "scores"}
        How a construct made of constructs is fitted.  ``disjoint``: its components take its place
        first; then their scores are its items, beside the items of the others (Becker, Klein and
        Wetzels 2012; seminr).  ``scores``: all constructs are joined with each other first; then
        every construct is its score (cSEM).
    moderation : {"two_stage", "product", "orthogonal"}
        How an interaction is measured: by the product of the scores of a first stage (Chin,
        Marcolin and Newsted 2003; Henseler and Chin 2010), by all products of the items, or by
        what these do not share with the items (Little, Bovaird and Widaman 2006).

    Returns
    -------
    PathFit
        Of the last stage.

    Raises
    ------
    DefinitionError
        If an argument or the model cannot be used.
    DataError
        If an item is not among the answers or moments, or weights, design or answers are impossible.
    FitError
        If the sample cannot be fitted: a constant item, fewer respondents than a regression
        needs, perfectly correlated items or constructs, or no rest within ``limit`` steps.

    Notes
    -----
    Replicates start from the weights of the sample and take their sign: a construct points to
    where the sum of its loadings is positive in the sample.  The path of an interaction is
    standardised like every other; :func:`slope_changes` gives what peers print.

    References
    ----------
    Wold (1982); Lohmöller (1989); Dijkstra and Henseler (2015) for PLSc.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"q1": [7, 4, 9, 6, 8, 3], "q2": [8, 5, 8, 6, 9, 2],
    ...                         "s1": [6, 5, 9, 4, 9, 4], "s2": [7, 3, 10, 6, 8, 5]})
    >>> fit = fit_pls(answers, "Quality =~ q1 + q2; Satisfaction =~ s1 + s2; Satisfaction ~ Quality")
    >>> fit.arrows[0].round(3)
    array([0.879])
    """
    known = as_path_model(model)
    settings: dict[str, Any] = {
        "scheme": scheme,
        "consistent": consistent,
        "metric": metric,
        "tolerance": tolerance,
        "limit": limit,
    }
    if not isinstance(consistent, bool):
        refuse_unknown(consistent, known)
    refuse_deep(known)
    if isinstance(data, Moments):
        refuse_of_moments(weight=weight, design=design)
        found, drawn = data, resamples if isinstance(resamples, Replicates) else None
    else:
        sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
        found, drawn = _moments_of(sample, known, missing), sample.resamples
    if known.second_order:
        fit = _second_order(found, known, second_order, settings)
    elif known.interactions:
        fit = _fit_interactions(found, known, moderation, settings)
    else:
        fit = fit_flat(found, known, **settings)
    return replace(fit, sampling=Sampling(drawn, level, n=float(np.sum(fit.moments.n))))


def _moments_of(sample: SurveyFrame, model: PathModel, missing: str) -> Moments:
    """Moments of the items of a model, and of the products that its interactions need."""
    wide, names = with_products(sample.table, model.leaves, model)
    return answer_moments(wide, names, sample.weight, sample.resamples, missing)


@arguments(names=NAMES, model=MODEL)
def with_products(
    values: ArrayLike, names: Sequence[str], model: str | PathModel
) -> tuple[Floats, tuple[str, ...]]:
    """The answers, and beside them the products of items that the model's interactions need.

    Parameters
    ----------
    values : DataFrame or array, shape (n, k)
    names : sequence of str, length k

    Returns
    -------
    values : ndarray, shape (n, k + products)
    names : tuple of str
        A product is called ``"item:item"``.
    """
    answers = answer_matrix(values, names)
    place = {name: number for number, name in enumerate(names)}
    pairs = products(as_path_model(model))
    lost = [name for pair in pairs.values() for name in pair if name not in place]
    if lost:
        raise DataError([unknown_item(name, names) for name in dict.fromkeys(lost)])
    columns = [answers[:, place[left]] * answers[:, place[right]] for left, right in pairs.values()]
    return np.column_stack([answers, *columns]), (*names, *pairs)


def products(model: PathModel) -> dict[str, tuple[str, str]]:
    """The products of items that a model's interactions need, by the names of their columns."""
    pairs = [pair for one in model.interactions for pair in _pairs(*_sides(model, one))]
    return {f"{left}:{right}": (left, right) for left, right in pairs}


@arguments(fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")))
def slope_changes(fit: PathFit) -> dict[tuple[str, str], Floats]:
    """By how much a slope changes when its moderator rises by one standard deviation.

    The standardised path over the spread of the products that measure the interaction, a mean of
    their standard deviations weighted by absolute loadings (Henseler and Chin 2010), as seminr
    prints it but for its factor of n - 1; for a product of scores the coefficient of that product.

    Parameters
    ----------
    fit : PathFit
        Of a model with interactions.

    Returns
    -------
    dict
        ``(interaction, target)`` to an ndarray of shape (...); empty without interactions.

    Raises
    ------
    DefinitionError
        If it is given no fit.

    References
    ----------
    Henseler and Chin (2010).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame({name: rng.normal(size=300) for name in ("price", "trust")})
    >>> answers["stays"] = answers["trust"] * (1 + 0.5 * answers["price"]) + rng.normal(size=300)
    >>> fit = fit_pls(answers, "stays ~ price + trust + price:trust", resamples=0)
    >>> [pair for pair, change in slope_changes(fit).items() if change[0] > 0.2]
    [('price:trust', 'stays')]
    """
    changes = {}
    for column, (source, target) in enumerate(fit.model.paths):
        if ":" in source:
            block = fit.blocks[fit.model.names.index(source)]
            share = np.abs(fit.loadings[..., block])
            spread = (share * fit.moments.sd[..., block]).sum(axis=-1) / share.sum(axis=-1)
            changes[source, target] = np.asarray(fit.arrows[..., column] / spread)
    return changes


def _sides(model: PathModel, interaction: str) -> tuple[Construct, Construct]:
    named = {construct.name: construct for construct in model.constructs}
    left, right = interaction.split(":")
    return named[left], named[right]


def _pairs(left: Construct, right: Construct) -> list[tuple[str, str]]:
    """Items to be multiplied; a square takes every pair once."""
    if left == right:
        return [(a, b) for number, a in enumerate(left.items) for b in left.items[number:]]
    return [(a, b) for a in left.items for b in right.items]


def _fit_interactions(
    given: Moments, model: PathModel, kind: Moderation, settings: dict[str, Any]
) -> PathFit:
    """Interactions as constructs of their own, measured by combinations of items and products."""
    simple = replace(model, paths=tuple(path for path in model.paths if path[0] in model.names))
    sides = {name: _sides(model, name) for name in model.interactions}
    pairs = {name: _pairs(*both) for name, both in sides.items()}
    columns = dict.fromkeys(f"{a}:{b}" for some in pairs.values() for a, b in some)
    wide = given.select((*model.items, *columns))
    first = fit_flat(wide, simple, **settings)
    blocks, added = [], []
    for name, (left, right) in sides.items():
        if kind == "two_stage":
            rows = score_product(wide, first, left, right, pairs[name])
            items: tuple[str, ...] = (name,)
        else:
            rows = product(wide, pairs[name])
            if kind == "orthogonal":
                rows = orthogonal(wide, rows, tuple(dict.fromkeys((*left.items, *right.items))))
            items = tuple(f"{name} {a}:{b}" for a, b in pairs[name])
        blocks.append(rows)
        added.append(Construct(name, items))
    stay = np.broadcast_to(
        np.eye(len(model.items), len(wide.names)), (*wide.mass.shape, len(model.items), len(wide.names))
    )
    names = (*model.items, *(item for one in added for item in one.items))
    combined = wide.combine_items(names, np.concatenate([stay, *blocks], axis=-2))
    whole = replace(model, constructs=(*model.constructs, *added))
    return replace(fit_flat(combined, whole, **settings), first=first)


def refuse_unknown(consistent: Collection[str], model: PathModel) -> None:
    """Complain of constructs to be corrected that the model does not have.

    Raises
    ------
    FitError
    """
    strange = [name for name in consistent if name not in model.names]
    if strange:
        raise FitError([unknown_construct(name, model.names) for name in strange])


def refuse_deep(model: PathModel) -> None:
    """Complain of what two stages cannot fit.

    Raises
    ------
    DefinitionError
    """
    if complaints := [*_too_deep(model), *_find_mixed(model), *_find_entangled(model)]:
        raise DefinitionError(complaints)


def _too_deep(model: PathModel) -> Iterator[Complaint]:
    higher = {one.name for one in model.second_order}
    deep = [one.name for one in model.second_order if higher & set(one.items)]
    if deep or (higher and model.interactions):
        yield Complaint(
            Text("%(names)s needs more stages than two", {"names": quote_all(deep or model.interactions)}),
            expected=Text("constructs of second order alone, or interactions alone"),
        )


def _find_mixed(model: PathModel) -> Iterator[Complaint]:
    """Constructs that are made of constructs and of items."""
    for one in model.second_order:
        items = [item for item in one.items if item not in model.names]
        if items:
            yield Complaint(
                Text(
                    "construct '%(name)s' is made of constructs, and of the items %(items)s",
                    {"name": one.name, "items": quote_all(items)},
                ),
                hint=Text("make a construct of these items"),
            )


def _find_entangled(model: PathModel) -> Iterator[Complaint]:
    """Components that stand on paths of their own."""
    ends = {end for source, target in model.paths for end in (*source.split(":"), target)}
    for one in model.second_order:
        for item in one.items:
            if item in ends and item in model.names and item != one.name:
                yield Complaint(
                    Text(
                        "'%(item)s' is a component of '%(name)s' and stands on a path of its own",
                        {"item": item, "name": one.name},
                    ),
                    hint=Text("let the path begin or end at '%(name)s'", {"name": one.name}),
                )


def _second_order(given: Moments, model: PathModel, kind: SecondOrder, settings: dict[str, Any]) -> PathFit:
    """Scores of the components become items."""
    components = {item: one for one in model.second_order for item in one.items if item in model.names}
    simple = tuple(one for one in model.constructs if one not in model.second_order)
    paths = _spread(model) if kind == "disjoint" else _join_constructs(model, simple, components)
    first = fit_flat(given, PathModel(simple, paths), **_of_stage(settings, simple))
    kept = tuple(one for one in model.constructs if one.name not in components)
    if kind == "scores":
        kept = tuple(one if one in model.second_order else Construct(one.name, (one.name,)) for one in kept)
    second = replace(model, constructs=kept)
    combined = first.moments.combine_items(second.items, _rows(first, second))
    return replace(fit_flat(combined, second, **_of_stage(settings, kept)), first=first)


def _of_stage(settings: dict[str, Any], constructs: tuple[Construct, ...]) -> dict[str, Any]:
    """The settings with no other constructs to correct than those of a stage."""
    wanted = settings["consistent"]
    if isinstance(wanted, bool):
        return settings
    here = {one.name for one in constructs}
    return settings | {"consistent": [name for name in wanted if name in here]}


def _spread(model: PathModel) -> tuple[tuple[str, str], ...]:
    """The paths with every construct of second order replaced by its components."""
    parts = {one.name: [item for item in one.items if item in model.names] for one in model.second_order}
    return tuple(
        dict.fromkeys(
            (source, target)
            for start, end in model.paths
            for source in parts.get(start, [start])
            for target in parts.get(end, [end])
        )
    )


def _join_constructs(
    model: PathModel, simple: tuple[Construct, ...], components: dict[str, Construct]
) -> tuple[tuple[str, str], ...]:
    """Every construct joined with every other: first causes and components, then the rest in order."""
    first = [one.name for one in simple if one.name in components or not model.causes(one.name)]
    rest = [name for name in model.order if name not in first and name in {one.name for one in simple}]
    order = first + rest
    return tuple((source, target) for place, source in enumerate(order) for target in order[place + 1 :])


def _rows(first: PathFit, second: PathModel) -> Floats:
    """Items of the second stage from those of the first: scores, or the items themselves."""
    items = first.model.items
    rows = np.zeros((*first.weights.shape[:-1], len(second.items), len(items)))
    scores = first.weights / first.moments.sd
    for row, name in enumerate(second.items):
        if name in items and name not in first.model.names:
            rows[..., row, items.index(name)] = 1.0
        else:
            block = first.blocks[first.model.names.index(name)]
            rows[..., row, block] = scores[..., block]
    return rows
