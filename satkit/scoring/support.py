"""Support: the few scores that stand for the many points of a long scale, without moving a mean or a share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from satkit.stats.design import Floats, Ints
from satkit.survey.bins import bins
from satkit.survey.scale import Scale

BOXES = ("satisfied", "top", "bottom")
MOST = 41  # points that are counted one by one
MOST_SUPPORTS = 80  # more than ever stand for a long scale


@dataclass(frozen=True)
class Support:
    r"""Where answers are counted.

    Up to 41 points are counted one by one.  Of more, every answer x between two neighbours
    :math:`a \le x \le b` of a support counts as :math:`(b - x) / (b - a)` of an answer a and the rest of an
    answer b, so that every mean is exactly that of the answers; the supports of different boxes and bins
    are apart, so that every share is too.  Only variances grow, by less than a quarter of the
    square of the step.

    Parameters
    ----------
    scores : ndarray, shape (k,)
    spread : ndarray, shape (points, k), or None
        How every point of the scale is divided; None where each is its own.
    boxes : mapping of str to ndarray of bool, shape (k,)
        What counts as satisfied, top and bottom.
    bin : ndarray of int, shape (k,)
        See :class:`satkit.survey.bins.Bins`.
    bins : int
    """

    scores: Floats
    spread: Floats | None
    boxes: dict[str, NDArray[np.bool_]]
    bin: Ints
    bins: int

    def __len__(self) -> int:
        return len(self.scores)

    def count_answers(self, places: Ints) -> Floats:
        """Answers, by place on the scale, as counts on the support; negative places count as none."""
        if self.spread is None:
            return np.asarray((places[:, None] == np.arange(len(self))) * 1.0)
        return np.asarray(np.where((places >= 0)[:, None], self.spread[np.maximum(places, 0)], 0.0))

    @cached_property
    def bin_matrix(self) -> Floats:
        """What turns counts on the support into counts by bin, shape (k, bins)."""
        return np.asarray((self.bin[:, None] == np.arange(self.bins)) * 1.0)


def support(scale: Scale) -> Support:
    """The support of a scored scale."""
    scores, shown = np.array(scale.scores), bins(scale)
    boxes = {name: np.isin(np.arange(len(scores)), scale.places(getattr(scale, name))) for name in BOXES}
    if len(scores) <= MOST:
        return Support(scores, None, boxes, shown.of.astype(np.int64), len(shown))
    kinds = np.stack([shown.of, *boxes.values()], axis=1)
    parts, part = np.unique(kinds, axis=0, return_inverse=True)
    part = part.reshape(-1)
    steps = [_steps(scores, part == k) for k in range(len(parts))]
    sizes = [len(step) for step in steps]
    starts = np.cumsum([0, *sizes[:-1]])
    spread = np.zeros((len(scores), sum(sizes)))
    for k, (step, start) in enumerate(zip(steps, starts, strict=True)):
        own = np.flatnonzero(part == k)
        right = np.clip(np.searchsorted(step, scores[own]), 1, max(len(step) - 1, 1))
        left = np.minimum(right - 1, len(step) - 1)
        right = np.minimum(right, len(step) - 1)
        width = np.where(right > left, step[right] - step[left], 1.0)
        share = np.where(right > left, (scores[own] - step[left]) / width, 0.0)
        np.add.at(spread, (own, start + left), 1 - share)
        np.add.at(spread, (own, start + right), share)
    which = np.repeat(np.arange(len(parts)), sizes)
    return Support(
        np.concatenate(steps),
        spread,
        {name: parts[which, 1 + k].astype(bool) for k, name in enumerate(boxes)},
        parts[which, 0].astype(np.int64),
        len(shown),
    )


def _steps(scores: Floats, inside: NDArray[np.bool_]) -> Floats:
    """The supports of one stretch of scores: all of a few, else evenly from the lowest to the highest."""
    own = np.unique(scores[inside])
    share = (own[-1] - own[0]) / (scores.max() - scores.min())
    count = 2 + int(np.ceil(share * (MOST - 1)))
    return own if len(own) <= count else np.linspace(own[0], own[-1], count)
