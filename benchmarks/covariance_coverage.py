"""How often the intervals of a covariance model hold the truth, and how often its test is wrong.

``python benchmarks/covariance_coverage.py`` draws the samples of ``index_coverage.py``: weighted clusters from a
population with the twelve arrows of the European index, where the covariance model is true but for the
rounding of answers.  Truth is the same fit on the whole population.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd
from index_coverage import CLUSTERS, DRAWN, Floats, Population, population
from numpy.typing import NDArray

from satkit.models.sem import SemFit, fit_sem, replicate_fit
from satkit.stats.design import design
from satkit.stats.intervals import student
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates

GIVEN = 0.05


@dataclass(frozen=True)
class Run:
    """Of one sample: whether every interval holds its truth, three ways, and both tests reject."""

    refitted: NDArray[np.bool_]
    linearised: NDArray[np.bool_]
    ignoring: NDArray[np.bool_]
    rejected: bool
    rejected_plain: bool


def standardised(fit: SemFit, people: Population) -> tuple[Floats, Floats]:
    """Paths in standard deviations and their errors, in the order of the model."""
    rows = fit.parameters.set_index(["op", "rhs", "lhs"])
    own = rows.loc[[("~", source, target) for source, target in people.model.paths]]
    return own["std_all"].to_numpy(float), own["std_error_all"].to_numpy(float)


def run(people: Population, truth: Floats, seed: int, count: int = 200) -> Run:
    """One sample of clusters, with its design and without."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(CLUSTERS, DRAWN, replace=False)
    answering = rng.random(len(people.chance)) < people.chance
    rows = np.flatnonzero(np.isin(people.cluster, chosen) & answering)
    sample = design(1 / people.chance[rows], cluster=people.cluster[rows])
    resamples = replicates(sample, "bootstrap", count, seed)
    items = people.model.items
    moments = complete(people.answers[rows], items, sample.weight, resamples)
    fit = fit_sem(moments, people.model, method="MLM", resamples=resamples, start="plain")
    middle, error = standardised(fit, people)
    table = replicate_fit(fit, moments, resamples).table.set_index(["op", "rhs", "lhs"])
    spread = table.loc[[("~", *path) for path in people.model.paths], "std_error_all"].to_numpy(float)
    answers = pd.DataFrame(people.answers[rows], columns=list(items))
    blind, naive = standardised(fit_sem(answers, people.model, method="MLM", start="plain"), people)

    def held(estimate: Floats, width: Floats, df: float) -> NDArray[np.bool_]:
        low, high = student(estimate, width, df)
        return (low <= truth) & (truth <= high)

    return Run(
        held(middle, spread, DRAWN - 1),
        held(middle, error, DRAWN - 1),
        held(blind, naive, len(rows) - 1),
        fit.test.p_value < GIVEN,
        fit.measure("p_value") < GIVEN,
    )


def table(runs: int) -> tuple[pd.DataFrame, float, float]:
    """Coverage of every path, and how often the scaled and the plain test reject the true model."""
    people = population()
    whole = complete(people.answers, people.model.items)
    truth, _ = standardised(fit_sem(whole, people.model, start="plain"), people)
    found = [run(people, truth, seed) for seed in range(runs)]
    columns = {
        "refitted": [one.refitted for one in found],
        "linearised": [one.linearised for one in found],
        "ignoring the design": [one.ignoring for one in found],
    }
    names = [f"{source} -> {target}" for source, target in people.model.paths]
    told = {name: np.mean(values, axis=0) for name, values in columns.items()}
    scaled, plain = (
        np.mean([getattr(one, name) for one in found]) for name in ("rejected", "rejected_plain")
    )
    return pd.DataFrame({"truth": truth, **told}, index=names), float(scaled), float(plain)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    shown, scaled, plain = table(parser.parse_args().runs)
    print(shown.round(3).to_string())
    print(f"the true model is rejected at {GIVEN:.0%}: scaled test {scaled:.3f}, plain test {plain:.3f}")


if __name__ == "__main__":
    main()
