"""Outcome and drivers of one group of respondents, ready to be explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from satkit.analyses.drivers.rows import Outcome
from satkit.analyses.index.construct_weights import construct_weights
from satkit.errors import Complaint, FitError, near, quote_all
from satkit.language import Text
from satkit.scoring.rollup import resting_on, tree_weights
from satkit.stats.design import Floats, Ints
from satkit.stats.incomplete import answer_moments
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import astray
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

NOT_ASKED = Text("nobody was asked")
REVERSED = Text("its scale may have been reversed in this wave")
CONFIRM = Text("mend the codes of the wave, or confirm them with drift.accept in [checks]")
CONSTANT = Text("everyone answered alike")
TORN = Text("too few answered the same pairs of questions for their correlations to fit together")
SINGULAR = 0.02  # smallest eigenvalue of a correlation matrix that can be trusted
RARE = Text("answered by %(share)s only")
FALLBACK = Text(
    "dissatisfied respondents: %(n)d, too few to tell what goes with it; the score is explained instead"
)
CONTENT = Text(
    "respondents who are not dissatisfied: %(n)d, too few to tell them apart; the score is explained instead"
)
SHARED = Text("the drivers cannot be told apart in most replicates")


@dataclass(frozen=True)
class Case:
    """Respondents with an overall answer, and what they said of p drivers.

    Parameters
    ----------
    outcome : str
        The item that is explained.
    names : tuple of str, length p
    own : ndarray, shape (n, p)
        Respondents' own scores, NaN where they have none.
    marks : ndarray, shape (4, p)
        The lowest score there is, the best that is bad, the worst that is excellent, the highest.
    score, grade, dissatisfied : ndarray, shape (n,)
        The overall answer on 0-100, its rank from the worst answer, and whether it is a bad one.
    weight : ndarray, shape (n,)
    resamples : Replicates
        On these respondents.
    unit, stratum : ndarray of int, shape (n,)
        What was drawn with them, and from where.
    df : int
        Units less strata.
    left : tuple of (str, Text)
        Drivers left out, and why.
    """

    outcome: str
    names: tuple[str, ...]
    own: Floats
    marks: Floats
    score: Floats
    grade: Floats
    dissatisfied: Floats
    weight: Floats
    resamples: Replicates
    unit: Ints
    stratum: Ints
    df: int
    left: tuple[tuple[str, Text], ...]

    def __len__(self) -> int:
        return len(self.score)

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Whether a respondent found a driver bad; no answer is no failure, shape (n, p)."""
        return np.asarray(self.own <= self.marks[1])

    def measured(self, measure: str) -> Floats:
        """The outcome as ``score``, ``grade`` or ``dissatisfied``, shape (n,)."""
        return {"score": self.score, "grade": self.grade, "dissatisfied": self.dissatisfied}[measure]

    def moments(self, missing: str, measures: tuple[str, ...]) -> Moments:
        """Moments of the drivers and, last, of the outcome as measured, for every replicate.

        Where too few answered the same pairs for their correlations to fit together, missing answers
        are replaced by means in place of ``pairwise``, and a note says so.
        """
        columns = np.column_stack([self.own, *(self.measured(measure) for measure in measures)])
        names = [*self.names, *measures]
        found = answer_moments(columns, names, self.weight, self.resamples, missing)
        if missing != "pairwise" or _fits_together(found.cov[:, : len(self.names), : len(self.names)]):
            return found
        again = answer_moments(columns, names, self.weight, self.resamples, "mean")
        return replace(again, notes=(TORN, *again.notes))


def _fits_together(cov: Floats) -> bool:
    """Whether nearly all of every fifth replicate's correlations are far from singular."""
    cov = cov[::5]
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
        scaled = cov / spread[..., :, None] / spread[..., None, :]
    sound = np.isfinite(scaled).all(axis=(1, 2))
    try:  # nearly always all are far from it, and a root costs a tenth of the eigenvalues
        np.linalg.cholesky(scaled[sound] - SINGULAR * np.eye(scaled.shape[-1]))
        least = np.full(sound.sum(), SINGULAR)
    except np.linalg.LinAlgError:
        least = np.linalg.eigvalsh(scaled[sound])[:, 0]
    return bool(np.quantile(np.append(least, np.zeros((~sound).sum())), 0.01) >= SINGULAR)


def outcome_of(questionnaire: Questionnaire) -> str:
    """The item that drivers explain: as the definition says, else the overall one; or none."""
    candidates = (questionnaire.drivers.outcome, *questionnaire.of_role("overall"))
    return next((item for item in candidates if item in questionnaire.scored_items), "")


def drivers_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """What explains it: as the definition says, else leaf indicators, else (for fewer than two) single questions."""
    outcome = outcome_of(questionnaire)
    if questionnaire.drivers.drivers:
        return questionnaire.drivers.drivers
    leaves = tuple(
        n for n, node in questionnaire.indicators.items() if node.items and outcome not in node.items
    )
    single = tuple(
        i for i in questionnaire.scored_items if questionnaire.items[i].role == "score" and i != outcome
    )
    return leaves if len(leaves) > 1 else single


def areas_of(questionnaire: Questionnaire, drivers: tuple[str, ...]) -> tuple[str, ...]:
    """The indicators right above the drivers, in the order of the tree."""
    above = dict.fromkeys(
        questionnaire.indicators[name].parent for name in drivers if name in questionnaire.indicators
    )
    return tuple(name for name in above if name)


def bad_places(questionnaire: Questionnaire) -> tuple[int, ...]:
    """The places of the outcome's answers that count as dissatisfied."""
    scale = questionnaire.scale(outcome_of(questionnaire))
    return scale.places(questionnaire.drivers.dissatisfied or scale.bottom)


def rows_of(responses: Responses, wave: str) -> NDArray[np.bool_]:
    """The respondents of a wave.

    Raises
    ------
    FitError
        If there is no such wave.
    """
    waves = tuple(responses.questionnaire.waves)
    if wave not in waves:
        known = Text("known: %(names)s", {"names": quote_all(waves)})
        raise FitError(
            Complaint(Text("no wave '%(name)s'", {"name": wave}), expected=known, hint=near(wave, waves))
        )
    return np.asarray(responses.wave == waves.index(wave))


def case(
    responses: Responses, sample: Sample, rows: NDArray[np.bool_], drivers: tuple[str, ...] | None = None
) -> Case:
    """Put outcome and drivers of some respondents together.

    A driver that too few answered, or all alike, is left out, and ``left`` says so.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
        A wave, or a group of one.
    drivers : tuple of str, optional
        Indicators, items and constructs of the index; by default those of the definition.

    Raises
    ------
    FitError
        If there is no outcome, fewer than two drivers are left, or a construct has no index.
    """
    questionnaire = responses.questionnaire
    outcome = outcome_of(questionnaire)
    if not outcome:
        raise FitError(_no_outcome())
    places = responses.answers[outcome].to_numpy()
    inside = np.flatnonzero(rows & (places >= 0) & (sample.design.weight > 0))
    names = drivers_of(questionnaire) if drivers is None else drivers
    constructs = construct_weights(responses, sample, rows, names)
    own, marks = own_scores(responses, inside, names, constructs)
    doubted = _find_doubted(responses, inside, (outcome, *names), constructs)
    if outcome in doubted:
        raise FitError(Complaint(REVERSED, hint=CONFIRM))
    kept, left = _usable(questionnaire, names, own, doubted)
    if len(kept) < 2:
        raise FitError(_too_few_drivers(len(kept)))
    scale = questionnaire.scale(outcome)
    rank = np.unique(scale.scores, return_inverse=True)[1]
    found = places[inside]
    piece, place = np.unique(sample.replicates.piece[inside], return_inverse=True)
    return Case(
        outcome=outcome,
        names=tuple(names[k] for k in kept),
        own=own[:, kept],
        marks=marks[:, kept],
        score=np.array(scale.scores)[found],
        grade=rank[found].astype(float),
        dissatisfied=np.isin(found, bad_places(questionnaire)).astype(float),
        weight=sample.design.weight[inside],
        resamples=replace(
            sample.replicates,
            piece=place.astype(np.int64),
            factors=np.ascontiguousarray(sample.replicates.factors[:, piece]),
        ),
        unit=sample.design.unit[inside],
        stratum=sample.design.stratum[sample.design.unit[inside]],
        df=sample.design.degrees(np.isin(np.arange(len(places)), inside)),
        left=left,
    )


def measurable(questionnaire: Questionnaire, data: Case) -> tuple[Outcome, tuple[Text, ...]]:
    """What can be explained: the measure asked for, or the score where too few are dissatisfied."""
    bad = int(data.dissatisfied.sum())
    content = len(data) - bad
    if questionnaire.drivers.measure != "dissatisfied" or min(bad, content) >= questionnaire.report.min_test:
        return questionnaire.drivers.measure, ()
    return "score", ((FALLBACK.with_values(n=bad) if bad < content else CONTENT.with_values(n=content)),)


def refuse_shared(values: Floats) -> None:
    """Raise where fewer than half of the replicates, shape (b + 1, p), could tell the drivers apart."""
    if 2 * np.isfinite(values[1:]).all(axis=1).sum() < len(values) - 1:
        raise FitError(
            Complaint(SHARED, hint=Text("take fewer drivers, or indicators in place of questions"))
        )


def own_scores(
    responses: Responses, rows: Ints, nodes: tuple[str, ...], constructs: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """Respondents' own scores of indicators, items and constructs over what each answered, and their marks.

    Parameters
    ----------
    constructs : mapping of str to ndarray
        See :func:`satkit.analyses.index.construct_weights.construct_weights`.

    Returns
    -------
    own : ndarray, shape (rows, nodes)
    marks : ndarray, shape (4, nodes)
        See :class:`Case`; those of an indicator or a construct are averages over its items.
    """
    questionnaire = responses.questionnaire
    items = questionnaire.scored_items
    places = responses.answers[list(items)].to_numpy()[rows]
    names, tree = tree_weights(questionnaire.indicators, items, np.asarray((places >= 0).any(axis=0)))
    weights = {**constructs, **dict(zip(names, np.nan_to_num(tree), strict=True))}
    weights |= dict(zip(items, np.eye(len(items)), strict=True))
    chosen = np.array([weights[node] for node in nodes]).reshape(len(nodes), len(items))
    scores = [np.array(questionnaire.scale(item).scores) for item in items]
    answers = np.column_stack([worth[np.maximum(places[:, k], 0)] for k, worth in enumerate(scores)])
    there = places >= 0
    with np.errstate(invalid="ignore", divide="ignore"):
        own = (np.where(there, answers, 0.0) @ chosen.T) / (there @ chosen.T)
    marks = np.array([_marks(questionnaire, item) for item in items])
    return own, (chosen @ marks).T


def _marks(questionnaire: Questionnaire, item: str) -> tuple[float, float, float, float]:
    """The lowest score, the best of the bottom box, the worst of the top box, the highest."""
    scale = questionnaire.scale(item)
    bottom, top = ([scale.scores[k] for k in scale.places(codes)] for codes in (scale.bottom, scale.top))
    low, high = min(scale.scores), max(scale.scores)
    return low, max(bottom, default=low), min(top, default=high), high


def _find_doubted(
    responses: Responses, rows: Ints, nodes: tuple[str, ...], constructs: Mapping[str, Floats]
) -> frozenset[str]:
    """The nodes that rest on an item whose scale may have been reversed in a wave of these rows."""
    questionnaire = responses.questionnaire
    waves = [list(questionnaire.waves)[place] for place in np.unique(responses.wave[rows])]
    items = frozenset().union(*(astray(responses.breaks, questionnaire.waves, wave)[0] for wave in waves))
    if not items:
        return items
    names, tree = tree_weights(
        questionnaire.indicators, questionnaire.scored_items, np.ones(len(questionnaire.scored_items), bool)
    )
    weights = {**constructs, **dict(zip(names, tree, strict=True))}
    resting = {name for name, row in weights.items() if resting_on(row, questionnaire.scored_items, items)}
    return (items | resting) & {*nodes}


def _usable(
    questionnaire: Questionnaire, names: tuple[str, ...], own: Floats, doubted: frozenset[str]
) -> tuple[list[int], tuple[tuple[str, Text], ...]]:
    kept, left = [], []
    for place, name in enumerate(names):
        answers = own[np.isfinite(own[:, place]), place]
        share = len(answers) / max(len(own), 1)
        if not len(answers):
            left.append((name, NOT_ASKED))
        elif np.ptp(answers) == 0:
            left.append((name, CONSTANT))
        elif name in doubted:
            left.append((name, REVERSED))
        elif share < questionnaire.drivers.least:
            left.append((name, RARE.with_values(share=f"{100 * share:.0f}%")))
        else:
            kept.append(place)
    return kept, tuple(left)


def _no_outcome() -> Complaint:
    return Complaint(
        Text("no overall question to explain"),
        expected=Text('an item with role = "overall", or [drivers] outcome = "…"'),
    )


def _too_few_drivers(count: int) -> Complaint:
    return Complaint(
        Text("drivers left: %(count)d, too few to compare", {"count": count}),
        expected=Text("at least two questions that differ between respondents"),
    )
