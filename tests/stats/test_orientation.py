"""Which questions run the other way, and which groups changed names: by law, by planted truth, by noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.stats.orientation import correlations, mirror_log_odds, orientation
from satkit.stats.relabelling import relabelling


def places(rng, n, k, size=5, shift=0.0):
    mood = rng.standard_normal((n, 1)) + 0.9 * rng.standard_normal((n, k)) + 0.5 + shift
    found = np.clip(np.rint(size / 2 + mood * size / 5), 0, size - 1).astype(int)
    return np.where(rng.random((n, k)) < 0.05, -1, found)


def flip(found, size, which):
    return np.where(which & (found >= 0), size - 1 - found, found)


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    which=st.lists(st.booleans(), min_size=7, max_size=7).filter(lambda some: sum(some) < 4),
    size=st.sampled_from([4, 5, 7, 11]),
)
def test_any_minority_of_reversed_questions_is_found(seed, which, size):
    rng = np.random.default_rng(seed)
    earlier, later = places(rng, 300, 7, size), places(rng, 300, 7, size)
    found = orientation(earlier, flip(later, size, np.array(which)), np.full(7, size), np.zeros(7, int))
    assert found.turned.tolist() == which


@pytest.mark.parametrize("shift", [-0.5, 0.5])
def test_a_real_change_of_all_questions_reports_none_as_reversed(shift):
    rng = np.random.default_rng(4)
    for _ in range(20):
        later = places(rng, 150, 6, shift=shift)
        assert not orientation(places(rng, 150, 6), later, np.full(6, 5), np.zeros(6, int)).turned.any()


def test_few_answers_to_unrelated_questions_report_none_as_reversed():
    rng = np.random.default_rng(5)
    turned = 0
    for _ in range(100):
        one, other = rng.integers(0, 5, (2, 100, 8))
        turned += orientation(one, other, np.full(8, 5), np.zeros(8, int)).turned.any()
    assert turned <= 3


def test_the_statistic_of_mirrored_shares_is_positive_and_that_of_equal_ones_negative():
    before = np.array([5.0, 10, 20, 80, 85])
    assert mirror_log_odds(before, before[::-1]) == pytest.approx(-mirror_log_odds(before, before))
    assert mirror_log_odds(before, before[::-1]) > 4
    assert mirror_log_odds(before, before * 0) == 0


def test_correlations_are_those_of_the_rows_that_answered_both():
    rng = np.random.default_rng(6)
    found = places(rng, 80, 3)
    both = (found[:, 0] >= 0) & (found[:, 1] >= 0)
    expected = np.corrcoef(found[both, 0], found[both, 1])[0, 1]
    assert correlations(found)[0, 1] == pytest.approx(expected)


def shares_of(*counts):
    sizes = tuple(np.array(count, float) for count in counts)
    return tuple(size / size.sum() for size in sizes), sizes


def test_the_same_shares_under_other_names_are_renamed_groups():
    shares, sizes = shares_of([500, 300, 50], [50, 500, 300])
    found = relabelling(shares, sizes, (np.zeros((3, 0)), np.zeros((3, 0))))
    assert found.is_renamed
    assert found.now.tolist() == [1, 2, 0]


def test_answers_that_changed_places_are_renamed_groups_though_shares_are_alike():
    shares, sizes = shares_of([200, 200, 200], [200, 200, 200])
    profile = np.array([[-0.8, 0.1], [0.1, 0.5], [0.9, -0.4]])
    assert relabelling(shares, sizes, (profile, profile[[2, 1, 0]])).is_renamed
    assert not relabelling(shares, sizes, (profile, profile)).is_renamed


def test_answers_that_stayed_outweigh_shares_that_changed_places():
    shares, sizes = shares_of([300, 200, 100], [200, 300, 100])
    profile = np.array([[-0.9, 0.1], [0.1, 0.5], [0.9, -0.4]])
    assert not relabelling(shares, sizes, (profile, profile)).is_renamed


def test_alike_groups_of_any_number_are_not_renamed_by_noise():
    rng = np.random.default_rng(7)
    for groups in (2, 3, 6, 15):
        for _ in range(30):
            shares, sizes = shares_of(*rng.multinomial(600, np.full(groups, 1 / groups), 2))
            profiles = tuple(rng.standard_normal((groups, 3)) / np.sqrt(600 / groups) for _ in range(2))
            assert not relabelling(shares, sizes, profiles).is_renamed
