"""How often the intervals of drivers, Kano, penalties, reasons and recovery hold the truth.

``python benchmarks/report_coverage.py`` answers the questionnaire of ``surveys/power-supply`` for a
whole population of 40,000 in clusters, takes the same figures of everybody for the truth, and draws
samples: 60 clusters, in which the dissatisfied answer more readily and are weighted down.  Prints, for
every kind of figure, how many there are, how often their 95 % intervals hold the truth, and the worst.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.analyses.drivers.estimate import explain_dissatisfaction
from satkit.analyses.kano.estimate import classify_pairs
from satkit.analyses.reasons.estimate import count_reasons
from satkit.analyses.recovery.estimate import estimate_recovery
from satkit.simulation.survey import simulate, write
from satkit.simulation.truth import load as load_truth
from satkit.survey.definition import load
from satkit.survey.folder import open_survey
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.responses import Responses
from satkit.survey.sample import draw

SURVEY = Path(__file__).parents[1] / "surveys" / "power-supply"
WAVE = "2025"
PEOPLE, CLUSTERS, DRAWN = 40_000, 800, 60
RATES = 0.3, 0.6  # of answering: the satisfied, the others


def population(seed: int = 1) -> Responses:
    """Everybody's answers of one wave, each standing for one."""
    asked = load(SURVEY)
    truth = load_truth(SURVEY, asked)
    issued = {wave: PEOPLE if wave == WAVE else 60 for wave in asked.waves}
    settings = {"issued": issued, "response": 1.0, "clusters": CLUSTERS}
    sampling = truth.sampling.model_copy(update=settings)
    made = simulate(asked, truth.model_copy(update={"sampling": sampling}), seed)
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "survey.toml").write_bytes((SURVEY / "survey.toml").read_bytes())
        write(made, folder)
        _, responses = open_survey(folder)
    everybody = taken(responses, np.flatnonzero(responses.wave == list(asked.waves).index(WAVE)))
    return replace(everybody, weight=np.ones(len(everybody)), fpc=np.full(len(everybody), np.inf))


def taken(responses: Responses, rows: NDArray[np.int64]) -> Responses:
    """Some rows, as a survey of their own with a bootstrap of its clusters."""
    design = Design(cluster="branch", replicates=Replication(method="bootstrap", count=200))
    asked = responses.questionnaire.model_copy(update={"sample": design})
    arrays = {name: getattr(responses, name)[rows] for name in
              ("wave", "weight", "cluster", "fpc", "file_row")}  # fmt: skip
    tables = {name: getattr(responses, name).iloc[rows].reset_index(drop=True) for name in
              ("answers", "segments", "numbers", "texts")
              if len(getattr(responses, name).columns)}  # fmt: skip
    options = {name: chosen[rows] for name, chosen in responses.options.items()}
    stratum = np.zeros(len(rows), np.int64)
    return replace(responses, questionnaire=asked, stratum=stratum, options=options, **arrays, **tables)


def sampled(everybody: Responses, seed: int) -> Responses:
    """Clusters drawn; in them the dissatisfied answer more readily and stand for fewer."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(np.unique(everybody.cluster), DRAWN, replace=False)
    chance = np.where(everybody.answers["overall"].to_numpy() >= 2, RATES[1], RATES[0])
    answering = np.isin(everybody.cluster, chosen) & (rng.random(len(everybody)) < chance)
    rows = np.flatnonzero(answering)
    return replace(taken(everybody, rows), weight=1 / chance[rows])


def figures(responses: Responses) -> pd.DataFrame:
    """Every figure that the sections print: ``kind of estimate low high``."""
    sample = draw(responses)
    lines = [*_of_drivers(responses, sample), *_of_kano(responses, sample), *_of_trouble(responses, sample)]
    return pd.concat(lines, ignore_index=True).set_index(["kind", "of"])


def lines_of(
    table: pd.DataFrame,
    kind: str,
    names: list[str],
    columns: tuple[str, str, str] = ("estimate", "low", "high"),
) -> pd.DataFrame:
    """Three columns of a table under the name of their kind."""
    given = table[[*columns]].set_axis(["estimate", "low", "high"], axis=1).astype(float)
    return given.assign(kind=kind, of=table[names].astype(str).agg(" ".join, axis=1))


def _of_drivers(responses: Responses, sample: Any) -> Iterator[pd.DataFrame]:
    found = explain_dissatisfaction(responses, sample, WAVE)
    for name, ends in (("share", "share"), ("slope", "slope"), ("performance", "performance")):
        yield lines_of(found.table, f"driver: {name}", ["driver"], (name, f"{ends}_low", f"{ends}_high"))
    yield lines_of(found.areas, "area: share", ["method", "area"], ("share", "low", "high"))
    yield lines_of(found.reach, "key dissatisfier", ["driver"])
    for name in ("penalty", "reward", "range", "tilt", "asymmetry"):
        yield lines_of(found.contrast, f"contrast: {name}", ["driver"], (name, f"{name}_low", f"{name}_high"))


def _of_kano(responses: Responses, sample: Any) -> Iterator[pd.DataFrame]:
    found = classify_pairs(responses, sample)
    if found is None:
        return
    whole = found.table[found.table["segment"] == ""]
    for name in ("better", "worse"):
        yield lines_of(whole, f"Kano: {name}", ["attribute"], (name, f"{name}_low", f"{name}_high"))


def _of_trouble(responses: Responses, sample: Any) -> Iterator[pd.DataFrame]:
    told = count_reasons(responses, sample).shares
    yield lines_of(told[told["segment"] == ""], "reason: share", ["reason"])
    found = estimate_recovery(responses, sample)
    yield lines_of(found.rates, "recovery: rate", ["measure"])
    yield lines_of(found.groups, "recovery: loyalty of a group", ["item", "group", "measure"])
    contrast = found.contrasts
    yield lines_of(contrast, "recovery: difference", ["item", "contrast"], ("difference", "low", "high"))
    yield lines_of(
        contrast, "recovery: difference, alike", ["item", "contrast"], ("alike", "alike_low", "alike_high")
    )
    yield lines_of(found.levels, "loyalty by satisfaction", ["item", "place", "measure"])
    yield lines_of(
        found.steps, "step of satisfaction: difference", ["item", "upper"], ("difference", "low", "high")
    )
    yield lines_of(
        found.steps, "step of satisfaction: ratio", ["item", "upper"], ("ratio", "ratio_low", "ratio_high")
    )


def table(runs: int) -> pd.DataFrame:
    """Per figure its truth, how often it was held and missed on either side, and the mean estimate."""
    everybody = population()
    truth = figures(everybody)["estimate"]
    seen = pd.concat(
        [figures(sampled(everybody, seed)) for seed in range(runs)], keys=range(runs), names=["run"]
    )
    seen["truth"] = truth.reindex(seen.index.droplevel("run")).to_numpy()
    seen = seen.dropna()
    # what is merged or left out for want of answers in some samples is another figure in each
    seen = seen[seen.groupby(["kind", "of"])["truth"].transform("size") == runs]
    seen["above"], seen["below"] = seen["low"] > seen["truth"], seen["high"] < seen["truth"]
    seen["held"] = ~(seen["above"] | seen["below"])
    return seen.groupby(["kind", "of"])[["truth", "estimate", "held", "above", "below"]].mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--all", action="store_true", help="every figure, not one line per kind")
    chosen = parser.parse_args()
    found = table(chosen.runs)
    if chosen.all:
        print(found.round(3).to_string())
    kinds = found.groupby("kind")["held"]
    print(kinds.agg(["size", "mean", "min", "max"]).round(3).to_string())


if __name__ == "__main__":
    main()
