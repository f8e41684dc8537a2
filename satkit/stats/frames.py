"""A data frame of any library as one of pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from satkit.errors import Complaint, DataError
from satkit.language import Text


def pandas_frame(data: object, name: str = "data") -> pd.DataFrame:
    """The frame in pandas, whichever library made it; one of pandas as it is.

    Parameters
    ----------
    data : DataFrame
        Of pandas or polars, an Arrow table, or anything that narwhals takes as an eager frame.
    name : str
        What messages call it.

    Raises
    ------
    DataError
        If it is no data frame.
    """
    if isinstance(data, pd.DataFrame):
        return data
    import narwhals as nw

    try:
        eager: Any = nw.from_native(data, eager_only=True)
        return pd.DataFrame({column: eager[column].to_list() for column in eager.columns}, dtype=object)
    except TypeError as error:
        raise DataError(
            Complaint(
                Text(
                    "a data frame was expected, and this is of type '%(type)s'", {"type": type(data).__name__}
                ),
                name,
                expected=Text("a DataFrame of pandas or polars, or an Arrow table"),
            )
        ) from error
