"""Analysis: one thing the toolkit finds out, from the estimate to its place in the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from satkit.findings.evidence import Evidence
from satkit.findings.families import Family
from satkit.findings.order import Rule
from satkit.language import Text
from satkit.report.blocks import Section
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.cells import Words

T = TypeVar("T")
R = TypeVar("R")


class Inputs(Protocol):
    """What an analysis may be made of: the answers, the sample, and the results it needs."""

    @property
    def responses(self) -> Responses:
        """The coded answers of every wave."""

    @property
    def sample(self) -> Sample:
        """Weights, design and replicates."""

    def __getitem__(self, kind: type[T]) -> T:
        """The result of a kind, computed when first asked."""

    def get(self, kind: type[T]) -> T | None:
        """The same where there may be none."""


def _as_it_is(result: R) -> R:
    return result


@dataclass(frozen=True)
class Analysis(Generic[R]):
    """One analysis: what it computes, from what, what follows, and where it is shown.

    Parameters
    ----------
    key : str
        Of its section in the report, and in the ``sections`` of a definition; unique.
    question : Words
        The heading of its section.
    section : callable, optional
        Evidence in, the section out; None where there is nothing to show.
    result : type, optional
        The class of what it computes, by which everybody asks for it.
    compute : callable, optional
        Makes the result, or None where the survey does not ask for it.
    needs : tuple of type
        The results it is made of.  What cannot be made makes nothing that needs it.
    rules : tuple of Rule
        Findings that follow.
    families : mapping of str to Family
        The tests its findings and remarks rest on, by the kind of the finding.
    publish : callable
        What of the result may be shown: without the rows and cells only further analyses need.
    settle : callable, optional
        The published result once all claims have been weighed against each other.
    doing : Text, optional
        What is being done while it is computed.
    cost : float
        Seconds it takes, about, of a survey of 10,000 answers; what takes long is made side by side.
    """

    key: str
    question: Words = ""
    section: Callable[[Evidence], Section | None] | None = None
    result: type[R] | None = None
    compute: Callable[[Inputs], R | None] | None = None
    needs: tuple[type[Any], ...] = ()
    rules: tuple[Rule, ...] = ()
    families: Mapping[str, Family] = field(default_factory=dict)
    publish: Callable[[R], R] = _as_it_is
    settle: Callable[[R, Evidence], R] | None = None
    doing: Text | None = None
    cost: float = 0.0
