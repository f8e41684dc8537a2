"""Answers become counts: every group of a wave, every item, every point, every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.scoring.estimates import Base
from satkit.stats.design import Floats, Ints
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample


@dataclass(frozen=True)
class Tally:
    """Replicate counts of g groups of respondents over i items.

    Parameters
    ----------
    items : tuple of str, length i
    counts : mapping of item to ndarray, shape (b + 1, g, points)
        Weighted answers.
    answered : mapping of item to ndarray of int, shape (g, points)
        Unweighted answers.
    n, units, df : ndarray of int, shape (g, i)
        Answers, units that gave them, and units less strata.
    kish : ndarray, shape (g, i)
        Effect of unequal weights.
    sampled : float
        Mean sampling fraction of the units.
    """

    items: tuple[str, ...]
    counts: Mapping[str, Floats]
    answered: Mapping[str, Ints]
    n: Ints
    units: Ints
    df: Ints
    kish: Floats
    sampled: float

    def base(self, place: int) -> Base:
        """What the item at ``place`` rests on, group by group."""
        return Base(
            self.n[:, place], self.units[:, place], self.df[:, place], self.kish[:, place], self.sampled
        )

    def functional(self, item: str, values: Floats) -> Floats:
        """Replicate means of a value per point: scores, shares of points, promoters less detractors.

        Returns
        -------
        ndarray, shape (b + 1, g)
            NaN where nobody answered.
        """
        counts = self.counts[item]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(counts @ np.nan_to_num(values) / counts.sum(axis=-1))

    def means(self, scores: Mapping[str, Floats]) -> Floats:
        """Replicate mean scores of all items, shape (b + 1, g, i)."""
        return np.stack([self.functional(item, scores[item]) for item in self.items], axis=-1)


def tally(
    responses: Responses,
    sample: Sample,
    rows: NDArray[np.bool_],
    group: Ints,
    groups: int,
    items: tuple[str, ...],
) -> Tally:
    """Count the answers of ``rows``, group by group.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
        Usually one wave.
    group : ndarray of int, shape (n,)
        0 to ``groups`` - 1; negative rows are in no group.
    """
    from scipy.sparse import csr_array

    inside = rows & (group >= 0)
    weight, label = sample.design.weight[inside], group[inside]
    pieces, piece = np.unique(sample.replicates.piece[inside], return_inverse=True)
    member = np.arange(len(weight))

    def sums_by(part: Ints, parts: int, values: Floats) -> Floats:
        """Sums of row values over every group and part, shape (g, parts, ...)."""
        ones = csr_array(
            (np.ones(len(weight)), (label * parts + part, member)), shape=(groups * parts, len(weight))
        )
        return np.asarray(ones @ values).reshape(groups, parts, -1)

    places = responses.answers[list(items)].to_numpy()[inside]
    there = (places >= 0).astype(float)
    sizes = [len(responses.questionnaire.scale(item).points) for item in items]
    hot = np.concatenate(
        [places[:, [k]] == np.arange(size) for k, size in enumerate(sizes)],
        axis=1,
        dtype=float,
        casting="unsafe",
    )
    carried = sums_by(piece, len(pieces), hot * weight[:, None]).transpose(1, 0, 2)
    factors = sample.replicates.factors[:, pieces]
    weighted = (factors @ carried.reshape(len(pieces), -1)).reshape(len(factors), groups, -1)
    plain = sums_by(np.zeros_like(label), 1, hot)[:, 0].astype(np.int64)
    cuts = np.cumsum(sizes)[:-1]
    units, unit = np.unique(sample.design.unit[inside], return_inverse=True)
    met = sums_by(unit, len(units), there) > 0
    strata, stratum = np.unique(sample.design.stratum[units], return_inverse=True)
    in_stratum = (stratum[:, None] == np.arange(len(strata))).astype(float)
    reached = np.einsum("gui,uh->ghi", met.astype(float), in_stratum) > 0
    moments = sums_by(
        np.zeros_like(label),
        1,
        np.concatenate([there * weight[:, None], there * weight[:, None] ** 2], axis=1),
    )
    first, second = np.split(moments[:, 0], 2, axis=1)
    n = sums_by(np.zeros_like(label), 1, there)[:, 0].astype(np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = n * second / first**2
    return Tally(
        items=items,
        counts=dict(zip(items, np.split(weighted, cuts, axis=2), strict=True)),
        answered=dict(zip(items, np.split(plain, cuts, axis=1), strict=True)),
        n=n,
        units=met.sum(axis=1),
        df=met.sum(axis=1) - reached.sum(axis=1),
        kish=effect,
        sampled=float(sample.design.fraction[units].mean()) if len(units) else 0.0,
    )
