"""What typer says of a typed line, in the words of the reader."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from satkit.cli.options import SPOKEN
from satkit.errors import Complaint, SatkitError, near, quote_all
from satkit.language import Text, say

NAMES = {  # of what is to be typed; as wide on the screen in both languages, so that columns stand
    "FOLDER": Text("FOLDER"),
    "FILE": Text("FILE"),
    "NAME": Text("NAME"),
    "SEED": Text("SEED"),
}
HELP = (
    *((rf"\b{name}\b", text) for name, text in NAMES.items()),
    (r"^Usage: (?P<usage>.*)", Text("Usage: %(usage)s")),
    (r"^Arguments:", Text("Arguments:")),
    (r"^Options:", Text("Options:")),
    (r"^Commands:", Text("Commands:")),
    (r"\[OPTIONS\]", Text("[OPTIONS]")),
    (r"COMMAND \[ARGS\]\.\.\.", Text("COMMAND …")),
    (r"\[required\]", Text("[required]")),
    (r"\[default:\s+(?P<value>[^\]]*)\]", Text("[default: %(value)s]")),
    (r"Show this message and exit\.", Text("Show this help and stop.")),
)
MISTAKES = (
    (r"Missing argument '?(?P<name>[^']+)'?\.", Text("something is missing after the command: %(name)s")),
    (r"Missing option '(?P<name>.+)'\.", Text("the option %(name)s is missing")),
    (r"Option '(?P<name>.+)' requires an argument\.", Text("the option %(name)s needs a value after it")),
    (r"Option '(?P<name>.+)' does not take a value\.", Text("the option %(name)s takes no value")),
    (r"No such option:? '?(?P<name>[^\s']+)", Text("there is no option %(name)s")),
    (r"No such command '(?P<name>.*?)'\.", Text("there is no command '%(name)s'")),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.*)\)", Text("too much is typed: %(name)s")),
    (
        r"Invalid value for '(?P<option>.+)': .*?'(?P<name>[^']*)' is not (?:one of )?(?P<known>'.*')",
        Text("the option %(option)s cannot be '%(name)s'"),
    ),
    (r"Invalid value for '(?P<option>.+)':.* integer", Text("the option %(option)s needs a whole number")),
    (r"(?P<message>(?s:.*))", Text("this cannot be done: %(message)s")),
)


class UsageError(SatkitError):
    """The command line asks for what there is not."""

    exit_code = 2


class Command(TyperCommand):
    """A command whose help is in the reader's language, and whose mistakes name it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what is typed after the command."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.ctx = ctx  # type: ignore[attr-defined]  # typer leaves it out where a value is missing
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """How the command is typed, word by word, without the brackets that mean a word is needed."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return translate_help(super().get_help(ctx), SPOKEN)


class Commands(TyperGroup):
    """The shelf of commands, its help in the reader's language."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return translate_help(super().get_help(ctx), SPOKEN)


def translate_help(page: str, language: str) -> str:
    """A help page with typer's own words in ``language``, without the kinds of values it adds to names."""
    page = re.sub(r" <(path|str|int)>", "", page)
    for pattern, text in HELP:
        for found in reversed([*re.finditer(pattern, page, re.MULTILINE)]):
            words = say(text.with_values(**found.groupdict()), language)
            page = f"{page[: found.start()]}{words}{page[found.end() :]}"
    return page


def make_usage_error(error: typer.TyperException) -> UsageError:
    """What typer complains of, as a complaint of ours: what is wrong, what was near, where help is."""
    message = error.format_message()
    found, text = next((match, text) for pattern, text in MISTAKES if (match := re.match(pattern, message)))
    told = found.groupdict()
    context: Any = error.ctx  # type: ignore[attr-defined]
    name, known = told.get("name", ""), re.findall(r"'([^']+)'", told.get("known", "")) or _choices(context)
    expected = None if name in known else near(name, known)
    if expected is None and "known" in told:
        expected = Text("known: %(names)s", {"names": quote_all(known)})
    return UsageError(
        Complaint(
            text.with_values(**{key: NAMES.get(value, value) for key, value in told.items()}),
            expected=expected or _usage(context),
            hint=Text("%(command)s --help says more", {"command": context.command_path}),
        )
    )


def _choices(context: Any) -> list[str]:
    """The options of a command, or the commands on the shelf."""
    options = [word for each in context.command.params for word in each.opts if word.startswith("-")]
    return [*options, *getattr(context.command, "commands", ())]


def _usage(context: Any) -> Text:
    """How the command is typed."""
    pieces = " ".join(context.command.collect_usage_pieces(context))
    return Text("type: %(usage)s", {"usage": translate_help(f"{context.command_path} {pieces}", SPOKEN)})
