"""Changes of shares satisfied, net promoters and departments: planted truths, textbook errors, verdicts, sentences."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.language import say
from satkit.scoring.scores import score
from satkit.scoring.share_changes import box_changes, department_changes
from satkit.study import Study
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.sample import draw
from satkit.survey.scale import Point, Scale

JACKKNIFE = Design(replicates=Replication(method="jackknife"))
ELEVEN = Scale(
    name="eleven",
    points=tuple(Point(code=k, score=10.0 * k) for k in range(11)),
    satisfied=(8, 9, 10),
    top=(9, 10),
    bottom=(0, 1, 2),
)
TREE = {
    "all": ("", 1.0, "", ()),
    "supply": ("all", 2.0, "grid", ("q1", "q2")),
    "desk": ("all", 1.0, "desk", ("q3",)),
}


def compared(frame):
    made = responses(frame, TREE, sample=JACKKNIFE, scales={"tell": ELEVEN}, roles={"tell": "recommend"})
    drawn = draw(made)
    scores = score(made, drawn)
    return box_changes(scores, drawn.replicates), department_changes(scores, drawn.replicates)


def two_waves(n, seed, fall=0.0, less=0.0):
    """Satisfaction falls by ``fall`` on all of one department's questions, recommendation by ``less``."""
    rng = np.random.default_rng(seed)
    person = rng.standard_normal((2 * n, 1))
    later = np.repeat([0.0, 1.0], n)[:, None]
    mood = person + 0.8 * rng.standard_normal((2 * n, 3)) + later * np.array([fall, fall, 0])
    told = np.clip(np.rint(7.4 + 2 * person[:, 0] + rng.standard_normal(2 * n) - less * later[:, 0]), 0, 10)
    return pd.DataFrame(np.digitize(mood, [0.2, 1.1, 2]), columns=["q1", "q2", "q3"]).assign(
        tell=told.astype(int), wave=np.repeat([2025, 2026], n)
    )


def test_the_error_of_a_change_of_net_promoters_is_that_of_two_samples():
    frame = two_waves(300, 1)
    found, _ = compared(frame)
    line = found.set_index(["item", "measure"]).loc[("tell", "nps")]
    worth = np.select([frame["tell"] >= 9, frame["tell"] <= 6], [100.0, -100.0], 0.0)
    now, before = worth[300:], worth[:300]
    assert line["difference"] == pytest.approx(now.mean() - before.mean())
    assert line["std_error"] == pytest.approx(np.sqrt((now.var(ddof=1) + before.var(ddof=1)) / 300))
    assert (line["estimate"], line["estimate_versus"]) == pytest.approx((now.mean(), before.mean()))


def test_shares_are_told_in_percentage_points():
    frame = two_waves(300, 2, fall=0.6)
    found, _ = compared(frame)
    line = found.set_index(["item", "measure"]).loc[("q1", "satisfied")]
    content = (frame["q1"] <= 1).to_numpy() * 100.0
    assert line["difference"] == pytest.approx(content[300:].mean() - content[:300].mean())
    assert line["low"] < line["difference"] < line["high"] < 0
    assert line["evidence"] == "firm"


def test_the_department_that_fell_is_found_and_the_other_is_not():
    _, found = compared(two_waves(400, 3, fall=0.6))
    lines = found.set_index("department")
    assert lines.loc["grid", "evidence"] == "firm"
    assert lines.loc["grid", "difference"] < -2
    assert lines.loc["desk", "evidence"] not in {"firm", "significant"}
    assert lines.loc["grid", "estimate"] - lines.loc["grid", "estimate_versus"] == pytest.approx(
        lines.loc["grid", "difference"]
    )


def test_without_a_change_little_is_called_one():
    boxes, departments = zip(
        *(compared(two_waves(150, seed)) for seed in range(40, 60)),
        strict=True,
    )
    promoters = pd.concat(boxes).query("measure == 'nps'")
    # of 20 tests at 5 per cent, five or more come up in 3 of 1,000
    assert (promoters["p"] < 0.05).sum() < 5
    assert sum((one["p_adjusted"] < 0.05).any() for one in departments) < 5


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000), n=st.integers(40, 120))
def test_waves_swapped_change_the_sign_and_nothing_else(seed, n):
    frame = two_waves(n, seed, fall=0.3, less=0.5)
    swapped = frame.assign(wave=frame["wave"].map({2025: 2026, 2026: 2025}))
    one, other = (compared(part) for part in (frame, swapped))
    for mine, theirs in zip(one, other, strict=True):
        assert mine["difference"].to_numpy() == pytest.approx(-theirs["difference"].to_numpy())
        assert mine["p"].to_numpy() == pytest.approx(theirs["p"].to_numpy())
        assert mine["low"].to_numpy() == pytest.approx(-theirs["high"].to_numpy())


def test_a_question_that_one_wave_did_not_ask_has_no_change():
    frame = two_waves(60, 5)
    frame["tell"] = np.where(frame["wave"] == 2025, -2, frame["tell"])
    found, _ = compared(frame)
    assert "tell" not in set(found["item"])


DEFINITION = """
version = 1
title = "Bus"
[scale.like]
points = { from = 0, to = 10 }
score = "linear"
best = "high"
[item]
all = { text = "总体", scale = "satisfaction", role = "overall" }
tell = { text = "推荐", scale = "like", role = "recommend" }
late = { text = "准点", scale = "satisfaction" }
[department.line]
label = "运营部"
[indicator.time]
items = ["late"]
owner = "line"
[indicator.other]
items = ["all"]
[wave.2025]
[wave.2026]
"""


@pytest.fixture
def study(tmp_path):
    (tmp_path / "waves").mkdir()
    frame = two_waves(500, 6, fall=0.7, less=1.2)
    for wave, part in frame.groupby("wave"):
        part[["q1", "q2"]].add(1).set_axis(["all", "late"], axis=1).assign(tell=part["tell"]).to_csv(
            tmp_path / "waves" / f"{wave}.csv", index=False
        )
    (tmp_path / "survey.toml").write_text(DEFINITION, encoding="utf-8")
    return Study.open(tmp_path)


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("recommend_change", "the net promoter score of “推荐” fell by", "的净推荐值（NPS）下降"),
        ("satisfied_change", "the share satisfied with “总体” fell by", "的满意率下降"),
        (
            "department_change",
            "scores significantly lower than in 2025: “运营部” (−",
            "得分显著下降：“运营部”",
        ),
    ],
)
def test_what_fell_is_told_in_both_languages(study, kind, english, chinese):
    text = next(finding.text for finding in study.findings if finding.kind == kind)
    assert english in say(text, "en")
    assert chinese in say(text, "zh")


def test_the_changes_stand_in_the_tables_of_the_page(study, tmp_path):
    study.report(tmp_path / "page.html", "en")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Shares satisfied and net promoters from 2025 to 2026" in text
    assert "Departments from 2025 to 2026" in text
