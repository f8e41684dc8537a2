"""Columns that together hold the answers to one question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from satkit.language import Label
from satkit.survey.drafting.guess import Guess
from satkit.survey.scale import Missing, Point, Scale, fold

PART = re.compile(r"(.+?)[_(（:\[][^_(（:\[]*")  # Q5 of Q5_1, Q5(停电) and Q5[SQ001]
HEADED = re.compile(r"(.+\S)\s+[—–-]\s+(\S.*)", re.DOTALL)  # question — option


def joined(found: Sequence[Guess]) -> tuple[Guess, ...]:
    """The guesses with the columns of one question, an option each, as one question of several answers.

    It stands where its first column does.  An option without its fellows stays by itself.
    """
    parts: dict[str, list[Guess]] = {}
    for guess in found:
        stem = PART.fullmatch(guess.column)
        if guess.kind == "split" and stem:
            parts.setdefault(stem[1], []).append(guess)
    return tuple(_joined(found, {stem: some for stem, some in parts.items() if len(some) > 1}))


def _joined(found: Sequence[Guess], parts: dict[str, list[Guess]]) -> Iterator[Guess]:
    inside = {part.column for some in parts.values() for part in some}
    heads = {some[0].column: stem for stem, some in parts.items()}
    for guess in found:
        if guess.column in heads:
            stem = heads[guess.column]
            yield _question(stem, parts[stem], {other.column for other in found})
        elif guess.column not in inside:
            yield replace(guess, scale=None) if guess.kind == "split" else guess


def _question(stem: str, parts: Sequence[Guess], taken: Collection[str]) -> Guess:
    name = stem
    while name in taken:
        name += "_all"
    text, options = _worded(parts)
    missing = {each.code: each for part in parts if part.scale for each in part.scale.missing}
    labels = _told_apart(options, missing.values())
    points = tuple(
        Point(code=part.column, label=Label(zh=label, en=label))
        for part, label in zip(parts, labels, strict=True)
    )
    scale = Scale(name="options", kind="multi", points=points, missing=tuple(missing.values()))
    return Guess(name, text, "options", scale, columns=tuple(part.column for part in parts))


def _worded(parts: Sequence[Guess]) -> tuple[str, list[str]]:
    """The question and its options: as the cells repeat them, else as the file words its columns."""
    headed = [HEADED.fullmatch(part.text) for part in parts]
    questions = {match[1] for match in headed if match}
    if None in headed or len(questions) != 1:
        return "", [part.levels[0][1] if part.levels else part.text for part in parts]
    options = [match[2].strip() for match in headed if match]
    return questions.pop(), [
        part.levels[0][1] if part.levels else option for part, option in zip(parts, options, strict=True)
    ]


def _told_apart(options: Sequence[str], missing: Iterable[Missing]) -> list[str]:
    """The options, empty where another one or a missing answer is written alike."""
    times = Counter(map(fold, options))
    unsaid = {fold(text) for each in missing for text in (each.code, each.label.zh, each.label.en)}
    return ["" if times[fold(text)] > 1 or fold(text) in unsaid else text for text in options]
