"""``satkit demo``: the report of the bundled survey, in one word."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from satkit.cli.options import SPOKEN, _help
from satkit.cli.report import Languages, make
from satkit.cli.screen import Screen
from satkit.language import Text

NAME = "demo"
READERS = Languages(SPOKEN)
HELP = Text("Write the report of a bundled example survey and open it in the browser.")


def run(
    screen: Screen,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help=_help("The folder to write to."))
    ] = Path("satkit-demo"),
    lang: Annotated[
        Languages, typer.Option("--lang", help=_help("Language of the report: zh, en or both."))
    ] = READERS,
    *,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=_help("Open the report in the browser."))
    ] = True,
) -> None:
    """Write the report, the workbook, and say where the survey folder lies."""
    folder = find_bundled()
    written = make(folder, None, out, lang, screen, xlsx=True)
    screen.say(
        Text(
            "The survey behind it lies in %(folder)s; copy it and put your own answers in.",
            {"folder": str(folder)},
        )
    )
    files = [str(path) for paths, _ in written for path in paths]
    for path in files:
        screen.say(path)
    screen.data({"folder": str(folder), "files": files})
    if browser:
        webbrowser.open(written[0][0][0].resolve().as_uri())


def find_bundled() -> Path:
    """The example survey: inside an installed satkit, else in its checkout."""
    package = Path(__file__).parents[1]
    inside = package / "demo"
    return inside if inside.is_dir() else package.parent / "surveys" / "power-supply"
