"""What every question counts in the constructs of the index."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from satkit.analyses.index.group_fit import fit_paths, select_replicates
from satkit.analyses.index.index_answers import Rows, drop_unanswered, score_answers
from satkit.errors import Complaint, FitError, SatkitError, near
from satkit.language import Text
from satkit.models.pls import PathFit, composition
from satkit.models.pls.score import index_weights
from satkit.stats.design import Floats
from satkit.survey.index import survey_index
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

WEIGHTS_KNOWN = Text(
    "constructs are scored by the weights of the wave's index, which are taken as known: the intervals "
    "leave out how uncertain the weights are"
)
UNFITTED = Text("the index, whose constructs are drivers, cannot be fitted: %(reason)s")
WITHHELD = Text("%(name)s has no index, because a weight in it is negative")


def constructs_of(questionnaire: Questionnaire, nodes: tuple[str, ...]) -> tuple[str, ...]:
    """The nodes that are neither indicators nor items."""
    return tuple(
        name for name in nodes if name not in questionnaire.indicators and name not in questionnaire.items
    )


def construct_weights(
    responses: Responses, sample: Sample, rows: Rows, nodes: tuple[str, ...]
) -> dict[str, Floats]:
    """What scored items count in those of the nodes that are constructs, adding to one in each.

    The index is fitted to everybody in the waves of the rows: a group is scored by the weights of its wave.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
    nodes : tuple of str
        Names of constructs, beside those of indicators and items.

    Returns
    -------
    dict of str to ndarray, shape (items,)

    Raises
    ------
    FitError
        If a node is not known, the index cannot be fitted, or it is withheld from a construct.
    """
    questionnaire = responses.questionnaire
    wanted = constructs_of(questionnaire, nodes)
    if not wanted:
        return {}
    _refuse_unknown(questionnaire, wanted)
    index = survey_index(questionnaire.index)
    answers, wave = score_answers(responses, sample, index), np.isin(responses.wave, responses.wave[rows])
    drawn = select_replicates(sample.replicates, wave)
    alone = replace(drawn, factors=drawn.factors[:1], scales=drawn.scales[:0])
    try:
        fit, _ = fit_paths(answers, wave, drop_unanswered(answers, wave, index.model), alone)
    except SatkitError as error:
        first = error.complaints[0]
        raise FitError(Complaint(UNFITTED.with_values(reason=first.what), hint=first.hint)) from error
    return _item_shares(questionnaire, fit, wanted)


def _refuse_unknown(questionnaire: Questionnaire, wanted: tuple[str, ...]) -> None:
    constructs = survey_index(questionnaire.index).model.names if questionnaire.index.is_asked else ()
    known = (*questionnaire.indicators, *questionnaire.items, *constructs)
    strange = [
        Complaint(Text("no indicator, item or construct '%(name)s'", {"name": name}), hint=near(name, known))
        for name in wanted
        if name not in constructs
    ]
    if strange:
        raise FitError(strange)


def _item_shares(questionnaire: Questionnaire, fit: PathFit, wanted: tuple[str, ...]) -> dict[str, Floats]:
    """The shares of the items in every construct that is wanted, as a row over the scored items."""
    made, shares = composition(fit), index_weights(fit, negative=questionnaire.index.negative)[0]
    shares_of = {name: np.zeros(len(questionnaire.scored_items)) for name in wanted}
    for name, block in zip(made.names, made.blocks, strict=True):
        if name in shares_of:
            shares_of[name][[questionnaire.scored_items.index(item) for item in made.items[block]]] = shares[
                block
            ]
    withheld = [
        Complaint(
            WITHHELD.with_values(name=questionnaire.label(name)),
            hint=Text('leave it out, or say [index] negative = "zero" or "keep"'),
        )
        for name in wanted
        if np.isnan(shares_of[name]).any()
    ]
    if withheld:
        raise FitError(withheld)
    return shares_of
