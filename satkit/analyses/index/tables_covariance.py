"""The tables of the index model by covariance analysis: fit, indices, paths and loadings, PLS beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.rows import (
    ComparedPathRow,
    CovarianceConstructRow,
    CovarianceIndexRow,
    CovarianceItemRow,
    CovariancePathRow,
)
from satkit.analyses.index.tables_measurement import (
    ALPHA,
    AVE,
    LOADING,
    MEAN,
    OMEGA,
    QUESTION,
    R2,
    SHARE,
    reliability,
)
from satkit.analyses.index.tables_scores import INDEX, score_of
from satkit.analyses.index.tables_structure import EFFECT, PART, PATH, PATHS, SE, ends, interval_of
from satkit.analyses.index.verdicts import FIT, FitVerdict
from satkit.language import Text
from satkit.report import words
from satkit.tables.cells import Interval
from satkit.tables.table import Column, Table

COMPARED = Text("The same model by covariance analysis")
FITTED = Text("Fit of the model")
INDICES = Text("Index of every construct, 0–100")
LOADINGS = Text("Loadings of every question, and what it counts in the index")
PLS, CONSISTENT, COVARIANCE = Text("PLS"), Text("PLS, corrected"), Text("Covariance analysis")
PLS_SHARE, PLS_LOADING = Text("Share by PLS"), Text("Loading by PLS")
CHI_SQUARE, DF = Text("Chi-square, scaled"), Text("Degrees of freedom")
RMSEA_INTERVAL = Text("RMSEA, 90% interval")


def compared_paths_table(rows: Iterable[ComparedPathRow], names: IndexNames) -> Table:
    """Every arrow by PLS, by PLS without measurement error, and by covariance analysis."""
    columns: tuple[Column[ComparedPathRow], ...] = (
        Column("path", PATH, cell=lambda row: names.path(row["source"], row["target"])),
        Column("pls", PLS, "ratio"),
        Column("plsc", CONSISTENT, "ratio"),
        Column("estimate", COVARIANCE, "ratio"),
        Column("interval", names.interval, "ratio_interval", interval_of),
    )
    return Table.of("measurement-covariance", COMPARED, columns, rows)


def fit_table(measure: Callable[[str], float], df: int, verdict: FitVerdict) -> Table:
    """How well the model fits, in one row.

    Parameters
    ----------
    measure : callable
        A measure of fit by its name, robust or scaled where there is such a one.
    df : int
        Degrees of freedom.
    verdict : {"good", "acceptable", "poor"}
    """
    columns: tuple[Column[Callable[[str], float]], ...] = (
        Column("chi_square", CHI_SQUARE, "score", lambda of: of("chi_square")),
        Column("df", DF, "count", lambda of: df),  # noqa: ARG005
        Column("p", words.P, "p", lambda of: of("p_value")),
        Column("cfi", "CFI", "fit", lambda of: of("cfi")),
        Column("tli", "TLI", "fit", lambda of: of("tli")),
        Column("rmsea", "RMSEA", "fit", lambda of: of("rmsea")),
        Column(
            "rmsea_interval", RMSEA_INTERVAL, "fit_interval",
            lambda of: Interval(of("rmsea_low"), of("rmsea_high")),
        ),
        Column("srmr", "SRMR", "fit", lambda of: of("srmr")),
        Column("verdict", words.VERDICT, cell=lambda of: FIT[verdict]),  # noqa: ARG005
    )  # fmt: skip
    return Table.of("fit", FITTED, columns, (measure,))


def covariance_index_table(
    rows: Iterable[CovarianceIndexRow], constructs: Mapping[str, CovarianceConstructRow], names: IndexNames
) -> Table:
    """The index of every construct by covariance analysis, that by PLS beside it."""

    def of(row: CovarianceIndexRow) -> CovarianceConstructRow:
        return constructs[row["construct"]]

    columns: tuple[Column[CovarianceIndexRow], ...] = (
        Column("construct", PART, cell=lambda row: names.construct(row["construct"])),
        Column("n", words.ANSWERS, "count", detail=True),
        Column("estimate", INDEX, "score", score_of),
        Column("std_error", SE, "ratio", detail=True),
        Column("interval", names.interval, "interval", interval_of),
        Column("pls", PLS, "score"),
        Column("difference", words.DIFFERENCE, "signed"),
        Column(
            "difference_interval", names.interval, "signed_interval",
            lambda row: Interval(row["difference_low"], row["difference_high"]),
        ),
        Column("r2", R2, "ratio", lambda row: of(row)["r2"]),
        Column("omega", OMEGA, "ratio", lambda row: reliability(of(row), "omega")),
        Column("alpha", ALPHA, "ratio", lambda row: reliability(of(row), "alpha")),
        Column("ave", AVE, "ratio", lambda row: reliability(of(row), "ave")),
    )  # fmt: skip
    return Table.of("index", INDICES, columns, rows)


def covariance_paths_table(rows: Iterable[CovariancePathRow], names: IndexNames) -> Table:
    """Every arrow by covariance analysis, by PLS and by PLS without measurement error."""
    columns: tuple[Column[CovariancePathRow], ...] = (
        *ends(names),
        Column("estimate", EFFECT, "ratio"),
        Column("std_error", SE, "ratio", detail=True),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column("p", words.P, "p", detail=True),
        Column("p_adjusted", words.P_ADJUSTED, "p"),
        Column("pls", PLS, "ratio"),
        Column("plsc", CONSISTENT, "ratio"),
    )
    return Table.of("paths", PATHS, columns, rows)


def loadings_table(rows: Iterable[CovarianceItemRow], names: IndexNames) -> Table:
    """Every question: its loading, and what it counts in the index."""
    columns: tuple[Column[CovarianceItemRow], ...] = (
        Column("item", QUESTION, cell=lambda row: names.item(row["item"])),
        Column("construct", PART, cell=lambda row: names.construct(row["construct"])),
        Column("mean", MEAN, "score", detail=True),
        Column("loading", LOADING, "ratio"),
        Column("interval", names.interval, "ratio_interval", interval_of),
        Column("share", SHARE, "ratio"),
        Column("pls_share", PLS_SHARE, "ratio"),
        Column("pls_loading", PLS_LOADING, "ratio", detail=True),
    )
    return Table.of("loadings", LOADINGS, columns, rows)
