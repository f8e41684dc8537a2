"""Replicate weights that come with the data: figures as R's survey prints them, and what is refused."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from reference import figures, table

from satkit.errors import DataError, DefinitionError
from satkit.scoring.differences import segment_gaps, wave_changes
from satkit.scoring.scores import score
from satkit.stats.replicates import ratio
from satkit.survey.folder import open_survey
from satkit.survey.replicate_weights import replicate_weights
from satkit.survey.sample import draw

PRINTED = figures("survey/replicate_weights")
ANSWERS = table("survey/replicate_weights")
DEFINITION = """
version = 1
title = "Branches"
[scale.five]
points = {{ from = 1, to = 5 }}
score = "linear"
best = "high"
[item]
y = {{ text = "Class", scale = "five", role = "overall" }}
[segment.wide]
column = "urban"
levels = ["No", "Yes"]
[segment.kind]
column = "kind"
[report]
min_cell = 5
[checks]
empty = "flag"
[sample]
weight = "pw"
{sample}
{waves}
"""
METHODS = {
    "jkn": 'replicate_weights = "jkn*"\nreplicates = { method = "JKn", rscales = [0.5]',
    "brr": 'replicate_weights = "brr*"\nreplicates = { method = "BRR"',
    "fay": 'replicate_weights = "fay*"\nreplicates = { method = "Fay", rho = 0.3',
    "bootstrap": 'replicate_weights = "bootstrap*"\nreplicates = { method = "bootstrap"',
}


def opened(folder, sample, frames=None, waves=""):
    frames = frames or {"2025": ANSWERS}
    (folder / "waves").mkdir(exist_ok=True)
    for wave, frame in frames.items():
        frame.to_csv(folder / "waves" / f"{wave}.csv", index=False)
    waves = waves or "".join(f"[wave.{wave}]\n" for wave in frames)
    (folder / "survey.toml").write_text(DEFINITION.format(sample=sample, waves=waves), encoding="utf-8")
    return open_survey(folder)[1]


def scored(folder, sample, **more):
    responses = opened(folder, sample, **more)
    drawn = draw(responses)
    return responses, drawn, score(responses, drawn)


def told(line, kind):
    return [float(number) for number in line[kind]]


@pytest.mark.parametrize("mse", ["", "_mse"])
@pytest.mark.parametrize("method", [*METHODS])
def test_means_domains_and_differences_are_those_of_r(tmp_path, method, mse):
    sample = METHODS[method] + (", mse = true }" if mse else " }")
    responses, drawn, scores = scored(tmp_path, sample)
    printed = PRINTED[method + mse]
    lines = scores.table.set_index(["segment", "level"])

    def found(place):
        line = lines.loc[place]
        return 1 + line["estimate"] / 25, line["std_error"] / 25

    cases = [
        (("", ""), "mean", 0),
        (("wide", "No"), "by", 0),
        (("wide", "Yes"), "by", 1),
        (("kind", "counter"), "domain", 0),
    ]
    for place, name, which in cases:
        expected = [told(printed[name], kind)[which] for kind in ("estimate", "std_error")]
        assert found(place) == pytest.approx(expected, rel=1e-8)
    gap = segment_gaps(scores, drawn.replicates, "2025").set_index("level").loc["No"]
    expected = [25 * told(printed["difference"], kind)[0] for kind in ("estimate", "std_error")]
    assert (gap["difference"], gap["std_error"]) == pytest.approx(expected, rel=1e-8)
    frame = responses.tables["2025"].frame
    above, below = (pd.to_numeric(frame[name]).to_numpy(float) for name in ("score", "before"))
    whole = ratio(above, below, responses.weight, drawn.replicates)
    expected = [told(printed["ratio"], kind)[0] for kind in ("estimate", "std_error")]
    assert (whole[0], drawn.replicates.std_error(whole)) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("method", [*METHODS])
def test_degrees_of_freedom_are_those_of_r(tmp_path, method):
    _, drawn, scores = scored(tmp_path, METHODS[method] + " }")
    assert drawn.weighting["df"].tolist() == [PRINTED[method]["degf"]]
    assert scores.table["df"].iloc[0] == PRINTED[method]["degf"]


def test_degrees_of_freedom_may_be_given(tmp_path):
    _, drawn, _ = scored(tmp_path, METHODS["brr"] + ", df = 9 }")
    assert drawn.weighting["df"].tolist() == [9]


def test_a_list_of_factors_is_the_same_as_combined_weights(tmp_path):
    names = [name for name in ANSWERS if name.startswith("brr")]
    frame = ANSWERS.assign(**{name: ANSWERS[name] / ANSWERS["pw"] for name in names})
    sample = f'replicate_weights = {json.dumps(names)}\nreplicates = {{ method = "brr", combined = false }}'
    _, _, factors = scored(tmp_path, sample, frames={"2025": frame})
    line = factors.table.iloc[0]
    assert line["std_error"] / 25 == pytest.approx(told(PRINTED["brr"]["mean"], "std_error")[0], rel=1e-7)


def test_waves_are_independent_and_may_bring_other_replicates(tmp_path):
    """One wave with BRR, one with JKn, one with none: every change has the error of two independent waves."""
    frames = {"a": ANSWERS, "b": ANSWERS, "c": ANSWERS.drop(columns="pw")}
    waves = (
        "[wave.a]\n[wave.b.sample]\n"
        + METHODS["jkn"]
        + ' }\n[wave.c.sample]\nweight = ""\nreplicate_weights = ""\nreplicates = { method = "jackknife" }\n'
    )
    _, drawn, scores = scored(tmp_path, METHODS["brr"] + " }", frames=frames, waves=waves)
    own = scores.table[scores.table["segment"] == ""].set_index("wave")["std_error"]
    for wave, method in (("a", "brr"), ("b", "jkn")):
        printed = told(PRINTED[method]["mean"], "std_error")[0]
        assert own[wave] / 25 == pytest.approx(printed, rel=1e-8)
    found = wave_changes(scores, drawn.replicates)
    steps = found[found["segment"] == ""].set_index("wave")["std_error"]
    assert steps["b"] == pytest.approx(np.hypot(own["a"], own["b"]), rel=1e-9)
    assert steps["c"] == pytest.approx(np.hypot(own["b"], own["c"]), rel=1e-9)


def test_the_replicates_of_a_panel_are_matched(tmp_path):
    """Two waves with the same answers of the same people: the change is zero in every replicate."""
    _, drawn, scores = scored(
        tmp_path, METHODS["brr"] + " }\npanel = true", frames={"a": ANSWERS, "b": ANSWERS}
    )
    assert wave_changes(scores, drawn.replicates)["std_error"].fillna(0).max() == 0


def test_targets_are_met_in_every_replicate(tmp_path):
    sample = METHODS["fay"] + ' }\ntargets = [{ segment = "wide", shares = { No = 0.3, Yes = 0.7 } }]'
    responses, drawn, _ = scored(tmp_path, sample)
    no = (responses.segments["wide"].to_numpy() == 0).astype(float)
    shares = ratio(no, np.ones(len(no)), drawn.design.weight, drawn.replicates)
    assert shares == pytest.approx(np.full(len(shares), 0.3), abs=1e-6)


@pytest.mark.parametrize(
    ("cell", "what"),
    [(-1.0, "must not be negative"), (None, "must not be empty"), ("many", "must be numbers")],
)
def test_cells_that_are_no_replicate_weights_are_refused(tmp_path, cell, what):
    frame = ANSWERS.astype({"brr3": object})
    frame.loc[4, "brr3"] = cell
    with pytest.raises(DataError, match=what) as refused:
        opened(tmp_path, METHODS["brr"] + " }", frames={"2025": frame})
    assert "row 6" in str(refused.value)


def test_a_pattern_that_no_column_fits_is_refused(tmp_path):
    with pytest.raises(DataError, match="fewer than two replicate weights called 'repwgt\\*'"):
        opened(tmp_path, 'replicate_weights = "repwgt*"\nreplicates = { method = "brr" }')


def test_factors_that_pass_for_weights_are_refused(tmp_path):
    names = [name for name in ANSWERS if name.startswith("brr")]
    frame = ANSWERS.assign(**{name: ANSWERS[name] / ANSWERS["pw"] for name in names})
    with pytest.raises(DataError, match="combined = false"):
        opened(tmp_path, METHODS["brr"] + " }", frames={"2025": frame})


@pytest.mark.parametrize(
    ("sample", "what"),
    [
        ('replicate_weights = "brr*"', "does not say how"),
        ('replicate_weights = "fay*"\nreplicates = { method = "fay" }', "rho goes with"),
        ('replicate_weights = "jkn*"\nreplicates = { method = "jkn" }', "need rscales"),
        ('replicates = { method = "brr" }', "only of replicate weights"),
        ('replicate_weights = "brr*"\ncluster = "h"\nreplicates = { method = "brr" }', "say this already"),
        (
            'replicate_weights = ["brr1", "brr2"]\nreplicates = { method = "other", rscales = [1, 1, 1] }',
            "rscales has 3 numbers for 2",
        ),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path, sample, what):
    with pytest.raises(DefinitionError, match=what):
        opened(tmp_path, sample)


def test_rscales_must_be_as_many_as_a_pattern_finds(tmp_path):
    with pytest.raises(DataError, match="rscales: 3 numbers"):
        opened(
            tmp_path, 'replicate_weights = "jkn*"\nreplicates = { method = "jkn", rscales = [0.5, 0.5, 0.5] }'
        )


def test_a_wave_without_rows_has_replicate_weights_without_rows(tmp_path):
    responses = opened(tmp_path, METHODS["brr"] + " }")
    design, table = responses.questionnaire.sample, responses.tables["2025"]
    empty = replace(table, frame=table.frame[:0], rows=table.rows[:0])
    wave = responses.questionnaire.waves["2025"]
    weights, complaints = replicate_weights(empty, wave, design, {"pw": "pw"}, np.empty(0))
    assert complaints == []
    assert weights.shape == (0, sum(name.startswith("brr") for name in ANSWERS))
