"""Regular expressions of a user: refused where broken or endless, else compiled."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]  # the only parser that knows what re accepts
from typing import Any

from satkit.language import Text

PIECE = 300  # characters of a comment that are matched at once
MOST_WAYS = PIECE**2  # times PIECE places to begin at: below a second for the worst text
LONGEST = 500
ENDLESS = float("inf")
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
REFERENCES = {"GROUPREF", "GROUPREF_EXISTS"}


@lru_cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern, heedless of case."""
    return re.compile(pattern, re.IGNORECASE)


def fault(pattern: str) -> Text | None:
    """What is wrong with a pattern, if anything.

    A pattern is refused that cannot be read, that matches nothing at all (and so everything), or
    that could try more than ``MOST_WAYS`` ways from one place of a text of ``PIECE`` characters:
    repeats within repeats, back references, more than two open repeats.
    """
    if len(pattern) > LONGEST:
        return Text("the pattern is longer than %(most)d characters", {"most": LONGEST})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what a later Python would read otherwise
            tree = _parser.parse(pattern, re.IGNORECASE)
            compile_pattern(pattern)  # what is matched later: a look-behind of open width is told only here
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return Text("the pattern cannot be read: %(why)s", {"why": str(error)})
    if tree.getwidth()[0] == 0:
        return Text("the pattern also matches where nothing stands")
    if _ways(tree) > MOST_WAYS:
        return Text("the pattern could take too long: repeats within repeats, or too many open ones")
    return None


def _ways(tree: Iterable[tuple[Any, Any]]) -> float:
    """In how many ways a sequence can match from one place of a piece, at most."""
    ways = 1.0
    for operation, argument in tree:
        ways *= _of(str(operation), argument)
    return ways


def _of(name: str, argument: Any) -> float:
    if name in REFERENCES:
        return ENDLESS
    if name in REPEATS:
        least, most, inner = argument
        inside = _ways(inner)
        most = min(int(most), PIECE)
        if inside > 1 and most > 1:
            return ENDLESS
        return float(most - least + 1) if inside == 1 else inside + 1
    if name == "BRANCH":
        return sum(map(_ways, argument[1]))
    if name in {"SUBPATTERN", "ASSERT", "ASSERT_NOT"}:
        return _ways(argument[-1])
    return _ways(argument) if name == "ATOMIC_GROUP" else 1.0
