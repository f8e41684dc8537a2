"""The levels of segments: fitted, against all others, and against the wave before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from satkit.analyses.index import comparison
from satkit.analyses.index.groups import Answers, Fitted, Rows, asked_of, fitted, within
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
Reasons = dict[Where, tuple[Complaint, ...]]
Level = tuple[str, str]


class Levels:
    """Every level of every segment in one wave, each counted and fitted once.

    Parameters
    ----------
    said : Answers
    responses : Responses
    wave : str
    reasons : dict
        Grows by why a level has no index.
    """

    def __init__(self, said: Answers, responses: Responses, wave: str, reasons: Reasons) -> None:
        self.said, self.wave, self.reasons, self.responses = said, wave, reasons, responses
        self.there = responses.wave == list(said.asked.waves).index(wave)
        self.names = {
            segment: [level for level, _ in responses.levels[segment]] for segment in said.asked.segments
        }
        self.places = {segment: responses.segments[segment].to_numpy(np.int64) for segment in self.names}
        self.sums: dict[str, list[Pairs | Moments | None]] = {}
        self.done: dict[bytes, Fitted | tuple[Complaint, ...]] = {}

    def shown(self) -> Iterator[tuple[Level, Fitted, Rows]]:
        """The levels that may be shown and could be fitted; why others could not is written down."""
        given = np.isfinite(self.said.scores).any(axis=1)
        secret = withheld_levels(self.responses, self.there & given)
        for segment, names in self.names.items():
            people = np.array([self.said.base(self.rows(segment, [k])) for k in range(len(names))], np.int64)
            hidden = withheld(people, self.said.asked.report.min_cell) if len(people) else people
            hidden = hidden | secret[segment]
            for number, level in enumerate(names):
                if people[number] and hidden[number]:
                    few = people[number] < self.said.asked.report.min_cell
                    self.reasons[self.wave, segment, level] = (Complaint(TOO_FEW if few else REVEALING),)
                elif people[number]:
                    found = self.fit(segment, [number])
                    if isinstance(found, Fitted):
                        yield (segment, level), found, self.rows(segment, [number])
                    else:
                        self.reasons[self.wave, segment, level] = found

    def present(self, segment: str) -> tuple[str, ...]:
        """The levels of a segment that somebody of the wave belongs to."""
        return tuple(level for k, level in enumerate(self.names[segment]) if self.rows(segment, [k]).any())

    def others(self, segment: str, level: str) -> Fitted | None:
        """All other respondents of a segment, where the model can be fitted to them."""
        own = self.names[segment].index(level)
        found = self.fit(segment, [number for number in range(len(self.names[segment])) if number != own])
        return found if isinstance(found, Fitted) else None

    def rows(self, segment: str, numbers: Sequence[int]) -> Rows:
        """The respondents of some levels."""
        return np.asarray(self.there & np.isin(self.places[segment], numbers))

    def fit(self, segment: str, numbers: Sequence[int]) -> Fitted | tuple[Complaint, ...]:
        """The fit of some levels together, or why there is none; the others of one are often another."""
        rows = self.rows(segment, numbers)
        key = rows.tobytes()
        if key not in self.done:
            try:
                model = asked_of(self.said, rows, self.said.index.model)
                self.done[key] = fitted(
                    self.said, rows, model, GROUPS, lambda: self._moments(segment, numbers, model)
                )
            except SatkitError as error:
                self.done[key] = error.complaints
        return self.done[key]

    def _moments(self, segment: str, numbers: Sequence[int], model: PathModel) -> Moments | None:
        """The moments of some levels, added up from those of each; nothing where they do not add up."""
        if segment not in self.sums:
            self.sums[segment] = [self._counted(segment, k) for k in range(len(self.names[segment]))]
        parts = [part for k in numbers if (part := self.sums[segment][k]) is not None]
        if not parts:
            return None
        together = reduce(add, parts).select((*model.leaves, *products(model)))
        return together.moments() if isinstance(together, Pairs) else together

    def _counted(self, segment: str, number: int) -> Pairs | Moments | None:
        """What one level said; pairs add up, and so do answers without a gap."""
        inside = self.rows(segment, range(len(self.names[segment])))
        gaps = bool(np.isnan(self.said.scores[inside]).any())
        rows = self.rows(segment, [number])
        if not rows.any() or (gaps and self.said.asked.index.missing != "pairwise"):
            return None
        weight = self.said.sample.design.weight[rows]
        resamples = within(self.said.sample.replicates, rows, GROUPS)
        if not gaps:
            return complete(self.said.scores[rows], self.said.names, weight, resamples)
        try:
            return pair_sums(self.said.scores[rows], self.said.names, weight, resamples, self.said.centre)
        except SatkitError:  # nobody of the level gave an answer
            return None


def fit_levels(
    now: Levels, df: int, *, apart: bool
) -> tuple[dict[Level, tuple[Rows, Fitted]], list[pd.DataFrame], list[pd.DataFrame]]:
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
    for level, found, rows in now.shown():
        place = {"wave": now.wave, "segment": level[0], "level": level[1]}
        fits[level] = rows, found
        lines.append(found.table.assign(**place))
        rest = now.others(*level) if apart else None
        if rest is not None and rest.model.leaves == found.model.leaves:
            gaps.append(comparison.gap(now.said, found, rest, df).assign(**place))
    return fits, lines, gaps


def changes(
    said: Answers,
    now: dict[Level, tuple[Rows, Fitted]],
    before: dict[Level, tuple[Rows, Fitted]],
    waves: tuple[str, str],
) -> list[pd.DataFrame]:
    """Every level against itself in the wave before, over the items that both were asked."""
    lines = []
    for level in (level for level in now if level in before):
        try:
            found = comparison.moved(said, now[level], before[level])
        except SatkitError:
            continue  # no item of some construct was asked in both waves: there is nothing to compare
        place = {"wave": waves[0], "versus": waves[1], "segment": level[0], "level": level[1]}
        lines.append(found.assign(**place))
    return lines
