"""The shelf of commands, and the way out of every error."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import Annotated

import typer

from satkit.cli import check, demo, drivers, fit, kano, new, quotes, report, score, simulate
from satkit.cli.options import SPOKEN, _help, on_screen
from satkit.cli.screen import Screen
from satkit.cli.usage_errors import Command, Commands, make_usage_error
from satkit.errors import SatkitError
from satkit.language import Text, say
from satkit.tables.sanitize import plain as harmless

REFUSALS: dict[int | None, Text] = {  # the rest is told in the words of the system
    errno.EACCES: Text("no permission, or another program has the file open"),
    errno.EPERM: Text("no permission, or another program has the file open"),
    errno.EROFS: Text("this place can only be read"),
    errno.ENOSPC: Text("the disk is full"),
    errno.ENOTDIR: Text("a file is in the place of a folder"),
    errno.EEXIST: Text("a file is in the place of a folder"),
    errno.EISDIR: Text("a folder is in the place of a file"),
    errno.ENOENT: Text("there is no such file"),
}
app = typer.Typer(
    name="satkit",
    cls=Commands,
    help=_help("Turn a folder with a customer-satisfaction survey into scores, findings and a report."),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=_help("First time here? Type: satkit demo"),
)
for command in (new, check, score, kano, drivers, fit, quotes, report, simulate, demo):
    told = say(command.HELP, SPOKEN)
    app.command(name=command.NAME, cls=Command, help=told, short_help=told)(on_screen(command.run))


@app.callback(invoke_without_command=True)
def front(
    ctx: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help=_help("Print the version."))] = False,
) -> None:
    """Print the version; the help where no command is typed."""
    if version:
        from importlib.metadata import version as installed

        sys.stdout.write(f"satkit {installed('satkit-survey')}\n")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        sys.stderr.write(f"{ctx.get_help()}\n")
        raise typer.Exit(2)


OUTGROWN = Text(
    "The memory of this machine does not suffice: keep only the columns the definition reads, draw a "
    "random sample of the rows, or use a machine with more memory"
)
OURS = Text("satkit itself made a mistake. Run the same command with --debug and send us what it prints.")


def main() -> None:
    """Run the command line: a user's mistake is a message, never a traceback."""
    # both cores are used by two processes; a BLAS that splits small products only makes them wait
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without the character shows a question mark
    screen = Screen.of(sys.argv)
    try:
        code = app(prog_name="satkit", standalone_mode=False)
        if code == 130:  # Ctrl-C, as typer ends it
            screen.fail(Text("Stopped before the end."))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001  every error has its code, those of ours too
        code = _report_failure(error, screen)
    sys.exit(code)


def _report_failure(error: Exception, screen: Screen) -> int:
    """Say what went wrong; the exit code it ends with."""
    if isinstance(error, typer.TyperException):
        error = make_usage_error(error)
    if isinstance(error, SatkitError):
        screen.complain(error)
        return error.exit_code
    if isinstance(error, MemoryError):
        screen.fail(OUTGROWN)
        return 1
    if isinstance(error, OSError):
        why = REFUSALS.get(error.errno, error.strerror or type(error).__name__)
        screen.fail(
            Text("The system refused: %(why)s (%(file)s)", {"why": why, "file": error.filename or "?"})
        )
        return 1
    if "--debug" in sys.argv:  # and never print rows of data unasked
        sys.stderr.write(harmless("".join(traceback.format_exception(error))))
    screen.fail(OURS)
    return 70
