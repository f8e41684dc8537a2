"""A TOML file of a survey folder as nested tables: read only where it is an ordinary file of sane size and depth."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.survey.file_access import unreadable
from satkit.survey.locate import Mistake, Path, Place, complaints, toml_places
from satkit.survey.syntax import complain_syntax, decode_definition

LARGEST = 4_000_000  # bytes: a questionnaire of ten thousand questions
DEEPEST = 40  # the deepest key of a definition lies eight down
MOST_STEPS = 400  # of a dotted key: the parser looks at every beginning of it
WIDEST = 2**63  # beyond, no file format keeps a whole number


def read_document(path: FilePath) -> tuple[dict[str, Any], dict[Path, Place]]:
    """The tables of a TOML file, and the line of every key.

    Parameters
    ----------
    path : Path
        A file that is there.

    Raises
    ------
    DefinitionError
        If it is no ordinary file of its folder, too large, not UTF-8, no TOML, nested too deep for
        a definition, or holds a number beyond all use.
    """
    refused = unreadable(path, path.parent)
    if refused:
        raise DefinitionError(Complaint(refused, path.name))
    if path.stat().st_size > LARGEST:
        what = Text("the file is larger than %(most)d MB: this is no definition", {"most": LARGEST // 10**6})
        raise DefinitionError(Complaint(what, path.name))
    return parse_document(decode_definition(path.read_bytes(), path.name), path.name)


def parse_document(text: str, file: str) -> tuple[dict[str, Any], dict[Path, Place]]:
    """The tables of a TOML text, and the line of every key.

    Raises
    ------
    DefinitionError
        If it is no TOML, nested too deep for a definition, or holds a number beyond all use.
    """
    raw = _parse_toml(text, file)
    if _depth(raw) > DEEPEST:
        raise DefinitionError(_deep(file))
    places = toml_places(text, file)
    mistakes = [
        Mistake(where, Text("a number with more digits than anything here can have")) for where in _huge(raw)
    ]
    if mistakes:
        raise DefinitionError(complaints(mistakes, places))
    return raw, places


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if line.partition("=")[0].count(".") > MOST_STEPS:
            raise DefinitionError(_deep(f"{file}:{number}"))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(complain_syntax(str(error), text, file)) from None
    except RecursionError:
        raise DefinitionError(_deep(file)) from None
    except (ValueError, OverflowError):  # what Python's own numbers and dates refuse
        longest = max(range(len(lines)), key=lambda k: sum(map(str.isdigit, lines[k])))
        what = Text("a number or a date here cannot be read")
        raise DefinitionError(Complaint(what, f"{file}:{longest + 1}")) from None


def _deep(where: str) -> Complaint:
    return Complaint(
        Text("tables or lists are nested more deeply than any definition needs"),
        where,
        Text("at most %(most)d levels", {"most": DEEPEST}),
    )


def _depth(raw: object) -> int:
    """How many tables and lists lie within each other, counted without recursion."""
    depth, level = 0, [raw]
    while level and depth <= DEEPEST:
        level = [inner for value in level for inner in _inside(value)]
        depth += 1
    return depth


def _inside(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _huge(value: object, path: Path = ()) -> Iterator[Path]:
    """Where whole numbers stand that no file and no library can hold."""
    if isinstance(value, int) and not -WIDEST <= value < WIDEST:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _huge(inner, (*path, step))
