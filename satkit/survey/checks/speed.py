"""Respondents who were too fast to have read."""

from __future__ import annotations

import re

import numpy as np

from satkit.errors import Complaint
from satkit.language import Text
from satkit.survey.coding import distinct, read_numbers
from satkit.survey.columns import read_cells
from satkit.survey.design_columns import at_rows
from satkit.survey.flagged_rows import none, offending
from satkit.survey.responses import Check, Responses
from satkit.survey.table import Table

CLOCK = re.compile(r"(\d{1,9}):(\d\d):(\d\d)(\.\d+)?")  # as a workbook keeps times


def check(responses: Responses) -> Check:
    """Records that took less than ``speed_share`` of the median time of their wave."""
    checks = responses.questionnaire.checks
    title = Text(
        "answered in less than %(percent)d%% of the usual time",
        {"percent": round(100 * checks.speed_share)},
    )
    if not checks.duration:
        return Check("speeders", title, none(), 0, checks.speeders)
    share = pace(responses)
    offenders = offending(
        responses, share < checks.speed_share, checks.duration, Text("too fast to have read the questions")
    )
    return Check("speeders", title, offenders, int(np.isfinite(share).sum()), checks.speeders)


def pace(responses: Responses) -> np.ndarray:
    """Every record's time as a share of the median of its wave; NaN where it is unknown."""
    seconds, _ = read_seconds(read_cells(responses, responses.questionnaire.checks.duration))
    share = np.full(len(responses), np.nan)
    for wave in np.unique(responses.wave):
        rows = (responses.wave == wave) & np.isfinite(seconds)
        usual = np.median(seconds[rows]) if rows.any() else 0.0
        if usual > 0:
            share[rows] = seconds[rows] / usual
    return share


def read_seconds(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Times in seconds, from seconds or from ``0:05:12``; and which cells are neither."""
    codes, unique = distinct(cells)
    clocks = [CLOCK.fullmatch(str(value).strip()) for value in unique]
    plain = [
        3600 * int(clock[1]) + 60 * int(clock[2]) + int(clock[3]) if clock else value
        for clock, value in zip(clocks, unique, strict=True)
    ]
    seconds, off = read_numbers(np.array([*plain, None], dtype=object))
    return seconds[codes], off[codes]


def unreadable(table: Table, column: str) -> list[Complaint]:
    """A complaint where a column of times holds none at all: nobody would ever be too fast."""
    seconds, off = read_seconds(table.frame[column].to_numpy(dtype=object))
    if not off.any() or np.isfinite(seconds).any():
        return []
    return [at_rows(Text("times must be seconds, or such as 0:05:12"), table, column, off)]
