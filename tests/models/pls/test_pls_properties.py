"""What must hold for partial least squares on any answers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.errors import DataError, FitError
from satkit.models.paths import path_model
from satkit.models.pls import admissibility, fit_pls, index, path_estimates, priority, quantities
from satkit.models.pls.assessment import adjusted_r2
from satkit.models.pls.score import index_weights
from satkit.stats.design import design
from satkit.stats.moments import complete, stack_groups
from satkit.stats.replicates import replicates, replicates_from_rows
from satkit.stats.sampling import Sampling

TIGHT = 1e-13
CONSTRUCTS = {
    "Quality": ["q1", "q2", "q3"],
    "Value": ["v1", "v2"],
    "Satisfaction": ["s1", "s2", "s3"],
    "Loyalty": "l",
}
PATHS = [
    ("Quality", "Value"),
    ("Quality", "Satisfaction"),
    ("Value", "Satisfaction"),
    ("Satisfaction", "Loyalty"),
]
NAMES = ["q1", "q2", "q3", "v1", "v2", "s1", "s2", "s3", "l"]
MODES = {"a": None, "b": {"Quality": "B"}, "unit": dict.fromkeys(CONSTRUCTS, "unit")}


def answers(n=120, seed=0):
    rng = np.random.default_rng(seed)
    quality = rng.normal(size=n)
    value = 0.6 * quality + 0.8 * rng.normal(size=n)
    satisfaction = 0.5 * quality + 0.4 * value + 0.6 * rng.normal(size=n)
    loyalty = 0.7 * satisfaction + 0.7 * rng.normal(size=n)
    causes = np.stack([quality] * 3 + [value] * 2 + [satisfaction] * 3 + [loyalty], axis=1)
    return np.clip(np.round(7 + 1.6 * causes + rng.normal(size=(n, 9))), 1, 10)


def fitted(values, weight=None, resamples=None, mode="a", **settings_):
    model = path_model(CONSTRUCTS, PATHS, MODES[mode])
    return fit_pls(complete(values, NAMES, weight, resamples), model, tolerance=TIGHT, **settings_)


def textbook(values, constructs, paths, modes, scheme):
    """Partial least squares as the books tell it, on rows: the slow second route."""
    x = (values - values.mean(axis=0)) / values.std(axis=0)
    names = list(constructs)
    blocks = {
        name: [NAMES.index(i) for i in ([items] if isinstance(items, str) else items)]
        for name, items in constructs.items()
    }
    weights = {name: np.ones(len(block)) for name, block in blocks.items()}

    def score(name):
        raw = x[:, blocks[name]] @ weights[name]
        return raw / raw.std()

    for _ in range(300):
        y = {name: score(name) for name in names}
        inner = {}
        for name in names:
            causes = [a for a, b in paths if b == name]
            effects = [b for a, b in paths if a == name]
            if scheme == "path":
                z = sum(
                    (np.corrcoef(y[name], y[other])[0, 1] * y[other] for other in effects), np.zeros(len(x))
                )
                if causes:
                    design_ = np.stack([y[other] for other in causes], axis=1)
                    z = z + design_ @ np.linalg.lstsq(design_, y[name], rcond=None)[0]
            else:
                sign = np.sign if scheme == "centroid" else (lambda r: r)
                z = sum(sign(np.corrcoef(y[name], y[other])[0, 1]) * y[other] for other in causes + effects)
            inner[name] = z
        for name in names:
            block, mode = x[:, blocks[name]], (modes or {}).get(name, "A")
            if mode == "A":
                weights[name] = block.T @ inner[name] / len(x)
            elif mode == "B":
                weights[name] = np.linalg.lstsq(block, inner[name], rcond=None)[0]
    y = {name: score(name) for name in names}
    found = []
    for source, target in paths:
        causes = [a for a, b in paths if b == target]
        design_ = np.stack([y[other] for other in causes], axis=1)
        found.append(np.linalg.lstsq(design_, y[target], rcond=None)[0][causes.index(source)])
    return np.array(found)


@pytest.mark.parametrize("scheme", ["path", "factorial", "centroid"])
@pytest.mark.parametrize("mode", MODES)
def test_the_slow_route_over_rows_gives_the_same_paths(scheme, mode):
    values = answers()
    expected = textbook(values, CONSTRUCTS, PATHS, MODES[mode], scheme)
    assert fitted(values, mode=mode, scheme=scheme).arrows[0] == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("mode", MODES)
@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_units_and_the_order_of_respondents_do_not_matter(mode, seed):
    rng = np.random.default_rng(seed)
    values = answers(seed=seed)
    plain = fitted(values, mode=mode)
    moved = fitted(rng.permutation(values) * rng.uniform(0.1, 50, 9) + rng.normal(size=9), mode=mode)
    assert moved.arrows == pytest.approx(plain.arrows, abs=1e-9)
    assert moved.weights == pytest.approx(plain.weights, abs=1e-9)


@pytest.mark.parametrize("mode", MODES)
@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_integer_case_weights_are_repeated_rows(mode, seed):
    values = answers(seed=seed)
    times = np.random.default_rng(seed).integers(0, 4, len(values))
    weighted, repeated = fitted(values, times, mode=mode), fitted(np.repeat(values, times, axis=0), mode=mode)
    for name in ("weights", "loadings", "paths", "between", "cross_loadings"):
        assert getattr(weighted, name) == pytest.approx(getattr(repeated, name), abs=1e-12)


def test_weights_scaled_by_a_constant_change_nothing():
    values, weight = answers(), np.random.default_rng(1).uniform(0.2, 5, 120)
    once, more = fitted(values, weight), fitted(values, weight * 1000)
    assert more.paths == pytest.approx(once.paths, abs=1e-12)
    assert index(more, (1, 10)) == pytest.approx(index(once, (1, 10)), abs=1e-10)


def test_a_weighted_fit_is_not_the_unweighted_one():
    weight = np.random.default_rng(1).uniform(0.2, 5, 120)
    assert np.abs(fitted(answers(), weight).arrows - fitted(answers()).arrows).max() > 0.01


@pytest.mark.parametrize("method", ["bootstrap", "jackknife"])
def test_replicates_of_a_clustered_sample_are_fits_with_those_weights(method):
    values, rng = answers(), np.random.default_rng(2)
    weight, cluster = rng.uniform(0.5, 2, 120), rng.integers(0, 15, 120)
    resamples = replicates(design(weight, cluster=cluster), method, count=30, seed=3)
    whole = fitted(values, weight, resamples)
    for number in (1, 7, 14):
        alone = fitted(values, weight * resamples.factors[number, resamples.piece])
        assert whole.arrows[number] == pytest.approx(alone.arrows[0], abs=1e-10)


def test_groups_may_stand_beside_replicates():
    """Any axes behind the first: two segments fitted at once are the two fitted alone."""
    halves = [
        complete(answers(seed=seed), NAMES, resamples=replicates_from_rows(RESAMPLED, 120)) for seed in (1, 2)
    ]
    together = stack_groups(halves)
    fit = fit_pls(together, path_model(CONSTRUCTS, PATHS), tolerance=TIGHT)
    assert fit.arrows.shape == (6, 2, 4)
    for place, half in enumerate(halves):
        alone = fit_pls(half, path_model(CONSTRUCTS, PATHS), tolerance=TIGHT)
        assert fit.arrows[:, place] == pytest.approx(alone.arrows, abs=1e-11)
        assert index(fit, (1, 10))[:, place] == pytest.approx(index(alone, (1, 10)), abs=1e-9)
        assert adjusted_r2(fit)[:, place, 1:] == pytest.approx(adjusted_r2(alone)[:, 1:], abs=1e-9)


RESAMPLED = np.random.default_rng(9).integers(0, 120, (5, 120))


def test_a_resample_in_which_an_item_is_constant_is_counted_and_left_out():
    values = answers()
    rows = np.random.default_rng(4).integers(0, 120, (60, 120))
    rows[10] = rows[10, 0]
    fit = fitted(values, resamples=replicates_from_rows(rows, 120))
    found = admissibility(fit)
    assert np.flatnonzero(found.broken).tolist() == [11]
    assert not fit.settled[11]
    assert str(found.describe_losses()[0]) == "1 of 60 resamples could not be fitted and are left out"
    assert np.isnan(quantities(fit)["path"].replicated[11]).all()
    assert np.isfinite(np.delete(fit.arrows, 11, axis=0)).all()
    table = path_estimates(
        replace(fit, sampling=Sampling(replicates_from_rows(rows, 120))), ends=(1, 10), target="Satisfaction"
    )
    table = table.query("kind != 'htmt2'")  # it needs positive correlations
    assert set(table["lost"]) == {0, 1}
    assert np.isfinite(table[["estimate", "std_error", "low", "high"]].to_numpy()).all()


def test_a_reversed_item_reverses_its_loading_and_nothing_else():
    values = answers()
    turned = values.copy()
    turned[:, 1] = 11 - turned[:, 1]
    plain, other = fitted(values), fitted(turned)
    assert other.loadings[0, 1] == pytest.approx(-plain.loadings[0, 1], abs=1e-9)
    assert other.arrows == pytest.approx(plain.arrows, abs=1e-9)


def test_scale_ends_make_the_index():
    values = answers()
    fit = fitted(values)
    plain = index(fit, (1, 10))[0]
    assert ((plain > 0) & (plain < 100)).all()
    percent = fitted((values - 1) / 9 * 100)
    assert index(percent, (0, 100))[0] == pytest.approx(plain, abs=1e-9)
    ends = dict.fromkeys(NAMES, (1, 10))
    assert index(fit, ends)[0] == pytest.approx(plain)
    assert index(fit, (10, 1))[0] == pytest.approx(100 - plain)


def test_a_linked_index_keeps_the_weights_of_its_base():
    base, later = fitted(answers(seed=1)), fitted(answers(seed=2))
    linked = index(later, (1, 10), weights=index_weights(base))
    means = later.moments.mean[0, :3]
    shares = index_weights(base)[0, :3]
    assert linked[0, 0] == pytest.approx(100 * (shares @ means - 1) / 9)
    assert linked[0, 0] != pytest.approx(index(later, (1, 10))[0, 0], abs=1e-6)


def test_a_negative_weight_is_treated_as_asked():
    values = answers()
    values[:, 1] = 11 - values[:, 1]
    fit = fitted(values)
    kept = index(fit, (1, 10), negative="keep")[0]
    assert np.isnan(index(fit, (1, 10))[0]).tolist() == [True, False, False, False]
    assert np.isfinite(kept).all()
    shares = index_weights(fit, negative="zero")[0, :3]
    assert shares[1] == 0
    assert shares.sum() == pytest.approx(1)


def test_a_point_of_importance_is_a_point_of_the_index():
    """Raise every quality item by one point on 0-100: satisfaction's fitted index rises by its importance."""
    values = answers()
    fit = fitted(values)
    found = priority(fit, "Satisfaction", (1, 10))
    q = fit.model.names.index("Quality")
    assert found.points_needed[0, q] == pytest.approx(1 / found.importance[0, q])
    scores = np.stack(
        [100 * (values[:, block] @ index_weights(fit)[0, block] - 1) / 9 for block in fit.blocks],
        axis=1,
    )
    ones = np.c_[np.ones(120), scores]
    b_value = np.linalg.lstsq(ones[:, [0, 1]], scores[:, 1], rcond=None)[0][1]
    b_quality, b_through = np.linalg.lstsq(ones[:, [0, 1, 2]], scores[:, 2], rcond=None)[0][1:]
    assert found.importance[0, q] == pytest.approx(b_quality + b_value * b_through, abs=1e-9)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda v: v.__setitem__((slice(None), 3), 5.0), "same answer to 'v1'"),
        (lambda v: v.__setitem__((slice(None), 1), v[:, 0] * 2 + 1), "follow from each other: 'q1' and 'q2'"),
    ],
)
def test_answers_that_cannot_be_fitted_are_refused_with_the_reason(spoil, words):
    values = answers()
    spoil(values)
    with pytest.raises(FitError, match=words):
        fitted(values, mode="b")


def test_four_respondents_are_refused_as_too_few():
    with pytest.raises(FitError, match="4 respondents are too few"):
        fitted(answers(4, seed=3), mode="b")


def test_iterations_that_do_not_converge_are_reported():
    with pytest.raises(FitError, match="did not come to rest in 2 steps"):
        fitted(answers(), limit=2)


def test_unknown_schemes_items_constructs_and_ends_are_named():
    with pytest.raises(FitError, match="did you mean 'factorial'"):
        fitted(answers(), scheme="factor")
    with pytest.raises(DataError, match="no item 'l' among the answers"):
        fit_pls(complete(answers()[:, :8], NAMES[:8]), path_model(CONSTRUCTS, PATHS))
    with pytest.raises(FitError, match="no construct 'Qualty'"):
        fitted(answers(), consistent=("Qualty",))
    fit = fitted(answers())
    with pytest.raises(FitError, match="item 'v2' has no scale ends"):
        index(fit, {name: (1, 10) for name in NAMES if name != "v2"})
    with pytest.raises(FitError, match="ends where it begins"):
        index(fit, (5, 5))
    with pytest.raises(FitError, match="did you mean 'standardised'"):
        index(fit, (1, 10), "standardized")
    with pytest.raises(FitError, match="did you mean 'Loyalty'"):
        priority(fit, "Loyalti", (1, 10))


def test_a_fit_says_what_it_is_in_its_first_line():
    first, *rest = repr(fitted(answers())).split("\n")
    assert first == "Path model, PLS, path scheme: 4 constructs, 4 paths, n 120"
    assert len(rest) < 25
    assert repr(fitted(answers(), consistent=True)).startswith("Path model, PLSc")
