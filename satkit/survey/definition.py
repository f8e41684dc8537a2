"""A survey folder's definition, read and checked: all mistakes at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path as FilePath
from typing import Literal

from satkit.errors import Complaint, DefinitionError, near, quote_all
from satkit.language import Label, Text
from satkit.survey import xlsform
from satkit.survey.assemble import SETTINGS, TABLES, only_tables, parts
from satkit.survey.consistency import inconsistencies
from satkit.survey.consistency.parts import Parts, known_names
from satkit.survey.consistency.report import unknown_sections
from satkit.survey.document import parse_document, read_document
from satkit.survey.file_access import split_package, unnameable, unreadable
from satkit.survey.locate import Mistake, Path, Place, complaints
from satkit.survey.margins import TARGETS, add_targets
from satkit.survey.questionnaire import (
    Questionnaire,
)
from satkit.survey.scale import Part
from satkit.survey.shorthand import Raw
from satkit.survey.validate import validate_part

FILE = "survey.toml"


class Head(Part):
    """The top-level keys of a definition."""

    version: Literal[1]
    title: Label
    population: Label = Label()
    mode: Label = Label()
    source: Label = Label()
    simulated: bool = False
    questionnaire: str = ""


def load(folder: FilePath, sections: Collection[str] | None = None) -> Questionnaire:
    """The questionnaire of a survey folder.

    Parameters
    ----------
    folder : Path
        Holds ``survey.toml``, and what it names: a workbook, ``targets.csv``, ``waves/``.
    sections : collection of str, optional
        Those a report can have; without them any name of a section is taken.

    Raises
    ------
    DefinitionError
        With every mistake found, each with its line or cell.
    """
    raw, places = _document(folder)
    mistakes: list[Mistake] = []
    only_tables(raw, mistakes)
    readable = _workbook(folder, raw, places, mistakes)
    add_targets(folder, raw, places, mistakes)
    _wave_files(folder, raw, mistakes)
    return _build_questionnaire(folder.resolve().name, raw, places, mistakes, sections, readable=readable)


def load_text(
    text: str, name: str, waves: Sequence[str], sections: Collection[str] | None = None
) -> Questionnaire:
    """The questionnaire that a definition without a folder describes.

    Parameters
    ----------
    text : str
        What would stand in ``survey.toml``.
    name : str
        Of the survey.
    waves : sequence of str
        The waves there are answers of; they take the place of the files of the definition, and those
        that it describes keep what it says of them.
    sections : collection of str, optional
        Those a report can have; without them any name of a section is taken.

    Raises
    ------
    DefinitionError
        With every mistake found, each with its line; or if it names a workbook of questions.
    """
    raw, places = parse_document(text, FILE)
    mistakes: list[Mistake] = []
    only_tables(raw, mistakes)
    if raw.get("questionnaire"):
        mistakes.append(
            Mistake(("questionnaire",), Text("a workbook of questions is read from a folder only"))
        )
    described = raw["wave"]
    raw["wave"] = {wave: {**described.get(wave, {}), "file": wave} for wave in waves}
    return _build_questionnaire(name, raw, places, mistakes, sections, readable=True)


def _build_questionnaire(
    name: str,
    raw: Raw,
    places: dict[Path, Place],
    mistakes: list[Mistake],
    sections: Collection[str] | None,
    *,
    readable: bool,
) -> Questionnaire:
    """The questionnaire, or all mistakes at once."""
    head = validate_part(Head, _without(raw, (*TABLES, *SETTINGS)), (), mistakes, also=(*TABLES, *SETTINGS))
    found = parts(raw, mistakes)
    if readable:
        mistakes += inconsistencies(found)
    if sections is not None:
        mistakes += unknown_sections(found, sections)
    if mistakes or head is None:
        raise DefinitionError(complaints(mistakes, places))
    return _questionnaire(name, head, found)


def _document(folder: FilePath) -> tuple[Raw, dict[Path, Place]]:
    """The definition as TOML reads it, and the line of every key."""
    file = folder / FILE
    if not file.is_file():
        what = Text("there is no such folder")
        if folder.exists():
            what = Text("there is no %(file)s in this folder", {"file": FILE})
        hint = Text("satkit new NAME --from answers.xlsx writes a first one")
        raise DefinitionError(Complaint(what, str(folder), None, hint))
    return read_document(file)


def checksums(folder: FilePath) -> dict[str, str]:
    """The SHA-256 of every file a definition is made of: itself, its workbook, its margins; nothing else.

    What else lies in the folder is nobody's business: a report must not tell of it.
    """
    raw, _ = _document(folder)
    workbook = raw.get("questionnaire", "")
    names = [FILE, workbook if isinstance(workbook, str) else "", TARGETS]
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in names
        if name and (folder / name).is_file()
    }


def _workbook(folder: FilePath, raw: Raw, places: dict[Path, Place], mistakes: list[Mistake]) -> bool:
    """Add the workbook to the definition; whether scales and items are all there now."""
    name = raw.get("questionnaire", "")
    if not isinstance(name, str) or not name:
        return True
    refused = unnameable(name)
    if refused is None and (folder / name).exists():
        refused = unreadable(folder / name, folder)
    if refused:
        mistakes.append(Mistake(("questionnaire",), refused))
        return False
    if split_package(name)[0] is not None or not (folder / name).is_file():
        what = Text("there is no file '%(file)s' in this folder", {"file": name})
        found = [file.name for file in sorted(folder.glob("*.xls*"))]
        mistakes.append(Mistake(("questionnaire",), what, known_names(found), near(name, found)))
        return False
    book = xlsform.read(folder / name)
    mistakes += xlsform.merge_workbook(raw, places, book)
    return bool(book.raw["item"]) or not book.mistakes


def _wave_files(folder: FilePath, raw: Raw, mistakes: list[Mistake]) -> None:
    """Fill in the file of every wave that names none: the one in ``waves/`` with its name."""
    there = sorted(
        path for path in (folder / "waves").glob("*") if path.is_file() and path.name[0] not in ".~"
    )
    for name, wave in raw["wave"].items():
        if wave.get("file", ""):
            continue
        files = [f"waves/{path.name}" for path in there if path.stem == name]
        if len(files) == 1:
            wave["file"] = files[0]
            continue
        what = (
            Text(
                "more than one file could be wave '%(name)s': %(files)s",
                {"name": name, "files": quote_all(files)},
            )
            if files
            else Text("wave '%(name)s' has no file: there is none called waves/%(name)s.*", {"name": name})
        )
        hint = near(name, [path.stem for path in there])
        mistakes.append(Mistake(("wave", name), what, Text('expected file = "…"'), hint))


def _without(raw: Raw, keys: tuple[str, ...]) -> Raw:
    return {key: value for key, value in raw.items() if key not in keys}


def _questionnaire(name: str, head: Head, found: Parts) -> Questionnaire:
    bands = tuple(sorted(found.report.bands, key=lambda band: -band.start))
    return Questionnaire(
        name=name,
        **{key: getattr(head, key) for key in Head.model_fields if key not in {"version", "questionnaire"}},
        **{key: getattr(found, key) for key in (*(f"{table}s" for table in TABLES), *SETTINGS[:-1])},
        report=found.report.model_copy(update={"bands": bands}),
    )
