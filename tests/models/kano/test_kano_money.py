"""Curves, the investment boundary, projects and the house of quality."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import figures

from satkit.errors import FitError
from satkit.models.kano import curves, quality_function
from satkit.models.kano.answers import resample_counts
from satkit.models.kano.boundary import Item, expected_gain, invest
from satkit.models.kano.coefficients import better_worse
from satkit.models.kano.projects import Project, choose


def invented(seed, kinds):
    rng = np.random.default_rng(seed)
    return [
        Item(
            f"{place}",
            kind,
            rng.uniform(0.1, 0.9),
            -rng.uniform(0.1, 0.9),
            rng.uniform(0.2, 2),
            rng.uniform(0, 0.6),
            rng.uniform(0.3, 1),
        )
        for place, kind in enumerate(kinds)
    ]


def on_a_grid(items, budget, steps=61):
    """The best plan on a grid of the first attributes, the last one taking what is left."""
    axes = [np.linspace(item.met, 1, steps) for item in items[:-1]]
    mesh = list(np.meshgrid(*axes, indexing="ij"))
    left = budget - sum(item.cost * (x - item.met) for item, x in zip(items, mesh, strict=False))
    last = items[-1]
    mesh.append(np.clip(last.met + left / last.cost, last.met, 1))
    worth = sum(
        item.weight * curves.satisfaction(item.category, item.better, item.worse, x)
        for item, x in zip(items, mesh, strict=True)
    )
    return np.where(left >= 0, worth, -np.inf).max()


def test_curves_agree_with_the_worked_case():
    case = figures("kano/worked_cases")["s_cr"]
    for kind in "MOA":
        found = curves.satisfaction(kind, case["CS"], case["DS"], case["x"])
        np.testing.assert_allclose(found, case[kind], rtol=0, atol=1e-12)


def test_curves_agree_with_krano_under_r_4_2_2():
    checked = 0
    for data in figures("kano/reppel_2022")["files"].values():
        theirs, attributes = data["krano"], list(data["attributes"].values())
        kinds = {row["Attribute Number"]: row["Classification"] for row in theirs["resultTable"]}
        for number, curve in zip(theirs["names"], theirs["curves_x_0_to_1_by_0.01"], strict=True):
            classic = attributes[int(number) - 1]["classic"]
            found = curves.satisfaction(
                kinds[number], classic["satisfaction"], classic["dissatisfaction"], theirs["curve_x"]
            )
            np.testing.assert_allclose(found, curve, rtol=0, atol=1e-10)
            checked += 1
    assert checked >= 10


@pytest.mark.parametrize("kind", ["M", "O", "A", "I"])
def test_marginal_satisfaction_is_the_slope_of_the_curve(kind):
    x = np.linspace(0.1, 0.9, 9)
    above, below = (curves.satisfaction(kind, 0.7, -0.4, x + step) for step in (1e-6, -1e-6))
    np.testing.assert_allclose(curves.marginal(kind, 0.7, -0.4, x), (above - below) / 2e-6, rtol=0, atol=1e-8)


def test_plans_agree_with_the_worked_case_and_beat_its_grid():
    case = figures("kano/worked_cases")["allocation"]
    items = [
        Item(
            str(place),
            each["category"],
            each["CS"],
            each["DS"],
            each["unit_cost"],
            each["x0"],
            each["weight"],
        )
        for place, each in enumerate(case["items"])
    ]
    for solution in case["solutions"]:
        plan = invest(items, solution["budget"])
        assert plan.value == pytest.approx(solution["value"], abs=1e-12)
        np.testing.assert_allclose(plan.met, solution["x"], rtol=0, atol=1e-9)
        assert plan.value >= solution["grid_value"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.text("MOA", min_size=3, max_size=3), st.floats(0.02, 1.1))
def test_no_point_of_a_grid_beats_the_plan(seed, kinds, share):
    items = invented(seed, kinds)
    budget = share * sum(item.cost * (1 - item.met) for item in items)
    plan = invest(items, budget)
    assert plan.value >= on_a_grid(items, budget) - 1e-9
    assert plan.spend.sum() <= budget + 1e-9
    assert (plan.met >= [item.met - 1e-12 for item in items]).all()
    assert (plan.met <= 1 + 1e-12).all()


def test_an_attractive_attribute_may_be_funded_in_part_beside_a_must_be():
    items = [Item("floor", "M", 0.2, -0.9, 1.0, 0.0, 1.0), Item("extra", "A", 0.3, 0.0, 0.6, 0.0, 1.0)]
    plan = invest(items, 1.3)
    assert plan.value >= on_a_grid(items, 1.3, 4001) - 1e-9


def test_attributes_of_equal_gain_per_cost_are_planned():
    items = [
        Item(name, kind, 0.6, -0.4, 1.0) for name, kind in (("a", "M"), ("b", "O"), ("c", "O"), ("d", "A"))
    ]
    for budget in (0.0, 0.5, 1.0, 2.5, 4.0, 9.0):
        plan = invest(items, budget)
        assert plan.value >= on_a_grid(items, budget, 31) - 1e-9


def test_funded_attributes_have_the_same_marginal_gain_per_cost():
    items = [
        Item(name, "M", 0.3, better, cost) for name, better, cost in (("a", -0.7, 1.0), ("b", -0.5, 0.8))
    ]
    plan = invest(items, 0.9)
    np.testing.assert_allclose(plan.table["next_gain_per_cost"], plan.price, rtol=0, atol=1e-9)
    assert plan.spend.sum() == pytest.approx(0.9)


def test_indifferent_attributes_get_nothing_and_a_large_budget_is_not_spent_whole():
    items = [*invented(3, "MOA"), Item("idle", "I", 0.1, -0.1, 0.1, 0.3)]
    plan = invest(items, 100.0)
    assert plan.met.tolist() == [1, 1, 1, 0.3]
    assert plan.price == 0
    assert plan.spend.sum() < 100


def test_the_expected_gain_has_an_interval_from_replicates():
    counts = np.array([[40.0, 20, 10, 30, 0, 0], [5, 10, 50, 35, 0, 0]])
    drawn, resamples = resample_counts(counts)
    better, worse = better_worse(drawn)
    items = [
        Item(name, kind, better[0, place], worse[0, place], 1.0)
        for place, (name, kind) in enumerate((("a", "M"), ("b", "A")))
    ]
    plan = invest(items, 1.2)
    value, low, high = expected_gain(plan, better, worse, resamples)
    assert value == pytest.approx(plan.table["gain"].sum(), abs=1e-12)
    assert low < value < high


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cost": 0.0}, "the cost of 'lift' is 0"),
        ({"weight": 0.0}, "the weight of 'lift' is 0"),
        ({"met": 1.2}, "the fulfilment of 'lift' is 1.2"),
        ({"better": 0.0, "worse": 0.0}, "better and worse of 'lift' are both 0"),
    ],
)
def test_impossible_attributes_are_refused_by_name(change, words):
    item = {"name": "lift", "category": "M", "better": 0.4, "worse": -0.3, "cost": 1.0, **change}
    with pytest.raises(FitError, match=words):
        invest([Item(**item)], 1.0)


def test_every_mistake_of_a_plan_is_told_at_once():
    with pytest.raises(FitError) as raised:
        invest([Item("a", "M", 0.4, -0.3, 0.0), Item("b", "A", 0.4, -0.3, -1.0)], -1)
    assert len(raised.value.complaints) == 3
    with pytest.raises(FitError, match="15 attractive attributes are too many"):
        invest(invented(0, "A" * 15), 1.0)


def by_enumeration(projects, budget):
    best = 0.0
    for taken in product((False, True), repeat=len(projects)):
        chosen = [project for project, funded in zip(projects, taken, strict=True) if funded]
        blocked = any(p.first and p not in chosen for p in projects) and any(not p.first for p in chosen)
        if sum(p.cost for p in chosen) <= budget and not blocked:
            best = max(best, sum(p.gain for p in chosen))
    return best


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_chosen_projects_are_the_best_of_all_sets(seed):
    rng = np.random.default_rng(seed)
    projects = [
        Project(f"{place}", rng.uniform(0.5, 3), rng.uniform(0.1, 2), bool(rng.uniform() < 0.3))
        for place in range(7)
    ]
    budget = rng.uniform(0, 10)
    chosen = choose(projects, budget)
    assert sum(p.cost for p in chosen) <= budget + 1e-6
    assert sum(p.gain for p in chosen) == pytest.approx(by_enumeration(projects, budget), abs=1e-6)


def test_a_must_be_below_target_is_funded_before_a_higher_gain_per_cost():
    projects = [Project("mend", 3, 1, first=True), Project("wow", 1, 9), Project("more", 1, 1)]
    assert [project.name for project in choose(projects, 4)] == ["mend", "wow"]
    assert choose(projects, 2) == ()
    assert choose([], 2) == ()


def test_a_project_without_cost_is_refused():
    with pytest.raises(FitError, match="the cost of 'gift' is 0"):
        choose([Project("gift", 0, 1)], 3)
    with pytest.raises(FitError, match="the budget is negative"):
        choose([Project("a", 1, 1)], -3)


def test_improvement_ratios_agree_with_the_worked_case():
    case = figures("kano/worked_cases")["qfd"]
    tan = quality_function.tan_shen(case["IR0"], list("MOA"))
    np.testing.assert_allclose(tan, [case["tan_shen2000"][kind] for kind in "MOA"], rtol=0, atol=1e-12)
    theirs = case["chaudha2011"]
    found = quality_function.chaudha(case["IR0"], list("IMOA"), theirs["SI"], theirs["DI"])
    np.testing.assert_allclose(found, [theirs[kind] for kind in "IMOA"], rtol=0, atol=1e-12)
    assert quality_function.tontini(1.5, 0.6, -0.8) == pytest.approx(1.5 * 1.8)
    assert quality_function.weights([4.0, 2], [1.5, 1]).tolist() == pytest.approx([0.75, 0.25])
