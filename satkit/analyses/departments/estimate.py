"""Departments: what each answers for, against the others and against the wave before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from satkit.analyses.departments.tables import tables_of_wave
from satkit.language import Text
from satkit.scoring.differences import department_gaps
from satkit.scoring.scores import Scores
from satkit.scoring.share_changes import department_changes
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.result import Result
from satkit.tables.table import Table

TITLE = Text("What departments answer for")


@dataclass(frozen=True, repr=False)
class Departments(Result):
    """What departments answer for.

    Parameters
    ----------
    table : DataFrame
        In the last wave, against what the others answer for, see
        :func:`satkit.scoring.differences.department_gaps`; empty without departments.
    changes : DataFrame
        Of every wave against the one before, see :func:`satkit.scoring.share_changes.department_changes`.
    names : Names, optional
        Label its tables; without them codes do.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        """Against the others, and against the wave before where there is one."""
        names = names_or_codes(self.names)
        wave = "" if self.table.empty else str(self.table["wave"].iloc[-1])
        yield from tables_of_wave(self.table, self.changes, names, wave)


def estimate_departments(responses: Responses, sample: Sample, scores: Scores) -> Departments:
    """Every department against the others, and since the wave before."""
    return Departments(
        department_gaps(scores, sample.replicates, responses.latest),
        department_changes(scores, sample.replicates),
        names_of(responses),
    )
