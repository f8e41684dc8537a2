"""The sentences of findings on kinds of quality."""

from __future__ import annotations

from satkit.language import Text

KANO_MUST = Text("Must-be qualities: %(names)s. Customers take them for granted; their absence displeases.")
KANO_ATTRACTIVE = Text(
    "Attractive qualities: %(names)s. Their presence pleases, their absence hardly displeases."
)
KANO_MUST_LIKELY = Text("Probably must-be qualities (in brackets: the probability): %(names)s.")
KANO_ATTRACTIVE_LIKELY = Text("Probably attractive qualities (in brackets: the probability): %(names)s.")
KANO_MOVED = Text(
    "“%(name)s” was %(before)s in %(versus)s and is %(now)s in %(wave)s (adjusted p of no change %(p)s)."
)
KANO_MOVED_LIKELY = Text(
    "“%(name)s” has probably changed: %(before)s in %(versus)s, %(now)s in %(wave)s (adjusted p of no change %(p)s)."
)
