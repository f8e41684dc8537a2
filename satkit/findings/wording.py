"""The sentences of the findings, one per kind and evidence; never a fragment."""

from __future__ import annotations

from satkit.language import Text

MAY_BE_CHANCE = Text("An indication, not yet certain: %(claim)s")

VERY_LIKELY, PROBABLY, POSSIBLY = Text("very likely"), Text("probably"), Text("possibly")

STANDING_FIRM = Text(
    "%(name)s is %(score)s out of 100 (%(confidence)s interval %(interval)s), in the “%(band)s” band."
)
STANDING_BETWEEN = Text(
    "%(name)s is %(score)s out of 100 (%(confidence)s interval %(interval)s). "
    "The interval spans “%(low)s” and “%(high)s”; read the band with caution."
)
STANDING_SMALL = Text(
    "%(name)s is %(score)s out of 100 (%(confidence)s interval %(interval)s), from only %(n)s respondents: indicative only."
)

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

LOWEST = Text("The lowest score is for “%(name)s” (%(score)s, %(confidence)s interval %(interval)s).")
LOWEST_DISSATISFIED = Text(
    "The lowest score is for “%(name)s” (%(score)s, %(confidence)s interval %(interval)s); "
    "of %(n)s answers %(share)s count as dissatisfied (answering %(answers)s)."
)
LOWEST_TIED = Text("The lowest scores are for %(names)s; the differences among them are not significant.")
LOWEST_LIKELY = Text(
    "The lowest score is probably for “%(name)s” (%(score)s, %(confidence)s interval %(interval)s)."
)
LOWEST_TIED_LIKELY = Text("The lowest score is probably among these: %(names)s.")

FALLING = Text("Significantly lower than in %(wave)s: %(names)s.")
RISING = Text("Significantly higher than in %(wave)s: %(names)s.")
FALLING_LIKELY = Text("Probably lower than in %(wave)s: %(names)s.")
RISING_LIKELY = Text("Probably higher than in %(wave)s: %(names)s.")
MOVED = Text("“%(name)s” (%(change)s)")
MORE = Text("%(count)d more")

GAP_BELOW = Text(
    "%(segment)s “%(level)s” scores %(points)s points lower than the other respondents "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
GAP_LIKELY = Text(
    "%(segment)s “%(level)s” probably scores lower than the other respondents, by %(points)s points "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
DEPARTMENT_BELOW = Text(
    "What “%(department)s” answers for scores %(points)s points lower than the rest "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
DEPARTMENT_LIKELY = Text(
    "What “%(department)s” answers for probably scores lower than the rest, by %(points)s points "
    "(%(score)s against %(complement)s; %(confidence)s interval of the difference %(interval)s)."
)
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
DEPARTMENTS_FELL = Text(
    "What these departments answer for scores significantly lower than in %(wave)s: %(names)s."
)
DEPARTMENTS_ROSE = Text(
    "What these departments answer for scores significantly higher than in %(wave)s: %(names)s."
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
DEPARTMENTS_FELL_LIKELY = Text(
    "What these departments answer for probably scores lower than in %(wave)s: %(names)s."
)
DEPARTMENTS_ROSE_LIKELY = Text(
    "What these departments answer for probably scores higher than in %(wave)s: %(names)s."
)
DEPARTMENT_MOVED = Text("“%(name)s” (%(change)s points, %(confidence)s interval %(interval)s)")
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

EXCLUDED = Text("%(count)s of %(received)s records of %(wave)s were excluded (%(share)s); see “%(section)s”.")
OFF_SCALE = Text("Answers that are not on their scale and were not counted: %(count)s.")

QUOTED = Text("“%(name)s”")
LIKELY = Text("“%(name)s” (%(chance)s)")
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
INVEST = Text(
    "Of a budget of %(budget)s (%(unit)s) the plan puts money into %(names)s; expected gain %(gain)s points "
    "of the Kano scale from −100 to +100 (%(confidence)s interval %(interval)s)."
)
INVEST_BARE = Text(
    "Of a budget of %(budget)s the plan puts money into %(names)s; expected gain %(gain)s points "
    "of the Kano scale from −100 to +100 (%(confidence)s interval %(interval)s)."
)
KINDS = {
    "M": Text("must-be"),
    "O": Text("one-dimensional"),
    "A": Text("attractive"),
    "I": Text("indifferent"),
    "R": Text("reverse"),
    "Q": Text("questionable"),
    "H": Text("mixed"),
}


def likelihood(chance: float) -> Text:
    """The adverb for a probability that is printed beside it."""
    shown = round(chance, 2)
    return VERY_LIKELY if shown >= 0.9 else PROBABLY if shown >= 0.7 else POSSIBLY
