"""Dominance: in which models one driver explains more than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.language import Text
from satkit.models.drivers.intake import EXPLAINED, read_drivers, refuse_many
from satkit.models.drivers.subsets import explained_variance, sizes
from satkit.stats.arguments import arguments
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

EQUAL = 1e-12  # gains this close are ties
CELLS = 1 << 25  # subsets times replicates that are kept: a quarter of a gigabyte
KINDS = ("none", "general", "conditional", "complete")


TITLE = Text("Dominance (drivers: %(count)d)")
CAPTION = Text("Which driver explains more than another, and in how many models")
PLOT = Text("General dominance")
AXIS = Text("Share of the variance of the outcome")


@dataclass(frozen=True, slots=True, repr=False)
class Dominance(Result):
    """In which models one driver explains more than another.

    Parameters
    ----------
    names : tuple of str, length p
    general : ndarray, shape (b + 1, p)
        Average gain over subsets of all sizes (LMG), the full sample first.
    conditional : ndarray, shape (b + 1, p, p)
        Average gain of driver i on subsets of s others.
    complete : ndarray, shape (b + 1, p, p)
        Share of the subsets of the others on which row adds more than column.
    level : ndarray of int, shape (b + 1, p, p)
        The strongest dominance of row over column: 3 complete, 2 conditional, 1 general, 0 none.
    sampling : Sampling
    """

    names: tuple[str, ...]
    general: Floats
    conditional: Floats
    complete: Floats
    level: Floats
    sampling: Sampling

    def _tables(self) -> Iterator[Table]:
        """One row per dominance: ``driver versus dominance share_of_subsets reproduced``.

        ``reproduced`` is the share of replicates in which the dominance is at least as strong (Azen and
        Budescu 2003, their reproducibility); NaN without replicates.
        """
        pairs = np.argwhere(self.level[0] > 0)
        again = (
            (self.level[1:] >= self.level[0]).mean(axis=0) if len(self.level) > 1 else self.level[0] * np.nan
        )
        frame = pd.DataFrame(
            {
                "driver": [self.names[one] for one, _ in pairs],
                "versus": [self.names[other] for _, other in pairs],
                "dominance": [KINDS[int(self.level[0, one, other])] for one, other in pairs],
                "share_of_subsets": [self.complete[0, one, other] for one, other in pairs],
                "reproduced": [again[one, other] for one, other in pairs],
            }
        )
        yield declare("dominance", CAPTION, frame)

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.names))

    def _figure(self) -> Estimates:
        marks = sorted(map(Mark, self.names, map(float, self.general[0])), key=lambda mark: -mark.value)
        return Estimates(PLOT, AXIS, tuple(marks), bars=True)


@arguments(**EXPLAINED)
def dominance(
    data: object,
    outcome: str,
    drivers: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 200,
    seed: int = 0,
    level: float = 0.95,
    missing: str = "complete",
) -> Dominance:
    """Dominance analysis: in which models of the outcome one driver explains more than another.

    Parameters
    ----------
    data : DataFrame or Moments
        Answers, one row per respondent; or moments of drivers and outcome.
    outcome : str
        The column, or item, that is explained.
    drivers : sequence of str, length p
        The columns, or items, that explain it; all their subsets are looked at.
    weight, design, resamples, seed, level, missing
        As in :func:`satkit.driver_importance`.

    Returns
    -------
    Dominance
        ``table`` has one row for every driver that dominates another.

    Raises
    ------
    DefinitionError, DataError, FitError
        As :func:`satkit.driver_importance`, and for more drivers than can be looked at.

    References
    ----------
    Budescu (1993); Azen and Budescu (2003), equations 4 to 7.

    Examples
    --------
    >>> from satkit import from_covariance
    >>> names = ["price", "repair", "overall"]
    >>> published = from_covariance([[1, 0.3, 0.5], [0.3, 1, 0.7], [0.5, 0.7, 1]], names, n=400)
    >>> dominance(published, "overall", ["price", "repair"]).table.loc[0, ["driver", "versus", "dominance"]].tolist()
    ['repair', 'price', 'complete']
    """
    given = read_drivers(
        data, outcome, drivers,
        weight=weight, design=design, resamples=resamples, seed=seed, level=level, missing=missing,
    )  # fmt: skip
    refuse_many(len(given.names), int(np.log2(CELLS // len(given.cov))))
    table = explained_variance(given.correlations)
    by_size = conditional(table)
    return Dominance(
        given.names, by_size.mean(axis=-1), by_size, complete(table), levels(table), given.sampling
    )


def conditional(table: Floats) -> Floats:
    """Average gain of every driver on subsets of every size.

    Parameters
    ----------
    table : ndarray, shape (2^p, ...)
        Worth of every subset, as :func:`satkit.models.drivers.subsets.explained_variance` gives it.

    Returns
    -------
    ndarray, shape (..., p, p)
        Row i, column s: driver i on subsets of s others.  Row means are the LMG shares.

    References
    ----------
    Azen and Budescu (2003).
    """
    p = len(table).bit_length() - 1
    rest = sizes(p - 1)
    average = (rest == np.arange(p)[:, None]) / np.bincount(rest)[:, None]
    gains = [np.tensordot(average, _gain(table, i), axes=1) for i in range(p)]
    return np.moveaxis(np.stack(gains), (0, 1), (-2, -1))


def _gain(table: Floats, driver: int) -> Floats:
    """Gain of a driver on every subset of the others, shape (2^(p - 1), ...)."""
    halves = table.reshape(-1, 2, 1 << driver, *table.shape[1:])
    return (halves[:, 1] - halves[:, 0]).reshape(-1, *table.shape[1:])


def complete(table: Floats) -> Floats:
    """Share of the subsets of the others on which driver i adds more than driver j.

    Returns
    -------
    ndarray, shape (..., p, p)
        1 is complete dominance of the row over the column; ties count for neither; 0 on the
        diagonal.
    """
    p = len(table).bit_length() - 1
    shares = np.zeros((p, p, *table.shape[1:]))
    for i in range(p):
        for j in range(i + 1, p):
            split = table.reshape(-1, 2, 1 << (j - i - 1), 2, 1 << i, *table.shape[1:])
            lead = split[:, 0, :, 1] - split[:, 1, :, 0]
            shares[i, j] = (lead > EQUAL).mean(axis=(0, 1, 2))
            shares[j, i] = (lead < -EQUAL).mean(axis=(0, 1, 2))
    return np.moveaxis(shares, (0, 1), (-2, -1))


def levels(table: Floats) -> Floats:
    """The strongest dominance of row over column: 3 complete, 2 conditional, 1 general, 0 none.

    Returns
    -------
    ndarray of int, shape (..., p, p)
    """
    by_size = conditional(table)
    lead = by_size[..., :, None, :] - by_size[..., None, :, :]
    general = lead.mean(axis=-1) > EQUAL
    everywhere = general & (lead > -EQUAL).all(axis=-1)
    always = everywhere & (np.swapaxes(complete(table), -1, -2) == 0)
    return np.asarray(general.astype(int) + everywhere + always)
