"""The sentences of findings on departments."""

from __future__ import annotations

from satkit.language import Text

DEPARTMENT_BELOW = Text(
    "What “%(department)s” answers for scores %(points)s points lower than the rest "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
DEPARTMENT_LIKELY = Text(
    "What “%(department)s” answers for probably scores lower than the rest, by %(points)s points "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
DEPARTMENTS_FELL = Text(
    "What these departments answer for scores significantly lower than in %(wave)s: %(names)s."
)
DEPARTMENTS_ROSE = Text(
    "What these departments answer for scores significantly higher than in %(wave)s: %(names)s."
)
DEPARTMENTS_FELL_LIKELY = Text(
    "What these departments answer for probably scores lower than in %(wave)s: %(names)s."
)
DEPARTMENTS_ROSE_LIKELY = Text(
    "What these departments answer for probably scores higher than in %(wave)s: %(names)s."
)
DEPARTMENT_MOVED = Text("“%(name)s” (%(change)s points, %(confidence)s interval %(interval)s)")
