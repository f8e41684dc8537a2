"""Small cells: which groups may not be shown, so that none can be found by subtraction."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


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


def concealed(n: ArrayLike, smallest: int, weights: ArrayLike) -> NDArray[np.bool_]:
    """Which cells of items and of what is made of them must be withheld.

    Parameters
    ----------
    n : array of int, shape (g, c)
        Unweighted respondents of g groups that add up to a published whole, on c items and indicators.
    smallest : int
    weights : array, shape (c, i)
        What each of them makes of the items, which come first.
    """
    return upward(withheld(n, smallest), n, weights)


def upward(hidden: NDArray[np.bool_], n: ArrayLike, weights: ArrayLike) -> NDArray[np.bool_]:
    """Hidden items also hide the indicators above them.

    An indicator less its other items would tell the item.  Shapes as for :func:`concealed`; what
    hides a set of groups on an item hides at least that set above it, so that the whole less the
    groups shown tells of no fewer people there than it does below.
    """
    counts = np.nan_to_num(np.asarray(weights)) != 0
    secret = (hidden & (np.asarray(n) > 0))[:, : counts.shape[1]]
    found: NDArray[np.bool_] = hidden | (secret @ counts.T)
    return found
