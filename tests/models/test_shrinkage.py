"""Probabilities of a verdict: right near a tie, and hardly touched where all is clear."""

import numpy as np
import pytest
from scipy.stats import norm

from satkit.models.kano.answers import resample_counts
from satkit.models.kano.fit import chances
from satkit.models.shrinkage import GRID, PRIOR, shrink_to_tie


def called(lead, n, surveys, attributes=6):
    """What is claimed for categories of 80 % and more, how often rightly, and how often anything is."""
    rng = np.random.default_rng(n)
    shares = [0.375 + lead / 2, 0.375 - lead / 2, 0.1, 0.1, 0.03, 0.02]
    claims = []
    for seed in range(surveys):
        counts = rng.multinomial(n, shares, attributes)
        chance = chances(*resample_counts(counts, 400, seed))
        top = counts.argmax(axis=1)
        claims += [(chance[a, top[a]], top[a] == 0) for a in range(attributes)]
    sure = [claim for claim in claims if claim[0] >= 0.8]
    return *np.mean(sure, axis=0), len(sure) / len(claims)


@pytest.mark.parametrize("n", [60, 200])
def test_claims_near_a_tie_are_right_as_often_as_their_probability_says(n):
    claimed, right, often = called(0.02, n, 150)
    assert claimed - right < 0.13  # .91 for .68 by the share of replicates
    assert often < 0.2


def test_shrinkage_hardly_changes_a_clear_category():
    claimed, right, often = called(0.4, 200, 10)
    assert claimed > 0.98
    assert right == often == 1


def test_probabilities_add_up_and_the_more_replicates_agree_the_higher():
    tops = np.array([0.3, 0.5, 0.6, 0.8, 0.9, 0.99, 1.0])
    shares = np.column_stack([tops, 0.75 * (1 - tops), 0.25 * (1 - tops)])
    found = shrink_to_tie(shares, np.zeros(7, int), 1000)
    assert found.sum(axis=1) == pytest.approx(np.ones(7))
    assert (np.diff(found[:, 0]) >= 0).all()
    assert (found[:, 0] <= tops).all()
    assert found[0, 0] == 0.3


def test_shrinkage_of_one_verdict_is_its_posterior_given_the_prior_leads():
    """The same by the posterior of a single lead, its weights by EM from the prior."""
    z, wide, weight = norm.ppf(0.9), np.sqrt(1 + GRID**2), PRIOR / PRIOR.sum()
    for _ in range(50):
        posterior = weight * norm.pdf(z, scale=wide)
        weight = (posterior / posterior.sum() + PRIOR) / (1 + PRIOR.sum())
    posterior = weight * norm.pdf(z, scale=wide)
    expected = (posterior * norm.cdf(z * GRID / wide)).sum() / posterior.sum()
    found = shrink_to_tie([[0.9, 0.1]], [0], 1000)[0]
    assert found == pytest.approx([expected, 1 - expected])


def test_shrinkage_without_replicates_gives_no_probability():
    assert np.isnan(shrink_to_tie([[np.nan, np.nan]], [0], 0)).all()
