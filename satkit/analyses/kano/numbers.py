"""Kano answers read as numbers, and the importance that respondents state."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.kano import continuous, stated_importance
from satkit.models.kano.answers import NAMES
from satkit.models.rank_certainty import draws, frequency
from satkit.models.shrinkage import shrink_to_tie
from satkit.stats.design import Floats, Ints
from satkit.survey.pairs import pairs
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

LITTLE, MUCH = 25.0, 75.0  # 3 and 7 of the usual 1 to 9, on 0 to 100
NUMBERS = ["functional", "functional_sd", "dysfunctional", "dysfunctional_sd", "reach", "angle"]
STATED = ["importance", "importance_low", "importance_high", "contradicts"]


def as_numbers(responses: Responses, sample: Sample, table: pd.DataFrame) -> pd.DataFrame:
    """The lines of everyone, with two other readings of their answers and the stated importance.

    Parameters
    ----------
    table : DataFrame
        ``wave segment attribute category withheld`` and more, see :class:`satkit.analyses.kano.estimate.Kano`.

    Returns
    -------
    DataFrame
        The table with DuMouchel's means ``functional dysfunctional`` (-2 to 4) with ``_sd``, his
        category ``dumouchel`` and ``p_dumouchel``, A-Kano's ``reach`` and ``angle`` (degrees), and the
        ``importance`` (0-100) with ``_low _high``, which ``contradicts`` the category.  Empty for
        segments, small groups and, but for importance, the form with three answers.
    """
    lines = [
        part
        for wave in dict.fromkeys(table["wave"])
        for part in (_means(responses, sample, wave), _average_importance(responses, sample, wave, table))
        if not part.empty
    ]
    columns = [*NUMBERS, "dumouchel", "p_dumouchel", *STATED]
    known = pd.concat(lines).groupby(["wave", "attribute"], sort=False).first() if lines else pd.DataFrame()
    keys = pd.MultiIndex.from_frame(table[["wave", "attribute"]])
    found = known.reindex(index=keys, columns=columns).reset_index(drop=True)
    open_ = (table["segment"] == "") & (table["withheld"] == "") & (table["category"] != "")
    found[~open_.to_numpy()] = np.nan
    found["dumouchel"] = found["dumouchel"].astype(object).where(found["dumouchel"].notna(), "")
    found["contradicts"] = found["contradicts"].eq(True)  # noqa: FBT003  NaN where nothing was stated
    return pd.concat([table.reset_index(drop=True), found], axis=1)


def _inside(responses: Responses, sample: Sample, wave: str) -> Floats:
    """Weights of a wave, 0 outside it."""
    here = responses.wave == list(responses.questionnaire.waves).index(wave)
    return np.asarray(sample.design.weight * here)


def _means(responses: Responses, sample: Sample, wave: str) -> pd.DataFrame:
    questionnaire, found = responses.questionnaire, pairs(responses)
    five = [
        a
        for a, items in enumerate(questionnaire.attributes.values())
        if len(questionnaire.scale(items[0]).points) == 5
    ]
    sides = found.functional[:, five], found.dysfunctional[:, five]
    weight = _inside(responses, sample, wave)
    answered = (np.isfinite(sides[0] + sides[1]) & (weight > 0)[:, None]).any(axis=0)
    sides = sides[0][:, answered], sides[1][:, answered]
    if not answered.any():
        return pd.DataFrame()
    mean = continuous.means(*sides, weight, sample.replicates)
    a_kano = continuous.means(*sides, weight, sample.replicates, continuous.A_KANO)
    reach, angle = continuous.polar(a_kano)
    kind, chance = _quadrant(mean, sample)
    names = np.array([*questionnaire.attributes])[five][answered]
    numbers = {
        "functional": mean.functional[0], "functional_sd": mean.spread[0],
        "dysfunctional": mean.dysfunctional[0], "dysfunctional_sd": mean.spread[1],
        "reach": reach[0], "angle": np.degrees(angle[0]),
    }  # fmt: skip
    letters = np.array(NAMES)[kind]
    return pd.DataFrame(
        {"wave": wave, "attribute": names, **numbers, "dumouchel": letters, "p_dumouchel": chance}
    )


def _quadrant(mean: continuous.Means, sample: Sample) -> tuple[Ints, Floats]:
    """DuMouchel's category, and its probability."""
    both = np.stack([mean.functional, mean.dysfunctional])
    kind = continuous.quadrant(mean)[0]
    drawn = draws(np.moveaxis(both, 0, -1), sample.replicates)
    again = continuous.quadrant(continuous.Means(drawn[..., 0], drawn[..., 1], mean.spread))
    seen = frequency(again[..., None] == np.arange(len(NAMES)))
    return kind, shrink_to_tie(seen, kind, len(again))[np.arange(len(kind)), kind]


def _average_importance(responses: Responses, sample: Sample, wave: str, table: pd.DataFrame) -> pd.DataFrame:
    """Mean stated importance of the attributes that name an item for it."""
    questionnaire = responses.questionnaire
    mine = table[(table["wave"] == wave) & (table["segment"] == "")].set_index("attribute")["category"]
    items = {
        name: one.importance
        for name, one in questionnaire.kano.attribute.items()
        if one.importance and name in mine
    }
    weight = _inside(responses, sample, wave)
    columns = {}
    for name, item in items.items():
        given = responses.answers[item].to_numpy()
        score = np.array([*questionnaire.scale(item).scores, np.nan])[np.where(given < 0, -1, given)]
        if (np.isfinite(score) & (weight > 0)).sum() >= questionnaire.report.min_cell:
            columns[name] = score
    if not columns:
        return pd.DataFrame()
    values, names = np.column_stack(list(columns.values())), tuple(columns)
    kinds = tuple(str(mine[name]) for name in names)
    found = stated_importance.stated_importance(
        values, weight, sample.replicates, names, kinds, LITTLE, MUCH, questionnaire.report.level
    )
    found = found.rename(columns={"low": "importance_low", "high": "importance_high"})
    return found[["attribute", *STATED]].assign(wave=wave)
