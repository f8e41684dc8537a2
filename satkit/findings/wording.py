"""The sentences of the findings, one per kind and evidence; never a fragment."""

from __future__ import annotations

from satkit.findings import cutoffs
from satkit.language import Text

MAY_BE_CHANCE = Text("An indication, not yet certain: %(claim)s")

VERY_LIKELY, PROBABLY, POSSIBLY = Text("very likely"), Text("probably"), Text("possibly")


MORE = Text("%(count)d more")


QUOTED = Text("“%(name)s”")
LIKELY = Text("“%(name)s” (%(chance)s)")
KINDS = {
    "M": Text("must-be"),
    "O": Text("one-dimensional"),
    "A": Text("attractive"),
    "I": Text("indifferent"),
    "R": Text("reverse"),
    "Q": Text("questionable"),
    "H": Text("mixed"),
}


def likelihood(chance: float) -> Text:
    """The adverb for a probability that is printed beside it."""
    if cutoffs.VERY_LIKELY.is_reached_in_print(chance):
        return VERY_LIKELY
    return PROBABLY if cutoffs.PROBABLE.is_reached_in_print(chance) else POSSIBLY
