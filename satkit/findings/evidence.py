"""Evidence: every result that a finding or a section may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

import pandas as pd

from satkit.findings.finding import Finding
from satkit.scoring.rows import ScoreRow
from satkit.survey.breaks import Break
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Check
from satkit.tables.rows import read_rows

T = TypeVar("T")


@dataclass(frozen=True)
class Evidence:
    """The results of one survey, small cells already withheld; no row of an answer is in it.

    Parameters
    ----------
    questionnaire : Questionnaire
    scores, boxes, distribution : DataFrame
        See :class:`satkit.scoring.scores.Scores`.
    results : mapping of the class of a result to the result
        Of the analyses; ``evidence[Changes]``, or ``evidence.get(Kano)`` where there may be none.
    failures : mapping of the key of an analysis to Exception
        What could not be computed, and why; the section of that key says so.
    fielded : tuple of str
        The waves that have respondents, in the order of the definition.
    levels : mapping of (segment, level) to its Label
    breaks : tuple of Break
        What may make a wave incomparable with the one before.
    checks, waterfall, weighting, provenance
        What was looked at, left out, weighted; and what the numbers were made with.
    findings : tuple of Finding
        In the order a manager should read them.
    allowances : mapping of family of tests to the level at which its claims are firm
        See :func:`satkit.findings.allowance.allowances`.
    """

    questionnaire: Questionnaire
    scores: pd.DataFrame
    boxes: pd.DataFrame
    distribution: pd.DataFrame
    results: Mapping[type[Any], Any] = field(default_factory=dict)
    failures: Mapping[str, Exception] = field(default_factory=dict)
    fielded: tuple[str, ...] = ()
    levels: Mapping[tuple[str, str], object] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    checks: tuple[Check, ...] = ()
    waterfall: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting: pd.DataFrame = field(default_factory=pd.DataFrame)
    provenance: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    allowances: Mapping[str, float] = field(default_factory=dict)

    def __getitem__(self, kind: type[T]) -> T:
        """The result of a kind, an empty one where there is none."""
        result = self.get(kind)
        return kind() if result is None else result

    def get(self, kind: type[T]) -> T | None:
        """The result of a kind; None where there is none."""
        return cast("T | None", self.results.get(kind))

    def with_results(self, *results: object) -> Evidence:
        """The evidence with these results in place of those of their kinds."""
        return replace(self, results={**self.results, **{type(result): result for result in results}})

    def without(self, *kinds: type[Any]) -> Evidence:
        """The evidence without the results of these kinds."""
        return replace(self, results={kind: one for kind, one in self.results.items() if kind not in kinds})

    @property
    def names(self) -> Names:
        """What the things of the survey are called."""
        return Names(self.questionnaire, self.levels)

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves that have scores, in the order of the definition; without any, those with respondents."""
        return tuple(self.scores["wave"].unique()) or self.fielded

    @property
    def latest(self) -> str:
        """The wave the report is about."""
        return self.waves[-1]

    def everyone(self, wave: str | None = None) -> dict[str, ScoreRow]:
        """The rows of ``scores`` for all respondents of a wave (the last one), by node."""
        rows = read_rows(self.scores, ScoreRow, wave=wave or self.latest, segment="")
        return {row["node"]: row for row in rows}
