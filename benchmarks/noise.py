"""How often a report of pure noise claims something firmly, and how often it tells what is there.

``python benchmarks/noise.py`` draws surveys in which nothing differs (``noise_survey.py``: one to three
waves, 60 to 1,000 respondents, with and without clusters and weights) and counts, kind by kind, the
reports with at least one false firm sentence: one that asserts an order, a difference, a change or a
class as certain.  Then it plants effects and counts the reports that tell them, firmly or as likely.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from noise_survey import NOISE, TIED, Planted, Shape, write

from satkit.analyses.drivers import section as drivers
from satkit.analyses.drivers import section_differences
from satkit.analyses.indicators.estimate import Ranking
from satkit.analyses.kano import section as kano
from satkit.analyses.reasons import section as reasons
from satkit.analyses.recovery import section as recovery
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.language import Text, say
from satkit.report.blocks import Note
from satkit.study import Study

SHAPES = tuple(
    Shape(n, waves, clusters=design, weights=design, index=index)
    for n, waves, design, index in (
        (60, 2, False, True), (200, 2, False, True), (200, 3, True, False), (400, 1, False, True),
        (400, 2, True, True), (400, 3, False, False), (1000, 2, False, True), (1000, 2, True, False),
    )
)  # fmt: skip
PLANTED = {
    "changes": Planted(headline=5, department=5, recommend=1.0, reason=0.15, aged=True),
    "orders": Planted(lowest=5, weight=3, group=6),
}
LOOKED_FOR = {
    "changes": {
        "overall -5": ("Overall", ("change",)), "a department 5 below": ("North", ("department",)),
        "NPS -12": ("Recommend", ("nps", "recommend", "promoter")),
        "reason +15": ("Reason 1", ("reasons_moved",)),
        "Kano must-be to attractive": ("a3", ("kano_moved",)),
    },
    "orders": {
        "item lowest by 5": ("Indicator 1", ("lowest",)), "driver x 3": ("Indicator 1", ("driver",)),
        "index cause x 3": ("One", ("index_driver",)), "group -6": ("g3 0", ("gap",)),
    },
}  # fmt: skip
FIRM = frozenset(("firm", "significant"))
TOLD = FIRM | {"likely"}
# what holds in every survey, or describes without comparing
DESCRIBES = frozenset(("standing", "silence", "excluded", "off_scale", "investment", "index_unsound"))
# sentences of sections that say a difference
NOTES = (
    kano.APART, kano.OTHERWISE, reasons.DIFFERS, section_differences.WAVES, section_differences.GROUPS,
    recovery.ALIKE_HIGHER, recovery.ALIKE_LOWER, recovery.BEST_MORE, recovery.BEST_LESS,
)  # fmt: skip
HEDGED = ("likely", "may be", "probab")


def prepared(folder: Path) -> Study:
    """A study with its results computed in this process."""
    study = Study.open(folder)
    study.scores, study.index, study.gaps  # noqa: B018  or the evidence would start another process
    return study


def firm(evidence: Evidence) -> Iterator[str]:
    """The kinds of firm sentences that are false where nothing differs."""
    for found in evidence.findings:
        if claims(found, evidence):
            yield found.kind
    for section in (kano, reasons, drivers, recovery):
        made = section.section(evidence, "en")
        blocks = (*made.blocks, *made.details) if made else ()
        texts = (block.words for block in blocks if isinstance(block, Note))
        said = {text.msgid for text in texts if isinstance(text, Text)}
        yield from (f"note of {section.KEY}" for note in NOTES if note.msgid in said)


def claims(found: Finding, evidence: Evidence) -> bool:
    """Whether a finding asserts what is false in noise."""
    if found.kind in DESCRIBES:
        return False
    text = say(found.text, "en")
    if found.kind == "lowest":
        whole = len(evidence[Ranking].table)
        return found.evidence != "likely" and text.count("“") < whole
    if found.kind == "reasons":
        return found.evidence not in {"likely", "small"} and text.count("“") < 5
    if found.kind == "kano" and found.evidence in FIRM:
        return any(f"“{name}”" in text for name in TIED) or ("“a3”" in text and "Attractive" in text)
    return found.evidence in FIRM


def one(seed: int, shape: Shape, planted: Planted = NOISE, effects: str = "") -> list[str]:
    """Firm kinds of a survey of noise, or the planted effects that are told."""
    with TemporaryDirectory() as place:
        write(Path(place), shape, seed, planted)
        evidence = prepared(Path(place)).evidence
    if not effects:
        return sorted(set(firm(evidence)))
    return [
        f"{name} {how}"
        for name, (label, kinds) in LOOKED_FOR[effects].items()
        for how, levels in (("firm", FIRM), ("told", TOLD))
        if any(tells(found, label, kinds, levels) for found in evidence.findings)
    ]


def tells(found: Finding, label: str, kinds: tuple[str, ...], levels: Iterable[str]) -> bool:
    """Whether a finding names the one that is different, alone."""
    text = say(found.text, "en")
    mine = any(found.kind.startswith(kind) or kind in found.kind for kind in kinds)
    alone = (
        "moved" in found.kind or found.kind == "department" or text.count("“") <= 1 or "change" in found.kind
    )
    return mine and alone and label in text and found.evidence in levels


def tally(task: partial[list[str]], seeds: range, jobs: int) -> list[list[str]]:
    """The results of many surveys."""
    if jobs == 1:
        return [task(seed) for seed in seeds]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(task, seeds))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=96, help="reports of noise, over all shapes")
    parser.add_argument("--power", type=int, default=20, help="reports of each planted survey")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    each, everything = -(-chosen.reports // len(SHAPES)), []
    for number, shape in enumerate(SHAPES if chosen.reports else ()):
        start = chosen.seed + 10_000 * number
        found = tally(partial(one, shape=shape), range(start, start + each), chosen.jobs)
        everything += found
        print(
            f"{shape}: {sum(map(bool, found))} of {each}",
            dict(Counter(k for f in found for k in f)),
            flush=True,
        )
    if everything:
        print(f"| any | {sum(map(bool, everything))} of {len(everything)} |")
        for kind, count in Counter(kind for found in everything for kind in found).most_common():
            print(f"| {kind} | {count} |")
    for n in (400, 1000) if chosen.power else ():
        for name, planted in PLANTED.items():
            shape = Shape(n, 2 if name == "changes" else 1)
            task = partial(one, shape=shape, planted=planted, effects=name)
            found = tally(task, range(chosen.seed, chosen.seed + chosen.power), chosen.jobs)
            counts = Counter(effect for some in found for effect in some)
            for effect in LOOKED_FOR[name]:
                print(
                    f"| {effect} | {n} | {counts[effect + ' told']} | {counts[effect + ' firm']} | of {chosen.power} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
