"""A family of tests that may end in a firm sentence: what it claims, at which p, and its weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.findings.evidence import Evidence
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats

NONE: Floats = np.array([])
MAIN, NEXT, OTHERS, BESIDE = 4.0, 2.0, 1.0, 0.25
"""Weights: of what a reader asks first, of who is behind, of the other findings, of remarks in a section."""


@dataclass(frozen=True)
class Family:
    """Tests that are corrected together.

    Parameters
    ----------
    claims : callable
        Evidence in; the p of every claim the family could make out, each corrected for all the family
        looks at; without a test none.
    weight : float
        Its part of the risk of the report, before those without a test are left out.
    whole : bool
        Whether the correction holds the family-wise error also where some of its claims are true (Holm,
        single tests, sets of the best); only then does a family that is decided leave its part to others.
    after : str
        The family, of no smaller weight, that has to be decided first: this one says the same in
        other words.
    """

    claims: Callable[[Evidence], Floats]
    weight: float = OTHERS
    whole: bool = True
    after: str = ""


def tested_p(p: ArrayLike) -> Floats:
    """The p of those claims that were tested."""
    given: Floats = np.asarray(p, float)
    return np.asarray(given[np.isfinite(given)])


def p_of(table: pd.DataFrame, column: str = "p_adjusted") -> Floats:
    """The p of the lines of a table that were tested; none where nothing was."""
    return tested_p(table[column]) if column in table else NONE


def smallest_p(table: pd.DataFrame) -> Floats:
    """The test that a table shows nothing at all: its smallest corrected p."""
    return np.asarray(np.sort(p_of(table))[:1])


def holm_p(table: pd.DataFrame, column: str) -> Floats:
    """The p of a table corrected by Holm."""
    return tested_p(adjust_p(p_of(table, column), "holm")) if len(p_of(table, column)) else NONE


def p_behind(p: ArrayLike) -> Floats:
    """What excludes the others from being first: the p of all but the largest."""
    return np.asarray(np.sort(tested_p(p))[:-1])


def of_latest(table: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The lines of the last wave."""
    return table[table["wave"] == evidence.latest] if len(table) else table


def of_headline(table: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The lines of the headline."""
    return table[table["node"] == evidence.questionnaire.headline] if len(table) else table


def bonferroni_p(table: pd.DataFrame, column: str) -> Floats:
    """P that are not yet corrected for the lines of their table (Bonferroni)."""
    return np.minimum(p_of(table, column) * len(p_of(table, column)), 1.0)
