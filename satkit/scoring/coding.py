"""Comments to codes: which themes of the user's frame each comment touches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from satkit.scoring.proportions import Booleans
from satkit.survey.patterns import PIECE, compiled
from satkit.survey.questionnaire import Theme
from satkit.survey.scale import fold

WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]")
LATIN = r"[^\W_\u2e80-\u9fff\uac00-\ud7af]"  # a letter or a digit of a script with spaces
SENTENCE = re.compile(r"[。！？!?;；\n]+")
# what people write who have nothing to say
NOTHING = frozenset(
    ["无", "没有", "没", "暂无", "无意见", "没意见", "没有意见", "无建议", "没有建议", "没什么", "不知道", "none", "no", "nothing", "nil", "na", "n/a", "not", "no", "comment"]
) | {"no comment", "no comments", ""}  # fmt: skip

Matcher = Callable[[str], bool]


def written(texts: pd.DataFrame, items: Sequence[str]) -> list[str]:
    """What every respondent wrote, the answers to several questions as one; empty for nothing to say."""
    columns = [[_said(text) for text in texts[item]] for item in items if item in texts]
    return ["\n".join(filter(None, parts)) for parts in zip(*columns, strict=True)]


def _said(text: str) -> str:
    return "" if fold(text).strip(" .。,，!！、-—_/") in NOTHING else text.strip()


def coded(texts: Sequence[str], frame: Mapping[str, Theme]) -> Booleans:
    """Which themes each text touches, shape (len(texts), len(frame)).

    Every distinct text is looked at once.  Keywords are found heedless of case and of width;
    patterns are matched sentence by sentence, in pieces of at most ``PIECE`` characters.
    """
    matchers = [matcher(theme) for theme in frame.values()]
    place, distinct = pd.factorize(np.array(texts, object))
    found = [[matches(text) for matches in matchers] for text in map(fold, distinct)]
    return np.array(found, bool).reshape(len(distinct), len(matchers))[place]


def matcher(theme: Theme) -> Matcher:
    """What tells whether a folded text touches a theme."""
    words = [_keyword(word) for word in theme.keywords]
    keywords = re.compile("|".join(words)) if words else None
    patterns = [compiled(pattern) for pattern in theme.patterns]

    def touches(text: str) -> bool:
        if keywords and keywords.search(text):
            return True
        return any(pattern.search(piece) for pattern in patterns for piece in _pieces(text))

    return touches


def _keyword(word: str) -> str:
    """A keyword as an expression: anywhere in Chinese, else as a word, with any ending after ``*``."""
    plain, open_end = fold(word.rstrip("* ")), word.rstrip().endswith("*")
    if WIDE.search(plain):
        return re.escape(plain)
    return rf"(?<!{LATIN}){re.escape(plain)}" + ("" if open_end else rf"(?!{LATIN})")


def _pieces(text: str) -> list[str]:
    return [
        part[start : start + PIECE]
        for part in SENTENCE.split(text)
        for start in range(0, len(part), PIECE)
    ]  # fmt: skip
