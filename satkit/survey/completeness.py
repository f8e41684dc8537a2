"""Records that are no whole, real answer: unfinished, screened out, previews, tests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from satkit.errors import quote_all
from satkit.language import Text
from satkit.survey.coding import NO, YES
from satkit.survey.scale import fold
from satkit.survey.table import Table

FINISHED = re.compile(
    r"(is[_ ]?)?(finished|complete[d]?|submitted)|是否(完成|提交|有效)|完成|abgeschlossen|beendet|termin[ée]e?|completado|finalizado",
)
PROGRESS = re.compile(
    r"(progress|completion|percent[_ ]?complete|进度|完成度|完成率|fortschritt|avancement|progreso).*"
)
STATUS = re.compile(
    r".*(status|complete\??|response[_ ]?type|disposition|answer[_ ]?type|outcome|状态|清洗数据结果|有效性|statut|estado|stato)"
)
BAD = frozenset(
    [
        "partial",
        "partially",
        "incomplete",
        "disqualified",
        "disqualify",
        "screened-out",
        "screenout",
        "screened",
        "terminated",
        "overquota",
        "quotafull",
        "preview",
        "test",
        "testing",
        "spam",
        "invalid",
        "rejected",
        "abandoned",
        "started",
        "deleted",
        "duplicate",
        "in-progress",
        "inprogress",
        "not-approved",
        "unfinished",
        "suspended",
        "fraud",
        "bot",
        "未完成",
        "部分完成",
        "部分",
        "无效",
        "无效答卷",
        "甄别",
        "被甄别",
        "配额满",
        "测试",
        "预览",
        "作废",
        "已作废",
        "审核不通过",
        "清洗",
        "unvollständig",
        "abgebrochen",
        "ausgescreent",
        "teilweise",
        "incomplet",
        "partiel",
        "abandonné",
        "incompleto",
        "parcial",
        "descartado",
    ]
)
GOOD = frozenset(
    [
        "complete",
        "completed",
        "submitted",
        "finished",
        "approved",
        "valid",
        "ok",
        "done",
        "yes",
        "closed",
        "submitted_via_web",
        "sent",
        "active",
        "完成",
        "已完成",
        "有效",
        "正常",
        "已提交",
        "提交",
        "审核通过",
        "abgeschlossen",
        "vollständig",
        "beendet",
        "terminé",
        "complet",
        "completado",
        "completo",
        "finalizado",
    ]
)
LEAST = 0.1  # of records that must be whole, else the column says something else


def note_completeness(table: Table) -> Table:
    """The table with the values that mean a whole answer, and a note of how many are none.

    Nothing is left out: ``[checks] only`` does that, where the definition asks for it.  Of several
    columns that tell, the first of *finished*, *status* and *progress* is taken.
    """
    for pattern, whole in RULES:
        for column in table.frame:
            if pattern.fullmatch(fold(column)) is None:
                continue
            told = _note_column(table, str(column), whole)
            if told is not None:
                return told
    return table


def _note_column(
    table: Table, column: str, whole: Callable[[Mapping[str, int]], frozenset[str]]
) -> Table | None:
    cells = table.frame[column]
    counts = Counter[str]()
    for cell, times in Counter(cells.dropna()).items():
        counts[fold(cell)] += times
    good = whole(counts)
    kept = sum(counts[key] for key in good)
    if not good or kept == len(cells) or kept < LEAST * len(cells):
        return None
    values = tuple({fold(cell): cell for cell in cells.dropna().unique() if fold(cell) in good}.values())
    note = Text(
        "records that are no complete answer (%(column)s is not %(values)s): %(n)d; "
        "they are kept unless [checks] has 'only' with this column",
        {"column": column, "values": quote_all(map(str, values)), "n": len(cells) - kept},
    )
    return replace(table.with_notes(note), complete={**table.complete, column: values})


def _find_yes(counts: Mapping[str, int]) -> frozenset[str]:
    """The yes of a column of yes and no."""
    said = frozenset(counts)
    return said & YES if said <= YES | NO else frozenset()


def _find_full_percentages(counts: Mapping[str, int]) -> frozenset[str]:
    """All of a column of percentages."""
    read = {key: re.fullmatch(r"(\d+(?:\.\d+)?)\s*%?", key) for key in counts}
    if not all(read.values()):
        return frozenset()
    numbers = {key: float(hit[1]) for key, hit in read.items() if hit}
    return frozenset(key for key, number in numbers.items() if number == 100)


def _valid(counts: Mapping[str, int]) -> frozenset[str]:
    """What is said of good records, where some are said to be bad."""
    bad = {key for key in counts if _bad(key)}
    return frozenset(counts) - bad if bad else frozenset()


def states_completeness(key: str) -> bool:
    """Whether an answer says of a record that it is complete, or that it is not."""
    return key in GOOD or _bad(key)


def _bad(key: str) -> bool:
    words = re.split(r"[\s_/()（）]+", key)
    return key in BAD or re.sub(r"[\s_]+", "-", key) in BAD or bool(BAD & set(words))


RULES: tuple[tuple[re.Pattern[str], Callable[[Mapping[str, int]], frozenset[str]]], ...] = (
    (FINISHED, _find_yes),
    (STATUS, _valid),
    (PROGRESS, _find_full_percentages),
)
