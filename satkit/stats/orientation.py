"""Which questions of a later wave run the other way round than in an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.stats.design import Booleans, Floats, Ints

REAL = 0.06  # stability index of what a real change of about 6 points in 100 makes of a distribution
DRIFT = 0.15  # standard deviation of what a real change does to a correlation, on Fisher's scale
DISTRIBUTION = 8.0  # most that distributions say: opinions do collapse
CORRELATION = 32.0  # most that correlations say: their sign does not change by itself
ENOUGH = 4.0  # log odds from which a scale is called turned round, some 55 to 1
LONG, JOINED = 7, 5  # a scale of more points is compared by so many stretches
MOST_ROWS = 20_000  # of a wave, evenly spaced: more tell nothing new


@dataclass(frozen=True)
class Orientation:
    """What distributions and correlations say of k questions.

    Parameters
    ----------
    turned : ndarray of bool, shape (k,)
        Which run the other way round in the later wave.
    odds : ndarray, shape (k,)
        Log odds that they do, given the others.
    """

    turned: Booleans
    odds: Floats


def orientation(earlier: Ints, later: Ints, sizes: Ints, block: Ints) -> Orientation:
    """Compare two waves question by question, as they are and turned round.

    Two kinds of evidence are added as log odds.  The later distribution is compared with the earlier one and with its
    mirror image; a real change moves a distribution too, so this is never worth more than ``DISTRIBUTION``.  The
    correlation with the other questions keeps its sign whatever becomes of opinions, and changes it where a
    scale was turned round.  Which questions are turned is found together, for others may be turned too: from no
    question, from all of them and from every block, one is turned after another while that is likelier than not.

    Parameters
    ----------
    earlier, later : ndarray of int, shapes (n, k) and (m, k)
        Places of answers from the worst, 0; negative where there is none.
    sizes : ndarray of int, shape (k,)
        Points of the scales.
    block : ndarray of int, shape (k,)
        Questions that were laid out together and may be turned together.
    """
    first, second = _thin_places(earlier), _thin_places(later)
    image = np.array(
        [mirror_log_odds(*_counts(first[:, j], second[:, j], size)) for j, size in enumerate(sizes)]
    )
    bound = _Bound.of(first, second)
    starts = [np.ones(len(sizes)), -np.ones(len(sizes))]
    starts += [np.where(block == one, -1.0, 1.0) for one in np.unique(block)]
    found = [bound.settle_signs(start, image) for start in starts]
    best = max(found, key=lambda signs: bound.log_odds(signs, image))
    odds = bound.odds(best, image)
    return Orientation((best < 0) & (odds > ENOUGH), odds)


def mirror_log_odds(before: Floats, after: Floats) -> float:
    """Log odds that a distribution is the mirror image of one before, from counts, within ``DISTRIBUTION``."""
    if min(before.sum(), after.sum()) < 1:
        return 0.0
    noise = (len(before) - 1) * (1 / before.sum() + 1 / after.sum())
    one, image, other = (_shares(counts) for counts in (before, before[::-1], after))
    gain = _apart(one, other) - _apart(image, other)
    return float(np.clip(gain / (2 * (REAL + noise)), -DISTRIBUTION, DISTRIBUTION))


def _shares(counts: Floats) -> Floats:
    return np.asarray((counts + 0.5) / (counts.sum() + 0.5 * len(counts)))


def _apart(one: Floats, other: Floats) -> float:
    """The population stability index of two distributions."""
    return float(((other - one) * np.log(other / one)).sum())


def _counts(first: Ints, second: Ints, size: int) -> tuple[Floats, Floats]:
    """Answers by point; points of a long scale are joined, the same from either end."""
    joined = np.arange(size)
    if size > LONG:
        joined = np.rint(joined * (JOINED - 1) / (size - 1)).astype(np.int64)
    counts = [
        np.bincount(joined[part[part >= 0]], minlength=joined[-1] + 1).astype(np.float64)
        for part in (first, second)
    ]
    return counts[0], counts[1]


def _thin_places(places: Ints) -> Ints:
    step = -(-len(places) // MOST_ROWS)
    return places[:: max(step, 1)]


@dataclass(frozen=True)
class _Bound:
    """How the questions of both waves hang together.

    Parameters
    ----------
    weights : ndarray, shape (k, k)
        What every other question counts in the rest that one is correlated with: its correlation in the earlier wave,
        less what noise may show.
    before : ndarray, shape (k,)
        Correlation with the rest in the earlier wave, on Fisher's scale.
    later : ndarray, shape (k, k)
        Correlations of the later wave.
    variance : ndarray, shape (k,)
        Of the difference of both waves on Fisher's scale.
    """

    weights: Floats
    before: Floats
    later: Floats
    variance: Floats

    @classmethod
    def of(cls, first: Ints, second: Ints) -> _Bound:
        one, other = correlations(first), correlations(second)
        sizes = [(part >= 0).sum(axis=0) for part in (first, second)]
        chance = 2 / np.sqrt(np.maximum(np.minimum.outer(sizes[0], sizes[0]), 1))  # what noise may show
        firm = np.sign(one) * np.maximum(np.abs(one) - chance, 0)
        weights = np.where((other != 0) & ~np.eye(len(one), dtype=bool), firm, 0.0)
        variance = DRIFT**2 + sum(1 / np.maximum(size - 3.0, 1.0) for size in sizes)
        return cls(weights, _with_rest(one, weights, np.ones(len(one))), other, variance)

    def odds(self, signs: Floats, image: Floats) -> Floats:
        """Log odds that every question is turned round, the others held as ``signs`` say, shape (k,)."""
        return np.asarray(image - 2 * self._same(signs))

    def _same(self, signs: Floats) -> Floats:
        """Half the log odds of keeping its sign that a question's correlation with the rest gives."""
        rest = _with_rest(self.later, self.weights, signs)
        return np.clip(self.before * rest / self.variance, -CORRELATION / 2, CORRELATION / 2)

    def settle_signs(self, signs: Floats, image: Floats) -> Floats:
        """The signs, one question after another turned while that is likelier than not."""
        for _ in range(2 * len(signs)):
            gain = signs * (self.odds(signs, image) - ENOUGH)
            place = int(np.argmax(gain))
            if gain[place] <= 0:
                break
            signs = np.where(np.arange(len(signs)) == place, -signs, signs)
        return signs

    def log_odds(self, signs: Floats, image: Floats) -> float:
        """Log odds of all signs together, a turned question being as unlikely as ``ENOUGH`` says."""
        told = (signs * self._same(signs)).sum() + np.where(signs < 0, image - ENOUGH, 0.0).sum()
        return float(told)


def _with_rest(correlation: Floats, weights: Floats, signs: Floats) -> Floats:
    """Correlation of every question with the weighted sum of the others, on Fisher's scale, shape (k,)."""
    signed = weights * signs
    along = (signed * correlation).sum(axis=1)
    spread = ((signed @ correlation) * signed).sum(axis=1)
    r = np.divide(along, np.sqrt(np.maximum(spread, 0)), out=np.zeros(len(along)), where=spread > 0)
    return np.asarray(np.arctanh(np.clip(r, -0.99, 0.99)))


def correlations(places: Ints) -> Floats:
    """Correlations of questions over the rows that answered both, shape (k, k); 0 where none can be told."""
    there = (places >= 0).astype(float)
    values = np.where(places >= 0, places, 0).astype(float)
    values -= (values.sum(axis=0) / np.maximum(there.sum(axis=0), 1)) * there
    n = there.T @ there
    sums, squares = values.T @ there, (values**2).T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = values.T @ values - sums * sums.T / n
        spread = squares - sums**2 / n
        r = cross / np.sqrt(spread * spread.T)
    return np.asarray(np.where((n >= 10) & np.isfinite(r), np.clip(r, -1, 1), 0.0))
