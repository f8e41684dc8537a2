"""腾讯问卷 (Tencent Survey): numbered questions behind twenty columns of its own."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.platforms.numbering import clean_heading, name_columns, parse_heading, took
from satkit.survey.platforms.personal import personal
from satkit.survey.table import OF_PLATFORM, Table

TELLING = frozenset(
    [
        "开始答题时间",
        "结束答题时间",
        "答题时长",
        "清洗数据结果",
        "智能清洗数据结果",
        "地理位置国家和地区",
        "地理位置省",
        "地理位置市",
        "用户类型",
        "用户ID",
        "自定义字段",
        "中间页来源",
        "中间页参数",
    ]
)
PERSONAL = frozenset(
    [
        "用户id",
        "昵称",
        "头像",
        "ip",
        "ua",
        "openid",
        "unionid",
        "手机号",
        "手机",
        "姓名",
        "自定义字段",
        "中间页参数",
    ]
)
ASIDE = frozenset(
    [
        "开始答题时间",
        "结束答题时间",
        "语言",
        "智能清洗数据结果",
        "清洗数据结果",
        "用户类型",
        "Referrer",
        "中间页来源",
    ]
)
ROLES = {"编号": "respondent", "答题时长": "duration"}


def recognise(grid: Grid) -> Table | None:
    """The table of a 腾讯问卷 export, or nothing.

    ``1.题干`` becomes ``Q1``; the columns ``4.题干:选项`` of a question with several answers, or of
    a matrix, become ``Q4_1``, ``Q4_2`` ...  答题时长 is in seconds.
    """
    header = [clean_heading(head) for head in grid.header(0)]
    if len(TELLING & set(header)) < 3:
        return None
    found = [parse_heading(head) for head in header]
    if not any(found):
        return None
    names, texts, parts = name_columns(header, found)
    drop, notes = personal(header, PERSONAL)
    kind = Text("recognised as a 腾讯问卷 (Tencent Survey) export")
    table = grid.table(
        names,
        texts=texts,
        parts=parts,
        aside={j: OF_PLATFORM for j, head in enumerate(header) if head in ASIDE},
        roles={j: ROLES[head] for j, head in enumerate(header) if head in ROLES},
        drop=drop,
        notes=[kind, *notes],
    )
    if "答题时长" not in table.frame:
        return table
    frame = table.frame.copy()
    frame["答题时长"] = pd.Series([took(cell) for cell in frame["答题时长"]], dtype=object, index=frame.index)
    return replace(table, frame=frame)
