"""Evidence: every result that a finding or a section may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from satkit.findings.finding import Finding
from satkit.scoring.comments import Comments
from satkit.scoring.counts import Counts
from satkit.scoring.drivers import Drivers
from satkit.scoring.index.covariance import Beside
from satkit.scoring.index.result import IndexResult
from satkit.scoring.investment import Investment
from satkit.scoring.kano import Kano
from satkit.scoring.reasons import Reasons
from satkit.scoring.recovery import Recovery
from satkit.survey.breaks import Break
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Check


@dataclass(frozen=True)
class Evidence:
    """The results of one survey, small cells already withheld; no row of an answer is in it.

    Parameters
    ----------
    questionnaire : Questionnaire
    scores, boxes, distribution : DataFrame
        See :class:`satkit.scoring.scores.Scores`.
    changes, gaps, departments, composition : DataFrame
        See :mod:`satkit.scoring.change`; empty where there is nothing to compare.
    box_changes, department_changes : DataFrame
        See :mod:`satkit.scoring.share_changes`; empty where there is nothing to compare.
    ranking : DataFrame
        ``node estimate n tied`` of the leaf indicators in the last wave, lowest first; ``tied``
        where the difference from the lowest is not significant.
    missing : DataFrame
        ``wave item reason share n``.
    counts : Counts
        Of the questions without scores.
    reasons : Reasons
    recovery : Recovery
    comments : Comments, optional
    drivers : Drivers, optional
    kano : Kano, optional
        Without its groups.
    investment : Investment, optional
    index : IndexResult, optional
        Of the index model, where the definition names one.
    covariance : Beside, optional
        The index model of the last wave by covariance analysis.
    failures : mapping of analysis to Exception
        What could not be computed, and why; the section of that name says so.
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
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    gaps: pd.DataFrame = field(default_factory=pd.DataFrame)
    departments: pd.DataFrame = field(default_factory=pd.DataFrame)
    box_changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    department_changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    composition: pd.DataFrame = field(default_factory=pd.DataFrame)
    ranking: pd.DataFrame = field(default_factory=pd.DataFrame)
    missing: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: Counts = field(default_factory=Counts)
    reasons: Reasons = field(default_factory=Reasons)
    recovery: Recovery = field(default_factory=Recovery)
    comments: Comments | None = None
    drivers: Drivers | None = None
    kano: Kano | None = None
    investment: Investment | None = None
    index: IndexResult | None = None
    covariance: Beside | None = None
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

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves that have scores, in the order of the definition; without any, those with respondents."""
        return tuple(self.scores["wave"].unique()) or self.fielded

    @property
    def latest(self) -> str:
        """The wave the report is about."""
        return self.waves[-1]

    def everyone(self, wave: str | None = None) -> dict[str, dict[str, Any]]:
        """The lines of ``scores`` for all respondents of a wave (the last one), by node."""
        table = self.scores
        chosen = table[(table["wave"] == (wave or self.latest)) & (table["segment"] == "")]
        return {str(line["node"]): line for line in chosen.to_dict("records")}  # type: ignore[misc]
