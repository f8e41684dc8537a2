"""What one column of an unknown file seems to hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from satkit.survey.scale import Code, Scale

Kind = Literal[
    "empty", "respondent", "duration", "weight", "cluster", "strata", "aside",
    "score", "options", "split", "text", "number", "segment",
]  # fmt: skip

OVERALL = re.compile(r"总体|整体|overall|all things considered", re.IGNORECASE)
RECOMMEND = re.compile(r"推荐|recommend|\bnps\b", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """What one column seems to be.

    Parameters
    ----------
    column : str
    text : str
        The question, where the file holds it.
    kind : Kind
    scale : Scale, optional
        Of a scored item: its points with scores, its candidate missing codes; of a question with
        several answers its options.
    sure : bool
        Whether the direction of the scale is known from labels.
    levels : tuple of (code, label)
        Of a segment, or the one option that a column repeats.
    missing : tuple of Code
        Of a segment: what is no level.
    columns : tuple of str
        Of a question with several answers: one column an option.
    """

    column: str
    text: str
    kind: Kind
    scale: Scale | None = None
    sure: bool = True
    levels: tuple[tuple[Code, str], ...] = ()
    missing: tuple[Code, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the question is known by."""
        return self.text or self.column

    @property
    def overall(self) -> bool:
        """Whether it asks for the whole."""
        return bool(OVERALL.search(f"{self.column} {self.text}"))

    @property
    def recommends(self) -> bool:
        """Whether it asks to recommend."""
        return bool(RECOMMEND.search(f"{self.column} {self.text}"))
