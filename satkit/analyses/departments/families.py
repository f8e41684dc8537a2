"""The tests that sentences on departments rest on."""

from __future__ import annotations

from satkit.analyses.departments.estimate import Departments
from satkit.findings.families import NEXT, Family, of_latest, smallest_p

FAMILIES = {
    "department_change": Family(
        lambda e: smallest_p(of_latest(e[Departments].changes, e)), NEXT, whole=False
    ),
    "department": Family(lambda e: smallest_p(e[Departments].table), NEXT, whole=False),
}
