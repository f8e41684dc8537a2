"""The tables of drivers, declared once for the page, the workbook, the terminal and the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from satkit.analyses.drivers.rows import AreaRow, Dissatisfier, DriverRow, Outcome
from satkit.language import Text
from satkit.report import words
from satkit.survey.names import Names
from satkit.tables.cells import Cell, Interval, Share
from satkit.tables.table import Column, Table

DRIVER, TEN = Text("Driver"), Text("Ten points more")
PERCENT, POINTS, GRADES = (
    Text("percentage points dissatisfied"),
    Text("points"),
    Text("hundredths of a grade"),
)
UNITS: dict[Outcome, Text] = {"dissatisfied": PERCENT, "score": POINTS, "grade": GRADES}
OWN_MEAN = Text("Mean of own scores")
CONCENTRATE, KEEP = Text("look here first"), Text("keep it up")
LOW, OVERKILL = Text("low priority"), Text("less needed")
ZONES = {
    "concentrate": CONCENTRATE,
    "keep up": KEEP,
    "low priority": LOW,
    "possible overkill": OVERKILL,
}
RANK = Text("Rank")
FIRST, PRIORITY = Text("Largest, probability"), Text("First to look at, probability")
ZONE = Text("Quarter")
DRIVERS = Text("Drivers with intervals, ranks and probabilities")
EFFECTS = Text("What goes with ten points more, the other drivers alike")
REACHABLE = Text("Best group so far")
REACHED = Text("If all were there")
AREAS = Text("The areas by several measures of importance; the probability is by the first")
AREA = Text("Area")
MEASURES = {
    "lmg_dissatisfied": Text("Shapley shares (LMG), dissatisfied or not"),
    "lmg_grade": Text("Shapley shares (LMG), grade of the answer"),
    "lmg_score": Text("Shapley shares (LMG), score"),
    "mcfadden": Text("Shapley shares of a logit model (McFadden)"),
    "logit_weights": Text("Relative weights of a logit model"),
}
REACH = Text("Key dissatisfiers: failures that tell who is dissatisfied")
REACHES, NOISES, RISK = Text("Dissatisfied reached"), Text("Others reached"), Text("Attributable share")
PART = Text("Of its own")
KEYED, YES = Text("Key"), Text("yes")
ROOM = 0.05  # points up to which a group is no better than all: less is not printed


def factor_of(measure: Outcome) -> float:
    """What turns the outcome as measured into the units a reader can picture."""
    return 1.0 if measure == "score" else 100.0


def drivers_table(rows: Iterable[DriverRow], n: int, names: Names, score: Text = words.SCORE) -> Table:
    """Share of influence, rank, score and place on the map of every driver, in the order given.

    Parameters
    ----------
    n : int
        Respondents that the shares rest on.
    score : Text
        What the scores of the drivers are called.
    """
    columns: tuple[Column[DriverRow], ...] = (
        _driver(names),
        Column("share", words.SHARE, "share", lambda row: Share(row["share"], n)),
        Column(
            "interval",
            _confidence(names),
            "share_interval",
            lambda row: Interval(row["share_low"], row["share_high"], n),
        ),
        Column("rank", RANK, cell=lambda row: f"{row['rank']} ({row['rank_low']}–{row['rank_high']})"),
        Column("probability_first", FIRST, "chance"),
        Column("performance", score, "score"),
        Column("zone", ZONE, cell=lambda row: ZONES[row["zone"]], detail=True),
        Column("p_concentrate", PRIORITY, "chance", detail=True),
        Column("n", words.ANSWERS, "count"),
    )
    return Table.of("drivers", DRIVERS, columns, rows)


def has_room(rows: Iterable[DriverRow]) -> bool:
    """Whether any group or wave has reached more than all have on any driver."""
    return any(row["limit"] - row["performance"] >= ROOM for row in rows)


def effects_table(
    rows: Sequence[DriverRow], measure: Outcome, names: Names, score: Text = words.SCORE
) -> Table:
    """The slopes, in units a reader can picture; what a better group shows to be in reach, where one is."""
    times, level = factor_of(measure), _confidence(names)
    columns = [
        _driver(names),
        Column("slope", TEN, "signed", lambda row: 10 * times * row["slope"]),
        Column(
            "slope_interval",
            level,
            "signed_interval",
            lambda row: Interval(10 * times * row["slope_low"], 10 * times * row["slope_high"]),
        ),
        Column("performance", score, "score"),
    ]
    if has_room(rows):
        columns += [
            Column("limit", REACHABLE, "score"),
            Column("effect", REACHED, "signed", lambda row: times * row["effect"]),
            Column(
                "effect_interval",
                level,
                "signed_interval",
                lambda row: Interval(times * row["effect_low"], times * row["effect_high"]),
            ),
        ]
    return Table.of("driver-effects", EFFECTS, columns, sorted(rows, key=lambda row: -abs(row["slope"])))


@dataclass(frozen=True)
class _Area:
    """One area by every measure of importance."""

    by_method: dict[str, AreaRow]

    @property
    def first(self) -> AreaRow:
        """By the measure that decides."""
        return next(iter(self.by_method.values()))


def areas_table(rows: Sequence[AreaRow], n: int, names: Names) -> Table:
    """One row per area, the largest first, every measure with its interval beside the others."""
    areas: dict[str, dict[str, AreaRow]] = {}
    for row in rows:
        areas.setdefault(row["area"], {})[row["method"]] = row
    lines = sorted(map(_Area, areas.values()), key=lambda line: -line.first["share"])
    columns = [Column[_Area]("area", AREA, cell=lambda line: names.node(line.first["area"]))]
    for method in dict.fromkeys(row["method"] for row in rows):
        columns += _columns_of_method(method, n, names)
    columns.append(Column("probability_first", FIRST, "chance", lambda line: line.first["probability_first"]))
    return Table.of("driver-areas", AREAS, columns, lines)


def _columns_of_method(method: str, n: int, names: Names) -> list[Column[_Area]]:
    def share(line: _Area) -> Cell:
        return Share(line.by_method[method]["share"], n)

    def interval(line: _Area) -> Cell:
        return Interval(line.by_method[method]["low"], line.by_method[method]["high"], n)

    return [
        Column(method, MEASURES[method], "share", share),
        Column(f"{method}_interval", _confidence(names), "share_interval", interval),
    ]


def dissatisfiers_table(rows: Iterable[Dissatisfier], n: int, names: Names) -> Table:
    """How many of the dissatisfied and of the others the failures reach, from the top."""
    columns: tuple[Column[Dissatisfier], ...] = (
        Column("driver", DRIVER, cell=lambda row: names.node(row["driver"])),
        Column("reach", REACHES, "share", lambda row: Share(row["reach"], n)),
        Column("noise", NOISES, "share", lambda row: Share(row["noise"], n)),
        Column("risk", RISK, "share", lambda row: Share(row["risk"], n)),
        Column("key", KEYED, cell=lambda row: YES if row["key"] else ""),
        Column("part", PART, "share", lambda row: Share(row["part"], n)),
        Column(
            "part_interval",
            _confidence(names),
            "share_interval",
            lambda row: Interval(row["part_low"], row["part_high"], n),
        ),
    )
    return Table.of("dissatisfiers", REACH, columns, rows)


def _driver(names: Names) -> Column[DriverRow]:
    return Column("driver", DRIVER, cell=lambda row: names.node(row["driver"]))


def _confidence(names: Names) -> Text:
    return words.interval_header(names.questionnaire.report.level)
