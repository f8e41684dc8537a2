"""Columns without a score: segments, options, texts, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from satkit.survey.coding import NO, YES
from satkit.survey.drafting.evidence import Evidence
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import code_of, distinct
from satkit.survey.drafting.recognise import ASKING, OPEN
from satkit.survey.scale import Code, Missing, Point, Scale, fold

PART = re.compile(r"[_(（:\[]")
OPTION = re.compile(r"\d_\w{1,100}$")
REPEATED = 3  # times: what fewer wrote may be their own words
MANY = 12
MOST_OPTIONS = 60  # beyond them somebody wrote texts with the sign that parts options
WORDS = 3  # from which an answer is a sentence
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
STRAY = 0.2  # of the numbers of a column: so few texts among them are no answers of their own
MOST_GROUPS = 80
OFTEN = 4  # times: what every answer is given on average names groups and is nobody's own words
NAME = 40  # characters that a group is called by, at most
LONG = 12  # characters: the mean length from which a text is an open answer


def guess_unscored(bare: Guess, column: Evidence, missing: Mapping[str, Missing]) -> Guess:
    """The column as anything that has no score."""
    counts = {key: answer.count for key, answer in column.answers.items() if answer.count}
    labels = {key: answer.written for key, answer in column.answers.items() if fold(answer.written) != key}
    written = {key: answer.written for key, answer in column.answers.items() if answer.count}
    levels = tuple(
        (
            code_of(code if code in labels else written.get(code, code)),
            labels.get(code, written.get(code, code)),
        )
        for code in dict.fromkeys([*sorted(counts, key=_rising), *labels])
        if code not in missing
    )
    if any("┋" in text for text in written.values()):
        return _options(bare, [text for code, text in written.items() if code not in missing], missing)
    said = counts.keys() - missing.keys()
    if (said <= {"0", "1"} and PART.search(bare.column)) or (said <= YES | NO and OPTION.search(bare.column)):
        return _option(bare, missing)
    numeric = all(NUMBER.fullmatch(code) for code in counts if code not in missing)
    if not numeric and labels.keys() <= missing.keys() and _open(bare, [label for _, label in levels]):
        return bare
    if len(levels) < 2:
        repeats = OPTION.search(bare.column) and not numeric and column.cells >= REPEATED
        return _option(replace(bare, levels=levels), missing) if repeats else replace(bare, kind="aside")
    return _group_or_words(bare, column, missing, levels, counts, written, labelled=bool(labels))


def _group_or_words(
    bare: Guess,
    column: Evidence,
    missing: Mapping[str, Missing],
    levels: tuple[tuple[Code, str], ...],
    counts: Mapping[str, int],
    written: Mapping[str, str],
    *,
    labelled: bool,
) -> Guess:
    """A segment of few levels, a number, a segment of many levels that come back again and again, or words."""
    lengths = [len(label) for _, label in levels]
    few = len(levels) <= MANY and (column.cells >= 2 * len(levels) or labelled)
    group = replace(
        bare, kind="segment", levels=levels, missing=tuple(m.code for m in distinct(missing.values()))
    )
    if few and sum(lengths) / len(lengths) <= LONG * 2:
        return group
    strays = _strays(counts, written, missing)
    if strays is not None:
        return numeric_column(bare, {**missing, **strays})
    often = len(levels) <= MOST_GROUPS and column.cells >= OFTEN * len(levels)
    return group if often and max(lengths) <= NAME else replace(bare, kind="text")


def _strays(
    counts: Mapping[str, int], written: Mapping[str, str], missing: Mapping[str, Missing]
) -> dict[str, Missing] | None:
    """The few texts among numbers, such as ``over 70`` for an age, proposed as no answer; nothing where they are many."""
    texts = {code: n for code, n in counts.items() if code not in missing and not NUMBER.fullmatch(code)}
    numbers = sum(n for code, n in counts.items() if NUMBER.fullmatch(code))
    if len(texts) > MANY or sum(texts.values()) > STRAY * numbers:
        return None
    return {code: Missing(code=code_of(written[code])) for code in texts}


def numeric_column(bare: Guess, missing: Mapping[str, Missing]) -> Guess:
    """The column as a number, beside what is no answer of it."""
    scale = Scale(name="number", kind="number", missing=tuple(distinct(missing.values())))
    return replace(bare, kind="number", scale=scale, levels=(), missing=())


def _rising(code: str) -> tuple[int, float, str]:
    """Numbers by their size, then texts."""
    number = re.fullmatch(r"-?\d{1,15}", code)
    return (0, float(code), code) if number else (1, 0.0, code)


def _open(bare: Guess, said: list[str]) -> bool:
    """Whether a column holds words of one's own: its heading asks for them, or asks and is answered in sentences."""
    heading = f"{bare.column} {bare.text}".strip()
    sentences = sum(len(text.split()) >= WORDS or (len(text) >= LONG and not text.isascii()) for text in said)
    return bool(OPEN.search(heading) or (ASKING.search(heading) and 2 * sentences >= len(said)))


def _option(bare: Guess, missing: Mapping[str, Missing]) -> Guess:
    """The column as one option of a question with several answers, beside what words say is no answer."""
    unsaid = tuple(each for code, each in missing.items() if not re.fullmatch(r"-?\d+", code))
    return replace(bare, kind="split", scale=Scale(name="options", kind="multi", missing=unsaid))


def _options(bare: Guess, cells: list[str], missing: Mapping[str, Missing]) -> Guess:
    """The column as a question with several answers in one cell."""
    unsaid = missing.keys() | {fold(each.label.zh) for each in missing.values()}
    parts = {fold(part): part.strip() for cell in cells for part in cell.split("┋")}
    points = tuple(Point(code=code_of(part)) for key, part in parts.items() if key and key not in unsaid)
    if not 0 < len(points) <= MOST_OPTIONS:
        return replace(bare, kind="aside")
    scale = Scale(name="options", kind="multi", points=points, missing=tuple(distinct(missing.values())))
    return replace(bare, kind="options", scale=scale)
