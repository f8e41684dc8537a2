"""The visible tuple of analyses, in reading order; a new analysis is a folder and a line here."""

from dataclasses import replace
from typing import Any

from satkit.analyses.analysis import Analysis
from satkit.analyses.answers.analysis import ANSWERS
from satkit.analyses.comments.analysis import COMMENTS
from satkit.analyses.data_quality.analysis import DATA_QUALITY
from satkit.analyses.departments.analysis import DEPARTMENTS
from satkit.analyses.drivers.analysis import DRIVERS, PENALTIES
from satkit.analyses.index.analysis import COVARIANCE, INDEX, INDEX_GROUPS, INDEX_PRIORITY, MEASUREMENT
from satkit.analyses.indicators.analysis import INDICATORS, SCORES
from satkit.analyses.investment.analysis import INVESTMENT
from satkit.analyses.kano.analysis import KANO
from satkit.analyses.method.analysis import METHOD
from satkit.analyses.other_answers.analysis import OTHER_ANSWERS
from satkit.analyses.reasons.analysis import REASONS
from satkit.analyses.recovery.analysis import RECOVERY
from satkit.analyses.segments.analysis import SEGMENTS
from satkit.analyses.summary.analysis import SUMMARY
from satkit.analyses.trend.analysis import TREND
from satkit.analyses.whole_period.analysis import WHOLE_PERIOD
from satkit.findings.allowance import allowances
from satkit.findings.evidence import Evidence
from satkit.findings.order import find_all

ANALYSES: tuple[Analysis[Any], ...] = (
    SCORES,
    SUMMARY,
    INDICATORS,
    ANSWERS,
    OTHER_ANSWERS,
    TREND,
    WHOLE_PERIOD,
    SEGMENTS,
    DEPARTMENTS,
    INDEX,
    INDEX_GROUPS,
    INDEX_PRIORITY,
    REASONS,
    DRIVERS,
    PENALTIES,
    KANO,
    INVESTMENT,
    RECOVERY,
    COMMENTS,
    DATA_QUALITY,
    COVARIANCE,
    MEASUREMENT,
    METHOD,
)
SECTIONS = tuple(one.key for one in ANALYSES if one.section is not None)
"""The names of the sections of a report, in its order."""

RULES = tuple(rule for one in ANALYSES for rule in one.rules)
FAMILIES = {name: family for one in ANALYSES for name, family in one.families.items()}


def weigh(evidence: Evidence) -> Evidence:
    """The evidence with the level at which the claims of every family of tests are firm."""
    return replace(evidence, allowances=allowances(evidence, FAMILIES))


def conclude(evidence: Evidence) -> Evidence:
    """The evidence with all findings that follow from it, and results no surer than their sentences."""
    evidence = find_all(weigh(evidence), RULES)
    settled = {
        one.result: one.settle(evidence.results[one.result], evidence)
        for one in ANALYSES
        if one.settle is not None and one.result is not None and one.result in evidence.results
    }
    return replace(evidence, results={**evidence.results, **settled})
