"""The shelf of rules: evidence in, findings out; in the order a manager should read them."""

from satkit.findings.rules import (
    breaks,
    change,
    department,
    drivers,
    gap,
    index,
    investment,
    kano,
    lowest,
    mix,
    moved,
    penalties,
    quality,
    reasons,
    recovery,
    standing,
)

RULES = (
    breaks,
    standing,
    change,
    moved,
    lowest,
    gap,
    department,
    drivers,
    reasons,
    penalties,
    kano,
    investment,
    recovery,
    index,
    mix,
    quality,
)
