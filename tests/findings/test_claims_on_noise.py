"""What a report dares to say of pure noise, and of what is there."""

import importlib.util
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.analyses import FAMILIES, conclude
from satkit.analyses.indicators.estimate import Ranking, rank_indicators
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.segments.families import corrected_gaps
from satkit.findings.allowance import RISK, allowance, allowances, as_sure_as
from satkit.findings.evidence import Evidence
from satkit.findings.families import Family
from satkit.findings.finding import Finding
from satkit.findings.order import weigh_claim
from satkit.findings.wording import MAY_BE_CHANCE, likelihood
from satkit.language import Text, say
from satkit.study import Study


@pytest.fixture(scope="module")
def noise(project):
    """The simulator of `benchmarks/`, which is no package."""
    found = {}
    for name in ("noise_survey", "noise"):
        spec = importlib.util.spec_from_file_location(name, project / "benchmarks" / f"{name}.py")
        found[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found[name])
    yield found["noise"]
    for name in found:
        del sys.modules[name]


def evidence_of(noise, folder, seed, planted):
    """What a small survey of one wave gives, without index and groups."""
    folder.mkdir()
    shape = noise.Shape(200, 1, index=False, segments=False, replicates=100)
    noise.write(folder, shape, seed, planted)
    study = Study.open(folder)
    return conclude(
        Evidence(
            questionnaire=study.questionnaire,
            scores=study.scores.table,
            boxes=study.scores.boxes,
            distribution=study.scores.distribution,
        ).with_results(
            study.reasons,
            study.drivers,
            study.kano,
            study.departments,
            Ranking(rank_indicators(study.scores, study.sample.replicates, study.latest)),
        )
    )


def test_of_eight_surveys_of_pure_noise_hardly_one_claims_an_order_firmly(noise, tmp_path):
    false = []
    for seed in range(8):
        evidence = evidence_of(noise, tmp_path / str(seed), seed, noise.NOISE)
        false.append(sorted({one.kind for one in evidence.findings if noise.claims(one, evidence)}))
    assert sum(map(bool, false)) <= 1, false  # 8 where winners were named at 80 % of the replicates


def test_what_is_there_is_told(noise, tmp_path):
    planted = replace(noise.NOISE, lowest=14, weight=30)
    evidence = evidence_of(noise, tmp_path / "planted", 1, planted)
    told = {one.kind: one for one in evidence.findings}
    for kind in ("lowest", "driver"):
        assert told[kind].evidence == "significant"
        assert "Indicator 1" in say(told[kind].text, "en")


def finding(p, likely=None):
    return Finding("x", Text("A is above B."), "significant", "s", "bad", 100, {"p": p}, likely)


def test_a_claim_is_firm_only_below_what_one_claim_of_the_report_may_err():
    assert weigh_claim(finding(0.002), {"x": 0.0025}) == finding(0.002)
    hedged = weigh_claim(finding(0.01), {"x": 0.0025})
    assert (hedged.evidence, hedged.tone) == ("likely", "neutral")
    assert say(hedged.text, "en") == "An indication, not yet certain: A is above B."
    own = weigh_claim(finding(0.01, Text("A is probably above B.")), {"x": 0.0025})
    assert say(own.text, "en") == "A is probably above B."


def test_what_describes_without_a_test_stays_as_it_is():
    plain = Finding("x", Text("A is above B."), "firm", "s", "bad", 100)
    assert weigh_claim(plain, {"x": 0.0025}) is plain


def test_the_risk_of_a_report_is_divided_among_what_it_looks_at_by_weight(noise, tmp_path):
    evidence = evidence_of(noise, tmp_path / "one", 3, noise.NOISE)
    levels = {name: level for name, level in allowances(evidence, FAMILIES).items() if level}
    assert {"lowest", "driver", "reasons", "kano"} <= levels.keys()
    assert not {"change", "mix", "index_driver"} & levels.keys()  # one wave, no index: nothing to claim
    open_ = [name for name in levels if FAMILIES[name].claims(evidence).max() > levels[name]]
    assert sum(levels[name] for name in open_) == pytest.approx(RISK)
    assert levels["lowest"] / levels["reasons"] == FAMILIES["lowest"].weight / FAMILIES["reasons"].weight
    fewer = conclude(evidence.with_results(Ranking()).without(Kano))
    assert allowance(fewer, "driver") > allowance(evidence, "driver")
    assert allowance(fewer, "lowest") == 0
    claim = Text("A is above B.")
    assert as_sure_as(claim, levels["driver"], evidence, "driver") is claim
    assert as_sure_as(claim, levels["driver"] + 1e-6, evidence, "driver").msgid == MAY_BE_CHANCE.msgid


def families(**given):
    """Families with fixed p, in place of those of reports."""
    return {name: replace(family, claims=lambda _, p=p: np.array(p)) for name, (family, p) in given.items()}


def test_what_is_decided_leaves_its_part_to_the_others():
    given = {"a": (Family(None, 3.0), [1e-6]), "b": (Family(None), [0.02]), "c": (Family(None), [0.9])}
    levels = allowances(Evidence.__new__(Evidence), families(**given))
    assert levels["b"] == pytest.approx(RISK / 2)  # .01 before a was decided
    assert levels["c"] == pytest.approx(RISK)
    assert levels["a"] == pytest.approx(0.6 * RISK)


def test_what_is_partly_decided_keeps_its_part():
    given = {"a": (Family(None), [1e-6, 0.5]), "b": (Family(None), [0.03])}
    assert allowances(Evidence.__new__(Evidence), families(**given))["b"] == pytest.approx(RISK / 2)
    lists = {"a": (Family(None, whole=False), [1e-6]), "b": (Family(None), [0.03])}
    assert allowances(Evidence.__new__(Evidence), families(**lists))["b"] == pytest.approx(RISK / 2)


def test_what_says_the_same_in_other_words_waits():
    for p, level in ((0.5, 0.0), (1e-6, RISK)):
        given = {"a": (Family(None, 4.0), [p]), "b": (Family(None, after="a"), [0.2])}
        assert allowances(Evidence.__new__(Evidence), families(**given))["b"] == level


def test_nothing_that_waits_weighs_more_than_what_it_waits_for():
    assert all(f.weight <= FAMILIES[f.after].weight for f in FAMILIES.values() if f.after)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from([1.0, 2.0, 4.0]), st.floats(0, 1)), min_size=1, max_size=8))
def test_weighted_holm_refuses_what_bonferroni_refuses_and_never_exceeds_the_risk(drawn):
    given = {str(k): (Family(None, weight), [p]) for k, (weight, p) in enumerate(drawn)}
    levels = allowances(Evidence.__new__(Evidence), families(**given))
    whole = sum(weight for weight, _ in drawn)
    assert all(levels[str(k)] >= RISK * weight / whole - 1e-12 for k, (weight, _) in enumerate(drawn))
    left = [levels[str(k)] for k, (_, p) in enumerate(drawn) if p > levels[str(k)]]
    assert not left or sum(left) == pytest.approx(RISK)


def test_a_probability_is_called_by_one_of_three_words():
    words = [say(likelihood(chance), "en") for chance in (0.97, 0.895, 0.894, 0.7, 0.55)]
    assert words == ["very likely", "very likely", "probably", "probably", "possibly"]


def test_the_gap_of_the_headline_is_corrected_for_its_levels_and_nothing_else():
    lines = [
        ("a", "x", "overall", -4.0, 0.010), ("a", "y", "overall", 4.0, 0.010),
        ("b", "u", "overall", -3.0, 0.020), ("b", "v", "overall", 1.0, 0.500), ("b", "w", "overall", 2.0, 0.600),
    ]  # fmt: skip
    table = pd.DataFrame(lines, columns=["segment", "level", "node", "difference", "p"])
    told = corrected_gaps(table).set_index("level")["p_adjusted"]
    assert told["x"] == pytest.approx(4 * 0.010)  # of two levels one is the other's complement: one test
    assert told["u"] == pytest.approx(4 * 0.020 / 2)  # of three: whether it is lower, which is one-sided
