"""The sentences of findings on reasons."""

from __future__ import annotations

from satkit.language import Text

UNHAPPY = Text("those dissatisfied overall who gave reasons")
EVERYBODY = Text("those who gave reasons")
REASON = Text(
    "Among %(whom)s (n = %(n)s), the reason named most often is “%(name)s”: %(share)s "
    "(%(confidence)s interval %(interval)s)."
)
REASONS_TIED = Text(
    "Among %(whom)s (n = %(n)s), the reasons named most often are %(names)s; the differences among these are not "
    "significant."
)
REASON_LIKELY = Text(
    "Among %(whom)s (n = %(n)s), the reason named most often is probably “%(name)s”: %(share)s "
    "(%(confidence)s interval %(interval)s)."
)
REASONS_TIED_LIKELY = Text(
    "Among %(whom)s (n = %(n)s), the reason named most often is probably one of these: %(names)s."
)
REASON_SMALL = Text("Of %(whom)s, who are only %(n)s, %(share)s name “%(name)s”: indicative only.")
REASON_SHARE = Text("“%(name)s” (%(share)s)")
REASON_UP = Text(
    "“%(name)s” is named more often than in %(versus)s by %(whom)s: %(change)s points "
    "(%(confidence)s interval %(interval)s)."
)
REASON_DOWN = Text(
    "“%(name)s” is named less often than in %(versus)s by %(whom)s: %(change)s points "
    "(%(confidence)s interval %(interval)s)."
)
REASON_UP_LIKELY = Text(
    "“%(name)s” is probably named more often than in %(versus)s by %(whom)s: %(change)s points "
    "(%(confidence)s interval %(interval)s)."
)
REASON_DOWN_LIKELY = Text(
    "“%(name)s” is probably named less often than in %(versus)s by %(whom)s: %(change)s points "
    "(%(confidence)s interval %(interval)s)."
)
