"""The satisfaction index of a survey, fitted wave by wave and group by group."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from satkit.analyses.index import comparison, measurement_model, structural_model
from satkit.analyses.index.aggregates import aggregate_levels
from satkit.analyses.index.group_fit import GroupFit, fit_group
from satkit.analyses.index.index_answers import IndexAnswers, Rows, drop_unanswered, score_answers
from satkit.analyses.index.index_values import tabulate_indices
from satkit.analyses.index.levels import Faults, Level, LevelFits, compare_with_wave_before, fit_levels
from satkit.analyses.index.result import IndexResult, Where
from satkit.errors import SatkitError
from satkit.language import Text
from satkit.scoring.estimates import NUMBERS
from satkit.stats.contrasts import add_evidence
from satkit.survey.breaks import Break, astray, find_turned_items
from satkit.survey.index import survey_index
from satkit.survey.names import names_of
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
    questionnaire = responses.questionnaire
    answers = score_answers(responses, sample, survey_index(questionnaire.index, model))
    reasons: Faults = {}
    rows = {wave: responses.wave == place for place, wave in enumerate(questionnaire.waves)}
    tried = {
        wave: _fit_wave(answers, there, (wave, "", ""), reasons)
        for wave, there in rows.items()
        if there.any()
    }
    waves = {wave: fit for wave, fit in tried.items() if fit is not None}
    if not waves:
        return IndexResult(answers.index, reasons=reasons, names=names_of(responses))
    lines, group_tables, group_notes = _fit_groups(answers, responses, waves, reasons, every=every)
    whole = [group.table.assign(wave=wave, segment="", level="") for wave, group in waves.items()]
    return IndexResult(
        answers.index,
        indices=_join_indices([*whole, *lines]),
        linked=_link_waves(answers, rows, waves),
        changes=_compare_waves(answers, rows, waves, responses.breaks),
        **group_tables,
        **_tabulate_waves(answers, waves),
        reasons=reasons,
        notes={
            wave: (*_note_unasked(answers, group), *group.notes, *group_notes.get(wave, ()))
            for wave, group in waves.items()
        },
        fits=waves,
        names=names_of(responses),
    )


def _fit_wave(answers: IndexAnswers, rows: Rows, where: Where, reasons: Faults) -> GroupFit | None:
    """The fit of a wave, or nothing and its reason written down."""
    try:
        return fit_group(answers, rows, drop_unanswered(answers, rows, answers.index.model))
    except SatkitError as error:
        reasons[where] = error.complaints
        return None


def _tabulate_waves(answers: IndexAnswers, waves: dict[str, GroupFit]) -> dict[str, pd.DataFrame]:
    """The tables that every wave has, by their names in the result."""
    level, target, negative = (
        answers.questionnaire.report.level,
        answers.index.index,
        answers.questionnaire.index.negative,
    )
    lines: dict[str, list[pd.DataFrame]] = {}
    for wave, group in waves.items():
        items = measurement_model.measure_items(group, level)
        overlap = measurement_model.measure_overlap(group, level)
        tables = {
            "paths": structural_model.estimate_paths(group, level),
            "constructs": measurement_model.measure_constructs(group, level, items, overlap),
            "items": items,
            "overlap": overlap,
            "effects": structural_model.estimate_effects(group, level),
            "defined": structural_model.estimate_defined(group, level),
            "priority": structural_model.estimate_priorities(group, target, level, negative),
        }
        for name, table in tables.items():
            lines.setdefault(name, []).append(table.assign(wave=wave))
    return {name: pd.concat(parts, ignore_index=True) for name, parts in lines.items()}


def _note_unasked(answers: IndexAnswers, group: GroupFit) -> tuple[Text, ...]:
    """Which items of the model this wave did not ask."""
    lost = [item for item in answers.index.model.leaves if item not in group.model.leaves]
    names = tuple(answers.questionnaire.label(item) for item in lost)
    return (Text("without %(items)s, which this wave did not ask", {"items": names}),) if lost else ()


def _join_indices(lines: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat(lines, ignore_index=True)
    table["withheld"] = np.where(table["estimate"].isna(), "negative", "")
    return table[["wave", "segment", "level", "construct", *NUMBERS, "withheld"]]


def _link_waves(answers: IndexAnswers, rows: dict[str, Rows], waves: dict[str, GroupFit]) -> pd.DataFrame:
    """The index of every wave with the weights of the first."""
    base = next(iter(waves.values()))
    lines = []
    for wave, group in waves.items():
        values = comparison.link_index(base, group)
        table = tabulate_indices(answers, rows[wave], base.fit, base.shares[0], values, group.resamples)
        lines.append(table[["construct", "estimate", "std_error", "low", "high"]].assign(wave=wave))
    return pd.concat(lines, ignore_index=True)


def _compare_waves(
    answers: IndexAnswers, rows: dict[str, Rows], waves: dict[str, GroupFit], breaks: tuple[Break, ...]
) -> pd.DataFrame:
    base = next(iter(waves.values()))
    lines = []
    for earlier, later in pairwise(waves):
        if find_turned_items(breaks, later) & {*answers.index.model.leaves}:
            continue  # an item that may have been reversed moves every weight
        now, before = (rows[later], waves[later]), (rows[earlier], waves[earlier])
        try:
            lines.append(
                comparison.compare_waves(answers, now, before, base).assign(wave=later, versus=earlier)
            )
        except SatkitError:
            continue  # no item of some construct was asked in both waves: there is nothing to compare
    return _judge_differences(answers, lines, ["wave", "versus"])


def _judge_differences(answers: IndexAnswers, lines: list[pd.DataFrame], family: list[str]) -> pd.DataFrame:
    if not lines:
        return pd.DataFrame()
    table = pd.concat(lines, ignore_index=True)
    report = answers.questionnaire.report
    table = table[table["difference"].notna()]
    return add_evidence(table, family, report.smallest_change, report.min_test).reset_index(drop=True)


def _fit_groups(
    answers: IndexAnswers, responses: Responses, waves: dict[str, GroupFit], reasons: Faults, *, every: bool
) -> tuple[list[pd.DataFrame], dict[str, pd.DataFrame], dict[str, tuple[Text, ...]]]:
    """The levels of the last waves: their index, against all others, against the wave before, as wholes."""
    lines, gaps, moves, wholes, notes = [], [], [], [], {}
    earlier: tuple[str, dict[Level, tuple[Rows, GroupFit]]] | None = None
    latest = next(reversed(waves))
    for wave in waves if every else list(waves)[-2:]:
        now = LevelFits(answers, responses, wave, reasons)
        fits, own, apart = fit_levels(now, waves[wave].df, apart=every or wave == latest)
        lines += own
        gaps += apart
        if earlier and not find_turned_items(responses.breaks, wave) & {*answers.index.model.leaves}:
            moves += compare_with_wave_before(answers, fits, earlier[1], (wave, earlier[0]))
        if answers.questionnaire.index.aggregate.segment:
            aggregates, notes[wave] = aggregate_levels(
                answers, fits, now.present(answers.questionnaire.index.aggregate.segment)
            )
            wholes.append(aggregates.assign(wave=wave))
        earlier = wave, fits
    doubted = astray(responses.breaks, answers.questionnaire.waves, latest)[1]
    gaps, moves = ([part[~part["segment"].isin(doubted)] for part in compared] for compared in (gaps, moves))
    tables = {
        "gaps": _judge_differences(answers, gaps, ["wave", "segment"]),
        "moves": _judge_differences(answers, moves, ["wave", "versus", "segment"]),
        "wholes": pd.concat(wholes, ignore_index=True) if wholes else pd.DataFrame(),
    }
    return lines, tables, notes
