"""Looking things up in the evidence: labels, bands, the rows a section asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from satkit import number_format
from satkit.findings.evidence import Evidence
from satkit.language import Label
from satkit.report.blocks import Block, Prose
from satkit.scoring.score_tables import explain_withheld, interval_header, name_bands
from satkit.survey.names import Names, label_or_name
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Withheld, Words

Row = Mapping[str, Any]
T = TypeVar("T")


def asked_directly(questionnaire: Questionnaire) -> bool:
    """Whether the headline is a question of its own and no part of the tree."""
    part = any(questionnaire.headline in node.items for node in questionnaire.indicators.values())
    return questionnaire.headline in questionnaire.items and not part


def parts(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The indicators one reads first: the roots, or the children of a single root."""
    roots = questionnaire.children("")
    return (questionnaire.children(roots[0]) or roots) if len(roots) == 1 else roots


def leaves(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The indicators that hold items, in the order of the tree."""
    return tuple(node for node, _ in walk(questionnaire) if questionnaire.indicators[node].items)


def walk(questionnaire: Questionnaire, parent: str = "", depth: int = 0) -> Iterator[tuple[str, int]]:
    """Every indicator with its depth, children right after their parent."""
    for node in questionnaire.children(parent):
        yield node, depth
        yield from walk(questionnaire, node, depth + 1)


def owners(questionnaire: Questionnaire, node: str) -> tuple[str, ...]:
    """The departments that answer for the leaves below a node, each once."""
    own = questionnaire.indicators[node].owner
    below = [owner for child in questionnaire.children(node) for owner in owners(questionnaire, child)]
    return tuple(dict.fromkeys([own] if own else below))


def choose_label(label: Label, name: str) -> Label:
    """The label of what has no name of its own in the definition, else this name."""
    return label_or_name(label, name)


def wave_label(questionnaire: Questionnaire, wave: str) -> Label:
    """What a wave is called."""
    return questionnaire.waves[wave].title if wave in questionnaire.waves else Label(wave, wave)


def department_label(questionnaire: Questionnaire, department: str) -> Label:
    """What a department is called."""
    known = questionnaire.departments
    return known[department].title if department in known else Label(department, department)


def segment_label(questionnaire: Questionnaire, segment: str) -> Label:
    """What a way to divide respondents is called."""
    return questionnaire.segments[segment].title


def level_label(evidence: Evidence, segment: str, level: str) -> Label:
    """What one part of a segment is called."""
    return evidence.names.level(segment, level)


def band_label(questionnaire: Questionnaire, band: str) -> Label:
    """What a band is called."""
    return next((part.title for part in questionnaire.report.bands if part.name == band), Label(band, band))


def band(questionnaire: Questionnaire, line: Row) -> Words:
    """The band a score's whole interval lies in, or the two it spans; nothing where there is none."""
    return name_bands(Names(questionnaire), line["band_low"], line["band_high"])


def band_place(questionnaire: Questionnaire, name: object) -> int:
    """Where a band stands, the best first; -1 where it is none."""
    ordered = sorted(questionnaire.report.bands, key=lambda part: -part.start)
    return next((place for place, part in enumerate(ordered) if part.name == name), -1)


def zones(questionnaire: Questionnaire) -> list[tuple[float, Words]]:
    """Where the bands begin and what they are called, from the lowest."""
    ordered = sorted(questionnaire.report.bands, key=lambda part: part.start)
    return [(part.start, band_label(questionnaire, part.name)) for part in ordered]


def withheld(questionnaire: Questionnaire, line: Row | None = None) -> Withheld:
    """The cell of a group too small to show, or of one that would tell a smaller one."""
    return explain_withheld(questionnaire, str(line.get("withheld")) if line else "")


def sentences(evidence: Evidence, section: str) -> list[Block]:
    """What the findings say of a section, as a paragraph; nothing where they are silent."""
    sentences = tuple(finding.text for finding in evidence.findings if finding.section == section)
    return [Prose(sentences)] if sentences else []


def sentences_of(evidence: Evidence, kind: str) -> list[Block]:
    """What the findings of one kind say, as a paragraph; nothing where they are silent."""
    sentences = tuple(finding.text for finding in evidence.findings if finding.kind == kind)
    return [Prose(sentences)] if sentences else []


def level(questionnaire: Questionnaire) -> str:
    """The confidence level as it is written: ``95%``."""
    return number_format.confidence(questionnaire.report.level)


def confidence(questionnaire: Questionnaire) -> Words:
    """The header of interval columns: ``95% interval``."""
    return interval_header(questionnaire)


def batch_evenly(things: Sequence[T], most: int) -> list[Sequence[T]]:
    """The things in as few runs as needed, none longer than ``most``, all about as long."""
    runs = -(-len(things) // most)
    size = -(-len(things) // max(runs, 1))
    return [things[start : start + size] for start in range(0, len(things), max(size, 1))]


def first_of(found: Iterable[T]) -> T | None:
    """The first line, if any."""
    return next(iter(found), None)
