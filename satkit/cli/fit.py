"""``satkit fit``: the index model of a survey, its tables on the screen and in files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from satkit import digits
from satkit.cli.options import SPOKEN, Data, Debug, Folder, Json, Lang, Quiet, _help, behind, opened
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError, FitError, near
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
    wave: Annotated[
        str, typer.Option("--wave", help=_help("Which wave; the last one if not given."), show_default=False)
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=_help("Write the tables beside this .csv, .xlsx, .tex or .json file name."),
            show_default=False,
        ),
    ] = None,
    lang: Lang = SPOKEN,
    *,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  read by main()
) -> None:
    """Print index, paths and measurement; write one file per table."""
    screen = Screen(lang, quiet, json)
    study = opened(folder, data, screen)
    asked = study.questionnaire
    _refuse(asked, wave, folder)
    found = study.fitted_index(model)
    chosen = _wave(asked, found, wave)
    tables = _tables(found, chosen)
    _index(screen, found, tables, lang)
    _paths(screen, found, tables["paths"], lang)
    for note in found.notes[chosen]:
        screen.say(note)
    if out is not None:
        for name, table in tables.items():
            path = out.with_name(f"{out.stem}-{name}{out.suffix}")
            cast("Any", behind("export")).export(table, path)
            screen.say(str(path))
    numbers = {name: _plain(table) for name, table in tables.items()}
    screen.data({"survey": asked.name, "wave": chosen, "index": found.index.index, **numbers})


def _refuse(asked: Questionnaire, wave: str, folder: Path) -> None:
    """Complain of a survey without an index, and of an unknown wave."""
    if not asked.index.asked:
        what = Text("the definition has no index model")
        hint = Text("write a table [index] in survey.toml: a published model and its items, or your own")
        raise DefinitionError(Complaint(what, str(folder), hint=hint))
    if wave and wave not in asked.waves:
        what = Text("no wave '%(name)s'", {"name": wave})
        raise DefinitionError(Complaint(what, str(folder), hint=near(wave, asked.waves)))


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


def _index(screen: Screen, found: IndexResult, tables: dict[str, pd.DataFrame], lang: str) -> None:
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
                say(found.index.labels[line["construct"]], lang),
                digits.score(line["estimate"]),
                digits.interval(line["low"], line["high"]),
                digits.ratio(part["r2"]),
                *(digits.NOTHING if alone else digits.ratio(part[key]) for key in ("alpha", "rho_c", "ave")),
                digits.ratio(part["htmt"]),
                say(VERDICTS[part["verdict"]], lang),
            )
        )
    screen.table(header, rows)


def _paths(screen: Screen, found: IndexResult, table: pd.DataFrame, lang: str) -> None:
    header = (Text("path"), Text("effect"), Text("95% interval"), Text("p, adjusted"), Text("f²"))
    rows = [
        (
            " → ".join(say(found.index.labels[line[end]], lang) for end in ("source", "target")),
            digits.ratio(line["estimate"]),
            say(digits.ratio_interval(line["low"], line["high"]), lang),
            digits.probability(line["p_adjusted"]),
            digits.ratio(line["f2"]),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)


def _plain(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a table as JSON can hold them."""
    lines = table.astype(object).where(table.notna(), None).to_dict("records")
    return [
        {key: getattr(value, "item", lambda value=value: value)() for key, value in line.items()}
        for line in lines
    ]
