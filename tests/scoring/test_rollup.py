"""Roll-up along the tree."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses

from satkit.scoring.rollup import owned_weights, roll, tree_weights
from satkit.scoring.scores import score
from satkit.stats.design import linearised_covariance
from satkit.survey.questionnaire import Design, Indicator, Replication
from satkit.survey.sample import draw

ITEMS = ("a", "b", "c", "d")


def indicator(name, parent="", weight=1.0, owner="", items=()):
    return Indicator(name=name, parent=parent, weight=weight, owner=owner, items=items)


TREE = {
    node.name: node
    for node in (
        indicator("all"),
        indicator("supply", "all", 3),
        indicator("service", "all", 1),
        indicator("safe", "supply", 2, "grid", ("a", "b")),
        indicator("steady", "supply", 1, "repair", ("c",)),
        indicator("desk", "service", 1, "desk", ("d",)),
    )
}


def test_three_levels_weigh_as_worked_by_hand():
    names, weights = tree_weights(TREE, ITEMS, np.ones(4, bool))
    found = dict(zip(names, weights.tolist(), strict=True))
    assert found["safe"] == [0.5, 0.5, 0, 0]
    assert found["supply"] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert found["all"] == pytest.approx([1 / 4, 1 / 4, 1 / 4, 1 / 4])


@pytest.mark.parametrize("asked", [[1, 1, 1, 0], [1, 0, 1, 1], [0, 0, 1, 0], [0, 0, 0, 1]])
def test_siblings_share_the_weight_of_what_was_not_asked(asked):
    names, weights = tree_weights(TREE, ITEMS, np.array(asked, bool))
    rows = weights[~np.isnan(weights).any(axis=1)]
    assert rows.sum(axis=1) == pytest.approx(1)
    assert (rows[:, np.array(asked) == 0] == 0).all()
    lost = {name for name, row in zip(names, weights, strict=True) if np.isnan(row).all()}
    assert ("desk" in lost) == (not asked[3])
    assert "all" not in lost


def test_a_node_of_weight_nothing_counts_nothing():
    tree = TREE | {"service": indicator("service", "all", 0)}
    names, weights = tree_weights(tree, ITEMS, np.ones(4, bool))
    assert weights[names.index("all"), 3] == 0


def test_a_department_owns_what_its_items_count_in_the_whole():
    inside, outside = owned_weights(TREE, ITEMS, np.ones(4, bool), "grid")
    assert inside == pytest.approx([0.5, 0.5, 0, 0])
    assert outside == pytest.approx([0, 0, 0.5, 0.5])
    nobody, rest = owned_weights(TREE, ITEMS, np.ones(4, bool), "nobody")
    assert np.isnan(nobody).all()
    assert rest == pytest.approx([0.25] * 4)


def test_a_missing_mean_harms_only_the_nodes_that_count_it():
    _, weights = tree_weights(TREE, ITEMS, np.ones(4, bool))
    found = roll(np.array([90.0, 80, np.nan, 70]), weights)
    shown = dict(zip(TREE, found, strict=True))
    assert shown["safe"] == pytest.approx(85)
    assert shown["desk"] == pytest.approx(70)
    assert np.isnan([shown["all"], shown["supply"], shown["steady"]]).all()


def test_the_error_of_a_roll_up_is_the_delta_methods():
    """Weighted linear form of item means, whose covariance is Taylor's."""
    rng = np.random.default_rng(11)
    n = 600
    cluster = np.arange(n) % 60
    mood = rng.standard_normal(60)[cluster] * 0.4 + rng.standard_normal(n)
    places = np.digitize(mood[:, None] + rng.standard_normal((n, 4)), [0.3, 1.2, 2.2])
    places[rng.random((n, 4)) < 0.1] = -1
    frame = pd.DataFrame(places, columns=ITEMS).assign(
        cluster=cluster, weight=np.exp(0.3 * rng.standard_normal(n))
    )
    tree = {name: (node.parent, node.weight, node.owner, node.items) for name, node in TREE.items()}
    made = responses(frame, tree, sample=Design(replicates=Replication(method="jackknife")))
    sample = draw(made)
    table = score(made, sample).table.set_index("node")

    worth = np.array([100.0, 90, 75, 60])
    there = places >= 0
    mass = frame["weight"].to_numpy() @ there
    means = frame["weight"].to_numpy() @ np.where(there, worth[places], 0) / mass
    covariance = linearised_covariance(np.where(there, worth[places] - means, 0) / mass, sample.design)
    gradient = np.array([3 / 4 * 2 / 3 / 2, 3 / 4 * 2 / 3 / 2, 3 / 4 / 3, 1 / 4])
    assert table.loc["all", "estimate"] == pytest.approx(gradient @ means)
    assert table.loc["all", "std_error"] == pytest.approx(np.sqrt(gradient @ covariance @ gradient), rel=0.02)
    for place, item in enumerate(ITEMS):
        assert table.loc[item, "std_error"] == pytest.approx(np.sqrt(covariance[place, place]), rel=0.02)
