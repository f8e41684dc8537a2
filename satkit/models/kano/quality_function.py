"""Importance for the house of quality, adjusted by Kano category."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.stats.arguments import arguments, one_of
from satkit.stats.design import Floats
from satkit.stats.frames import pandas_frame
from satkit.stats.intake import FRAME
from satkit.stats.table import columns_as_numbers, refuse_columns

Method = Literal["tan_shen", "chaudha", "tontini"]

TAN_SHEN = {"M": 0.5, "O": 1.0, "A": 2.0}
CHAUDHA = {"I": 0.0, "M": 0.5, "O": 1.0, "A": 1.5}


@arguments(data=FRAME, method=one_of(get_args(Method)))
def quality_weights(data: object, *, method: Method = "tan_shen") -> pd.DataFrame:
    """Weights of attributes for the house of quality, their improvement adjusted by Kano category.

    Parameters
    ----------
    data : DataFrame
        One row per attribute: ``attribute``, ``importance``, ``ratio`` (target over present
        performance), ``category`` (a letter of ``M O A I R Q``), for ``chaudha`` and ``tontini`` also
        ``better`` and ``worse``, and where it is known ``sales`` (the sales point, else 1); the table of
        :func:`satkit.kano` has most of these.
    method : {"tan_shen", "chaudha", "tontini"}
        The adjustment of the ratio.

    Returns
    -------
    DataFrame
        ``attribute adjusted weight``, weights adding up to one.

    Raises
    ------
    DefinitionError, DataError
        If an argument or a column cannot be used.

    References
    ----------
    Tan and Shen (2000); Chaudha, Jain, Singh and Mishra (2011); Tontini (2007).

    Examples
    --------
    >>> import pandas as pd
    >>> attributes = pd.DataFrame({"attribute": ["safety", "app"], "importance": [5, 3],
    ...                            "ratio": [1.2, 1.5], "category": ["M", "A"]})
    >>> quality_weights(attributes)["weight"].round(3).tolist()
    [0.662, 0.338]
    """
    table = pandas_frame(data)
    columns = ["importance", "ratio", *(() if method == "tan_shen" else ("better", "worse"))]
    refuse_columns(["attribute", "category", *columns], table)
    importance, ratio, *both = columns_as_numbers(table, columns).T
    category = table["category"].astype(str)
    if method == "tan_shen":
        adjusted = tan_shen(ratio, category)
    elif method == "chaudha":
        adjusted = chaudha(ratio, category, *both)
    else:
        adjusted = tontini(ratio, *both)
    sales = columns_as_numbers(table, ["sales"])[:, 0] if "sales" in table else 1.0
    return pd.DataFrame(
        {
            "attribute": table["attribute"],
            "adjusted": adjusted,
            "weight": weights(importance, adjusted, sales),
        }
    )


def tan_shen(ratio: ArrayLike, category: ArrayLike) -> Floats:
    r"""Improvement ratio :math:`IR^{1/k}`, k = 1/2 for M, 1 for O, 2 for A; others stay.

    Parameters
    ----------
    ratio : array
        Target over present performance.
    category : array of str

    References
    ----------
    Tan and Shen (2000).
    """
    exponent = np.vectorize(lambda kind: 1 / TAN_SHEN.get(kind, 1.0))(np.asarray(category))
    return np.asarray(np.asarray(ratio, float) ** exponent)


def chaudha(ratio: ArrayLike, category: ArrayLike, better: ArrayLike, worse: ArrayLike) -> Floats:
    r"""Improvement ratio :math:`(1 + m)^k IR`, :math:`m = \max(better, |worse|)`, k = 0, 1/2, 1, 3/2 for I, M, O, A.

    References
    ----------
    Chaudha, Jain, Singh and Mishra (2011).
    """
    exponent = np.vectorize(lambda kind: CHAUDHA.get(kind, 0.0))(np.asarray(category))
    larger = np.maximum(np.asarray(better, float), -np.asarray(worse, float))
    return np.asarray((1 + larger) ** exponent * np.asarray(ratio, float))


def tontini(ratio: ArrayLike, better: ArrayLike, worse: ArrayLike) -> Floats:
    """Improvement ratio times one plus the larger of better and worse.

    References
    ----------
    Tontini (2007).
    """
    larger = np.maximum(np.asarray(better, float), -np.asarray(worse, float))
    return np.asarray((1 + larger) * np.asarray(ratio, float))


def weights(importance: ArrayLike, adjusted: ArrayLike, sales: ArrayLike = 1.0) -> Floats:
    """Final weights: importance times adjusted ratio times sales point, adding up to one."""
    product = np.asarray(importance, float) * np.asarray(adjusted, float) * np.asarray(sales, float)
    return np.asarray(product / product.sum(axis=-1, keepdims=True))
