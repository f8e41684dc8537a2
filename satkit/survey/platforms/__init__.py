"""The shelf of survey platforms, whose exports are known by their shape."""

from __future__ import annotations

from collections.abc import Callable

from satkit.survey.grid import Grid
from satkit.survey.headers import crop_grid, plain
from satkit.survey.platforms import (
    googleforms,
    kobo,
    limesurvey,
    msforms,
    qualtrics,
    surveymonkey,
    tencent,
    typeform,
    wenjuanxing,
)
from satkit.survey.table import Table

Recogniser = Callable[[Grid], Table | None]

PLATFORMS: dict[str, Recogniser] = {
    "qualtrics": qualtrics.recognise,
    "surveymonkey": surveymonkey.recognise,
    "limesurvey": limesurvey.recognise,
    "wenjuanxing": wenjuanxing.recognise,
    "tencent": tencent.recognise,
    "kobo": kobo.recognise,
    "typeform": typeform.recognise,
    "msforms": msforms.recognise,
    "googleforms": googleforms.recognise,
}


def table(grid: Grid) -> Table:
    """The table of a grid, as the platform it came from means it; else as its rows of names tell.

    Raises
    ------
    DataError
        If there are no records.
    """
    grid = crop_grid(grid)
    return recognise_platform(grid) or plain(grid)


def recognise_platform(grid: Grid) -> Table | None:
    """The table of a grid, as the platform it came from means it; None where none knows its own."""
    return next((found for recognise in PLATFORMS.values() if (found := recognise(grid)) is not None), None)
