"""Whether falling short costs more than excelling brings."""

from __future__ import annotations

from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.penalty_tables import lean_words, penalties_table
from satkit.analyses.drivers.rows import PenaltyReward
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import confidence, count, signed_interval, signed_score
from satkit.report import lookup
from satkit.report.blocks import Block, Figure, Note, Prose, Section
from satkit.report.figures.diverging import Pair, PenaltiesAndRewards, Side
from satkit.survey.names import Names
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows

KEY = "penalties"
QUESTION = Text("Does falling short cost more than excelling brings?")
SUBTITLE = Text(
    "Points of “%(outcome)s” that go with a bad and with an excellent answer, against one between, %(wave)s"
)
TITLE = Text("Penalty and reward of every driver, with %(level)s intervals")
READ = Text("%(count)d drivers; largest penalties: %(names)s")
SHORT, EXCEL, LEANS = Text("← falling short"), Text("excelling →"), Text("leans to")
TIP = Text("%(name)s: %(points)s points (%(interval)s), n = %(n)s")
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


def section(evidence: Evidence) -> Section | None:
    """Diverging bars and the table behind them."""
    result = evidence.get(Drivers)
    if result is None or result.contrast.empty:
        return None
    names = evidence.names
    rows = sorted(read_rows(result.contrast, PenaltyReward), key=lambda row: -row["range"])
    sure = any(row["evidence"] == "significant" for row in rows)
    opening: list[Block] = [Prose((OPEN.with_values(count=len(rows)),))]
    blocks = (
        *(lookup.sentences(evidence, KEY) if sure else opening),
        _figure(names, rows),
        Note(NOTE.with_values(test=names.questionnaire.report.min_test)),
    )
    subtitle = SUBTITLE.with_values(outcome=names.node(result.outcome), wave=names.wave(result.wave))
    return Section(KEY, QUESTION, subtitle, blocks, (penalties_table(rows, names),))


def _figure(names: Names, rows: list[PenaltyReward]) -> Figure:
    worst = sorted(rows, key=lambda row: row["penalty"])[:3]
    read = READ.with_values(count=len(rows), names=tuple(names.node(row["driver"]) for row in worst))
    chart = PenaltiesAndRewards(tuple(_pair(names, row) for row in rows), SHORT, EXCEL, LEANS)
    title = TITLE.with_values(level=confidence(names.questionnaire.report.level))
    return Figure(chart, title, read, "fig-penalties")


def _pair(names: Names, row: PenaltyReward) -> Pair:
    label = names.node(row["driver"])
    penalty, reward = (
        Side(value, low, high, _tip(label, value, (low, high), n))
        for value, low, high, n in (
            (row["penalty"], row["penalty_low"], row["penalty_high"], row["n_low"]),
            (row["reward"], row["reward_low"], row["reward_high"], row["n_high"]),
        )
    )
    evidence = row["evidence"]
    return Pair(label, penalty, reward, lean_words(row), evidence == "significant", evidence == "small")


def _tip(label: Words, value: float, ends: tuple[float, float], n: int) -> Words:
    return TIP.with_values(
        name=label, points=signed_score(value), interval=signed_interval(*ends), n=count(n)
    )
