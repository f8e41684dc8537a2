"""``satkit simulate``: invented answers for a survey folder, with the truth beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from satkit.cli.options import Folder, _help, lazy_module
from satkit.cli.screen import Screen
from satkit.language import Text

NAME = "simulate"
HELP = Text("Draw answers for a survey folder from a known truth, and write both.")


def run(
    screen: Screen,
    folder: Folder,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help=_help("The folder to write to; the survey folder itself if not given."),
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            metavar="SEED",
            help=_help("The seed; the truth's own if not given."),
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write ``waves/`` and ``truth/``."""
    screen.tell(Text("Drawing answers"))
    paths = lazy_module("simulation").simulate_folder(folder, out, seed)
    for path in paths:
        screen.say(str(path))
    if not lazy_module("definition").load(folder).simulated:
        screen.note(
            Text(
                "These answers are invented. Write simulated = true into survey.toml, so that every report says so."
            )
        )
    screen.data({"files": [str(path) for path in paths]})
