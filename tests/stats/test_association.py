"""The Rao-Scott test against Pearson's and against the linearised design covariance."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency
from scipy.stats import f as fisher

from satkit.stats.association import rao_scott
from satkit.stats.design import design
from satkit.stats.replicates import replicates


def drawn(seed=0, n=240, clusters=40):
    """Weighted clustered answers of three kinds in three groups."""
    rng = np.random.default_rng(seed)
    cluster = np.sort(rng.integers(0, clusters, n))
    group = rng.integers(0, 3, n)
    kind = np.where(rng.random(n) < 0.4, rng.integers(0, 3, clusters)[cluster], rng.integers(0, 3, n))
    return cluster, group, kind, rng.uniform(0.5, 2, n)


def counted(group, kind, weight, resamples):
    held = (group[:, None, None] == np.arange(3)[:, None]) & (kind[:, None, None] == np.arange(3))
    return resamples.totals(resamples.pieces(held * weight[:, None, None]))


def test_a_replicate_that_drew_nobody_is_left_out_of_the_test():
    cluster, group, kind, weight = drawn()
    resamples = replicates(design(weight, cluster=cluster), count=400)
    counts = counted(group, kind, weight, resamples)
    whole = rao_scott(counts, resamples, 240.0, 39.0)
    counts[7] = 0
    assert rao_scott(counts, resamples, 240.0, 39.0).p == pytest.approx(whole.p, abs=0.01)


def test_the_statistic_is_that_of_the_linearised_covariance():
    """Residuals of the cells as weighted sums of each answer's influence, summed by cluster."""
    cluster, group, kind, weight = drawn()
    sample = design(weight, cluster=cluster)
    resamples = replicates(sample, method="jackknife")
    found = rao_scott(counted(group, kind, weight, resamples), resamples, 240.0, 39.0)

    one = np.stack([(group == g) & (kind == k) for g in range(3) for k in range(3)], axis=1).astype(float)
    share = weight @ one / weight.sum()
    rows, columns = share.reshape(3, 3).sum(axis=1), share.reshape(3, 3).sum(axis=0)
    expected = np.outer(rows, columns).ravel()
    in_row = np.repeat(np.stack([group == g for g in range(3)], axis=1), 3, axis=1)
    in_column = np.tile(np.stack([kind == k for k in range(3)], axis=1), 3)
    influence = (
        (one - share) - (in_row - np.repeat(rows, 3)) * np.tile(columns, 3)
        - (in_column - np.tile(columns, 3)) * np.repeat(rows, 3)
    )  # fmt: skip
    sums = np.stack([(weight[:, None] * influence)[cluster == c].sum(axis=0) for c in np.unique(cluster)])
    m = len(sums)
    covariance = m / (m - 1) * (sums - sums.mean(axis=0)).T @ (sums - sums.mean(axis=0)) / weight.sum() ** 2
    scaled = 240 * covariance / np.sqrt(np.outer(expected, expected))
    chi2 = 240 * ((share - expected) ** 2 / expected).sum()
    trace = np.trace(scaled)
    freedom = trace**2 / (scaled**2).sum()
    assert found.chi2 == pytest.approx(chi2)
    assert found.f == pytest.approx(chi2 / trace, rel=0.06)
    assert found.df == pytest.approx(freedom, rel=0.06)
    assert found.p == pytest.approx(fisher.sf(chi2 / trace, freedom, freedom * 39), abs=0.03)


def test_the_statistic_without_weights_and_clusters_is_pearsons():
    _, group, kind, _ = drawn(2)
    resamples = replicates(design(np.ones(240)), method="jackknife")
    found = rao_scott(counted(group, kind, np.ones(240), resamples), resamples, 240.0, 239.0)
    crossed = np.array([[((group == g) & (kind == k)).sum() for k in range(3)] for g in range(3)])
    pearson = chi2_contingency(crossed)
    assert found.chi2 == pytest.approx(pearson.statistic)
    assert found.p == pytest.approx(pearson.pvalue, abs=0.02)
    assert found.cramer == pytest.approx(np.sqrt(pearson.statistic / 480))


@pytest.mark.parametrize("kept", [{0}, {0, 1}])
def test_one_group_or_one_category_gives_no_test(kept):
    _, group, kind, _ = drawn(3)
    resamples = replicates(design(np.ones(240)), method="jackknife")
    counts = counted(group, kind, np.ones(240), resamples)
    one = counts[:, :1] if kept == {0} else counts[:, :, :1]
    assert np.isnan(rao_scott(one, resamples, 240.0, 239.0).p)


def test_strata_of_clusters_that_are_alike_are_seldom_called_different():
    """Six strata of twelve clusters (correlation .03), five kinds: 20 degrees of freedom of 69."""
    base = np.array([0.36, 0.357, 0.09, 0.167, 0.026])
    stratum, called = np.repeat(np.arange(75) % 6, 20), 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        mood = rng.dirichlet(base * 30, 75)[np.repeat(np.arange(75), 20)]
        kind = (rng.random((1500, 1)) > np.cumsum(mood, axis=1)).sum(axis=1).clip(0, 4)
        weight = rng.uniform(0.7, 1.4, 1500)
        sample = design(weight, stratum=stratum, cluster=np.repeat(np.arange(75), 20))
        resamples = replicates(sample, count=150, seed=seed)
        held = (stratum[:, None, None] == np.arange(6)[:, None]) & (kind[:, None, None] == np.arange(5))
        counts = resamples.totals(resamples.pieces(held * weight[:, None, None]))
        called += rao_scott(counts, resamples, 1500.0, 69.0).p < 0.05
    assert called <= 11
