"""A finding: one claim, the numbers behind it, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from satkit.language import Text

Tone = Literal["good", "bad", "neutral", "act"]


@dataclass(frozen=True)
class Finding:
    """A claim that a manager may act on.

    Parameters
    ----------
    kind : str
        Which rule made it.
    text : Text
        The claim, hedged by its evidence.
    evidence : str
        firm, significant, likely, negligible, unclear, small or hidden.  What is firm or significant and
        has a ``p`` among its values must not be above :func:`satkit.findings.allowance.allowance`; it is
        turned into *likely* where it is, see :mod:`satkit.findings.order`.
    section : str
        Key of the section that shows its numbers.
    tone : {"good", "bad", "neutral", "act"}
    n : int
        Respondents behind it.
    values : mapping
        The numbers quoted, unrounded: estimate, low, high; p of the claim, corrected for all that its
        rule looked at.
    likely : Text, optional
        The claim worded as likely, where it is not certain.
    family : str
        The family of tests in which it is a claim, if not called like its kind.
    """

    kind: str
    text: Text
    evidence: str
    section: str
    tone: Tone
    n: int
    values: Mapping[str, float] = field(default_factory=dict)
    likely: Text | None = None
    family: str = ""


def collect_numbers(line: Mapping[Any, Any]) -> dict[str, float]:
    """The numbers of a tested difference, as a finding keeps them."""
    kept = {"estimate": "difference", "low": "low", "high": "high", "p": "p_adjusted"}
    return {name: float(line[key]) for name, key in kept.items()}
