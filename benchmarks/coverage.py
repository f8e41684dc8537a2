"""How often the intervals satkit prints hold the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from satkit.scoring.estimates import Base, estimated
from satkit.stats.design import design
from satkit.stats.intervals import student
from satkit.stats.replicates import replicates

Floats = NDArray[np.float64]

SCORES = (100.0, 90.0, 75.0, 60.0)
SIZES = {5: 3, 15: 5, 30: 10, 100: 20, 400: 40}  # answers and, where they come in clusters, how many
BATCH = 1000  # draws that share one matrix of replicates


@dataclass(frozen=True)
class Population:
    """Shares of the points of a scale, and what each is worth."""

    name: str
    shares: tuple[float, ...]
    points: tuple[float, ...] = SCORES

    @property
    def mean(self) -> float:
        return float(np.dot(self.shares, self.points))


@dataclass(frozen=True)
class Plan:
    """How a sample is drawn: clusters or none, their correlation, the spread of weights, items per person."""

    name: str
    clustered: bool = False
    icc: float = 0.0
    cv: float = 0.0
    items: int = 1


SCALES = (
    Population("typical", (0.63, 0.20, 0.11, 0.06)),
    Population("ceiling", (0.90, 0.07, 0.02, 0.01)),
    Population("spread", (0.30, 0.30, 0.25, 0.15)),
    Population("low", (0.10, 0.20, 0.30, 0.40)),
)
SHARES = tuple(Population(f"share {p}", (p, 1 - p), (1.0, 0.0)) for p in (0.99, 0.9, 0.5))
PROMOTERS = (
    Population("NPS 50", (0.60, 0.30, 0.10), (100.0, 0.0, -100.0)),
    Population("NPS 88", (0.90, 0.08, 0.02), (100.0, 0.0, -100.0)),
)
PLANS = (
    Plan("simple"),
    Plan("weighted", cv=0.5),
    Plan("clusters .05", clustered=True, icc=0.05),
    Plan("clusters .10", clustered=True, icc=0.10),
    Plan("clusters .25", clustered=True, icc=0.25),
    Plan("three items", items=3),
    Plan("three items, clusters .10", clustered=True, icc=0.10, items=3),
)


def answers(
    rng: np.random.Generator, population: Population, plan: Plan, unit: NDArray[np.int64], draws: int
) -> NDArray[np.int64]:
    """Places of the answers, shape (draws, n, items): a normal copula of clusters, persons and items."""
    n, clusters = len(unit), unit.max() + 1
    shared = rng.standard_normal((draws, clusters))[:, unit] if plan.icc else 0.0
    person = np.sqrt(plan.icc) * shared + np.sqrt(1 - plan.icc) * rng.standard_normal((draws, n))
    own = rng.standard_normal((draws, n, plan.items))
    common = 0.5 if plan.items > 1 else 1.0
    latent = np.sqrt(common) * person[..., None] + np.sqrt(1 - common) * own
    return np.searchsorted(ndtri(np.cumsum(population.shares)[:-1]), latent)


def intervals(
    places: NDArray[np.int64],
    population: Population,
    unit: NDArray[np.int64],
    weight: Floats,
    method: str,
    seed: int,
) -> pd.DataFrame:
    """One line per draw: what `estimated` makes of it, and the t interval beside."""
    draws, n, items = places.shape
    worth = np.array(population.points)[places].mean(axis=-1)  # (draws, n)
    points = np.unique(np.round(np.array(np.meshgrid(*[population.points] * items)).mean(axis=0), 9))
    member = np.searchsorted(points, np.round(worth, 9))
    shares = np.zeros((draws, len(points)))
    np.add.at(shares, (np.arange(draws)[:, None], member), weight)
    resamples = replicates(design(np.ones(n), cluster=unit), method, 1000, seed)
    units = len(np.unique(unit))
    products = np.zeros((units, draws, 2))
    np.add.at(products, unit, np.stack([weight * worth, weight], axis=-1).transpose(1, 0, 2))
    sums = resamples.totals(products)
    whole = np.ones(draws, int)
    kish = n * (weight**2).sum(axis=1) / weight.sum(axis=1) ** 2
    base = Base(n * whole, units * whole, (units - 1) * whole, kish, 0.0)
    lines = estimated(sums[..., 0] / sums[..., 1], shares, points, base, resamples, 0.95)
    lines["t_low"], lines["t_high"] = student(lines["estimate"], lines["std_error"], units - 1)
    return lines


def cell(
    population: Population, plan: Plan, n: int, draws: int, seed: int, method: str = "bootstrap"
) -> dict[str, object]:
    """Coverage and mean width of both intervals."""
    rng = np.random.default_rng([seed, n, *population.name.encode(), *plan.name.encode()])
    unit = np.arange(n) % SIZES[n] if plan.clustered else np.arange(n)
    parts = []
    for start in range(0, draws, BATCH):
        size = min(BATCH, draws - start)
        places = answers(rng, population, plan, unit, size)
        log_sd = np.sqrt(np.log1p(plan.cv**2))
        weight = np.exp(log_sd * rng.standard_normal((size, n)))
        parts.append(intervals(places, population, unit, weight, method, seed + start))
    lines = pd.concat(parts, ignore_index=True)
    truth, hair = population.mean, 1e-9
    return {
        "population": population.name,
        "design": plan.name,
        "n": n,
        "covers": ((lines["low"] <= truth + hair) & (lines["high"] >= truth - hair)).mean(),
        "width": (lines["high"] - lines["low"]).mean(),
        "t covers": ((lines["t_low"] <= truth + hair) & (lines["t_high"] >= truth - hair)).mean(),
        "t width": (lines["t_high"] - lines["t_low"]).mean(),
    }
