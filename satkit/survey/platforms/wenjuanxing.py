"""问卷星 (Wenjuanxing): numbered and text exports, split options, its own missing codes."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.errors import quote_all
from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.platforms.numbering import clean_heading, name_columns, parse_heading, took
from satkit.survey.platforms.personal import personal
from satkit.survey.table import OF_PLATFORM, Table

OWN = frozenset(["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "总分"])
TELLING = frozenset(["提交答卷时间", "所用时间", "来自IP"])
ASIDE = ("提交答卷时间", "来源")
ROLES = {"序号": "respondent", "所用时间": "duration"}
PERSONAL = frozenset(["来自ip", "来源详情"])
FILLED = re.compile(r"〖([^〖〗]*+)〗")
REGION = re.compile(r"[(（]([^()（）\-]++)[^()（）]*+[)）]")
# what the platform writes where there is no answer; the label carries the reason
MISSING: dict[object, str] = {
    -3: "(跳过)",
    "-3": "(跳过)",
    "(跳过)": "(跳过)",
    -2: "(空)",
    "-2": "(空)",
    "(空)": "(空)",
}


def recognise(grid: Grid) -> Table | None:
    """The table of a 问卷星 export, or nothing.

    ``1、题干`` becomes ``Q1`` with its text; the columns of a split question ``5、(选项)`` or
    ``6、题干—行标题`` become ``Q5_1``, ``Q5_2`` ...  所用时间 is in seconds.  ``(跳过)`` and -3
    (not asked), ``(空)`` and -2 (skipped) are declared missing.  What was written into
    ``其他〖…〗`` moves to a column of its own, such as ``Q5_fill``.
    """
    header = [clean_heading(head) for head in grid.header(0)]
    if len(OWN & set(header)) < 2 or not TELLING & set(header):
        return None
    found = [parse_heading(head) if head not in OWN else None for head in header]
    if not any(found):
        return None
    names, texts, parts = name_columns(header, found)
    drop, notes = personal(header, PERSONAL)
    table = grid.table(
        names,
        texts=texts,
        parts=parts,
        aside={header.index(name): OF_PLATFORM for name in ASIDE if name in header},
        roles={header.index(name): role for name, role in ROLES.items() if name in header},
        drop=drop,
        notes=notes,
    )
    questions = [name for name in table.frame if name in {names[j] for j in texts}]
    table = _declare_missing(_seconds(_split_fill_ins(table, questions)), questions)
    region = _regions(grid, header)
    if region is not None:
        table = table.with_column("来自省份", region, "来自省份")
    return replace(table, notes=(_kind(table, questions), *table.notes))


def _seconds(table: Table) -> Table:
    """所用时间 such as ``123秒`` or ``2分3秒`` as seconds; what is no time stays as it stands."""
    if "所用时间" not in table.frame:
        return table
    frame = table.frame.copy()
    frame["所用时间"] = pd.Series(
        [took(value) for value in frame["所用时间"]], dtype=object, index=frame.index
    )
    return replace(table, frame=frame)


def _split_fill_ins(table: Table, questions: list[str]) -> Table:
    """``其他〖路灯〗`` as ``其他``, and the words in brackets in a column of their own."""
    frame, moved = table.frame.copy(), []
    for name in questions:
        cells = frame[name]
        marked = np.array([isinstance(cell, str) and "〖" in cell for cell in cells])
        if not marked.any():
            continue
        words = [
            "；".join(FILLED.findall(cell)) or None if hit else None
            for cell, hit in zip(cells, marked, strict=True)
        ]
        frame[name] = pd.Series(
            [FILLED.sub("", cell) if hit else cell for cell, hit in zip(cells, marked, strict=True)],
            dtype=object,
        )
        moved.append((name, words))
    table = replace(table, frame=frame)
    for name, words in moved:
        table = table.with_column(f"{name}_fill", words, name)
    if not moved:
        return table
    note = Text(
        "what respondents wrote into an option was moved to columns of its own: %(names)s",
        {"names": quote_all(f"{name}_fill" for name, _ in moved)},
    )
    return replace(table, notes=(*table.notes, note))


def _regions(grid: Grid, header: list[str]) -> list[str | None] | None:
    """The province in ``1.2.3.4(广东-深圳)``: the address itself stays outside."""
    if "来自IP" not in header:
        return None
    found = [REGION.search(str(cell)) for cell in grid.cells[header.index("来自IP")].iloc[1:]]
    return [hit[1] if hit else None for hit in found]


def _declare_missing(table: Table, questions: list[str]) -> Table:
    codes = frozenset(MISSING)
    return replace(
        table,
        missing=dict.fromkeys(questions, codes),
        value_labels=dict.fromkeys(questions, MISSING),
    )


def _kind(table: Table, questions: list[str]) -> Text:
    """Which of the two exports this is: most answers are numbers, or words."""
    cells = table.frame[questions].to_numpy().ravel()[:5000]
    written = [str(cell).strip() for cell in cells if cell is not None]
    numbers = sum(text.lstrip("-").isdigit() for text in written)
    if numbers > len(written) / 2:
        return Text("recognised as a 问卷星 (Wenjuanxing) export by option number")
    return Text("recognised as a 问卷星 (Wenjuanxing) export by option text")
