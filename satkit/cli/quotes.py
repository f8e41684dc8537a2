"""``satkit quotes``: the comments a report would quote, to be looked at before it goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from satkit.cli.context import delivered, level_names, opened
from satkit.cli.options import Data, Folder, Out, _help, behind
from satkit.cli.screen import Screen
from satkit.language import Text, say

if TYPE_CHECKING:
    from satkit.study import Study

NAME = "quotes"
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
    study = opened(folder, data, screen)
    found = behind("comments").quotable(study.responses)
    lines = found if every else found[found["quoted"] | found["left_out"]]
    told = lines.assign(theme=[_theme(study, line, screen.language) for line in lines.to_dict("records")])
    levels = level_names(study, screen.language)
    screen.table(
        (Text("key"), Text("what happens"), Text("comment"), Text("theme"), Text("group")),
        [
            (
                line["key"], say(_fate(line), screen.language), line["text"], line["theme"],
                levels.get((line["segment"], line["level"]), ""),
            )
            for line in told.to_dict("records")
        ],
        numeric=5,
    )  # fmt: skip
    if lines.empty:
        screen.note(Text("no comment may be quoted: too few people wrote, or they are in groups too small"))
    else:
        screen.note(
            Text(
                'to leave a comment out, write its key into survey.toml: [comments] leave_out = ["%(key)s"]',
                {"key": lines["key"].iloc[0]},
            )
        )
    columns = ["key", "text", "theme", "segment", "level", "quoted", "left_out"]
    result = {"survey": study.questionnaire.name, "comments": told[columns].to_dict("records")}
    delivered(screen, result, {"quotes": told[columns]}, out)


def _fate(line: dict[Any, Any]) -> Text:
    if line["left_out"]:
        return Text("left out")
    return Text("quoted") if line["quoted"] else Text("not needed")


def _theme(study: Study, line: dict[Any, Any], lang: str) -> str:
    if line["code"]:
        return say(study.questionnaire.codes[line["code"]].title, lang)
    return say(Text("topic %(number)d", {"number": line["topic"] + 1}), lang)
