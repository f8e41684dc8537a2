"""The answers of a survey given back as one data frame, with labels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import say
from satkit.survey.responses import Responses
from satkit.survey.scale import Scale


def answers_frame(responses: Responses, language: str, *, scores: bool = True) -> pd.DataFrame:
    """One row a respondent: wave, weight, segments, and every item.

    Parameters
    ----------
    responses : Responses
    language : {"zh", "en"}
        Of the labels.
    scores : bool
        Items with points on 0-100 instead of the labels of their answers.

    Returns
    -------
    DataFrame
        Several answers to one question are a bool column an option, ``item: option``.
    """
    questionnaire = responses.questionnaire
    waves = list(questionnaire.waves)
    columns: dict[str, object] = {
        "wave": pd.Categorical(_label_places(responses.wave, waves), categories=waves, ordered=True),
        "weight": responses.weight,
    }
    labels = {}
    for name, segment in questionnaire.segments.items():
        levels = [say(label, language) or level for level, label in responses.levels[name]]
        columns[name] = pd.Categorical(_label_places(responses.segments[name].to_numpy(), levels))
        labels[name] = segment.title.into(language)
    for name, item in questionnaire.items.items():
        labels[name] = item.text.into(language) or name
        scale = questionnaire.scale(name)
        if name in responses.options:
            answered = responses.answers[name].to_numpy() >= 0
            for point, given in zip(_label_points(scale, language), responses.options[name].T, strict=True):
                columns[f"{name}: {point}"] = _mark_ticked(given, answered)
        elif name in responses.numbers:
            columns[name] = responses.numbers[name].to_numpy()
        elif name in responses.texts:
            columns[name] = responses.texts[name].to_numpy()
        else:
            columns[name] = _answers(responses.answers[name].to_numpy(), scale, language, scores=scores)
    frame = pd.DataFrame(columns)
    frame.attrs["labels"] = labels
    return frame


def _mark_ticked(given: np.ndarray, answered: np.ndarray) -> pd.Series:
    """Whether an option was ticked, empty where the question was not answered."""
    return pd.Series(given, dtype="boolean").mask(~answered)


def _answers(places: np.ndarray, scale: Scale, language: str, *, scores: bool) -> object:
    points = np.array([*scale.scores, np.nan])
    if scores and np.isfinite(points[:-1]).any():
        return points[np.where(places >= 0, places, len(points) - 1)]
    named = _label_points(scale, language)
    return pd.Categorical(_label_places(places, named), categories=list(dict.fromkeys(named)), ordered=True)


def _label_places(places: np.ndarray, labels: list[str]) -> list[str | None]:
    return [labels[place] if place >= 0 else None for place in places]


def _label_points(scale: Scale, language: str) -> list[str]:
    return [point.label.into(language) or str(point.code) for point in scale.points]
