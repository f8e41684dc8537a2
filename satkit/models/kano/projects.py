"""Which projects to fund: whole ones, must-be below target first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from satkit.errors import Complaint, FitError
from satkit.language import Text


@dataclass(frozen=True, slots=True)
class Project:
    """A project that is done whole or not at all.

    Parameters
    ----------
    name : str
    cost : float
        In the unit of the budget.
    gain : float
        Expected weighted satisfaction.
    first : bool
        It raises a must-be attribute that is below target.
    """

    name: str
    cost: float
    gain: float
    first: bool = False


def choose(projects: Sequence[Project], budget: float) -> tuple[Project, ...]:
    r"""The projects of largest total gain within a budget.

    .. math:: \max \sum g_j z_j, \quad \sum c_j z_j \le B, \quad z_j \le z_i
              \text{ for every } i \text{ that comes first and every } j \text{ that does not}

    While the money does not reach for all that come first, nothing else is funded.

    Raises
    ------
    FitError
        For a cost that is not positive, or a negative budget.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    _refuse(projects, budget)
    if not projects:
        return ()
    cost, gain = (np.array([getattr(project, key) for project in projects]) for key in ("cost", "gain"))
    first = np.array([project.first for project in projects])
    limits = [LinearConstraint(cost[None], -np.inf, budget)]
    pairs = [(i, j) for i in np.flatnonzero(first) for j in np.flatnonzero(~first)]
    if pairs:
        rows = np.zeros((len(pairs), len(projects)))
        for row, (i, j) in enumerate(pairs):
            rows[row, j], rows[row, i] = 1, -1
        limits.append(LinearConstraint(rows, -np.inf, 0))
    found = milp(-gain, integrality=np.ones(len(projects), np.int64), bounds=Bounds(0, 1), constraints=limits)
    taken = np.round(np.asarray(found.x, float)) > 0
    return tuple(project for project, funded in zip(projects, taken, strict=True) if funded)


def _refuse(projects: Sequence[Project], budget: float) -> None:
    found = [
        Complaint(
            Text("the cost of '%(name)s' is %(value)g", {"name": project.name, "value": project.cost}),
            expected=Text("a cost above zero"),
        )
        for project in projects
        if not project.cost > 0
    ]
    if budget < 0:
        found.append(Complaint(Text("the budget is negative"), expected=Text("a budget of zero or more")))
    if found:
        raise FitError(found)
