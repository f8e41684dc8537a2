"""The levels of segments: fitted, against all others, and against the wave before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from satkit.analyses.index import comparison
from satkit.analyses.index.group_fit import GroupFit, fit_group, select_replicates
from satkit.analyses.index.index_answers import IndexAnswers, Rows, drop_unanswered
from satkit.analyses.index.result import Where
from satkit.errors import Complaint, SatkitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls.stages import products
from satkit.scoring.disclosure import withheld, withheld_levels
from satkit.stats.incomplete import Pairs, pair_sums
from satkit.stats.moments import Moments, complete
from satkit.survey.responses import Responses

TOO_FEW = Text("too few respondents to show")
REVEALING = Text("withheld: with the total it would reveal a group that is too small to show")
GROUPS = 200  # replicates of a group: its errors need fewer than quadrants and paths do
Faults = dict[Where, tuple[Complaint, ...]]
Level = tuple[str, str]


class LevelFits:
    """Every level of every segment in one wave, each counted and fitted once.

    Parameters
    ----------
    answers : IndexAnswers
    responses : Responses
    wave : str
    reasons : dict
        Grows by why a level has no index.
    """

    def __init__(self, answers: IndexAnswers, responses: Responses, wave: str, reasons: Faults) -> None:
        self.answers, self.wave, self.reasons, self.responses = answers, wave, reasons, responses
        self.there = responses.wave == list(answers.questionnaire.waves).index(wave)
        self.names = {
            segment: [level for level, _ in responses.levels[segment]]
            for segment in answers.questionnaire.segments
        }
        self.places = {segment: responses.segments[segment].to_numpy(np.int64) for segment in self.names}
        self.sums: dict[str, list[Pairs | Moments | None]] = {}
        self.done: dict[bytes, GroupFit | tuple[Complaint, ...]] = {}

    def fit_shown(self) -> Iterator[tuple[Level, GroupFit, Rows]]:
        """The levels that may be shown and could be fitted; why others could not is written down."""
        given = np.isfinite(self.answers.scores).any(axis=1)
        secret = withheld_levels(self.responses, self.there & given)
        for segment, names in self.names.items():
            people = np.array(
                [self.answers.base(self.rows(segment, [k])) for k in range(len(names))], np.int64
            )
            hidden = withheld(people, self.answers.questionnaire.report.min_cell) if len(people) else people
            hidden = hidden | secret[segment]
            for number, level in enumerate(names):
                if people[number] and hidden[number]:
                    few = people[number] < self.answers.questionnaire.report.min_cell
                    self.reasons[self.wave, segment, level] = (Complaint(TOO_FEW if few else REVEALING),)
                elif people[number]:
                    fit = self.fit(segment, [number])
                    if isinstance(fit, GroupFit):
                        yield (segment, level), fit, self.rows(segment, [number])
                    else:
                        self.reasons[self.wave, segment, level] = fit

    def present(self, segment: str) -> tuple[str, ...]:
        """The levels of a segment that somebody of the wave belongs to."""
        return tuple(level for k, level in enumerate(self.names[segment]) if self.rows(segment, [k]).any())

    def fit_others(self, segment: str, level: str) -> GroupFit | None:
        """All other respondents of a segment, where the model can be fitted to them."""
        own = self.names[segment].index(level)
        fit = self.fit(segment, [number for number in range(len(self.names[segment])) if number != own])
        return fit if isinstance(fit, GroupFit) else None

    def rows(self, segment: str, numbers: Sequence[int]) -> Rows:
        """The respondents of some levels."""
        return np.asarray(self.there & np.isin(self.places[segment], numbers))

    def fit(self, segment: str, numbers: Sequence[int]) -> GroupFit | tuple[Complaint, ...]:
        """The fit of some levels together, or why there is none; the others of one are often another."""
        rows = self.rows(segment, numbers)
        key = rows.tobytes()
        if key not in self.done:
            try:
                model = drop_unanswered(self.answers, rows, self.answers.index.model)
                self.done[key] = fit_group(
                    self.answers, rows, model, GROUPS, lambda: self._moments(segment, numbers, model)
                )
            except SatkitError as error:
                self.done[key] = error.complaints
        return self.done[key]

    def _moments(self, segment: str, numbers: Sequence[int], model: PathModel) -> Moments | None:
        """The moments of some levels, added up from those of each; nothing where they do not add up."""
        if segment not in self.sums:
            self.sums[segment] = [self._add_up(segment, k) for k in range(len(self.names[segment]))]
        parts = [part for k in numbers if (part := self.sums[segment][k]) is not None]
        if not parts:
            return None
        together = reduce(add, parts).select((*model.leaves, *products(model)))
        return together.moments() if isinstance(together, Pairs) else together

    def _add_up(self, segment: str, number: int) -> Pairs | Moments | None:
        """What one level answers; pairs add up, and so do answers without a gap."""
        inside = self.rows(segment, range(len(self.names[segment])))
        gaps = bool(np.isnan(self.answers.scores[inside]).any())
        rows = self.rows(segment, [number])
        if not rows.any() or (gaps and self.answers.questionnaire.index.missing != "pairwise"):
            return None
        weight = self.answers.sample.design.weight[rows]
        resamples = select_replicates(self.answers.sample.replicates, rows, GROUPS)
        if not gaps:
            return complete(self.answers.scores[rows], self.answers.names, weight, resamples)
        try:
            return pair_sums(
                self.answers.scores[rows], self.answers.names, weight, resamples, self.answers.centre
            )
        except SatkitError:  # nobody of the level gave an answer
            return None


def fit_levels(
    now: LevelFits, df: int, *, apart: bool
) -> tuple[dict[Level, tuple[Rows, GroupFit]], list[pd.DataFrame], list[pd.DataFrame]]:
    """The index of every level of a wave, and each against all other respondents.

    Parameters
    ----------
    df : int
        Degrees of freedom of the whole wave.
    apart : bool
        Whether each is to be compared with all others.

    Returns
    -------
    fits : dict of level to rows and fit
    indices, gaps : list of DataFrame
    """
    fits, lines, gaps = {}, [], []
    for level, fit, rows in now.fit_shown():
        place = {"wave": now.wave, "segment": level[0], "level": level[1]}
        fits[level] = rows, fit
        lines.append(fit.table.assign(**place))
        rest = now.fit_others(*level) if apart else None
        if rest is not None and rest.model.leaves == fit.model.leaves:
            gaps.append(comparison.compare_with_others(now.answers, fit, rest, df).assign(**place))
    return fits, lines, gaps


def compare_with_wave_before(
    answers: IndexAnswers,
    now: dict[Level, tuple[Rows, GroupFit]],
    before: dict[Level, tuple[Rows, GroupFit]],
    waves: tuple[str, str],
) -> list[pd.DataFrame]:
    """Every level against itself in the wave before, over the items that both were asked."""
    lines = []
    for level in (level for level in now if level in before):
        try:
            change = comparison.compare_group(answers, now[level], before[level])
        except SatkitError:
            continue  # no item of some construct was asked in both waves: there is nothing to compare
        place = {"wave": waves[0], "versus": waves[1], "segment": level[0], "level": level[1]}
        lines.append(change.assign(**place))
    return lines
