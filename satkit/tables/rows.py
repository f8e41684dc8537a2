"""Rows: the lines of a data frame with the type that its columns have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Mapping[str, Any])


def read_rows(frame: pd.DataFrame, kind: type[R], /, **wanted: object) -> list[R]:
    """The rows of a frame whose columns hold the wanted values; none where the frame is empty.

    Parameters
    ----------
    frame : DataFrame
        Has the keys of ``kind`` among its columns; an empty one may lack them.
    kind : type
        A ``TypedDict``: what a row holds, for readers and type checkers.

    Raises
    ------
    KeyError
        If a column that ``kind`` requires is missing: a mistake of ours.

    Examples
    --------
    >>> class Row(TypedDict):  # doctest: +SKIP
    ...     node: str
    ...     estimate: float
    >>> read_rows(frame, Row, node="staff")  # doctest: +SKIP
    [{'node': 'staff', 'estimate': 81.5}]
    """
    if frame.empty:
        return []
    required: frozenset[str] = getattr(kind, "__required_keys__", frozenset())
    missing = required - set(frame.columns)
    if missing:
        raise KeyError(f"{kind.__name__}: the table lacks {sorted(missing)}")
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return cast("list[R]", frame.to_dict("records"))
