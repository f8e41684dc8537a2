"""The shelf of sections, in reading order."""

from satkit.report.sections import (
    answers,
    comments,
    data_quality,
    departments,
    drivers,
    indicators,
    investment,
    kano,
    method,
    penalties,
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
    drivers,
    penalties,
    kano,
    investment,
    recovery,
    comments,
    data_quality,
    method,
)
