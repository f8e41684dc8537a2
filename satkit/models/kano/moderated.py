"""Moderated regression: the slope of satisfaction below and above a middling answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.models.drivers.correlations import refuse
from satkit.stats.contrasts import adjusted, difference
from satkit.stats.design import Floats
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates


def terms(values: Floats, neutral: float) -> Floats:
    r"""Performance x, whether it is above neutral, and their product, shape (n, 3), of one attribute.

    Parameters
    ----------
    values : ndarray, shape (n,)
    neutral : float
        x is measured from here, so that the product is a bend and not a jump.
    """
    centred = values - neutral
    above = np.where(np.isfinite(values), centred > 0, np.nan)
    return np.column_stack([centred, above, centred * above])


def slopes(
    cov: ArrayLike, resamples: Replicates, names: tuple[str, ...], df: float, level: float = 0.95
) -> pd.DataFrame:
    r"""Slopes on both sides of neutral, attribute by attribute.

    .. math:: y = b_0 + b_1 x + b_2 z + b_3 x z

    Below neutral the slope is :math:`b_1`, above it :math:`b_1 + b_3`: steeper below is must-be,
    steeper above attractive, alike one-dimensional.

    Parameters
    ----------
    cov : array, shape (b + 1, attributes, 4, 4)
        Covariance of :func:`terms` and, last, overall satisfaction.

    Returns
    -------
    DataFrame
        ``attribute below below_low below_high above above_low above_high difference std_error low
        high p p_adjusted``.

    References
    ----------
    Lin, Yang, Chan and Sheu (2010).
    """
    matrices = np.asarray(cov, float)
    for place, name in enumerate(names):
        refuse(matrices[0, place], tuple(f"{name} {term}" for term in ("x", "z", "xz")), None)
    found = (np.linalg.pinv(matrices[..., :-1, :-1], hermitian=True) @ matrices[..., :-1, -1:])[..., 0]
    sides = {"below": found[..., 0], "above": found[..., 0] + found[..., 2]}
    columns: dict[str, object] = {"attribute": names}
    for name, values in sides.items():
        low, high = student(values[0], resamples.std_error(values), df, level)
        columns |= {name: values[0], f"{name}_low": low, f"{name}_high": high}
    bend = difference(found[..., 2], resamples, df, level)
    return pd.DataFrame({**columns, **bend}).assign(p_adjusted=adjusted(bend["p"], "holm"))
