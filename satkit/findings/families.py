"""The families of tests that may end in a firm sentence: what each claims, at which p, and its weight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.findings.evidence import Evidence
from satkit.scoring.reasons import OTHER
from satkit.stats.contrasts import adjusted
from satkit.stats.design import Floats
from satkit.survey.questionnaire import Role

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


def told(p: ArrayLike) -> Floats:
    """The p of those claims that were tested."""
    given: Floats = np.asarray(p, float)
    return np.asarray(given[np.isfinite(given)])


def of(table: pd.DataFrame, column: str = "p_adjusted") -> Floats:
    """The p of the lines of a table that were tested; none where nothing was."""
    return told(table[column]) if column in table else NONE


def surest(table: pd.DataFrame) -> Floats:
    """The test that a table shows nothing at all: its smallest corrected p."""
    return np.asarray(np.sort(of(table))[:1])


def holm(table: pd.DataFrame, column: str) -> Floats:
    """The p of a table corrected by Holm."""
    return told(adjusted(of(table, column), "holm")) if len(of(table, column)) else NONE


def corrected_gaps(headline: pd.DataFrame) -> pd.DataFrame:
    """The gaps of the headline with p corrected for all levels of all segments (Holm).

    The claim is that a level is *lower*, which is one-sided.  Of two levels each is the other's
    complement: that is one test, and as either may be the lower one it has two sides.
    """
    twins = headline.groupby("segment")["level"].transform("size") == 2
    up = headline["difference"] > 0
    p = headline["p"].where(twins, headline["p"] / 2).mask(~twins & up, 1 - headline["p"] / 2)
    return headline.assign(p_adjusted=adjusted(np.where(twins & up, np.nan, p), "holm"))


def behind(p: ArrayLike) -> Floats:
    """What excludes the others from being first: the p of all but the largest."""
    return np.asarray(np.sort(told(p))[:-1])


def _latest(table: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """The lines of the last wave."""
    return table[table["wave"] == evidence.latest] if len(table) else table


def _everyone(evidence: Evidence) -> pd.DataFrame:
    """The changes of everyone since the wave before."""
    table = _latest(evidence.changes, evidence)
    return table[table["segment"] == ""] if len(table) else table


def _of_headline(table: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    return table[table["node"] == evidence.questionnaire.headline] if len(table) else table


def _box(role: Role, measure: str) -> Callable[[Evidence], Floats]:
    def claims(evidence: Evidence) -> Floats:
        table = _latest(evidence.box_changes, evidence)
        if table.empty:
            return NONE
        mine = table["item"].isin(evidence.questionnaire.of_role(role)) & (table["measure"] == measure)
        return of(table[mine])

    return claims


def _lowest(evidence: Evidence) -> Floats:
    return behind(of(evidence.ranking, "p_lowest"))


def _gap(evidence: Evidence) -> Floats:
    headline = _of_headline(_latest(evidence.gaps, evidence), evidence)
    return of(corrected_gaps(headline)) if "p" in headline else NONE


def _drivers(name: str) -> Callable[[Evidence], pd.DataFrame]:
    return lambda evidence: getattr(evidence.drivers, name) if evidence.drivers else pd.DataFrame()


_driver_table, _driver_groups = _drivers("table"), _drivers("groups")


def _area(evidence: Evidence) -> Floats:
    found = evidence.drivers
    if found is None or found.areas.empty:
        return NONE
    return behind(of(found.areas[found.areas["method"] == f"lmg_{found.measure}"], "p_leads"))


def _drivers_of_groups(evidence: Evidence) -> Floats:
    """The surest line of every segment, for all segments."""
    table = _driver_groups(evidence)
    parts = [surest(lines) for _, lines in table.groupby("segment")] if len(table) else []
    return np.minimum(len(parts) * np.concatenate(parts), 1.0) if parts else NONE


def _reasons(evidence: Evidence) -> Floats:
    table = _latest(evidence.reasons.shares, evidence)
    if table.empty:
        return NONE
    enough = table["n"] >= evidence.questionnaire.report.min_test
    mine = table[(table["segment"] == "") & (table["withheld"] == "") & enough]
    sets = [behind(of(lines, "p_leads")) for _, lines in mine.groupby("item")]
    return np.minimum(len(sets) * np.concatenate(sets), 1.0) if sets else NONE


def _reasons_moved(evidence: Evidence) -> Floats:
    table = evidence.reasons.changes
    return of(table[table["reason"] != OTHER]) if len(table) else NONE


def _kano(evidence: Evidence) -> Floats:
    if evidence.kano is None:
        return NONE
    table = evidence.kano.table
    return holm(table[(table["wave"] == evidence.kano.wave) & (table["segment"] == "")], "p_category")


def _kano_moved(evidence: Evidence) -> Floats:
    table = evidence.kano.changes if evidence.kano else pd.DataFrame()
    if table.empty:
        return NONE
    mine = (table["wave"] == evidence.latest) & (table["measure"] == "better")
    return of(table[mine], "p_moved_adjusted")


def _kano_of_groups(evidence: Evidence) -> Floats:
    return of(evidence.kano.association) if evidence.kano else NONE


def _solution_and_paradox(evidence: Evidence) -> Floats:
    table = evidence.recovery.contrasts
    return of(table[table["contrast"].isin(["solution", "paradox"])]) if len(table) else NONE


def _summed(table: pd.DataFrame, column: str) -> Floats:
    """P that are not yet corrected for the lines of their table (Bonferroni)."""
    return np.minimum(of(table, column) * len(of(table, column)), 1.0)


def _index_moved(evidence: Evidence) -> Floats:
    found = evidence.index
    if found is None or found.changes.empty or found.index.repeats(evidence.questionnaire.headline):
        return NONE
    table = _latest(found.changes, evidence)
    return of(table[table["construct"] == found.index.index])


def _index_parts(evidence: Evidence) -> pd.DataFrame:
    return _latest(evidence.index.priority, evidence) if evidence.index else pd.DataFrame()


FAMILIES: dict[str, Family] = {
    "change": Family(lambda e: of(_of_headline(_everyone(e), e), "p"), MAIN),
    "moved": Family(lambda e: surest(_everyone(e)), whole=False),
    "satisfied_change": Family(_box("overall", "satisfied"), after="change"),
    "recommend_change": Family(_box("recommend", "nps"), NEXT),
    "department_change": Family(lambda e: surest(_latest(e.department_changes, e)), NEXT, whole=False),
    "lowest": Family(_lowest, MAIN),
    "gap": Family(_gap, NEXT),
    "department": Family(lambda e: surest(e.departments), NEXT, whole=False),
    "driver": Family(lambda e: behind(of(_driver_table(e), "p_leads")), MAIN),
    "area": Family(_area, BESIDE),
    "priority": Family(lambda e: holm(_driver_table(e), "doubt")),
    "penalty": Family(lambda e: of(_drivers("contrast")(e)), BESIDE),
    "drivers_moved": Family(lambda e: of(_drivers("waves")(e)), BESIDE),
    "drivers_of_groups": Family(_drivers_of_groups, BESIDE),
    "reasons": Family(_reasons),
    "reasons_moved": Family(_reasons_moved),
    "reasons_of_groups": Family(lambda e: of(e.reasons.association), BESIDE),
    "kano": Family(_kano),
    "kano_moved": Family(_kano_moved),
    "kano_of_groups": Family(_kano_of_groups, BESIDE),
    "loyalty": Family(_solution_and_paradox, whole=False),
    "loyalty_alike": Family(lambda e: _summed(e.recovery.contrasts, "alike_p"), BESIDE),
    "delight": Family(lambda e: of(e.recovery.steps, "ratio_p"), BESIDE),
    "best_step": Family(lambda e: _summed(e.recovery.steps, "versus_last_p"), BESIDE),
    "index_change": Family(_index_moved),
    "index_driver": Family(lambda e: behind(of(_index_parts(e), "p_leads")), MAIN),
    "index_priority": Family(lambda e: holm(_index_parts(e), "doubt")),
    "mix": Family(lambda e: of(_of_headline(_latest(e.composition, e), e), "mix_p"), BESIDE),
}
"""By the kind of the finding, or the place of the remark, that a family speaks in."""
