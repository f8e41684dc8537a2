"""Companies to sectors to a nation: against the closed form, and against simulated samples."""

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DefinitionError
from satkit.models.aggregate import aggregate


def parts(estimates, errors):
    estimates, errors = np.array(estimates, float), np.array(errors, float)
    return pd.DataFrame(
        {
            "name": [chr(65 + k) for k in range(len(estimates))],
            "estimate": estimates,
            "std_error": errors,
            "low": estimates - 2 * errors,
            "high": estimates + 2 * errors,
        }
    )


def test_a_whole_of_independent_samples_is_the_closed_form():
    found = aggregate(parts([70, 80, 60], [1, 2, 3]), {"A": 5, "B": 3, "C": 2}).iloc[0]
    assert found["estimate"] == pytest.approx(0.5 * 70 + 0.3 * 80 + 0.2 * 60)
    error = np.sqrt(0.25 * 1 + 0.09 * 4 + 0.04 * 9)
    assert found["std_error"] == pytest.approx(error)
    assert found["high"] - found["low"] == pytest.approx(4 * error)


def test_sectors_make_a_nation_by_their_own_shares():
    shares = {"A": 3, "B": 1, "C": 7, "banks": 40, "shops": 60}
    within = {"A": "banks", "B": "banks", "C": "shops", "banks": "nation", "shops": "nation"}
    found = aggregate(parts([70, 80, 60], [1, 2, 3]), shares, within).set_index("name")
    assert list(found.index) == ["banks", "shops", "nation"]
    assert found["estimate"].tolist() == pytest.approx([72.5, 60, 0.4 * 72.5 + 0.6 * 60])
    assert found["parts"].tolist() == [2, 1, 3]
    assert found.loc["nation", "std_error"] == pytest.approx(np.sqrt(0.09 * 1 + 0.01 * 4 + 0.36 * 9))
    scaled = aggregate(parts([70, 80, 60], [1, 2, 3]), {k: 10 * v for k, v in shares.items()}, within)
    pd.testing.assert_frame_equal(scaled, found.reset_index())


def test_parts_that_share_their_clusters_have_the_error_of_their_sum():
    rng = np.random.default_rng(1)
    drawn = rng.multivariate_normal([70, 80], [[4, 3], [3, 9]], 100_000)
    table = parts([70, 80], [2, 3])
    found = aggregate(table, {"A": 1, "B": 1}, correlation=np.corrcoef(drawn.T)).iloc[0]
    assert found["std_error"] == pytest.approx(drawn.mean(axis=1).std(), rel=0.01)


def test_an_asymmetric_interval_stays_asymmetric():
    table = parts([95, 95], [1, 1]).assign(low=[90.0, 90.0], high=[97.0, 97.0])
    found = aggregate(table, {"A": 1, "B": 1}).iloc[0]
    assert found["estimate"] - found["low"] == pytest.approx(5 / np.sqrt(2))
    assert found["high"] - found["estimate"] == pytest.approx(2 / np.sqrt(2))


@pytest.mark.parametrize(
    ("shares", "within", "words"),
    [
        ({"A": 1}, None, "'B' has no share"),
        ({"A": 1, "B": 0}, None, "the share of 'B' is 0"),
        ({"A": 1, "B": 1}, {"A": "x"}, "'B' belong to no whole"),
        ({"A": 1, "B": 1, "x": 1}, {"A": "x", "B": "x", "x": "y"}, None),
        ({"A": 1, "B": 1}, {"A": "x", "B": "x", "x": "y"}, "'x' has no share"),
        ({"A": 1, "B": 1, "Z": 1}, {"A": "x", "B": "x", "Z": "x"}, "'Z' is part of a whole, but was not"),
        ({"A": 1, "B": 1}, {"A": "x", "B": "A"}, "'A' was measured, but is also made of other parts"),
        ({"A": 1, "B": 1, "x": 1, "y": 1}, {"A": "x", "B": "x", "x": "y", "y": "x"}, "x -> y -> x"),
    ],
)
def test_impossible_shares_are_refused(shares, within, words):
    if words is None:
        assert len(aggregate(parts([1, 2], [1, 1]), shares, within)) == 2
        return
    with pytest.raises(DefinitionError, match=words):
        aggregate(parts([1, 2], [1, 1]), shares, within)
