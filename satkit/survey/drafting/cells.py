"""What the cells of one column look like, whoever asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from satkit.survey.clock import holds_dates
from satkit.survey.drafting.evidence import Evidence, Typed, examine_column, tally_cells
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
    evidence : Evidence
        What its answers show.
    keys : mapping
        Every distinct cell to its folded form.
    """

    column: str
    text: str
    filled: tuple[object, ...]
    labels: Mapping[str, str]
    missing: Mapping[str, Missing]
    size: int
    evidence: Evidence
    keys: Mapping[Typed, str]

    @property
    def heading(self) -> str:
        """Name and question, to look for words in."""
        return f"{self.column} {self.text}".strip()

    @cached_property
    def counts(self) -> Counter[str]:
        """How often every folded answer occurs."""
        found = Counter[str]()
        for each, times in self.raw.items():
            found[self.keys[each]] += times
        return found

    @cached_property
    def raw(self) -> Counter[Typed]:
        """How often every answer occurs as it stands, by its type: 1 and true are two."""
        return Counter(zip(map(type, self.filled), self.filled, strict=True))

    @cached_property
    def texts(self) -> Counter[str]:
        """How often every answer occurs as text."""
        found = Counter[str]()
        for (_, cell), times in self.raw.items():
            found[str(cell).strip()] += times
        return found

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every folded answer as it stands, by the label of its code where it has one."""
        pairs = ((self.keys[each], each[1]) for each in self.raw)
        return {key: self.labels.get(key, str(cell).strip()) for key, cell in pairs if key}

    @cached_property
    def numbers(self) -> tuple[float, ...] | None:
        """All answers as numbers, unless one is none."""
        values: dict[Typed, float] = {}
        for key in self.raw:
            text = str(key[1]).strip()
            if not NUMBER.fullmatch(text):
                return None
            values[key] = float(text.replace(",", "."))
        keys = zip(map(type, self.filled), self.filled, strict=True)
        return tuple(values[key] for key in keys) or None

    @property
    def distinct(self) -> float:
        """The share of answers that differ from all others' kind: 1 where none occurs twice."""
        return len(self.counts) / len(self.filled) if self.filled else 0.0

    @property
    def are_dates(self) -> bool:
        """Whether all answers are dates."""
        return holds_dates(self.filled)


def cells_of(table: Table, column: str) -> Cells:
    """The answers of a column; each distinct one is read once, for files of millions."""
    labels = {fold(code): str(label) for code, label in table.value_labels.get(column, {}).items()}
    there = [cell for cell in table.frame[column] if cell is not None]
    tally, keys = tally_cells(there)
    evidence = examine_column(table, column, (tally, keys))
    missing = non_answers(evidence)
    unfilled = {each for each, key in keys.items() if key in {"", "nan"} or key in missing}
    typed = zip(map(type, there), there, strict=True)
    filled = tuple(each[1] for each in typed if each not in unfilled) if unfilled else tuple(there)
    said = set(keys.values())
    text = str(table.texts.get(column, "")).strip()
    unsaid = {key: each for key, each in missing.items() if key in said}
    return Cells(column, text, filled, labels, unsaid, len(table.frame), evidence, keys)
