"""The satisfaction index of a survey, fitted wave by wave and group by group."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from satkit.analyses.index import comparison, tables
from satkit.analyses.index.aggregates import wholes
from satkit.analyses.index.groups import Answers, Fitted, Rows, answers, asked_of, fitted, with_interval
from satkit.analyses.index.levels import Level, Levels, Reasons, changes, fit_levels
from satkit.analyses.index.result import IndexResult, Where
from satkit.errors import SatkitError
from satkit.language import Text
from satkit.scoring.estimates import NUMBERS
from satkit.stats.contrasts import judged
from satkit.survey.breaks import Break, astray, turned
from satkit.survey.index import survey_index
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

__all__ = ["IndexResult", "fit_index"]


def fit_index(responses: Responses, sample: Sample, model: str = "", *, every: bool = False) -> IndexResult:
    """The index model of a survey in every wave, and in every group of the last two.

    Parameters
    ----------
    model : str, optional
        A published model to try instead of the definition's.
    every : bool
        Groups of every wave, not only of the last two.

    Returns
    -------
    IndexResult
        A group that cannot be fitted has a reason instead of numbers.

    Raises
    ------
    DefinitionError
        If the model cannot be made of the items of the definition.
    """
    asked = responses.questionnaire
    said = answers(responses, sample, survey_index(asked.index, model))
    reasons: Reasons = {}
    rows = {wave: responses.wave == place for place, wave in enumerate(asked.waves)}
    tried = {wave: _fit(said, there, (wave, "", ""), reasons) for wave, there in rows.items() if there.any()}
    waves = {wave: found for wave, found in tried.items() if found is not None}
    if not waves:
        return IndexResult(said.index, reasons=reasons)
    lines, apart, told = _groups(said, responses, waves, reasons, every=every)
    whole = [group.table.assign(wave=wave, segment="", level="") for wave, group in waves.items()]
    return IndexResult(
        said.index,
        indices=_indices([*whole, *lines]),
        linked=_linked(said, rows, waves),
        changes=_changes(said, rows, waves, responses.breaks),
        **apart,
        **_by_wave(said, waves),
        reasons=reasons,
        notes={
            wave: (*_unasked(said, group), *group.notes, *told.get(wave, ())) for wave, group in waves.items()
        },
        fits=waves,
    )


def _fit(said: Answers, rows: Rows, where: Where, reasons: Reasons) -> Fitted | None:
    """The fit of a wave, or nothing and its reason written down."""
    try:
        return fitted(said, rows, asked_of(said, rows, said.index.model))
    except SatkitError as error:
        reasons[where] = error.complaints
        return None


def _by_wave(said: Answers, waves: dict[str, Fitted]) -> dict[str, Any]:
    """The tables that every wave has, by their names in the result."""
    level, target, negative = said.asked.report.level, said.index.index, said.asked.index.negative
    found: dict[str, list[pd.DataFrame]] = {}
    for wave, group in waves.items():
        items, overlap = tables.items(group, level), tables.overlap(group, level)
        made = {
            "paths": tables.paths(group, level),
            "constructs": tables.constructs(group, level, items, overlap),
            "items": items,
            "overlap": overlap,
            "effects": tables.effects(group, level),
            "defined": tables.quantities(group, level),
            "priority": tables.priorities(group, target, level, negative),
        }
        for name, table in made.items():
            found.setdefault(name, []).append(table.assign(wave=wave))
    return {name: pd.concat(lines, ignore_index=True) for name, lines in found.items()}


def _unasked(said: Answers, group: Fitted) -> tuple[Text, ...]:
    """Which items of the model this wave did not ask."""
    lost = [item for item in said.index.model.leaves if item not in group.model.leaves]
    names = tuple(said.asked.label(item) for item in lost)
    return (Text("without %(items)s, which this wave did not ask", {"items": names}),) if lost else ()


def _indices(lines: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat(lines, ignore_index=True)
    table["withheld"] = np.where(table["estimate"].isna(), "negative", "")
    return table[["wave", "segment", "level", "construct", *NUMBERS, "withheld"]]


def _linked(said: Answers, rows: dict[str, Rows], waves: dict[str, Fitted]) -> pd.DataFrame:
    """The index of every wave with the weights of the first."""
    base = next(iter(waves.values()))
    lines = []
    for wave, group in waves.items():
        values = comparison.linked(base, group)
        table = with_interval(said, rows[wave], base.fit, base.shares[0], values, group.resamples)
        lines.append(table[["construct", "estimate", "std_error", "low", "high"]].assign(wave=wave))
    return pd.concat(lines, ignore_index=True)


def _changes(
    said: Answers, rows: dict[str, Rows], waves: dict[str, Fitted], found: tuple[Break, ...]
) -> pd.DataFrame:
    base = next(iter(waves.values()))
    lines = []
    for earlier, later in pairwise(waves):
        if turned(found, later) & {*said.index.model.leaves}:
            continue  # an item that may have been reversed moves every weight
        now, before = (rows[later], waves[later]), (rows[earlier], waves[earlier])
        try:
            lines.append(comparison.change(said, now, before, base).assign(wave=later, versus=earlier))
        except SatkitError:
            continue  # no item of some construct was asked in both waves: there is nothing to compare
    return _judged(said, lines, ["wave", "versus"])


def _judged(said: Answers, lines: list[pd.DataFrame], family: list[str]) -> pd.DataFrame:
    if not lines:
        return pd.DataFrame()
    table = pd.concat(lines, ignore_index=True)
    report = said.asked.report
    table = table[table["difference"].notna()]
    return judged(table, family, report.smallest_change, report.min_test).reset_index(drop=True)


def _groups(
    said: Answers, responses: Responses, waves: dict[str, Fitted], reasons: Reasons, *, every: bool
) -> tuple[list[pd.DataFrame], dict[str, pd.DataFrame], dict[str, tuple[Text, ...]]]:
    """The levels of the last waves: their index, against all others, against the wave before, as wholes."""
    lines, gaps, moves, made, notes = [], [], [], [], {}
    earlier: tuple[str, dict[Level, tuple[Rows, Fitted]]] | None = None
    latest = next(reversed(waves))
    for wave in waves if every else list(waves)[-2:]:
        now = Levels(said, responses, wave, reasons)
        fits, own, apart = fit_levels(now, waves[wave].df, apart=every or wave == latest)
        lines += own
        gaps += apart
        if earlier and not turned(responses.breaks, wave) & {*said.index.model.leaves}:
            moves += changes(said, fits, earlier[1], (wave, earlier[0]))
        if said.asked.index.aggregate.segment:
            found, notes[wave] = wholes(said, fits, now.present(said.asked.index.aggregate.segment))
            made.append(found.assign(wave=wave))
        earlier = wave, fits
    doubted = astray(responses.breaks, said.asked.waves, latest)[1]
    gaps, moves = ([part[~part["segment"].isin(doubted)] for part in compared] for compared in (gaps, moves))
    tables = {
        "gaps": _judged(said, gaps, ["wave", "segment"]),
        "moves": _judged(said, moves, ["wave", "versus", "segment"]),
        "wholes": pd.concat(made, ignore_index=True) if made else pd.DataFrame(),
    }
    return lines, tables, notes
