"""Typeform: ``#`` first, a column for every option, the times last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from satkit.language import Text
from satkit.survey.clock import seconds
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import left_out
from satkit.survey.scale import fold
from satkit.survey.stems import split_headings
from satkit.survey.table import OF_PLATFORM, Table

OWN = frozenset(
    """#|response type|start date (utc)|stage date (utc)|submit date (utc)|start date|submit date|network id|tags|
    ending|score|outcome""".replace("\n    ", "").split("|")
)
TELLING = frozenset(
    ["start date (utc)", "submit date (utc)", "start date", "submit date", "network id", "response type"]
)
PERSONAL = frozenset(["network id"])
FEWEST = 2  # options of a question
SHOWN = 4  # options that stand for a question the file does not hold


def recognise(grid: Grid) -> Table | None:
    """The table of a Typeform export, or nothing.

    A column that holds its own heading or nothing is an option; those that stand side by side are
    of one question.  The file does not hold its wording: the question before them stands in, with
    the options behind it.
    """
    header = grid.header(0)
    keys = [fold(re.sub(r"[_-]", " ", head)) for head in header]
    if keys[0] != "#" or not TELLING & set(keys):
        return None
    body = grid.cells.iloc[1:]
    parts = split_headings(header) | _options(header, keys, [[*body[j]] for j in body])
    drop = {j for j, key in enumerate(keys) if key in PERSONAL}
    table = grid.table(
        header,
        parts=parts,
        aside={j: OF_PLATFORM for j, key in enumerate(keys) if key in OWN and j and j not in drop},
        roles={0: "respondent"},
        drop=drop,
        notes=[Text("recognised as a Typeform export"), *left_out(header, drop)],
    )
    ends = [
        next((j for j, key in enumerate(keys) if key.startswith(word)), None) for word in ("start", "submit")
    ]
    if ends[0] is None or ends[1] is None:
        return table
    return table.lasting(seconds([*body[ends[0]]], [*body[ends[1]]]), header[ends[0]])


def _options(
    header: Sequence[str], keys: Sequence[str], columns: Sequence[Sequence[object]]
) -> dict[int, tuple[str, str]]:
    """Question and option of every column that says its own heading, by place."""
    runs: list[list[int]] = []
    for j, cells in enumerate(columns):
        if keys[j] in OWN or {fold(cell) for cell in cells if cell is not None} != {fold(header[j])}:
            continue
        if runs and runs[-1][-1] == j - 1:
            runs[-1].append(j)
        else:
            runs.append([j])
    found: dict[int, tuple[str, str]] = {}
    for run in runs:
        if len(run) >= FEWEST:
            question = _question(header, keys, run)
            found |= {j: (question, header[j].strip()) for j in run}
    return found


def _question(header: Sequence[str], keys: Sequence[str], run: Sequence[int]) -> str:
    """What stands for the question of some options."""
    options = " / ".join(header[j].strip() for j in run[:SHOWN]) + (" …" if len(run) > SHOWN else "")
    before = run[0] - 1
    if before < 0 or keys[before] in OWN:
        return options
    return f"{header[before].strip()} ({options})"
