"""Answers become counts: every group of a wave, every item, every point, every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from satkit.scoring.estimates import Base
from satkit.scoring.support import Support, support
from satkit.stats.design import Design, Floats, Ints
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

HAIR = 1e-9  # of a sum: what rounding leaves of it less all its parts


@dataclass(frozen=True)
class Tally:
    """Replicate counts of g groups of respondents over i items.

    Parameters
    ----------
    items : tuple of str, length i
    counts : mapping of item to ndarray, shape (b + 1, g, points)
        Weighted answers, on the points of the scale or on the support of a long one.
    answered : mapping of item to ndarray of int, shape (g, bins)
        Unweighted answers, as they are shown.
    supports : mapping of item to Support
        What the counts of an item are of.
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
    supports: Mapping[str, Support]

    @property
    def base(self) -> Base:
        """What the items rest on, with arrays of shape (g, i)."""
        return Base(self.n, self.units, self.df, self.kish, self.sampled)

    def others(self, whole: Tally) -> Tally:
        """The same counts of everyone in another group; ``whole`` counts everyone."""
        base = self.base.others(whole.base)
        sums = {item: own.sum(axis=1, keepdims=True) for item, own in self.counts.items()}
        return Tally(
            items=self.items,
            counts={
                item: np.where(sums[item] - own > HAIR * sums[item], sums[item] - own, 0.0)
                for item, own in self.counts.items()
            },
            answered={item: own.sum(axis=0) - own for item, own in self.answered.items()},
            n=base.n,
            units=base.units,
            df=base.df,
            kish=base.kish,
            sampled=base.sampled,
            supports=self.supports,
        )

    def group_by_scale(self, questionnaire: Questionnaire) -> list[Ints]:
        """Places of the items, those on one scale together."""
        scales = [questionnaire.items[item].scale for item in self.items]
        return [np.flatnonzero([other == scale for other in scales]) for scale in dict.fromkeys(scales)]

    def functionals(self, places: Ints, values: Floats) -> Floats:
        """Replicate means of values per point, for items of one scale.

        Parameters
        ----------
        places : ndarray of int, shape (i,)
        values : ndarray, shape (points, m)
            Scores, shares of points, promoters less detractors.

        Returns
        -------
        ndarray, shape (b + 1, i, g, m)
            NaN where nobody answered.
        """
        counts = np.stack([self.counts[self.items[place]] for place in places], axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(counts @ values / counts.sum(axis=-1, keepdims=True))

    def shares(self, places: Ints) -> Floats:
        """Weight of the full sample on the points, for items of one scale, shape (i, g, points)."""
        return np.stack([self.counts[self.items[place]][0] for place in places])

    def means(self) -> Floats:
        """Replicate mean scores of all items, shape (b + 1, g, i)."""
        means = []
        for item in self.items:
            counts = self.counts[item]
            with np.errstate(invalid="ignore", divide="ignore"):
                means.append(counts @ self.supports[item].scores / counts.sum(axis=-1))
        return np.stack(means, axis=-1)


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
    inside = np.flatnonzero(rows & (group >= 0))
    label = group[inside]
    places = responses.answers[list(items)].to_numpy()[inside]
    questionnaire = responses.questionnaire
    scales = {
        name: support(questionnaire.scales[name])
        for name in {questionnaire.items[item].scale for item in items}
    }
    supports = {item: scales[questionnaire.items[item].scale] for item in items}
    counted = np.concatenate(
        [supports[item].count_answers(places[:, k]) for k, item in enumerate(items)], axis=1
    )
    weighted = totals(sample, inside, label, groups, counted)
    plain = sums_by(label, groups, counted)
    cuts = np.cumsum([len(supports[item]) for item in items])[:-1]
    base = rest(sample.design, inside, label, groups, places >= 0)
    unweighted = zip(items, np.split(plain, cuts, axis=1), strict=True)
    return Tally(
        items=items,
        counts=dict(zip(items, np.split(weighted, cuts, axis=2), strict=True)),
        answered={
            item: np.rint(own @ supports[item].bin_matrix).astype(np.int64) for item, own in unweighted
        },
        n=base.n,
        units=base.units,
        df=base.df,
        kish=base.kish,
        sampled=base.sampled,
        supports=supports,
    )


def totals(sample: Sample, rows: Ints, label: Ints, groups: int, values: Floats) -> Floats:
    """Replicate totals of weighted values, group by group.

    Parameters
    ----------
    rows, label : ndarray of int, shape (m,)
        Rows of the sample, and the group of each.
    values : ndarray, shape (m, q)

    Returns
    -------
    ndarray, shape (b + 1, groups, q)
    """
    weight, piece = sample.design.weight[rows], sample.replicates.piece[rows]
    factors = sample.replicates.factors
    weighted = np.empty((len(factors), groups, values.shape[1]))
    for g in range(groups):
        own = label == g
        pieces, part = np.unique(piece[own], return_inverse=True)
        weighted[:, g] = factors[:, pieces] @ sums_by(part, len(pieces), values[own] * weight[own, None])
    return weighted


def rest(drawn: Design, rows: Ints, label: Ints, groups: int, there: NDArray[np.bool_]) -> Base:
    """What groups of rows rest on, question by question.

    Parameters
    ----------
    rows, label : ndarray of int, shape (m,)
        Rows of the sample, and the group of each.
    there : ndarray of bool, shape (m, q)
        Who answered what.

    Returns
    -------
    Base
        With arrays of shape (groups, q).
    """
    answered, weight = there.astype(float), drawn.weight[rows, None]
    units, unit = np.unique(drawn.unit[rows], return_inverse=True)
    strata, stratum = np.unique(drawn.stratum[drawn.unit[rows]], return_inverse=True)

    def met(part: Ints, parts: int) -> Ints:
        """How many units or strata have an answer, shape (groups, q)."""
        seen = sums_by(label * parts + part, groups * parts, answered) > 0
        return np.asarray(seen.reshape(groups, parts, there.shape[1]).sum(axis=1))

    n = sums_by(label, groups, answered)
    first, second = (sums_by(label, groups, answered * weight**power) for power in (1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        kish = n * second / first**2
    from_units = met(unit, len(units))
    return Base(
        n=n.astype(np.int64),
        units=from_units,
        df=np.minimum(from_units - met(stratum, len(strata)), drawn.ceiling(rows)),
        kish=kish,
        sampled=float(drawn.fraction[units].mean()) if len(units) else 0.0,
    )


def sums_by(part: Ints, parts: int, values: Floats) -> Floats:
    """Sums of the rows of every part, shape (parts, q)."""
    from scipy.sparse import csr_array

    member = np.arange(len(part))
    return np.asarray(csr_array((np.ones(len(part)), (part, member)), (parts, len(part))) @ values)
