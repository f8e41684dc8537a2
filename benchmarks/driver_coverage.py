"""How often the intervals of drivers' shares and of failures' own parts hold the truth.

``python benchmarks/driver_coverage.py`` draws simple samples in which drivers share a halo and effects fall
evenly from the first driver to none.  Truth is the same figure on 400,000 people.  Prints, for every setting,
how often 95 % intervals hold it on average over drivers and for the worst; how often one driver leads with a
probability of 80 % or more, and how often that is the right one.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse

import numpy as np

from satkit.models.drivers import importance
from satkit.models.drivers.attributable import fractions
from satkit.models.rank_certainty import expand_level, interval, order
from satkit.stats.design import Floats, design
from satkit.stats.incomplete import answer_moments
from satkit.stats.replicates import Replicates, replicates

PEOPLE, REPLICATES, CERTAIN = 400_000, 300, 0.8
SHARES = (
    (3, 60, False),
    (6, 60, False),
    (10, 60, False),
    (6, 200, False),
    (6, 400, False),
    (6, 1000, False),
    (12, 1000, False),
    (6, 1000, True),
    (12, 3000, True),
)
PARTS = (600, 1500, 3000)


def answers(rng: np.random.Generator, n: int, p: int, *, rare: bool) -> tuple[Floats, Floats]:
    """Drivers and an outcome: a score, or whether one is of the lowest tenth of all."""
    x = rng.normal(size=(n, p)) + rng.normal(size=(n, 1))
    effect = np.linspace(1, 0, p)
    score = x @ effect + 2 * rng.normal(size=n)
    spread = np.sqrt(effect @ effect + effect.sum() ** 2 + 4)
    return x, (score < -1.2816 * spread).astype(float) if rare else score


def shares(x: Floats, y: Floats, count: int, seed: int) -> tuple[Floats, Replicates]:
    """Shares of what is explained by replicate, and the replicates."""
    names = tuple(f"x{place}" for place in range(x.shape[1]))
    resamples = replicates(design(np.ones(len(y))), "bootstrap", count, seed)
    found = answer_moments(np.column_stack([x, y]), [*names, "y"], resamples=resamples)
    fit = importance(found.cov, names)
    return fit.shares / fit.total[:, None], resamples


def of_shares(p: int, n: int, runs: int, *, rare: bool) -> str:
    """One line of the table of shares."""
    rng = np.random.default_rng(p * n)
    truth = shares(*answers(rng, PEOPLE, p, rare=rare), 2, 0)[0][0]
    held, leads = np.zeros(p), []
    for seed in range(runs):
        share, resamples = shares(*answers(rng, n, p, rare=rare), REPLICATES, seed)
        table = order(share, resamples, tuple(map(str, range(p))), 0.95, expand_level(0.95, n, p, n - 1))
        held += (table["low"] <= truth) & (truth <= table["high"])
        if table["probability_first"].max() >= CERTAIN:
            leads.append(table["probability_first"].argmax() == truth.argmax())
    held /= runs
    right = f"{np.mean(leads):.2f}" if leads else "-"
    what = "one in ten dissatisfied" if rare else "score"
    return (
        f"| {p}, {n:,}, {what} | {held.mean():.3f} ({held.min():.3f}) | {len(leads) / runs:.2f} | {right} |"
    )


def failures(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Six failures with a common halo, and who is dissatisfied for them: one in ten."""
    failed = rng.normal(size=(n, 6)) + rng.normal(size=(n, 1)) < -1.5
    chance = 1 / (1 + np.exp(3.1 - failed @ np.linspace(1.2, 0.2, 6)))
    return failed, rng.uniform(size=n) < chance


def of_parts(n: int, runs: int) -> str:
    """One line of the table of attributable fractions."""
    rng = np.random.default_rng(n)
    names = tuple(f"x{place}" for place in range(6))

    def parts(people: int, count: int, seed: int) -> tuple[Floats, Replicates]:
        failed, bad = failures(rng, people)
        resamples = replicates(design(np.ones(people)), "bootstrap", count, seed)
        return fractions(failed, bad, np.ones(people), resamples, names), resamples

    truth = np.mean([parts(PEOPLE // 10, 20, seed)[0][0] for seed in range(10)], axis=0)
    held, below, above = np.zeros(6), 0, 0
    for seed in range(runs):
        part, resamples = parts(n, REPLICATES, seed)
        low, high = interval(part, resamples, 0.95)
        held += (low <= truth) & (truth <= high)
        below, above = below + (high < truth).sum(), above + (low > truth).sum()
    held /= runs
    return (
        f"| {n:,} | {held.mean():.3f} ({held.min():.3f}) | {below / runs / 6:.3f} | {above / runs / 6:.3f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=300)
    runs = parser.parse_args().runs
    print("| drivers, answers, outcome | interval holds | one called first | rightly |")
    for p, n, rare in SHARES:
        print(of_shares(p, n, runs, rare=rare), flush=True)
    print("| respondents | interval of a failure's part holds | too low | too high |")
    for n in PARTS:
        print(of_parts(n, runs), flush=True)


if __name__ == "__main__":
    main()
