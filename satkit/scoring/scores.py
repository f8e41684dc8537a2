"""Scores: every item and indicator, by wave and group, with interval and band."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.scoring.answer_tables import answer_table, group_answers
from satkit.scoring.bands import assign_bands
from satkit.scoring.boxes import box_lines, distribution
from satkit.scoring.composites import Composites, composites
from satkit.scoring.disclosure import SECRET, jointly_withheld, reasons, withheld
from satkit.scoring.estimates import NUMBERS, Base, estimate_means
from satkit.scoring.rollup import roll, tree_weights
from satkit.scoring.rows import AnswerRow, BoxRow, ScoreRow
from satkit.scoring.score_tables import (
    INDICES,
    SCORE,
    index_table,
    join_satisfied,
    read_nodes,
    score_table,
    share_table,
)
from satkit.scoring.support import MOST_SUPPORTS
from satkit.scoring.tally import Tally, tally
from satkit.stats.contrasts import Interval
from satkit.stats.design import Booleans, Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import Break
from satkit.survey.memory import estimate_bytes, refuse_outgrown
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("Scores of %(survey)s on 0-100, %(wave)s")
UNSCORED = Text("No question of %(survey)s has scores")

COLUMNS = [
    *("wave", "segment", "level", "node", "kind", "parent", "depth"),
    *NUMBERS,
    *("band", "band_low", "band_high", "withheld"),
]
BOX_COLUMNS = [
    *("wave", "segment", "level", "item", "measure", "estimate", "std_error", "low", "high", "n", "withheld")
]
Secret = Mapping[tuple[str, str], Mapping[str, Booleans]]


@dataclass(frozen=True)
class Group:
    """What one grouping of one wave gave: the replicates behind the tables.

    Parameters
    ----------
    wave, segment : str
        ``segment`` is empty for everyone.
    levels : tuple of str
    tally : Tally
    means : ndarray, shape (b + 1, g, i)
    bases : mapping of name to Base
        What every item and indicator rests on, group by group.
    own : Composites, optional
        Respondents' own indicator scores.
    ends : mapping of name to Interval
        The interval of every item and indicator, arrays of shape (g,), nothing withheld.
    """

    wave: str
    segment: str
    levels: tuple[str, ...]
    tally: Tally
    means: Floats
    bases: Mapping[str, Base]
    own: Composites | None = None
    ends: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Scores(Result):
    """Scores of a survey.

    Parameters
    ----------
    table : DataFrame
        ``wave segment level node kind parent depth estimate std_error low high n n_effective deff
        df band band_low band_high withheld``; scores on 0-100; ``n`` is unweighted; ``withheld`` is
        ``"small"`` below the cell limit, ``"secret"`` where a smaller group could be worked out.
    boxes : DataFrame
        ``wave segment level item measure estimate std_error low high n withheld``: shares on 0-1
        (satisfied, top, bottom), ``nps`` on -100 to 100.
    distribution : DataFrame
        ``wave item place share count n`` of everyone; no share or count below the cell limit.
    groups : mapping of (wave, segment) to Group
    breaks : tuple of Break
        What may make waves incomparable: comparisons that rest on it are held back.
    secret : mapping of (wave, segment) to a mapping of item or indicator to ndarray of bool, shape (levels,)
        Which levels may not be shown beside those of all other segments.
    """

    questionnaire: Questionnaire
    table: pd.DataFrame
    boxes: pd.DataFrame
    distribution: pd.DataFrame
    groups: Mapping[tuple[str, str], Group]
    breaks: tuple[Break, ...] = ()
    secret: Secret = field(default_factory=dict)

    def _title(self) -> Text:
        survey = self.questionnaire.title
        if self.table.empty:
            return UNSCORED.with_values(survey=survey)
        return TITLE.with_values(survey=survey, wave=Names(self.questionnaire).wave(self._latest))

    def _tables(self) -> Iterator[Table]:
        """Of everyone in the last wave: scores, shares, indices, how the answers fall."""
        if self.table.empty:
            return
        names = Names(self.questionnaire)
        rows = read_nodes(self.table, self.questionnaire, self._latest)
        boxes = read_rows(self.boxes, BoxRow, wave=self._latest, segment="")
        nodes = join_satisfied(rows, boxes, self.questionnaire)
        yield score_table(nodes, names, depths=[row["depth"] for row in rows])
        yield share_table([box for box in boxes if box["measure"] not in INDICES], names)
        for measure in INDICES:
            if mine := [box for box in boxes if box["measure"] == measure]:
                yield index_table(mine, names, measure)
        yield from self._answer_tables(rows, names)

    def _figure(self) -> Estimates | None:
        """Of everyone in the last wave: the overall question and the indicators; all questions where no tree is."""
        if self.table.empty:
            return None
        names = Names(self.questionnaire)
        rows = read_nodes(self.table, self.questionnaire, self._latest)
        shown = [row for row in rows if not row["withheld"]]
        overall = {*self.questionnaire.of_role("overall")}
        if len(self.questionnaire.indicators) > 1:  # the only one of a draft holds all questions
            shown = [row for row in shown if row["kind"] == "indicator" or row["node"] in overall]
        marks = (Mark(names.node(row["node"]), row["estimate"], row["low"], row["high"]) for row in shown)
        return Estimates(self._title(), SCORE, tuple(marks))

    def _answer_tables(self, rows: list[ScoreRow], names: Names) -> Iterator[Table]:
        """How the answers fall, one table a scale."""
        means = {row["node"]: row for row in rows if row["kind"] == "item"}
        fallen = read_rows(self.distribution, AnswerRow, wave=self._latest)
        for scale, answers in group_answers(self.questionnaire, fallen, means).items():
            yield answer_table(scale, answers, means, names)

    @property
    def _latest(self) -> str:
        return str(self.table["wave"].iloc[-1])


def score(responses: Responses, sample: Sample) -> Scores:
    """Score every item and indicator for everyone and for every level of every segment.

    Where no question has scores the tables have their columns and no line.
    """
    questionnaire = responses.questionnaire
    if not questionnaire.scored_items:
        return _make_empty_scores(questionnaire)
    _refuse_outgrown(responses)
    values = {item: np.array(questionnaire.scale(item).scores) for item in questionnaire.scored_items}
    groups: dict[tuple[str, str], Group] = {}
    lines: list[pd.DataFrame] = []
    boxes: list[pd.DataFrame] = []
    fallen: list[pd.DataFrame] = []
    secret: dict[tuple[str, str], Mapping[str, Booleans]] = {}
    for place, wave in enumerate(questionnaire.waves):
        rows = responses.wave == place
        if not rows.any():
            continue
        for segment, group, levels in groupings(responses):
            counted = tally(responses, sample, rows, group, len(levels), questionnaire.scored_items)
            means = counted.means()
            tree = tree_weights(
                questionnaire.indicators, questionnaire.scored_items, counted.n.sum(axis=0) > 0
            )
            own = composites(responses, sample, rows, group, counted, values, tree)
            table = estimates(
                questionnaire, counted, own, means, roll(means, tree[1]), sample.replicates, levels
            )
            bases = {item: counted.base.of(place) for place, item in enumerate(counted.items)}
            bases |= {name: own.base.of(place) for place, name in enumerate(own.names)}
            ends = intervals(table, (*counted.items, *own.names), len(levels))
            groups[wave, segment] = Group(wave, segment, levels, counted, means, bases, own, ends)
            there = {"wave": wave, "segment": segment}
            lines.append(table.assign(**there))
            boxes.append(box_lines(questionnaire, counted, sample.replicates, levels).assign(**there))
            if not segment:
                fallen.append(distribution(counted).assign(wave=wave))
        secret |= {(wave, name): cells for name, cells in _secret(responses, rows, questionnaire).items()}
    told = _cells(secret, groups)
    shown = pd.concat(fallen, ignore_index=True)
    shown[["share", "count"]] = shown[["share", "count"]].where(shown["n"] >= questionnaire.report.min_cell)
    return Scores(
        questionnaire,
        _finish_table(questionnaire, pd.concat(lines, ignore_index=True), told),
        _withhold_cells(
            pd.concat(boxes, ignore_index=True), questionnaire, ["wave", "segment", "item", "measure"], told
        ),
        shown,
        groups,
        responses.breaks,
        secret,
    )


def _make_empty_scores(questionnaire: Questionnaire) -> Scores:
    """The scores of a survey that asks for none."""
    fallen = pd.DataFrame(columns=["item", "place", "share", "count", "n", "wave"])
    return Scores(questionnaire, pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=BOX_COLUMNS), fallen, {})


def _refuse_outgrown(responses: Responses) -> None:
    """Complain before counting more answers than the memory holds."""
    questionnaire = responses.questionnaire
    rows = int(np.bincount(responses.wave).max(initial=0))
    points = sum(
        min(len(questionnaire.scale(item).points), MOST_SUPPORTS) for item in questionnaire.scored_items
    )
    told = {"rows": rows, "questions": len(questionnaire.scored_items)}
    what = Text("scoring %(rows)d rows on %(questions)d questions", told)
    refuse_outgrown(estimate_bytes(rows, 0, points), "survey.toml", what)


def _cells(secret: Secret, groups: Mapping[tuple[str, str], Group]) -> pd.MultiIndex:
    """Every cell that may not be shown: wave, segment, level, item or indicator."""
    found = [
        (*place, groups[place].levels[level], node)
        for place, nodes in secret.items()
        for node, hidden in nodes.items()
        for level in np.flatnonzero(hidden)
    ]
    return pd.MultiIndex.from_tuples(found, names=["wave", "segment", "level", "node"])


def _secret(
    responses: Responses, rows: Booleans, questionnaire: Questionnaire
) -> dict[str, dict[str, Booleans]]:
    """Per segment and item or indicator, which levels may not be shown beside all the other segments."""
    segments = tuple(questionnaire.segments)
    if not segments:
        return {}
    given = responses.answers[list(questionnaire.scored_items)].to_numpy()[rows] >= 0
    names, weights = tree_weights(
        questionnaire.indicators, questionnaire.scored_items, np.asarray(given.any(axis=0))
    )
    there = np.concatenate([given, given @ (np.nan_to_num(weights) > 0).T], axis=1)
    found = jointly_withheld(
        [responses.segments[name].to_numpy(np.int64)[rows] for name in segments],
        [len(responses.levels[name]) for name in segments],
        there,
        questionnaire.report.min_cell,
    )
    nodes = (*questionnaire.scored_items, *names)
    return {
        name: dict(zip(nodes, hidden.T, strict=True)) for name, hidden in zip(segments, found, strict=True)
    }


def groupings(responses: Responses) -> Iterator[tuple[str, Ints, tuple[str, ...]]]:
    """Everyone, then every segment: its name, the group of every row, the names of the groups."""
    yield "", np.zeros(len(responses), np.int64), ("",)
    for segment in responses.questionnaire.segments:
        names = tuple(name for name, _ in responses.levels[segment])
        yield segment, responses.segments[segment].to_numpy(np.int64), names


def estimates(
    questionnaire: Questionnaire,
    counted: Tally,
    own: Composites,
    means: Floats,
    nodes: Floats,
    resamples: Replicates,
    levels: tuple[str, ...],
) -> pd.DataFrame:
    """One line per item, then per indicator, and level; ``nodes`` has shape (b + 1, g, d)."""
    items = _item_lines(questionnaire, counted, means, resamples, levels)
    return pd.concat(
        [items, own.lines(nodes, resamples, levels, questionnaire.report.level)], ignore_index=True
    )


def intervals(table: pd.DataFrame, names: tuple[str, ...], levels: int) -> dict[str, Interval]:
    """The interval of every name in a table of :func:`estimates`, arrays of shape (levels,)."""
    numbers = table[["estimate", "std_error", "low", "high"]].to_numpy().reshape(len(names), levels, 4)
    return {name: Interval(*numbers[place].T) for place, name in enumerate(names)}


def _item_lines(
    questionnaire: Questionnaire,
    counted: Tally,
    means: Floats,
    resamples: Replicates,
    levels: tuple[str, ...],
) -> pd.DataFrame:
    lines = []
    for places in counted.group_by_scale(questionnaire):
        found = estimate_means(
            means[..., places].swapaxes(1, 2),
            counted.shares(places),
            counted.supports[counted.items[places[0]]].scores,
            counted.base.of(places),
            resamples,
            questionnaire.report.level,
        )
        names = [counted.items[place] for place in places]
        index = pd.MultiIndex.from_product([names, levels], names=["node", "level"])
        lines.append(found.set_index(index).reset_index().assign(kind="item"))
    table = pd.concat(lines, ignore_index=True)
    order = table["node"].map({item: place for place, item in enumerate(counted.items)})
    return table.iloc[np.argsort(order, kind="stable")]


def _finish_table(questionnaire: Questionnaire, table: pd.DataFrame, secret: pd.MultiIndex) -> pd.DataFrame:
    """Withhold small cells, name bands, order columns."""
    parents = {name: node.parent for name, node in questionnaire.indicators.items()}
    parents |= {item: name for name, node in questionnaire.indicators.items() for item in node.items}

    def depth(name: str) -> int:
        return 0 if not parents.get(name) else 1 + depth(parents[name])

    table = table[table["n"] > 0]
    table = _upward(questionnaire, _withhold_cells(table, questionnaire, ["wave", "segment", "node"], secret))
    table["parent"] = table["node"].map(lambda name: parents.get(name, ""))
    table["depth"] = table["node"].map(depth)
    for column, source in (("band", "estimate"), ("band_low", "low"), ("band_high", "high")):
        table[column] = assign_bands(table[source].to_numpy(), questionnaire.report)
    return table[COLUMNS].reset_index(drop=True)


def _upward(questionnaire: Questionnaire, table: pd.DataFrame) -> pd.DataFrame:
    """The table with the indicators above withheld items withheld too: they would tell them."""
    names, weights = tree_weights(
        questionnaire.indicators, questionnaire.scored_items, np.ones(len(questionnaire.scored_items), bool)
    )
    above = [
        (item, name)
        for name, row in zip(names, weights, strict=True)
        for item, weight in zip(questionnaire.scored_items, row, strict=True)
        if weight > 0
    ]
    cell = ["wave", "segment", "level", "node"]
    secret = table.loc[table["withheld"] != "", cell]
    told = secret.merge(pd.DataFrame(above, columns=["node", "above"]), on="node")
    telling = pd.MultiIndex.from_frame(told[["wave", "segment", "level", "above"]])
    hide = pd.MultiIndex.from_frame(table[cell]).isin(telling)
    table.loc[hide & (table["withheld"] == ""), "withheld"] = SECRET
    table.loc[hide, [name for name in NUMBERS if name in table]] = np.nan
    return table


def _withhold_cells(
    table: pd.DataFrame, questionnaire: Questionnaire, cell: list[str], secret: pd.MultiIndex
) -> pd.DataFrame:
    """The table without the numbers of cells that are too small to show, or could be subtracted."""
    table = table.copy()
    cells = table.groupby(cell, sort=False)
    level, whole = cells.cumcount().to_numpy(), cells.ngroup().to_numpy()
    people = np.zeros((level.max(initial=0) + 1, whole.max(initial=0) + 1))
    people[level, whole] = table["n"]
    hide = withheld(people, questionnaire.report.min_cell)[level, whole]
    hide |= pd.MultiIndex.from_frame(table[["wave", "segment", "level", cell[2]]]).isin(secret)
    table["withheld"] = reasons(hide, table["n"], questionnaire.report.min_cell)
    table.loc[hide, [name for name in NUMBERS if name in table]] = np.nan
    return table
