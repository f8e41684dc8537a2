"""The index: constructs on 0-100, from outer weights, means and scale ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, FitError, near
from satkit.language import Text
from satkit.models.pls.composition import Composition, composition
from satkit.models.pls.fit import PathFit
from satkit.stats.arguments import TEXT, arguments, instance
from satkit.stats.design import Floats
from satkit.stats.frames import pandas_frame
from satkit.stats.intake import FRAME
from satkit.stats.table import answer_matrix

Metric = Literal["unstandardised", "standardised", "equal"]
Policy = Literal["withhold", "keep", "zero"]
METRICS: tuple[Metric, ...] = ("unstandardised", "standardised", "equal")
POLICIES: tuple[Policy, ...] = ("withhold", "keep", "zero")

Ends = Mapping[str, tuple[float, float]] | tuple[float, float]


def index_weights(fit: PathFit, metric: Metric = "unstandardised", negative: Policy = "withhold") -> Floats:
    r"""Shares of the items in their construct's index, adding to one in every construct.

    Parameters
    ----------
    fit : PathFit
    metric : {"unstandardised", "standardised", "equal"}
        ``unstandardised``: outer weight over the item's standard deviation, so that the index is
        the construct score on the scale of the items (ACSI, cSEM, ADANCO).  ``standardised``: outer
        weights as they are (``rescale`` of R's plspm, seminrExtras).  ``equal``: the plain mean.
        They differ by more than a point on the same answers; never compare across metrics.  A fit
        with ``metric="raw"`` gives what plspm calls unscaled.
    negative : {"withhold", "keep", "zero"}
        What happens to a construct with a negative weight: no index if the weight is negative in
        the sample, the index as computed, or the weight counted as zero.

    Returns
    -------
    ndarray, shape (..., m)
        In the order of :func:`satkit.models.pls.composition.composition`: for a model of one stage
        that of ``fit.model.items``.
    """
    _refuse_unknown(metric, METRICS)
    _refuse_unknown(negative, POLICIES)
    made = composition(fit)
    weights = made.weights
    if metric != "unstandardised":
        weights = np.ones_like(weights) if metric == "equal" else weights * made.sd
    return normalise_weights(weights, made.blocks, negative)


def normalise_weights(weights: Floats, blocks: tuple[slice, ...], negative: Policy) -> Floats:
    """Weights that add to one in every block, negative ones treated as said."""
    starts = [block.start for block in blocks]
    owner = np.repeat(np.arange(len(blocks)), [block.stop - block.start for block in blocks])
    below = weights < 0
    if negative == "zero":
        weights = np.where(below, 0.0, weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = weights / np.add.reduceat(weights, starts, axis=-1)[..., owner]
    if negative == "withhold" and below.any():
        crossed = np.logical_or.reduceat(below[:1], starts, axis=-1)
        shares = np.where(crossed[..., owner], np.nan, shares)
    return np.asarray(shares)


@arguments(
    fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")), metric=TEXT, negative=TEXT
)
def index(
    fit: PathFit,
    ends: Ends,
    metric: Metric = "unstandardised",
    negative: Policy = "withhold",
    weights: Floats | None = None,
) -> Floats:
    r"""Every construct on 0-100, for the sample and its replicates.

    .. math:: 100 \frac{\sum w \bar x - \sum w \min}{\sum w (\max - \min)}

    Parameters
    ----------
    ends : (min, max), or mapping of item to (min, max)
        Ends of the scale, not of the answers.  A scale whose best answer is the low end is given
        as (worst, best), for example (10, 1).
    weights : ndarray, shape (..., m), optional
        Weights of another fit, for an index linked to its base wave; see :func:`index_weights`.

    Returns
    -------
    ndarray, shape (..., j)
        Of ``composition(fit).names``: for a model of one stage its constructs.

    References
    ----------
    Fornell et al. (1996), appendix.
    """
    made = composition(fit)
    shares = index_weights(fit, metric, negative) if weights is None else _of_other_fit(weights, made)
    low, high = scale_ends(made.items, ends)
    reached = np.add.reduceat(shares * (made.mean - low), made.starts, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(100 * reached / np.add.reduceat(shares * (high - low), made.starts, axis=-1))


def _of_other_fit(weights: object, made: Composition) -> Floats:
    """Weights given from outside, one for every item.

    Raises
    ------
    FitError
    """
    try:
        found = np.asarray(weights, float)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if found.ndim < 1 or found.shape[-1] != len(made.items):
        raise FitError(
            Complaint(
                Text("the weights of the index have the shape %(shape)s", {"shape": str(found.shape)}),
                expected=Text("one for each of %(count)d items", {"count": len(made.items)}),
                hint=Text("index_weights(fit) gives them"),
            )
        )
    return found


@arguments(
    fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")),
    data=FRAME,
    metric=TEXT,
    negative=TEXT,
)
def construct_scores(
    fit: PathFit,
    data: object,
    *,
    ends: Ends | None = None,
    metric: Metric = "unstandardised",
    negative: Policy = "withhold",
) -> pd.DataFrame:
    """Scores of every respondent on every construct of a path model, by the weights of the sample.

    Parameters
    ----------
    fit : PathFit
        Of :func:`satkit.fit_pls`, without groups.
    data : DataFrame
        Answers to the items of the model, n rows; the respondents may be others than those fitted.
    ends : (min, max), or mapping of item to (min, max), optional
        Ends of the scales: scores are then on 0-100, and their mean is the index; without them they
        are standardised.
    metric : {"unstandardised", "standardised", "equal"}
        Of the index, see :func:`index_weights`.
    negative : {"withhold", "keep", "zero"}
        What happens to a construct with a negative weight.

    Returns
    -------
    DataFrame
        n rows under the index of ``data``, one column per construct; NaN where an item is unanswered.

    Raises
    ------
    DefinitionError, DataError, FitError
        If an argument, a column or an end cannot be used.

    References
    ----------
    Fornell et al. (1996), appendix.

    Examples
    --------
    >>> import pandas as pd
    >>> from satkit import fit_pls
    >>> answers = pd.DataFrame({"q1": [7, 4, 9, 6, 8, 3], "q2": [8, 5, 8, 6, 9, 2],
    ...                         "s1": [6, 5, 9, 4, 9, 4], "s2": [7, 3, 10, 6, 8, 5]})
    >>> fit = fit_pls(answers, "Quality =~ q1 + q2; Satisfaction =~ s1 + s2; Satisfaction ~ Quality", resamples=0)
    >>> construct_scores(fit, answers, ends=(1, 10)).loc[0].round(1).tolist()
    [71.5, 60.9]
    """
    table, made = pandas_frame(data), composition(fit)
    found = (
        respondent_scores(fit, table)
        if ends is None
        else respondent_index(fit, table, ends, metric, negative)
    )
    return pd.DataFrame(found, index=table.index, columns=list(made.names))


def respondent_index(
    fit: PathFit,
    values: ArrayLike,
    ends: Ends,
    metric: Metric = "unstandardised",
    negative: Policy = "withhold",
) -> Floats:
    """Every construct on 0-100 for every respondent, by the weights of the sample.

    Parameters
    ----------
    values : DataFrame or array, shape (n, k)
        Answers to ``composition(fit).moments.names``, in a model of one stage ``fit.model.items``;
        NaN where there is none.
    negative : {"withhold", "keep", "zero"}
        As in :func:`index_weights`, so that the mean over respondents is the index.

    Returns
    -------
    ndarray, shape (n, j)
        NaN where an item of the construct is unanswered.
    """
    shares, made = index_weights(fit, metric, negative)[0], composition(fit)
    low, high = scale_ends(made.items, ends)
    reached = np.add.reduceat(shares * (_answer_columns(made, values) - low), made.starts, axis=-1)
    return np.asarray(100 * reached / np.add.reduceat(shares * (high - low), made.starts))


def respondent_scores(fit: PathFit, values: ArrayLike) -> Floats:
    """Standardised construct scores of every respondent, shape (n, j): mean 0, variance 1 by mass."""
    made = composition(fit)
    apart = made.weights[0] * (_answer_columns(made, values) - made.mean[0])
    return np.asarray(np.add.reduceat(apart, made.starts, axis=-1))


def _answer_columns(made: Composition, values: ArrayLike) -> Floats:
    return answer_matrix(values, made.moments.names)[:, made.places]


def scale_ends(items: tuple[str, ...], ends: Ends) -> tuple[Floats, Floats]:
    """Low and high end of every item, shape (k,) each.

    Raises
    ------
    FitError
        If an item has no ends, or both are the same.
    """
    if isinstance(ends, Mapping):
        lost = list(dict.fromkeys(item for item in items if item not in ends))
        if lost:
            raise FitError(
                [Complaint(Text("item '%(item)s' has no scale ends", {"item": item})) for item in lost]
            )
        given: object = [ends[item] for item in items]
    else:
        given = [ends] * len(items)
    try:
        pairs = np.array(given, float)
    except (TypeError, ValueError):
        pairs = np.zeros(0)
    if pairs.shape != (len(items), 2) or not np.isfinite(pairs).all():
        raise FitError(
            Complaint(
                Text("the ends of the scales cannot be read"),
                expected=Text("two numbers, such as (1, 10), or such a pair for every item"),
            )
        )
    flat = [item for item, (low, high) in zip(items, pairs, strict=True) if low == high]
    if flat:
        raise FitError(
            [
                Complaint(
                    Text("the scale of item '%(item)s' ends where it begins", {"item": item}),
                    expected=Text("two different ends, such as 1 and 10"),
                )
                for item in flat
            ]
        )
    return pairs[:, 0], pairs[:, 1]


def _refuse_unknown(name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise FitError(
            Complaint(
                Text("the index knows no '%(name)s'", {"name": name}),
                expected=Text("known: %(names)s", {"names": known}),
                hint=near(name, known),
            )
        )
