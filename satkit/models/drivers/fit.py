"""Importance: shares of one method over all replicates, with signs and cautions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit import number_format
from satkit.errors import quote_all
from satkit.language import Text
from satkit.models.drivers.correlations import Correlations
from satkit.models.drivers.standardised import beta, inflation, r_squared
from satkit.models.rank_certainty import expand_level, order
from satkit.stats.design import Floats
from satkit.stats.sampling import UNKNOWN, Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

TITLE = Text("Importance of drivers (%(method)s): R² %(r2)s%(n)s")
N = Text(", n %(n)s")
SHARES = Text("What every driver contributes to what is explained")
PLOT = Text("Importance of drivers")
AXIS = Text("Share of the variance of the outcome")
NAMES = {
    "lmg": "LMG", "lmg_once": "LMG", "relative_weights": Text("relative weights"), "pratt": "Pratt",
    "car": "CAR", "theil": "Theil", "mcfadden": "McFadden",
}  # fmt: skip
ENTANGLED = 10.0  # a variance inflation factor (Chatterjee and Hadi 2012)


@dataclass(frozen=True, slots=True, repr=False)
class Importance(Result):
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

    def _tables(self) -> Iterator[Table]:
        """One row per driver: share, interval, rank, probability to be first, both signs.

        Where it is known how many answered, a small sample's interval is as wide as it has to be, see
        :func:`satkit.models.rank_certainty.expand_level`.
        """
        resamples, level, n = self.sampling.replicated, self.sampling.level, self.sampling.n
        wide = None if np.isnan(n) else expand_level(level, n, len(self.names), n - 1)
        frame = order(self.shares, resamples, self.names, level, wide).assign(
            share=self.shares[0] / self.shares[0].sum(),
            sign_coefficient=np.sign(self.coefficient[0]).astype(int),
            sign_correlation=np.sign(self.correlation[0]).astype(int),
        )
        frame = frame.rename(columns={"term": "driver"})
        shown = (
            "driver",
            "estimate",
            "std_error",
            "interval",
            "rank",
            "probability_first",
            "p_leads",
            "share",
        )
        headers = {"estimate": Text("Contribution")}
        yield declare(
            "importance", SHARES, frame, shown, headers=headers, kinds={"estimate": "fit", "std_error": "fit"},
            level=level,
        )  # fmt: skip

    def _title(self) -> Text:
        n = "" if np.isnan(self.sampling.n) else N.with_values(n=number_format.count(self.sampling.n))
        method = NAMES.get(self.method, self.method)
        return TITLE.with_values(method=method, r2=number_format.bounded(float(self.total[0])), n=n)

    def _figure(self) -> Estimates:
        table = self.table.sort_values("estimate", ascending=False)
        rows = table[["driver", "estimate", "low", "high"]].itertuples(index=False, name=None)
        return Estimates(PLOT, AXIS, tuple(Mark(*row) for row in rows), bars=True)


def make_importance(method: str, data: Correlations, shares: Floats) -> Importance:
    """Shares with the total they add up to, the signs they lack, and cautions."""
    slopes = beta(data)
    return Importance(
        method,
        data.names,
        shares,
        r_squared(data),
        slopes,
        data.outcome,
        cautions(data.names, slopes[0], data.outcome[0], inflation(data)[0]),
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
    return quote_all(name for name, flag in zip(names, anywhere, strict=True) if flag)
