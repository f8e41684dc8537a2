"""A draft made, checked and scored as the command line does it, in this process."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from corpus.export import Export
from satkit import study
from satkit.cli import main
from satkit.survey.folder import open_survey
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses

MARK = re.compile(r"PLEASE CONFIRM|请确认")
TABLE = re.compile(r"\[(?P<name>[^\]]+)\]\s*(#.*)?$")
KEY = re.compile(r"(?P<key>\"(?:[^\"\\]|\\.)*\"|[\w-]+)\s*=")
CHINESE = ("zh", "zh-Hant")
SHOWN = 28  # characters of a long name that a comment may cut off after


@dataclass(frozen=True)
class Mark:
    """A comment that asks to confirm, the table it stands in and the key it stands above."""

    table: str
    key: str
    text: str


@dataclass(frozen=True)
class Draft:
    """What became of an export.

    Parameters
    ----------
    exits : dict
        Command to exit code.
    said : dict
        Command to what it printed, on both streams.
    text : str
        The definition as ``satkit new`` wrote it.
    marks : tuple of Mark
    comments : tuple of str
        All comments of the definition, marks among them.
    """

    export: Export
    exits: dict[str, int]
    said: dict[str, str]
    text: str = ""
    marks: tuple[Mark, ...] = ()
    comments: tuple[str, ...] = ()
    questionnaire: Questionnaire | None = None
    responses: Responses | None = None
    scores: dict[str, float] = field(default_factory=dict)


def run(*words: object) -> tuple[int, str, str]:
    """Type a command; its exit code, what it printed and what it said beside."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["satkit", *map(str, words)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
        code: Any = 0
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.argv = before
    return int(code), out.getvalue(), err.getvalue()


def draft(export: Export, folder: Path) -> Draft:
    """Draft an export, check the draft and score it untouched but for the number of replicates."""
    source = folder / export.file
    source.parent.mkdir(parents=True, exist_ok=True)
    export.write(source)
    survey = folder / "survey"
    language = "zh" if export.language in CHINESE else "en"
    exits, said = {}, {}

    def typed(command: str, *words: object) -> str:
        exits[command], out, err = run(command, *words, "--lang", language)
        said[command] = out + err
        return out

    typed("new", survey, "--from", source)
    definition = survey / "survey.toml"
    if exits["new"] or not definition.is_file():
        return Draft(export, exits, said)
    text = definition.read_text(encoding="utf-8")
    definition.write_text(_quick(text), encoding="utf-8")
    with _watched() as opened:
        typed("check", survey)
    printed = typed("score", survey, "--json")
    questionnaire, responses = opened[0] if opened else (None, None)
    marks, comments = read_comments(text)
    return Draft(
        export, exits, said, text, marks, comments, questionnaire, responses, _scores(exits["score"], printed)
    )


@contextlib.contextmanager
def _watched() -> Iterator[list[tuple[Questionnaire, Responses]]]:
    """What a command opens, so that it need not be read once more."""
    opened = []

    def watch(*words: Any, **more: Any) -> tuple[Questionnaire, Responses]:
        opened.append(open_survey(*words, **more))
        return opened[-1]

    with mock.patch.object(study, "open_survey", watch):
        yield opened


def _quick(text: str) -> str:
    """The definition with twenty replicates: errors are not looked at here."""
    line = "replicates = { count = 20, seed = 1 }"
    if re.search(r"^\[sample\]", text, re.MULTILINE):
        return re.sub(r"^\[sample\].*$", lambda head: f"{head[0]}\n{line}", text, count=1, flags=re.MULTILINE)
    return f"{text}\n[sample]\n{line}\n"


def _scores(code: int, printed: str) -> dict[str, float]:
    if code:
        return {}
    lines = json.loads(printed.splitlines()[-1])["scores"]
    return {line["node"]: line["estimate"] for line in lines if line.get("estimate") is not None}


def read_comments(text: str) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Marks with their places, and all comments; lines of one comment are one text."""
    marks: list[Mark] = []
    comments: list[str] = []
    table, waiting = "", []
    for line in [*text.splitlines(), ""]:
        plain = line.strip()
        if plain.startswith("#"):
            waiting.append(plain.lstrip("# "))
            comments.append(plain.lstrip("# "))
            continue
        head, key = TABLE.fullmatch(plain), KEY.match(plain)
        if head:
            table = head["name"].strip("[]")
        name = "" if head or not key else key["key"].strip('"')
        trailing = [part for part in [plain.rpartition(" # ")[2]] if " # " in plain]
        comments += trailing
        marks += [Mark(table, name, note) for note in [*waiting, *trailing] if MARK.search(note)]
        waiting = []
    return tuple(marks), tuple(comments)


def respondents(draft: Draft) -> np.ndarray:
    """For each row of the responses the respondent of the export, -1 for a row that is none."""
    assert draft.responses is not None
    place = {int(row): i for i, row in enumerate(draft.export.rows)}
    return np.array([place.get(int(row), -1) for row in draft.responses.file_row])


def named(comments: Sequence[str], names: Sequence[str]) -> list[str]:
    """The comments that name a column by one of its names."""
    patterns = []
    for name in names:
        plain = re.sub(r"\s+", " ", name).strip()
        if plain:
            closed = r"(?![A-Za-z0-9_])" if len(plain) <= SHOWN else ""
            patterns.append(
                re.compile(rf"(?<![A-Za-z0-9_]){re.escape(plain[:SHOWN])}{closed}", re.IGNORECASE)
            )
    return [comment for comment in comments if any(pattern.search(comment) for pattern in patterns)]
