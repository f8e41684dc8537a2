"""Importance: shares of one method over all replicates, with signs and cautions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import quoted
from satkit.language import Text
from satkit.models.certainty import expanded, order
from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.standardised import beta, inflation, r_squared
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import UNKNOWN, Sampling

ENTANGLED = 10.0  # a variance inflation factor (Chatterjee and Hadi 2012)


@dataclass(frozen=True, slots=True)
class Importance:
    """How much every driver matters, replicate by replicate.

    Parameters
    ----------
    method : str
    names : tuple of str, length p
    shares : ndarray, shape (b + 1, p)
        In units of R squared (bits for ``theil``), the full sample first.
    total : ndarray, shape (b + 1,)
        R squared of all drivers together.
    coefficient, correlation : ndarray, shape (b + 1, p)
        Standardised coefficients and simple correlations; their signs say in which direction a
        driver moves the outcome, which an importance cannot.
    notes : tuple of Text
        What a reader must know before quoting the shares.
    sampling : Sampling
        The sample behind it.
    """

    method: str
    names: tuple[str, ...]
    shares: Floats
    total: Floats
    coefficient: Floats
    correlation: Floats
    notes: tuple[Text, ...]
    sampling: Sampling = UNKNOWN

    @property
    def table(self) -> pd.DataFrame:
        """One row per driver: share, interval, rank, chance to be first, both signs."""
        known = None if np.isnan(self.sampling.n) else self.sampling.n
        return self.tidy(self.sampling.replicated, self.sampling.level, known)

    def tidy(self, resamples: Replicates, level: float = 0.95, n: float | None = None) -> pd.DataFrame:
        """One row per driver: share, interval, rank, chance to be first, both signs.

        With the answers ``n`` behind it a small sample's interval is as wide as it has to be, see
        :func:`satkit.models.certainty.expanded`.
        """
        wide = None if n is None else expanded(level, n, len(self.names), n - 1)
        table = order(self.shares, resamples, self.names, level, wide).rename(columns={"term": "driver"})
        return table.assign(
            share=self.shares[0] / self.shares[0].sum(),
            sign_coefficient=np.sign(self.coefficient[0]).astype(int),
            sign_correlation=np.sign(self.correlation[0]).astype(int),
        )


def fitted(method: str, given: Correlations, shares: Floats) -> Importance:
    """Shares with the total they add up to, the signs they lack, and cautions."""
    slopes = beta(given)
    return Importance(
        method,
        given.names,
        shares,
        r_squared(given),
        slopes,
        given.outcome,
        cautions(given.names, slopes[0], given.outcome[0], inflation(given)[0]),
    )


def cautions(names: tuple[str, ...], slopes: Floats, marginal: Floats, vif: Floats) -> tuple[Text, ...]:
    """Where the sign of an effect is in doubt, and where drivers overlap."""
    opposed = _those(names, np.sign(slopes) * np.sign(marginal) < 0)
    entangled = _those(names, vif > ENTANGLED)
    notes = []
    if opposed:
        notes.append(
            Text(
                "%(names)s: alone and beside the other drivers the effect has opposite signs; "
                "quote the importance without a direction",
                {"names": opposed},
            )
        )
    if entangled:
        notes.append(
            Text(
                "%(names)s: nine tenths of what varies is shared with other drivers; "
                "read their importances together",
                {"names": entangled},
            )
        )
    return tuple(notes)


def _those(names: tuple[str, ...], flags: NDArray[np.bool_]) -> tuple[Text, ...]:
    anywhere = np.atleast_1d(flags.reshape(-1, len(names)).any(axis=0))
    return quoted(name for name, flag in zip(names, anywhere, strict=True) if flag)
