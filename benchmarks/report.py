"""How long the report takes from a cold start, how much memory, and where the time goes.

    python benchmarks/report.py [SURVEY] [--runs 3]

Whole processes are timed from outside (wall, processor time, peak memory); the stages are timed in
one more process, and printed as shares of it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).parents[1]
GOAL_SECONDS, GOAL_MEGABYTES = 10.0, 1000.0


def whole(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} failed")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def stages(survey: str, out: Path) -> list[tuple[str, float]]:
    """Seconds of every stage of one report, in this process."""
    taken: list[tuple[str, float]] = []

    def clock(name: str, job: Callable[[], object]) -> object:
        start = time.perf_counter()
        result = job()
        taken.append((name, time.perf_counter() - start))
        return result

    study_room = clock("import", lambda: __import__("satkit.study", fromlist=["Study"]))
    study = clock("read and check", lambda: study_room.Study.open(survey))
    clock("weights and replicates", lambda: study.sample)
    clock("scores", lambda: study.scores)
    clock("comparisons and findings", lambda: study.evidence)
    for language in ("zh", "en"):
        page = out / f"page.{language}.html"
        clock(f"page {language}", lambda page=page, language=language: study.report(page, language))
    clock(
        "pages and workbooks again",
        lambda: [
            study.report(out / f"w.{language}.html", language, out / f"w.{language}.xlsx")
            for language in ("zh", "en")
        ],
    )
    return taken


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("survey", nargs="?", default="surveys/power-supply")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stages", action="store_true", help="only the stages, in this process")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.stages:
            taken = stages(arguments.survey, Path(folder))
            total = sum(seconds for _, seconds in taken)
            for name, seconds in taken:
                print(f"  {name:28s} {seconds:6.2f} s  {seconds / total:5.0%}")
            return
        command = [sys.executable, "-m", "satkit", "report", arguments.survey, "--xlsx", "--out", folder]
        runs = [whole(command) for _ in range(arguments.runs)]
    print(f"satkit report {arguments.survey} --xlsx, both languages, {arguments.runs} runs, cold start")
    for name, values, unit in zip(
        ("wall", "processor", "peak memory"), zip(*runs, strict=True), ("s", "s", "MB"), strict=True
    ):
        print(
            f"  {name:12s} min {min(values):7.2f}  median {statistics.median(values):7.2f}  max {max(values):7.2f} {unit}"
        )
    wall, _, memory = (statistics.median(values) for values in zip(*runs, strict=True))
    print(
        f"  of the goal: {wall / GOAL_SECONDS:.2f} of {GOAL_SECONDS:.0f} s, {memory / GOAL_MEGABYTES:.2f} of {GOAL_MEGABYTES:.0f} MB"
    )
    sys.stdout.flush()
    subprocess.run([sys.executable, __file__, arguments.survey, "--stages"], cwd=PROJECT, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
