"""Whether falling short costs more than excelling brings."""

from __future__ import annotations

from satkit.analyses.drivers.estimate import Drivers
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.number_format import chance, count, signed, signed_interval
from satkit.report import lookup, words
from satkit.report.blocks import Column, Figure, Note, Prose, Section, TableBlock
from satkit.report.figures import diverging
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Verdict, Words

KEY = "penalties"
QUESTION = Text("Does falling short cost more than excelling brings?")
SUBTITLE = Text(
    "Points of “%(outcome)s” that go with a bad and with an excellent answer, against one between, %(wave)s"
)
TITLE = Text("Penalty and reward of every driver, with %(level)s intervals")
READ = Text("%(count)d drivers; largest penalties: %(names)s")
SHORT, EXCEL, LEANS = Text("← falling short"), Text("excelling →"), Text("leans to")
TIP = Text("%(name)s: %(points)s points (%(interval)s), n = %(n)s")
CLASSES = {
    "frustrator": Text("penalty only"),
    "dissatisfier": Text("penalty"),
    "hybrid": Text("both alike"),
    "satisfier": Text("reward"),
    "delighter": Text("reward only"),
    "none": Text("neither"),
}
CLASS = Text("%(kind)s (%(chance)s)")
UNSURE = Text("not certain")
SMALL = Text("small base")
CONTRARY = Text("against its sense")
NOTE = Text(
    "All drivers enter one regression. In brackets: the probability of the class under the design; below 50%% it is "
    "called not certain. Bold: penalty and reward differ significantly after correction. Grey: fewer than %(test)d bad, "
    "middling or excellent answers. Against its sense: bad answers go with more, or excellent ones with less; "
    "look for a twin among the drivers. Associations, not effects shown."
)
OPEN = Text(
    "For none of the %(count)d drivers is the difference between penalty and reward significant; what they lean to "
    "below is an indication."
)
DRIVER, PENALTY, REWARD = Text("Driver"), Text("Penalty"), Text("Reward")
BOTH, KIND = Text("Reward less penalty"), Text("Leans to")
STABLE, YES, NO = Text("Same with a wider cut"), Text("yes"), Text("no")
BAD, EXCELLENT = Text("Bad answers"), Text("Excellent answers")
TABLE = Text("Penalty and reward with intervals and classes")


def section(evidence: Evidence, language: str) -> Section | None:
    """Diverging bars and the table behind them."""
    found = evidence.get(Drivers)
    if found is None or found.contrast.empty:
        return None
    asked = evidence.questionnaire
    lines = sorted(lookup.lines(found.contrast), key=lambda line: -line["range"])
    subtitle = SUBTITLE.given(outcome=asked.label(found.outcome), wave=lookup.wave_label(asked, found.wave))
    sure = any(line["evidence"] == "significant" for line in lines)
    blocks = (
        *(lookup.sentences(evidence, KEY) if sure else [Prose((OPEN.given(count=len(lines)),))]),
        _figure(evidence, lines, language),
        Note(NOTE.given(test=asked.report.min_test)),
    )
    return Section(KEY, QUESTION, subtitle, blocks, (_table(evidence, lines),))


def _figure(evidence: Evidence, lines: list[Line], language: str) -> Figure:
    asked = evidence.questionnaire
    title = TITLE.given(level=lookup.level(asked))
    worst = sorted(lines, key=lambda line: line["penalty"])[:3]
    read = READ.given(count=len(lines), names=tuple(asked.label(line["driver"]) for line in worst))
    pairs = [_pair(evidence, line, language) for line in lines]
    heads = say(SHORT, language), say(EXCEL, language), say(LEANS, language)
    svg = diverging.draw(pairs, heads, "fig-penalties", say(title, language), say(read, language))
    return Figure(svg, title, read)


def _pair(evidence: Evidence, line: Line, language: str) -> diverging.Pair:
    label = say(evidence.questionnaire.label(line["driver"]), language)
    tips = [
        say(
            TIP.given(
                name=label,
                points=signed(line[side]),
                interval=signed_interval(line[f"{side}_low"], line[f"{side}_high"]),
                n=count(line[n]),
            ),
            language,
        )
        for side, n in (("penalty", "n_low"), ("reward", "n_high"))
    ]
    return diverging.Pair(
        label,
        line["penalty"],
        (line["penalty_low"], line["penalty_high"]),
        line["reward"],
        (line["reward_low"], line["reward_high"]),
        say(_verdict(line), language),
        line["evidence"] == "significant",
        line["evidence"] == "small",
        (tips[0], tips[1]),
    )


def _verdict(line: Line) -> Words:
    """The class with its probability, from one half up."""
    if line["evidence"] == "small":
        return SMALL
    if line["penalty_low"] > 0 or line["reward_high"] < 0:
        return CONTRARY
    if not line["probability"] >= 0.5:
        return UNSURE
    return CLASS.given(kind=CLASSES[line["class"]], chance=chance(line["probability"]))


def _table(evidence: Evidence, lines: list[Line]) -> TableBlock:
    asked = evidence.questionnaire
    columns = (
        Column(DRIVER),
        Column(PENALTY, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(REWARD, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(BOTH, "signed"),
        Column(words.P_ADJUSTED, "p"),
        Column(KIND),
        Column(STABLE),
        Column(BAD, "count"),
        Column(EXCELLENT, "count"),
    )
    return TableBlock("penalties", TABLE, columns, tuple(_row(evidence, line) for line in lines))


def _row(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    sure = line["evidence"] == "significant"
    return (
        evidence.questionnaire.label(line["driver"]),
        line["penalty"],
        Interval(line["penalty_low"], line["penalty_high"]),
        line["reward"],
        Interval(line["reward_low"], line["reward_high"]),
        line["tilt"],
        line["p_adjusted"],
        Verdict(_verdict(line), "act" if sure and line["tilt"] < 0 else "neutral"),
        YES if line["stable"] else NO,
        line["n_low"],
        line["n_high"],
    )
