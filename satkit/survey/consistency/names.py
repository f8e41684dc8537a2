"""Whether everything that is named has a name."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.language import Text
from satkit.survey.consistency.parts import Parts
from satkit.survey.locate import Mistake


def names(parts: Parts) -> Iterator[Mistake]:
    """Parts whose name is empty or blank: an empty name stands for nothing chosen elsewhere."""
    for kind, given in parts.names.items():
        for name in given:
            if not name.strip():
                yield Mistake(
                    (kind, name), Text("the name is empty"), Text("a name of one character at least")
                )
