"""Sentences about reasons and recovery, each for the evidence it needs."""

import numpy as np
import pandas as pd
import pytest

from satkit.analyses import weigh
from satkit.analyses.reasons import finding as reasons
from satkit.analyses.reasons.estimate import Reasons
from satkit.analyses.reasons.rows import ReasonChange, ReasonShare
from satkit.analyses.recovery import finding as recovery
from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.recovery.rows import LevelLoyalty, LoyaltyContrast, LoyaltyStep, ProblemRate
from satkit.findings.evidence import Evidence
from satkit.findings.order import state_confidence
from satkit.language import Label, say
from satkit.survey.questionnaire import Item, Questionnaire, Wave
from satkit.survey.scale import SATISFACTION, Point, Scale
from tests.rows import frame_of

LABELS = ("outages", "bills", "hotline", "voltage", "queues", "other")
WHY = Scale(
    name="why", kind="multi", points=tuple(Point(code=k, label=Label(en=label)) for k, label in enumerate(LABELS, 1))
)  # fmt: skip
ASKED = Questionnaire(
    name="s",
    title=Label(en="S"),
    scales={"satisfaction": SATISFACTION, "why": WHY},
    items={
        "q1": Item(name="q1", scale="satisfaction", role="overall"),
        "why": Item(name="why", scale="why", role="reason"),
        "stay": Item(name="stay", label=Label(en="Would stay"), scale="satisfaction", role="loyalty"),
    },
    waves={wave: Wave(name=wave) for wave in ("2024", "2025")},
)
NOTHING = Evidence(ASKED, pd.DataFrame({"wave": ["2025"]}), pd.DataFrame(), pd.DataFrame())


def said(rule, evidence):
    return {finding.kind: finding for finding in rule.find(weigh(evidence))}


def words(finding):
    return say(state_confidence(finding, "95%").text, "en")


def why(tied, n=180.0, first="1", withheld=""):
    codes = dict.fromkeys([first, "2", "3", "4", "5", "6"])
    return NOTHING.with_results(Reasons(frame_of(
            ReasonShare,
            [
                {"wave": "2025", "segment": "", "item": "why", "reason": code, "estimate": 0.5 - 0.05 * k, "low": 0.4 - 0.05 * k,
                 "high": 0.6 - 0.05 * k, "n": n, "p_leads": 1.0 if k < tied else 1e-4, "withheld": withheld}
                for k, code in enumerate(codes)
            ]
        )))  # fmt: skip


def test_a_first_reason_is_named_with_its_interval():
    found = said(reasons, why(1))["reasons"]
    assert words(found) == (
        "Among those dissatisfied overall who gave reasons (n = 180), the reason named most often is “outages”: 50% (95% interval 40%–60%)."
    )
    assert (found.evidence, found.section, found.n) == ("significant", "reasons", 180)


def test_ties_are_named_together_and_many_ties_not_at_all():
    assert "“outages” (50%), “bills” (45%) and “hotline” (40%); the differences among these" in words(
        said(reasons, why(3))["reasons"]
    )
    assert not said(reasons, why(5))


@pytest.mark.parametrize(
    ("change", "tone", "how"), [(0.12, "bad", "more often"), (-0.12, "good", "less often")]
)
def test_a_reason_named_more_or_less_often_is_told_with_its_interval(change, tone, how):
    line = {
        "item": "why", "reason": "1", "versus": "2024", "difference": change, "low": change - 0.05,
        "high": change + 0.05, "p": 0.0001, "p_adjusted": 0.001, "n": 180.0, "n_versus": 170.0,
    }  # fmt: skip
    lines = [line | {"evidence": "significant"}, line | {"reason": "2", "evidence": "unclear"}]
    evidence = NOTHING.with_results(Reasons(why(1)[Reasons].shares, frame_of(ReasonChange, lines)))
    (moved,) = [one for one in reasons.find(weigh(evidence)) if one.kind == "reasons_moved"]
    assert words(moved).startswith(
        f"“outages” is named {how} than in 2024 by those dissatisfied overall who gave reasons:"
    )
    assert (moved.tone, moved.n, moved.evidence) == (tone, 170, "significant")


def test_few_answers_are_indicative_only():
    found = said(reasons, why(1, n=20.0))["reasons"]
    assert "Of those dissatisfied overall who gave reasons, who are only 20, 50%" in words(found)
    assert found.evidence == "small"


@pytest.mark.parametrize("evidence", [NOTHING, why(1, withheld="small"), why(1, first="")])
def test_no_reason_no_sentence(evidence):
    assert not said(reasons, evidence)


def contrast(name, difference, evidence, reach=2.0):
    return {
        "wave": "2025", "item": "stay", "contrast": name, "difference": difference, "low": difference - reach,
        "high": difference + reach, "p_adjusted": 0.01, "n": 90.0, "n_versus": 300.0, "evidence": evidence,
    }  # fmt: skip


def after(*lines):
    return NOTHING.with_results(Recovery(contrasts=frame_of(LoyaltyContrast, lines)))


@pytest.mark.parametrize(
    ("difference", "evidence", "told"),
    [
        (4.0, "significant", "4.0 points higher after a solved complaint"),
        (-4.0, "firm", "4.0 points lower after a solved complaint"),
        (0.1, "negligible", "practically the same after a solved complaint"),
        (1.5, "unclear", "cannot be told (+1.5 points"),
    ],
)
def test_the_paradox_is_worded_by_its_evidence(difference, evidence, told):
    found = said(recovery, after(contrast("paradox", difference, evidence)))["paradox"]
    assert told in words(found)
    assert found.evidence == evidence


def test_a_difference_that_the_mix_accounts_for_is_told_with_that():
    line = contrast("paradox", -8.8, "firm") | {"alike": -0.5, "alike_low": -4.6, "alike_high": 3.5}
    told = words(said(recovery, after(line))["paradox"])
    assert "8.8 points lower after a solved complaint" in told
    assert "equally satisfied overall no difference is found (−0.5 points, 95% interval −4.6 to +3.5)" in told
    still = line | {"alike": -6.0, "alike_low": -9.0, "alike_high": -3.0}
    assert "equally satisfied" not in words(said(recovery, after(still))["paradox"])


@pytest.mark.parametrize("evidence", ["small", "hidden"])
def test_a_paradox_in_few_is_not_told_of(evidence):
    assert not said(recovery, after(contrast("paradox", -4.0, evidence)))


def test_a_solution_is_told_of_only_where_it_goes_with_more_loyalty():
    assert "25.0 points higher than where it was not" in words(
        said(recovery, after(contrast("solution", 25.0, "firm")))["solution"]
    )
    for line in (contrast("solution", -25.0, "firm"), contrast("solution", 25.0, "unclear")):
        assert "solution" not in said(recovery, after(line))


def rates(n=300.0, withheld=""):
    line = {
        "wave": "2025",
        "measure": "silence",
        "estimate": 0.56,
        "low": 0.51,
        "high": 0.6,
        "n": n,
        "withheld": withheld,
    }
    return NOTHING.with_results(Recovery(rates=frame_of(ProblemRate, [line])))


def test_the_silent_are_told_of_where_there_are_enough():
    assert "56% never complained (95% interval 51%–60%, n = 300)" in words(said(recovery, rates())["silence"])
    assert not said(recovery, rates(n=20.0))
    assert not said(recovery, rates(n=np.nan, withheld="small"))


def delight(ratio, low, high, evidence="firm"):
    step = contrast("", 10.0, evidence) | {
        "ratio": ratio,
        "ratio_low": low,
        "ratio_high": high,
        "ratio_p": 1e-4,
    }
    tops = [
        {"wave": "2025", "item": "stay", "measure": "top", "estimate": share, "n": 400.0}
        for share in (0.76, 0.48)
    ]
    return NOTHING.with_results(
        Recovery(levels=frame_of(LevelLoyalty, tops), steps=frame_of(LoyaltyStep, [step]))
    )


@pytest.mark.parametrize("numbers", [(1.57, 1.46, 1.70), (5.0, 3.2, 7.0), (9.0, 7.0, 12.0)])
def test_delight_is_told_as_it_is_and_held_against_no_quoted_number(numbers):
    told = words(said(recovery, delight(*numbers))["delight"])
    assert f"{numbers[0]:.2f} times as often" in told
    assert "76% against 48%" in told
    assert "4 to 6" not in told


@pytest.mark.parametrize(
    "evidence",
    [delight(1.1, 0.9, 1.3), delight(np.nan, np.nan, np.nan), delight(2.0, 1.5, 2.5, "small"), NOTHING],
)
def test_delight_that_may_be_chance_is_not_told_of(evidence):
    assert "delight" not in said(recovery, evidence)


def test_a_first_reason_that_is_not_certain_is_told_as_likely():
    evidence = why(1)  # the reasons are all that is looked at: 5 %
    table = evidence.get(Reasons).shares.assign(p_leads=[1.0, 0.07, 0.07, 0.07, 0.07, 0.07])
    (found,) = reasons.find(weigh(evidence.with_results(Reasons(table))))
    assert found.evidence == "likely"
    assert "the reason named most often is probably “outages”: 50%" in words(found)
    table["p_leads"] = 0.3
    assert not list(reasons.find(weigh(evidence.with_results(Reasons(table)))))
