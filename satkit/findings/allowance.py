"""How much one claim may err, so that a whole report of pure noise claims something in 5 of 100 cases."""

from __future__ import annotations

from collections.abc import Mapping

from satkit.findings.evidence import Evidence
from satkit.findings.families import Family
from satkit.findings.wording import MAY_BE_CHANCE
from satkit.language import Text

RISK = 0.05
"""Of a report of pure noise holding a firm sentence; and of a claim, taken alone, that is called likely."""


LIKELY = 0.1
"""Two-sided level, so 5 % on its side, at which a leader is named as likely and others are not ruled out."""


def allowances(evidence: Evidence, families: Mapping[str, Family]) -> dict[str, float]:
    """The level at which the claims of every family with a test are firm.

    The risk of the report is divided by the weights of the families.  A family all of whose claims are
    firm needs its part no longer: the others divide it, and so on (Holm's procedure with weights; Holm
    1979, and Goeman and Solari 2010 for why it holds the risk of any false claim).  A family that waits
    for another has no part before that one is decided.
    """
    claims = {name: family.claims(evidence) for name, family in families.items()}
    open_, levels = {name for name, p in claims.items() if len(p)}, dict.fromkeys(claims, 0.0)
    while open_:
        active = {name for name in open_ if families[name].after not in open_}
        whole = sum(families[name].weight for name in active)
        levels |= {name: RISK * families[name].weight / whole for name in active}
        decided = {name for name in active if families[name].whole and claims[name].max() <= levels[name]}
        if not decided:
            break
        open_ -= decided
    return levels


def allowance(evidence: Evidence, family: str) -> float:
    """The level at which a claim of a family is firm, in this report."""
    return evidence.allowances.get(family, 0.0)


def as_sure_as(text: Text, p: float, evidence: Evidence, family: str) -> Text:
    """A claim of a section as it is, or as likely where its p, corrected within its family, allows no more."""
    return text if p <= allowance(evidence, family) else MAY_BE_CHANCE.with_values(claim=text)
