"""Constructs of the index as drivers: items and indicators they equal, weights in closed form, bad input."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from satkit.analyses.drivers.driver_data import case
from satkit.analyses.drivers.estimate import (
    compare_groups,
    compare_waves,
    explain_dissatisfaction,
    raise_drivers,
)
from satkit.analyses.index.construct_weights import construct_weights
from satkit.analyses.index.estimate import fit_index
from satkit.errors import FitError
from satkit.language import Label, say
from satkit.survey.questionnaire import Design, Drivers, Index, Replication
from satkit.survey.sample import draw
from satkit.survey.scale import SATISFACTION
from tests.handmade import responses

SCORES = np.array(SATISFACTION.scores)
SYNTAX = """
Both =~ a + b
Third =~ c
Fourth =~ d
Content =~ overall
Content ~ Both + Third + Fourth
"""
NUMBERS = [
    "estimate",
    "share",
    "share_low",
    "share_high",
    "slope",
    "slope_low",
    "performance",
    "limit",
    "lift",
]


def people(n=400, seed=5):
    rng = np.random.default_rng(seed)
    parts = 0.6 * rng.normal(size=n)[:, None] + rng.normal(size=(n, 4))
    cut = lambda x: np.digitize(-x, np.quantile(-x, [0.35, 0.7, 0.88]))  # noqa: E731
    frame = pd.DataFrame({name: cut(parts[:, k]) for k, name in enumerate("abcd")})
    frame["overall"] = cut(parts @ (0.9, 0.5, 0.3, 0.2) + rng.normal(size=n))
    frame["weight"] = rng.uniform(0.5, 2, n)
    frame["cluster"] = np.arange(n) // 10
    return frame


def survey(frame, named=(), tree=None, segments=(), **index):
    found = responses(
        frame, tree=tree, segments=segments, roles={"overall": "overall"},
        sample=Design(replicates=Replication(count=40, seed=2)),
    )  # fmt: skip
    changes = {
        "drivers": Drivers(drivers=named, missing="pairwise", measure="score"),
        "index": Index(**{"syntax": SYNTAX, "index": "Content"} | index),
    }
    return replace(found, questionnaire=found.questionnaire.model_copy(update=changes))


def explained(frame, named, **more):
    found = survey(frame, named, **more)
    return explain_dissatisfaction(found, draw(found), "w")


def own(found, named):
    return case(found, draw(found), np.ones(len(found), bool), named).own


def test_a_construct_of_one_item_is_that_item_exactly():
    frame = people()
    frame.loc[:30, "c"] = -1
    one, other = explained(frame, ("a", "Third", "Fourth")), explained(frame, ("a", "c", "d"))
    np.testing.assert_array_equal(one.table[NUMBERS], other.table[NUMBERS])
    assert list(one.table["driver"]) == ["a", "Third", "Fourth"]


def test_unit_weights_of_items_that_spread_alike_are_the_indicator():
    frame = people().assign(weight=1.0)
    frame["b"] = frame["a"].to_numpy()[np.random.default_rng(1).permutation(len(frame))]
    tree = {"mean": ("", 1.0, "", ("a", "b"))}
    one = explained(frame, ("Both", "c", "d"), modes={"Both": "unit"}, tree=tree)
    other = explained(frame, ("mean", "c", "d"), tree=tree)
    np.testing.assert_allclose(one.table[NUMBERS], other.table[NUMBERS], rtol=1e-11)


def test_weights_are_those_of_partial_least_squares_in_closed_form():
    """With one neighbour of one item the weights of mode A are correlations with it, over the spread."""
    frame = people()
    found = survey(frame)
    share = construct_weights(found, draw(found), np.ones(len(frame), bool), ("Both",))["Both"]
    values = SCORES[frame[["a", "b", "overall"]]]
    cov = np.cov(values.T, aweights=frame["weight"], ddof=0)
    pull = cov[:2, 2] / np.diag(cov)[:2]
    np.testing.assert_allclose(share, [*pull / pull.sum(), 0, 0, 0], atol=1e-9)


def test_the_mean_of_a_construct_is_its_index():
    found = survey(people(), ("Both", "Third", "Fourth"))
    sample = draw(found)
    table = fit_index(found, sample).indices.set_index("construct")["estimate"]
    performance = explain_dissatisfaction(found, sample, "w").table.set_index("driver")["performance"]
    np.testing.assert_allclose(performance, table[performance.index], rtol=1e-10)


def test_gaps_leave_the_score_to_what_was_answered():
    frame = people()
    frame.loc[0, "a"] = -1
    frame.loc[1, ["a", "b"]] = -1
    found = survey(frame)
    scores = own(found, ("Both", "c"))[:, 0]
    share = construct_weights(found, draw(found), np.ones(len(frame), bool), ("Both",))["Both"]
    assert scores[0] == pytest.approx(SCORES[frame["b"][0]])
    assert np.isnan(scores[1])
    np.testing.assert_allclose(scores[2:], (SCORES[frame[["a", "b"]]] @ share[:2])[2:], rtol=1e-12)


def test_a_component_and_what_is_made_of_it_are_scored_by_items():
    syntax = SYNTAX.replace("Content ~ Both + Third", "Whole =~ Both + Third\nContent ~ Whole")
    found = survey(people(), syntax=syntax)
    weights = construct_weights(found, draw(found), np.ones(len(found), bool), ("Whole", "Both"))
    assert (weights["Whole"][:3] > 0).all()
    assert list(weights["Whole"][3:]) == [0, 0]
    assert [weights[name].sum() for name in ("Whole", "Both")] == pytest.approx([1, 1])


def test_a_group_is_scored_by_the_weights_of_its_wave():
    found = survey(people())
    some = np.arange(len(found)) % 3 == 0
    part = case(found, draw(found), some, ("Both", "c")).own
    np.testing.assert_array_equal(part, own(found, ("Both", "c"))[some])


def test_a_name_that_is_an_indicator_too_is_the_indicator():
    tree = {"Both": ("", 1.0, "", ("a", "d"))}
    found = survey(people(), tree=tree)
    np.testing.assert_array_equal(
        own(found, ("Both", "c")), own(survey(people(), tree=tree, syntax="", index=""), ("Both", "c"))
    )


def test_groups_waves_and_rises_take_constructs_as_they_take_items():
    frame = pd.concat([people(seed=1).assign(wave="1"), people(seed=2).assign(wave="2")], ignore_index=True)
    frame["town"] = np.where(np.arange(len(frame)) % 2, "east", "west")
    tables = []
    for named in (("a", "Third", "Fourth"), ("a", "c", "d")):
        found = survey(frame, named, segments=("town",))
        sample = draw(found)
        rise = {named[1]: 5.0}
        tables.append((
            compare_groups(found, sample, "2", "town"), compare_waves(found, sample, "2", "1"), raise_drivers(found, sample, "2", rise),
        ))  # fmt: skip
    for one, other in zip(*tables, strict=True):
        pd.testing.assert_frame_equal(one.drop(columns="driver"), other.drop(columns="driver"))


def test_that_weights_are_taken_as_known_is_told_only_of_constructs():
    told = [
        " ".join(say(note, "en") for note in explained(people(), named).notes)
        for named in (("a", "Third"), ("a", "c"))
    ]
    assert ["taken as known" in notes for notes in told] == [True, False]


def test_an_index_that_cannot_be_fitted_is_the_reason():
    found = explained(people().assign(d=1), ("Both", "Third"))
    assert found.table.empty
    assert say(found.reason, "en") == (
        "the index, whose constructs are drivers, cannot be fitted: everybody gave the same answer to d"
    )
    assert "leave such an item out" in say(found.mend, "en")


def test_a_construct_whose_index_is_withheld_is_the_reason():
    frame = people()
    frame["b"] = 3 - frame["b"]
    found = explained(frame, ("Both", "c"), labels={"Both": Label("两题", "Two questions")})
    assert say(found.reason, "en") == "Two questions has no index, because a weight in it is negative"
    assert len(explained(frame, ("Both", "c"), negative="zero").table) == 2


def test_a_name_that_is_nothing_is_met_with_the_nearest():
    found = survey(people())
    with pytest.raises(FitError, match="no indicator, item or construct 'Thrid'") as caught:
        own(found, ("Thrid", "c"))
    assert "Third" in str(caught.value)
    with pytest.raises(FitError, match="no indicator, item or construct 'Third'"):
        own(survey(people(), syntax="", index=""), ("Third", "c"))
