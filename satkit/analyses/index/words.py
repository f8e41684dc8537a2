"""The sentences of findings on the satisfaction index."""

from __future__ import annotations

from satkit.language import Text

INDEX_DRIVER = Text(
    "“%(name)s” goes with %(index)s most: one point more of it goes with %(points)s points more "
    "(%(confidence)s interval %(interval)s). This is an association; it does not show what makes what."
)
INDEX_DRIVER_LIKELY = Text(
    "“%(name)s” %(likely)s goes with %(index)s most (probability %(chance)s): one point more of it goes with "
    "%(points)s points more (%(confidence)s interval %(interval)s). This is an association; it does not show what makes "
    "what."
)
INDEX_DRIVERS = Text(
    "%(names)s go with %(index)s most; the data cannot tell them apart. One point more of “%(name)s” "
    "goes with %(points)s points more (%(confidence)s interval %(interval)s)."
)
INDEX_DRIVERS_ALIKE = Text(
    "Which of the %(count)d parts of the model goes with %(index)s most cannot be told: their differences are within chance."
)
INDEX_DRIVERS_FEW = Text(
    "One of %(names)s most likely goes with %(index)s most; their order is not certain (in brackets: the probability of "
    "being the largest)."
)
INDEX_DRIVERS_MANY = Text(
    "Which part of the model goes with %(index)s most cannot be told: %(among)d of the %(count)d parts cannot be told apart."
)
INDEX_DRIVERS_NONE = Text(
    "No part of the model goes with %(index)s beyond chance: nothing can be said of what matters for it."
)
INDEX_PRIORITY = Text(
    "“%(name)s” goes with %(index)s more than most parts do, and scores lower than most (%(score)s; probability of "
    "both %(chance)s)."
)
INDEX_PRIORITY_LIKELY = Text(
    "“%(name)s” %(likely)s goes with %(index)s more than most parts do, and scores lower than most (%(score)s; "
    "probability of both %(chance)s)."
)
INDEX_UNSOUND = Text(
    "The questions on %(names)s do not measure one thing well; read their index with caution."
)
