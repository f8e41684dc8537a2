"""Kano pairs whose two columns seem to stand in each other's place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.models.kano.answers import INDIFFERENT, REVERSE
from satkit.survey.flagged_rows import COLUMNS
from satkit.survey.pairs import pairs
from satkit.survey.responses import Check, Responses

TIMES = 2.0  # as many reverse answers as must-be, one-dimensional and attractive ones together
FEWEST = 10


def check(responses: Responses) -> Check:
    """Pairs with more than twice as many reverse answers as all others that take a side, by wave.

    Reading the column of one question as that of the other turns every must-be, one-dimensional
    and attractive answer into a reverse one.
    """
    title = Text("Kano pairs whose two columns may be swapped, by wave")
    questionnaire, found = responses.questionnaire, pairs(responses)
    lines: list[dict[str, object]] = []
    looked_at = 0
    for place, wave in enumerate(questionnaire.waves):
        for name, kinds in _select_answered(
            found.kinds[responses.wave == place], tuple(questionnaire.attributes)
        ):
            looked_at += 1
            reverse = int((kinds == REVERSE).sum())
            sides = int(((kinds >= 0) & (kinds < INDIFFERENT)).sum())
            if reverse > TIMES * sides:
                told = {"reverse": reverse, "sides": sides, "count": len(kinds)}
                note = Text(
                    "of %(count)d answers %(reverse)d are reverse, %(sides)d must-be, one-dimensional or attractive",
                    told,
                )
                column = " / ".join(
                    questionnaire.items[item].column or item for item in questionnaire.attributes[name]
                )
                where = {"wave": wave, "file": responses.tables[wave].file, "row": 0, "column": column}
                lines.append(where | {"value": "", "note": note})
    return Check("sides", title, pd.DataFrame(lines, columns=[*COLUMNS]), looked_at, "inform")


def _select_answered(kinds: np.ndarray, names: tuple[str, ...]) -> Iterator[tuple[str, np.ndarray]]:
    """Every attribute that enough respondents answered, with the categories of their answers."""
    for name, column in zip(names, kinds.T, strict=True):
        full = column[column >= 0]
        if len(full) >= FEWEST:
            yield name, full
