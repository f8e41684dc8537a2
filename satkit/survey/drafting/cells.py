"""What the cells of one column look like, whoever asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from satkit.survey.clock import timed
from satkit.survey.drafting.evidence import examined
from satkit.survey.drafting.missing import non_answers
from satkit.survey.scale import Missing, fold
from satkit.survey.table import Table

NUMBER = re.compile(r"[-+]?(\d+([.,]\d+)?|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Cells:
    """The answers of one column.

    Parameters
    ----------
    column : str
    text : str
        The question, where the file holds it.
    filled : tuple
        The cells that hold anything, missing answers left out.
    labels : mapping
        Folded code to label, where the file has labels.
    missing : mapping
        What occurs in it that is no answer, by folded code.
    size : int
        How many records the file has.
    """

    column: str
    text: str
    filled: tuple[object, ...]
    labels: Mapping[str, str]
    missing: Mapping[str, Missing]
    size: int

    @property
    def heading(self) -> str:
        """Name and question, to look for words in."""
        return f"{self.column} {self.text}".strip()

    @cached_property
    def counts(self) -> Counter[str]:
        """How often every folded answer occurs."""
        return Counter(map(fold, self.filled))

    @cached_property
    def written(self) -> dict[str, str]:
        """Every folded answer as it stands, by the label of its code where it has one."""
        return {key: self.labels.get(key, str(cell).strip()) for cell in self.filled if (key := fold(cell))}

    @cached_property
    def numbers(self) -> tuple[float, ...] | None:
        """All answers as numbers, unless one is none."""
        texts = [str(cell).strip() for cell in self.filled]
        if not texts or not all(NUMBER.fullmatch(text) for text in texts):
            return None
        return tuple(float(text.replace(",", ".")) for text in texts)

    @property
    def distinct(self) -> float:
        """The share of answers that differ from all others' kind: 1 where none occurs twice."""
        return len(self.counts) / len(self.filled) if self.filled else 0.0

    @property
    def timed(self) -> bool:
        """Whether all answers are dates."""
        return timed(self.filled)


def cells_of(table: Table, column: str) -> Cells:
    """The answers of a column."""
    labels = {fold(code): str(label) for code, label in table.value_labels.get(column, {}).items()}
    missing = non_answers(examined(table, column))
    cells = [(cell, fold(cell)) for cell in table.frame[column] if cell is not None]
    filled = tuple(cell for cell, key in cells if key not in {"", "nan"} and key not in missing)
    said = {key for _, key in cells}
    text = str(table.texts.get(column, "")).strip()
    unsaid = {key: each for key, each in missing.items() if key in said}
    return Cells(column, text, filled, labels, unsaid, len(table.frame))
