"""Who is in the frame, who is drawn, who answers, whom each stands for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.simulation.facts import Margin, Truth
from satkit.survey.questionnaire import Design, Questionnaire, Segment

TYPICAL_ISSUE = 800
SPARE_LEVELS = ("A", "B", "C")
HABIT_OF_RESPONSE = 0.98  # nobody is certain to answer


@dataclass(frozen=True)
class Trait:
    """One way people differ, in one wave.

    Parameters
    ----------
    name, column : str
        The segment (or a stratum that is no segment) and the column it is written to.
    levels, codes : tuple, length L
        Names of the levels, and what the files hold for them.
    chance : ndarray, shape (P, L)
        Population share of every level within each level of ``parent`` (P = 1 without one).
    rate, response : ndarray, shape (L,)
        Factors on the chance to be drawn, and to answer.
    effect : dict
        Level to ``{construct: shift}``, in standard deviations.
    """

    name: str
    column: str
    levels: tuple[str, ...]
    codes: tuple[object, ...]
    chance: np.ndarray
    rate: np.ndarray
    response: np.ndarray
    parent: str = ""
    effect: dict[str, dict[str, float]] | None = None
    reported: bool = True


@dataclass(frozen=True)
class Cells:
    """Every combination of the traits that matter for the truth.

    Parameters
    ----------
    traits : tuple of Trait, length T
    place : ndarray of int, shape (C, T)
        Level of every trait in every cell, last trait fastest.
    share : ndarray, shape (C,)
        Population shares; they add to one.
    """

    traits: tuple[Trait, ...]
    place: np.ndarray
    share: np.ndarray

    def within(self, trait: str, level: int) -> np.ndarray:
        """Population shares of the cells among people of one level; all where it plays no part."""
        names = [t.name for t in self.traits]
        if trait not in names:
            return self.share
        inside: np.ndarray = self.share * (self.place[:, names.index(trait)] == level)
        inside /= max(inside.sum(), np.finfo(float).tiny)
        return inside

    def find(self, levels: pd.DataFrame) -> np.ndarray:
        """The cell of every respondent, shape (n,)."""
        if not self.traits:
            return np.zeros(len(levels), dtype=np.intp)
        shape = [len(t.levels) for t in self.traits]
        return np.asarray(np.ravel_multi_index([levels[t.name].to_numpy() for t in self.traits], shape))


@dataclass(frozen=True)
class People:
    """The respondents of one wave.

    Parameters
    ----------
    levels : DataFrame of int, n rows
        Per trait the place of the level.
    cluster : ndarray of int, shape (n,)
    clusters : tuple of str
        Names of the clusters, ``cluster`` points into it.
    weight, fpc : ndarray, shape (n,)
        People each stands for; clusters (or people) in the population of the stratum.
    """

    levels: pd.DataFrame
    cluster: np.ndarray
    clusters: tuple[str, ...]
    weight: np.ndarray
    fpc: np.ndarray

    def __len__(self) -> int:
        return len(self.weight)


def traits(
    questionnaire: Questionnaire, truth: Truth, wave: str, rng: np.random.Generator
) -> tuple[Trait, ...]:
    """The segments and strata of a wave, parents before children.

    ``rng`` fills what the truth leaves open; give the same stream for every wave.
    """
    known: dict[str, Trait] = {}
    columns: set[str] = set()
    segments = [s for s in questionnaire.segments.values() if (s.column or s.name) not in columns]
    segments.sort(key=lambda s: bool(truth.segment.get(s.name, Margin()).given))
    for place, segment in enumerate(segments):
        if (segment.column or segment.name) in columns:
            continue  # two segments may cut one column: the first one is drawn
        columns.add(segment.column or segment.name)
        margin = truth.segment.get(segment.name) or _invent_margin(segment, wave, rng, with_effect=place == 0)
        known[segment.name] = _trait(segment, margin, wave, known)
    for column in questionnaire.design(wave).strata:
        if column not in columns:
            known[column] = _plain(column)
    return tuple(known.values())


def _invent_margin(segment: Segment, wave: str, rng: np.random.Generator, *, with_effect: bool) -> Margin:
    levels = [level.name for level in segment.levels] or list(SPARE_LEVELS)
    shares = rng.dirichlet(np.full(len(levels), 5.0))
    shifts = rng.normal(0.0, 0.15, len(levels)) * with_effect
    return Margin(
        shares={wave: dict(zip(levels, shares.tolist(), strict=True))},
        effect={name: {"all": shift} for name, shift in zip(levels, shifts.tolist(), strict=True)},
    )


def _plain(column: str) -> Trait:
    one = np.ones(len(SPARE_LEVELS))
    return Trait(column, column, SPARE_LEVELS, SPARE_LEVELS, one[None] / one.sum(), one, one, reported=False)


def _trait(segment: Segment, margin: Margin, wave: str, known: dict[str, Trait]) -> Trait:
    shares = margin.shares.get(wave, {})
    named = dict.fromkeys(level for row in (shares, *margin.table.values()) for level in row)
    levels = tuple(level.name for level in segment.levels) or tuple(named) or SPARE_LEVELS
    codes = tuple(level.codes[0] if level.codes else level.name for level in segment.levels) or levels
    parents = known[margin.given].levels if margin.given else ()
    rows = [margin.table.get(level, {}) for level in parents] or [shares]
    chance = np.array([[row.get(level, 0.0 if row else 1.0) for level in levels] for row in rows])
    return Trait(
        name=segment.name,
        column=segment.column or segment.name,
        levels=levels,
        codes=codes,
        chance=chance / chance.sum(axis=1, keepdims=True),
        rate=np.array([margin.oversample.get(level, 1.0) for level in levels]),
        response=np.array([margin.response.get(level, 1.0) for level in levels]),
        parent=margin.given,
        effect=margin.effect,
    )


def cells(people: Sequence[Trait]) -> Cells:
    """The population crossed by every trait that shifts an answer, or depends on one that does."""
    moving = {t.name for t in people if t.effect and any(any(e.values()) for e in t.effect.values())}
    linked = {t.name for t in people if t.parent and {t.name, t.parent} & moving}
    wanted = moving | linked | {t.parent for t in people if t.name in linked}
    kept = tuple(t for t in people if t.name in wanted)
    place = _cross_levels(kept)
    names = [t.name for t in kept]
    share = np.ones(len(place))
    for number, trait in enumerate(kept):
        above = place[:, names.index(trait.parent)] if trait.parent else np.zeros(len(place), np.intp)
        share *= trait.chance[above, place[:, number]]
    return Cells(kept, place, share)


def _cross_levels(people: Sequence[Trait]) -> np.ndarray:
    """Every combination of levels, shape (C, T); one empty combination of no traits."""
    levels = [range(len(trait.levels)) for trait in people]
    return np.array(list(itertools.product(*levels)), dtype=np.intp).reshape(-1 if people else 1, len(people))


def margin(trait: Trait, known: dict[str, Trait]) -> np.ndarray:
    """Population share of every level of a trait, shape (L,)."""
    if not trait.parent:
        return np.asarray(trait.chance[0])
    shares: np.ndarray = margin(known[trait.parent], known) @ trait.chance
    return shares


def draw(
    questionnaire: Questionnaire,
    truth: Truth,
    wave: str,
    people: Sequence[Trait],
    rng: np.random.Generator,
) -> People:
    """Draw the sample of a wave and let some of it answer.

    Strata are allocated in proportion; weights are N/n within a stratum, divided by each
    person's factor on the chance to be drawn and the chance to answer.
    """
    design, sampling = questionnaire.design(wave), truth.sampling
    issued = sampling.issued.get(wave) or questionnaire.waves[wave].issued or TYPICAL_ISSUE
    fixed = [t for t in people if t.column in design.strata and not t.parent]
    stratum, size, places = _allocate(fixed, issued)
    levels = pd.DataFrame({t.name: places[stratum, k] for k, t in enumerate(fixed)}, index=range(issued))
    tilt = np.ones(issued)
    for trait in (t for t in people if t not in fixed):
        above = levels[trait.parent].to_numpy() if trait.parent else np.zeros(issued, np.intp)
        levels[trait.name], ratio = _levels(trait, above, rng)
        tilt *= ratio
    answer = np.full(issued, sampling.response)
    for trait in people:
        answer *= trait.response[levels[trait.name].to_numpy()]
    answer = np.minimum(answer, HABIT_OF_RESPONSE)
    labels = ["".join(str(t.codes[p]) for t, p in zip(fixed, row, strict=True)) for row in places]
    cluster, names, frame = _clusters(design, truth, stratum, size, labels, rng)
    here = rng.random(issued) < answer
    kept = levels.loc[here, [t.name for t in people]].reset_index(drop=True)
    inside, lift = stratum[here], (tilt / answer)[here]
    weight = sampling.population * size[inside] * lift / np.bincount(inside, lift, len(size))[inside]
    fpc = frame[inside] if design.cluster else np.round(sampling.population * size[inside])
    return People(kept, cluster[here], names, weight, fpc)


def _allocate(fixed: Sequence[Trait], issued: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stratum of every questionnaire, share of every stratum, and its levels."""
    places = _cross_levels(fixed)
    size = np.ones(len(places))
    for number, trait in enumerate(fixed):
        size *= trait.chance[0][places[:, number]]
    return np.repeat(np.arange(len(size)), whole(size * issued)), size, places


def _levels(trait: Trait, above: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A level for everybody, and population chance over sampling chance."""
    drawn = trait.chance * trait.rate
    drawn = drawn / drawn.sum(axis=1, keepdims=True)
    place = (rng.random(len(above))[:, None] > drawn.cumsum(axis=1)[above, :-1]).sum(axis=1)
    return place, trait.chance[above, place] / drawn[above, place]


def _clusters(
    design: Design,
    truth: Truth,
    stratum: np.ndarray,
    size: np.ndarray,
    labels: Sequence[str],
    rng: np.random.Generator,
) -> tuple[np.ndarray, tuple[str, ...], np.ndarray]:
    """Cluster of every questionnaire, names of the clusters, number in the frame by stratum."""
    if not design.cluster:
        return np.arange(len(stratum)), (), np.full(len(size), np.inf)
    drawn = np.maximum(2, np.round(truth.sampling.clusters * size)).astype(int)
    frame = np.ceil(drawn * truth.sampling.frame).astype(int)
    cluster, names = np.empty(len(stratum), dtype=np.intp), list[str]()
    for number, (count, total) in enumerate(zip(drawn, frame, strict=True)):
        inside = np.flatnonzero(stratum == number)
        shares = rng.gamma(6.0, size=count)
        cluster[inside] = len(names) + rng.choice(count, len(inside), p=shares / shares.sum())
        chosen = np.sort(rng.choice(total, count, replace=False)) + 1
        names += [f"{labels[number] or 'P'}-{place:02d}" for place in chosen]
    return cluster, tuple(names), frame.astype(float)


def whole(parts: np.ndarray) -> np.ndarray:
    """Whole numbers near ``parts`` with the same sum: the largest remainders are rounded up."""
    down = np.floor(parts + 1e-9)
    missing = round(float(parts.sum() - down.sum()))
    order = np.argsort(down - parts, kind="stable")
    down[order[:missing]] += 1
    return down.astype(np.intp)
