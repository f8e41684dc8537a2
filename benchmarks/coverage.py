"""How often the intervals satkit prints hold the truth, and how wide they are.

``python benchmarks/coverage.py`` prints the tables, with ``--write`` they go into docs/validation.md.
Every draw passes through the functions of the product: replicates of the design, the effective
size, the likelihood-ratio interval.  ``tests/recovery/test_coverage.py`` runs the same cells small.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from satkit.scoring.composites import GRID
from satkit.scoring.estimates import Base, estimate_means
from satkit.stats.contrasts import Interval, difference
from satkit.stats.design import design
from satkit.stats.intervals import student
from satkit.stats.replicates import replicates

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
SCORES = (100.0, 90.0, 75.0, 60.0)
ALONE = {n: n for n in (5, 15, 30, 100, 400)}
SMALL = {5: 3, 15: 5, 30: 10, 100: 20, 400: 40}  # answers: clusters they come in
LARGE = {40: 4, 100: 5, 400: 10}
GROUPS = ((30, 30), (30, 400), (100, 900), (400, 400))
BATCH = 1000  # draws that share one matrix of replicates
REPLICATES = 1000
HAIR = 1e-9
SEED = 20260101


@dataclass(frozen=True)
class Population:
    """Shares of the points of a scale, and what each point is worth."""

    name: str
    shares: tuple[float, ...]
    points: tuple[float, ...] = SCORES

    @property
    def mean(self) -> float:
        return float(np.dot(self.shares, self.points))


@dataclass(frozen=True)
class Plan:
    """How a sample is drawn.

    ``correlation`` is that of a normal copula within clusters, ``cv`` the variation of log-normal
    weights, ``items`` the questions (correlated .5) of an indicator.
    """

    name: str
    clusters: tuple[tuple[int, int], ...] = tuple(ALONE.items())
    correlation: float = 0.0
    cv: float = 0.0
    items: int = 1


SCALES = (
    Population("typical", (0.63, 0.20, 0.11, 0.06)),
    Population("ceiling", (0.90, 0.07, 0.02, 0.01)),
    Population("spread", (0.30, 0.30, 0.25, 0.15)),
    Population("low", (0.10, 0.20, 0.30, 0.40)),
)
EXTREME = Population("nearly all", (0.98, 0.01, 0.005, 0.005))
SHARES = tuple(Population(f"share {p:g}", (p, 1 - p), (1.0, 0.0)) for p in (0.99, 0.9, 0.5))
PROMOTERS = (
    Population("NPS 50", (0.60, 0.30, 0.10), (100.0, 0.0, -100.0)),
    Population("NPS 88", (0.90, 0.08, 0.02), (100.0, 0.0, -100.0)),
)
SIMPLE = (Plan("simple random sample"), Plan("simple, weights with cv .5", cv=0.5))
CLUSTERED = tuple(
    Plan(f"clusters, correlation {rho:.2f}", tuple(SMALL.items()), rho) for rho in (0.05, 0.10, 0.25)
)
INDICATOR = (
    Plan("indicator of three questions, simple", items=3),
    Plan("indicator of three questions, clusters, correlation 0.10", tuple(SMALL.items()), 0.10, items=3),
)
FEW = tuple(
    Plan(f"few large clusters, correlation {rho:.2f}", tuple(LARGE.items()), rho) for rho in (0.05, 0.25)
)
TABLES = (
    *((plan, (*SCALES, EXTREME, *SHARES, *PROMOTERS)) for plan in (*SIMPLE, *CLUSTERED)),
    *((plan, SCALES) for plan in (*INDICATOR, *FEW)),
)


def answers(rng: np.random.Generator, population: Population, plan: Plan, unit: Ints, draws: int) -> Ints:
    """Places of the answers, shape (draws, n, items): clusters and persons share a normal mood."""
    n, rho = len(unit), plan.correlation
    shared = rng.standard_normal((draws, unit.max() + 1))[:, unit] if rho else 0.0
    person = np.sqrt(rho) * shared + np.sqrt(1 - rho) * rng.standard_normal((draws, n))
    mood = person[..., None]
    if plan.items > 1:
        mood = np.sqrt(0.5) * (mood + rng.standard_normal((draws, n, plan.items)))
    return np.searchsorted(ndtri(np.cumsum(population.shares)[:-1]), mood)


def intervals(
    places: Ints, population: Population, unit: Ints, weight: Floats, method: str, seed: int
) -> pd.DataFrame:
    """What ``estimated`` makes of every draw, one line each, and the t interval beside.

    Parameters
    ----------
    places : ndarray of int, shape (draws, n, items)
    unit : ndarray of int, shape (n,)
    weight : ndarray, shape (draws, n)
    """
    draws, n, items = places.shape
    worth = np.array(population.points)[places].mean(axis=-1)
    points = np.array(population.points)
    if items > 1:
        points = np.linspace(points.min(), points.max(), GRID)
    member = (
        places[..., 0] if items == 1 else np.rint((worth - points[0]) / (points[1] - points[0])).astype(int)
    )
    shares = np.zeros((draws, len(points)))
    np.add.at(shares, (np.arange(draws)[:, None], member), weight)
    resamples = replicates(design(np.ones(n), cluster=unit), method, REPLICATES, seed)
    products = np.zeros((unit.max() + 1, draws, 2))
    np.add.at(products, unit, np.stack([weight * worth, weight], axis=-1).transpose(1, 0, 2))
    sums = resamples.totals(products)
    once = np.ones(draws, np.int64)
    kish = n * (weight**2).sum(axis=1) / weight.sum(axis=1) ** 2
    base = Base(n * once, len(products) * once, (len(products) - 1) * once, kish, 0.0)
    lines = estimate_means(sums[..., 0] / sums[..., 1], shares, points, base, resamples, 0.95)
    lines["t_low"], lines["t_high"] = student(lines["estimate"], lines["std_error"], len(products) - 1)
    return lines


def cell(
    plan: Plan, population: Population, n: int, clusters: int, draws: int, method: str = "bootstrap"
) -> dict[str, float]:
    """Coverage and mean width of both intervals."""
    rng = np.random.default_rng([SEED, n, *plan.name.encode(), *population.name.encode()])
    unit = np.arange(n) % clusters
    sigma = np.sqrt(np.log1p(plan.cv**2))
    parts = []
    for start in range(0, draws, BATCH):
        size = min(BATCH, draws - start)
        places = answers(rng, population, plan, unit, size)
        weight = np.exp(sigma * rng.standard_normal((size, n)))
        parts.append(intervals(places, population, unit, weight, method, SEED + start))
    lines, truth = pd.concat(parts), population.mean
    return {
        "covers": _holds(lines["low"], lines["high"], truth),
        "width": float((lines["high"] - lines["low"]).mean()),
        "t covers": _holds(lines["t_low"], lines["t_high"], truth),
        "t width": float((lines["t_high"] - lines["t_low"]).mean()),
    }


def false_alarms(
    population: Population, n: int, others: int, draws: int, method: str = "bootstrap"
) -> dict[str, float]:
    """How often two groups of one population are called different, by satkit's p and by Student's."""
    rng = np.random.default_rng([SEED, n, others, *population.name.encode()])
    group = np.repeat([0, 1], [n, others])
    points, parts = np.array(population.points), []
    for start in range(0, draws, BATCH):
        size = min(BATCH, draws - start)
        places = rng.choice(len(points), (size, len(group)), p=population.shares)
        resamples = replicates(design(np.ones(len(group))), method, REPLICATES, SEED + start)
        means, sides = [], []
        for side, people in enumerate((n, others)):
            own = (group == side).astype(float)
            sums = resamples.totals(
                np.stack([points[places.T] * own[:, None], own[:, None] + 0 * places.T], -1)
            )
            means.append(sums[..., 0] / sums[..., 1])
            counts = np.stack(
                [(places[:, group == side] == k).sum(axis=1) for k in range(len(points))], axis=-1
            )
            once = np.full(size, people)
            base = Base(once, once, once - 1, np.ones(size), 0.0)
            lines = estimate_means(means[-1], counts, points, base, resamples, 0.95)
            sides.append(Interval(*lines[["estimate", "std_error", "low", "high"]].to_numpy().T))
        gap, df = means[0] - means[1], len(group) - 2
        ours = difference(gap, resamples, df, sides=(sides[0], sides[1]))["p"]
        parts.append(np.stack([ours, difference(gap, resamples, df)["p"]]))
    p = np.concatenate(parts, axis=1)
    return {
        f"{who} {cut:g}": float((p[row] < cut).mean())
        for row, who in enumerate(("ours", "t"))
        for cut in (0.05, 0.01)
    }


def _holds(low: pd.Series, high: pd.Series, truth: float) -> float:
    return float(((low <= truth + HAIR) & (high >= truth - HAIR)).mean())


def tables(draws: int, method: str, workers: int) -> dict[str, pd.DataFrame]:
    """One table per design: populations down, sizes across."""
    cells = [(plan, people, n, m) for plan, some in TABLES for people in some for n, m in plan.clusters]
    with ProcessPoolExecutor(workers) as pool:
        futures = [pool.submit(cell, *where, draws, method) for where in cells]
        found = [future.result() for future in futures]
    lines = pd.DataFrame(found).assign(
        design=[plan.name for plan, *_ in cells],
        population=[people.name for _, people, *_ in cells],
        n=[f"n = {n}" if n == m else f"n = {n} in {m}" for _, _, n, m in cells],
    )
    return {str(name): part for name, part in lines.groupby("design", sort=False)}


def alarms(draws: int, method: str, workers: int) -> list[str]:
    """The table of false alarms, in Markdown."""
    cells = [(people, *sizes) for people in (*SCALES[:3], EXTREME) for sizes in GROUPS]
    with ProcessPoolExecutor(workers) as pool:
        futures = [pool.submit(false_alarms, *where, draws, method) for where in cells]
        found = [future.result() for future in futures]
    lines = [
        {
            "population": people.name,
            "n": f"{n} against {others}",
            "text": f"**{line['ours 0.05']:.3f}**, {line['ours 0.01']:.3f}; {line['t 0.05']:.3f}, {line['t 0.01']:.3f}",
        }
        for (people, n, others), line in zip(cells, found, strict=True)
    ]
    wide = pd.DataFrame(lines).pivot_table(
        index="population", columns="n", values="text", aggfunc="first", sort=False
    )
    told = (
        "Two simple samples of one population: share of tests with p below .05 and .01, by satkit's "
        "interval recovered from both sides; by Student's t."
    )
    return ["### Differences that are none", "", told, "", *_markdown(wide)]


def written(found: dict[str, pd.DataFrame], draws: int, method: str) -> str:
    """The tables in Markdown."""
    used = ", ".join(f"{name} {version(name)}" for name in ("satkit", "numpy", "scipy"))
    how = f"{draws:,} draws a cell, seed {SEED}, {REPLICATES:,} {method} replicates"
    error = np.sqrt(0.95 * 0.05 / draws)
    text = [
        f"{how}; Python {platform.python_version()}, {used}.",
        "",
        "Every cell: coverage of satkit's interval and (its mean width); then those of the t interval.",
        f"The Monte Carlo error of a coverage of .95 is {error:.4f}.",
    ]
    for name, part in found.items():
        shown = part.assign(text=[_shown(line) for line in part.to_dict("records")])
        wide = shown.pivot_table(index="population", columns="n", values="text", aggfunc="first", sort=False)
        text += ["", f"### {name[0].upper()}{name[1:]}", "", *_markdown(wide)]
    return "\n".join(text)


def _shown(line: dict[str, float]) -> str:
    digits = 3 if line["width"] < 1 else 1
    ours, theirs = (f"{line[f'{t}covers']:.3f} ({line[f'{t}width']:.{digits}f})" for t in ("", "t "))
    return f"**{ours[:5]}**{ours[5:]}; {theirs}"


def _markdown(wide: pd.DataFrame) -> Iterable[str]:
    yield "| population | " + " | ".join(wide.columns) + " |"
    yield "| --- |" + " --- |" * len(wide.columns)
    for population, line in wide.iterrows():
        yield f"| {population} | " + " | ".join(line) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--method", default="bootstrap", choices=["bootstrap", "jackknife"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/validation.md")
    given = parser.parse_args()
    text = written(tables(given.draws, given.method, given.workers), given.draws, given.method)
    text += "\n\n" + "\n".join(alarms(given.draws, given.method, given.workers))
    print(text)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
