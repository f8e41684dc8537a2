"""The sentences of findings on recovery and delight."""

from __future__ import annotations

from satkit.language import Text

SILENT = Text(
    "Of those who had a problem, %(silent)s never complained (%(confidence)s interval %(interval)s, n = %(n)s): "
    "complaints show only part of the problems."
)
PARADOX = Text(
    "“%(name)s” is %(points)s points higher after a solved complaint than without any problem "
    "(%(confidence)s interval of the difference %(interval)s). Those who complain may differ from the others in more than that."
)
PARADOX_LIKELY = Text(
    "“%(name)s” is probably higher after a solved complaint than without any problem, by %(points)s points "
    "(%(confidence)s interval of the difference %(interval)s). Those who complain may differ from the others in more than that."
)
NO_PARADOX_LIKELY = Text(
    "“%(name)s” is probably lower after a solved complaint than without any problem, by %(points)s points "
    "(%(confidence)s interval of the difference %(interval)s)."
)
NO_PARADOX = Text(
    "“%(name)s” is %(points)s points lower after a solved complaint than without any problem "
    "(%(confidence)s interval of the difference %(interval)s): solving a problem goes with less loyalty than having none."
)
NO_PARADOX_ALIKE = Text(
    "“%(name)s” is %(points)s points lower after a solved complaint than without any problem "
    "(%(confidence)s interval of the difference %(interval)s), but among customers equally satisfied overall "
    "no difference is found (%(alike)s points, %(confidence)s interval %(alike_interval)s)."
)
PARADOX_EQUAL = Text(
    "“%(name)s” is practically the same after a solved complaint as without any problem "
    "(%(change)s points, %(confidence)s interval %(interval)s)."
)
PARADOX_UNCLEAR = Text(
    "Whether “%(name)s” is higher or lower after a solved complaint than without any problem cannot be told "
    "(%(change)s points, %(confidence)s interval %(interval)s)."
)
SOLVED = Text(
    "Where a complaint was solved, “%(name)s” is %(points)s points higher than where it was not "
    "(%(confidence)s interval of the difference %(interval)s)."
)
SOLVED_LIKELY = Text(
    "Where a complaint was solved, “%(name)s” is probably higher than where it was not, by %(points)s points "
    "(%(confidence)s interval of the difference %(interval)s)."
)
DELIGHT_LIKELY = Text(
    "The very satisfied probably give the top answers on “%(name)s” more often than the next satisfied: %(ratio)s times "
    "(%(one)s against %(other)s, %(confidence)s interval of the ratio %(interval)s)."
)
DELIGHT = Text(
    "The very satisfied give the top answers on “%(name)s” %(ratio)s times as often as the next satisfied "
    "(%(one)s against %(other)s, %(confidence)s interval of the ratio %(interval)s)."
)
