"""What a comment may not show of a person: numbers, addresses, plates, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MARK = "***"
GAP = r"[\s.()（）/\-–—－_·]"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
TITLES = "先生|女士|小姐|太太|师傅|经理|主任|所长|站长|班长|老师|大爷|大妈|阿姨|医生|警官"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
AT, DOT = r"\s?(?:@|\(at\)|\[at\])\s?", r"\s?(?:\.|\(dot\)|\[dot\])\s?"
RULES = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        r"(?:https?://|www\.)[^\s，。；！？、]{1,300}",
        rf"[a-z0-9._+%-]{{1,64}}{AT}[a-z0-9-]{{1,63}}(?:{DOT}[a-z0-9-]{{1,63}}){{1,4}}",
        r"(?:微信|wechat|weixin|v信|qq)号?(?:\s|是|:|：){0,3}[a-z0-9_-]{5,20}",
        rf"[{PROVINCES}][A-Z]{GAP}?[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳使领]",
        # seven digits and more, however they are parted: telephones, identity cards, accounts
        rf"\+?[0-9](?:{GAP}{{0,2}}[0-9]){{6,24}}(?:{GAP}?X(?![A-Z]))?",
        r"[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{7,}",
        r"(?:我叫|姓名|联系人)(?:\s|是|:|：){0,2}[\u4e00-\u9fff]{2,3}",
        rf"[{SURNAMES}](?=(?:{TITLES}))",
        r"\b(?:Mr|Mrs|Ms|Dr)\b\.?\s[A-Z][\w'-]{1,30}",
    )
)


def redact_text(text: str, names: Iterable[str] = ()) -> str:
    """``text`` without what tells who wrote it or whom it is about.

    Telephone, identity and account numbers (seven digits or more, also spelled out or parted),
    e-mail and web addresses, messenger accounts, number plates, surnames before a title, and
    ``names`` become ``***``.  Wide letters and digits are made plain first, so that ``１３８…``
    and ``＠`` are seen, and marks without width, which could part a number, are taken out.  What
    no rule can know (a place, a story only one person can tell) stays: look before you publish.
    """
    plain = "".join(map(_plain, text))
    for name in sorted((name.strip() for name in names), key=len, reverse=True):
        plain = re.sub(re.escape("".join(map(_plain, name))), MARK, plain, flags=re.IGNORECASE)
    for rule in RULES:
        plain = rule.sub(MARK, plain)
    return plain


def _plain(char: str) -> str:
    """One character as a rule expects it: nothing for an unseen one, narrow for a wide one."""
    if unicodedata.category(char) in {"Cf", "Cc", "Cs"}:
        return " " if char in "\n\r\t" else ""
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if narrow.isalnum() or narrow in {"@", ".", "+", "-", "_"} else char
