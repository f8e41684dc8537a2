"""The shelf of sections, in reading order."""

from satkit.report.sections import (
    answers,
    data_quality,
    departments,
    indicators,
    method,
    segments,
    summary,
    trend,
)

SECTIONS = (summary, indicators, answers, trend, segments, departments, data_quality, method)
