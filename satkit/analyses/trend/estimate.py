"""Changes: every wave against the one before, in scores, shares and the mix of respondents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite

import pandas as pd

from satkit.analyses.trend.composition import split_changes
from satkit.analyses.trend.rows import ChangeRow, MixRow, ShareChangeRow
from satkit.analyses.trend.tables import (
    CHANGES,
    TOLD,
    change_table,
    mix_table,
    order_changes,
    share_change_table,
)
from satkit.language import Text
from satkit.scoring.differences import wave_changes
from satkit.scoring.scores import Scores
from satkit.scoring.share_changes import box_changes
from satkit.survey.names import Names, names_of, names_or_codes
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("Every wave against the one before")
ONE_WAVE = Text("There is no earlier wave to compare with.")
POINTS = Text("Change in points")


@dataclass(frozen=True, repr=False)
class Changes(Result):
    """Every wave against the one before; empty where there is nothing to compare.

    Parameters
    ----------
    table : DataFrame
        Of items and indicators, see :func:`satkit.scoring.differences.wave_changes`.
    shares : DataFrame
        Of shares and net promoters, see :func:`satkit.scoring.share_changes.box_changes`.
    composition : DataFrame
        Changes split into mix and performance, see :func:`satkit.analyses.trend.composition.split_changes`;
        empty where nothing is adjusted by.
    names : Names, optional
        Label its tables; without them codes do.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    shares: pd.DataFrame = field(default_factory=pd.DataFrame)
    composition: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _notes(self) -> tuple[Text, ...]:
        return (ONE_WAVE,) if self.table.empty else ()

    def _tables(self) -> Iterator[Table]:
        """Of the last wave: scores in the order of the tree, shares, and how the mix moved the scores."""
        if self.table.empty:
            return
        names, wave = names_or_codes(self.names), _last_wave(self.table)
        yield change_table(self._last_changes(names), names, wave)
        shares = [row for row in read_rows(self.shares, ShareChangeRow, wave=wave) if row["measure"] in TOLD]
        if shares:
            yield share_change_table(shares, names, wave)
        if mixes := read_rows(self.composition, MixRow):
            yield mix_table(mixes, names)

    def _figure(self) -> Estimates | None:
        """The change of every indicator and question of everyone up to the last wave."""
        names = names_or_codes(self.names)
        rows = self._last_changes(names)
        marks = tuple(
            Mark(names.node(row["node"]), row["difference"], row["low"], row["high"])
            for row in rows
            if isfinite(row["difference"])
        )
        if not marks:
            return None
        title = CHANGES.with_values(versus=names.wave(rows[0]["versus"]), wave=names.wave(rows[0]["wave"]))
        return Estimates(title, POINTS, marks, reference=0.0)

    def _last_changes(self, names: Names) -> list[ChangeRow]:
        """Those of everyone up to the last wave, in the order of the tree."""
        rows = read_rows(self.table, ChangeRow, segment="")
        last = [row for row in rows if row["wave"] == _last_wave(self.table)]
        return order_changes(last, names.questionnaire)


def _last_wave(table: pd.DataFrame) -> str:
    """The last wave of a table of changes; nothing where there is no change."""
    return "" if table.empty else str(table["wave"].iloc[-1])


def estimate_changes(responses: Responses, sample: Sample, scores: Scores) -> Changes:
    """Every wave against the one before it."""
    return Changes(
        wave_changes(scores, sample.replicates),
        box_changes(scores, sample.replicates),
        split_changes(responses, sample, scores),
        names_of(responses),
    )
