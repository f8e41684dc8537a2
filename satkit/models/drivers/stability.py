"""Stability selection: drivers the lasso picks in most half-samples."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.language import Text
from satkit.models.drivers.correlations import Correlations
from satkit.stats.design import Floats, Ints
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

PAIRS = 50  # of half-samples
OFTEN = 0.75  # share of half-samples from which a driver counts as selected
WRONG = 1.0  # selected by mistake that the bound allows


TITLE = Text("Drivers selected in most half-samples: %(names)s")
CAPTION = Text("How often every driver is among the first %(first)d of the lasso path")
AXIS = Text("Share of half-samples")


@dataclass(frozen=True, slots=True, repr=False)
class Stability(Result):
    """How often every driver is among the first of the lasso path.

    Parameters
    ----------
    names : tuple of str, length p
    probability : ndarray, shape (p,)
        Share of the half-samples in which the driver is among the first.
    first : int
        How many drivers of every half-sample count.
    often : float
        Share from which a driver is selected.
    wrong : float
        What the expected number of drivers selected by mistake stays below: of drivers that half a
        sample picks no more often than one at random.
    """

    names: tuple[str, ...]
    probability: Floats
    first: int
    often: float
    wrong: float

    @property
    def selected_drivers(self) -> tuple[str, ...]:
        """The drivers selected, the surest first."""
        ranked = np.argsort(-self.probability, kind="stable")
        return tuple(self.names[place] for place in ranked if self.probability[place] >= self.often)

    def _tables(self) -> Iterator[Table]:
        frame = pd.DataFrame(
            {"driver": self.names, "share": self.probability, "selected": self.probability >= self.often}
        )
        yield declare("stability", CAPTION.with_values(first=self.first), frame)

    def _title(self) -> Text:
        return TITLE.with_values(names=self.selected_drivers)

    def _figure(self) -> Estimates:
        marks = tuple(map(Mark, self.names, self.probability))
        return Estimates(CAPTION.with_values(first=self.first), AXIS, marks, bars=True, reference=self.often)


def halves(stratum: Ints, pairs: int = PAIRS, seed: int = 0) -> Floats:
    """Zeros and ones that split units into halves within strata, and the halves left over.

    Parameters
    ----------
    stratum : ndarray of int, shape (units,)

    Returns
    -------
    ndarray, shape (2 * pairs, units)
        Every row and the next add up to one.

    References
    ----------
    Shah and Samworth (2013) for complementary pairs.
    """
    rng = np.random.default_rng(seed)
    split = np.empty((pairs, 2, len(stratum)))
    for pair in split:
        order = np.lexsort((rng.random(len(stratum)), stratum))
        pair[0, order] = np.arange(len(stratum)) % 2
        pair[1] = 1 - pair[0]
    return split.reshape(2 * pairs, -1)


def stability(halved: Correlations, often: float = OFTEN, wrong: float = WRONG) -> Stability:
    """Select the drivers that enter the lasso path early in most half-samples.

    Parameters
    ----------
    halved : Correlations
        Of every half-sample, those of a pair next to each other, along the first axis; halves that
        cannot tell the drivers apart pick none.
    often : float
        Above one half.
    wrong : float
        Bound on the expected number of mistakes; it says how many drivers of a half-sample count.

    References
    ----------
    Meinshausen and Bühlmann (2010); Shah and Samworth (2013) for pairs and the bound.
    """
    p, pairs = len(halved.names), len(halved.outcome) // 2
    first = next((q for q in range(p, 0, -1) if expected_wrong(q, p, often, pairs) <= wrong), 1)
    picked = np.stack([_early(r, c, first) for r, c in zip(halved.among, halved.outcome, strict=True)])
    return Stability(halved.names, picked.mean(axis=0), first, often, expected_wrong(first, p, often, pairs))


def expected_wrong(first: int, p: int, often: float, pairs: int) -> float:
    r"""Bound on the drivers selected by mistake, if their probabilities have one peak.

    .. math:: E(V) \le C q^2 / p, \qquad C = \begin{cases}
              1 / \{2 (2\pi - 1 - 1/2B)\} & \pi \le 3/4 \\
              4 (1 - \pi + 1/2B) / (1 + 1/B) & \pi > 3/4 \end{cases}

    never above Meinshausen and Bühlmann's :math:`q^2 / \{(2\pi - 1) p\}`, which needs no peak but
    drivers that stand in for each other.

    References
    ----------
    Shah and Samworth (2013), theorem 2; Meinshausen and Bühlmann (2010), theorem 1.
    """
    half, part = 1 / (2 * pairs), first / p
    plain = 1 / (2 * often - 1)
    least = min(0.5 + part**2, 0.5 + half + 0.75 * part**2)
    if part > 3**-0.5 or often <= least:
        factor = plain
    elif often <= 0.75:
        factor = 1 / (2 * (2 * often - 1 - half))
    else:
        factor = 4 * (1 - often + half) / (1 + 2 * half)
    return min(factor, plain) * first**2 / p


def _early(among: Floats, outcome: Floats, first: int) -> NDArray[np.bool_]:
    """The drivers in the lasso when it first holds so many, shape (p,)."""
    from sklearn.linear_model import lars_path_gram

    if not np.isfinite(outcome).all():
        return np.zeros(len(outcome), bool)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a path that ends early has been walked far enough
        _, _, path = lars_path_gram(outcome, among, n_samples=1, method="lasso")
    held = np.abs(path) > 0
    enough = held.sum(axis=0) >= min(first, held.sum(axis=0).max())
    return np.asarray(held[:, int(np.argmax(enough))])
