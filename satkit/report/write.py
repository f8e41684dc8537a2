"""The report of one language, written: the page, and the workbook beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from satkit.errors import SatkitError
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.report import lookup, page, words
from satkit.report.blocks import Note, Section
from satkit.report.workbook import write_workbook
from satkit.tables.cells import Words
from satkit.tables.sanitize import plain

LARGE = 500_000
TITLE = Text("%(title)s, %(wave)s")
COLOPHON = Text(
    "Made by satkit %(version)s. One file, no request to any server; scores and comparisons with their uncertainty."
)
FAILED = Text("the section “%(section)s” could not be made: %(reason)s")
LACKING = Text(
    "characters that the chart font lacks: %(count)d (%(characters)s); the reader's own fonts stand in for them"
)
HEAVY = Text("the report is %(size)d kB, more than %(limit)d kB")


class Part(Protocol):
    """What may have a section in the report: its key, its heading, and what makes it."""

    @property
    def key(self) -> str:
        """Names the section in the page and in the definition."""

    @property
    def question(self) -> Words:
        """Its heading."""

    @property
    def section(self) -> Callable[[Evidence], Section | None] | None:
        """Evidence in, the section out."""


@dataclass(frozen=True)
class WrittenReport:
    """What was written.

    Parameters
    ----------
    path : Path
        The page.
    bytes : int
        Its size.
    seconds : dict
        Time taken by every section, the ``page`` and the ``workbook``.
    warnings : tuple of Text
        Sections that failed, characters without a glyph, a page too heavy.
    """

    path: Path
    bytes: int
    seconds: dict[str, float]
    warnings: tuple[Text, ...]


def write(
    evidence: Evidence, parts: Sequence[Part], language: str, path: Path, workbook: Path | None = None
) -> WrittenReport:
    """Write the report of one language.

    A section that cannot be made shows the reason in its place, and a warning tells of it.

    Parameters
    ----------
    parts : sequence of Part
        In reading order; one without a section is passed over.
    language : {"zh", "en"}
    path : Path
        The HTML file to write.
    workbook : Path, optional
        The Excel workbook to write beside it.
    """
    seconds: dict[str, float] = {}
    warnings: list[Text] = []
    sections = list(_sections(evidence, parts, language, seconds, warnings))
    questionnaire = evidence.questionnaire
    title = TITLE.with_values(
        title=questionnaire.title, wave=lookup.wave_label(questionnaire, evidence.latest)
    )
    started = perf_counter()
    html, lacking = page.render(
        sections,
        language,
        title,
        _subtitle(evidence, language),
        COLOPHON.with_values(version=_version(evidence)),
        simulated=questionnaire.simulated,
    )
    data = html.encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    seconds["page"] = perf_counter() - started
    if lacking:
        warnings.append(LACKING.with_values(count=len(lacking), characters=lacking[:40]))
    if len(data) > LARGE:
        warnings.append(HEAVY.with_values(size=len(data) // 1000, limit=LARGE // 1000))
    if workbook is not None:
        started = perf_counter()
        write_workbook(sections, language, say(title, language), workbook)
        seconds["workbook"] = perf_counter() - started
    return WrittenReport(path, len(data), seconds, tuple(warnings))


def _sections(
    evidence: Evidence, parts: Sequence[Part], language: str, seconds: dict[str, float], warnings: list[Text]
) -> Iterator[Section]:
    """The sections the definition asks for, each timed; one that fails says so in its place."""
    wanted = evidence.questionnaire.report.sections
    for part in parts:
        if part.section is None or (wanted and part.key not in wanted):
            continue
        started = perf_counter()
        try:
            made = _make(part, part.section, evidence)
        except Exception as fault:  # noqa: BLE001  one broken part must not cost the reader the others
            reason = plain(_reason(fault, language))
            warnings.append(FAILED.with_values(section=part.key, reason=reason))
            made = _apology(part, reason)
        seconds[part.key] = perf_counter() - started
        if made is not None:
            yield made


def _make(part: Part, section: Callable[[Evidence], Section | None], evidence: Evidence) -> Section | None:
    """The section, or the fault of the analysis it would show."""
    if part.key in evidence.failures:
        raise evidence.failures[part.key]
    return section(evidence)


def _apology(part: Part, reason: str) -> Section:
    return Section(part.key, part.question, blocks=(Note(words.FAILED.with_values(reason=reason), "bad"),))


def _reason(fault: Exception, language: str) -> str:
    """What went wrong, without a value of any answer: our own words, else the kind of fault."""
    if isinstance(fault, SatkitError):
        return fault.into(language)
    trace, place = fault.__traceback__, ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        place = f"{file.parent.name}/{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(fault).__name__} ({place})"


def _subtitle(evidence: Evidence, language: str) -> str:
    """Population, mode and dates on one line."""
    questionnaire = evidence.questionnaire
    wave = questionnaire.waves.get(evidence.latest)
    dates = "–".join(dict.fromkeys((wave.dates[0], wave.dates[-1]))) if wave and wave.dates else ""
    told = (say(questionnaire.population, language), say(questionnaire.mode, language), dates)
    return " · ".join(part for part in told if part)


def _version(evidence: Evidence) -> str:
    versions = evidence.provenance.get("versions", {})
    return str(versions.get("satkit", "")) if isinstance(versions, dict) else ""
