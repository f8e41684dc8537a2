"""Gaps: the groups of the last wave, each against all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from satkit.analyses.segments.rows import GapRow
from satkit.analyses.segments.tables import gap_table
from satkit.language import Text
from satkit.scoring.differences import segment_gaps
from satkit.scoring.scores import Scores
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("Groups of the last wave against all other respondents")


@dataclass(frozen=True, repr=False)
class Gaps(Result):
    """Groups of the last wave against their complements.

    Parameters
    ----------
    table : DataFrame
        See :func:`satkit.scoring.differences.segment_gaps`; empty where there are no groups.
    names : Names, optional
        Label its tables; without them codes do.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        """Every group against all others, one row a group and node."""
        yield gap_table(read_rows(self.table, GapRow), names_or_codes(self.names))


def estimate_gaps(responses: Responses, sample: Sample, scores: Scores) -> Gaps:
    """Every level of every segment against the other levels of it."""
    return Gaps(segment_gaps(scores, sample.replicates, responses.latest), names_of(responses))
