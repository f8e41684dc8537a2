"""A scale: its points and their scores, its missing codes, its good and bad ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from satkit.language import Label

MOST_SINGLE = 11  # points that are shown and counted one by one; of more, stretches of the range
Code = int | float | str
Reason = Literal["skipped", "not_asked", "not_applicable", "dont_know", "refused"]
MOST_MARKS = 30
Kind = Literal["score", "choice", "multi", "kano", "rank", "text", "number"]


class Part(BaseModel):
    """Anything a definition may hold: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Named(Part):
    """A part with a name of its own, and a label for readers."""

    name: str
    label: Label = Label()

    @property
    def title(self) -> Label:
        """The label, in both languages: the other one, or the name, stands in for a missing one."""
        return Label(
            zh=self.label.zh or self.label.en or self.name, en=self.label.en or self.label.zh or self.name
        )


class Point(Part):
    """One answer of a scale.

    ``code`` is what the data hold, ``label`` and ``also`` are the texts that mean the same;
    ``score`` is on 0-100, or absent where the answer carries none; ``owner`` is the department
    that answers for a reason; ``other`` marks the catch-all of a list of several answers.
    """

    code: Code
    label: Label = Label()
    also: tuple[str, ...] = ()
    score: float | None = Field(default=None, ge=-100, le=100)
    owner: str = ""
    other: bool = False

    @property
    def code_text(self) -> str:
        """The code as it is written: whole floats without ``.0``."""
        return f"{self.code:.12g}" if isinstance(self.code, float) else str(self.code)

    @property
    def title(self) -> Label:
        """The label in both languages; the other one, or the code, stands in for a missing one."""
        zh, en = self.label.zh, self.label.en
        return Label(zh=zh or en or self.code_text, en=en or zh or self.code_text)


class Missing(Part):
    """A code or text that is no answer, and why."""

    code: Code
    label: Label = Label()
    also: tuple[str, ...] = ()
    reason: Reason = "skipped"


class Recovery(Part):
    """What became of a problem: of every group the codes of the answers that tell it."""

    none: tuple[Code, ...]
    resolved: tuple[Code, ...] = ()
    unresolved: tuple[Code, ...] = ()
    silent: tuple[Code, ...] = ()

    @property
    def groups(self) -> dict[str, tuple[Code, ...]]:
        """The groups that have codes, in this order."""
        return {name: codes for name in type(self).model_fields if (codes := getattr(self, name))}


class Scale(Named):
    """The answers an item allows, in the order they are asked.

    Parameters
    ----------
    points : tuple of Point
        Empty for ``text`` and ``number``; of a continuous scale the values found in the data, once it
        is bound to them (:mod:`satkit.survey.continuous`).
    low, high : float, optional
        Written ``from`` and ``to``: any number between them is an answer, and ``best`` says which end
        is good.
    satisfied, top, bottom : tuple of codes
        The points counted as satisfied (满意率), as the top box and as dissatisfied; of a continuous
        scale without points the two ends of each.
    separator : str
        What parts the options in one cell of a ``multi`` item.
    other : bool
        On a ``multi`` scale: a part of a cell that no point knows is counted under a catch-all.
    recovery : Recovery, optional
        On the scale of a ``complaint`` item: no problem, solved, not solved, never complained.
    """

    kind: Kind = "score"
    points: tuple[Point, ...] = ()
    missing: tuple[Missing, ...] = ()
    low: float | None = Field(default=None, alias="from")
    high: float | None = Field(default=None, alias="to")
    best: Literal["high", "low"] = "high"
    satisfied: tuple[Code, ...] = ()
    top: tuple[Code, ...] = ()
    bottom: tuple[Code, ...] = ()
    separator: str = "┋"
    other: bool = False
    recovery: Recovery | None = None

    @property
    def title(self) -> Label:
        """The label, else what its answers run from and to, in both languages."""
        if self.label != Label() or len(self.points) < 2:
            return super().title
        ends = self.points[0], self.points[-1]
        zh, en = (tuple(point.title.into(to) for point in ends) for to in ("zh", "en"))
        return Label(zh="—".join(zh), en=" to ".join(en))

    @property
    def scores(self) -> tuple[float, ...]:
        """The 0-100 score of every point, in the order of ``points``; NaN where there is none."""
        return tuple(float("nan") if p.score is None else p.score for p in self.points)

    @property
    def continuous(self) -> bool:
        """Whether any number between two ends is an answer."""
        return self.low is not None and self.high is not None

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The codes of a continuous scale as numbers, rising."""
        return tuple(float(point.code) for point in self.points)

    @property
    def catch_all(self) -> int | None:
        """The place of the point that unknown parts of a cell are counted under."""
        return next((place for place, point in enumerate(self.points) if point.other), None)

    @property
    def widths(self) -> frozenset[int]:
        """How many columns of yes and no may hold the answers: the last, catch-all point needs none."""
        n = len(self.points)
        return frozenset({n, n - 1} if n and self.points[-1].other else {n})

    @cached_property
    def codes(self) -> dict[str, int]:
        """The code of every point, folded, to its place in ``points``."""
        return {fold(point.code): place for place, point in enumerate(self.points) if fold(point.code)}

    @cached_property
    def texts(self) -> dict[str, int]:
        """The labels and other texts of every point, folded, to its place in ``points``."""
        return {
            fold(text): place
            for place, point in enumerate(self.points)
            for text in (point.label.zh, point.label.en, *point.also)
            if fold(text)
        }

    @cached_property
    def positions(self) -> dict[str, int]:
        """Every way an answer may be written, folded, to its place; the code before the label of another."""
        return self.texts | self.codes

    @cached_property
    def shifted_labels(self) -> frozenset[str]:
        """What is the code of one point and the label of another, folded; empty unless both rise together.

        SPSS writes 0 to 10 as the codes 1 to 11 with the labels "0" to "10".  Labels that fall as
        codes rise are no such shift but a contradiction.
        """
        return find_shifted_labels({point.code: (point.label.zh, point.label.en) for point in self.points})

    @cached_property
    def missings(self) -> dict[str, Reason]:
        """Every way a missing answer may be written, folded, to the reason."""
        return {
            fold(text): missing.reason
            for missing in self.missing
            for text in (missing.code, missing.label.zh, missing.label.en, *missing.also)
            if fold(text)
        }

    def places(self, codes: tuple[Code, ...]) -> tuple[int, ...]:
        """Where ``codes`` stand in ``points``."""
        return tuple(self.positions[fold(code)] for code in codes)


def find_shifted_labels(labels: Mapping[Code, Iterable[str]]) -> frozenset[str]:
    """The labels that are the code of another point, folded, where numbers among the labels rise with codes."""
    if any(isinstance(code, str) for code in labels):
        return frozenset()
    own = [(code, text) for code in sorted(labels) for text in dict.fromkeys(map(fold, labels[code])) if text]
    codes = {fold(code) for code in labels}
    crossed = frozenset(text for code, text in own if text in codes and text != fold(code))
    numbers = [int(text) for _, text in own if text.isdecimal()]
    alone = len({text for _, text in own}) == len(own)
    return crossed if alone and numbers == sorted(set(numbers)) else frozenset()


def fold(value: object) -> str:
    """One spelling for values that mean the same: ``1``, ``1.0``, ``"１ "`` are all ``"1"``.

    Compatibility forms are unified (NFKC), zero-width marks, NUL (with which old programs
    pad) and outer blanks removed, case ignored, and whole floats lose their ``.0``.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not text.isascii():  # ASCII has neither compatibility forms nor marks without width
        text = "".join(c for c in unify_forms(text) if unicodedata.category(c) != "Cf")
    text = text.replace("\0", "").strip().casefold()
    if text.endswith(".0") and text[:-2].lstrip("-").isdigit():
        text = text[:-2]
    return "0" if text == "-0" else text


def unify_forms(text: str) -> str:
    """Compatibility forms of ``text`` unified (NFKC), in time linear in its length.

    Putting marks above and below a letter in order takes time in the square of their number; of a
    run of more than thirty, which no script has, the rest is left out (the Stream-Safe Text Format
    of Unicode's UAX 15).
    """
    if len(text) > MOST_MARKS and not text.isascii():
        text = "".join(_few_marks(text))
    return unicodedata.normalize("NFKC", text)


def _few_marks(text: str) -> Iterator[str]:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MOST_MARKS:
            yield char


SATISFACTION = Scale(
    name="satisfaction",
    label=Label(zh="四级满意度", en="Four-level satisfaction"),
    points=(
        Point(code=1, label=Label(zh="非常满意", en="Very satisfied"), also=("很满意",), score=100),
        Point(code=2, label=Label(zh="满意", en="Satisfied"), score=90),
        Point(code=3, label=Label(zh="基本满意", en="Fairly satisfied"), also=("一般",), score=75),
        Point(code=4, label=Label(zh="不满意", en="Dissatisfied"), score=60),
    ),
    satisfied=(1, 2),
    top=(1,),
    bottom=(4,),
)
