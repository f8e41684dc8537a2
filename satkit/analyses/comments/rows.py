"""The rows of the tables of comments."""

from __future__ import annotations

from typing import Literal, TypedDict

UNCODED = ""
"""The code of comments that touch no theme of the frame."""


class _Share(TypedDict):
    """A share of 0-1 of those who wrote, with its error and its base."""

    estimate: float
    std_error: float
    low: float
    high: float
    n: float
    n_effective: float
    deff: float
    df: float


class ThemeShare(_Share):
    """How many comments touch a theme, of everyone or of one level of a segment."""

    segment: str
    level: str
    code: str
    withheld: Literal["", "small", "secret"]


class TopicShare(_Share):
    """How many comments are about a topic found by the words alone."""

    topic: int
    words: str
    people: int


class Quote(TypedDict):
    """A comment as it may be quoted: redacted, with its theme or topic and a group of its writer."""

    key: str
    text: str
    code: str
    topic: int
    segment: str
    level: str


class QuotableComment(Quote):
    """The same before it is decided: whether it is quoted, or was left out by wish."""

    left_out: bool
    quoted: bool
