"""How long importances take, beside the straightforward way, the prototype and other packages.

    python benchmarks/drivers.py [--largest 30]

Processor seconds on one thread, the best of three runs where a run is short, all in one process, so
that ratios hold whatever the machine.  A rival that would take minutes is timed on some of its
subsets and scaled up; such numbers carry a tilde.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from satkit.models.drivers import correlations, dissatisfiers, lmg, lmg_calibrated, mcfadden, odds
from satkit.stats.design import design
from satkit.stats.replicates import replicates

PROTOTYPES = Path(__file__).parents[2] / "shared" / "prototypes"
PATIENCE = 3.0  # seconds of a rival before it is scaled up
AIMS = {20: 0.06, 30: 30.0}
RNG = np.random.default_rng(1)
THREADS = "OPENBLAS_NUM_THREADS"  # read when NumPy loads, so the program starts itself once more


def cpu(job: Callable[[], object], runs: int = 3) -> float:
    """Processor seconds of the best run; one run where it is long."""
    best = np.inf
    for _ in range(runs):
        start = time.process_time()
        job()
        best = min(best, time.process_time() - start)
        if best > 1:
            break
    return best


def partly(job: Callable[[np.ndarray], object], subsets: np.ndarray) -> tuple[float, str]:
    """Processor seconds of a job over all subsets, scaled up from as many as patience allows."""
    done, start = 0, time.process_time()
    for subset in RNG.permutation(subsets):
        job(subset)
        done += 1
        if time.process_time() - start > PATIENCE:
            break
    seconds = (time.process_time() - start) * len(subsets) / done
    return seconds, "" if done == len(subsets) else "~"


def line(what: str, ours: float, rivals: dict[str, tuple[float, str] | None], note: str = "") -> None:
    """One line: our seconds, and how many times as long every rival takes."""
    told = [
        f"{name} {rival[1]}{rival[0]:.4g} s = {rival[1]}{rival[0] / ours:,.1f}x"
        if rival
        else f"{name} absent"
        for name, rival in rivals.items()
    ]
    print(f"{what:34s} {ours:9.4f} s   {'   '.join(told)}   {note}".rstrip())


def survey(p: int, n: int = 1000) -> tuple[np.ndarray, np.ndarray]:
    """Drivers with a common halo, and an outcome."""
    x = RNG.normal(size=(n, p)) + RNG.normal(size=(n, 1))
    return x, x @ RNG.uniform(0, 1, p) + 2 * RNG.normal(size=n)


def names(p: int) -> tuple[str, ...]:
    return tuple(f"x{place}" for place in range(p))


def prototype(name: str) -> object | None:
    """A program beside the project, or nothing."""
    if not (PROTOTYPES / f"{name}.py").exists():
        return None
    sys.path.insert(0, str(PROTOTYPES))
    return importlib.import_module(name)


def dominance_analysis(x: np.ndarray, y: np.ndarray) -> tuple[float, str] | None:
    """Seconds of the package dominance-analysis, where it imports."""
    try:
        from dominance_analysis import Dominance
    except ImportError:
        return None
    import pandas as pd

    data = pd.DataFrame(np.column_stack([x, y]), columns=[*names(x.shape[1]), "y"])
    return cpu(
        lambda: Dominance(data=data, target="y", objective=1, top_k=x.shape[1]).incremental_rsquare(), 1
    ), ""


def exact(p: int) -> None:
    """LMG of one sample, against least squares on every subset."""
    x, y = survey(p)
    cov = np.cov(np.column_stack([x, y]).T)
    given = correlations(cov, names(p))
    ours = cpu(lambda: lmg.shares(given))
    scale = np.sqrt(np.diagonal(cov))
    other = prototype("proto_lmg")
    rivals = {
        "least squares": partly(
            lambda mask: np.linalg.lstsq(x[:, (mask >> np.arange(p)) & 1 == 1], y, rcond=None),
            np.arange(1, 1 << p),
        ),
        "prototype": (cpu(lambda: other.lmg(cov / np.outer(scale, scale))), "") if other else None,
        "dominance-analysis": dominance_analysis(x, y) if p <= 12 else None,
    }
    line(f"LMG p = {p}", ours, rivals, f"aim {AIMS[p]} s" if p in AIMS else "")


def redrawn(p: int) -> np.ndarray:
    """Covariance matrices of 1,001 resamples of 300 answers."""
    x, y = survey(p, 300)
    rows = np.column_stack([x, y])
    drawn = RNG.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), 1001) / len(rows)
    mean = drawn @ rows
    return np.einsum("bn,ni,nj->bij", drawn, rows, rows, optimize=True) - mean[:, :, None] * mean[:, None]


def resampled(p: int) -> None:
    """LMG of 1,000 resamples and the sample, moments apart."""
    cov = redrawn(p)
    given = correlations(cov, names(p))
    other = prototype("proto_lmg")
    scale = np.sqrt(np.diagonal(cov, axis1=1, axis2=2))
    standard = cov / (scale[:, :, None] * scale[:, None])
    line(
        f"LMG p = {p}, 1,001 replicates",
        cpu(lambda: lmg.shares(given)),
        {"prototype": (cpu(lambda: other.lmg_batch(standard)), "") if other else None},
        "aim 1.5 s" if p == 16 else "",
    )


def moved(p: int) -> None:
    """LMG of the sample, 1,000 resamples moved by relative weights, as scoring has it for many drivers."""
    given = correlations(redrawn(p), names(p))
    line(f"LMG once p = {p}, 1,001 replicates", cpu(lambda: lmg_calibrated.shares(given)), {})


def largest(p: int) -> None:
    """LMG of many drivers: time and the most memory it takes."""
    x, y = survey(p, 3000)
    given = correlations(np.cov(np.column_stack([x, y]).T), names(p))
    tracemalloc.start()
    start = time.process_time()
    shares = lmg.shares(given)
    seconds, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    total = float(given.outcome @ np.linalg.solve(given.among, given.outcome))
    print(
        f"LMG p = {p:<28d} {seconds:9.4f} s   {peak:.0f} MB   {seconds / 2**p * 1e9:.1f} ns per subset   "
        f"sum off R2 by {abs(shares.sum() - total):.1e}   {f'aim {AIMS[p]} s, 100 MB' if p in AIMS else ''}"
    )


def graded(p: int = 12, n: int = 1506) -> None:
    """McFadden shares of a yes-or-no outcome over all subsets, against one fit per subset."""
    import statsmodels.api as sm

    x, y = survey(p, n)
    bad = y < np.quantile(y, 0.15)
    given = odds(x, bad, np.ones(n), names(p))
    other = prototype("proto_logit")

    def fitted(mask: np.ndarray) -> object:
        columns = sm.add_constant(x[:, (mask >> np.arange(p)) & 1 == 1])
        return sm.Logit(bad, columns).fit(disp=0).llf

    rivals = {
        "statsmodels": partly(fitted, np.arange(1, 1 << p)),
        "prototype": (cpu(lambda: other.all_subset_ll(x, bad.astype(float), passes=3), 2), "")
        if other
        else None,
    }
    line(f"McFadden p = {p}, n = {n:,}", cpu(lambda: mcfadden.shares(given)), rivals)


def reach(p: int = 20, n: int = 1842) -> None:
    """Reach-noise shares, against the worth of every subset."""
    failed, bad = RNG.uniform(size=(n, p)) < 0.15, RNG.uniform(size=n) < 0.2
    weight = np.ones(n)
    once = replicates(design(weight), count=2)
    many = replicates(design(weight), count=1000)

    def success(mask: np.ndarray) -> float:
        caught = failed[:, (mask >> np.arange(p)) & 1 == 1].any(axis=1)
        return caught[bad].mean() - caught[~bad].mean()

    line(
        f"reach-noise p = {p}, n = {n:,}",
        cpu(lambda: dissatisfiers(failed, bad, weight, once, names(p))),
        {"every subset": partly(success, np.arange(1, 1 << p))},
    )
    line("reach-noise, 1,001 replicates", cpu(lambda: dissatisfiers(failed, bad, weight, many, names(p))), {})


def main() -> None:
    """Print one line per task."""
    if os.environ.get(THREADS) != "1":
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, THREADS: "1"})  # noqa: S606
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--largest", type=int, default=30, help="drivers of the largest exact LMG")
    wanted = parser.parse_args()
    warnings.simplefilter("ignore")
    for p in (8, 12, 16, 20):
        exact(p)
    for p in (12, 16):
        resampled(p)
    for p in (18, 21, 24):
        moved(p)
    graded()
    reach()
    largest(wanted.largest)


if __name__ == "__main__":
    main()
