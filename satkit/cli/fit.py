"""``satkit fit``: the index model of a survey, its tables on the screen and in files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from satkit.cli import fitted
from satkit.cli.context import delivered, level_names, opened
from satkit.cli.options import Data, Folder, Out, Segment, Wave, _help, behind
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError, FitError
from satkit.language import Text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from satkit.analyses.index.result import IndexResult
    from satkit.study import Study
    from satkit.survey.index import SurveyIndex
    from satkit.survey.questionnaire import Questionnaire

NAME = "fit"
HELP = Text("Fit the satisfaction index: paths, index and measurement; write the tables if asked.")
NO_GROUP = Text("%(wave)s, no index of %(level)s: %(reasons)s")


class Method(StrEnum):
    """How a model is fitted."""

    pls = "pls"
    cb = "cb"


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    method: Annotated[
        Method,
        typer.Option(
            "--method", help=_help("How to fit: pls, partial least squares, or cb, covariance analysis.")
        ),
    ] = Method.pls,
    model: Annotated[
        str,
        typer.Option(
            "--model", help=_help("Try another published model on the same items."), show_default=False
        ),
    ] = "",
    segment: Segment = "",
    wave: Wave = "",
    out: Out = None,
) -> None:
    """Print index, paths and measurement, or the index of every group; write one file per table."""
    study = opened(folder, data, screen, wave=wave, segment=segment)
    asked = study.questionnaire
    if segment and method is Method.cb:
        raise DefinitionError(
            Complaint(Text("groups are fitted by partial least squares: leave --method out"))
        )
    if not asked.index.asked:
        what = Text("the definition has no index model")
        hint = Text("write a table [index] in survey.toml: a published model and its items, or your own")
        raise DefinitionError(Complaint(what, "survey.toml", hint=hint))
    if segment:
        index, chosen, tables, notes = _by_group(screen, study, model, wave, segment)
    else:
        show = _by_covariance if method is Method.cb else _by_pls
        index, chosen, tables, notes = show(screen, study, model, wave)
    for note in notes:
        screen.note(note)
    told = {"survey": asked.name, "wave": chosen, "method": method.value, "headline": index.index, **tables}
    if out is not None and out.suffix.lower() == ".tex" and not segment:
        _typeset(screen, index, asked, tables, out)
        out = None
    delivered(screen, told, tables, out)


Shown = tuple["SurveyIndex", str, "dict[str, pd.DataFrame]", "tuple[Text, ...]"]


def _by_pls(screen: Screen, study: Study, model: str, wave: str) -> Shown:
    """Print the fit by partial least squares; its model, wave, tables and notes."""
    found = study.fitted_index(model)
    chosen = _wave(study.questionnaire, found, wave)
    tables = _tables(found, chosen)
    fitted.index(screen, study.questionnaire, found, tables)
    fitted.paths(screen, study.questionnaire, found, tables["paths"])
    if "defined" in tables:
        fitted.defined(screen, study.questionnaire, tables["defined"])
    return found.index, chosen, tables, found.notes[chosen]


def _by_group(screen: Screen, study: Study, model: str, wave: str, segment: str) -> Shown:
    """Print the index of every level of a segment, wave by wave; its model, wave, tables and notes."""
    found = study.fitted_index(model, every=True)
    chosen = _wave(study.questionnaire, found, wave)
    tables = {
        name: table[table["segment"] == segment]
        for name, table in (("groups", found.indices), ("changes", found.moves), ("gaps", found.gaps))
        if len(table)
    }
    if len(found.wholes) and segment == study.questionnaire.index.aggregate.segment:
        tables["wholes"] = found.wholes
    if wave:
        tables = {name: table[table["wave"] == wave] for name, table in tables.items()}
    labels = {
        level: name for (of, level), name in level_names(study, screen.language).items() if of == segment
    }
    fitted.groups(screen, study.questionnaire, found, tables, labels)
    reasons = tuple(
        NO_GROUP.given(
            wave=when, level=labels[level], reasons=tuple(complaint.what for complaint in complaints)
        )
        for (when, of, level), complaints in found.reasons.items()
        if of == segment and wave in {"", when}
    )
    return found.index, chosen, tables, (*found.notes[chosen], *reasons)


def _by_covariance(screen: Screen, study: Study, model: str, wave: str) -> Shown:
    """Print the fit by covariance analysis, PLS beside it; its model, wave, tables and notes."""
    found = study.covariance_index(model, wave)
    parts = found.constructs.drop(columns=["wave", "items"])
    tables = {
        "index": found.indices,
        "paths": found.paths,
        "measurement": found.items.merge(parts, on="construct"),
        "overlap": found.overlap,
        "fit": found.measures,
    }
    fitted.measures(screen, found.beside)
    fitted.covariance_index(screen, study.questionnaire, found)
    fitted.covariance_paths(screen, study.questionnaire, found)
    fitted.loadings(screen, study.questionnaire, found)
    return found.index, found.wave, tables, found.notes


def _typeset(
    screen: Screen, index: SurveyIndex, asked: Questionnaire, tables: dict[str, pd.DataFrame], out: Path
) -> None:
    """Write the tables as a manuscript has them."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for name, text in behind("manuscript").manuscript(tables, index, asked, screen.language).items():
        path = out.with_name(f"{out.stem}-{name}{out.suffix}")
        path.write_text(text, encoding="utf-8")
        screen.say(str(path))


def _wave(asked: Questionnaire, found: IndexResult, wave: str) -> str:
    """The wave to show; complains if it has no fit."""
    tried = [name for name in asked.waves if name in found.fits or (name, "", "") in found.reasons]
    chosen = wave or next(iter(reversed(tried)), "")
    if chosen not in found.fits:
        nothing = (Complaint(Text("no respondent is left"), chosen),)
        raise FitError(found.reasons.get((chosen, "", ""), nothing))
    return chosen


def _tables(found: IndexResult, wave: str) -> dict[str, pd.DataFrame]:
    """The four tables of a wave that reviewers ask for, and what the model defines beyond."""
    whole = found.indices[(found.indices["wave"] == wave) & (found.indices["segment"] == "")]
    items, parts = (table[table["wave"] == wave] for table in (found.items, found.constructs))
    measured = items.merge(parts.drop(columns=["wave", "items"]), on="construct", suffixes=("", "_part"))
    tables = {
        "index": whole.drop(columns=["segment", "level"]),
        "paths": found.paths[found.paths["wave"] == wave],
        "measurement": measured,
        "overlap": found.overlap[found.overlap["wave"] == wave],
    }
    return tables | ({"defined": found.defined[found.defined["wave"] == wave]} if len(found.defined) else {})
