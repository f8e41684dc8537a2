"""Rows left out where the definition says so, and counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.checks import nonresponse, thin
from satkit.survey.responses import Check, Responses

AFTER = {"nonresponse": nonresponse.check, "thin": thin.check}  # what they tell is told of those who are left


def exclude_flagged(responses: Responses) -> Responses:
    """The responses without the offenders of every check whose action is ``exclude``.

    A row is counted under the first check it offends.  The waterfall gains one step per check,
    named like it, before ``analysed``.

    Raises
    ------
    DataError
        If no row is left.
    """
    keep = np.ones(len(responses), dtype=bool)
    steps = []
    for check in responses.checks:
        if check.action == "exclude":
            out = _rows(responses, check) & keep
            keep &= ~out
            steps.append((check.name, out))
    if not keep.any():
        raise DataError(
            Complaint(
                Text("the checks leave no respondent"),
                expected=Text("left out: %(steps)s", {"steps": _describe_steps(responses, steps)}),
                hint=Text("look at the columns of the items, and at the checks set to 'exclude' in [checks]"),
            )
        )
    left = replace(keep_rows(responses, keep), waterfall=_waterfall(responses, steps, keep))
    checks = tuple(AFTER[check.name](left) if check.name in AFTER else check for check in responses.checks)
    return replace(left, checks=checks)


def _describe_steps(responses: Responses, steps: list[tuple[str, np.ndarray]]) -> tuple[Text, ...]:
    titles = {check.name: check.title for check in responses.checks}
    return tuple(
        Text("%(title)s: %(count)d", {"title": titles[name], "count": int(out.sum())})
        for name, out in steps
        if out.any()
    )


def keep_rows(responses: Responses, rows: np.ndarray) -> Responses:
    """Some rows of the responses, their checks and waterfall untouched."""
    return replace(
        responses,
        wave=responses.wave[rows],
        answers=responses.answers[rows].reset_index(drop=True),
        segments=responses.segments[rows].reset_index(drop=True),
        weight=responses.weight[rows],
        stratum=responses.stratum[rows],
        cluster=responses.cluster[rows],
        fpc=responses.fpc[rows],
        file_row=responses.file_row[rows],
        options={name: some[rows] for name, some in responses.options.items()},
        replicate_weights={
            wave: weights[rows[responses.wave == list(responses.questionnaire.waves).index(wave)]]
            for wave, weights in responses.replicate_weights.items()
        },
        numbers=responses.numbers[rows].reset_index(drop=True),
        texts=responses.texts[rows].reset_index(drop=True),
    )


def _rows(responses: Responses, check: Check) -> np.ndarray:
    """Which rows a check names, by wave and row of the file."""
    places = {wave: place for place, wave in enumerate(responses.questionnaire.waves)}
    named = pd.MultiIndex.from_arrays(
        [check.offenders["wave"].map(places).astype(np.int64), check.offenders["row"].astype(np.int64)]
    )
    return np.asarray(pd.MultiIndex.from_arrays([responses.wave, responses.file_row]).isin(named))


def _waterfall(responses: Responses, steps: list[tuple[str, np.ndarray]], keep: np.ndarray) -> pd.DataFrame:
    before = responses.waterfall[responses.waterfall["step"] != "analysed"]
    lines = []
    for place, wave in enumerate(responses.questionnaire.waves):
        here = responses.wave == place
        lines += before[before["wave"] == wave].to_dict("records")
        lines += [{"wave": wave, "step": name, "n": int((out & here).sum())} for name, out in steps]
        lines.append({"wave": wave, "step": "analysed", "n": int((keep & here).sum())})
    return pd.DataFrame(lines, columns=["wave", "step", "n"])
