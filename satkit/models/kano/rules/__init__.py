"""The shelf of verdict rules: counts of answers in, one category out."""

from collections.abc import Callable

from satkit.models.kano.rules import grouped, most_frequent, near_tie, quadrant, strength
from satkit.stats.design import Floats, Ints

RULES: dict[str, Callable[[Floats], Ints]] = {
    "most_frequent": most_frequent.verdict,
    "grouped": grouped.verdict,
    "near_tie": near_tie.verdict,
    "strength": strength.verdict,
    "quadrant": quadrant.verdict,
    "quadrant_means": quadrant.by_means,
}
