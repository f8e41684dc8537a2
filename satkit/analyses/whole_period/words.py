"""The sentences of findings on the whole period."""

from __future__ import annotations

from satkit.language import Text

ROSE = Text(
    "From %(first)s to %(last)s, %(name)s rose by %(points)s points in all (%(confidence)s interval %(interval)s); the line "
    "through all %(count)d waves rises by %(slope)s points a wave (%(slope_interval)s)."
)
FELL = Text(
    "From %(first)s to %(last)s, %(name)s fell by %(points)s points in all (%(confidence)s interval %(interval)s); the line "
    "through all %(count)d waves falls by %(slope)s points a wave (%(slope_interval)s)."
)
ROSE_LIKELY = Text(
    "From %(first)s to %(last)s, %(name)s probably rose: %(change)s points in all (%(confidence)s interval %(interval)s), "
    "by the line through all %(count)d waves %(slope)s points a wave (%(slope_interval)s)."
)
FELL_LIKELY = Text(
    "From %(first)s to %(last)s, %(name)s probably fell: %(change)s points in all (%(confidence)s interval %(interval)s), "
    "by the line through all %(count)d waves %(slope)s points a wave (%(slope_interval)s)."
)
NO_DIRECTION = Text(
    "Over all %(count)d waves from %(first)s to %(last)s, no direction of %(name)s can be told from chance: %(change)s points "
    "in all (%(confidence)s interval %(interval)s)."
)
