"""``satkit quotes``: the comments a report would quote, to be looked at before it goes out."""

from __future__ import annotations

from typing import Annotated

import typer

from satkit.cli.context import open_study, write_result
from satkit.cli.options import Data, Folder, Out, _help, lazy_module
from satkit.cli.screen import Screen
from satkit.language import Text

NAME = "quotes"
COLUMNS = ["key", "text", "theme", "segment", "level", "quoted", "left_out"]
HELP = Text("List the comments a report would quote, redacted, and leave out those that must not be.")


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    out: Out = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help=_help("List every comment that may be quoted, not only the first."))
    ] = False,
) -> None:
    """Print key, comment and group of each; nothing that was not redacted."""
    study = open_study(folder, data, screen)
    table = lazy_module("comments").quotable(study.responses)
    shown = table if every else table[table["quoted"] | table["left_out"]]
    rows, names, tables = (
        shown.to_dict("records"),
        study.names,
        lazy_module("comment_tables"),
    )
    screen.show(tables.quotable_table(rows, names))
    if not rows:
        screen.note(Text("no comment may be quoted: too few people wrote, or they are in groups too small"))
    else:
        screen.note(
            Text(
                'to leave a comment out, write its key into survey.toml: [comments] leave_out = ["%(key)s"]',
                {"key": rows[0]["key"]},
            )
        )
    themes = [screen.words(tables.quote_theme(names, row)) for row in rows]
    answer = shown.assign(theme=themes)[COLUMNS]
    write_result(screen, {"survey": study.questionnaire.name, "comments": answer}, {"quotes": answer}, out)
