"""Kano pairs become categories, better and worse, each with its certainty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.kano.numbers import as_numbers
from satkit.analyses.kano.rows import AttributeChange, AttributeRow, AttributeTest
from satkit.analyses.kano.tables import categories_table, changes_table, segments_table, shares_table
from satkit.language import Text
from satkit.models.kano import category_tests, chances, coefficients, rules, segments
from satkit.models.kano.answers import CATEGORIES, INDIFFERENT, MANY_HALVES, NAMES, QUESTIONABLE, REVERSE
from satkit.models.kano.quality import FLAGGED
from satkit.models.kano.rules import strength
from satkit.models.rank_certainty import draws
from satkit.scoring.differences import freedom_of_both
from satkit.scoring.disclosure import reasons, withheld
from satkit.scoring.scores import groupings
from satkit.scoring.tally import rest, sums_by, totals
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import find_turned_items
from satkit.survey.checks.sides import TIMES
from satkit.survey.names import Names, names_of
from satkit.survey.pairs import pairs
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.figure import Map, Point
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

NOBODY = Text("nobody answered both questions")
UNDECIDED = Text("every answer is reverse or questionable")
COEFFICIENTS = [f"{name}{end}" for name in ("better", "worse") for end in ("", "_se", "_low", "_high")]
CHANCES = [f"p_{letter}" for letter in NAMES]
VERDICTS = ("category", "probability")
QUADRANTS = {
    "quadrant": ("quadrant", "quadrant_probability"),
    "quadrant_means": ("by_means", "by_means_probability"),
}
LETTERS, SURE = zip(VERDICTS, *QUADRANTS.values(), strict=True)
STRENGTHS = ("category_strength", "total_strength", "p_distinct", "p_category")
NUMBERS = (*SURE, *CATEGORIES, *CHANCES, *COEFFICIENTS, *STRENGTHS)
DOUBTS = {
    "halved": Text("%(names)s: many answered only one question of the pair; only full pairs count."),
    "swapped": Text(
        "%(names)s: more reverse answers than all others that take a side; the two questions of the pair may be swapped."
    ),
    "flagged": Text(
        "%(names)s: more than a tenth of the answers contradict each other; the questions may be unclear."
    ),
}
QUOTED = Text("“%(name)s”")
TITLE = Text("Kano categories of %(count)d attributes, %(wave)s")
MAP, ABSENCE, PRESENCE = Text("Better and worse"), Text("Worse, absolute"), Text("Better")


@dataclass(frozen=True)
class Sorted:
    """Replicate counts of categories, for the groups of one wave.

    Parameters
    ----------
    wave, segment : str
        ``segment`` is empty for everyone.
    levels : tuple of str, length g
    names : tuple of str, length a
        Attributes.
    counts : ndarray, shape (b + 1, g, a, 6)
        Weighted answers per category, on the scale of the unweighted ones.
    n, half : ndarray of int, shape (g, a)
        Respondents who answered both questions, and those who answered one only.
    df : ndarray of int, shape (g,)
        Units that answered, less strata.
    """

    wave: str
    segment: str
    levels: tuple[str, ...]
    names: tuple[str, ...]
    counts: Floats
    n: Ints
    half: Ints
    df: Ints


@dataclass(frozen=True, repr=False)
class Kano(Result):
    """What kind of quality every attribute is, by wave and group.

    Parameters
    ----------
    table : DataFrame
        ``wave segment level attribute n half category probability`` (of the category), shares
        ``M O A I R Q``, probabilities ``p_M ... p_H``, ``better worse`` with ``_se _low _high``,
        ``quadrant`` and ``by_means`` (lines at one half and at the means) with their probabilities,
        ``category_strength total_strength p_distinct p_category swapped flagged withheld reason``;
        ``p_category`` is the p of the verdict against the next; of everyone also what
        :func:`satkit.analyses.kano.numbers.as_numbers` adds.
    changes : DataFrame
        Of everyone, every wave against the one before: ``wave versus attribute measure difference
        std_error low high p p_adjusted category category_versus p_moved p_moved_adjusted n n_versus
        evidence``; ``p_moved`` is the p of the category's being the same, Holm over attributes.
    gaps : DataFrame
        Every level of the last wave against all others, the same columns with ``segment level``.
    association : DataFrame
        ``segment attribute chi2 f df p p_adjusted cramer``: do categories fall alike in all levels;
        Holm over all attributes and segments.
    groups : mapping of (wave, segment) to Sorted
    names : Names, optional
        What attributes, waves and levels are called; without it the levels are called by their codes.
    """

    questionnaire: Questionnaire
    table: pd.DataFrame
    changes: pd.DataFrame
    gaps: pd.DataFrame
    association: pd.DataFrame
    groups: dict[tuple[str, str], Sorted]
    names: Names | None = field(default=None, compare=False)

    @property
    def wave(self) -> str:
        """The last wave that asked the pairs."""
        return str(self.table["wave"].iloc[-1])

    @property
    def without_counts(self) -> Kano:
        """The same without the counts, which small cells could be read from."""
        return replace(self, groups={})

    def doubts(self, wave: str) -> tuple[Text, ...]:
        """What the answers of everyone say against the questionnaire: halves missing, sides swapped."""
        rows = self.table[(self.table["wave"] == wave) & (self.table["segment"] == "")]
        doubts = []
        for flag, text in DOUBTS.items():
            labels = map(self.questionnaire.attribute_label, rows.loc[rows[flag], "attribute"])
            names = tuple(QUOTED.with_values(name=label) for label in labels)
            doubts += [text.with_values(names=names)] if names else []
        return tuple(doubts)

    def _everyone(self) -> list[AttributeRow]:
        """The attributes of everyone in the last wave."""
        return read_rows(self.table, AttributeRow, wave=self.wave, segment="")

    def _title(self) -> Text:
        wave = self._labels().wave(self.wave)
        return TITLE.with_values(count=self.table["attribute"].nunique(), wave=wave)

    def _tables(self) -> Iterator[Table]:
        names, rows = self._labels(), self._everyone()
        yield categories_table(rows, names)
        yield shares_table([row for row in rows if row["category"]], names)
        yield changes_table(read_rows(self.changes, AttributeChange, wave=self.wave), names)
        yield segments_table(read_rows(self.association, AttributeTest), names)

    def _notes(self) -> tuple[Text, ...]:
        return self.doubts(self.wave)

    def _figure(self) -> Map:
        """Better against worse, every attribute of everyone in the last wave."""
        label = self.questionnaire.attribute_label
        points = tuple(
            Point(label(row["attribute"]), -row["worse"], row["better"])
            for row in self._everyone()
            if row["category"]
        )
        return Map(MAP, ABSENCE, PRESENCE, points, 0.5, 0.5, (0.0, 1.0), (0.0, 1.0))

    def _labels(self) -> Names:
        return self.names or Names(self.questionnaire)


def classify_pairs(responses: Responses, sample: Sample) -> Kano | None:
    """Sort every attribute for everyone in every wave, and for every segment in the last.

    Returns
    -------
    Kano or None
        None where the questionnaire has no Kano pairs, or no wave answered any.
    """
    questionnaire, resamples = responses.questionnaire, sample.replicates
    groups = {(one.wave, one.segment): one for one in _sort_waves(responses, sample)}
    if not groups:
        return None
    table = pd.concat(
        [_tabulate(questionnaire, one, resamples) for one in groups.values()], ignore_index=True
    )
    table = as_numbers(responses, sample, table)
    gaps, association = _compare_groups(questionnaire, groups, resamples)
    changes = _drop_reversed(responses, _compare_waves(questionnaire, groups, resamples))
    return Kano(questionnaire, table, changes, gaps, association, groups, names_of(responses))


def _drop_reversed(responses: Responses, changes: pd.DataFrame) -> pd.DataFrame:
    """The changes without those of attributes whose questions may have been reversed in a wave."""
    questionnaire = responses.questionnaire
    held = [
        bool(
            find_turned_items(responses.breaks, str(line["wave"]))
            & {*questionnaire.attributes[str(line["attribute"])]}
        )
        for line in changes.to_dict("records")
    ]
    return changes[~np.array(held, bool)].reset_index(drop=True)


def _sort_waves(responses: Responses, sample: Sample) -> Iterator[Sorted]:
    """Everyone of every wave that asked the pairs, then the segments of the last one."""
    questionnaire = responses.questionnaire
    if not questionnaire.attributes:
        return
    paired = pairs(responses)
    present = np.isfinite(paired.functional) | np.isfinite(paired.dysfunctional)
    answered = [
        place
        for place in range(len(questionnaire.waves))
        if (present & (responses.wave == place)[:, None]).any()
    ]
    for place in answered:
        rows = responses.wave == place
        for segment, group, levels in groupings(responses):
            if not segment or place == answered[-1]:
                yield sort(responses, sample, rows, (segment, group, levels), paired.kinds, present)


def sort(
    responses: Responses,
    sample: Sample,
    rows: NDArray[np.bool_],
    grouping: tuple[str, Ints, tuple[str, ...]],
    found: Ints,
    present: NDArray[np.bool_],
) -> Sorted:
    """Count the categories of ``rows``, group by group: one matrix product per group.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
        One wave.
    grouping : (segment, group, levels)
        From :func:`satkit.scoring.scores.groupings`.
    found : ndarray of int, shape (n, a)
        Categories, -1 where a half is missing.
    present : ndarray of bool, shape (n, a)
    """
    segment, group, levels = grouping
    inside = np.flatnonzero(rows & (group >= 0))
    label, kinds, groups = group[inside], found[inside], len(levels)
    hot = (kinds[:, :, None] == np.arange(len(CATEGORIES))).reshape(len(inside), -1) * 1.0
    counts = totals(sample, inside, label, groups, hot)
    base = rest(sample.design, inside, label, groups, kinds >= 0)
    half = sums_by(label, groups, (present[inside] & (kinds < 0)).astype(float)).astype(np.int64)
    mass = counts[0].sum()
    wave = list(responses.questionnaire.waves)[int(responses.wave[rows][0])]
    return Sorted(
        wave,
        segment,
        levels,
        tuple(responses.questionnaire.attributes),
        counts.reshape(len(counts), groups, -1, len(CATEGORIES)) * (base.n.sum() / mass if mass else 1.0),
        base.n,
        half,
        base.df.max(axis=1),
    )


def clear(one: Sorted) -> NDArray[np.bool_]:
    """Which attributes have an answer of kind A, O, M or I, shape (g, a)."""
    return np.asarray(one.counts[0, :, :, :REVERSE].sum(axis=-1) > 0)


def _tabulate(questionnaire: Questionnaire, one: Sorted, resamples: Replicates) -> pd.DataFrame:
    """One line per level and attribute; nothing but a reason where nothing can be said."""
    hidden, known = withheld(one.n, questionnaire.report.min_cell), clear(one)
    size = one.n.size
    columns: dict[str, NDArray[Any]] = {name: np.full(size, np.nan) for name in NUMBERS}
    columns |= {name: np.full(size, "", object) for name in LETTERS}
    columns |= {name: np.zeros(size, bool) for name in DOUBTS}
    for g in range(len(one.levels)):
        usable = np.flatnonzero(known[g] & ~hidden[g])
        if len(usable):
            for name, values in _measure(questionnaire, one, g, usable, resamples).items():
                columns[name][g * len(one.names) + usable] = values
    n, shown = one.n.ravel(), ~hidden.ravel()
    reason = [
        "" if fine else NOBODY if not people else UNDECIDED
        for fine, people in zip(known.ravel(), n, strict=True)
    ]
    return pd.DataFrame(
        {
            "wave": one.wave,
            "segment": one.segment,
            "level": np.repeat(one.levels, len(one.names)),
            "attribute": np.tile(one.names, len(one.levels)),
            "n": np.where(shown, n, np.nan),
            "half": np.where(shown, one.half.ravel(), np.nan),
            **columns,
            "withheld": reasons(~shown & (n > 0), n, questionnaire.report.min_cell),
            "reason": pd.Series(reason, dtype=object),
        }
    )


def _measure(
    questionnaire: Questionnaire, one: Sorted, g: int, usable: Ints, resamples: Replicates
) -> dict[str, NDArray[Any]]:
    """Verdicts, probabilities, better and worse of the attributes of a group that allow them."""
    counts, n, half = one.counts[:, g, usable], one.n[g, usable], one.half[g, usable]
    counts = counts * (n / counts[0].sum(axis=-1))[None, :, None]
    names = tuple(one.names[place] for place in usable)
    found = coefficients.coefficients(
        counts, resamples, names, max(int(one.df[g]), 1), questionnaire.report.level
    )
    measured = {name: found[name].to_numpy() for name in COEFFICIENTS}
    for rule, (verdict, sure) in {questionnaire.kano.rule: VERDICTS, **QUADRANTS}.items():
        chance = chances(counts, resamples, rule)
        place = rules.RULES[rule](counts[0])
        measured |= {verdict: np.array(NAMES)[place], sure: chance[np.arange(len(place)), place]}
        if rule == questionnaire.kano.rule:
            measured |= dict(zip(CHANCES, chance.T, strict=True))
            measured["p_category"] = _verdict_p(counts, resamples, rule)
    shares = counts[0] / counts[0].sum(axis=-1, keepdims=True)
    return {
        **measured,
        **dict(zip(CATEGORIES, shares.T, strict=True)),
        "category_strength": strength.category_strength(counts[0]),
        "total_strength": strength.total_strength(counts[0]),
        "p_distinct": category_tests.exact(category_tests.effective(counts, resamples)),
        "swapped": shares[:, REVERSE] > TIMES * shares[:, :INDIFFERENT].sum(axis=1),
        "flagged": shares[:, QUESTIONABLE] > FLAGGED,
        "halved": half > MANY_HALVES * (half + n),
    }


def _compare_waves(
    questionnaire: Questionnaire, groups: dict[tuple[str, str], Sorted], resamples: Replicates
) -> pd.DataFrame:
    """Better, worse and category of every wave against the one before it."""
    everyone = [one for (_, segment), one in groups.items() if not segment]
    lines = []
    for before, now in pairwise(everyone):
        both = np.flatnonzero(clear(now)[0] & clear(before)[0] & (now.n[0] > 0) & (before.n[0] > 0))
        if not len(both):
            continue
        counts = np.stack([now.counts[:, 0, both], before.counts[:, 0, both]], axis=1)
        n = np.stack([now.n[0, both], before.n[0, both]])
        df = _degrees(now.df[0], before.df[0], int(freedom_of_both(questionnaire, now.df[0], before.df[0])))
        names = tuple(now.names[place] for place in both)
        table = _compare_coefficients(questionnaire, counts, resamples, names, (now.wave, before.wave), df, n)
        p = _changed_p(questionnaire, counts, resamples)
        p[n.min(axis=0) < questionnaire.report.min_test] = np.nan
        table["p_moved"], table["p_moved_adjusted"] = np.tile(p, 2), np.tile(adjust_p(p, "holm"), 2)
        verdicts = [
            [NAMES[k] for k in rules.RULES[questionnaire.kano.rule](counts[0, side])] for side in (0, 1)
        ]
        table["category"], table["category_versus"] = verdicts[0] * 2, verdicts[1] * 2
        table.loc[table["evidence"] == "hidden", ["p_moved", "p_moved_adjusted"]] = np.nan
        table.loc[table["evidence"] == "hidden", ["category", "category_versus"]] = ""
        lines.append(table.rename(columns={"group": "wave"}))
    return pd.concat(lines, ignore_index=True) if lines else pd.DataFrame()


def _verdict_p(counts: Floats, resamples: Replicates, rule: str) -> Floats:
    """Two-sided p of the verdict against the category that comes nearest, shape (a,)."""
    against = _exclusion_p(counts, resamples, rule)
    verdict = rules.RULES[rule](counts[0])[:, None] == np.arange(len(NAMES))
    return np.asarray(np.minimum(2 * np.where(verdict, 0.0, against).max(axis=1), 1.0))


def _changed_p(questionnaire: Questionnaire, counts: Floats, resamples: Replicates) -> Floats:
    """P of the test that the category is the same in both waves, shape (a,).

    Whatever it were, it would have to be excluded in one wave or the other: the category that is
    hardest to exclude in both decides (intersection-union test, Berger 1982).

    Parameters
    ----------
    counts : ndarray, shape (b + 1, 2, a, 6)
    """
    sides = [_exclusion_p(counts[:, side], resamples, questionnaire.kano.rule) for side in (0, 1)]
    return np.asarray(np.minimum(*sides).max(axis=1))


def _exclusion_p(counts: Floats, resamples: Replicates, rule: str) -> Floats:
    """One-sided p of every category's being that of an attribute, shape (a, 7); 1 for the verdict.

    Exact where the most frequent category is the verdict, otherwise from the share of the replicates
    that give it.
    """
    verdict = rules.RULES[rule](counts[0])
    if rule == "most_frequent":
        p = category_tests.beaten(category_tests.effective(counts, resamples), verdict)
        return np.concatenate([p, np.zeros((len(p), 1))], axis=1)
    drawn = rules.RULES[rule](np.maximum(draws(counts, resamples), 0.0))
    seen = (drawn[..., None] == np.arange(len(NAMES))).sum(axis=0)
    p = (seen + 1) / (len(drawn) + 1)
    return np.where(verdict[:, None] == np.arange(len(NAMES)), 1.0, p)


def _degrees(one: float, other: float, both: float) -> tuple[float, float, float]:
    """Degrees of freedom of two groups and of both together, at least one each."""
    return max(float(one), 1.0), max(float(other), 1.0), max(float(both), 1.0)


def _compare_coefficients(
    questionnaire: Questionnaire,
    counts: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
    groups: tuple[str, str],
    df: tuple[float, float, float],
    n: Ints,
) -> pd.DataFrame:
    """Differences of better and worse with their evidence; ``n`` has shape (2, a)."""
    report = questionnaire.report
    counts = counts * (n / counts[0].sum(axis=-1))[None, :, :, None]
    table = segments.differences(counts, resamples, names, groups, df, report.level)
    table["n"], table["n_versus"] = np.tile(n[0], 2), np.tile(n[1], 2)
    fewest = np.tile(n.min(axis=0), 2)
    table["evidence"] = np.select(
        [fewest < report.min_cell, fewest < report.min_test, table["p_adjusted"] < 0.05],
        ["hidden", "small", "significant"],
        "unclear",
    )
    numbers = ["difference", "std_error", "low", "high", "p", "p_adjusted", "n", "n_versus"]
    table[["n", "n_versus"]] = table[["n", "n_versus"]].astype(float)
    table.loc[table["evidence"] == "hidden", numbers] = np.nan
    return table


def _compare_groups(
    questionnaire: Questionnaire, groups: dict[tuple[str, str], Sorted], resamples: Replicates
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every level against all others, Holm over a segment; do levels differ at all, Holm over all tests."""
    gaps, tests = [], []
    for (_, segment), one in groups.items():
        if not segment or len(one.levels) < 2:
            continue
        hidden = withheld(one.n, questionnaire.report.min_cell)
        whole = np.flatnonzero(clear(one).all(axis=0) & ~hidden.any(axis=0))
        names = tuple(one.names[place] for place in whole)
        if not names:
            continue
        counts, n = one.counts[:, :, whole], one.n[:, whole]
        # groups that meet in the same units are worth no more than all of these
        df = min(int(one.df.sum()), int(groups[one.wave, ""].df[0]))
        found = segments.association(counts, resamples, names, n.sum(axis=0).astype(float), max(df, 1))
        tests.append(found.assign(segment=segment))
        lines = []
        for g, level in enumerate(one.levels):
            others = counts.sum(axis=1) - counts[:, g]
            pair = np.stack([counts[:, g], np.maximum(others, 0.0)], axis=1)
            sizes = np.stack([n[g], n.sum(axis=0) - n[g]])
            freedom = _degrees(one.df[g], min(int(one.df.sum() - one.df[g]), df), df)
            lines.append(
                _compare_coefficients(questionnaire, pair, resamples, names, (level, ""), freedom, sizes)
            )
        table = pd.concat(lines, ignore_index=True)
        table["p_adjusted"] = adjust_p(table["p"].mask(table["evidence"].isin(["small", "hidden"])), "holm")
        tested = table["evidence"].isin(["significant", "unclear"])
        sure = np.where(table["p_adjusted"] < 0.05, "significant", "unclear")
        table["evidence"] = table["evidence"].mask(tested, pd.Series(sure, table.index))
        gaps.append(table.rename(columns={"group": "level"}).drop(columns="versus").assign(segment=segment))
    if not tests:
        return pd.DataFrame(), pd.DataFrame()
    association = pd.concat(tests, ignore_index=True)
    association["p_adjusted"] = adjust_p(association["p"], "holm")
    return pd.concat(gaps, ignore_index=True), association
