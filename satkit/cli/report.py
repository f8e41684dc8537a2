"""``satkit report``: the whole report, in Chinese, in English or both."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from satkit.cli.context import finish_command, open_study
from satkit.cli.options import Data, Folder, Strict, _help
from satkit.cli.screen import Screen
from satkit.language import Text
from satkit.parallel import run_side_by_side

NAME = "report"
HELP = Text("Write the report: one self-contained HTML file per language, and a workbook if asked.")


class Languages(StrEnum):
    """Languages of the report."""

    zh = "zh"
    en = "en"
    both = "both"


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help=_help("The folder to write to."))
    ] = Path("reports"),
    lang: Annotated[
        Languages, typer.Option("--lang", help=_help("Language of the report: zh, en or both."))
    ] = Languages.both,
    *,
    xlsx: Annotated[bool, typer.Option("--xlsx", help=_help("Write an Excel workbook beside it."))] = False,
    strict: Strict = False,
) -> None:
    """Write ``NAME.zh.html``, ``NAME.en.html`` and, with ``--xlsx``, the workbooks."""
    written = make(folder, data, out, lang, screen, xlsx=xlsx)
    told = [warning for _, beside in written for warning in beside]
    warnings = tuple(warning for place, warning in enumerate(told) if warning not in told[:place])
    files = [str(path) for paths, _ in written for path in paths]
    for path in files:
        screen.say(path)
    finish_command(screen, {"files": files}, warnings, strict=strict)


def make(
    folder: Path, data: Path | None, out: Path, lang: Languages, screen: Screen, *, xlsx: bool
) -> list[tuple[list[Path], tuple[Text, ...]]]:
    """Write the reports; per language the files and the warnings."""
    study = open_study(folder, data, screen)
    out.mkdir(parents=True, exist_ok=True)
    languages = ("zh", "en") if lang is Languages.both else (str(lang),)
    pages = [out / f"{study.questionnaire.name}.{language}.html" for language in languages]
    books = [page.with_suffix(".xlsx") if xlsx else None for page in pages]
    study.evidence  # noqa: B018  shared by the processes that draw
    screen.tell(Text("Drawing the report"))
    jobs = [partial(study.report, *job) for job in zip(pages, languages, books, strict=True)]
    reports = run_side_by_side(jobs)
    files = [[page, *([book] if book else [])] for page, book in zip(pages, books, strict=True)]
    held = len(study.responses.breaks)
    told = (
        (Text("what may make waves incomparable, to be confirmed: %(count)d", {"count": held}),)
        if held
        else ()
    )
    return [(paths, (*report.warnings, *told)) for paths, report in zip(files, reports, strict=True)]
