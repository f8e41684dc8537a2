"""The range of a scale from the numbers that are answered, and which numbers are no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

ABSENT = frozenset([66, 77, 88, 96, 97, 98, 99, 666, 777, 888, 996, 997, 998, 999, 9997, 9998, 9999])
FEW = 12  # points of a scale at most, a slider apart
RARE = 0.02  # of all answers: a zero below 1 to 5 that is rarer may be no answer
APART = 0.2  # of all answers: codes above a gap that are more are answers
SLIDER = 100
LONGEST = 10  # the last number of a usual scale
SLIPS = 3  # different numbers, at most, that are typing errors
SLIP = 0.01  # of all answers, at most, that are


@dataclass(frozen=True)
class Range:
    """The first and last number of a scale, and the numbers beside it that may be no answer."""

    first: int
    last: int
    missing: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """How many points there are."""
        return self.last - self.first + 1


def find_range(
    numbers: Mapping[int, int], named: Collection[int] = (), hint: tuple[int, int] | None = None
) -> Range | None:
    """The range that numbers lie in; None where they are too many, too wide or too few for a scale.

    A number counts as no answer only where it is negative below a scale of positives, one of the usual codes
    (99, 98 …) beyond all others, or separated from the others by a gap; never one that follows the others.

    Parameters
    ----------
    numbers : mapping
        Every whole number to how often it is answered.
    named : collection of int
        Numbers that the file's labels show to be points.
    hint : tuple of int, optional
        The range that the question names.
    """
    seen = Counter({number: count for number, count in numbers.items() if count > 0})
    for number in named:
        seen[number] += 0
    if not seen:
        return None
    inside, outside = _separate_numbers(seen, frozenset(named))
    if hint and hint[0] <= min(inside) and (max(inside) <= hint[1] or max(inside) == min(inside)):
        beyond = [number for number in seen if not hint[0] <= number <= hint[1]]
        return Range(*hint, tuple(sorted(beyond)))
    first, last = min(inside), max(inside)
    if len(inside) > FEW or last > FEW or first < -5:
        return _slider(inside, outside)
    if first < 0:
        first, last = -max(-first, last), max(-first, last)
    elif first >= 1 and not (named and first in named):
        first = 1
    return Range(first, last, tuple(sorted(outside))) if last - first >= 1 else None


def _separate_numbers(seen: Counter[int], named: frozenset[int]) -> tuple[Counter[int], set[int]]:
    """The numbers of the scale, and those apart from them."""
    inside = Counter(seen)
    outside: set[int] = set()

    def drop(numbers: Collection[int]) -> None:
        for number in numbers:
            outside.add(number)
            del inside[number]

    negative = {number for number in inside if number < 0 and number not in named}
    if negative and not _symmetric(inside):
        drop(negative if len(negative) < len(inside) else ())
    usual = {number for number in inside if number in ABSENT and number not in named}
    below = [number for number in inside if number not in ABSENT]
    if (
        below
        and len(below) >= 2
        and (max(below) <= min(usual, default=0) / 2 or min(usual, default=0) > SLIDER)
    ):
        drop(usual)
    drop(_above_a_gap(inside, named))
    drop(_find_mistyped(inside, named))
    if 0 in inside and 0 not in named and _no_zero(inside):
        drop({0})
    return inside, outside


def _symmetric(seen: Collection[int]) -> bool:
    """Whether numbers run about zero, as those of a semantic differential do."""
    return max(seen) > 0 and min(seen) >= -5 and 0 <= max(seen) + min(seen) + 1 <= 2 and len(seen) >= 4


def _above_a_gap(inside: Counter[int], named: frozenset[int]) -> set[int]:
    """Codes above the scale: parted from it by a gap where all of it is answered, and not the most of answers."""
    codes = sorted(inside)
    if len(codes) < 4 or codes[-1] > FEW:
        return set()
    total = sum(inside.values())
    for low, high in reversed(list(pairwise(codes))):
        above = {code for code in codes if code >= high}
        scale = [code for code in codes if code <= low]
        complete = len(scale) >= 3 and scale[-1] - scale[0] + 1 == len(scale)
        wide = high - low >= 3 or (high - low == 2 and high in {7, 8, 9} and total >= 10 * len(codes))
        few = sum(inside[code] for code in above) <= APART * total or high - low >= 3
        if (
            complete
            and wide
            and few
            and len(above) <= 2
            and not above & named
            and (high != 10 or high - low >= 4)
        ):
            return above
    return set()


def _find_mistyped(inside: Counter[int], named: frozenset[int]) -> set[int]:
    """Numbers far beyond a scale of which every point is answered and that hardly anybody gave: 55 for 5."""
    scale = [number for number in sorted(inside) if number <= LONGEST]
    beyond = {number for number in inside if number > LONGEST}
    total = sum(inside.values())
    if not beyond or len(beyond) > SLIPS or len(scale) < 4 or beyond & named:
        return set()
    complete = scale[0] in {0, 1} and scale[-1] - scale[0] + 1 == len(scale)
    often = sum(inside[number] for number in beyond)
    rare = often <= max(1, SLIP * total) and inside[scale[-1]] >= 3 * often and total >= 30
    return beyond if complete and rare and min(beyond) > 2 * scale[-1] else set()


def _no_zero(inside: Counter[int]) -> bool:
    """Whether a zero is so rare below 1 to 4, 5 or 7 that it may be no answer."""
    total = sum(inside.values())
    return (
        max(inside) in {4, 5, 7}
        and total >= 100
        and inside[0] < RARE * total
        and len(inside) == max(inside) + 1
    )


def _slider(inside: Counter[int], outside: set[int]) -> Range | None:
    """0 to 100, where that is what numbers run over."""
    if min(inside) < 0 or max(inside) > SLIDER or len(inside) < 5:
        return None
    wide = max(inside) - min(inside) >= 60
    steps = sum(count for number, count in inside.items() if number % 5 == 0) / (sum(inside.values()) or 1)
    if not wide or max(inside) <= 20 or (max(inside) < 95 and steps < 0.9):
        return None
    first = 1 if 0 not in inside and {1, SLIDER} <= inside.keys() else 0
    return Range(first, SLIDER, tuple(sorted(outside)))
