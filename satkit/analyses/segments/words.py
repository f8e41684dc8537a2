"""The sentences of findings on groups of respondents."""

from __future__ import annotations

from satkit.language import Text

GAP_BELOW = Text(
    "%(segment)s “%(level)s” scores %(points)s points lower than the other respondents "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
GAP_LIKELY = Text(
    "%(segment)s “%(level)s” probably scores lower than the other respondents, by %(points)s points "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
