"""Reasons: why the dissatisfied are, how many of them, and in which groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.scoring.disclosure import withheld
from satkit.scoring.estimates import NUMBERS
from satkit.scoring.proportions import Booleans, Proportions, proportions
from satkit.scoring.scores import groupings
from satkit.stats.contrasts import difference
from satkit.stats.design import Floats
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.survey.scale import Point, fold

OTHER = ""  # the name of all reasons too rare to be shown alone
CATCH_ALL = frozenset(("其他", "其它", "其他原因", "其它原因", "other", "others", "other reasons"))
COLUMNS = ["wave", "segment", "level", "item", "reason", *NUMBERS, "covered", "tied", "asked", "withheld"]


@dataclass(frozen=True)
class Merged:
    """The reasons of one item as they are shown: who named which, the rare ones together.

    Parameters
    ----------
    names : tuple of str
        Codes of the points, the most frequent first; the catch-all last, ``OTHER`` where rare
        reasons were merged into it.
    named : ndarray of bool, shape (n, len(names))
    """

    names: tuple[str, ...]
    named: Booleans


def reasons(responses: Responses, sample: Sample) -> pd.DataFrame:
    """How many of the dissatisfied name each reason, by wave, and by segment in the last one.

    The base are respondents at or below the bottom of the overall item (everyone, where there is
    no such item) who named a reason.  Reasons that fewer than ``min_cell`` people of the base of
    the last wave name are one, together with the scale's own catch-all.

    Returns
    -------
    DataFrame
        ``wave segment level item reason estimate std_error low high n n_effective deff df covered
        tied asked withheld``.  ``covered`` is the share that names this reason or one before it,
        ``tied`` tells that it cannot be told from the most frequent one, ``asked`` is how many
        are dissatisfied; the last three for everyone only.  Empty where nobody was asked.
    """
    asked = responses.questionnaire
    lines = []
    for item in asked.of_role("reason"):
        if asked.scale(item).kind == "multi":
            unhappy = dissatisfied(responses)
            base = unhappy & (responses.answers[item].to_numpy() >= 0)
            lines += list(_item(responses, sample, item, unhappy, base))
    return pd.concat(lines, ignore_index=True)[COLUMNS] if lines else pd.DataFrame(columns=COLUMNS)


def dissatisfied(responses: Responses) -> Booleans:
    """Who answered in the bottom box of the overall item; everyone, where there is none."""
    asked = responses.questionnaire
    overall = [item for item in asked.of_role("overall") if asked.scale(item).bottom]
    if not overall:
        return np.ones(len(responses), bool)
    scale = asked.scale(overall[0])
    return np.isin(responses.answers[overall[0]].to_numpy(), scale.places(scale.bottom))


def _item(
    responses: Responses, sample: Sample, item: str, unhappy: Booleans, base: Booleans
) -> Iterator[pd.DataFrame]:
    asked = responses.questionnaire
    waves = [place for place in range(len(asked.waves)) if base[responses.wave == place].any()]
    if not waves:
        return
    last = base & (responses.wave == waves[-1])
    shown = merged(asked, item, responses.options[item], sample.design.weight, last)
    for place in waves if shown.names else []:
        here = responses.wave == place
        for segment, group, levels in groupings(responses):
            if segment and place != waves[-1]:
                continue
            rows = np.flatnonzero(here & base & (group >= 0))
            named = shown.named[rows]
            found = proportions(sample, rows, group[rows], len(levels), named, np.ones_like(named))
            table = _lines(asked, found, shown.names, levels)
            if not segment:
                table = _ranked(table, found, named, sample.design.weight[rows])
            wave = list(asked.waves)[place]
            yield table.assign(wave=wave, segment=segment, item=item, asked=float((here & unhappy).sum()))


def merged(asked: Questionnaire, item: str, options: Booleans, weight: Floats, base: Booleans) -> Merged:
    """The reasons in the order of their shares in ``base``, those below ``min_cell`` people merged."""
    points = asked.scale(item).points
    people = options[base].sum(axis=0)
    share = weight[base] @ options[base]
    catch_all = np.array([_any_other(point) for point in points], bool)
    rare = (people < asked.report.min_cell) & ~catch_all
    alone = np.flatnonzero(~rare & ~catch_all)
    order = alone[np.argsort(-share[alone], kind="stable")]
    names, named = [str(points[k].code) for k in order], [options[:, [k]] for k in order]
    rest = rare | catch_all
    if people[rest].any():
        own = np.flatnonzero(catch_all)
        names.append(OTHER if len(own) != 1 or people[rare].any() else str(points[own[0]].code))
        named.append(np.asarray(options[:, rest].any(axis=1, keepdims=True)))
    return Merged(tuple(names), np.concatenate([*named, np.zeros((len(options), 0), bool)], axis=1))


def _any_other(point: Point) -> bool:
    """Whether a point catches all that is not on the list."""
    return not CATCH_ALL.isdisjoint((fold(point.label.zh), fold(point.label.en)))


def _lines(
    asked: Questionnaire, found: Proportions, names: tuple[str, ...], levels: tuple[str, ...]
) -> pd.DataFrame:
    """One line per level and reason; the numbers of small levels withheld."""
    table = found.lines(asked.report.level)
    table["level"], table["reason"] = np.repeat(levels, len(names)), np.tile(names, len(levels))
    hidden = np.repeat(withheld(found.base.n[:, 0], asked.report.min_cell), len(names))
    table["withheld"] = np.where(hidden, "small", "")
    table.loc[hidden, NUMBERS] = np.nan
    return table.assign(covered=np.nan, tied=False)


def _ranked(table: pd.DataFrame, found: Proportions, named: Booleans, weight: Floats) -> pd.DataFrame:
    """The lines of everyone with what the first reasons cover, and which tie with the first."""
    covered = weight @ np.maximum.accumulate(named, axis=1) / weight.sum()
    gap = difference(found.shares - found.shares[..., :1], found.resamples, found.base.df)
    shown = table["withheld"].to_numpy() == ""
    return table.assign(covered=np.where(shown, covered, np.nan), tied=shown & ~(gap["p"][0] < 0.05))
