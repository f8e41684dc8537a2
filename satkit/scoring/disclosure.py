"""Small cells: which groups may not be shown, so that none can be found by subtraction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from satkit.survey.responses import Responses

MOST_CELLS = 20_000_000  # pairs of groups on items that are counted at once
Ints = NDArray[np.int64]


def withheld(n: ArrayLike, smallest: int) -> NDArray[np.bool_]:
    """Which of several groups that add up to a published whole must be withheld.

    A group below ``smallest`` is withheld; if what is withheld then adds up to less than
    ``smallest`` people, or is a single group, the next smallest group goes too, so that the whole
    less the groups shown never tells of fewer than ``smallest`` (primary and complementary
    suppression; Hundepool et al. 2012, section 4.2).  Empty groups hold no secret.

    Parameters
    ----------
    n : array of int, shape (g, ...)
        Unweighted respondents; groups along the first axis.

    Returns
    -------
    ndarray of bool, shape (g, ...)
        Empty groups are withheld as well: there is nothing to show.
    """
    counts = np.asarray(n)
    hidden = counts < smallest
    if not counts.size:
        return hidden
    table, shown = counts.reshape(len(counts), -1), hidden.reshape(len(counts), -1)
    for column in range(table.shape[1]):
        people, hide = table[:, column], shown[:, column]
        secret = hide & (people > 0)
        while secret.any() and (secret.sum() < 2 or people[secret].sum() < smallest) and not hide.all():
            rest = np.where(hide, np.iinfo(np.int64).max, people)
            hide[np.argmin(rest)] = True
            secret = hide & (people > 0)
    return hidden


SMALL, SECRET = "small", "secret"


def reasons(hidden: ArrayLike, n: ArrayLike, smallest: int) -> NDArray[np.str_]:
    """Why cells are withheld: ``"small"`` below ``smallest``; ``"secret"`` where a smaller one could be worked out.

    ``""`` where a cell is shown.  Shapes as for :func:`withheld`.
    """
    counts = np.asarray(n)
    return np.where(hidden, np.where(counts < smallest, SMALL, SECRET), "")


def upward(hidden: NDArray[np.bool_], n: ArrayLike, weights: ArrayLike) -> NDArray[np.bool_]:
    """Hidden items also hide the indicators above them.

    An indicator less its other items would tell the item.  What hides a set of groups on an item
    hides at least that set above it, so that the whole less the groups shown tells of no fewer
    people there than it does below.

    Parameters
    ----------
    hidden : ndarray of bool, shape (g, c)
        Groups on items and what is made of them, as :func:`withheld` finds them.
    n : array of int, shape (g, c)
        Unweighted respondents.
    weights : array, shape (c, i)
        What each of them makes of the items, which come first.
    """
    counts = np.nan_to_num(np.asarray(weights)) != 0
    secret = (hidden & (np.asarray(n) > 0))[:, : counts.shape[1]]
    found: NDArray[np.bool_] = hidden | (secret @ counts.T)
    return found


def jointly_withheld(
    groups: Sequence[Ints], sizes: Sequence[int], there: NDArray[np.bool_], smallest: int
) -> list[NDArray[np.bool_]]:
    """Which groups of several ways to divide the same people must be withheld, so that none can be subtracted.

    Groups of different segments can lie in one another: branches in counties, one small county in a
    region of its own.  A county less its branches, or everyone less counties and less the branches
    of a county that is withheld, then tells of whom no single segment tells.  Of every group that is
    shown, and of everyone, the people that no smaller shown group inside it covers are a *rest* that
    anybody can compute; it must be nobody, or at least ``smallest``.  Where groups lie in one
    another or apart, everything that can be added and subtracted from the groups shown is made of
    these rests, so that none tells of fewer people (Hundepool et al. 2012, section 4.2, for one
    hierarchy).  The smallest group inside is withheld until this holds.

    Parameters
    ----------
    groups : sequence of ndarray of int, shape (n,)
        Per segment the group of every respondent; negative for none.
    sizes : sequence of int
        How many groups each segment has.
    there : ndarray of bool, shape (n, c)
        Who answered each of c items and indicators.
    smallest : int

    Returns
    -------
    list of ndarray of bool, shape (size, c)
        Per segment; empty groups are withheld as well.
    """
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    segment = np.repeat(np.arange(len(sizes)), sizes)
    hidden = np.zeros((starts[-1], there.shape[1]), bool)
    if not hidden.size:
        return [hidden[start:end] for start, end in pairwise(starts)]
    at_once = max(1, MOST_CELLS // max(int(starts[-1]) ** 2, 1))
    for column in range(0, there.shape[1], at_once):
        some = there[:, column : column + at_once]
        both = _count_shared(groups, starts, some)
        for place, everyone in enumerate(some.sum(axis=0)):
            hidden[:, column + place] = _protect_groups(both[..., place], int(everyone), segment, smallest)
    return [hidden[start:end] for start, end in pairwise(starts)]


def withheld_levels(responses: Responses, rows: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    """Per segment which levels of some people may not be shown, beside the levels of all other segments.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
        Who is counted: those of one wave who answered what is shown.
    """
    names = tuple(responses.questionnaire.segments)
    if not names:
        return {}
    found = jointly_withheld(
        [responses.segments[name].to_numpy(np.int64)[rows] for name in names],
        [len(responses.levels[name]) for name in names],
        np.ones((int(rows.sum()), 1), bool),
        responses.questionnaire.report.min_cell,
    )
    return {name: hidden[:, 0] for name, hidden in zip(names, found, strict=True)}


def _count_shared(groups: Sequence[Ints], starts: Ints, there: NDArray[np.bool_]) -> Ints:
    """How many people two groups share, of all pairs of groups of all segments, shape (groups, groups, c)."""
    total = int(starts[-1])
    label = np.stack(
        [
            np.where(group >= 0, group + start, -1)
            for group, (start, _) in zip(groups, pairwise(starts), strict=True)
        ],
        axis=1,
    )
    found = np.zeros((total, total, there.shape[1]), np.int64)
    answered = there.astype(float)
    for one, other in combinations_with_replacement(range(len(groups)), 2):
        inside = (label[:, one] >= 0) & (label[:, other] >= 0)
        cell = label[inside, one] * total + label[inside, other]
        cells, place = np.unique(cell, return_inverse=True)
        member = csr_array((np.ones(len(place)), (place, np.arange(len(place)))), (len(cells), len(place)))
        shared = np.asarray(member @ answered[inside]).astype(np.int64)
        found[cells // total, cells % total] = shared
        found[cells % total, cells // total] = shared
    return found


def _protect_groups(both: Ints, everyone: int, segment: Ints, smallest: int) -> NDArray[np.bool_]:
    """The groups to withhold on one item, shape (groups,)."""
    people = np.diag(both)
    hidden = np.concatenate([withheld(people[segment == each], smallest) for each in np.unique(segment)])
    inside = (both == people[:, None]) & (people > 0)[:, None]  # row in column
    same = inside & inside.T
    wholes = [(people > 0, everyone)]
    wholes += [
        (inside[:, whole] & ~same[:, whole], int(people[whole]))
        for whole in np.flatnonzero((inside & ~same).any(axis=0))
    ]
    owners = [-1, *np.flatnonzero((inside & ~same).any(axis=0))]
    settled = False
    while not settled:
        settled = True
        for owner, (parts, size) in zip(owners, wholes, strict=True):
            if owner >= 0 and hidden[same[owner]].all():
                continue
            for first in np.unique(segment[parts]):
                cover = _cover(parts & ~hidden, segment == first, both, people)
                if 0 < size - people[cover].sum() < smallest and len(cover):
                    least = cover[np.argmin(people[cover])]
                    hidden = hidden | same[least]
                    settled = False
    return hidden


def _cover(shown: NDArray[np.bool_], first: NDArray[np.bool_], both: Ints, people: Ints) -> Ints:
    """Groups apart from each other: those of one segment, then the largest of others that share nobody."""
    chosen = np.flatnonzero(shown & first)
    free = shown & ~first & (both[:, chosen].sum(axis=1) == 0)
    added = [int(each) for each in chosen]
    while free.any():
        next_one = int(np.argmax(np.where(free, people, -1)))
        added.append(next_one)
        free = free & (both[:, next_one] == 0)
    return np.array(added, np.int64)
