"""Frames of rows made by hand: every column that the kind of row has, what is not given empty."""

from collections.abc import Iterable, Mapping
from typing import get_type_hints

import numpy as np
import pandas as pd

EMPTY = {float: np.nan, int: 0, bool: False}


def frame_of(kind, rows):
    """A data frame with the columns of a ``TypedDict``; numbers not given are NaN, words are empty.

    Parameters
    ----------
    rows : DataFrame, or iterable of mappings
    """
    given = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    assert all(isinstance(row, Mapping) for row in given)
    blank = {name: EMPTY.get(hint, "") for name, hint in get_type_hints(kind).items()}
    return pd.DataFrame([blank | row for row in given], columns=[*blank])


def missing_and_unknown(kind, frames: Iterable[pd.DataFrame]):
    """The columns that a kind of row has and the frames have not, and the other way round; none if all is well."""
    keys = set(get_type_hints(kind))
    return [(sorted(keys - set(frame)), sorted(set(frame) - keys)) for frame in frames if set(frame) != keys]
