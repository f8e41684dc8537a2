"""What a report dares to say of pure noise, and of what is there."""

import importlib.util
import sys
from dataclasses import replace

import pandas as pd
import pytest

from satkit.findings.allowance import RISK, allowance, as_sure_as, kinds
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.order import with_findings, worded
from satkit.findings.rules import gap
from satkit.findings.wording import MAY_BE_CHANCE
from satkit.language import Text, say
from satkit.scoring.ranking import ranking
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
    return with_findings(
        Evidence(
            questionnaire=study.questionnaire,
            scores=study.scores.table,
            boxes=study.scores.boxes,
            distribution=study.scores.distribution,
            departments=study.departments,
            ranking=ranking(study.scores, study.sample.replicates, study.latest),
            reasons=study.reasons,
            drivers=study.drivers,
            kano=study.kano,
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
    assert worded(finding(0.002), 0.0025) == finding(0.002)
    hedged = worded(finding(0.01), 0.0025)
    assert (hedged.evidence, hedged.tone) == ("likely", "neutral")
    assert say(hedged.text, "en") == "Likely, not certain: A is above B."
    own = worded(finding(0.01, Text("A is probably above B.")), 0.0025)
    assert say(own.text, "en") == "A is probably above B."


def test_what_describes_without_a_test_stays_as_it_is():
    plain = Finding("x", Text("A is above B."), "firm", "s", "bad", 100)
    assert worded(plain, 0.0025) is plain


def test_the_risk_of_a_report_is_divided_among_what_it_looks_at(noise, tmp_path):
    evidence = evidence_of(noise, tmp_path / "one", 3, noise.NOISE)
    assert kinds(evidence) == 7
    assert allowance(evidence) == pytest.approx(RISK / 7)
    fewer = replace(evidence, kano=None, ranking=pd.DataFrame())
    assert kinds(fewer) == 5
    claim = Text("A is above B.")
    assert as_sure_as(claim, RISK / 7, evidence) is claim
    assert as_sure_as(claim, 0.02, evidence).msgid == MAY_BE_CHANCE.msgid


def test_the_gap_of_the_headline_is_corrected_for_its_levels_and_nothing_else():
    lines = [
        ("a", "x", "overall", -4.0, 0.010), ("a", "y", "overall", 4.0, 0.010),
        ("b", "u", "overall", -3.0, 0.020), ("b", "v", "overall", 1.0, 0.500), ("b", "w", "overall", 2.0, 0.600),
    ]  # fmt: skip
    table = pd.DataFrame(lines, columns=["segment", "level", "node", "difference", "p"])
    told = gap.corrected(table).set_index("level")["p_adjusted"]
    assert told["x"] == pytest.approx(4 * 0.010)  # of two levels one is the other's complement: one test
    assert told["u"] == pytest.approx(3 * 0.020)
