"""The shelf of sections, in reading order."""

from satkit.report.sections import (
    answers,
    comments,
    data_quality,
    departments,
    indicators,
    method,
    reasons,
    recovery,
    segments,
    summary,
    trend,
)

SECTIONS = (
    summary,
    indicators,
    answers,
    trend,
    segments,
    departments,
    reasons,
    recovery,
    comments,
    data_quality,
    method,
)
