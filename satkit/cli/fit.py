"""``satkit fit``: the index model of a survey, its tables on the screen and in files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from satkit.cli.context import open_study, write_result
from satkit.cli.options import Data, Folder, Out, Segment, Wave, _help, lazy_module
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
    from satkit.tables.table import Table

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
    study = open_study(folder, data, screen, wave=wave, segment=segment)
    questionnaire = study.questionnaire
    if segment and method is Method.cb:
        raise DefinitionError(
            Complaint(Text("groups are fitted by partial least squares: leave --method out"))
        )
    if not questionnaire.index.is_asked:
        what = Text("the definition has no index model")
        hint = Text("write a table [index] in survey.toml: a published model and its items, or your own")
        raise DefinitionError(Complaint(what, "survey.toml", hint=hint))
    if segment:
        fit = _fit_groups(study, model, wave, segment)
    else:
        fit = (
            _fit_by_covariance(study, model, wave) if method is Method.cb else _fit_by_pls(study, model, wave)
        )
    for table in fit.shown:
        screen.show(table)
    for note in fit.notes:
        screen.note(note)
    about = {
        "survey": questionnaire.name, "wave": fit.wave, "method": method.value, "headline": fit.index.index,
    }  # fmt: skip
    if out is not None and out.suffix.lower() == ".tex" and fit.typeset:
        _write_manuscript(screen, fit.typeset, out)
        out = None
    write_result(screen, {**about, **fit.frames}, fit.frames, out)


@dataclass(frozen=True)
class Fit:
    """What a command shows, says and writes of a fitted model.

    Parameters
    ----------
    index : SurveyIndex
    wave : str
    shown : tuple of Table
        For the terminal.
    frames : dict of str to DataFrame
        For files and JSON.
    notes : tuple of Text
    typeset : dict of str to Table
        For a manuscript; empty where it is for none.
    """

    index: SurveyIndex
    wave: str
    shown: tuple[Table, ...]
    frames: dict[str, pd.DataFrame]
    notes: tuple[Text, ...]
    typeset: dict[str, Table] = field(default_factory=dict)


def _fit_by_pls(study: Study, model: str, wave: str) -> Fit:
    """The fit by partial least squares."""
    result = study.fitted_index(model)
    chosen = _choose_wave(study.questionnaire, result, wave)
    shown = [result.overview_table(chosen), result.paths_table(chosen)]
    if len(result.defined):
        shown.append(result.defined_table(chosen).select("name", "expression", "estimate", "interval"))
    typeset = lazy_module("manuscript").typeset_index(result, chosen)
    return Fit(result.index, chosen, tuple(shown), _frames(result, chosen), result.notes[chosen], typeset)


def _fit_groups(study: Study, model: str, wave: str, segment: str) -> Fit:
    """The index of every level of a segment, wave by wave."""
    result = study.fitted_index(model, every=True)
    chosen = _choose_wave(study.questionnaire, result, wave)
    frames = {
        name: table[table["segment"] == segment]
        for name, table in (("groups", result.indices), ("changes", result.moves), ("gaps", result.gaps))
        if len(table)
    }
    if len(result.wholes) and segment == study.questionnaire.index.aggregate.segment:
        frames["wholes"] = result.wholes
    if wave:
        frames = {name: table[table["wave"] == wave] for name, table in frames.items()}
    reasons = tuple(
        NO_GROUP.with_values(
            wave=when,
            level=result.words.level(of, level),
            reasons=tuple(complaint.what for complaint in complaints),
        )
        for (when, of, level), complaints in result.reasons.items()
        if of == segment and wave in {"", when}
    )
    shown = (result.group_waves_table(segment, (wave,) if wave else tuple(result.fits)),)
    return Fit(result.index, chosen, shown, frames, (*result.notes[chosen], *reasons))


def _fit_by_covariance(study: Study, model: str, wave: str) -> Fit:
    """The fit by covariance analysis, PLS beside it."""
    result = study.covariance_index(model, wave)
    parts = result.constructs.drop(columns=["wave", "items"])
    frames = {
        "index": result.indices,
        "paths": result.paths,
        "measurement": result.items.merge(parts, on="construct"),
        "overlap": result.overlap,
        "fit": result.measures,
    }
    shown = (
        result.compared.fit_table(), result.index_table(), result.paths_table(), result.loadings_table(),
    )  # fmt: skip
    typeset = lazy_module("manuscript").typeset_covariance(result)
    return Fit(result.index, result.wave, shown, frames, result.notes, typeset)


def _write_manuscript(screen: Screen, tables: dict[str, Table], out: Path) -> None:
    """Write the tables as a manuscript has them, one file each."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        path = out.with_name(f"{out.stem}-{name}{out.suffix}")
        path.write_text(lazy_module("latex").to_latex(table, screen.language), encoding="utf-8")
        screen.say(str(path))


def _choose_wave(questionnaire: Questionnaire, result: IndexResult, wave: str) -> str:
    """The wave to show; complains if it has no fit."""
    tried = [name for name in questionnaire.waves if name in result.fits or (name, "", "") in result.reasons]
    chosen = wave or next(iter(reversed(tried)), "")
    if chosen not in result.fits:
        nothing = (Complaint(Text("no respondent is left"), chosen),)
        raise FitError(result.reasons.get((chosen, "", ""), nothing))
    return chosen


def _frames(result: IndexResult, wave: str) -> dict[str, pd.DataFrame]:
    """The four tables of a wave that reviewers ask for, and what the model defines beyond."""
    whole = result.indices[(result.indices["wave"] == wave) & (result.indices["segment"] == "")]
    items, parts = (table[table["wave"] == wave] for table in (result.items, result.constructs))
    measured = items.merge(parts.drop(columns=["wave", "items"]), on="construct", suffixes=("", "_part"))
    frames = {
        "index": whole.drop(columns=["segment", "level"]),
        "paths": result.paths[result.paths["wave"] == wave],
        "measurement": measured,
        "overlap": result.overlap[result.overlap["wave"] == wave],
    }
    return frames | (
        {"defined": result.defined[result.defined["wave"] == wave]} if len(result.defined) else {}
    )
