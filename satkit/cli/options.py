"""The options that commands share, and what is behind them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from inspect import Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from satkit.cli.screen import Screen, detect_language
from satkit.language import LANGUAGES, Text, say

# What a command needs of the house loads when it runs, so that `satkit --help` stays quick.
BEHIND = {
    "study": "satkit.study",
    "definition": "satkit.survey.definition",
    "readers": "satkit.survey.readers",
    "file_access": "satkit.survey.file_access",
    "draft": "satkit.survey.drafting.write",
    "export": "satkit.tables.export",
    "latex": "satkit.tables.latex",
    "manuscript": "satkit.analyses.index.manuscript",
    "rows": "satkit.scoring.rows",
    "score_tables": "satkit.scoring.score_tables",
    "trend_rows": "satkit.analyses.trend.rows",
    "trend_tables": "satkit.analyses.trend.tables",
    "department_rows": "satkit.analyses.departments.rows",
    "department_tables": "satkit.analyses.departments.tables",
    "data_rows": "satkit.analyses.data_quality.rows",
    "data_tables": "satkit.analyses.data_quality.tables",
    "drivers": "satkit.analyses.drivers.estimate",
    "responses": "satkit.survey.responses",
    "breaks": "satkit.survey.breaks",
    "sample": "satkit.survey.sample",
    "words": "satkit.report.words",
    "offenders": "satkit.survey.flagged_rows",
    "comments": "satkit.analyses.comments.estimate",
    "comment_tables": "satkit.analyses.comments.tables",
    "driver_contrasts": "satkit.analyses.drivers.contrast_tables",
    "driver_sentences": "satkit.analyses.drivers.sentences",
    "driver_tables": "satkit.analyses.drivers.tables",
    "kano_tables": "satkit.analyses.kano.tables",
    "simulation": "satkit.simulation.survey",
}


class Language(StrEnum):
    """Languages of messages."""

    zh = "zh"
    en = "en"


SPOKEN = Language(Screen.of(sys.argv).language)  # the help is in the language that is asked for


def _help(msgid: str) -> str:
    return say(Text(msgid), SPOKEN)


def lazy_module(room: str) -> Any:
    """A room of the house, loaded when a command first needs it."""
    return import_module(BEHIND[room])


Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help=_help("The survey folder, with survey.toml in it."),
        show_default=False,
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help=_help("Where the wave files lie, if not in the folder."),
        show_default=False,
    ),
]
Wave = Annotated[
    str,
    typer.Option(
        "--wave",
        metavar="NAME",
        help=_help("Which wave; the last one if not given."),
        show_default=False,
    ),
]
Segment = Annotated[
    str,
    typer.Option("--by", metavar="NAME", help=_help("Break down by this segment."), show_default=False),
]


def _writable(out: Path | None) -> Path | None:
    """Refuse a suffix that no table is written with, before anything is computed."""
    if out is not None:
        lazy_module("export").writer(out)
    return out


Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        callback=_writable,
        help=_help(
            "Write the result to this .csv, .xlsx, .tex or .json file; of several tables each to its own."
        ),
        show_default=False,
    ),
]
Lang = Annotated[Language, typer.Option("--lang", help=_help("Language of messages: zh or en."))]
Json = Annotated[bool, typer.Option("--json", help=_help("Print the result as JSON."))]
Quiet = Annotated[bool, typer.Option("--quiet", help=_help("Print no progress."))]
Strict = Annotated[bool, typer.Option("--strict", help=_help("Warnings end with exit code 3."))]
Debug = Annotated[
    bool, typer.Option("--debug", help=_help("Show the traceback of a mistake of satkit itself."))
]


def _screen(*, lang: Lang = SPOKEN, json: Json = False, quiet: Quiet = False, debug: Debug = False) -> Screen:  # noqa: ARG001  debug is read by main()
    """The screen a command is asked for; a report in both languages is told of in the reader's own."""
    return Screen(lang if lang in LANGUAGES else detect_language(), quiet, json)


def on_screen(run: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of its screen, and handed the screen in their place.

    A command whose ``--lang`` means more than that of its messages names it itself.
    """
    own, shared = (dict(signature(room, eval_str=True).parameters) for room in (run, _screen))
    del own["screen"]

    def command(**typed: Any) -> None:
        screen = _screen(**{name: typed[name] for name in shared})
        run(screen, **{name: typed[name] for name in own})

    asked = [one.replace(kind=one.KEYWORD_ONLY) for one in (own | shared | own).values()]
    command.__signature__ = Signature(asked)  # type: ignore[attr-defined]  # what typer reads
    return command
