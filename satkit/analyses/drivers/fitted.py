"""Drivers under other settings than those of the definition."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import get_args

from satkit.analyses.drivers.estimate import Drivers, explain_dissatisfaction
from satkit.analyses.drivers.rows import Outcome
from satkit.errors import Complaint, FitError, near, quote_all
from satkit.language import Text
from satkit.survey.index import survey_index
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

NO_DRIVER = Text("no driver '%(name)s'")
NO_MEASURE = Text("no measure '%(name)s' of the overall answer")


def fit_drivers(
    responses: Responses,
    sample: Sample,
    wave: str,
    drivers: Sequence[str] = (),
    measure: Outcome | None = None,
    *,
    machine: bool = False,
) -> Drivers:
    """Explain the overall answer of a wave by other drivers, or measured otherwise.

    Parameters
    ----------
    drivers : sequence of str
        Indicators, scored items and constructs of the index; those of the definition if none is named.
    measure : {"dissatisfied", "grade", "score"}, optional
        As the definition says by default.
    machine : bool
        Also ask boosted trees and the lasso, even where the definition does not.

    Raises
    ------
    FitError
        If there is no such driver, measure or wave.
    """
    questionnaire = responses.questionnaire
    own = questionnaire.drivers
    _refuse_unknown(drivers, _possible_drivers(questionnaire), NO_DRIVER)
    _refuse_unknown((measure or own.measure,), get_args(Outcome), NO_MEASURE)
    settings = own.model_copy(update={"measure": measure or own.measure, "machine": machine or own.machine})
    changed = questionnaire.model_copy(update={"drivers": settings})
    return explain_dissatisfaction(
        replace(responses, questionnaire=changed), sample, wave, tuple(drivers) or None
    )


def _possible_drivers(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Indicators, scored items, and constructs of the index where there is one."""
    constructs = survey_index(questionnaire.index).model.names if questionnaire.index.is_asked else ()
    return (*questionnaire.indicators, *questionnaire.scored_items, *constructs)


def _refuse_unknown(names: Sequence[str], known: Collection[str], what: Text) -> None:
    complaints = [
        Complaint(
            what.with_values(name=name),
            expected=Text("one of %(known)s", {"known": quote_all(known)}),
            hint=near(name, known),
        )
        for name in names
        if name not in known
    ]
    if complaints:
        raise FitError(complaints)
