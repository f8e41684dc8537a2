"""The tables of a fitted index model as reviewers ask for them: chosen columns under the signs of the APA."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from satkit.analyses.index.covariance_result import CovarianceIndex
from satkit.analyses.index.names import IndexNames
from satkit.analyses.index.result import IndexResult
from satkit.language import Text
from satkit.number_format import confidence
from satkit.tables.cells import Kind, Words
from satkit.tables.table import Table

CONSTRUCT, CONSTRUCTS, PATH = Text("Construct"), Text("Construct and questions"), Text("Path")
INDEX, SE, CI = Text("Index"), Text("SE"), Text("%(level)s CI")
MEAN, LOADING, SHARE = Text("Mean"), Text("Loading"), Text("Share")
QUANTITY, MADE_OF, VALUE = Text("Quantity"), Text("Made of"), Text("Value")
RMSEA_CI = Text("90% CI of the RMSEA")
TITLES = {
    "index": Text("Index of every construct, 0–100"),
    "paths": Text("Structural model"),
    "measurement": Text("Measurement model"),
    "overlap": Text("Discriminant validity"),
    "fit": Text("Fit of the model"),
    "defined": Text("Quantities that the model defines"),
}
INDICES = Text("SE and CI rest on the replicates of the sample; n counts respondents, not weights.")
PATHS = Text("Standardised coefficients; p adjusted for the number of paths (Benjamini and Hochberg, 1995).")
DEFINED = Text(
    "Made of the coefficients that the model labels; SE and CI rest on the replicates of the sample."
)
LOADINGS = Text("Standardised loadings; share: what a question counts in the index of its construct.")
RATIOS = Text("Heterotrait-monotrait ratios of correlations (HTMT, of absolute correlations).")
CORRELATIONS = Text("Correlations of the constructs in the covariance model.")
ROBUST = Text(
    "Maximum likelihood; chi-square scaled by the sample design (Satorra and Bentler, 1994; Oberski, 2014), indices "
    "robust (Brosseau-Liard and Savalei, 2014); CI of the RMSEA at 90%."
)
RELIABILITY = {"alpha": "α", "rho_a": "ρA", "rho_c": "ρC", "omega": "ω", "ave": "AVE"}
BOUNDED: Mapping[Kind, Kind] = {"ratio": "bounded", "ratio_interval": "bounded_interval"}


def typeset_index(result: IndexResult, wave: str) -> dict[str, Table]:
    """The tables of one wave by partial least squares, by the names of their files.

    Parameters
    ----------
    result : IndexResult
    wave : str
        One that could be fitted.
    """
    ci = _interval(result.words)
    tables = {
        "index": _index(result.overview_table(wave), ci),
        "paths": _paths(result.paths_table(wave), ci, {"f2": "f²", "vif": "VIF"}),
        "measurement": _measurement(result.measurement_table(wave), ci),
        "overlap": _overlap(result.overlap_table(wave), RATIOS),
    }
    if len(result.defined):
        heads: dict[str, Words] = {
            "name": QUANTITY, "expression": MADE_OF, "estimate": VALUE, "std_error": SE, "interval": ci,
        }  # fmt: skip
        tables["defined"] = _typeset("defined", result.defined_table(wave), DEFINED, heads)
    return tables


def typeset_covariance(result: CovarianceIndex) -> dict[str, Table]:
    """The tables of the model by covariance analysis, by the names of their files."""
    ci = _interval(result.words)
    heads: dict[str, Words] = {
        "chi_square": Text("Chi-square, scaled"), "df": Text("Degrees of freedom"), "p": "p", "cfi": "CFI",
        "tli": "TLI", "rmsea": "RMSEA", "rmsea_interval": RMSEA_CI, "srmr": "SRMR",
    }  # fmt: skip
    return {
        "index": _index(result.index_table(), ci),
        "paths": _paths(result.paths_table(), ci, {"pls": "β, PLS", "plsc": "β, PLSc"}),
        "measurement": _measurement(result.measurement_table(), ci),
        "overlap": _overlap(result.overlap_table(), CORRELATIONS),
        "fit": _typeset("fit", result.compared.fit_table(), ROBUST, heads),
    }


def _interval(names: IndexNames) -> Words:
    """The head of a column of intervals."""
    return CI.with_values(level=confidence(names.questionnaire.report.level))


def _index(table: Table, ci: Words) -> Table:
    heads: dict[str, Words] = {
        "construct": CONSTRUCT, "n": "n", "estimate": INDEX, "std_error": SE, "interval": ci,
    }  # fmt: skip
    return _typeset("index", table, INDICES, heads)


def _paths(table: Table, ci: Words, more: Mapping[str, Words]) -> Table:
    heads: dict[str, Words] = {
        "path": PATH, "estimate": "β", "std_error": SE, "interval": ci, "p_adjusted": "p", **more,
    }  # fmt: skip
    return _typeset("paths", table, PATHS, heads)


def _measurement(table: Table, ci: Words) -> Table:
    heads: dict[str, Words] = {
        "construct": CONSTRUCTS, "mean": MEAN, "loading": LOADING, "interval": ci, "share": SHARE,
    }  # fmt: skip
    heads |= {column.key: RELIABILITY[column.key] for column in table.columns if column.key in RELIABILITY}
    return _typeset("measurement", table, LOADINGS, heads, bounded=True)


def _overlap(table: Table, note: Words) -> Table:
    heads = {column.key: column.header for column in table.columns} | {"construct": CONSTRUCT}
    return _typeset("overlap", table, note, heads)


def _typeset(
    key: str, table: Table, note: Words, heads: Mapping[str, Words], *, bounded: bool = False
) -> Table:
    """Chosen columns of a table under other heads.

    Parameters
    ----------
    heads : mapping of column to head
        In the order of the columns.
    bounded : bool
        Whether its ratios cannot pass one, and so lose their leading zero.
    """
    chosen = table.select(*heads)
    columns = tuple(
        replace(
            column,
            header=heads[column.key],
            kind=BOUNDED.get(column.kind, column.kind) if bounded else column.kind,
        )
        for column in chosen.columns
    )
    return replace(chosen, key=key, caption=TITLES[key], columns=columns, note=note)
