"""Shares satisfied, net promoters and departments: this wave against the one before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.scoring.boxes import box_values
from satkit.scoring.differences import freedom_of_both, paired_groups
from satkit.scoring.rollup import owned_weights, resting_on, roll
from satkit.scoring.scores import Group, Scores
from satkit.scoring.support import BOXES
from satkit.stats.contrasts import Interval, add_evidence, difference
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import find_turned_items

POINTS = 100.0  # a share is told in percentage points


def box_changes(scores: Scores, resamples: Replicates) -> pd.DataFrame:
    """The change of every share, net promoter and effort score of everyone since the wave before.

    Returns
    -------
    DataFrame
        ``wave versus item measure estimate estimate_versus difference std_error low high p p_adjusted n n_versus
        evidence``: points, for shares percentage points; p adjusted over the items of one role and measure, so that
        the one question on recommendation does not pay for forty others.
    """
    questionnaire = scores.questionnaire
    lines = []
    for later, earlier in paired_groups(scores):
        if later.segment:
            continue
        now, before = (box_values(questionnaire, group.tally, resamples) for group in (later, earlier))
        held = find_turned_items(scores.breaks, later.wave)
        for item, measure in now.keys() & before.keys():
            unit = POINTS if measure in BOXES else 1.0
            sides = [
                (values[:, 0] * unit, line.iloc[0])
                for values, line in (now[item, measure], before[item, measure])
            ]
            if min(line["n"] for _, line in sides) < 1:
                continue
            ends = [
                Interval(*(np.asarray(line[key] * unit) for key in ("estimate", "std_error", "low", "high")))
                for _, line in sides
            ]
            (own, line), (other, line_before) = sides
            freedom = freedom_of_both(questionnaire, line["df"], line_before["df"])
            found = difference(
                own - other, resamples, freedom, questionnaire.report.level, (ends[0], ends[1])
            )
            lines.append(
                {name: float(value) for name, value in found.items()}
                | {"wave": later.wave, "versus": earlier.wave, "item": item, "measure": measure}
                | {
                    "estimate": own[0],
                    "estimate_versus": other[0],
                    "n": line["n"],
                    "n_versus": line_before["n"],
                }
                | {"role": questionnaire.items[item].role, "held": item in held}
            )
    if not lines:
        return pd.DataFrame()
    order = {item: place for place, item in enumerate(questionnaire.items)}
    table = pd.DataFrame(lines).sort_values(
        ["item", "measure"], key=lambda part: part.map(order) if part.name == "item" else part
    )
    return _judge(scores, table, ["wave", "measure", "role"]).drop(columns="role")


def department_changes(scores: Scores, resamples: Replicates) -> pd.DataFrame:
    """What every department answers for, against the same in the wave before, over the items that both asked.

    Returns
    -------
    DataFrame
        ``wave versus department estimate estimate_versus difference std_error low high p p_adjusted n n_versus
        evidence``; p adjusted over the departments.
    """
    questionnaire = scores.questionnaire
    lines = [
        line
        for later, earlier in paired_groups(scores)
        if not later.segment
        for name in questionnaire.departments
        for line in _department(scores, resamples, name, later, earlier)
    ]
    return _judge(scores, pd.DataFrame(lines), ["wave"]) if lines else pd.DataFrame()


def _department(
    scores: Scores, resamples: Replicates, name: str, later: Group, earlier: Group
) -> list[dict[str, object]]:
    """The line of one department, or none where it owns nothing that both waves asked."""
    questionnaire = scores.questionnaire
    available = (later.tally.n[0] > 0) & (earlier.tally.n[0] > 0)
    inside, _ = owned_weights(questionnaire.indicators, questionnaire.scored_items, available, name)
    if np.isnan(inside).any():
        return []
    owned = inside > 0
    now, before = (roll(group.means, inside[None, :])[:, 0, 0] for group in (later, earlier))
    n, n_before = (int(group.tally.n[0, owned].max()) for group in (later, earlier))
    df = freedom_of_both(questionnaire, *(group.tally.df[0, owned].min() for group in (later, earlier)))
    found = difference(now - before, resamples, df, questionnaire.report.level)
    return [
        {key: float(value) for key, value in found.items()}
        | {"wave": later.wave, "versus": earlier.wave, "department": name}
        | {"estimate": now[0], "estimate_versus": before[0], "n": n, "n_versus": n_before}
        | {
            "held": bool(
                resting_on(inside, questionnaire.scored_items, find_turned_items(scores.breaks, later.wave))
            )
        }
        | {
            "few": any(
                (group.tally.n[0, owned] < questionnaire.report.min_cell).any() for group in (later, earlier)
            )
        }
    ]


def _judge(scores: Scores, table: pd.DataFrame, family: list[str]) -> pd.DataFrame:
    """The differences with verdicts, small cells withheld."""
    report = scores.questionnaire.report
    few = table["few"] if "few" in table else table[["n", "n_versus"]].min(axis=1) < report.min_cell
    told = add_evidence(
        table.drop(columns="few", errors="ignore").assign(hidden=few.astype(bool)),
        family,
        report.smallest_change,
        report.min_test,
    )
    told.loc[told["evidence"].isin(["hidden", "held"]), ["estimate", "estimate_versus"]] = np.nan
    return told.reset_index(drop=True)
