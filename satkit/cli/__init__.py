"""The shelf of commands, and the way out of every error."""

from __future__ import annotations

import os
import sys
import traceback

import typer

from satkit.cli import check, demo, drivers, fit, kano, new, quotes, report, score, simulate
from satkit.cli.screen import Screen, preferred
from satkit.errors import SatkitError
from satkit.language import Text, say

app = typer.Typer(
    name="satkit",
    help=say(
        Text("Turn a folder with a customer-satisfaction survey into scores, findings and a report."),
        preferred(),
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=say(Text("First time here? Type: satkit demo"), preferred()),
)
for command in (new, check, score, kano, drivers, fit, quotes, report, simulate, demo):
    app.command(
        name=command.NAME, help=say(command.HELP, preferred()), short_help=say(command.HELP, preferred())
    )(command.run)


@app.callback(invoke_without_command=True)
def front(
    *, version: bool = typer.Option(False, "--version", help=say(Text("Print the version."), preferred()))
) -> None:
    """Nothing but the version."""
    if version:
        from importlib.metadata import version as installed

        sys.stdout.write(f"satkit {installed('satkit')}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line: a user's mistake is a message, never a traceback."""
    # both cores are used by two processes; a BLAS that splits small products only makes them wait
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without the character shows a question mark
    screen = Screen.of(sys.argv)
    try:
        app()
    except SatkitError as error:
        screen.complain(error)
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == 130:  # Ctrl-C, as typer ends it
            screen.fail(Text("Stopped before the end."))
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        screen.fail(
            Text(
                "The system refused: %(why)s (%(file)s)",
                {"why": error.strerror or type(error).__name__, "file": error.filename or "?"},
            )
        )
        sys.exit(1)
    except Exception:  # noqa: BLE001  a mistake of ours: say so, and never print rows of data
        if "--debug" in sys.argv:
            traceback.print_exc()
        screen.fail(
            Text(
                "satkit itself made a mistake. Run the same command with --debug and send us what it prints."
            )
        )
        sys.exit(70)
