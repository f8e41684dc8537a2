"""How well strangers' files are drafted, as the table of docs/validation.md; ``--list`` names every fault.

Run from the project's folder::

    PYTHONPATH=tests python -m corpus.table [--list] [--all] [--keep=FOLDER] [NAME ...]
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpus import (  # noqa: F401  they put themselves on the list
    from_archives,
    from_life,
    from_platforms,
    from_programs,
    from_strangers,
    from_tables,
    from_unseen,
)
from corpus.drafted import draft
from corpus.export import Export
from corpus.files import REGISTER
from corpus.judge import RIGHT, SILENT, VERDICTS, Verdict, judged


def verdicts(names: Iterable[str] = (), keep: str = "") -> tuple[list[Export], list[Verdict]]:
    """Every export of these names (all of them), and what is thought of each of its columns."""
    exports, found = [], []
    with contextlib.nullcontext(keep) if keep else tempfile.TemporaryDirectory() as folder:
        for name in list(names) or list(REGISTER):
            export = REGISTER[name]()
            exports.append(export)
            found += judged(draft(export, Path(folder) / name))
    return exports, found


def counted(
    title: str, exports: Sequence[Export], found: Sequence[Verdict], key: Callable[[Export], str]
) -> str:
    """One line a platform, a language or a format: files, columns by verdict, ratings drafted right."""
    lines = [
        f"| {title} | files | columns | {' | '.join(VERDICTS)} | ratings | drafted right |",
        "| --- |" + " ---: |" * 8,
    ]
    groups = sorted({key(export) for export in exports})
    for group in [*groups, "all"]:
        names = {export.name for export in exports if group in {key(export), "all"}}
        here = [verdict for verdict in found if verdict.file in names]
        counts = Counter(verdict.verdict for verdict in here)
        ratings = [verdict for verdict in here if verdict.truth == "rating"]
        share = f"{sum(v.verdict == RIGHT for v in ratings) / len(ratings):.0%}" if ratings else "–"
        columns = sum(bool(verdict.column) for verdict in here)
        cells = [group, len(names), columns, *(counts[v] for v in VERDICTS), len(ratings), share]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    words = sys.argv[1:]
    keep = next((word.removeprefix("--keep=") for word in words if word.startswith("--keep=")), "")
    exports, found = verdicts([word for word in words if not word.startswith("--")], keep)
    for title, key in (
        ("platform", lambda e: e.platform),
        ("language", lambda e: e.language),
        ("format", lambda e: e.form),
    ):
        sys.stdout.write(counted(title, exports, found, key) + "\n\n")
    if "--list" in words:
        for each in found:
            if each.verdict == SILENT or ("--all" in words and each.verdict != RIGHT):
                sys.stdout.write(
                    f"{each.verdict}\t{each.file}\t{each.column[:60]!r}\t{each.truth}\t{each.drafted}\t{each.why}\n"
                )


if __name__ == "__main__":
    main()
