"""The sentences of findings on drivers, penalties and rewards."""

from __future__ import annotations

from satkit.language import Text

DRIVER_FIRST = Text(
    "“%(name)s” goes with dissatisfaction most: %(share)s of what all drivers together account for "
    "(%(confidence)s interval %(interval)s). "
    "This is an association, not an effect shown."
)
DRIVER_FIRST_SCORE = Text(
    "“%(name)s” goes with the overall score most: %(share)s of what all drivers together account for "
    "(%(confidence)s interval %(interval)s). "
    "This is an association, not an effect shown."
)
DRIVER_LIKELY = Text(
    "“%(name)s” %(likely)s goes with dissatisfaction most (probability %(chance)s): %(share)s of what all drivers "
    "together account for (%(confidence)s interval %(interval)s). This is an association, not an effect shown."
)
DRIVER_LIKELY_SCORE = Text(
    "“%(name)s” %(likely)s goes with the overall score most (probability %(chance)s): %(share)s of what all drivers "
    "together account for (%(confidence)s interval %(interval)s). This is an association, not an effect shown."
)
DRIVERS_ALIKE = Text(
    "%(names)s go with dissatisfaction most; the data cannot tell them apart. This is an association, not an effect shown."
)
DRIVERS_ALIKE_SCORE = Text(
    "%(names)s go with the overall score most; the data cannot tell them apart. This is an association, not an effect shown."
)
DRIVERS_TIED = Text(
    "One of %(names)s most likely goes with dissatisfaction more than any other driver; "
    "their order is not certain (in brackets: the probability of being the largest)."
)
DRIVERS_TIED_SCORE = Text(
    "One of %(names)s most likely goes with the overall score more than any other driver; "
    "their order is not certain (in brackets: the probability of being the largest)."
)
DRIVERS_SILENT = Text(
    "The %(count)d drivers together account for no more of the overall answer than chance may: no order among them "
    "can be told."
)
DRIVERS_UNCLEAR = Text(
    "No single driver stands out: which of the %(count)d goes with the overall answer most is not certain."
)
AREA_FIRST = Text(
    "No single driver stands out; among the areas “%(name)s” goes with the overall answer most: %(share)s of what "
    "all areas together account for (%(confidence)s interval %(interval)s). "
    "This is an association, not an effect shown."
)
AREA_LIKELY = Text(
    "No single driver stands out; among the areas “%(name)s” %(likely)s goes with the overall answer most "
    "(probability %(chance)s): %(share)s of what all areas together account for (%(confidence)s interval %(interval)s)."
)
AREAS_TIED = Text(
    "No single driver stands out; among the areas one of %(names)s most likely goes with the overall answer most "
    "(in brackets: the probability of being the largest)."
)
PRIORITY = Text(
    "Priority: %(names)s; above-average influence, below-average score (in brackets: the probability of both)."
)
PRIORITY_LIKELY = Text(
    "Candidates for priority: %(names)s (in brackets: the probability that influence is above average and the score "
    "below it)."
)
PENALTY_LARGER = Text(
    "Falling short on %(names)s goes with a larger loss of overall satisfaction than excelling goes with a gain."
)
PENALTY_LIKELY = Text(
    "Falling short on %(names)s probably goes with a larger loss of overall satisfaction than excelling goes with a gain."
)
REWARD_LIKELY = Text(
    "Excelling on %(names)s probably goes with a larger gain of overall satisfaction than falling short goes with a loss."
)
REWARD_LARGER = Text(
    "Excelling on %(names)s goes with a larger gain of overall satisfaction than falling short goes with a loss."
)
