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
