"""How sure: errors and intervals of any quantity from its replicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError, near
from satkit.language import Text
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates

Method = Literal["percentile", "bca", "basic", "normal", "wald"]
Ends = tuple[Floats, Floats]
FEWEST = 50  # resamples below which quantiles of the ends mean nothing


def interval(
    values: Floats,
    resamples: Replicates,
    method: Method = "percentile",
    level: float = 0.95,
    *,
    jackknife: Floats | None = None,
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
        estimate plus and minus t standard errors.
    jackknife : ndarray, shape (u + 1, ...), optional
        The same quantities with one unit left out at a time.
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
        shifted = _corrected_tails(values, _require_extra(jackknife, method, "jackknife"), tails)
        return _withhold_ends(values, quantiles(values[1:], shifted))
    if method not in PLAIN:
        raise FitError(
            Complaint(
                Text("no interval of the kind '%(name)s'", {"name": method}),
                expected=Text("known: %(names)s", {"names": METHODS}),
                hint=near(method, METHODS),
            )
        )
    return _withhold_ends(values, PLAIN[method](values, tails))


def _require_extra(extra: Floats | None, method: str, name: str) -> Floats:
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
METHODS = (*PLAIN, "bca", "wald")


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


def _withhold_ends(values: Floats, ends: Floats) -> Ends:
    """Ends, withheld where too few replicates stand behind them."""
    count = np.isfinite(values[1:]).sum(axis=0)
    enough = (count >= FEWEST) & (2 * count >= len(values) - 1)
    return np.where(enough, ends[0], np.nan), np.where(enough, ends[1], np.nan)


def lost_replicates(values: Floats) -> NDArray[np.int64]:
    """Replicates that give no value, for every quantity: shape (...)."""
    return np.asarray((~np.isfinite(values[1:])).sum(axis=0))
