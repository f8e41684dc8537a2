"""One group of respondents under the index model: its fit and its index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from satkit.analyses.index.index_answers import IndexAnswers, Rows, item_label
from satkit.analyses.index.index_values import compute_indices, read_intervals, tabulate_indices
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls import Composition, PathFit, admissibility, composition, fit_pls
from satkit.models.pls.score import index_weights
from satkit.models.pls.stages import products
from satkit.stats.contrasts import Interval
from satkit.stats.design import Floats
from satkit.stats.incomplete import answer_moments
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates
from satkit.survey.questionnaire import Index

ENDS = (0.0, 100.0)
SAME_ANSWERS = Text("%(one)s and %(other)s have the same answers")
OPPOSITE_ANSWERS = Text("%(one)s and %(other)s have opposite answers throughout")
SAME = 1e-7  # how far from one the correlation of two items must be


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


def fit_group(
    answers: IndexAnswers,
    rows: Rows,
    model: PathModel,
    replicates: int | None = None,
    count_moments: Callable[[], Moments | None] | None = None,
) -> GroupFit:
    """The model in the rows of a group.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
    model : PathModel
        That of the survey, or what is left of it.
    replicates : int, optional
        Only so many bootstrap replicates; the others are left out.
    count_moments : callable, optional
        The moments of these rows, where they were counted already, else nothing.

    Raises
    ------
    SatkitError
        If the group is too small or cannot be fitted.
    """
    resamples = select_replicates(answers.sample.replicates, rows, replicates)
    fit, gaps = fit_paths(answers, rows, model, resamples, count_moments)
    composed, shares = composition(fit), index_weights(fit, negative=answers.questionnaire.index.negative)
    values = compute_indices(shares, composed.mean, composed.blocks)
    table = tabulate_indices(answers, rows, fit, shares[0], values, resamples)
    possible = admissibility(fit)
    notes = (*gaps, *possible.remarks, *possible.describe_losses(), *_note_negative(answers, composed))
    df = answers.sample.design.degrees(rows)
    return GroupFit(model, fit, composed, answers.base(rows), df, resamples, shares, values, table, notes)


def fit_paths(
    answers: IndexAnswers,
    rows: Rows,
    model: PathModel,
    resamples: Replicates,
    count_moments: Callable[[], Moments | None] | None = None,
) -> tuple[PathFit, tuple[Text, ...]]:
    """The paths and weights in the rows of a group, and what to know of its answers with gaps.

    Raises
    ------
    SatkitError
        If the group is too small or cannot be fitted.
    """
    settings = answers.questionnaire.index
    _refuse_unfit(answers, rows, model)
    group_moments = (count_moments and count_moments()) or _count_moments(answers, rows, model, resamples)
    _refuse_same_answers(answers, group_moments, model)
    fit = fit_pls(
        group_moments,
        model,
        scheme=settings.scheme,
        consistent=_constructs_to_correct(settings, model),
        second_order=settings.second_order,
        moderation=settings.moderation,
    )
    return fit, group_moments.notes


def _constructs_to_correct(settings: Index, model: PathModel) -> bool | tuple[str, ...]:
    """The constructs to correct, without those that a model tried instead of the definition's lacks."""
    if isinstance(settings.consistent, bool):
        return settings.consistent
    return tuple(name for name in settings.consistent if name in model.names)


def _refuse_unfit(answers: IndexAnswers, rows: Rows, model: PathModel) -> None:
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


def _count_moments(answers: IndexAnswers, rows: Rows, model: PathModel, resamples: Replicates) -> Moments:
    names = (*model.leaves, *products(model))
    weight, scores = answers.sample.design.weight[rows], answers.of(names, rows)
    gaps = np.isnan(scores).any()  # without gaps all treatments are the same, and this one is the quickest
    treatment = answers.questionnaire.index.missing if gaps else "complete"
    return answer_moments(scores, names, weight, resamples, treatment)


def _refuse_same_answers(answers: IndexAnswers, group_moments: Moments, model: PathModel) -> None:
    """Complain of two items with the same answers: their constructs cannot be told apart."""
    items = slice(len(model.leaves))
    sd = group_moments.sd[0, items]
    correlation = group_moments.cov[0, items, items] / sd[:, None] / sd
    alike = np.argwhere(np.triu(np.abs(correlation) > 1 - SAME, 1))
    complaints = [
        Complaint(
            (SAME_ANSWERS if correlation[one, other] > 0 else OPPOSITE_ANSWERS).with_values(
                one=answers.questionnaire.label(group_moments.names[one]),
                other=answers.questionnaire.label(group_moments.names[other]),
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


def _note_negative(answers: IndexAnswers, composed: Composition) -> tuple[Text, ...]:
    """What counts against its construct, and what that means for its index."""
    pairs = zip(composed.through, composed.weights[0], strict=True)
    below = dict.fromkeys(name for name, weight in pairs if weight < 0)
    if not below:
        return ()
    names = tuple(item_label(answers.questionnaire, answers.index, name) for name in below)
    return (NEGATIVE[answers.questionnaire.index.negative].with_values(items=names),)


NEGATIVE = {
    "withhold": Text("the weight of %(items)s is negative: the index of that construct is not shown"),
    "keep": Text("the weight of %(items)s is negative"),
    "zero": Text("the weight of %(items)s is negative and was counted as zero"),
}
