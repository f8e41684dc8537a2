"""Raking and trimming against R: survey 4.1-1 (``reference/survey/branches.R``)."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures, table

from satkit.errors import DataError
from satkit.stats.replicates import mean
from satkit.survey.questionnaire import Design, Replication, Target
from satkit.survey.sample import draw
from satkit.survey.weighting.rake import kish, rake, trim

KINDS = {"counter": 4000, "phone": 800, "web": 1200}
URBAN = {"No": 1500, "Yes": 4500}


def target(segment, numbers, wave=""):
    total = sum(numbers.values())
    return Target(segment=segment, wave=wave, shares={name: n / total for name, n in numbers.items()})


@pytest.fixture(scope="module")
def expected():
    return figures("survey/branches")


@pytest.fixture(scope="module")
def branches():
    rows = table("survey/branches")
    return rows[rows["sample"] == "districts"].reset_index(drop=True)


def weighted(branches, *targets, trimmed=None):
    frame = pd.DataFrame(
        {
            "q": 0,
            "kind": branches["kind"],
            "urban": branches["urban"],
            "weight": branches["pw"],
            "cluster": branches["district"],
            "fpc": branches["fpc"],
        }
    )
    plan = Design(targets=targets, trim=trimmed, replicates=Replication(method="jackknife"))
    return draw(responses(frame, segments=("kind", "urban"), sample=plan))


def relative(weights):
    return np.asarray(weights) / np.sum(weights)


def test_raked_weights_are_those_of_r(branches, expected):
    found = weighted(branches, target("kind", KINDS), target("urban", URBAN))
    assert relative(found.design.weight) == pytest.approx(relative(expected["rake"]["weights"]), rel=1e-10)
    for column, margin in (("kind", KINDS), ("urban", URBAN)):
        sums = pd.Series(relative(found.design.weight)).groupby(branches[column].to_numpy()).sum()
        assert sums.to_dict() == pytest.approx({k: n / 6000 for k, n in margin.items()}, rel=1e-11)


def test_one_margin_is_post_stratification_as_in_r(branches, expected):
    found = weighted(branches, target("kind", KINDS))
    assert relative(found.design.weight) == pytest.approx(
        relative(expected["poststratify"]["weights"]), rel=1e-10
    )


def test_raking_inside_each_replicate_gives_the_errors_of_r(branches, expected):
    found = weighted(branches, target("kind", KINDS), target("urban", URBAN))
    means = mean(branches[["score"]].to_numpy(float), found.design.weight, found.replicates)
    assert means[0, 0] == pytest.approx(expected["rake_jk1"]["estimate"], rel=1e-10)
    assert found.replicates.std_error(means)[0] == pytest.approx(expected["rake_jk1"]["std_error"], rel=1e-6)


def test_every_replicate_meets_the_margins(branches):
    found = weighted(branches, target("kind", KINDS), target("urban", URBAN))
    weights = found.design.weight * found.replicates.factors[:, found.replicates.piece]
    for column, margin in (("kind", KINDS), ("urban", URBAN)):
        inside = np.stack([branches[column] == name for name in margin])
        sums = weights @ inside.T / weights.sum(axis=1, keepdims=True)
        wanted = np.tile([n / 6000 for n in margin.values()], (len(weights), 1))
        assert sums == pytest.approx(wanted, rel=1e-10)


def test_each_wave_meets_its_own_targets():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {"q": 0, "wave": np.repeat([2024, 2025, 2026], 60), "sex": rng.choice(["f", "m"], 180)}
    )
    goals = {"2024": 0.3, "2026": 0.7}
    plan = Design(
        targets=tuple(target("sex", {"f": share, "m": 1 - share}, wave) for wave, share in goals.items()),
        replicates=Replication(count=30),
    )
    found = draw(responses(frame, segments=("sex",), sample=plan))
    women = frame["sex"] == "f"
    for wave, share in goals.items():
        rows = frame["wave"] == int(wave)
        assert found.design.weight[rows].sum() == pytest.approx(60)
        assert found.design.weight[rows & women].sum() == pytest.approx(60 * share)
    assert (found.design.weight[frame["wave"] == 2025] == 1).all()
    assert found.weighting["targets"].tolist() == ["sex", "", "sex"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 3))
def test_margins_equal_their_targets_whatever_the_table(seed, one, two):
    rng = np.random.default_rng(seed)
    mass = rng.uniform(0.2, 3, (4, one * two))
    margins = [np.repeat(np.arange(one), two), np.tile(np.arange(two), one)]
    shares = [rng.dirichlet(np.full(levels, 5.0)) for levels in (one, two)]
    raked = mass * rake(mass, margins, shares)
    assert raked.sum(axis=1) == pytest.approx(mass.sum(axis=1), rel=1e-9)
    for level, share in zip(margins, shares, strict=True):
        sums = np.stack([raked[:, level == place].sum(axis=1) for place in range(len(share))], axis=1)
        assert sums / raked.sum(axis=1, keepdims=True) == pytest.approx(np.tile(share, (4, 1)), rel=1e-9)


def test_cells_outside_a_target_keep_their_share_of_the_mass():
    mass = np.array([[10.0, 20.0, 30.0]])
    raked = mass * rake(mass, [np.array([0, 1, -1])], [np.array([0.5, 0.5])])
    assert raked == pytest.approx(np.array([[15.0, 15.0, 30.0]]))


def test_a_replicate_that_lost_a_level_is_raked_over_the_others():
    mass = np.array([[4.0, 4, 4, 4, 1, 1], [4.0, 4, 4, 4, 0, 0], [0, 0, 0, 0, 0, 0]])
    margins = [np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1])]
    shares = [np.array([0.5, 0.3, 0.2]), np.array([0.6, 0.4])]
    raked = mass * rake(mass, margins, shares)
    first, second = raked[1, :2].sum(), raked[1, 2:4].sum()
    assert first / second == pytest.approx(5 / 3)
    assert raked[1, ::2].sum() / raked[1].sum() == pytest.approx(0.6)
    assert raked.sum(axis=1) == pytest.approx([18, 16, 0])


@pytest.mark.parametrize("seed", range(5))
def test_a_small_sample_is_raked_though_some_replicates_contradict_their_margins(seed):
    rng = np.random.default_rng(seed)
    rows = np.stack([rng.choice(4, 60, p=[0.1, 0.3, 0.3, 0.3]), rng.choice(4, 60, p=[0.08, 0.3, 0.3, 0.32])])
    cells, cell = np.unique(rows, axis=1, return_inverse=True)
    drawn = rng.multinomial(60, np.full(60, 1 / 60), 300)
    mass = np.vstack([np.ones(60), drawn]) @ (cell.reshape(-1, 1) == np.arange(cells.shape[1]))
    shares = [np.array([0.15, 0.3, 0.3, 0.25]), np.array([0.15, 0.25, 0.3, 0.3])]
    raked = mass * rake(mass, list(cells), shares)
    assert np.isfinite(raked).all()
    assert raked.sum(axis=1) == pytest.approx(mass.sum(axis=1))
    for level, share in zip(cells, shares, strict=True):
        met = np.stack([raked[:, level == place].sum(axis=1) / 60 for place in range(4)], axis=1)
        assert met[0] == pytest.approx(share)
        assert np.median(np.abs(met - share).max(axis=1)) < 1e-9


def small(shares, cells):
    frame = pd.DataFrame({"q": 0, "area": cells})
    plan = Design(targets=(Target(segment="area", shares=shares),), replicates=Replication(count=20))
    return draw(responses(frame, segments=("area",), sample=plan))


def test_a_share_for_a_level_nobody_belongs_to_is_refused_with_what_was_perhaps_meant():
    with pytest.raises(DataError, match=r"'Urbn', to which nobody in wave .* belongs") as caught:
        small({"Urbn": 0.6, "Rural": 0.4}, ["Urban", "Rural", "Urban"])
    assert "did you mean 'Urban'?" in str(caught.value)


def test_respondents_to_whom_the_target_gives_no_share_are_never_weighted_away():
    for shares in ({"Rural": 1.0}, {"Rural": 1.0, "Urban": 0.0}):
        with pytest.raises(
            DataError, match=r"no share for 'Urban', to which respondents of wave .* belong: 2"
        ):
            small(shares, ["Urban", "Rural", "Urban"])


def test_a_level_that_exists_neither_in_the_population_nor_in_the_wave_does_no_harm():
    assert (
        small({"Rural": 0.5, "Urban": 0.5, "Island": 0.0}, ["Urban", "Rural"] * 4).design.weight == 1
    ).all()


def test_margins_that_contradict_each_other_are_refused():
    margins = [np.array([0, 1]), np.array([0, 1])]
    with pytest.raises(DataError, match="does not settle"):
        rake(np.array([[5.0, 5.0]]), margins, [np.array([0.5, 0.5]), np.array([0.2, 0.8])])


def test_trimmed_weights_are_those_of_r(expected):
    raked = np.array(expected["rake"]["weights"])
    found = trim(raked, (35 / raked.mean(), 60 / raked.mean()))
    assert found == pytest.approx(np.array(expected["trim_35_60"]["weights"]), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 0.8), st.floats(1.3, 4))
def test_trimming_keeps_the_sum_and_the_limits(seed, low, high):
    weight = np.exp(np.random.default_rng(seed).normal(0, 0.8, 50))
    found = trim(weight, (low, high))
    assert found.sum() == pytest.approx(weight.sum())
    assert found.min() >= low * weight.mean() * (1 - 1e-9)
    assert found.max() <= high * weight.mean() * (1 + 1e-9)


def test_replicates_of_trimmed_weights_start_from_them(branches):
    found = weighted(branches, target("kind", KINDS), target("urban", URBAN), trimmed=(0.8, 1.2))
    assert found.design.weight.max() == pytest.approx(1.2 * branches["pw"].mean())
    assert (found.replicates.factors[0] == 1).all()


@pytest.mark.parametrize("name", ["rake", "poststratify", "trim_35_60"])
def test_kishs_effect_gives_the_effective_size_of_r(expected, name):
    weights = np.array(expected[name]["weights"])
    assert len(weights) / kish(weights) == pytest.approx(expected[name]["effective_n"], rel=1e-12)


def test_a_waves_own_target_takes_the_place_of_the_one_for_all():
    frame = pd.DataFrame({"q": 0, "wave": np.repeat([2024, 2025], 40), "sex": ["f", "m", "m", "m"] * 20})
    plan = Design(
        targets=(target("sex", {"f": 1, "m": 1}), target("sex", {"f": 3, "m": 1}, "2025")),
        replicates=Replication(count=20),
    )
    found = draw(responses(frame, segments=("sex",), sample=plan))
    women = frame["sex"] == "f"
    sums = [found.design.weight[women & (frame["wave"] == wave)].sum() for wave in (2024, 2025)]
    assert sums == pytest.approx([20, 30])
    assert found.weighting["targets"].tolist() == ["sex", "sex"]
