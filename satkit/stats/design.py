"""Who was drawn with whom: units, strata and sampling fractions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, DataError
from satkit.language import Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Lonely = Literal["certainty", "adjust", "fail"]


@dataclass(frozen=True)
class Design:
    """A sample of n rows in u units (clusters; rows, where none were drawn) within strata.

    Parameters
    ----------
    weight : ndarray, shape (n,)
        Case weights.
    unit : ndarray of int, shape (n,)
        The unit of every row, 0 to u - 1.
    stratum : ndarray of int, shape (u,)
        The stratum of every unit, 0 to h - 1.
    fraction : ndarray, shape (u,)
        Sampling fraction of units in the stratum; 0 where the population is unlimited.
    lonely : {"certainty", "adjust", "fail"}
        What a stratum with one unit adds to a variance: nothing, or its distance from the
        grand mean.
    most : ndarray of int, shape (n,), optional
        For every row the most degrees of freedom that its replicates leave, where they came with the data and
        units and strata are unknown.
    """

    weight: Floats
    unit: Ints
    stratum: Ints
    fraction: Floats
    lonely: Lonely = "adjust"
    most: Ints | None = None

    @property
    def units(self) -> int:
        """How many units were drawn."""
        return len(self.stratum)

    @property
    def sizes(self) -> Ints:
        """Units in the stratum of every unit, shape (u,)."""
        return np.bincount(self.stratum)[self.stratum]

    def degrees(self, rows: NDArray[np.bool_]) -> int:
        """Degrees of freedom of a domain: its units less its strata (Korn and Graubard 1999)."""
        present = np.unique(self.unit[rows])
        return min(len(present) - len(np.unique(self.stratum[present])), self.ceiling(rows))

    def ceiling(self, rows: NDArray[np.bool_] | Ints) -> int:
        """The most degrees of freedom that some rows may have, those of several waves together."""
        if self.most is None or not len(self.weight[rows]):
            return self.units
        strata = self.stratum[self.unit[rows]]
        return int(sum(self.most[rows][np.unique(strata, return_index=True)[1]]))


def design(
    weight: ArrayLike,
    stratum: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    population: ArrayLike | None = None,
    lonely: Lonely = "adjust",
) -> Design:
    """A design from one value per row.

    Parameters
    ----------
    weight : array, shape (n,)
    stratum, cluster : array, shape (n,), optional
        Any values; equal values belong together, clusters within their stratum.  Without
        clusters every row is a unit.
    population : array, shape (n,), optional
        Units in the population of the row's stratum (finite population correction).

    Raises
    ------
    DataError
        If a stratum has one unit and ``lonely`` is ``"fail"``, or more units than its population.
    """
    weights = np.asarray(weight, float)
    n = len(weights)
    strata = np.zeros(n, int) if stratum is None else np.unique(np.asarray(stratum), return_inverse=True)[1]
    clusters = np.arange(n) if cluster is None else np.unique(np.asarray(cluster), return_inverse=True)[1]
    _, first, unit = np.unique(
        strata.astype(np.int64) * (n + 1) + clusters, return_index=True, return_inverse=True
    )
    unit_stratum = strata[first].astype(np.int64)
    sizes = np.bincount(unit_stratum)[unit_stratum]
    everyone = np.full(n, np.inf) if population is None else np.asarray(population, float)
    fraction = sizes / everyone[first]
    _refuse_impossible(sizes, fraction, lonely)
    return Design(weights, unit.astype(np.int64), unit_stratum, fraction, lonely)


def _refuse_impossible(sizes: Ints, fraction: Floats, lonely: Lonely) -> None:
    if lonely == "fail" and (sizes == 1).any():
        raise DataError(
            Complaint(
                Text("strata with a single cluster: %(count)d", {"count": int((sizes == 1).sum())}),
                expected=Text("every stratum needs two clusters for a variance"),
                hint=Text('join such strata, or set lonely = "adjust" or "certainty" in [sample]'),
            )
        )
    if (fraction > 1 + 1e-9).any():
        raise DataError(
            Complaint(
                Text("a stratum holds more clusters than its population is said to have"),
                expected=Text("the fpc column holds the number of clusters in the population of the stratum"),
            )
        )


def linearised_covariance(influence: Floats, sample: Design) -> Floats:
    r"""Taylor-linearised covariance of weighted totals of influence values.

    .. math:: V = \sum_h (1 - f_h) \frac{n_h}{n_h - 1}
              \sum_{i \in h} (t_i - \bar t_h)(t_i - \bar t_h)'

    Parameters
    ----------
    influence : ndarray, shape (n, q)
        Unweighted influence values; for a mean ``(x - mean) / sum(weight)``.
    sample : Design

    Returns
    -------
    ndarray, shape (q, q)

    References
    ----------
    Binder (1983); Särndal, Swensson and Wretman (1992), section 5.5.  Agrees with ``svymean`` of
    R's survey 4.1-1, lonely strata included.
    """
    values = influence.reshape(len(influence), -1)
    totals = np.zeros((sample.units, values.shape[1]))
    np.add.at(totals, sample.unit, sample.weight[:, None] * values)
    sizes = sample.sizes
    means = np.zeros((len(np.bincount(sample.stratum)), values.shape[1]))
    np.add.at(means, sample.stratum, totals / sizes[:, None])
    alone = sizes == 1
    centred = totals - np.where(alone[:, None], totals.mean(axis=0), means[sample.stratum])
    share = (1 - sample.fraction) * np.where(
        alone, float(sample.lonely == "adjust"), sizes / np.maximum(sizes - 1, 1)
    )
    covariance: Floats = centred.T @ (share[:, None] * centred)
    return covariance
