"""问卷星 (Wenjuanxing): numbered and text exports, split options, its own missing codes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.errors import quoted
from satkit.language import Text
from satkit.survey.grid import Grid, apart
from satkit.survey.platforms.personal import personal
from satkit.survey.table import Table

OWN = frozenset(["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "总分"])
TELLING = frozenset(["提交答卷时间", "所用时间", "来自IP"])
PERSONAL = frozenset(["来自ip", "来源详情"])
NUMBERED = re.compile(r"(\d+)\s*[、.．:：]\s*(.*)", re.DOTALL)
ORDINAL = re.compile(r"第(\d+)题\s*(.*)", re.DOTALL)
BRACKETED = re.compile(r"[(（](.*)[)）]", re.DOTALL)
FILLED = re.compile(r"〖([^〖〗]*+)〗")
TIME = re.compile(r"(?:(\d{1,9})\s*+小?时)?\s*+(?:(\d{1,9})\s*+分钟?)?\s*+(?:(\d{1,9})\s*+秒)?")
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
    header = [_clean(head) for head in grid.header(0)]
    if len(OWN & set(header)) < 2 or not TELLING & set(header):
        return None
    found = [_question(head) if head not in OWN else None for head in header]
    if not any(found):
        return None
    names, texts = _names(header, found)
    drop, notes = personal(header, PERSONAL)
    table = grid.table(names, texts=texts, drop=drop, notes=notes)
    questions = [name for name in table.frame if name in {names[j] for j in texts}]
    table = _declared(_seconds(_filled(table, questions)), questions)
    region = _regions(grid, header)
    if region is not None:
        table = _with(table, "来自省份", region, "来自省份")
    return replace(table, notes=(_kind(table, questions), *table.notes))


def _clean(head: str) -> str:
    return re.sub("[\u200b-\u200f\ufeff]", "", head).strip()


def _question(head: str) -> tuple[str, str] | None:
    """Number and wording of ``1、题干`` or ``第1题(选项)``."""
    found = NUMBERED.fullmatch(head) or ORDINAL.fullmatch(head)
    return (found[1], found[2].strip()) if found else None


def _names(header: list[str], found: list[tuple[str, str] | None]) -> tuple[list[str], dict[int, str]]:
    """Names of all columns, and the texts of the questions among them by place."""
    columns = Counter(question[0] for question in found if question)
    part, names, texts = Counter[str](), list(header), {}
    for j, question in enumerate(found):
        if question is None:
            continue
        number, wording = question
        inner = BRACKETED.fullmatch(wording)
        split = columns[number] > 1 or inner is not None
        part[number] += 1
        names[j] = f"Q{number}_{part[number]}" if split else f"Q{number}"
        texts[j] = inner[1] if inner else wording or names[j]
    return names, texts


def _seconds(table: Table) -> Table:
    """所用时间 such as ``123秒`` or ``2分3秒`` as seconds; what is no time stays as it stands."""
    if "所用时间" not in table.frame:
        return table
    frame = table.frame.copy()
    frame["所用时间"] = pd.Series(
        [_time(value) for value in frame["所用时间"]], dtype=object, index=frame.index
    )
    return replace(table, frame=frame)


def _time(value: object) -> object:
    found = TIME.fullmatch(str(value).strip())
    if not found or not any(found.groups()):
        return value
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def _filled(table: Table, questions: list[str]) -> Table:
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
        table = _with(table, f"{name}_fill", words, name)
    if not moved:
        return table
    note = Text(
        "what respondents wrote into an option was moved to columns of its own: %(names)s",
        {"names": quoted(f"{name}_fill" for name, _ in moved)},
    )
    return replace(table, notes=(*table.notes, note))


def _with(table: Table, name: str, values: list[str | None], source: str) -> Table:
    """The table with one more column, at the address of the column it came from."""
    unique = apart([*map(str, table.frame.columns), name])[0][-1]
    frame = table.frame.copy()
    frame[unique] = pd.Series(values, dtype=object, index=frame.index)
    return replace(table, frame=frame, columns={**table.columns, unique: table.columns.get(source, source)})


def _regions(grid: Grid, header: list[str]) -> list[str | None] | None:
    """The province in ``1.2.3.4(广东-深圳)``: the address itself stays outside."""
    if "来自IP" not in header:
        return None
    found = [REGION.search(str(cell)) for cell in grid.cells[header.index("来自IP")].iloc[1:]]
    return [hit[1] if hit else None for hit in found]


def _declared(table: Table, questions: list[str]) -> Table:
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
