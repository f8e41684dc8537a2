"""``satkit check``: read a survey folder and say what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from satkit.cli.options import (
    SPOKEN,
    Data,
    Debug,
    Folder,
    Json,
    Lang,
    Quiet,
    Strict,
    _help,
    behind,
    ended,
    opened,
)
from satkit.cli.screen import Screen
from satkit.language import Text, say

NAME = "check"
HELP = Text("Read the definition and the data, and list everything that looks wrong.")
ACTIONS = {
    "flag": Text("flagged, kept"),
    "exclude": Text("excluded"),
    "missing": Text("counted as missing"),
    "inform": Text("for information"),
    "stop": Text("stops the run"),
}


def run(
    folder: Folder,
    data: Data = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=_help("Write the offending rows to this .xlsx or .csv file."),
            show_default=False,
        ),
    ] = None,
    lang: Lang = SPOKEN,
    *,
    json: Json = False,
    quiet: Quiet = False,
    strict: Strict = False,
    debug: Debug = False,  # noqa: ARG001  read by main()
) -> None:
    """Print counts per check and write the offending rows."""
    screen = Screen(lang, quiet, json)
    study = opened(folder, data, screen, tolerant=True)
    known = behind("responses").STEPS
    for table in study.responses.tables.values():
        for note in table.notes:
            screen.say(f"{table.file}: {say(note, lang)}")
    screen.table(
        (Text("check"), Text("what happens"), Text("found"), Text("looked at")),
        [
            (say(c.title, lang), say(ACTIONS[c.action], lang), f"{c.count:,}", f"{c.looked_at:,}")
            for c in study.checks
        ],
        numeric=2,
    )
    steps = study.responses.waterfall
    screen.table(
        (Text("wave"), Text("step"), Text("rows")),
        [
            (str(s["wave"]), say(known.get(s["step"], s["step"]), lang), f"{int(s['n']):,}")
            for s in steps.to_dict("records")
        ],
        numeric=2,
    )
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        behind("offenders").write_offenders(study.responses, out, lang)
        screen.say(str(out))
    if any(c.count for c in study.checks if c.action == "stop"):
        if out is None:
            screen.tell(Text("--out FILE.xlsx lists every offending row"))
        opened(folder, data, Screen(lang, quiet=True))  # refuses, naming every answer off its scale
    screen.data(
        {
            "survey": study.questionnaire.name,
            "checks": [
                {"name": c.name, "action": c.action, "count": c.count, "looked_at": c.looked_at}
                for c in study.checks
            ],
            "waterfall": [
                {"wave": s["wave"], "step": say(known.get(s["step"], s["step"]), lang), "n": int(s["n"])}
                for s in steps.to_dict("records")
            ],
        }
    )
    flagged = tuple(
        Text("%(title)s: %(count)d", {"title": c.title, "count": c.count})
        for c in study.checks
        if c.count and c.action != "inform"
    )
    ended(screen, flagged if strict else (), strict=strict)
