"""The satisfaction index of a survey, fitted wave by wave and group by group."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from satkit.errors import Complaint, SatkitError
from satkit.language import Text
from satkit.scoring.disclosure import withheld
from satkit.scoring.estimates import NUMBERS
from satkit.scoring.index import compare, tables
from satkit.scoring.index.groups import Answers, Fitted, Rows, answers, asked_of, fitted, with_interval
from satkit.scoring.index.result import IndexResult, Where
from satkit.stats.contrasts import judged
from satkit.survey.index import survey_index
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

__all__ = ["IndexResult", "fit_index"]

GROUPS = 200  # replicates of a group: its errors need fewer than quadrants and paths do
Reasons = dict[Where, tuple[Complaint, ...]]


def fit_index(responses: Responses, sample: Sample, model: str = "") -> IndexResult:
    """The index model of a survey in every wave, and in every group of the last one.

    Parameters
    ----------
    model : str, optional
        A published model to try instead of the definition's.

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
    fits = _Fits(said, reasons)
    tried = {wave: fits.told(there, (wave, "", "")) for wave, there in rows.items() if there.any()}
    waves = {wave: found for wave, found in tried.items() if found is not None}
    if not waves:
        return IndexResult(said.index, reasons=reasons)
    lines, gaps = _groups(fits, responses, next(reversed(waves)), waves)
    whole = [group.table.assign(wave=wave, segment="", level="") for wave, group in waves.items()]
    return IndexResult(
        said.index,
        indices=_indices([*whole, *lines]),
        linked=_linked(said, rows, waves),
        changes=_changes(said, rows, waves),
        gaps=gaps,
        **_by_wave(said, waves),
        reasons=reasons,
        notes={wave: (*_unasked(said, group), *group.notes) for wave, group in waves.items()},
        fits=waves,
    )


class _Fits:
    """Fits of groups, each made once: the others of one group are often another group."""

    def __init__(self, said: Answers, reasons: Reasons) -> None:
        self.said, self.reasons = said, reasons
        self.done: dict[bytes, Fitted | tuple[Complaint, ...]] = {}

    def of(self, rows: Rows, replicates: int | None = None) -> Fitted | tuple[Complaint, ...]:
        """The fit of a group, or why there is none."""
        key = rows.tobytes()
        if key not in self.done:
            try:
                model = asked_of(self.said, rows, self.said.index.model)
                self.done[key] = fitted(self.said, rows, model, replicates)
            except SatkitError as error:
                self.done[key] = error.complaints
        return self.done[key]

    def told(self, rows: Rows, where: Where, replicates: int | None = None) -> Fitted | None:
        """The fit of a group, or nothing and its reason written down."""
        found = self.of(rows, replicates)
        if isinstance(found, Fitted):
            return found
        self.reasons[where] = found
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
        values = compare.linked(base, group)
        table = with_interval(said, rows[wave], base.fit, base.shares[0], values, group.resamples)
        lines.append(table[["construct", "estimate", "std_error", "low", "high"]].assign(wave=wave))
    return pd.concat(lines, ignore_index=True)


def _changes(said: Answers, rows: dict[str, Rows], waves: dict[str, Fitted]) -> pd.DataFrame:
    base = next(iter(waves.values()))
    lines = []
    for earlier, later in pairwise(waves):
        now, before = (rows[later], waves[later]), (rows[earlier], waves[earlier])
        try:
            lines.append(compare.change(said, now, before, base).assign(wave=later, versus=earlier))
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
    fits: _Fits, responses: Responses, wave: str, waves: dict[str, Fitted]
) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """The index of every level of every segment, and each against all other respondents."""
    lines, gaps = [], []
    for segment, level, own, others in _levels(fits, responses, wave):
        place = {"wave": wave, "segment": segment, "level": level}
        found = fits.told(own, (wave, segment, level), GROUPS)
        if found is None:
            continue
        lines.append(found.table.assign(**place))
        rest = fits.of(others, GROUPS)
        if isinstance(rest, Fitted) and rest.model.leaves == found.model.leaves:
            gaps.append(compare.gap(fits.said, found, rest, waves[wave].df).assign(**place))
    return lines, _judged(fits.said, gaps, ["wave", "segment"])


def _levels(fits: _Fits, responses: Responses, wave: str) -> Iterator[tuple[str, str, Rows, Rows]]:
    """Every level that may be shown: its respondents, and all others of the segment."""
    asked = fits.said.asked
    there = responses.wave == list(asked.waves).index(wave)
    for segment in asked.segments:
        place = responses.segments[segment].to_numpy(np.int64)
        parts = [there & (place == number) for number in range(len(responses.levels[segment]))]
        people = np.array([fits.said.base(rows) for rows in parts], np.int64)
        hidden = withheld(people, asked.report.min_cell) if parts else people
        for number, (level, _) in enumerate(responses.levels[segment]):
            rows = parts[number]
            if people[number] and hidden[number]:
                fits.reasons[wave, segment, level] = (Complaint(Text("too few respondents to show")),)
            elif people[number]:
                yield segment, level, rows, there & (place >= 0) & ~rows
