"""What covariance analysis makes of the index model: fit, paths and indices, PLS beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from satkit.analyses.index import tables_covariance as covariance
from satkit.analyses.index.group_fit import GroupFit
from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.rows import (
    ComparedPathRow,
    CorrelationRow,
    CovarianceConstructRow,
    CovarianceIndexRow,
    CovarianceItemRow,
    CovariancePathRow,
)
from satkit.analyses.index.tables_measurement import model_table, numbered_pairs_table
from satkit.analyses.index.verdicts import FitVerdict
from satkit.language import Text
from satkit.models.sem import SemFit
from satkit.survey.index import SurveyIndex
from satkit.survey.names import Names, names_or_codes
from satkit.tables.cells import Words
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("%(index)s, %(wave)s: %(model)s, fitted by covariance analysis, n = %(n)d")
AXIS = Text("Standardised coefficient")


@dataclass(frozen=True, repr=False)
class CovarianceFit(Result):
    """Paths and fit of the covariance model of one wave, PLS beside them.

    Parameters
    ----------
    fit : SemFit
        Estimator MLM, the fourth moments from the replicates of the survey.
    paths : DataFrame
        ``source target estimate std_error low high pls plsc``, standardised; the errors are those of
        the design by linearisation, ``plsc`` is NaN where consistent PLS has no admissible solution.
    warnings : tuple of Text
        Why the solution must not be believed; empty where it may.
    verdict : {"good", "acceptable", "poor"}
        CFI at least 0.95, RMSEA up to 0.06 and SRMR up to 0.08 (Hu and Bentler 1999); 0.90, 0.08
        and 0.10; or worse.
    words : IndexNames, optional
        What the constructs are called; codes stand for them without it.
    """

    fit: SemFit
    paths: pd.DataFrame
    warnings: tuple[Text, ...]
    verdict: FitVerdict
    words: IndexNames | None = field(default=None, compare=False)

    def measure(self, name: str) -> float:
        """CFI, TLI, RMSEA and its ends as they estimate the population, chi-square scaled."""
        known = set(self.fit.measures["measure"])
        return self.fit.measure(
            next(key for end in ("_robust", "_scaled", "") if (key := name + end) in known)
        )

    @property
    def pls_within(self) -> int:
        """How many paths of PLS, corrected for measurement error, lie in the intervals of these."""
        return int(self.paths["plsc"].between(self.paths["low"], self.paths["high"]).sum())

    def fit_table(self) -> Table:
        """How well the model fits."""
        return covariance.fit_table(self.measure, self.fit.test.df, self.verdict)

    def compared_paths_table(self, names: IndexNames) -> Table:
        """Every arrow by PLS, by PLS without measurement error, and by covariance analysis."""
        return covariance.compared_paths_table(read_rows(self.paths, ComparedPathRow), names)

    def _tables(self) -> Iterator[Table]:
        yield self.fit_table()
        if self.words is not None:
            yield self.compared_paths_table(self.words)

    def _title(self) -> Words:
        return covariance.COMPARED

    def _notes(self) -> Sequence[Words]:
        return self.warnings


@dataclass(frozen=True, repr=False)
class CovarianceIndex(Result):
    """The index model of one wave by covariance analysis, every number with its error.

    Tables are tidy; intervals are Student's on the degrees of freedom of the design.

    Parameters
    ----------
    index : SurveyIndex
    wave : str
    compared : CovarianceFit
        The fit, its measures and its verdict.
    pls : GroupFit
        The same respondents by PLS.
    indices : DataFrame
        ``wave construct estimate std_error low high n n_effective deff df withheld pls pls_low
        pls_high difference difference_low difference_high``: 0-100, and less the index by PLS;
        withheld as ``improper`` where a weight is negative or a residual variance not above zero.
    paths : DataFrame
        ``source target estimate std_error low high p p_adjusted evidence pls pls_low pls_high plsc
        wave``.
    items : DataFrame
        ``construct item mean share loading low high pls_share pls_loading wave``; shares add to one.
    constructs : DataFrame
        ``construct items r2 r2_low r2_high alpha omega ave pls_r2 wave``.
    overlap : DataFrame
        ``construct versus correlation low high wave``.
    measures : DataFrame
        ``measure value wave``.
    notes : tuple of Text
        How it was estimated, what was done to gaps, and what to be wary of.
    names : Names, optional
        What the things of the survey are called; codes stand for them without it.
    """

    index: SurveyIndex
    wave: str
    compared: CovarianceFit
    pls: GroupFit
    indices: pd.DataFrame
    paths: pd.DataFrame
    items: pd.DataFrame
    constructs: pd.DataFrame
    overlap: pd.DataFrame
    measures: pd.DataFrame
    notes: tuple[Text, ...]

    names: Names | None = field(default=None, compare=False)

    @property
    def words(self) -> IndexNames:
        """What its constructs and questions are called."""
        return IndexNames(self.index, names_or_codes(self.names))

    def construct_rows(self) -> dict[str, CovarianceConstructRow]:
        """How well every construct is explained and measured."""
        return {row["construct"]: row for row in read_rows(self.constructs, CovarianceConstructRow)}

    def index_table(self) -> Table:
        """The index of every construct, that by PLS beside it."""
        rows = read_rows(self.indices, CovarianceIndexRow)
        return covariance.covariance_index_table(rows, self.construct_rows(), self.words)

    def paths_table(self) -> Table:
        """Every arrow, PLS beside it."""
        return covariance.covariance_paths_table(read_rows(self.paths, CovariancePathRow), self.words)

    def loadings_table(self) -> Table:
        """The loading of every question, and what it counts in the index."""
        return covariance.loadings_table(read_rows(self.items, CovarianceItemRow), self.words)

    def measurement_table(self) -> Table:
        """Questions under their constructs, with loadings and reliability."""
        return model_table(read_rows(self.items, CovarianceItemRow), self.construct_rows(), self.words)

    def overlap_table(self) -> Table:
        """Correlations of the constructs, as a triangle under numbers."""
        rows = read_rows(self.overlap, CorrelationRow)
        return numbered_pairs_table(rows, "correlation", self.words)

    def _tables(self) -> Iterator[Table]:
        yield self.index_table()
        yield self.compared.fit_table()
        yield self.paths_table()
        yield self.loadings_table()
        yield self.measurement_table()
        yield self.overlap_table()

    def _title(self) -> Words:
        return TITLE.with_values(
            index=self.words.construct(self.index.index), wave=self.words.wave(self.wave),
            model=self.index.title, n=self.pls.n,
        )  # fmt: skip

    def _figure(self) -> Estimates | None:
        marks = tuple(
            Mark(self.words.path(row["source"], row["target"]), row["estimate"], row["low"], row["high"])
            for row in read_rows(self.paths, CovariancePathRow)
        )
        return Estimates(self._title(), AXIS, marks, reference=0.0)
