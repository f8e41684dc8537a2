"""The sentences of findings on change."""

from __future__ import annotations

from satkit.language import Text

ROSE_FIRM = Text(
    "Compared with %(wave)s, %(name)s rose clearly by %(points)s points (%(confidence)s interval %(interval)s)."
)
FELL_FIRM = Text(
    "Compared with %(wave)s, %(name)s fell clearly by %(points)s points (%(confidence)s interval %(interval)s)."
)
ROSE = Text(
    "Compared with %(wave)s, %(name)s rose by %(points)s points "
    "(%(confidence)s interval %(interval)s); the change is statistically significant."
)
FELL = Text(
    "Compared with %(wave)s, %(name)s fell by %(points)s points "
    "(%(confidence)s interval %(interval)s); the change is statistically significant."
)
ROSE_LIKELY = Text(
    "Compared with %(wave)s, %(name)s probably rose, by %(points)s points (%(confidence)s interval %(interval)s)."
)
FELL_LIKELY = Text(
    "Compared with %(wave)s, %(name)s probably fell, by %(points)s points (%(confidence)s interval %(interval)s)."
)
UNCHANGED = Text(
    "Compared with %(wave)s, %(name)s is unchanged for practical purposes (%(change)s points, %(confidence)s interval %(interval)s)."
)
UNCLEAR = Text(
    "Compared with %(wave)s, no statistically significant change of %(name)s was found "
    "(%(change)s points, %(confidence)s interval %(interval)s); do not read this as improvement or decline."
)
CHANGE_SMALL = Text(
    "%(name)s cannot be compared with %(wave)s: small base (n=%(n)s), indicative only, not tested."
)
FALLING = Text("Significantly lower than in %(wave)s: %(names)s.")
RISING = Text("Significantly higher than in %(wave)s: %(names)s.")
FALLING_LIKELY = Text("Probably lower than in %(wave)s: %(names)s.")
RISING_LIKELY = Text("Probably higher than in %(wave)s: %(names)s.")
MOVED = Text("“%(name)s” (%(change)s)")
NPS_FELL = Text(
    "Compared with %(wave)s, the net promoter score of “%(name)s” fell by %(points)s points to %(now)s "
    "(%(confidence)s interval of the change %(interval)s); the change is statistically significant."
)
NPS_ROSE = Text(
    "Compared with %(wave)s, the net promoter score of “%(name)s” rose by %(points)s points to %(now)s "
    "(%(confidence)s interval of the change %(interval)s); the change is statistically significant."
)
SATISFIED_FELL = Text(
    "Compared with %(wave)s, the share satisfied with “%(name)s” fell by %(points)s percentage points to %(now)s "
    "(%(confidence)s interval of the change %(interval)s); the change is statistically significant."
)
SATISFIED_ROSE = Text(
    "Compared with %(wave)s, the share satisfied with “%(name)s” rose by %(points)s percentage points to %(now)s "
    "(%(confidence)s interval of the change %(interval)s); the change is statistically significant."
)
NPS_FELL_LIKELY = Text(
    "Compared with %(wave)s, the net promoter score of “%(name)s” probably fell, by %(points)s points to %(now)s "
    "(%(confidence)s interval of the change %(interval)s)."
)
NPS_ROSE_LIKELY = Text(
    "Compared with %(wave)s, the net promoter score of “%(name)s” probably rose, by %(points)s points to %(now)s "
    "(%(confidence)s interval of the change %(interval)s)."
)
SATISFIED_FELL_LIKELY = Text(
    "Compared with %(wave)s, the share satisfied with “%(name)s” probably fell, by %(points)s percentage points to "
    "%(now)s (%(confidence)s interval of the change %(interval)s)."
)
SATISFIED_ROSE_LIKELY = Text(
    "Compared with %(wave)s, the share satisfied with “%(name)s” probably rose, by %(points)s percentage points to "
    "%(now)s (%(confidence)s interval of the change %(interval)s)."
)
REVERSED = Text(
    "The scale of %(names)s may have been reversed in %(wave)s: how it changed since %(versus)s is not told until "
    "checks.drift.accept confirms it."
)
RENUMBERED = Text(
    "The codes of %(names)s may have been renumbered in %(wave)s: its groups are not compared until "
    "checks.drift.accept confirms them."
)
UNLISTED = Text(
    "The file of %(wave)s has answers to %(names)s, which the definition lists for other waves only; they are not counted."
)
MIX = Text(
    "Of the change of %(change)s points, %(mix)s comes from a different mix of respondents "
    "and %(performance)s from like respondents answering differently (%(confidence)s interval %(interval)s)."
)
MIX_LIKELY = Text(
    "Of the change of %(change)s points, %(mix)s probably comes from a different mix of respondents "
    "and %(performance)s from like respondents answering differently (%(confidence)s interval %(interval)s)."
)
