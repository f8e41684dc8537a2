"""The answers that an index model is fitted to, as scores, and the model that they allow."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from satkit.errors import Complaint, FitError
from satkit.language import Label, Text
from satkit.models.paths import PathModel
from satkit.models.pls import with_products
from satkit.stats.design import Floats
from satkit.survey.index import SurveyIndex
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

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


def item_label(questionnaire: Questionnaire, index: SurveyIndex, name: str) -> Label:
    """What a construct, or else an item, is called."""
    return (
        index.labels[name]
        if name in index.labels and name not in questionnaire.items
        else questionnaire.label(name)
    )


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
