"""Groups compared, against cSEM on 250 customers of a bank by gender.

The answers stand for the customers by the same sums and products (``reference.data_sets.bank_customers``):
estimates are those of the customers, probabilities of permutations and resamples need them themselves.
"""

import numpy as np
import pandas as pd
import pytest
from reference import figures, matrix
from reference.data_sets import bank_customers, bank_customers_of_csem

from satkit.errors import FitError
from satkit.models.paths import path_model
from satkit.models.pls import fit_pls
from satkit.models.pls.groups import agreement, by_group, compare_groups
from satkit.models.pls.score import index, respondent_scores
from satkit.stats.contrasts import difference
from satkit.stats.design import design
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates

TIGHT = 1e-12


@pytest.fixture(scope="module")
def told():
    return figures("pls/groups")


@pytest.fixture(scope="module")
def bank(told):
    weights, paths = matrix(told["pooled"]["weights"]), matrix(told["pooled"]["paths"])
    constructs = {name: list(row.index[row != 0]) for name, row in weights.iterrows()}
    arrows = [(source, end) for end in paths.index for source in paths.columns if paths.loc[end, source]]
    return path_model(constructs, arrows)


@pytest.fixture(scope="module")
def bank_answers(bank):
    return bank_customers()[list(bank.items)].astype(float)


@pytest.fixture(scope="module")
def found(bank, bank_answers):
    group = bank_customers()["gender"]
    return compare_groups(bank_answers, bank, group, permutations=999, seed=1, tolerance=TIGHT)


def test_every_group_is_fitted_as_if_alone(found, told, bank):
    assert found.names == ("female", "male")
    assert found.fit.moments.n.tolist() == [told["n"]["female"], told["n"]["male"]]
    for place, name in enumerate(found.names):
        paths = matrix(told["groups"][name]["paths"])
        expected = [paths.loc[target, source] for source, target in bank.paths]
        assert found.fit.arrows[0, place] == pytest.approx(expected, abs=1e-9)
        weights = matrix(told["groups"][name]["weights"])[list(bank.items)].sum().to_numpy()
        assert found.fit.weights[0, place] == pytest.approx(weights, abs=1e-9)
        explained = told["groups"][name]["r2"]
        places = [bank.names.index(construct) for construct in explained]
        assert found.fit.r2[0, place, places] == pytest.approx(list(explained.values()), abs=1e-9)


def test_measurement_invariance_is_that_of_csem(found, told, bank, bank_answers):
    table = found.invariance.set_index("construct").loc[list(bank.names)]
    step = told["micom"]["step2"]["Test_statistic"]["female_male"]
    expected = [step[name] for name in bank.names]
    left, right = (found.fit.weights[:1, place] for place in (0, 1))
    theirs = agreement(np.cov(bank_answers.T), found.fit.blocks, left, right)[0]
    ours = agreement(np.corrcoef(bank_answers.T), found.fit.blocks, left, right)[0]
    assert theirs == pytest.approx(expected, abs=1e-9)
    assert table["correlation"].to_numpy() == pytest.approx(ours, abs=1e-12)
    assert ours == pytest.approx(expected, abs=2e-3)


def test_means_and_variances_of_groups_are_those_of_the_pooled_scores(found, told, bank, bank_answers):
    """cSEM 0.6.1 takes the first 148 rows for the women; its numbers are those of these rows."""
    pooled = fit_pls(complete(bank_answers, bank.items), bank, tolerance=TIGHT)
    scores = respondent_scores(pooled, bank_answers)
    women = (bank_customers()["gender"] == "female").to_numpy()
    rows = found.invariance.set_index("construct").loc[list(bank.names)]
    gap = scores[women].mean(axis=0) - scores[~women].mean(axis=0)
    assert rows["mean"].to_numpy() == pytest.approx(gap, abs=1e-9)
    ratio = np.log(scores[women].var(axis=0) / scores[~women].var(axis=0))
    assert rows["variance"].to_numpy() == pytest.approx(ratio, abs=1e-9)
    peer, first = scores * np.sqrt(249 / 250), np.arange(250) < 148
    step = told["micom"]["step3"]["Mean"]["Test_statistic"]["female_male"]
    gap = peer[first].mean(axis=0) - peer[~first].mean(axis=0)
    assert gap == pytest.approx([step[name] for name in bank.names], abs=1e-9)
    step = told["micom"]["step3"]["Var"]["Test_statistic"]["female_male"]
    ratio = np.log(peer[first].var(axis=0, ddof=1) / peer[~first].var(axis=0, ddof=1))
    assert ratio == pytest.approx([step[name] for name in bank.names], abs=1e-9)


def test_only_the_weights_of_value_differ_as_in_csem(found, told, bank):
    table = found.invariance.set_index("construct")["p_weights"]
    step = told["micom"]["step2"]["P_value"]["none"]["1_2"]
    assert [name for name in bank.names if table[name] < 0.05] == ["VAL"]
    assert [name for name in bank.names if step[name] < 0.05] == ["VAL"]


# As testMGD of cSEM 0.6.1 prints, 499 runs: Chin and Dibbern's difference and p, Keil's p, Nitzl's p
PRINTED = {
    "IMAG -> SAT": (0.0923, 0.4228, 0.3901, 0.3725),
    "EXPE -> SAT": (-0.1353, 0.3747, 0.3219, 0.3190),
    "QUAL -> SAT": (0.2148, 0.2405, 0.2050, 0.2245),
    "VAL -> SAT": (-0.2012, 0.2485, 0.1708, 0.1600),
    "IMAG -> LOY": (0.3883, 0.0020, 0.0023, 0.0024),
    "SAT -> LOY": (-0.4554, 0.0000, 0.0005, 0.0003),
}


@pytest.mark.parametrize("path", PRINTED)
def test_differences_of_paths_are_those_of_csem(found, path):
    row = found.differences.set_index("path").loc[path]
    assert row["difference"] == pytest.approx(PRINTED[path][0], abs=5.1e-5)
    assert row["p_adjusted"] >= row["p_permutation"]


def test_probabilities_of_differences_are_about_those_of_csem(bank):
    customers = bank_customers_of_csem()
    answers = customers[list(bank.items)].astype(float)
    found = compare_groups(answers, bank, customers["gender"], permutations=999, seed=1)
    rows = found.differences.set_index("path")
    for path, (_, permutation, keil, nitzl) in PRINTED.items():
        assert rows.loc[path, "p_permutation"] == pytest.approx(permutation, abs=0.08)
        assert rows.loc[path, "p_parametric"] == pytest.approx(keil, abs=0.06)
        assert rows.loc[path, "p_welch"] == pytest.approx(nitzl, abs=0.06)
        assert rows.loc[path, "p_henseler"] == pytest.approx(keil, abs=0.08)


def test_the_omnibus_test_finds_the_paths_that_differ(found):
    p = found.omnibus.set_index("path")["p"]
    assert p["SAT -> LOY"] < 0.02
    assert p["EXPE -> SAT"] > 0.2


def test_three_groups_of_one_population_do_not_differ(mobi, ecsi):
    group = np.array(["a", "b", "c"])[np.random.default_rng(5).integers(0, 3, 250)]
    sample = replicates(design(np.ones(250), cluster=np.arange(250) // 5), "jackknife")
    found = compare_groups(mobi, ecsi(), group, resamples=sample, permutations=99, seed=2)
    assert len(found.differences) == 3 * 12
    assert len(found.invariance) == 3 * 7
    assert (found.omnibus["p_adjusted"] > 0.05).all()
    assert (found.differences["p_adjusted"] > 0.05).all()


def test_resamples_that_cannot_be_fitted_count_neither_for_nor_against_a_difference():
    rng = np.random.default_rng(4)
    person = rng.normal(size=(160, 1))
    answers = np.column_stack([person + rng.normal(size=(160, 3)), person + rng.normal(size=(160, 2))])
    group = np.where(np.arange(160) < 40, "few", "many")
    answers[:40, 0] = np.arange(40) < 2  # one in eight resamples of the few holds nobody who differs
    names = ("a", "b", "c", "y", "z")
    model = path_model({"X": names[:3], "Y": names[3:]}, [("X", "Y")])
    line = compare_groups(
        pd.DataFrame(answers, columns=names), model, group, permutations=199
    ).differences.iloc[0]
    assert line["p_henseler"] == pytest.approx(line["p_welch"], abs=0.2)


def test_small_groups_are_named(mobi, ecsi):
    group = np.array(["rest"] * 245 + ["few"] * 5)
    with pytest.raises(FitError, match="group 'few' has only 5 respondents"):
        compare_groups(mobi, ecsi(), group)
    with pytest.raises(FitError, match="only one group"):
        compare_groups(mobi, ecsi(), ["all"] * 250)


def test_the_index_of_two_groups_differs_with_an_error_that_knows_their_clusters(mobi, ecsi):
    """Two waves of the same clusters: their errors go together, and the difference is surer for it."""
    rng = np.random.default_rng(7)
    cluster = rng.integers(0, 25, 250)
    answers = np.clip(mobi.to_numpy() + rng.normal(0, 1.5, 25)[cluster][:, None], 1, 10)
    code = np.arange(250) % 2
    sample = replicates(design(np.ones(250), cluster=cluster), "bootstrap", 200, seed=1)
    fit = fit_pls(by_group(answers, list(mobi.columns), code, np.ones(250), sample), ecsi())
    satisfaction = index(fit, (1, 10), negative="keep")[..., 4]
    found = difference(satisfaction[:, 0] - satisfaction[:, 1], sample, df=24)
    alone = sample.std_error(satisfaction)
    assert found["std_error"] < np.sqrt((alone**2).sum())
    assert found["low"] < found["difference"] < found["high"]
