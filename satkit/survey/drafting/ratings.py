"""A scale from bare codes: which end is good stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import OUTSIDE, candidates, changed, with_missing
from satkit.survey.drafting.worded import recoded
from satkit.survey.scale import SATISFACTION, Missing, Point, Scale, fold

LETTERED = re.compile(r"([a-z]{1,3})(\d{1,2})")
RANGES = ((1, 5), (1, 4), (1, 7), (1, 10), (0, 10))


def rated(column: str, text: str, codes: frozenset[str], missing: Mapping[str, Missing]) -> Guess | None:
    """The column as a rating on bare codes: which end is good stays unknown."""
    if lettered := _lettered(codes):
        return Guess(column, text, "score", with_missing(lettered, missing.values()), sure=False)
    if not codes or not all(re.fullmatch(r"-?\d{1,4}", code) for code in codes):
        return None
    numbers = {int(code) for code in codes}
    inside = numbers - OUTSIDE
    if inside and inside <= {100, 90, 75, 60} and len(inside) > 1:
        own = {
            fold(score): fold(point.label.zh)
            for score, point in zip((100, 90, 75, 60), SATISFACTION.points, strict=True)
        }
        scale = changed(recoded(SATISFACTION, own), name="scores")
        return Guess(column, text, "score", with_missing(scale, candidates(numbers - inside, missing)))
    asked = Guess(column, text, "score", sure=False)
    ends = _recommending(inside) if asked.recommends else None
    ends = ends or _ends(inside)
    if ends is None:
        return None
    first, last = ends
    points = tuple(
        Point(code=code, score=100 * (code - first) / (last - first)) for code in range(first, last + 1)
    )
    name = "recommend" if asked.recommends and len(points) == 11 else f"rating{first}_{last}"
    scale = Scale(
        name=name, points=points, missing=tuple(candidates(numbers - set(range(first, last + 1)), missing))
    )
    return replace(asked, scale=scale)


def _lettered(codes: Iterable[str]) -> Scale | None:
    """The rating behind codes such as A1 to A5, of one letter and as many digits."""
    found = [LETTERED.fullmatch(code) for code in codes]
    heads = {(each[1], len(each[2])) for each in found if each}
    if None in found or len(heads) != 1:
        return None
    letter, width = heads.pop()
    ends = _ends({int(each[2]) for each in found if each})
    if ends is None:
        return None
    first, last = ends
    points = tuple(
        Point(code=f"{letter.upper()}{code:0{width}d}", score=100 * (code - first) / (last - first))
        for code in range(first, last + 1)
    )
    return Scale(name=f"rating{first}_{last}", points=points)


def _recommending(inside: set[int]) -> tuple[int, int] | None:
    """The eleven points of a question to recommend, which some platforms number from 1."""
    if inside and inside <= set(range(11)):
        return 0, 10
    return (1, 11) if 11 in inside and inside <= set(range(1, 12)) else None


def _ends(inside: set[int]) -> tuple[int, int] | None:
    """The rating that ``inside`` fits, 0 or the code above the top being perhaps no answer."""
    if len(inside & set(range(1, 11))) < 3:
        return None
    for first, last in RANGES:
        beside = {first - 1, last + 1} if first == 1 and last < 10 else set()
        if inside <= set(range(first, last + 1)) | beside and (last <= 5 or last - 2 <= max(inside)):
            return (1, 4) if (first, last) == (1, 5) and max(inside) == 4 else (first, last)
    return None
