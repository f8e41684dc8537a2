"""Columns of one block: what one of them is, its kin are too."""

from __future__ import annotations

import re
from dataclasses import replace

from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.recognise import DIVIDING
from satkit.survey.scale import Scale, fold


def stem(column: str) -> str:
    """Q for Q12 and Q7_2: what columns of one block share."""
    return re.split(r"\d", column, maxsplit=1)[0]


def like_its_kin(guess: Guess, scale: Scale | None) -> Guess:
    """A column with few bare codes beside ratings of the same stem is a rating too."""
    if guess.kind != "segment" or scale is None or DIVIDING.search(f"{guess.column} {guess.text}"):
        return guess
    bare = all(fold(code) == fold(label) for code, label in guess.levels)
    known = scale.positions.keys() | scale.missings.keys()
    if not bare or not {fold(code) for code, _ in guess.levels} <= known:
        return guess
    return replace(guess, kind="score", scale=scale, sure=False, levels=())
