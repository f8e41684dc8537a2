"""Whether the questions measure what the model says they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from satkit.analyses.index.covariance_result import CovarianceFit
from satkit.analyses.index.finding import fitted_index
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.rows import ConstructRow
from satkit.analyses.index.section_parts import explain_missing, faults
from satkit.analyses.index.verdicts import FIT
from satkit.errors import SatkitError
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import fit, fit_interval, score
from satkit.report.blocks import Block, Note, Section

KEY = "measurement"
QUESTION = Text("Is the measurement sound?")
SUBTITLE = Text("Whether the questions on a part agree, and tell it from the other parts, %(wave)s")
ALL_SOUND = Text("All parts with more than one question are measured soundly.")
SOME = Text("%(sound)d of the %(count)d parts with more than one question are measured soundly.")
NONE = Text("Every part has one question only: how well it measures cannot be checked.")
RULES = Text(
    "Rules of thumb: composite reliability 0.70, alpha 0.60, AVE 0.50, HTMT below 0.90, loadings 0.40. They judge how "
    "consistent answers are, not whether the right things were asked."
)
MEASURES = Text(
    "The same model by covariance analysis %(fits)s: CFI %(cfi)s, RMSEA %(rmsea)s (90%% interval %(ends)s), SRMR "
    "%(srmr)s, scaled chi-square %(chi)s on %(df)d degrees of freedom."
)
AGREE = Text(
    "Corrected for measurement error, %(near)d of the %(count)d paths of PLS lie in the intervals of covariance analysis."
)
UNCORRECTED = Text("PLS has no admissible solution that is corrected for measurement error.")
UNBELIEVABLE = Text(
    "By covariance analysis this model has no solution to be believed: parts can hardly be told apart, paths are hardly "
    "determined, or a variance is below zero. `satkit fit --method cb` says where."
)
UNFITTED = Text("The same model could not be fitted by covariance analysis: %(reasons)s.")


def section(evidence: Evidence) -> Section | None:
    """The verdict in words; the usual tables for analysts."""
    result = fitted_index(evidence)
    if result is None:
        return explain_missing(evidence, KEY, QUESTION)
    wave = evidence.latest
    blocks: tuple[Block, ...] = (
        Note(_sum_up(result.construct_rows(wave))),
        result.verdicts_table(wave),
        Note(RULES),
    )
    details = (
        result.reliability_table(wave),
        result.items_table(wave),
        result.pairs_table(wave),
        *_covariance(evidence, result),
    )
    return Section(KEY, QUESTION, SUBTITLE.with_values(wave=evidence.names.wave(wave)), blocks, details)


def _sum_up(rows: Sequence[ConstructRow]) -> Text:
    """One sentence on all parts."""
    checked = [row["verdict"] for row in rows if row["verdict"] in {"sound", "mixed", "poor"}]
    sound = checked.count("sound")
    if not checked:
        return NONE
    return ALL_SOUND if sound == len(checked) else SOME.with_values(sound=sound, count=len(checked))


def _covariance(evidence: Evidence, result: IndexResult) -> Iterator[Block]:
    """What covariance analysis makes of the model, or why nothing."""
    fault, covariance = evidence.failures.get("covariance"), evidence.get(CovarianceFit)
    if fault is not None:
        reasons = faults(fault.complaints) if isinstance(fault, SatkitError) else (type(fault).__name__,)
        yield Note(UNFITTED.with_values(reasons=reasons))
    if covariance is None:
        return
    if covariance.warnings:
        yield Note(UNBELIEVABLE)
        return
    yield Note(_describe_fit(covariance))
    yield covariance.compared_paths_table(result.words)
    agree = AGREE.with_values(near=covariance.pls_within, count=len(covariance.paths))
    yield Note(UNCORRECTED if covariance.paths["plsc"].isna().all() else agree)


def _describe_fit(covariance: CovarianceFit) -> Text:
    """How well the model fits, in one sentence."""
    ends = fit_interval(covariance.measure("rmsea_low"), covariance.measure("rmsea_high"))
    return MEASURES.with_values(
        fits=FIT[covariance.verdict],
        cfi=fit(covariance.measure("cfi")),
        rmsea=fit(covariance.measure("rmsea")),
        ends=ends,
        srmr=fit(covariance.measure("srmr")),
        chi=score(covariance.measure("chi_square")),
        df=covariance.fit.test.df,
    )
