"""``satkit fit``: the index model of a survey, its tables on the screen and in files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from satkit import digits
from satkit.cli.options import (
    SPOKEN,
    Data,
    Debug,
    Folder,
    Json,
    Lang,
    Out,
    Quiet,
    Wave,
    _help,
    delivered,
    opened,
)
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError, FitError
from satkit.language import Text, say

if TYPE_CHECKING:
    import pandas as pd

    from satkit.scoring.index.result import IndexResult
    from satkit.survey.questionnaire import Questionnaire

NAME = "fit"
HELP = Text("Fit the satisfaction index: paths, index and measurement; write the tables if asked.")
TABLES = ("index", "paths", "measurement", "overlap")
VERDICTS = {
    "sound": Text("sound"),
    "mixed": Text("usable with care"),
    "poor": Text("not sound"),
    "single": Text("cannot be checked"),
    "formed": Text("made up of its questions"),
}


class Method(StrEnum):
    """How a model is fitted."""

    pls = "pls"


def run(
    folder: Folder,
    data: Data = None,
    method: Annotated[  # noqa: ARG001  one method so far
        Method, typer.Option("--method", help=_help("How to fit: pls, partial least squares."))
    ] = Method.pls,
    model: Annotated[
        str,
        typer.Option(
            "--model", help=_help("Try another published model on the same items."), show_default=False
        ),
    ] = "",
    wave: Wave = "",
    out: Out = None,
    lang: Lang = SPOKEN,
    *,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  read by main()
) -> None:
    """Print index, paths and measurement; write one file per table."""
    screen = Screen(lang, quiet, json)
    study = opened(folder, data, screen, wave=wave)
    asked = study.questionnaire
    if not asked.index.asked:
        what = Text("the definition has no index model")
        hint = Text("write a table [index] in survey.toml: a published model and its items, or your own")
        raise DefinitionError(Complaint(what, "survey.toml", hint=hint))
    found = study.fitted_index(model)
    chosen = _wave(asked, found, wave)
    tables = _tables(found, chosen)
    _index(screen, found, tables)
    _paths(screen, found, tables["paths"])
    for note in found.notes[chosen]:
        screen.note(note)
    told = {"survey": asked.name, "wave": chosen, "headline": found.index.index, **tables}
    delivered(screen, told, tables, out)


def _wave(asked: Questionnaire, found: IndexResult, wave: str) -> str:
    """The wave to show; complains if it has no fit."""
    tried = [name for name in asked.waves if name in found.fits or (name, "", "") in found.reasons]
    chosen = wave or next(iter(reversed(tried)), "")
    if chosen not in found.fits:
        nothing = (Complaint(Text("no respondent is left"), chosen),)
        raise FitError(found.reasons.get((chosen, "", ""), nothing))
    return chosen


def _tables(found: IndexResult, wave: str) -> dict[str, pd.DataFrame]:
    """The four tables of a wave that reviewers ask for."""
    whole = found.indices[(found.indices["wave"] == wave) & (found.indices["segment"] == "")]
    items, parts = (table[table["wave"] == wave] for table in (found.items, found.constructs))
    measured = items.merge(parts.drop(columns=["wave", "items"]), on="construct", suffixes=("", "_part"))
    return {
        "index": whole.drop(columns=["segment", "level"]),
        "paths": found.paths[found.paths["wave"] == wave],
        "measurement": measured,
        "overlap": found.overlap[found.overlap["wave"] == wave],
    }


def _index(screen: Screen, found: IndexResult, tables: dict[str, pd.DataFrame]) -> None:
    parts = tables["measurement"].drop_duplicates("construct").set_index("construct")
    header = (
        Text("name"), Text("index"), Text("95% interval"), Text("R²"), Text("alpha"),
        Text("composite reliability"), Text("AVE"), Text("highest HTMT"), Text("measurement"),
    )  # fmt: skip
    rows = []
    for line in tables["index"].to_dict("records"):
        part = parts.loc[line["construct"]]
        alone = part["verdict"] == "single"
        rows.append(
            (
                say(found.index.labels[line["construct"]], screen.language),
                digits.score(line["estimate"]),
                digits.interval(line["low"], line["high"]),
                digits.ratio(part["r2"]),
                *(digits.NOTHING if alone else digits.ratio(part[key]) for key in ("alpha", "rho_c", "ave")),
                digits.ratio(part["htmt"]),
                say(VERDICTS[part["verdict"]], screen.language),
            )
        )
    screen.table(header, rows)


def _paths(screen: Screen, found: IndexResult, table: pd.DataFrame) -> None:
    header = (Text("path"), Text("effect"), Text("95% interval"), Text("p, adjusted"), Text("f²"))
    rows = [
        (
            " → ".join(say(found.index.labels[line[end]], screen.language) for end in ("source", "target")),
            digits.ratio(line["estimate"]),
            say(digits.ratio_interval(line["low"], line["high"]), screen.language),
            digits.probability(line["p_adjusted"]),
            digits.ratio(line["f2"]),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)
