"""The sentences of findings on the budget."""

from __future__ import annotations

from satkit.language import Text

INVEST = Text(
    "Of a budget of %(budget)s (%(unit)s) the plan puts money into %(names)s; expected gain %(gain)s points "
    "of the Kano scale from −100 to +100 (%(confidence)s interval %(interval)s)."
)
INVEST_BARE = Text(
    "Of a budget of %(budget)s the plan puts money into %(names)s; expected gain %(gain)s points "
    "of the Kano scale from −100 to +100 (%(confidence)s interval %(interval)s)."
)
