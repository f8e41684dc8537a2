"""The satisfaction index of a survey: every number with its error, or the reason there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

import pandas as pd

from satkit.analyses.index import tables_measurement as measurement
from satkit.analyses.index import tables_scores as scores
from satkit.analyses.index import tables_structure as structure
from satkit.analyses.index.group_fit import GroupFit
from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.rows import (
    AggregateRow,
    ConstructRow,
    DefinedRow,
    GroupChangeRow,
    IndexChangeRow,
    IndexGapRow,
    IndexRow,
    ItemRow,
    LinkedIndexRow,
    OverlapRow,
    PathRow,
    PriorityRow,
    TotalEffectRow,
)
from satkit.errors import Complaint
from satkit.language import Text
from satkit.survey.index import SurveyIndex
from satkit.survey.names import Names, names_or_codes
from satkit.tables.cells import Words
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

Where = tuple[str, str, str]
TITLE = Text("%(index)s, %(wave)s: %(model)s, fitted by partial least squares, n = %(n)d")
UNFITTED = Text("%(index)s: %(model)s could not be fitted to any wave")
AXIS = Text("Index, 0–100")


@dataclass(frozen=True, repr=False)
class IndexResult(Result):
    """An index model fitted to every wave, and to every group of the last two.

    The tables it shows are those of the last wave that could be fitted.  Data frames are tidy; intervals and p values rest on the replicates of the sample.

    Parameters
    ----------
    index : SurveyIndex
    indices : DataFrame
        ``wave segment level construct estimate std_error low high n n_effective deff df withheld``.
    linked : DataFrame
        ``wave construct estimate std_error low high``: the index with the weights of the first wave.
    changes : DataFrame
        ``wave versus construct difference std_error low high p p_adjusted n n_versus evidence`` and
        ``linked linked_low linked_high``, the same change with the weights of the first wave.
    gaps : DataFrame
        ``wave segment level construct difference ... evidence complement``.
    moves : DataFrame
        ``wave versus segment level construct difference ... evidence``: every group against itself in
        the wave before.
    wholes : DataFrame
        ``wave name construct parts estimate std_error low high``: levels of a segment together, by the
        shares of ``[index.aggregate]``; ``name`` is empty where all levels make one whole.
    paths : DataFrame
        ``wave source target estimate std_error low high p p_adjusted evidence f2 vif``.
    constructs : DataFrame
        ``wave construct items mode r2 r2_low r2_high r2_adjusted alpha rho_a rho_c ave htmt htmt_with
        weakest weakest_loading reliable convergent distinct verdict``.
    items : DataFrame
        ``wave construct item mean weight share loading low high vif``.
    overlap : DataFrame
        ``wave construct versus htmt low high``.
    effects : DataFrame
        ``wave source target estimate std_error low high p``: direct and indirect ones together.
    defined : DataFrame
        ``wave name expression estimate std_error low high p``: what the model defines with ``:=``.
    priority : DataFrame
        ``wave construct importance low high p performance performance_low performance_high needed
        mean_importance mean_performance probability_first p_leads doubt probability_keep probability_ease probability_later probability_priority``: what leads to the
        index, how sure it is the strongest, and how sure its quadrant is.
    reasons : mapping of (wave, segment, level) to complaints
        Why a group has no index; ``segment`` is empty for everyone.
    notes : mapping of wave to Texts
    fits : mapping of wave to GroupFit
    names : Names, optional
        What the things of the survey are called; codes stand for them without it.
    """

    index: SurveyIndex
    indices: pd.DataFrame = field(default_factory=pd.DataFrame)
    linked: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    gaps: pd.DataFrame = field(default_factory=pd.DataFrame)
    moves: pd.DataFrame = field(default_factory=pd.DataFrame)
    wholes: pd.DataFrame = field(default_factory=pd.DataFrame)
    paths: pd.DataFrame = field(default_factory=pd.DataFrame)
    constructs: pd.DataFrame = field(default_factory=pd.DataFrame)
    items: pd.DataFrame = field(default_factory=pd.DataFrame)
    overlap: pd.DataFrame = field(default_factory=pd.DataFrame)
    effects: pd.DataFrame = field(default_factory=pd.DataFrame)
    defined: pd.DataFrame = field(default_factory=pd.DataFrame)
    priority: pd.DataFrame = field(default_factory=pd.DataFrame)
    reasons: Mapping[Where, tuple[Complaint, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    fits: Mapping[str, GroupFit] = field(default_factory=dict)
    names: Names | None = field(default=None, compare=False)

    @property
    def words(self) -> IndexNames:
        """What its constructs, questions, waves and groups are called."""
        return IndexNames(self.index, names_or_codes(self.names))

    @property
    def latest(self) -> str:
        """The last wave that could be fitted; empty where none could."""
        return next(reversed([*self.fits]), "")

    def index_rows(self, wave: str) -> list[IndexRow]:
        """The index of every construct among everybody of a wave."""
        return read_rows(self.indices, IndexRow, wave=wave, segment="")

    def group_rows(self, wave: str) -> list[IndexRow]:
        """The index of every construct in every group of a wave."""
        return [row for row in read_rows(self.indices, IndexRow, wave=wave) if row["segment"]]

    def construct_rows(self, wave: str) -> list[ConstructRow]:
        """How well every construct of a wave is measured and explained."""
        return read_rows(self.constructs, ConstructRow, wave=wave)

    def item_rows(self, wave: str) -> list[ItemRow]:
        """Weight and loading of every item of a wave."""
        return read_rows(self.items, ItemRow, wave=wave)

    def path_rows(self, wave: str) -> list[PathRow]:
        """The effect along every arrow in a wave."""
        return read_rows(self.paths, PathRow, wave=wave)

    def priority_rows(self, wave: str) -> list[PriorityRow]:
        """What leads to the index in a wave, the most important first."""
        rows = read_rows(self.priority, PriorityRow, wave=wave)
        return sorted(rows, key=lambda row: -row["importance"])

    def gap_rows(self, wave: str) -> list[IndexGapRow]:
        """Every group of a wave against all others."""
        return read_rows(self.gaps, IndexGapRow, wave=wave)

    def change_rows(self) -> list[IndexChangeRow]:
        """Every construct against the wave before."""
        return read_rows(self.changes, IndexChangeRow)

    def group_changes(self, wave: str) -> dict[scores.Group, GroupChangeRow]:
        """How the index of every group of a wave differs from that of the wave before."""
        rows = read_rows(self.moves, GroupChangeRow, wave=wave, construct=self.index.index)
        return {(row["segment"], row["level"]): row for row in rows if not isnan(row["difference"])}

    def overview_table(self, wave: str) -> Table:
        """The index of every construct, and how well it is measured."""
        constructs = {row["construct"]: row for row in self.construct_rows(wave)}
        return scores.overview_table(self.index_rows(wave), constructs, self.words)

    def paths_table(self, wave: str) -> Table:
        """The effect along every arrow."""
        return structure.paths_table(self.path_rows(wave), self.words)

    def effects_table(self, wave: str) -> Table:
        """The effect along all ways."""
        return structure.effects_table(read_rows(self.effects, TotalEffectRow, wave=wave), self.words)

    def defined_table(self, wave: str) -> Table:
        """What the model defines with ``:=``."""
        return structure.defined_table(read_rows(self.defined, DefinedRow, wave=wave), self.words)

    def priority_table(self, wave: str) -> Table:
        """What leads to the index, and the probability of each corner of the map."""
        return structure.priority_table(self.priority_rows(wave), self.words)

    def verdicts_table(self, wave: str) -> Table:
        """The verdict on the measurement of every construct."""
        return measurement.verdicts_table(self.construct_rows(wave), self.words)

    def reliability_table(self, wave: str) -> Table:
        """Reliability and validity of every construct."""
        return measurement.reliability_table(self.construct_rows(wave), self.words)

    def items_table(self, wave: str) -> Table:
        """Weights and loadings of every question."""
        return measurement.items_table(self.item_rows(wave), self.words)

    def measurement_table(self, wave: str) -> Table:
        """Questions under their constructs, with loadings and reliability."""
        constructs = {row["construct"]: row for row in self.construct_rows(wave)}
        return measurement.model_table(self.item_rows(wave), constructs, self.words)

    def pairs_table(self, wave: str) -> Table:
        """How far constructs overlap, as a triangle under their names."""
        rows = read_rows(self.overlap, OverlapRow, wave=wave)
        return measurement.pairs_table(rows, "htmt", self.fits[wave].composition.names, self.words)

    def overlap_table(self, wave: str) -> Table:
        """How far constructs overlap, as a triangle under numbers."""
        return measurement.numbered_pairs_table(
            read_rows(self.overlap, OverlapRow, wave=wave), "htmt", self.words
        )

    def waves_table(self) -> Table:
        """The index of every wave, where there are several also by the weights of the first."""
        linked = {
            (row["wave"], row["construct"]): row for row in read_rows(self.linked, LinkedIndexRow)
        } if len(self.fits) > 1 else {}  # fmt: skip
        return scores.waves_table(read_rows(self.indices, IndexRow, segment=""), linked, self.words)

    def changes_table(self) -> Table:
        """Changes of the index from wave to wave."""
        return scores.changes_table(self.change_rows(), self.words)

    def groups_table(self, wave: str) -> Table:
        """The index itself in every group of a wave, against all others and against the wave before."""
        own = self.index.index
        gaps = {(row["segment"], row["level"]): row for row in self.gap_rows(wave) if row["construct"] == own}
        rows = [row for row in self.group_rows(wave) if row["construct"] == own]
        return scores.groups_table(rows, gaps, self.group_changes(wave), self.words)

    def group_waves_table(self, segment: str, waves: Sequence[str]) -> Table:
        """The index itself in every level of a segment, wave by wave."""
        rows = read_rows(self.indices, IndexRow, segment=segment, construct=self.index.index)
        changes = {(wave, group): row for wave in waves for group, row in self.group_changes(wave).items()}
        return scores.group_waves_table([row for row in rows if row["wave"] in waves], changes, self.words)

    def aggregates_table(self) -> Table:
        """The index of levels put together by shares from outside."""
        rows = read_rows(self.wholes, AggregateRow, construct=self.index.index)
        return scores.aggregates_table(rows, self.words)

    def _tables(self) -> Iterator[Table]:
        wave = self.latest
        yield self.overview_table(wave)
        if not wave:
            return
        yield self.paths_table(wave)
        yield self.measurement_table(wave)
        yield self.verdicts_table(wave)
        if len(self.priority_rows(wave)) > 1:
            yield self.priority_table(wave)
        yield self.effects_table(wave)
        yield self.overlap_table(wave)
        if len(self.defined):
            yield self.defined_table(wave)
        if len(self.fits) > 1:
            yield self.waves_table()
            yield self.changes_table()
        if self.group_rows(wave):
            yield self.groups_table(wave)
        if len(self.wholes):
            yield self.aggregates_table()

    def _title(self) -> Words:
        about = {"index": self.words.construct(self.index.index), "model": self.index.title}
        if not self.fits:
            return UNFITTED.with_values(**about)
        wave = self.words.wave(self.latest)
        return TITLE.with_values(wave=wave, n=self.fits[self.latest].n, **about)

    def _notes(self) -> Sequence[Words]:
        if self.fits:
            return self.notes.get(self.latest, ())
        return tuple(complaint.what for complaints in self.reasons.values() for complaint in complaints)

    def _figure(self) -> Estimates | None:
        rows = [row for row in self.index_rows(self.latest) if not row["withheld"]]
        marks = tuple(
            Mark(self.words.construct(row["construct"]), row["estimate"], row["low"], row["high"])
            for row in rows
        )
        return Estimates(self._title(), AXIS, marks) if marks else None
