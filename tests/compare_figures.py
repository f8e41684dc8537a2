"""What differs between two folders of reports: figures of the workbooks, sentences of the pages.

A developer's script, for a change that must not move a number (or must move only some)::

    satkit report surveys/power-supply --lang both --xlsx --out before   # on the old checkout
    satkit report surveys/power-supply --lang both --xlsx --out after    # on the new one
    python tests/compare_figures.py before after

Cells are matched by sheet, by the texts of their row and by the heading of their column, so that a row or
a column which moves is no difference.  The exit code is 1 where anything differs.
"""

from __future__ import annotations

import argparse
import html
import math
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook

TOLERANCE = 1e-9  # relative: two orders of summation of the same terms agree to it
BLOCK = re.compile(
    r"</?(?:p|div|li|td|th|tr|h\d|figcaption|caption|text|title|summary|dt|dd|section|br)\b[^>]*>"
)
UNREAD = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
UNSTEADY = re.compile(r"satkit \d|sha-?256|[0-9a-f]{16,}", re.IGNORECASE)  # versions and checksums

Key = tuple[str, ...]


@dataclass
class Differences:
    """What one side has and the other has not, and what both have otherwise."""

    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    compared: int = 0

    def __len__(self) -> int:
        return len(self.gone) + len(self.new) + len(self.changed)


def workbook_figures(path: Path) -> dict[Key, float]:
    """Every number of a workbook under (sheet, heading, texts of its row, how many times before)."""
    figures: dict[Key, float] = {}
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore", UserWarning)  # of formats that openpyxl does not keep
        book = load_workbook(file, data_only=True)
    for sheet in book:
        headings: list[str] = []
        for row in sheet.iter_rows(values_only=True):
            texts = [str(cell) for cell in row if isinstance(cell, str)]
            if len(texts) > 1 and len(texts) == sum(cell is not None for cell in row):
                headings = ["" if cell is None else str(cell) for cell in row]
            for place, cell in enumerate(row):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    heading = headings[place] if place < len(headings) else str(place)
                    _put(figures, (sheet.title, heading, " | ".join(texts)), float(cell))
    return figures


def _put(figures: dict[Key, float], key: Key, value: float) -> None:
    times = 0
    while (*key, str(times)) in figures:
        times += 1
    figures[(*key, str(times))] = value


def page_sentences(path: Path) -> Counter[str]:
    """Every text of a page that holds a digit, with how often it stands there."""
    text = UNREAD.sub(" ", path.read_text(encoding="utf-8"))
    parts = (html.unescape(re.sub(r"<[^>]+>", "", part)) for part in BLOCK.split(text))
    tidy = (re.sub(r"\s+", " ", part).strip() for part in parts)
    return Counter(part for part in tidy if re.search(r"\d", part) and not UNSTEADY.search(part))


def compare_figures(before: dict[Key, float], after: dict[Key, float]) -> Differences:
    """Numbers under the same key that are not the same, and keys of one side only."""
    found = Differences(compared=len(before.keys() & after.keys()))
    found.gone = [_named(key, before[key]) for key in before if key not in after]
    found.new = [_named(key, after[key]) for key in after if key not in before]
    found.changed = [
        f"{_named(key, before[key])} -> {after[key]:.10g}"
        for key in before.keys() & after.keys()
        if not math.isclose(before[key], after[key], rel_tol=TOLERANCE, abs_tol=1e-12)
    ]
    return found


def _named(key: Key, value: float) -> str:
    return f"{' / '.join(part for part in key[:3] if part)}: {value:.10g}"


def compare_sentences(before: Counter[str], after: Counter[str]) -> Differences:
    """Texts that stand on one page more often than on the other."""
    return Differences([*(before - after)], [*(after - before)], compared=(before & after).total())


def compare_folders(before: Path, after: Path) -> Iterator[tuple[str, Differences]]:
    """File by file what differs; a file of one side only is told as such."""
    names = {path.relative_to(side).as_posix() for side in (before, after) for path in side.rglob("*.*")}
    for name in sorted(name for name in names if name.endswith((".html", ".xlsx"))):
        one, other = before / name, after / name
        if not one.is_file() or not other.is_file():
            yield (
                name,
                Differences(gone=[name] if one.is_file() else [], new=[name] if other.is_file() else []),
            )
        elif name.endswith(".xlsx"):
            yield name, compare_figures(workbook_figures(one), workbook_figures(other))
        else:
            yield name, compare_sentences(page_sentences(one), page_sentences(other))


def main() -> int:
    """Print what differs, at most ``--most`` lines of a kind and file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--most", type=int, default=20, help="lines of each kind to print of one file")
    told = parser.parse_args()
    total = 0
    for name, found in compare_folders(told.before, told.after):
        total += len(found)
        print(f"{name}: {found.compared} alike, {len(found)} differ")
        for sign, lines in (("-", found.gone), ("+", found.new), ("~", found.changed)):
            print(*(f"  {sign} {line}" for line in lines[: told.most]), sep="\n", end="\n" if lines else "")
            if len(lines) > told.most:
                print(f"  {sign} … and {len(lines) - told.most} more")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
