"""The table of penalties and rewards."""

from __future__ import annotations

from collections.abc import Iterable

from satkit.analyses.drivers.penalties import judge_lean
from satkit.analyses.drivers.rows import PenaltyReward
from satkit.analyses.drivers.tables import DRIVER
from satkit.language import Text
from satkit.number_format import chance
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.cells import Interval, Verdict, Words
from satkit.tables.table import Column, Table

CLASSES = {
    "frustrator": Text("penalty only"),
    "dissatisfier": Text("penalty"),
    "hybrid": Text("both alike"),
    "satisfier": Text("reward"),
    "delighter": Text("reward only"),
    "none": Text("neither"),
}
CLASS = Text("%(kind)s (%(chance)s)")
LEANS = {"small": Text("small base"), "contrary": Text("against its sense"), "unsure": Text("not certain")}
PENALTY, REWARD = Text("Penalty"), Text("Reward")
BOTH, KIND = Text("Reward less penalty"), Text("Leans to")
STABLE, YES, NO = Text("Same with a wider cut"), Text("yes"), Text("no")
BAD, EXCELLENT = Text("Bad answers"), Text("Excellent answers")
PENALTIES = Text("Penalty and reward with intervals and classes")


def penalties_table(rows: Iterable[PenaltyReward], names: Names) -> Table:
    """Penalty and reward of every driver, in the order given."""
    level = words.interval_header(names.questionnaire.report.level)
    columns: tuple[Column[PenaltyReward], ...] = (
        Column("driver", DRIVER, cell=lambda row: names.node(row["driver"])),
        Column("penalty", PENALTY, "signed"),
        Column(
            "penalty_interval",
            level,
            "signed_interval",
            lambda row: Interval(row["penalty_low"], row["penalty_high"]),
        ),
        Column("reward", REWARD, "signed"),
        Column(
            "reward_interval",
            level,
            "signed_interval",
            lambda row: Interval(row["reward_low"], row["reward_high"]),
        ),
        Column("tilt", BOTH, "signed"),
        Column("p_adjusted", words.P_ADJUSTED, "p"),
        Column("class", KIND, cell=_judged_class),
        Column("stable", STABLE, cell=lambda row: YES if row["stable"] else NO),
        Column("n_low", BAD, "count"),
        Column("n_high", EXCELLENT, "count"),
    )
    return Table.of("penalties", PENALTIES, columns, rows)


def lean_words(row: PenaltyReward) -> Words:
    """The class with its probability, or why none is told."""
    lean = judge_lean(row)
    if lean == "clear":
        return CLASS.with_values(kind=CLASSES[row["class"]], chance=chance(row["probability"]))
    return LEANS[lean]


def _judged_class(row: PenaltyReward) -> Verdict:
    costly = row["evidence"] == "significant" and row["tilt"] < 0
    return Verdict(lean_words(row), "act" if costly else "neutral")
