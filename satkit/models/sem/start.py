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


def started(given: Structure, cov: Floats, mean: Floats, n: float, estimator: str) -> Floats:
    """Where the estimation begins: semopy's estimates, the plain guess where it fails.

    Parameters
    ----------
    cov : ndarray, shape (g, p, p)
    mean : ndarray, shape (g, p)

    Returns
    -------
    ndarray, shape (q,)
    """
    theta = plain(given, cov, mean)
    share = np.zeros((given.groups, len(given.rows[0])))
    for group, rows in enumerate(given.rows):
        found = _estimates(rows, given.model.items, cov[group], n, estimator)
        share[group] = [found.get((row.lhs, row.op, row.rhs), np.nan) for row in rows]
    total = np.zeros(given.free)
    count = np.zeros(given.free)
    usable = (given.place >= 0) & np.isfinite(share)
    np.add.at(total, given.place[usable], share[usable])
    np.add.at(count, given.place[usable], 1)
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


def plain(given: Structure, cov: Floats, mean: Floats) -> Floats:
    """Half of the variance is error, loadings of one sign, no paths: feasible for every model."""
    sd = np.sqrt(np.diagonal(cov[0]))
    width = {name: float(sd[number]) for number, name in enumerate(given.model.items)}
    first: dict[str, str] = {}
    for row in given.rows[0]:
        if row.op == "=~":
            first.setdefault(row.lhs, row.rhs)
    size = {name: 0.7 * width.get(item, 1.0) for name, item in first.items()}
    fixed = {row.lhs for row in given.rows[0] if row.op == "~~" and row.lhs == row.rhs and row.fixed == 1.0}
    theta = np.zeros(given.free)
    for group, rows in enumerate(given.rows):
        for number, row in enumerate(rows):
            place = given.place[group, number]
            if place < 0:
                continue
            theta[place] = _guess(
                row, width, size, fixed, dict(zip(given.model.items, mean[group], strict=True))
            )
    return theta


def _guess(
    row: Parameter,
    width: dict[str, float],
    size: dict[str, float],
    unit: set[str],
    mean: dict[str, float],
) -> float:
    if row.op == "~1":
        return mean.get(row.lhs, 0.0)
    if row.op == "=~":
        return 0.7 * width.get(row.rhs, 1.0) / (1.0 if row.lhs in unit else size[row.lhs])
    if row.op == "~~" and row.lhs == row.rhs:
        return 0.5 * width[row.lhs] ** 2 if row.lhs in width else size[row.lhs] ** 2
    return 0.0
