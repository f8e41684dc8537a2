"""``satkit new``: start a survey folder by looking at the answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from satkit import number_format
from satkit.cli.options import _help, lazy_module
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError
from satkit.language import Text

NAME = "new"
HELP = Text("Start a survey folder: look at the answers and write a first survey.toml.")

MOST, LONGEST = 8, 40  # names in a sentence, and characters of each


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
    table = lazy_module("readers").read(answers, sheet=sheet)
    table = replace(table, source=lazy_module("file_access").portable(answers.name))
    draft = lazy_module("draft").draft_definition(table, name.name, screen.language)
    wave = name / "waves" / table.source
    wave.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(answers, wave)
    definition.write_text(draft.text, encoding="utf-8")
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
            {"columns": table.frame.shape[1], "rows": number_format.count(len(table.frame))},
        )
    )
    for sentence in _summary(draft):
        screen.say(sentence)
    screen.say(
        Text(
            "Read the definition and settle what is marked, then type: satkit check %(folder)s",
            {"folder": str(name)},
        )
    )
    screen.say(str(definition))
    screen.data(
        {
            "definition": str(definition),
            "columns": table.frame.shape[1],
            "rows": len(table.frame),
            "scored": list(draft.scored_items),
            "unsure": list(draft.apart),
            "marks": draft.marks,
        }
    )


def _summary(draft: Any) -> Iterator[Text]:
    """What became of the columns, for somebody who has never seen a definition."""
    if draft.scored_items:
        yield Text("questions that are scored: %(n)d", {"n": len(draft.scored_items)})
    else:
        yield Text("No question is scored: no column was recognised as a rating")
        looked = draft.list_titles("segment", "number", "split")
        if looked:
            yield Text("look at these, should one of them be a rating: %(names)s", {"names": _few(looked)})
    for names, sentence in (
        (draft.apart, Text("perhaps ratings, outside the score tree until you confirm them: %(names)s")),
        (draft.list_titles("rank"), Text("taken for a ranking, without a mean score: %(names)s")),
        (draft.list_titles("text"), Text("taken for comments: %(names)s")),
        (draft.list_titles("segment"), Text("taken for ways to divide respondents: %(names)s")),
        (draft.list_titles("number"), Text("taken for numbers, without a score: %(names)s")),
        (
            draft.list_titles("aside", "empty", "split"),
            Text("set aside (empty, the same for all, or no business of a report): %(names)s"),
        ),
    ):
        if names:
            yield sentence.with_values(names=_few(names))
    if draft.marks:
        yield Text("guesses marked PLEASE CONFIRM, which only you can settle: %(n)d", {"n": draft.marks})


def _few(names: Sequence[str]) -> tuple[str | Text, ...]:
    """The first names, and how many more there are."""
    shown: tuple[str | Text, ...] = tuple(
        name if len(name) <= LONGEST else name[: LONGEST - 1] + "…" for name in names[:MOST]
    )
    more = len(names) - MOST
    return (*shown, Text("%(n)d more", {"n": more})) if more > 0 else shown
