"""Columns known by their names: ids, weights, times, what is personal, what platforms note."""

from __future__ import annotations

import re

from satkit.survey.drafting.guess import Kind

NAMED: tuple[tuple[Kind, str], ...] = (
    (
        "respondent",
        r"(resp(ondent|onse)?[_ ]?)?(id|uuid)|resp(ondent)?[_ ]?(num|no|nr|number)|序号|编号|答卷编号|serial",
    ),
    ("duration", r".*(所用时间|答题时长|用时|duration|seconds).*|interviewtime"),
    ("weight", r"(case_?|survey_?)?(weight|wt|wgt)s?|.*权重|加权"),
    ("cluster", r"cluster|psu|群|抽样单元"),
    ("strata", r"strat(a|um)|层|抽样层"),
    ("aside", r".*(提交答卷时间|开始答题|结束答题|来源|姓名|电话|手机|邮箱|\bip\b|来自ip).*"),
    (
        "aside",
        r"(start|end|recorded|submit)?[_ ]?(date|time|timestamp)|.*(phone|e-?mail|latitude|longitude).*|name",
    ),
    (
        "aside",  # what platforms note of a session
        r"lastpage|startlanguage|seed|datestamp|(group|question)time.*|collector id|custom data.*",
    ),
    ("aside", r"progress|finished|distributionchannel|userlanguage|externalreference"),
)

DIVIDING = re.compile(
    r"性别|年龄|地区|城市|区县|类别|类型|学历|职业|收入|gender|\bsex\b|\bage\b|region|county|city|class|type|group",
    re.IGNORECASE,
)

OPEN = re.compile(
    r"意见|建议|评论|留言|请说明|_(fill|other|text)$|comment|suggest|feedback|remark|specify|open-ended",
    re.IGNORECASE,
)
