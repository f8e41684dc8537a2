"""One group of respondents under the index model: its fit and its index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError
from satkit.language import Label, Text
from satkit.models.paths import PathModel
from satkit.models.pls import Composition, PathFit, admissibility, composition, fit_pls, with_products
from satkit.models.pls.score import index_weights
from satkit.models.pls.stages import products
from satkit.scoring.composites import GRID, Composites
from satkit.scoring.tally import rest
from satkit.stats.contrasts import Interval
from satkit.stats.design import Floats
from satkit.stats.incomplete import answer_moments
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates
from satkit.survey.index import SurveyIndex
from satkit.survey.questionnaire import Index, Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

ENDS = (0.0, 100.0)
SAME_ANSWERS = Text("%(one)s and %(other)s have the same answers")
OPPOSITE_ANSWERS = Text("%(one)s and %(other)s have opposite answers throughout")
SAME = 1e-7  # how far from one the correlation of two items must be
Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class IndexAnswers:
    """What every respondent answers to the items of an index model, as scores of 0-100.

    Scores instead of codes put the index on the metric of every other number of the survey; on a
    linear scale the result is the same as from codes (Fornell et al. 1996).

    Parameters
    ----------
    questionnaire : Questionnaire
    index : SurveyIndex
    names : tuple of str, length k
        Items, and behind them the products that the model needs.
    scores : ndarray, shape (n, k)
        NaN where there is no answer.
    sample : Sample
    """

    questionnaire: Questionnaire
    index: SurveyIndex
    names: tuple[str, ...]
    scores: Floats
    sample: Sample

    def of(self, items: tuple[str, ...], rows: Rows) -> Floats:
        """The scores of some items and rows, shape (m, items)."""
        places = np.array([self.names.index(item) for item in items])
        return np.asarray(self.scores[rows][:, places])

    @property
    def centre(self) -> Floats:
        """Rough means of the columns, the same for every group, shape (k,)."""
        there = np.isfinite(self.scores)
        return np.asarray(np.where(there, self.scores, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1))

    def base(self, rows: Rows) -> int:
        """How many of the rows answered at least one item."""
        return int(np.isfinite(self.scores[rows]).any(axis=1).sum())


@dataclass(frozen=True)
class GroupFit:
    """The index model in one group.

    Parameters
    ----------
    model : PathModel
        That of the survey, or what is left of it.
    fit : PathFit
        Its last stage.
    composition : Composition
        The constructs that have an index, and their items.
    n : int
        Respondents who answered at least one item.
    df : int
        Degrees of freedom of the design in the group.
    resamples : Replicates
    shares : ndarray, shape (b + 1, m)
        What every item of ``composition`` counts in its construct's index.
    index : ndarray, shape (b + 1, j)
        Of every construct of ``composition``, 0-100; NaN where a negative weight withholds it.
    table : DataFrame
        One line per construct with its interval.
    notes : tuple of Text
        What the reader should know of answers with gaps, replicates and weights.
    """

    model: PathModel
    fit: PathFit
    composition: Composition
    n: int
    df: int
    resamples: Replicates
    shares: Floats
    index: Floats
    table: pd.DataFrame
    notes: tuple[Text, ...]

    @property
    def ends(self) -> Interval:
        """The interval of every construct's index, arrays of shape (j,)."""
        return read_intervals(self.table)


def score_answers(responses: Responses, sample: Sample, index: SurveyIndex) -> IndexAnswers:
    """The answers of all waves to the items of a model."""
    questionnaire = responses.questionnaire
    items = index.model.leaves
    scores = np.full((len(responses), len(items)), np.nan)
    for column, item in enumerate(items):
        place = responses.answers[item].to_numpy()
        points = np.array(questionnaire.scale(item).scores)
        scores[place >= 0, column] = points[place[place >= 0]]
    wide, names = with_products(scores, items, index.model)
    return IndexAnswers(questionnaire, index, names, wide, sample)


def fit_group(
    answers: IndexAnswers,
    rows: Rows,
    model: PathModel,
    replicates: int | None = None,
    counted: Callable[[], Moments | None] | None = None,
) -> GroupFit:
    """The model in the rows of a group.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
    model : PathModel
        That of the survey, or what is left of it.
    replicates : int, optional
        Only so many bootstrap replicates; the others are left out.
    counted : callable, optional
        The moments of these rows, where they were counted already, else nothing.

    Raises
    ------
    SatkitError
        If the group is too small or cannot be fitted.
    """
    resamples = select_replicates(answers.sample.replicates, rows, replicates)
    fit, told = fit_paths(answers, rows, model, resamples, counted)
    made, shares = composition(fit), index_weights(fit, negative=answers.questionnaire.index.negative)
    values = compute_indices(shares, made.mean, made.blocks)
    table = tabulate_indices(answers, rows, fit, shares[0], values, resamples)
    possible = admissibility(fit)
    notes = (*told, *possible.remarks, *possible.told(), *_negative(answers, made))
    df = answers.sample.design.degrees(rows)
    return GroupFit(model, fit, made, answers.base(rows), df, resamples, shares, values, table, notes)


def fit_paths(
    answers: IndexAnswers,
    rows: Rows,
    model: PathModel,
    resamples: Replicates,
    counted: Callable[[], Moments | None] | None = None,
) -> tuple[PathFit, tuple[Text, ...]]:
    """The paths and weights in the rows of a group, and what to know of its answers with gaps.

    Raises
    ------
    SatkitError
        If the group is too small or cannot be fitted.
    """
    settings = answers.questionnaire.index
    _refuse(answers, rows, model)
    found = (counted and counted()) or _moments(answers, rows, model, resamples)
    _refuse_repeated(answers, found, model)
    fit = fit_pls(
        found,
        model,
        scheme=settings.scheme,
        consistent=_corrected(settings, model),
        second_order=settings.second_order,
        moderation=settings.moderation,
    )
    return fit, found.notes


def _corrected(settings: Index, model: PathModel) -> bool | tuple[str, ...]:
    """The constructs to correct, without those that a model tried instead of the definition's lacks."""
    if isinstance(settings.consistent, bool):
        return settings.consistent
    return tuple(name for name in settings.consistent if name in model.names)


def _refuse(answers: IndexAnswers, rows: Rows, model: PathModel) -> None:
    """Complain of a group that is too small, and of items that everybody answered alike."""
    smallest = answers.questionnaire.report.min_test
    if answers.base(rows) < smallest:
        what = Text("too few respondents for an index")
        raise FitError(Complaint(what, expected=Text("at least %(needed)d", {"needed": smallest})))
    scores = answers.of(model.leaves, rows)
    same = np.nanmax(scores, axis=0) == np.nanmin(scores, axis=0)
    constant = tuple(
        answers.questionnaire.label(item) for item, alike in zip(model.leaves, same, strict=True) if alike
    )
    if constant:
        what = Text("everybody gave the same answer to %(items)s", {"items": constant})
        raise FitError(Complaint(what, hint=Text("leave such an item out of the model")))


def _moments(answers: IndexAnswers, rows: Rows, model: PathModel, resamples: Replicates) -> Moments:
    names = (*model.leaves, *products(model))
    weight, scores = answers.sample.design.weight[rows], answers.of(names, rows)
    gaps = np.isnan(scores).any()  # without gaps all treatments are the same, and this one is the quickest
    treatment = answers.questionnaire.index.missing if gaps else "complete"
    return answer_moments(scores, names, weight, resamples, treatment)


def _refuse_repeated(answers: IndexAnswers, found: Moments, model: PathModel) -> None:
    """Complain of two items with the same answers: their constructs cannot be told apart."""
    items = slice(len(model.leaves))
    sd = found.sd[0, items]
    correlation = found.cov[0, items, items] / sd[:, None] / sd
    alike = np.argwhere(np.triu(np.abs(correlation) > 1 - SAME, 1))
    complaints = [
        Complaint(
            (SAME_ANSWERS if correlation[one, other] > 0 else OPPOSITE_ANSWERS).given(
                one=answers.questionnaire.label(found.names[one]),
                other=answers.questionnaire.label(found.names[other]),
            ),
            hint=Text("leave one of the two out of the model"),
        )
        for one, other in alike
    ]
    if complaints:
        raise FitError(complaints)


def select_replicates(resamples: Replicates, rows: Rows, count: int | None = None) -> Replicates:
    """The replicates of some rows, or the first ``count`` of them where they are a bootstrap."""
    part = replace(resamples, piece=resamples.piece[rows])
    if count is None or resamples.method != "bootstrap" or resamples.count <= count:
        return part
    return replace(part, factors=part.factors[: count + 1], scales=np.full(count, 1 / (count - 1)))


def compute_indices(shares: Floats, mean: Floats, blocks: tuple[slice, ...]) -> Floats:
    """The index of every construct: the mean scores of its items by their shares, shape (b + 1, j)."""
    starts = [block.start for block in blocks]
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = np.add.reduceat(shares, starts, axis=-1)
        return np.asarray(np.add.reduceat(shares * mean, starts, axis=-1) / whole)


def tabulate_indices(
    answers: IndexAnswers, rows: Rows, fit: PathFit, shares: Floats, values: Floats, resamples: Replicates
) -> pd.DataFrame:
    """One line per construct, its interval shaped by the respondents' own indices.

    Parameters
    ----------
    shares : ndarray, shape (m,)
        Of the items of the fit's composition.
    values : ndarray, shape (b + 1, j)
    """
    made = composition(fit)
    scores, starts = answers.of(made.items, rows), made.starts
    there = np.isfinite(scores)
    share = np.nan_to_num(shares) * there
    mass = np.add.reduceat(share, starts, axis=1)
    grid = np.linspace(*_span(answers, made.items), GRID)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.nan_to_num(np.add.reduceat(share * np.where(there, scores, 0.0), starts, axis=1) / mass)
    bins = np.clip(np.rint((own - grid[0]) / (grid[1] - grid[0])), 0, GRID - 1).astype(np.int64)
    weight, histogram = answers.sample.design.weight[rows], np.zeros((1, len(starts), GRID))
    for place in range(len(starts)):
        seen = mass[:, place] > 0
        histogram[0, place] = np.bincount(bins[seen, place], weight[seen], GRID)
    one = np.zeros(int(rows.sum()), np.int64)
    base = rest(answers.sample.design, np.flatnonzero(rows), one, 1, mass > 0)
    whole = Composites(made.names, histogram, grid, base)
    found = whole.lines(values[:, None], resamples, ("",), answers.questionnaire.report.level)
    return found.drop(columns=["level", "kind"]).rename(columns={"node": "construct"})


def _span(answers: IndexAnswers, items: tuple[str, ...]) -> tuple[float, float]:
    """The lowest and the highest score that any of the items allows."""
    scores = [score for item in items for score in answers.questionnaire.scale(item).scores]
    return float(np.nanmin(scores)), float(np.nanmax(scores))


def read_intervals(table: pd.DataFrame) -> Interval:
    """The intervals of a table with one line per construct."""
    return Interval(*table[["estimate", "std_error", "low", "high"]].to_numpy(float).T)


def _negative(answers: IndexAnswers, made: Composition) -> tuple[Text, ...]:
    """What counts against its construct, and what that means for its index."""
    pairs = zip(made.through, made.weights[0], strict=True)
    below = dict.fromkeys(name for name, weight in pairs if weight < 0)
    if not below:
        return ()
    names = tuple(item_label(answers.questionnaire, answers.index, name) for name in below)
    return (NEGATIVE[answers.questionnaire.index.negative].given(items=names),)


def item_label(questionnaire: Questionnaire, index: SurveyIndex, name: str) -> Label:
    """What a construct, or else an item, is called."""
    return (
        index.labels[name]
        if name in index.labels and name not in questionnaire.items
        else questionnaire.label(name)
    )


NEGATIVE = {
    "withhold": Text("the weight of %(items)s is negative: the index of that construct is not shown"),
    "keep": Text("the weight of %(items)s is negative"),
    "zero": Text("the weight of %(items)s is negative and was counted as zero"),
}


def drop_unanswered(answers: IndexAnswers, rows: Rows, model: PathModel) -> PathModel:
    """The model without items that nobody in the group was asked or answered.

    Raises
    ------
    FitError
        If a construct loses all its items.
    """
    scores = answers.of(model.leaves, rows)
    answered = {item for item, given in zip(model.leaves, scores.T, strict=True) if np.isfinite(given).any()}
    return keep_items(answers, model, answered)


def keep_items(answers: IndexAnswers, model: PathModel, items: set[str]) -> PathModel:
    """The model with no other items than these.

    Raises
    ------
    FitError
        If a construct loses all its items.
    """
    gone = set(model.leaves) - items
    kept = tuple(
        replace(one, items=tuple(item for item in one.items if item not in gone)) for one in model.constructs
    )
    lost = tuple(answers.index.labels[one.name] for one in kept if not one.items)
    if lost:
        raise FitError(Complaint(Text("nobody answered an item of %(constructs)s", {"constructs": lost})))
    return replace(model, constructs=kept) if gone else model
