"""How often the intervals of an index model hold the truth, and what ignoring the design costs.

``python benchmarks/index_coverage.py`` draws samples of clusters from a population of 36,000 with the
twelve arrows of the European index; the unhappy answer three times as often and are weighted down.
Truth is the same fit on the whole population.  ``tests/recovery/test_index_coverage.py`` runs it small.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.models.index import index_model
from satkit.models.paths import PathModel
from satkit.models.pls import PathFit, fit_pls, index
from satkit.models.replicate_intervals import interval
from satkit.stats.design import Design, design
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates

Floats = NDArray[np.float64]

SIZES = {
    "Image": 5,
    "Expectation": 3,
    "Quality": 7,
    "Value": 2,
    "Satisfaction": 3,
    "Complaints": 1,
    "Loyalty": 3,
}
EFFECTS = {
    ("Image", "Expectation"): 0.5,
    ("Image", "Satisfaction"): 0.2,
    ("Image", "Loyalty"): 0.2,
    ("Expectation", "Quality"): 0.55,
    ("Expectation", "Value"): 0.1,
    ("Expectation", "Satisfaction"): 0.1,
    ("Quality", "Value"): 0.55,
    ("Quality", "Satisfaction"): 0.45,
    ("Value", "Satisfaction"): 0.2,
    ("Satisfaction", "Complaints"): 0.5,
    ("Satisfaction", "Loyalty"): 0.5,
    ("Complaints", "Loyalty"): 0.1,
}
CLUSTERS, MEMBERS, DRAWN = 600, 60, 50
ENDS = (1, 10)


@dataclass(frozen=True)
class Population:
    """Answers of everybody, their clusters, and the chance that each one answers."""

    model: PathModel
    answers: Floats
    cluster: NDArray[np.int64]
    chance: Floats
    truth: Floats


def quantities(fit: PathFit) -> Floats:
    """Paths and index side by side, shape (b + 1, 19)."""
    return np.concatenate([fit.arrows, index(fit, ENDS, negative="keep")], axis=1)


def population(seed: int = 0) -> Population:
    """Constructs with 15 % of their own variance between clusters, and rounded answers on 1..10."""
    rng = np.random.default_rng(seed)
    items = {name: [f"{name}{place}" for place in range(size)] for name, size in SIZES.items()}
    model = index_model("ecsi").with_items(items)
    cluster = np.repeat(np.arange(CLUSTERS), MEMBERS)
    scores: dict[str, Floats] = {}
    for name in model.order:
        led = sum(
            (EFFECTS[cause, name] * scores[cause] for cause in model.causes(name)), np.zeros(len(cluster))
        )
        own = np.sqrt(0.15) * rng.normal(size=CLUSTERS)[cluster] + np.sqrt(0.85) * rng.normal(
            size=len(cluster)
        )
        scores[name] = led + np.sqrt(max(1 - led.var(), 0.1)) * own
    columns = [
        np.clip(np.round(7 + 1.5 * (0.8 * scores[one.name] + 0.6 * rng.normal(size=len(cluster)))), *ENDS)
        for one in model.constructs
        for _ in one.items
    ]
    answers = np.stack(columns, axis=1)
    chance = np.where(scores["Satisfaction"] > 0, 0.1, 0.3)
    truth = quantities(fit_pls(complete(answers, model.items), model))[0]
    return Population(model, answers, cluster, chance, truth)


def covered(people: Population, seed: int, *, aware: bool, count: int = 200) -> NDArray[np.bool_]:
    """Whether the 95 % intervals of one sample hold the truth, with its design or without."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(CLUSTERS, DRAWN, replace=False)
    answering = rng.random(len(people.chance)) < people.chance
    rows = np.flatnonzero(np.isin(people.cluster, chosen) & answering)
    sample: Design = design(np.ones(len(rows)))
    if aware:
        sample = design(1 / people.chance[rows], cluster=people.cluster[rows])
    resamples = replicates(sample, "bootstrap", count, seed)
    moments = complete(people.answers[rows], people.model.items, sample.weight, resamples)
    values = quantities(fit_pls(moments, people.model))
    low, high = interval(values, resamples, "wald", df=sample.units - 1)
    return (low <= people.truth) & (people.truth <= high)


def table(runs: int) -> pd.DataFrame:
    """Coverage of every path and index, with the design and ignoring it."""
    people = population()
    names = [f"{source} -> {target}" for source, target in people.model.paths]
    names += [f"index of {name}" for name in people.model.names]
    return pd.DataFrame(
        {
            "truth": people.truth,
            **{
                column: np.mean([covered(people, seed, aware=aware) for seed in range(runs)], axis=0)
                for column, aware in (("with the design", True), ("ignoring it", False))
            },
        },
        index=names,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    print(table(parser.parse_args().runs).round(3).to_string())


if __name__ == "__main__":
    main()
