"""Why answers are missing, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from satkit.analyses.data_quality.rows import MissingRow
from satkit.analyses.data_quality.tables import missing_table
from satkit.language import Text
from satkit.survey.names import Names, names_or_codes
from satkit.survey.responses import (
    DONT_KNOW,
    NOT_APPLICABLE,
    NOT_ASKED,
    OFF_SCALE,
    REFUSED,
    SKIPPED,
    Responses,
)
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("Why answers are missing")
REASONS = {
    SKIPPED: "skipped",
    NOT_ASKED: "not_asked",
    NOT_APPLICABLE: "not_applicable",
    DONT_KNOW: "dont_know",
    REFUSED: "refused",
    OFF_SCALE: "off_scale",
}


@dataclass(frozen=True, repr=False)
class Missing(Result):
    """Why answers are missing.

    Parameters
    ----------
    table : DataFrame
        ``wave item reason n share``, see :func:`count_missing`.
    names : Names, optional
        Label its tables; without them codes do.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        """Shares of every reason by question, one table a wave."""
        names = names_or_codes(self.names)
        rows = read_rows(self.table, MissingRow)
        for wave in dict.fromkeys(row["wave"] for row in rows):
            mine = [row for row in rows if row["wave"] == wave]
            yield missing_table(mine, names, wave, key=f"missing_{wave}")


def count_missing(responses: Responses) -> pd.DataFrame:
    """How often, and why, an item has no answer, wave by wave: ``wave item reason n share``."""
    lines = []
    for place, wave in enumerate(responses.questionnaire.waves):
        rows = responses.wave == place
        if not rows.any():
            continue
        answers = responses.answers.to_numpy()[rows]
        for code, reason in REASONS.items():
            counts = (answers == code).sum(axis=0)
            lines += [
                {
                    "wave": wave,
                    "item": item,
                    "reason": reason,
                    "n": int(count),
                    "share": float(count / len(answers)),
                }
                for item, count in zip(responses.answers.columns, counts, strict=True)
                if count
            ]
    return pd.DataFrame(lines, columns=["wave", "item", "reason", "n", "share"])
