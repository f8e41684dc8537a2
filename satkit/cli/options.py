"""The options that commands share, and how a folder is opened."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from satkit.cli.screen import Screen, preferred
from satkit.errors import Complaint, DefinitionError, near, quoted
from satkit.language import Text, say

if TYPE_CHECKING:
    from satkit.study import Study
    from satkit.survey.questionnaire import Questionnaire

# What a command needs of the house loads when it runs, so that `satkit --help` stays quick.
BEHIND = {
    "study": "satkit.study",
    "readers": "satkit.survey.readers",
    "draft": "satkit.survey.draft",
    "export": "satkit.report.export",
    "drivers": "satkit.scoring.drivers",
    "responses": "satkit.survey.responses",
    "offenders": "satkit.survey.offenders",
    "simulation": "satkit.simulation.survey",
}


GUESSED = ("# PLEASE CONFIRM", "# 请确认")  # how `satkit new` begins the lines above a guess


class Language(StrEnum):
    """Languages of messages."""

    zh = "zh"
    en = "en"


def _help(msgid: str) -> str:
    return say(Text(msgid), preferred())


Folder = Annotated[
    Path, typer.Argument(help=_help("The survey folder, with survey.toml in it."), show_default=False)
]
Data = Annotated[
    Path | None,
    typer.Option("--data", help=_help("Where the wave files lie, if not in the folder."), show_default=False),
]
Lang = Annotated[Language, typer.Option("--lang", help=_help("Language of messages: zh or en."))]
Json = Annotated[bool, typer.Option("--json", help=_help("Print the result as JSON."))]
Quiet = Annotated[bool, typer.Option("--quiet", help=_help("Print only results and errors."))]
Strict = Annotated[bool, typer.Option("--strict", help=_help("Warnings end with exit code 3."))]
Debug = Annotated[
    bool, typer.Option("--debug", help=_help("Show the traceback of a mistake of satkit itself."))
]
SPOKEN = Language(preferred())


def behind(room: str) -> object:
    """A room of the house, loaded when a command first needs it."""
    return import_module(BEHIND[room])


def opened(folder: Path, data: Path | None, screen: Screen, *, tolerant: bool = False) -> Study:
    """The study of a folder."""
    study: Study = behind("study").Study.open(folder, data, screen.tell, tolerant=tolerant)  # type: ignore[attr-defined]
    guesses = (folder / "survey.toml").read_text(encoding="utf-8-sig").splitlines()
    count = sum(line.startswith(GUESSED) for line in guesses)
    if count and not screen.json:
        told = {"count": count, "file": "survey.toml"}
        screen.warn(
            Text(
                "guesses in %(file)s that nobody confirmed: %(count)d; delete “# PLEASE CONFIRM” where right",
                told,
            )
        )
    return study


def known(asked: Questionnaire, folder: Path, wave: str, segment: str) -> None:
    """Complain about a wave or a segment that the definition does not name."""
    for name, names in ((wave, asked.waves), (segment, asked.segments)):
        if name and name not in names:
            what = Text("no wave or segment '%(name)s'", {"name": name})
            there = Text("known: %(names)s", {"names": quoted(names)}) if names else None
            raise DefinitionError(Complaint(what, str(folder), there, near(name, names)))


def level_names(study: Study, language: str) -> dict[tuple[str, str], str]:
    """What every level of every segment is called: its label, else its name."""
    return {
        (segment, name): say(label, language) or name
        for segment, levels in study.responses.levels.items()
        for name, label in levels
    }


def ended(screen: Screen, warnings: tuple[Text, ...], *, strict: bool) -> None:
    """Say the warnings; with ``--strict`` they end the command with exit code 3."""
    if not screen.json:
        for warning in warnings:
            screen.warn(warning)
    if warnings and strict:
        raise typer.Exit(3)
