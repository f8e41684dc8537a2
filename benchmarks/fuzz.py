"""Ten thousand survey folders made wrong on purpose, and how each ends.

    nice -n 10 python benchmarks/fuzz.py [--runs 10000] [--seed 0] [--jobs 1] [--depth 0]

Every case follows from its number (``tests/hostile/mutation.py``): a sound definition with sound
answers, of which the definition, its text, or the cells or bytes of a data file (CSV, workbook,
HTML, SPSS, Stata, Parquet) are changed.  It is read as ``satkit check`` reads it; one case in
eight is scored, one in sixty-four goes on to findings and sections, one in a thousand to the page
and the workbook (``--depth`` takes all of them further).  What may come of it: it runs, or ends with one of satkit's own errors
and a documented exit code.  A traceback or a case that takes too long is printed with its number
and ends the program with exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))

import mutation

STEPS = (1000, 64, 8)  # one case in so many goes as far as the page, the sections, the scores


def case(number: int, least: int) -> tuple[int, str, mutation.Outcome]:
    """One case in a folder of its own, taken as far as its number says."""
    warnings.simplefilter("ignore")
    depth = max(least, next((3 - place for place, every in enumerate(STEPS) if number % every == 0), 0))
    with tempfile.TemporaryDirectory() as scratch:
        what, outcome = mutation.judge(number, Path(scratch) / "survey", depth)
    return number, what, outcome


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--runs", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=0, help="the number of the first case")
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--depth", type=int, default=0, choices=range(4))
    given = asked.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    faults: dict[str, list[int]] = {}
    longest, started = 0.0, time.perf_counter()
    numbers = range(given.seed, given.seed + given.runs)
    with ProcessPoolExecutor(given.jobs) as pool:
        for number, what, outcome in pool.map(partial(case, least=given.depth), numbers, chunksize=20):
            counts[what, outcome.kind] += 1
            longest = max(longest, outcome.seconds)
            if outcome.kind in {"crash", "slow"}:
                if outcome.said not in faults:
                    print(f"{number}: {outcome.kind} {outcome.said}", flush=True)
                faults.setdefault(outcome.said, []).append(number)
    report(counts)
    print(f"longest case {longest:.1f} s; {time.perf_counter() - started:.0f} s in all")
    for said, found in sorted(faults.items(), key=lambda fault: -len(fault[1])):
        print(f"{len(found)} x {said}: {found[:8]}")
    return 1 if faults else 0


def report(counts: Counter[tuple[str, str]]) -> None:
    """Print how many cases of each kind ended how."""
    kinds = sorted({kind for _, kind in counts})
    print("| changed | " + " | ".join(kinds) + " | all |")
    print("|" + "---|" * (len(kinds) + 2))
    for what in [*sorted({what for what, _ in counts}), ""]:
        found = [sum(n for (w, k), n in counts.items() if k == kind and what in {w, ""}) for kind in kinds]
        print(f"| {what or '**all**'} | " + " | ".join(map(str, [*found, sum(found)])) + " |")


if __name__ == "__main__":
    sys.exit(main())
