"""Surveys of pure noise, and with effects planted: the folders that `noise.py` and its test read.

Everybody answers alike in every wave, group and department: drivers weigh the same and score the same,
reasons are named equally often, loyalty knows nothing of problems, two Kano attributes lie on a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRIVERS, REASONS, POINTS = 6, 5, 5
CUTS = np.array([-1.2, -0.4, 0.4, 1.2])  # symmetric: the middle answer is as far from either end
LEVELS = {"g2": 2, "g3": 3, "g4": 4}
SPREAD = 27.0  # standard deviation of an answer in points of 0-100, roughly
# how people fall into must-be, one-dimensional, attractive, indifferent, reverse, questionable
KINDS = {"a1": (0.38, 0.38, 0.1, 0.1, 0.02, 0.02), "a2": (0.08, 0.1, 0.39, 0.39, 0.02, 0.02),
         "a3": (0.60, 0.15, 0.1, 0.1, 0.03, 0.02)}  # fmt: skip
AGED = (0.15, 0.1, 0.60, 0.1, 0.03, 0.02)
ANSWERS = np.array([(3, 5), (1, 5), (1, 3), (3, 3), (5, 2), (1, 1)])  # one pair for each of them
TIED = {"a1": "MO", "a2": "AI"}  # what nobody may call firmly


@dataclass(frozen=True)
class Shape:
    """What a survey looks like.

    Parameters
    ----------
    n : int
        Respondents of a wave.
    waves : int
    clusters, weights : bool
    index : bool
        Whether an index model is fitted.
    segments : bool
        Whether the definition names the groups.
    replicates : int
    """

    n: int
    waves: int = 2
    clusters: bool = False
    weights: bool = False
    index: bool = True
    segments: bool = True
    replicates: int = 200


@dataclass(frozen=True)
class Planted:
    """What is true beyond noise; changes happen in the last wave, the rest in all of them."""

    headline: float = 0.0  # points by which the overall score falls
    department: float = 0.0  # points by which the first department falls
    recommend: float = 0.0  # points on the scale of 0-10 by which recommendation falls
    reason: float = 0.0  # of the first reason, more
    group: float = 0.0  # points by which the first of three levels is below
    lowest: float = 0.0  # points by which the first driver is below
    weight: float = 1.0  # of the first driver, against 1 of the others
    aged: bool = False  # the third Kano attribute turns from must-be to attractive


NOISE = Planted()


def write(folder: Path, shape: Shape, seed: int, planted: Planted = NOISE) -> None:
    """Write the folder of a survey: definition and waves."""
    rng = np.random.default_rng(seed)
    (folder / "survey.toml").write_text(definition(shape), "utf-8")
    for number in range(shape.waves):
        last = number == shape.waves - 1
        answers(rng, shape, planted, last=last).to_csv(folder / f"w{number + 1}.csv", index=False)


def answers(rng: np.random.Generator, shape: Shape, planted: Planted, *, last: bool) -> pd.DataFrame:
    """The answers of one wave."""
    n = shape.n
    cluster = rng.integers(0, max(n // 15, 8), n)
    shared = rng.normal(size=cluster.max() + 1)[cluster] if shape.clusters else rng.normal(size=n)
    halo = np.sqrt(0.05) * shared + np.sqrt(0.95) * rng.normal(size=n)
    group = {name: rng.integers(0, count, n) for name, count in LEVELS.items()}
    driver = 0.6 * halo[:, None] + 0.8 * rng.normal(size=(n, DRIVERS))
    effect = np.ones(DRIVERS)
    effect[0] = planted.weight
    pull = driver @ effect
    pull /= np.sqrt(effect @ (0.36 + 0.64 * np.eye(DRIVERS)) @ effect)
    satisfied = 0.75 * pull + np.sqrt(1 - 0.75**2) * rng.normal(size=n)
    fall = np.zeros(DRIVERS)
    fall[0] += planted.lowest
    fall[:2] += planted.department * last
    frame = {f"d{j + 1}": graded(driver[:, j] - fall[j] / SPREAD) for j in range(DRIVERS)}
    drop = planted.headline * last + planted.group * (group["g3"] == 0)
    for name in ("overall", "again"):
        frame[name] = graded(0.9 * satisfied + np.sqrt(0.19) * rng.normal(size=n) - drop / SPREAD)
    for name, less in (("stay", 0.0), ("recommend", planted.recommend * last)):
        frame[name] = np.clip(np.round(5 + 2.5 * rng.normal(size=n) - less), 0, 10).astype(int)
    frame["problem"] = rng.choice(4, n, p=[0.4, 0.2, 0.2, 0.2]) + 1
    for r in range(REASONS):
        frame[f"r{r + 1}"] = (rng.random(n) < 0.3 + (planted.reason * last if r == 0 else 0)).astype(int)
    for name, usual in KINDS.items():
        kinds = AGED if planted.aged and last and name == "a3" else usual
        pair = ANSWERS[rng.choice(len(ANSWERS), n, p=kinds)]
        frame[f"{name}f"], frame[f"{name}d"] = pair[:, 0], pair[:, 1]
    frame |= group
    frame["cluster"] = cluster
    frame["weight"] = np.exp(rng.normal(0, 0.4, n)) if shape.weights else np.ones(n)
    return pd.DataFrame(frame)


def graded(latent: Floats) -> NDArray[np.int64]:
    """Answers from 1 to 5."""
    return np.asarray(np.searchsorted(CUTS, latent) + 1)


def definition(shape: Shape) -> str:
    """The text of ``survey.toml``."""
    lines = [HEAD]
    lines += [f'd{j} = {{ text = "Driver {j}", scale = "five" }}' for j in range(1, DRIVERS + 1)]
    for name in KINDS:
        for side, key in (("functional", "f"), ("dysfunctional", "d")):
            kano = f'kano = {{ attribute = "{name}", side = "{side}" }}'
            lines.append(f'{name}{key} = {{ text = "{name} {side}", scale = "feeling", {kano} }}')
    owners = ("north", "north", "south", "south", "west", "west")
    for j, owner in enumerate(owners, 1):
        lines.append(f'[indicator.i{j}]\nlabel = "Indicator {j}"\nitems = ["d{j}"]\nweight = 1.0')
        lines.append(f'owner = "{owner}"\nparent = "top{1 if j < 4 else 2}"')
    for name, count in LEVELS.items() if shape.segments else ():
        levels = ", ".join(
            f'{{ name = "{name}_{k}", codes = [{k}], label = "{name} {k}" }}' for k in range(count)
        )
        lines.append(f'[segment.{name}]\nlabel = "{name}"\nlevels = [{levels}]')
    lines += [f'[wave.w{k}]\nfile = "w{k}.csv"' for k in range(1, shape.waves + 1)]
    design = ['cluster = "cluster"'] * shape.clusters + ['weight = "weight"'] * shape.weights
    method = f'replicates = {{ method = "bootstrap", count = {shape.replicates}, seed = 1 }}'
    lines += ["[sample]", *design, method, "[drivers]\ndissatisfied = [1, 2]"]
    lines += [INDEX] if shape.index else []
    adjust = ['adjust_by = ["g3"]'] * shape.segments
    return "\n".join([*lines, '[report]\nheadline = "overall"', *adjust, ""])


HEAD = """version = 1
title = "Noise"
[scale.five]
points = { from = 1, to = 5 }
score = "linear"
best = "high"
bottom = [1, 2]
[scale.ten]
points = { from = 0, to = 10 }
score = "linear"
best = "high"
[scale.experience]
kind = "choice"
points = [ { code = 1, label = "No problem" }, { code = 2, label = "Solved" }, { code = 3, label = "Not solved" }, { code = 4, label = "Silent" } ]
recovery = { none = [1], resolved = [2], unresolved = [3], silent = [4] }
[scale.why]
kind = "multi"
points = [ { code = 1, label = "Reason 1" }, { code = 2, label = "Reason 2" }, { code = 3, label = "Reason 3" }, { code = 4, label = "Reason 4" }, { code = 5, label = "Reason 5" } ]
[scale.feeling]
kind = "kano"
points = "classic"
[department.north]
label = "North"
[department.south]
label = "South"
[department.west]
label = "West"
[indicator.top1]
label = "Part one"
weight = 0.5
[indicator.top2]
label = "Part two"
weight = 0.5
[item]
overall = { text = "Overall", scale = "five", role = "overall" }
again = { text = "Again", scale = "five" }
stay = { text = "Stay", scale = "ten", role = "loyalty" }
recommend = { text = "Recommend", scale = "ten", role = "recommend" }
problem = { text = "Problem", scale = "experience", role = "complaint" }
why = { text = "Why", scale = "why", columns = ["r1", "r2", "r3", "r4", "r5"], role = "reason" }"""
INDEX = '''[index]
syntax = """
One =~ d1 + d2
Two =~ d3 + d4
Three =~ d5 + d6
Sat =~ overall + again
Sat ~ One + Two + Three
"""
index = "Sat"'''
