"""Comments to codes: which themes of the user's frame each comment touches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from time import thread_time

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.stats.design import Booleans
from satkit.survey.patterns import PIECE, compile_pattern
from satkit.survey.questionnaire import Theme
from satkit.survey.scale import fold

PATIENCE = 60.0  # seconds of the processor, for the patterns of a code
WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]")
LATIN = r"[^\W_\u2e80-\u9fff\uac00-\ud7af]"  # a letter or a digit of a script with spaces
SENTENCE = re.compile(r"[。！？!?;；\n]+")
# what people write who have nothing to say
NOTHING = frozenset(
    ["无", "没有", "没", "暂无", "无意见", "没意见", "没有意见", "无建议", "没有建议", "没什么", "不知道", "none", "no", "nothing", "nil", "na", "n/a", "not", "no", "comment"]
) | {"no comment", "no comments", ""}  # fmt: skip

Matcher = Callable[[str], bool]


def join_comments(texts: pd.DataFrame, items: Sequence[str]) -> list[str]:
    """What every respondent wrote, the answers to several questions as one; empty for nothing to say."""
    columns = [[_strip_comment(text) for text in texts[item]] for item in items if item in texts]
    return ["\n".join(filter(None, parts)) for parts in zip(*columns, strict=True)]


def _strip_comment(text: str) -> str:
    return "" if fold(text).strip(" .。,，!！、-—_/") in NOTHING else text.strip()


def encode_comments(texts: Sequence[str], frame: Mapping[str, Theme]) -> Booleans:
    """Which themes each text touches, shape (len(texts), len(frame)).

    Every distinct text is looked at once.  Keywords are found heedless of case and of width;
    patterns are matched sentence by sentence, in pieces of at most ``PIECE`` characters.
    """
    place, distinct = pd.factorize(np.array(texts, object))
    folded = [fold(text) for text in distinct]
    found = np.zeros((len(folded), len(frame)), bool)
    for column, (name, theme) in enumerate(frame.items()):
        matches = matcher(theme, Budget(name))
        found[:, column] = [matches(text) for text in folded]
    return found[place]


class Budget:
    """The processor time that the patterns of one code may take, over all comments.

    A pattern that is quick on a sentence (``.+.+x``) may take hours on many long ones; which
    comments come is known only here, so that ``satkit check`` cannot tell.
    """

    def __init__(self, code: str, seconds: float = PATIENCE) -> None:
        self.code, self.seconds = code, seconds
        self._end = thread_time() + seconds

    def check(self) -> None:
        """Raise a DefinitionError once the time is spent."""
        if thread_time() > self._end:
            values = {"code": self.code, "n": self.seconds}
            what = Text(
                "the patterns of code '%(code)s' take more than %(n)g seconds on these comments", values
            )
            hint = Text("let fewer parts of a pattern stand for any text, such as .{0,20} in place of .*")
            raise DefinitionError(Complaint(what, "survey.toml", hint=hint))


def matcher(theme: Theme, budget: Budget) -> Matcher:
    """What tells whether a folded text touches a theme."""
    words = [_keyword(word) for word in theme.keywords]
    keywords = re.compile("|".join(words)) if words else None
    patterns = [compile_pattern(pattern) for pattern in theme.patterns]

    def touches(text: str) -> bool:
        if keywords and keywords.search(text):
            return True
        return any(found(piece) for piece in _pieces(text)) if patterns else False

    def found(piece: str) -> bool:
        budget.check()
        return any(pattern.search(piece) for pattern in patterns)

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
