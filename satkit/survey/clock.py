"""Dates and times as exports write them, and how long an interview took."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from itertools import islice

import numpy as np
import pandas as pd

MOMENT = re.compile(
    r"\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})日?([ T,].*\d{1,2}[:.h点]\d{2}.*)?\s*",
    re.DOTALL,
)
HALVES = {"上午": "AM", "下午": "PM", "오전": "AM", "오후": "PM", "午前": "AM", "午後": "PM"}
LOOKED_AT = 200  # cells: enough to know a column of times
FAILED = 0.05  # of cells: more than these and the times are of several formats


def holds_dates(cells: Sequence[object]) -> bool:
    """Whether a column holds dates, with or without a time of day, wherever it holds anything."""
    filled = [*islice((str(cell) for cell in cells if cell is not None), LOOKED_AT)]
    return bool(filled) and all(MOMENT.fullmatch(text) for text in filled)


def moments(cells: Sequence[object]) -> pd.Series:
    """Every cell as a time in UTC; NaT where it is none.

    Day and month that could be either are read as the file's first rows suggest; both ends of an
    interview are read alike.
    """
    texts = pd.Series([None if cell is None else _plain(str(cell)) for cell in cells], dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a format had to be guessed is known
        read = pd.to_datetime(texts, utc=True, errors="coerce")
        if read.isna().sum() - texts.isna().sum() > FAILED * len(texts):
            read = pd.to_datetime(texts, utc=True, errors="coerce", format="mixed")
    return read


def _plain(text: str) -> str:
    for word, half in HALVES.items():
        if word in text:
            day, _, hour = text.partition(word)
            return f"{day.strip()} {hour.strip()} {half}"
    return text.strip()


def seconds(start: Sequence[object], end: Sequence[object]) -> list[object]:
    """How long every interview took; None where an end is unknown or lies before its start."""
    took = (moments(end) - moments(start)).dt.total_seconds().to_numpy()
    return [round(float(value)) if np.isfinite(value) and value >= 0 else None for value in took]
