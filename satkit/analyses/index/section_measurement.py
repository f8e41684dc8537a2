"""Whether the questions measure what the model says they do."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.analyses.index import index_lookup
from satkit.analyses.index.covariance import CovarianceFit
from satkit.analyses.index.groups import named
from satkit.analyses.index.index_lookup import label
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.tables import WEAK
from satkit.errors import SatkitError
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import fit, fit_interval, ratio, score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Note, Section, TableBlock
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Tone, Verdict

KEY = "measurement"
QUESTION = Text("Is the measurement sound?")
SUBTITLE = Text("Whether the questions on a part agree, and tell it from the other parts, %(wave)s")
ALL_SOUND = Text("All parts with more than one question are measured soundly.")
SOME = Text("%(sound)d of the %(count)d parts with more than one question are measured soundly.")
NONE = Text("Every part has one question only: how well it measures cannot be checked.")
TABLE = Text("The verdict on every part")
PART, QUESTIONS, VERDICT, WHY = Text("Part of the model"), Text("Questions"), Text("Verdict"), Text("Why")
VERDICTS: dict[str, tuple[Text, Tone]] = {
    "sound": (Text("sound"), "good"),
    "mixed": (Text("usable with care"), "neutral"),
    "poor": (Text("not sound"), "bad"),
    "single": (Text("cannot be checked"), "neutral"),
    "formed": (Text("made up of its questions"), "neutral"),
}
FINE = Text("its questions agree, and tell it from the other parts")
SINGLE = Text("it has one question only")
FORMED = Text("its questions make it up and need not agree")
UNRELIABLE = Text("its questions agree too little (composite reliability %(rho)s, alpha %(alpha)s)")
SCATTERED = Text("they share less than half of their variance (AVE %(ave)s)")
OVERLAPS = Text("it is hard to tell from “%(other)s” (HTMT %(htmt)s)")
STRAY = Text("“%(item)s” hardly belongs to it (loading %(loading)s)")
RULES = Text(
    "Rules of thumb: composite reliability 0.70, alpha 0.60, AVE 0.50, HTMT below 0.90, loadings 0.40. They judge how "
    "consistent answers are, not whether the right things were asked."
)
NUMBERS = Text("Reliability and validity of every part")
ITEMS = Text("Weights and loadings of every question")
PAIRS = Text("How far the parts overlap (HTMT)")
ALPHA, RHO_A, RHO_C, AVE, HTMT = (
    Text("Alpha"),
    Text("rho_A"),
    Text("Composite reliability"),
    Text("AVE"),
    Text("HTMT"),
)
HIGHEST = Text("Highest HTMT")
QUESTION_HEAD, WEIGHT, SHARE, LOADING = (
    Text("Question"),
    Text("Weight"),
    Text("Share of the index"),
    Text("Loading"),
)
R2, VIF, ITEM_MEAN = Text("R²"), Text("VIF"), Text("Mean")
WITH = Text("And")
FITS = {
    "good": Text("The same model by covariance analysis fits well"),
    "acceptable": Text("The same model by covariance analysis fits acceptably"),
    "poor": Text("The same model by covariance analysis fits poorly"),
}
MEASURES = Text(
    "%(fits)s: CFI %(cfi)s, RMSEA %(rmsea)s (90%% interval %(ends)s), SRMR %(srmr)s, scaled chi-square %(chi)s on "
    "%(df)d degrees of freedom."
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
ARROW = Text("%(source)s → %(target)s")
BESIDE = Text("The same model by covariance analysis")
PATH, PLS, CONSISTENT, COVARIANCE = (
    Text("Path"),
    Text("PLS"),
    Text("PLS, corrected"),
    Text("Covariance analysis"),
)


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001  every section is asked alike
    """The verdict in words; the usual tables for analysts."""
    found = evidence.get(IndexResult)
    if found is None or evidence.latest not in found.fits:
        return index_lookup.missing(evidence, KEY, QUESTION)
    lines = index_lookup.latest(evidence, found.constructs)
    asked = evidence.questionnaire
    blocks: list[Block] = [Note(_whole(lines)), _verdicts(evidence, found, lines), Note(RULES)]
    details = (
        _numbers(evidence, found, lines),
        _items(evidence, found),
        _pairs(evidence, found),
        *_covariance(evidence, found),
    )
    wave = lookup.wave_label(asked, evidence.latest)
    return Section(KEY, QUESTION, SUBTITLE.given(wave=wave), tuple(blocks), details)


def _whole(lines: list[Line]) -> Text:
    """One sentence on all parts."""
    checked = [line["verdict"] for line in lines if line["verdict"] in {"sound", "mixed", "poor"}]
    sound = checked.count("sound")
    if not checked:
        return NONE
    return ALL_SOUND if sound == len(checked) else SOME.given(sound=sound, count=len(checked))


def _verdicts(evidence: Evidence, found: IndexResult, lines: list[Line]) -> TableBlock:
    columns = (Column(PART), Column(QUESTIONS, "count"), Column(VERDICT), Column(WHY))
    rows = tuple(
        (
            label(found, line["construct"]),
            line["items"],
            Verdict(*VERDICTS[line["verdict"]]),
            _why(evidence, found, line),
        )
        for line in lines
    )
    return TableBlock("measurement", TABLE, columns, rows)


def _why(evidence: Evidence, found: IndexResult, line: Line) -> Text:
    """What speaks against a part, or that nothing does."""
    if line["verdict"] in {"single", "formed"}:
        return SINGLE if line["verdict"] == "single" else FORMED
    against: list[Text] = []
    if not line["reliable"]:
        against.append(UNRELIABLE.given(rho=ratio(line["rho_c"]), alpha=ratio(line["alpha"])))
    if not line["convergent"]:
        against.append(SCATTERED.given(ave=ratio(line["ave"])))
    if not line["distinct"]:
        against.append(OVERLAPS.given(other=label(found, line["htmt_with"]), htmt=ratio(line["htmt"])))
    if line["weakest_loading"] < WEAK:
        item = named(evidence.questionnaire, found.index, line["weakest"])
        against.append(STRAY.given(item=item, loading=ratio(line["weakest_loading"])))
    return words.LISTED.given(all=tuple(against)) if against else FINE


def _numbers(evidence: Evidence, found: IndexResult, lines: list[Line]) -> TableBlock:
    level = lookup.confidence(evidence.questionnaire)
    columns = (
        Column(PART), Column(QUESTIONS, "count"), Column(ALPHA, "ratio"), Column(RHO_A, "ratio"),
        Column(RHO_C, "ratio"), Column(AVE, "ratio"), Column(HIGHEST, "ratio"), Column(R2, "ratio"),
        Column(level, "ratio_interval"),
    )  # fmt: skip
    rows = tuple(
        (
            label(found, line["construct"]), line["items"],
            *(_if_many(line, key) for key in ("alpha", "rho_a", "rho_c", "ave")), line["htmt"], line["r2"],
            Interval(line["r2_low"], line["r2_high"]),
        )
        for line in lines
    )  # fmt: skip
    return TableBlock("measurement-parts", NUMBERS, columns, rows)


def _if_many(line: Line, key: str) -> Cell:
    """A number that means nothing for a single question."""
    return float(line[key]) if line["items"] > 1 else None


def _items(evidence: Evidence, found: IndexResult) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(QUESTION_HEAD), Column(PART), Column(ITEM_MEAN, "score"), Column(WEIGHT, "ratio"),
        Column(SHARE, "ratio"), Column(LOADING, "ratio"), Column(lookup.confidence(asked), "ratio_interval"),
        Column(VIF, "ratio"),
    )  # fmt: skip
    rows = tuple(
        (
            named(asked, found.index, line["item"]), label(found, line["construct"]), line["mean"], line["weight"],
            line["share"], line["loading"], Interval(line["low"], line["high"]), line["vif"],
        )
        for line in index_lookup.latest(evidence, found.items)
    )  # fmt: skip
    return TableBlock("measurement-items", ITEMS, columns, rows)


def _pairs(evidence: Evidence, found: IndexResult) -> TableBlock:
    """The lower triangle, one row and one column per part."""
    names = found.fits[evidence.latest].made.names
    values = {
        frozenset((line["construct"], line["versus"])): line["htmt"]
        for line in index_lookup.latest(evidence, found.overlap)
    }
    heads: list[Label] = [label(found, name) for name in names[:-1]]
    rows = tuple(
        (label(found, name), *(values.get(frozenset((name, other))) if k < row else None for k, other in enumerate(names[:-1])))
        for row, name in enumerate(names) if row
    )  # fmt: skip
    columns = (Column(PART), *(Column(head, "ratio") for head in heads))
    return TableBlock("measurement-pairs", PAIRS, columns, rows)


def _covariance(evidence: Evidence, found: IndexResult) -> Iterator[Block]:
    """What covariance analysis makes of the model, or why nothing."""
    fault, beside = evidence.failures.get("covariance"), evidence.get(CovarianceFit)
    if fault is not None:
        reasons = (
            index_lookup.why(fault.complaints) if isinstance(fault, SatkitError) else (type(fault).__name__,)
        )
        yield Note(UNFITTED.given(reasons=reasons))
    if beside is None:
        return
    if beside.warnings:
        yield Note(UNBELIEVABLE)
        return
    chi, rmsea, low, high = (
        beside.measure(name) for name in ("chi_square", "rmsea", "rmsea_low", "rmsea_high")
    )
    yield Note(
        MEASURES.given(
            fits=FITS[beside.verdict], cfi=fit(beside.measure("cfi")), rmsea=fit(rmsea),
            ends=fit_interval(low, high), srmr=fit(beside.measure("srmr")), chi=score(chi), df=beside.fit.test.df,
        )
    )  # fmt: skip
    yield _paths(evidence, found, beside)
    near = beside.paths["plsc"].between(beside.paths["low"], beside.paths["high"])
    told = AGREE.given(near=int(near.sum()), count=len(near))
    yield Note(UNCORRECTED if beside.paths["plsc"].isna().all() else told)


def _paths(evidence: Evidence, found: IndexResult, beside: CovarianceFit) -> TableBlock:
    """Every path by PLS, by PLS without measurement error, and by covariance analysis."""
    columns = (
        Column(PATH), Column(PLS, "ratio"), Column(CONSISTENT, "ratio"), Column(COVARIANCE, "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"),
    )  # fmt: skip
    rows = tuple(
        (
            ARROW.given(source=label(found, line["source"]), target=label(found, line["target"])),
            line["pls"], line["plsc"], line["estimate"], Interval(line["low"], line["high"]),
        )
        for line in lookup.lines(beside.paths)
    )  # fmt: skip
    return TableBlock("measurement-covariance", BESIDE, columns, rows)
