"""``satkit new``: start a survey folder by looking at the answers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from satkit import digits
from satkit.cli.options import _help, behind
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError
from satkit.language import Text

NAME = "new"
HELP = Text("Start a survey folder: look at the answers and write a first survey.toml.")


def run(
    screen: Screen,
    name: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=_help("The folder to make."), show_default=False)
    ],
    answers: Annotated[
        Path,
        typer.Option("--from", metavar="FILE", help=_help("The file with the answers."), show_default=False),
    ],
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help=_help("The sheet of a workbook; the one shaped like answers if not given."),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write ``survey.toml`` and copy the answers to ``waves/``."""
    definition = name / "survey.toml"
    if definition.exists():
        raise DefinitionError(
            Complaint(
                Text("this survey folder exists already"),
                str(definition),
                hint=Text("choose another name, or edit the file"),
            )
        )
    screen.tell(Text("Looking at the answers"))
    table = behind("readers").read(answers, sheet=sheet)
    table = replace(table, source=behind("file_access").portable(answers.name))
    text = behind("draft").draft(table, name.name, screen.language)
    wave = name / "waves" / table.source
    wave.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(answers, wave)
    definition.write_text(text, encoding="utf-8")
    for note in table.notes:
        screen.say(note)
    if table.source != answers.name:
        screen.say(
            Text(
                "the answers were copied to %(file)s: not every system allows the name of the file",
                {"file": f"waves/{table.source}"},
            )
        )
    screen.say(
        Text(
            "%(columns)d columns, %(rows)s rows read",
            {"columns": table.frame.shape[1], "rows": digits.count(len(table.frame))},
        )
    )
    screen.say(
        Text(
            "Read the definition and settle what is marked, then type: satkit check %(folder)s",
            {"folder": str(name)},
        )
    )
    screen.say(str(definition))
    screen.data({"definition": str(definition), "columns": table.frame.shape[1], "rows": len(table.frame)})
