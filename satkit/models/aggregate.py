"""Parts to wholes with external weights: companies to sectors, sectors to a nation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DefinitionError, near, quote_all
from satkit.language import Text
from satkit.stats.arguments import MAPPING, POSITIVE, arguments, optional
from satkit.stats.design import Floats
from satkit.stats.frames import pandas_frame
from satkit.stats.intake import FRAME
from satkit.stats.table import answer_matrix, columns_as_numbers, refuse_columns

COLUMNS = ("estimate", "std_error", "low", "high")


@arguments(
    parts=FRAME,
    shares=MAPPING,
    within=optional(MAPPING),
)
def aggregate(
    parts: object,
    shares: Mapping[str, float],
    within: Mapping[str, str] | None = None,
    correlation: Floats | None = None,
) -> pd.DataFrame:
    """The index of every whole: the mean of its parts by their shares in sales, revenue or GDP.

    Parameters
    ----------
    parts : DataFrame
        One line per part that was measured: ``name estimate std_error low high``.
    shares : mapping of name to float
        Of every part, and of every whole that is a part of another; only proportions within one
        whole matter.
    within : mapping of name to name, optional
        The whole that a part or a whole belongs to; without it all parts make one whole, ``""``.
    correlation : ndarray, shape (g, g), optional
        Of the estimates of the parts; samples of their own have none.

    Returns
    -------
    DataFrame
        ``name parts estimate std_error low high``, wholes of measured parts first.

    Raises
    ------
    DefinitionError
        With every part that has no share, has two lines or is itself a whole, share that is not
        above zero or of nobody, and circle of wholes.

    Notes
    -----
    Shares are known, not estimated.  The interval is recovered from those of the parts, so that it
    keeps their shape near the ends of the scale (Zou and Donner 2008); with symmetric ones and no
    correlation it is the closed form, plus and minus the root of the sum of squared shares times
    squared half-widths.

    References
    ----------
    Fornell et al. (1996) for sales and GDP as weights.

    Examples
    --------
    >>> parts = pd.DataFrame({"name": ["A", "B"], "estimate": [70.0, 80.0], "std_error": [1.0, 1.0],
    ...                       "low": [68.0, 78.0], "high": [72.0, 82.0]})
    >>> aggregate(parts, {"A": 3, "B": 1})["estimate"].tolist()
    [72.5]
    """
    table = pandas_frame(parts, "parts")
    refuse_columns(("name", *COLUMNS), table)
    names = list(table["name"])
    complaints = list(mistakes(shares, within, names))
    if complaints:
        raise DefinitionError(complaints)
    found = columns_as_numbers(table, COLUMNS).T
    alike = np.eye(len(names)) if correlation is None else answer_matrix(correlation, names)
    if alike.shape != (len(names), len(names)):
        raise DefinitionError(
            Complaint(
                Text("the correlations of the parts have the shape %(shape)s", {"shape": str(alike.shape)}),
                expected=Text("one row and one column for every part"),
            )
        )
    wholes = weights(shares, within or dict.fromkeys(names, ""), names)
    return pd.DataFrame([{"name": name, **_whole(weight, found, alike)} for name, weight in wholes.items()])


def weights(shares: Mapping[str, float], within: Mapping[str, str], names: list[str]) -> dict[str, Floats]:
    """What every part counts in every whole, shape (g,); wholes of measured parts first."""
    own = dict(zip(names, np.eye(len(names)), strict=True))
    wholes: dict[str, Floats] = {}
    waiting = dict.fromkeys(whole for name, whole in within.items())
    while waiting:
        members = {whole: [name for name, of in within.items() if of == whole] for whole in waiting}
        ready = [whole for whole, inside in members.items() if not set(inside) & set(waiting)]
        for whole in ready:
            known = [name for name in members[whole] if name in own]
            share = np.array([shares[name] for name in known])
            own[whole] = wholes[whole] = share / share.sum() @ np.stack([own[name] for name in known])
            del waiting[whole]
    return wholes


def _whole(weight: Floats, found: Floats, alike: Floats) -> dict[str, float]:
    estimate, error, low, high = found

    def reach(distance: Floats) -> float:
        part = weight * distance
        return sqrt(max(float(part @ alike @ part), 0.0))

    middle = float(weight @ estimate)
    return {
        "parts": int(np.count_nonzero(weight)),
        "estimate": middle,
        "std_error": reach(error),
        "low": middle - reach(estimate - low),
        "high": middle + reach(high - estimate),
    }


def mistakes(
    shares: Mapping[str, float], within: Mapping[str, str] | None, names: list[str]
) -> Iterator[Complaint]:
    """What is wrong with shares and wholes for these parts."""
    inside = within or {}
    wholes = set(inside.values())
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Complaint(Text("the part '%(name)s' has more than one line", {"name": name}))
    for name, share in shares.items():
        if not POSITIVE.fits(share):
            what = Text("the share of '%(name)s' is %(share)s", {"name": name, "share": _spell_share(share)})
            yield Complaint(what, expected=Text("a number above zero"))
    needed = [name for name in dict.fromkeys((*names, *inside)) if name not in shares]
    for name in needed:
        what = Text("'%(name)s' has no share", {"name": name})
        yield Complaint(what, hint=near(name, shares))
    for name in within or {}:
        if name not in names and name not in wholes:
            what = Text("'%(name)s' is part of a whole, but was not measured", {"name": name})
            yield Complaint(what, hint=near(name, names))
    for name in dict.fromkeys(name for name in names if name in wholes):
        what = Text("'%(name)s' was measured, but is also made of other parts", {"name": name})
        yield Complaint(what, hint=Text("call the whole otherwise, or leave its own measurement out"))
    lost = [name for name in names if within and name not in within]
    if lost:
        yield Complaint(Text("%(names)s belong to no whole", {"names": quote_all(lost)}))
    yield from _circles(inside)


def _spell_share(share: object) -> str:
    return f"{share:g}" if isinstance(share, int | float) else str(share)


def _circles(within: Mapping[str, str]) -> Iterator[Complaint]:
    for start in within:
        trail = [start]
        while trail[-1] in within and len(trail) <= len(within):
            trail.append(within[trail[-1]])
        if trail[-1] in within:
            what = Text("the wholes contain each other: %(circle)s", {"circle": " -> ".join(trail[:4])})
            yield Complaint(what)
            return
