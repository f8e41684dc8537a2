"""The sentences of findings on where satisfaction stands, and what is lowest."""

from __future__ import annotations

from satkit.language import Text

STANDING_FIRM = Text(
    "%(name)s is %(score)s out of 100 (%(confidence)s interval %(interval)s), in the “%(band)s” band."
)
STANDING_BETWEEN = Text(
    "%(name)s is %(score)s out of 100 (%(confidence)s interval %(interval)s). "
    "The interval spans “%(low)s” and “%(high)s”; read the band with caution."
)
STANDING_SMALL = Text(
    "%(name)s is %(score)s out of 100 (%(confidence)s interval %(interval)s), from only %(n)s respondents: indicative only."
)
LOWEST = Text("The lowest score is for “%(name)s” (%(score)s, %(confidence)s interval %(interval)s).")
LOWEST_DISSATISFIED = Text(
    "The lowest score is for “%(name)s” (%(score)s, %(confidence)s interval %(interval)s); "
    "of %(n)s answers %(share)s count as dissatisfied (answering %(answers)s)."
)
LOWEST_TIED = Text("The lowest scores are for %(names)s; the differences among them are not significant.")
LOWEST_LIKELY = Text(
    "The lowest score is probably for “%(name)s” (%(score)s, %(confidence)s interval %(interval)s)."
)
LOWEST_TIED_LIKELY = Text("The lowest score is probably among these: %(names)s.")
