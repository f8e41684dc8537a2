"""How a command opens a survey folder, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from satkit import number_format
from satkit.cli.options import lazy_module
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError, near, quote_all
from satkit.language import Text, say

if TYPE_CHECKING:
    import pandas as pd

    from satkit.study import Study
    from satkit.survey.questionnaire import Questionnaire

MOST_BREAKS = 10  # said one by one


def open_study(
    folder: Path,
    data: Path | None,
    screen: Screen,
    *,
    wave: str = "",
    segment: str = "",
    tolerant: bool = False,
) -> Study:
    """The study of a folder, which has the wave and the segment that are asked for.

    Raises
    ------
    DefinitionError
        If the folder cannot be read, or has no such wave or segment.
    DataError
        If the answers cannot be believed, unless ``tolerant``.
    """
    _refuse_lost(folder, data)
    study: Study = lazy_module("study").Study.open(folder, data, screen.tell, tolerant=tolerant)
    _refuse_unknown(study.questionnaire, wave, segment)
    count = len(study.definition.to_confirm)
    if count:
        values = {"count": count, "file": "survey.toml"}
        screen.note(
            Text(
                "guesses in %(file)s that nobody confirmed: %(count)d; delete “# PLEASE CONFIRM” where right",
                values,
            )
        )
    _tell_breaks(study, screen)
    return study


def _tell_breaks(study: Study, screen: Screen) -> None:
    """Say what may make waves incomparable, the heaviest first."""
    found = study.responses.breaks
    told = lazy_module("breaks")
    for each in found[:MOST_BREAKS]:
        file = study.responses.tables[each.wave].file
        where = {"file": file, "column": each.column, "note": told.note(each)}
        screen.note(Text("%(file)s, column %(column)s: %(note)s", where))
    if len(found) > MOST_BREAKS:
        screen.note(Text("%(n)d more", {"n": len(found) - MOST_BREAKS}))


def _refuse_lost(folder: Path, data: Path | None) -> None:
    """Complain about what is no folder, and about a folder of surveys that is no survey itself."""
    mistakes = []
    surveys = quote_all(str(path.parent) for path in sorted(folder.glob("*/survey.toml")))
    if folder.is_file():
        mistakes.append(
            Complaint(Text("this is a file; name the folder that holds survey.toml"), str(folder))
        )
    elif surveys and not (folder / "survey.toml").exists():
        inside = Text("survey folders in it: %(names)s", {"names": surveys})
        what = Text("there is no %(file)s in this folder", {"file": "survey.toml"})
        mistakes.append(Complaint(what, str(folder), inside))
    if data is not None and not data.is_dir():
        mistakes.append(Complaint(Text("there is no such folder"), str(data)))
    if mistakes:
        raise DefinitionError(mistakes)


def _refuse_unknown(questionnaire: Questionnaire, wave: str, segment: str) -> None:
    """Complain about a wave and a segment that the definition does not name."""
    mistakes = [
        Complaint(
            what,
            "survey.toml",
            Text("known: %(names)s", {"names": quote_all(names)}) if names else none,
            near(name, names),
        )
        for name, names, what, none in (
            (wave, questionnaire.waves, Text("no wave '%(name)s'", {"name": wave}), None),
            (
                segment,
                questionnaire.segments,
                Text("no segment '%(name)s'", {"name": segment}),
                Text("the definition divides respondents by nothing: it has no table [segment.…]"),
            ),
        )
        if name and name not in names
    ]
    if mistakes:
        raise DefinitionError(mistakes)


MOST_NAMED = 8


def complain_unscored(questionnaire: Questionnaire) -> Complaint:
    """What to do about a definition that gives no question a score."""
    segments = [segment.column or name for name, segment in questionnaire.segments.items()]
    listed = [
        item.column or name
        for name, item in questionnaire.items.items()
        if questionnaire.scale(name).kind in {"choice", "number"}
    ]
    named = [*listed, *segments]
    shown = (*quote_all(named[:MOST_NAMED]), *(("…",) if len(named) > MOST_NAMED else ()))
    advice = Text(
        "write an [item] for every rating, on a scale of kind 'score'; if a rating is among %(names)s, it is "
        "there now as a choice, a number or a segment",
        {"names": shown},
    )
    return Complaint(
        Text("nothing to score: no question is on a scale of kind 'score'"),
        "survey.toml",
        Text("the report shows what there is without scores, such as Kano pairs, comments and counts"),
        advice if named else Text("write an [item] for every rating, on a scale of kind 'score'"),
    )


def level_names(study: Study, language: str) -> dict[tuple[str, str], str]:
    """What every level of every segment is called: its label, else its name."""
    return {
        (segment, name): say(label, language) or name
        for segment, levels in study.responses.levels.items()
        for name, label in levels
    }


def confidence(questionnaire: Questionnaire) -> Text:
    """The head of a column of intervals: ``95% interval``."""
    return Text("%(level)s interval", {"level": number_format.confidence(questionnaire.report.level)})


def write_result(
    screen: Screen, result: Mapping[str, object], tables: Mapping[str, pd.DataFrame], out: Path | None
) -> None:
    """Write the tables, one to ``out`` and several beside it, and the result as JSON where asked for.

    Parameters
    ----------
    screen : Screen
    result : mapping
        What ``--json`` prints.
    tables : mapping of str to DataFrame
        What ``--out`` writes; the names go into those of the files where there are several.
    out : Path, optional
    """
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            path = out if len(tables) == 1 else out.with_name(f"{out.stem}-{name}{out.suffix}")
            lazy_module("export").export(_in_words(table, screen), path)
            screen.say(str(path))
    screen.data(result)


def _in_words(table: pd.DataFrame, screen: Screen) -> pd.DataFrame:
    """The table, its sentences in the reader's language."""
    spoken = {str(name): part.map(screen.words) for name, part in table.items() if part.dtype == object}
    return table.assign(**spoken)


def finish_command(
    screen: Screen, result: Mapping[str, object], warnings: tuple[Text, ...], *, strict: bool
) -> None:
    """Say the warnings and print the result as JSON where asked for; ``strict`` ends with exit code 3."""
    for warning in warnings:
        screen.note(warning)
    screen.data(result)
    if warnings and strict:
        raise typer.Exit(3)
