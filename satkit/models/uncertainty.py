"""How sure: errors and intervals of any quantity from its replicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError, near
from satkit.language import Text
from satkit.stats.design import Design, Floats
from satkit.stats.replicates import Replicates

Method = Literal["percentile", "bca", "basic", "normal", "wald", "studentised"]
Ends = tuple[Floats, Floats]
FEWEST = 50  # resamples below which quantiles of the ends mean nothing


def interval(
    values: Floats,
    resamples: Replicates,
    method: Method = "percentile",
    level: float = 0.95,
    *,
    jackknife: Floats | None = None,
    errors: Floats | None = None,
    df: float = np.inf,
) -> Ends:
    """Interval of every quantity.

    Parameters
    ----------
    values : ndarray, shape (b + 1, ...)
        Row 0 is the estimate; NaN where a replicate gives none, which is then left out.
    resamples : Replicates
        A bootstrap; any replicates for ``wald``.
    method : str
        ``percentile``; ``bca``, bias-corrected and accelerated (Efron 1987), which needs
        ``jackknife``; ``basic``; ``normal``, centred on the estimate less its bias; ``wald``,
        estimate plus and minus t standard errors; ``studentised``, which needs ``errors``.
    jackknife : ndarray, shape (u + 1, ...), optional
        The same quantities with one unit left out at a time.
    errors : ndarray, shape (b + 1, ...), optional
        Standard error in the sample and within every replicate, see :func:`nested`.
    df : float
        Degrees of freedom of ``wald``.

    Returns
    -------
    low, high : ndarray, shape (...)
        NaN where fewer than half of the replicates, or fewer than 50, have a value.

    Raises
    ------
    FitError
        If the method is unknown or lacks what it needs.

    References
    ----------
    Davison and Hinkley (1997), chapter 5; quantiles are interpolated on the normal scale, their
    equation 5.6, as R's ``boot.ci`` does.
    """
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    if method == "wald":
        return _wald(values, resamples, tails, df)
    if method == "bca":
        shifted = _corrected_tails(values, _given(jackknife, method, "jackknife"), tails)
        return _told(values, quantiles(values[1:], shifted))
    if method == "studentised":
        return _told(values, _studentised(values, _given(errors, method, "errors"), tails))
    if method not in PLAIN:
        raise FitError(
            Complaint(
                Text("no interval of the kind '%(name)s'", {"name": method}),
                expected=Text("known: %(names)s", {"names": METHODS}),
                hint=near(method, METHODS),
            )
        )
    return _told(values, PLAIN[method](values, tails))


def _given(extra: Floats | None, method: str, name: str) -> Floats:
    if extra is None:
        raise FitError(
            Complaint(
                Text("an interval of the kind '%(method)s' needs %(name)s", {"method": method, "name": name})
            )
        )
    return extra


def _percentile(values: Floats, tails: Floats) -> Floats:
    return quantiles(values[1:], tails)


def _basic(values: Floats, tails: Floats) -> Floats:
    return np.asarray(2 * values[0] - quantiles(values[1:], tails[::-1]))


def _normal(values: Floats, tails: Floats) -> Floats:
    from scipy.special import ndtri

    kept = np.where(np.isfinite(values[1:]).sum(axis=0) > 1, values[1:], 0.0)  # of one, nothing is told
    centre = 2 * values[0] - np.nanmean(kept, axis=0)
    reach = np.nanstd(kept, axis=0, ddof=1)
    return np.stack([centre + ndtri(tail) * reach for tail in tails])


PLAIN: dict[str, Callable[[Floats, Floats], Floats]] = {
    "percentile": _percentile,
    "basic": _basic,
    "normal": _normal,
}
METHODS = (*PLAIN, "bca", "wald", "studentised")


def _wald(values: Floats, resamples: Replicates, tails: Floats, df: float) -> Ends:
    from scipy.special import ndtri, stdtrit

    reach = float(ndtri(tails[1]) if np.isinf(df) else stdtrit(df, tails[1])) * resamples.std_error(values)
    return values[0] - reach, values[0] + reach


def _corrected_tails(values: Floats, jackknife: Floats, tails: Floats) -> Floats:
    """Tails of the BCa interval for every quantity, shape (2, ...)."""
    from scipy.special import ndtr, ndtri

    resampled = values[1:]
    count = np.maximum(np.isfinite(resampled).sum(axis=0), 1)
    below = (resampled < values[0]).sum(axis=0) / count
    bias = ndtri(np.clip(below, 0.5 / count, 1 - 0.5 / count))
    pull = acceleration(jackknife)
    ends = []
    for tail in tails:
        z = bias + ndtri(tail)
        ends.append(ndtr(bias + z / (1 - pull * z)))
    return np.stack(ends)


def acceleration(jackknife: Floats) -> Floats:
    """How the error changes with the quantity, from leaving units out, shape (...).

    Efron (1987): the skewness of the jackknife influence over six, influence being the estimate
    less that without the unit (Davison and Hinkley 1997, equation 2.42); NaN is left out.
    """
    left_out = jackknife[1:]
    influence = jackknife[0] - left_out
    second = np.nansum(influence**2, axis=0)
    third = np.nansum(influence**3, axis=0)
    return np.asarray(np.where(second > 0, third / (6 * np.where(second > 0, second, 1) ** 1.5), 0.0))


def _studentised(values: Floats, errors: Floats, tails: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = (values[1:] - values[0]) / errors[1:]
    ratio = np.where(np.isfinite(ratio), ratio, np.nan)
    return np.asarray(values[0] - errors[0] * quantiles(ratio, tails[::-1]))


def nested(sample: Design, resamples: Replicates, inner: int = 50, seed: int = 0) -> Replicates:
    """Bootstrap replicates of the sample and of every replicate, for studentised intervals.

    Within a stratum all but one unit are drawn again, as often as the outer replicate holds them.

    Parameters
    ----------
    sample : Design
    resamples : Replicates
        A bootstrap of that design, its units not divided by raking.
    inner : int
        Replicates of each replicate; fits grow by this factor.

    Returns
    -------
    Replicates
        Row 0 the sample, then ``inner`` rows for the sample and for each of its replicates.

    References
    ----------
    Davison and Hinkley (1997), section 5.2.2, with the rescaling of Rao and Wu (1988).
    """
    rng = np.random.default_rng(seed)
    outer = resamples.factors[:, None, :]
    drawn = np.repeat(outer, inner, axis=1)
    order = np.argsort(sample.stratum, kind="stable")
    for members in np.split(order, np.cumsum(np.bincount(sample.stratum))[:-1]):
        n, held = len(members), outer[..., members]
        mass = held.sum(axis=-1, keepdims=True)
        if n > 1 and (mass > 0).all():
            times = rng.multinomial(n - 1, held / mass, size=(len(outer), inner))
            shrink = np.sqrt(1 - sample.fraction[members])
            drawn[..., members] = held + shrink * (times * mass / (n - 1) - held)
    factors = np.concatenate([resamples.factors[:1], drawn.reshape(-1, outer.shape[-1])])
    return Replicates("bootstrap", resamples.piece, factors, np.full(len(factors) - 1, 1 / (inner - 1)), seed)


def inner_errors(values: Floats, replicates: int) -> Floats:
    """Standard errors within the sample and within every replicate.

    Parameters
    ----------
    values : ndarray, shape (1 + (b + 1) inner, ...)
        Quantities of a fit on :func:`nested` moments.
    replicates : int
        b, the replicates that were nested.

    Returns
    -------
    ndarray, shape (b + 1, ...)
    """
    inside = values[1:].reshape(replicates + 1, -1, *values.shape[1:])
    return np.asarray(np.std(inside, axis=1, ddof=1))


def quantiles(resampled: Floats, tails: Floats) -> Floats:
    """Quantiles of replicates, interpolated on the normal scale.

    Parameters
    ----------
    resampled : ndarray, shape (b, ...)
        NaN is left out.
    tails : ndarray, shape (2,) or (2, ...)

    Returns
    -------
    ndarray, shape (2, ...)
    """
    from scipy.special import ndtri

    ordered = np.sort(resampled, axis=0)  # NaN last
    count = np.isfinite(resampled).sum(axis=0)
    ends = []
    for tail in tails:
        rank = (count + 1) * tail
        lower = np.clip(np.floor(rank + 1e-9), 1, np.maximum(count - 1, 1)).astype(int)
        left = np.take_along_axis(ordered, lower[None] - 1, axis=0)[0]
        right = np.take_along_axis(ordered, np.minimum(lower, len(ordered) - 1)[None], axis=0)[0]
        start, stop = ndtri(lower / (count + 1)), ndtri((lower + 1) / (count + 1))
        with np.errstate(invalid="ignore"):
            part = np.clip((ndtri(tail) - start) / (stop - start), 0, 1)
            ends.append(left + part * (right - left))
    return np.stack(ends)


def _told(values: Floats, ends: Floats) -> Ends:
    """Ends, withheld where too few replicates stand behind them."""
    count = np.isfinite(values[1:]).sum(axis=0)
    enough = (count >= FEWEST) & (2 * count >= len(values) - 1)
    return np.where(enough, ends[0], np.nan), np.where(enough, ends[1], np.nan)


def lost(values: Floats) -> NDArray[np.int64]:
    """Replicates that give no value, for every quantity: shape (...)."""
    return np.asarray((~np.isfinite(values[1:])).sum(axis=0))
