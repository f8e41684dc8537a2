"""The shelf of rules: evidence in, findings out; in the order a manager should read them."""

from satkit.findings.rules import (
    change,
    department,
    gap,
    lowest,
    mix,
    moved,
    quality,
    reasons,
    recovery,
    standing,
)

RULES = (standing, change, moved, lowest, gap, department, reasons, recovery, mix, quality)
