"""Which drivers work differently in a group, or since another wave."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.drivers.driver_data import Case, case, measurable, refuse_shared, rows_of
from satkit.errors import Complaint, DataError, FitError, near, quote_all
from satkit.language import Text
from satkit.models.drivers import affordable, correlations, importance, segments
from satkit.models.drivers.standardised import beta, slopes
from satkit.scoring.disclosure import reasons, withheld
from satkit.scoring.scores import groupings
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats, Ints
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample

COLUMNS = (
    "level", "driver", "n", "measure", "share", "rest", "slope", "slope_rest", "difference",
    "difference_low", "difference_high", "p", "p_adjusted", "probability_larger", "evidence", "withheld", "reason",
)  # fmt: skip

Sides = tuple[NDArray[np.bool_], NDArray[np.bool_]]


def compare_groups(responses: Responses, sample: Sample, wave: str, segment: str) -> pd.DataFrame:
    """Drivers in every level of a segment against all other respondents, Holm over the segment.

    Returns
    -------
    DataFrame
        ``level driver n measure share rest slope slope_rest difference difference_low difference_high
        p p_adjusted probability_larger evidence withheld reason``; no numbers where a level is too small or does not
        allow them.  ``share`` is that of the importance, in the level and outside; ``slope`` the
        change of the outcome per point of the driver, and ``difference`` one slope less the other.

    Raises
    ------
    FitError
        If there is no such wave or segment.
    """
    questionnaire = responses.questionnaire
    inside = rows_of(responses, wave)
    group, levels = _divide(responses, segment)
    people = np.array([(inside & (group == g)).sum() for g in range(len(levels))])
    hidden = withheld(people[:, None], questionnaire.report.min_cell)[:, 0]
    lines = []
    for g, level in enumerate(levels):
        if hidden[g] or people[g] < questionnaire.report.min_test:
            why = "hidden" if hidden[g] else "small"
            withheld_for = reasons(hidden[g], people[g], questionnaire.report.min_cell)
            lines.append(pd.DataFrame({"level": [level], "evidence": why, "withheld": str(withheld_for)}))
            continue
        sides = (inside & (group == g), inside & (group >= 0) & (group != g))
        try:
            lines.append(_subtract_sides(responses, sample, sides).assign(level=level))
        except (DataError, FitError) as error:
            reason = pd.Series([error.complaints[0].what], dtype=object)
            lines.append(pd.DataFrame({"level": [level], "evidence": "none", "reason": reason}))
    return _judge(pd.concat(lines, ignore_index=True))


def compare_waves(responses: Responses, sample: Sample, wave: str, versus: str) -> pd.DataFrame:
    """Drivers in one wave against another; the columns of :func:`compare_groups` without ``level``.

    Raises
    ------
    FitError
        If there is no such wave, or one does not allow them.
    """
    sides = rows_of(responses, wave), rows_of(responses, versus)
    return _judge(_subtract_sides(responses, sample, sides)).drop(columns="level")


def _divide(responses: Responses, segment: str) -> tuple[Ints, tuple[str, ...]]:
    """The group of every respondent in a segment, and the names of its groups."""
    found = {name: (group, levels) for name, group, levels in groupings(responses) if name}
    if segment not in found:
        known = Text("known: %(names)s", {"names": quote_all(found)})
        what = Text("no segment '%(name)s'", {"name": segment})
        raise FitError(Complaint(what, expected=known, hint=near(segment, found)))
    return found[segment]


def _subtract_sides(responses: Responses, sample: Sample, sides: Sides) -> pd.DataFrame:
    """Slopes of one side less those of the other, driver by driver, with shares beside them."""
    questionnaire = responses.questionnaire
    cases = [case(responses, sample, side) for side in sides]
    names = tuple(name for name in cases[0].names if name in cases[1].names)
    if any(one.names != names for one in cases):
        cases = [case(responses, sample, side, names) for side in sides]
    scored = any(measurable(questionnaire, one)[0] == "score" for one in cases)
    measure = "score" if scored else questionnaire.drivers.measure
    weighed = [_weigh(one, questionnaire.drivers.missing, measure) for one in cases]
    both = np.stack([slope for slope, _ in weighed], axis=1)
    # sides that meet in the same units are worth no more than all of these
    df = max(min(cases[0].df + cases[1].df, sample.design.degrees(sides[0] | sides[1])), 1)
    found = segments.differences(both, sample.replicates, names, ("", ""), df, questionnaire.report.level)
    found = found.rename(columns={"low": "difference_low", "high": "difference_high"})
    return found.drop(columns=["group", "versus", "std_error"]).assign(
        n=np.isfinite(cases[0].own).sum(axis=0),
        measure=measure,
        slope=both[0, 0],
        slope_rest=both[0, 1],
        share=weighed[0][1],
        rest=weighed[1][1],
    )


def _weigh(data: Case, missing: str, measure: str) -> tuple[Floats, Floats]:
    """Slopes in every replicate, shape (b + 1, p), and shares in the sample."""
    cov = data.moments(missing, (measure,)).cov
    slope = slopes(cov, beta(correlations(cov, data.names, len(data))))
    refuse_shared(slope)
    fit = importance(cov[:1], data.names, affordable(len(data.names), 0))
    return slope, fit.shares[0] / fit.total[0]


def _judge(table: pd.DataFrame) -> pd.DataFrame:
    """Holm over the lines with numbers, and the columns in order."""
    table = table.reindex(columns=list(COLUMNS))
    table["p_adjusted"] = adjust_p(table["p"].astype(float), "holm")
    sure = np.where(table["p_adjusted"] < 0.05, "significant", "unclear")
    evidence = table["evidence"].astype(object)
    table["withheld"] = table["withheld"].astype(object).where(table["withheld"].notna(), "")
    return table.assign(evidence=evidence.where(evidence.notna(), pd.Series(sure, table.index)))
