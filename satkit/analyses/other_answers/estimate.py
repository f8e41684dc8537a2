"""Counts: how the questions that carry no score were answered, and the things that were ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.other_answers.rows import ListedRow, NumberRow, RankRow
from satkit.analyses.other_answers.tables import tables_of_counts
from satkit.language import Text
from satkit.scoring.disclosure import reasons, withheld
from satkit.scoring.estimates import NUMBERS, estimate_means
from satkit.scoring.proportions import proportions
from satkit.scoring.tally import rest, totals
from satkit.stats.design import Floats, Ints
from satkit.survey.names import Names, names_of
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.frame import from_frame
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("How the questions without a score were answered")


@dataclass(frozen=True, repr=False)
class Counts(Result):
    """The questions of the last wave that no other analysis shows.

    Parameters
    ----------
    answers : DataFrame
        ``item place count estimate std_error low high n n_effective deff df withheld``: shares of 0-1 of
        those who answered a question with one answer, or with several; small cells without numbers.
    ranks : DataFrame
        ``scale item mean mean_low mean_high first first_low first_high n``: the mean place of a thing and
        the share that put it first, among those who placed it.
    numbers : DataFrame
        ``item mean low high median n``.
    silent : tuple of str
        Open questions without the role of a comment, which are not read.
    names : Names, optional
        Label its tables; without them codes do.
    """

    answers: pd.DataFrame = field(default_factory=pd.DataFrame)
    ranks: pd.DataFrame = field(default_factory=pd.DataFrame)
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame)
    silent: tuple[str, ...] = ()
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        """A table for every list, for every ranking, and one for all numbers.

        Answers of a list are called as its scale says: without names the rows stand as they are.
        """
        if self.names is None:
            frames = {"answers": self.answers, "ranks": self.ranks, "numbers": self.numbers}
            yield from (from_frame(frame, key, TITLE) for key, frame in frames.items() if len(frame))
            return
        yield from tables_of_counts(
            read_rows(self.answers, ListedRow),
            read_rows(self.ranks, RankRow),
            read_rows(self.numbers, NumberRow),
            self.names,
        )


def count_answers(responses: Responses, sample: Sample) -> Counts:
    """Count the last wave's answers to questions without scores and without an analysis of their own."""
    questionnaire = responses.questionnaire
    rows = np.flatnonzero(responses.wave == responses.wave.max())
    tables = {
        "answers": [_answers(responses, sample, rows, item) for item in plain(questionnaire)],
        "ranks": [_rank(responses, sample, rows, item) for item in _of_kind(questionnaire, "rank")],
        "numbers": [_number(responses, sample, rows, item) for item in _of_kind(questionnaire, "number")],
    }
    found = {
        name: pd.concat(full, ignore_index=True)
        for name, some in tables.items()
        if (full := [table for table in some if not table.empty])
    }
    silent = tuple(
        item for item in _of_kind(questionnaire, "text") if questionnaire.items[item].role != "comment"
    )
    return Counts(silent=silent, names=names_of(responses), **found)


def plain(questionnaire: Questionnaire) -> Iterator[str]:
    """The items with one answer or several that no section of their own shows."""
    for name, item in questionnaire.items.items():
        scale = questionnaire.scale(name)
        told = (item.role == "reason" and scale.kind == "multi") or (
            item.role == "complaint" and scale.recovery is not None
        )
        if scale.kind in {"choice", "multi"} and not told:
            yield name


def _of_kind(questionnaire: Questionnaire, kind: str) -> list[str]:
    return [name for name in questionnaire.items if questionnaire.scale(name).kind == kind]


def _answers(responses: Responses, sample: Sample, rows: Ints, item: str) -> pd.DataFrame:
    """One line per point of a list."""
    questionnaire = responses.questionnaire
    smallest, several = questionnaire.report.min_cell, questionnaire.scale(item).kind == "multi"
    places = responses.answers[item].to_numpy()[rows]
    told = rows[places >= 0]
    if not len(told):
        return pd.DataFrame()
    width = len(questionnaire.scale(item).points)
    named = responses.options[item][told] if several else places[places >= 0][:, None] == np.arange(width)
    found = proportions(sample, told, np.zeros(len(told), np.int64), 1, named, np.ones_like(named))
    people = named.sum(axis=0)
    # single answers add up to everyone, so that one alone could be worked out from the others
    hidden = (people > 0) & (people < smallest) if several else withheld(people, smallest) & (people > 0)
    hidden = hidden | (len(told) < smallest)
    table = found.lines(questionnaire.report.level).assign(
        item=item,
        place=np.arange(width),
        count=people.astype(float),
        withheld=reasons(hidden, people, smallest),
    )
    table.loc[hidden, [*(name for name in NUMBERS if name != "n"), "count"]] = np.nan
    return table


def _rank(responses: Responses, sample: Sample, rows: Ints, item: str) -> pd.DataFrame:
    """The mean place of one thing, and the share that put it first."""
    questionnaire = responses.questionnaire
    places = responses.answers[item].to_numpy()[rows]
    told, given = rows[places >= 0], places[places >= 0].astype(np.int64)
    if len(told) < questionnaire.report.min_cell:
        return pd.DataFrame()
    width = len(questionnaire.scale(item).points)
    first = (given == 0)[:, None]
    share = proportions(sample, told, np.zeros(len(told), np.int64), 1, first, np.ones_like(first))
    top, level = share.lines(questionnaire.report.level).iloc[0], questionnaire.report.level
    hot = (given[:, None] == np.arange(width)) * 1.0
    mean = _mean(sample, told, hot, np.arange(1.0, width + 1), level)
    return pd.DataFrame(
        [
            {
                "scale": questionnaire.items[item].scale,
                "item": item,
                "mean": mean["estimate"],
                "mean_low": mean["low"],
                "mean_high": mean["high"],
                "first": top["estimate"],
                "first_low": top["low"],
                "first_high": top["high"],
                "n": float(len(told)),
            }
        ]
    )


def _number(responses: Responses, sample: Sample, rows: Ints, item: str) -> pd.DataFrame:
    """The mean and the median of one number."""
    questionnaire = responses.questionnaire
    values = responses.numbers[item].to_numpy(float)[rows]
    told, given = rows[np.isfinite(values)], values[np.isfinite(values)]
    if len(told) < questionnaire.report.min_cell:
        return pd.DataFrame()
    points, place = np.unique(given, return_inverse=True)
    grid = np.linspace(points[0], points[-1], min(len(points), GRID))
    hot = _between(given, grid) if len(points) > GRID else (place[:, None] == np.arange(len(points))) * 1.0
    mean = _mean(sample, told, hot, grid if len(points) > GRID else points, questionnaire.report.level)
    order = np.argsort(given, kind="stable")
    weight = np.cumsum(sample.design.weight[told][order])
    median = given[order][np.searchsorted(weight, weight[-1] / 2)]
    line = {
        "item": item,
        "mean": mean["estimate"],
        "low": mean["low"],
        "high": mean["high"],
        "median": median,
    }
    return pd.DataFrame([line | {"n": float(len(told))}])


GRID = 41  # supports that numbers are divided between, so that their mean is kept


def _between(values: Floats, grid: Floats) -> Floats:
    """Every value divided between its two neighbours on an even grid, shape (n, grid)."""
    step = grid[1] - grid[0]
    left = np.clip(((values - grid[0]) / step).astype(np.int64), 0, len(grid) - 2)
    share = (values - grid[left]) / step
    hot = np.zeros((len(values), len(grid)))
    hot[np.arange(len(values)), left] = 1 - share
    hot[np.arange(len(values)), left + 1] += share
    return hot


def _mean(sample: Sample, rows: Ints, hot: Floats, points: Floats, level: float) -> pd.Series:
    """Mean, error and interval over points; ``hot`` says who counts how much on which, shape (m, points)."""
    label = np.zeros(len(rows), np.int64)
    counted = totals(sample, rows, label, 1, hot)
    there: NDArray[np.bool_] = np.ones((len(rows), 1), bool)
    base = rest(sample.design, rows, label, 1, there)
    values = counted @ points / counted.sum(axis=-1)
    lines = estimate_means(values, counted[0], points, base.of(0), sample.replicates, level)
    return lines.iloc[0]
