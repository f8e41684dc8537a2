"""A first solution by semopy, from the model text and the covariances."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from satkit.models.sem.model import Parameter
from satkit.models.sem.structure import Structure
from satkit.stats.design import Floats

LOADING = 0.7  # of a standardised item, to begin with
OBJECTIVES = {"ML": "MLW", "GLS": "GLS", "ULS": "ULS"}


def semopy_text(rows: Sequence[Parameter]) -> str:
    """The parameters in semopy's notation, which has no intercepts."""
    lines = []
    for row in rows:
        if row.op == "~1":
            continue
        mark = row.label if row.fixed is None else f"{row.fixed:.17g}"
        lines.append(f"{row.lhs} {row.op} {mark + '*' if mark else ''}{row.rhs}")
    return "\n".join(lines)


def start_values(structure: Structure, cov: Floats, mean: Floats, n: float, estimator: str) -> Floats:
    """Where the estimation begins: semopy's estimates, the plain guess where it fails.

    Parameters
    ----------
    cov : ndarray, shape (g, p, p)
    mean : ndarray, shape (g, p)

    Returns
    -------
    ndarray, shape (q,)
    """
    theta = plain(structure, cov, mean)
    share = np.zeros((structure.groups, len(structure.rows[0])))
    for group, rows in enumerate(structure.rows):
        found = _estimates(rows, structure.model.items, cov[group], n, estimator)
        share[group] = [
            np.nan if row.start is not None else found.get((row.lhs, row.op, row.rhs), np.nan) for row in rows
        ]
    total = np.zeros(structure.free)
    count = np.zeros(structure.free)
    usable = (structure.place >= 0) & np.isfinite(share)
    np.add.at(total, structure.place[usable], share[usable])
    np.add.at(count, structure.place[usable], 1)
    return np.where(count > 0, total / np.maximum(count, 1), theta)


def _estimates(
    rows: Sequence[Parameter], items: Sequence[str], cov: Floats, n: float, estimator: str
) -> dict[tuple[str, str, str], float]:
    """What semopy finds for every parameter; nothing where it does not get there."""
    import semopy

    frame = pd.DataFrame(cov, index=list(items), columns=list(items))
    quiet = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = semopy.Model(semopy_text(rows))
            result = model.fit(cov=frame, n_samples=int(n), obj=OBJECTIVES[estimator])
            table = model.inspect(se_robust=False)
    except Exception:  # noqa: BLE001  # semopy raises whatever its parts raise
        return {}
    finally:
        logging.disable(quiet)
    if not result.success:
        return {}
    found = {}
    for lhs, op, rhs, estimate in zip(
        table["lval"], table["op"], table["rval"], table["Estimate"], strict=True
    ):
        number = float(estimate)
        if op == "~~":
            found[lhs, op, rhs] = found[rhs, op, lhs] = number
        else:
            found[lhs, op, rhs] = number
            found[rhs, "=~", lhs] = number  # semopy writes a loading as a regression
    return found


def plain(structure: Structure, cov: Floats, mean: Floats) -> Floats:
    """Half of the variance is error, items lean as they correlate, no paths: feasible for every model.

    The loadings of a construct take the signs of the first principal component of its items, turned
    so that a first item that is fixed keeps the sign it is fixed at; an item that is keyed the other
    way thus begins on its own side, whether or not it comes first.
    """
    lean = leanings(structure, cov.mean(axis=0))
    size = _sizes(structure.rows[0], lean, np.sqrt(np.diagonal(cov[0])), structure.model.items)
    theta = np.zeros(structure.free)
    for group, rows in enumerate(structure.rows):
        level = dict(zip(structure.model.items, mean[group], strict=True))
        for number, row in enumerate(rows):
            place = structure.place[group, number]
            if place >= 0:
                theta[place] = _guess(row, size, lean, level)
    return theta


def leanings(structure: Structure, cov: Floats) -> dict[tuple[str, str], float]:
    """The sign of every loading, by (construct, indicator)."""
    weights = dict(zip(structure.model.items, np.eye(len(cov)), strict=True))
    loaded: dict[str, list[Parameter]] = {}
    for row in structure.rows[0]:
        if row.op == "=~":
            loaded.setdefault(row.lhs, []).append(row)
    found: dict[tuple[str, str], float] = {}
    waiting = dict(loaded)
    while waiting:
        ready = [name for name, rows in waiting.items() if all(row.rhs in weights for row in rows)]
        for name in ready or list(waiting):  # constructs that load on each other take signs as they are
            rows = [row for row in waiting.pop(name) if row.rhs in weights]
            signs, weights[name] = _component(rows, weights, cov)
            found |= {(name, row.rhs): float(sign) for row, sign in zip(rows, signs, strict=True)}
    return found


def _component(rows: Sequence[Parameter], weights: dict[str, Floats], cov: Floats) -> tuple[Floats, Floats]:
    """Signs of the indicators on their first principal component, and the component as a sum of items."""
    if not rows:
        return np.zeros(0), np.zeros(len(cov))
    own = np.stack([weights[row.rhs] for row in rows])
    among = own @ cov @ own.T
    scale = 1 / np.sqrt(np.maximum(np.diagonal(among), 1e-300))
    first = np.linalg.eigh(among * np.outer(scale, scale))[1][:, -1]
    anchor, value = next(((n, row.fixed) for n, row in enumerate(rows) if row.fixed), (0, 1.0))
    if first[anchor] * value < 0:
        first = -first
    return np.where(first < 0, -1.0, 1.0), (first * scale) @ own


def _sizes(
    rows: Sequence[Parameter], lean: dict[tuple[str, str], float], sd: Floats, items: Sequence[str]
) -> dict[str, float]:
    """A standard deviation for every item and construct: of constructs as their scale has it."""
    size = {name: float(width) for name, width in zip(items, sd, strict=True)}
    spread = {row.lhs: row.fixed for row in rows if row.op == "~~" and row.lhs == row.rhs and row.fixed}
    names = list(dict.fromkeys(name for name, _ in lean))
    for name in names:  # those of first order come first
        own = [row for row in rows if row.op == "=~" and row.lhs == name]
        marker = next((row for row in own if row.fixed and row.rhs in size), None)
        if name in spread:
            size[name] = float(np.sqrt(abs(spread[name])))
        elif marker is not None:
            size[name] = LOADING * size[marker.rhs] / abs(float(marker.fixed or 1.0))
        else:
            size[name] = LOADING * max((size[row.rhs] for row in own if row.rhs in size), default=1.0)
    return size


def _guess(
    row: Parameter, size: dict[str, float], lean: dict[tuple[str, str], float], level: dict[str, float]
) -> float:
    if row.start is not None:
        return row.start
    if row.op == "~1":
        return level.get(row.lhs, 0.0)
    if row.op == "=~":
        sign = lean.get((row.lhs, row.rhs), 1.0)
        return sign * LOADING * size.get(row.rhs, 1.0) / size[row.lhs]
    if row.op == "~~" and row.lhs == row.rhs:
        loaded = any(indicator == row.lhs for _, indicator in lean)
        return (0.5 if loaded or row.lhs in level else 1.0) * size[row.lhs] ** 2
    return 0.0
