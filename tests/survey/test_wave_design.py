"""A wave may be drawn otherwise than the others: its weight, its clusters, its strata, or none."""

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DataError
from satkit.stats.design import design, linearised_covariance
from satkit.study import Study

DEFINITION = """
version = 1
title = "Market"
[scale.three]
points = { from = 1, to = 3 }
score = "linear"
best = "high"
[item]
all = { text = "All in all", scale = "three", role = "overall" }
[sample]
weight = "w"
cluster = "stall"
replicates = { method = "jackknife" }
"""


def answers(seed, n=120):
    rng = np.random.default_rng(seed)
    stall = rng.integers(0, 12, n)
    mood = rng.standard_normal(n) + rng.standard_normal(12)[stall]
    return pd.DataFrame(
        {
            "all": np.digitize(mood, [-0.5, 0.6]) + 1,
            "w": rng.uniform(0.5, 2, n).round(3),
            "stall": stall,
            "side": stall % 3,
        }
    )


@pytest.fixture
def opened(tmp_path):
    def made(frames, waves):
        (tmp_path / "waves").mkdir(exist_ok=True)
        for name, frame in frames.items():
            frame.to_csv(tmp_path / "waves" / f"{name}.csv", index=False)
        (tmp_path / "survey.toml").write_text(DEFINITION + waves, encoding="utf-8")
        return Study.open(tmp_path)

    return made


def error(frame, weight, **drawn):
    """The linearised standard error of the mean score, as a textbook has it."""
    score = (frame["all"].to_numpy() - 1) * 50.0
    mean = np.average(score, weights=weight)
    influence = (score - mean)[:, None] / np.sum(weight)
    return mean, float(np.sqrt(linearised_covariance(influence, design(weight, **drawn))[0, 0]))


def test_every_wave_has_the_figures_of_its_own_design(opened):
    a, b, c = answers(1).drop(columns=["w", "stall"]), answers(2), answers(3).rename(columns={"w": "wt"})
    study = opened(
        {"a": a, "b": b, "c": c},
        '[wave.a]\nsample = { weight = "", cluster = "" }\n[wave.b]\n[wave.c.sample]\nweight = "wt"\nstrata = ["side"]\n',
    )
    expected = {
        "a": error(a, np.ones(120)),
        "b": error(b, b["w"].to_numpy(), cluster=b["stall"]),
        "c": error(c, c["wt"].to_numpy(), stratum=c["side"], cluster=c["stall"]),
    }
    table = study.scores.table.set_index("wave")
    for wave, (mean, spread) in expected.items():
        assert table.loc[wave, "estimate"] == pytest.approx(mean, rel=1e-9)
        assert table.loc[wave, "std_error"] == pytest.approx(spread, rel=0.02)
    assert study.sample.weighting.set_index("wave")["df"].to_dict() == {"a": 119, "b": 11, "c": 9}
    changes = study.changes.table.set_index("wave")
    for later, earlier in (("b", "a"), ("c", "b")):
        both = np.hypot(table.loc[later, "std_error"], table.loc[earlier, "std_error"])
        assert changes.loc[later, "std_error"] == pytest.approx(both, rel=1e-4)


def test_a_wave_that_lacks_a_column_of_the_sample_is_told_how_to_say_so(opened):
    with pytest.raises(DataError) as refused:
        opened({"a": answers(1).drop(columns="stall"), "b": answers(2)}, "[wave.a]\n[wave.b]\n")
    assert 'write sample = { cluster = "" } into [wave.a]' in str(refused.value)


def test_clusters_of_one_wave_do_not_join_rows_of_another(opened):
    frame = answers(4)
    study = opened({"a": frame, "b": frame}, '[wave.a]\nsample = { cluster = "" }\n[wave.b]\n')
    counts = study.sample.weighting.set_index("wave")["clusters"]
    assert counts.to_dict() == {"a": 120, "b": 12}
