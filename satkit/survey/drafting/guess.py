"""What one column of an unknown file seems to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from satkit.language import Text
from satkit.survey.drafting.wordings import title_pattern
from satkit.survey.scale import Code, Scale

Kind = Literal[
    "empty", "respondent", "duration", "weight", "cluster", "strata", "aside",
    "score", "rank", "options", "split", "text", "number", "segment", "choice",
    "kano", "wave",
]  # fmt: skip


@dataclass(frozen=True)
class Half:
    """One side of a Kano pair.

    Parameters
    ----------
    attribute : str
    side : {"functional", "dysfunctional"}
    label : str
        What the attribute is called.
    importance : str
        The column that asks how important it is, if any.
    """

    attribute: str
    side: str
    label: str
    importance: str = ""


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
    doubts : tuple of Text
        What is to be confirmed of the scale.
    remarks : tuple of Text
        What is to be confirmed of the column: that it is a rating at all, say.
    apart : bool
        Whether it stays outside the score tree until that is confirmed.
    levels : tuple of (code, label)
        Of a segment, or the one option that a column repeats.
    missing : tuple of Code
        Of a segment: what is no level.
    columns : tuple of str
        Of a question with several answers: one column an option.
    half : Half, optional
        Of a Kano question: its attribute and side.
    why : Text, optional
        Of a column set aside: why.
    """

    column: str
    text: str
    kind: Kind
    scale: Scale | None = None
    doubts: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()
    apart: bool = False
    levels: tuple[tuple[Code, str], ...] = ()
    missing: tuple[Code, ...] = ()
    columns: tuple[str, ...] = ()
    half: Half | None = None
    why: Text | None = None

    @property
    def title(self) -> str:
        """What the question is known by."""
        return self.text or self.column

    @property
    def overall(self) -> bool:
        """Whether it asks for the whole."""
        return self._tells("overall")

    @property
    def recommends(self) -> bool:
        """Whether it asks to recommend."""
        return self._tells("recommend")

    def _tells(self, kind: str) -> bool:
        return bool(title_pattern(kind).search(f"{self.column.replace('_', ' ')} {self.text}"))
