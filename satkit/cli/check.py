"""``satkit check``: read a survey folder and say what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from satkit import number_format
from satkit.cli.context import complain_unscored, finish_command, open_study
from satkit.cli.options import Data, Folder, Strict, _help, lazy_module
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError, DefinitionError, quote_all
from satkit.language import Text, say
from satkit.tables.rows import read_rows

if TYPE_CHECKING:
    from satkit.study import Study

NAME = "check"
HELP = Text("Read the definition and the data, and list everything that looks wrong.")
LISTS = (".xlsx", ".csv")


def _listable(out: Path | None) -> Path | None:
    """Refuse a suffix that rows are not listed with, before anything is read."""
    if out is not None and out.suffix.lower() not in LISTS:
        what = Text("tables are not written as '%(suffix)s'", {"suffix": out.suffix})
        raise DefinitionError(
            Complaint(what, str(out), Text("one of %(known)s", {"known": quote_all(LISTS)}))
        )
    return out


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            callback=_listable,
            help=_help("Write the offending rows to this .xlsx or .csv file."),
            show_default=False,
        ),
    ] = None,
    *,
    strict: Strict = False,
) -> None:
    """Print counts per check and write the offending rows."""
    study = open_study(folder, data, screen, tolerant=True)
    _show_checks(screen, study)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        lazy_module("offenders").write_offenders(study.responses, out, screen.language)
        screen.say(str(out))
    if any(c.count for c in study.checks if c.action == "stop"):
        if out is None:
            screen.tell(Text("--out FILE.xlsx lists every offending row"))
        # refuses, naming every answer off its scale
        open_study(folder, data, Screen(screen.language, quiet=True))
    result = {
        "survey": study.questionnaire.name,
        "files": {table.file: table.notes for table in study.responses.tables.values()},
        "checks": [
            {"name": c.name, "title": c.title, "action": c.action, "count": c.count, "looked_at": c.looked_at}
            for c in study.checks
        ],
        "waterfall": _list_steps(study),
    }
    flagged = tuple(
        Text("%(title)s: %(count)s", {"title": c.title, "count": number_format.count(c.count)})
        for c in study.checks
        if c.count and c.action != "inform"
    )
    questionnaire = study.questionnaire
    if not questionnaire.scored_items and not questionnaire.attributes:
        raise DataError(complain_unscored(questionnaire))
    finish_command(screen, result, flagged if strict else (), strict=strict)


def _list_steps(study: Study) -> list[dict[str, object]]:
    """How many rows of every wave are left after each step."""
    known = lazy_module("responses").STEPS
    steps = read_rows(study.responses.waterfall, lazy_module("data_rows").StepRow)
    return [
        {"wave": step["wave"], "step": known.get(step["step"], step["step"]), "n": int(step["n"])}
        for step in steps
    ]


def _show_checks(screen: Screen, study: Study) -> None:
    """Print how the files were read, what each check found and what every step left."""
    for table in study.responses.tables.values():
        for note in table.notes:
            screen.say(f"{table.file}: {say(note, screen.language)}")
    room, rows = lazy_module("data_tables"), lazy_module("data_rows")
    screen.show(room.check_table(study.checks))
    steps = read_rows(study.responses.waterfall, rows.StepRow)
    screen.show(room.waterfall_table(steps, study.names))
