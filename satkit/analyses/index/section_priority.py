"""What matters most for the index, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from satkit.analyses.index.finding import fitted_index
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.rows import PriorityRow
from satkit.analyses.index.section_parts import explain_missing, note_model_scores
from satkit.analyses.index.tables_structure import EASE, FIRST_HERE, KEEP, LATER
from satkit.findings.cutoffs import MORE_LIKELY, SURE
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import chance, ratio, score
from satkit.report import lookup
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures.scatter import Axis, Point, Scatter, Unit

KEY = "index_priority"
QUESTION = Text("What matters most for the index, and how well does it do?")
SUBTITLE = Text("Importance and performance of what leads to %(index)s, %(wave)s, with %(level)s intervals")
TITLE = Text("Importance for %(index)s against performance")
READ = Text("Parts: %(count)d; the largest estimate of importance is that of %(name)s")
ACROSS = Text("Performance, 0-100 →")
UP = Text("↑ Importance: points of the index for one point")
TIP = Text(
    "%(name)s: importance %(importance)s, performance %(score)s; look here first with probability %(chance)s"
)
ONE_POINT = Text("One point of %(index)s goes with %(names)s, each alone and all else equal.")
EACH = Text("%(points)s points of “%(name)s”")
NOTE = Text(
    "The lines are the means of all parts shown. Orange: in the first corner with a probability of at least 50%% (hollow) or "
    "80%% (filled); the table has the probabilities. Associations do not show what makes what."
)
MOST_NAMED = 3
STEPS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)  # between ticks


def section(evidence: Evidence) -> Section | None:
    """The map, what goes with one point, and the table of probabilities."""
    result = fitted_index(evidence)
    if result is None:
        return explain_missing(evidence, KEY, QUESTION)
    rows = result.priority_rows(evidence.latest)
    if len(rows) < 2:
        return None
    blocks: list[Block] = [*lookup.sentences(evidence, KEY), _draw_map(result, rows)]
    blocks += [*_price_of_a_point(result, rows), Note(NOTE), *note_model_scores(evidence, result)]
    subtitle = SUBTITLE.with_values(
        level=lookup.level(evidence.questionnaire),
        index=result.index.name,
        wave=evidence.names.wave(evidence.latest),
    )
    return Section(KEY, QUESTION, subtitle, tuple(blocks), (result.priority_table(evidence.latest),))


def _price_of_a_point(result: IndexResult, rows: Sequence[PriorityRow]) -> list[Block]:
    """How many points of each of the surest parts go with one point of the index."""
    sure = [row for row in rows if row["low"] > 0][:MOST_NAMED]
    names = tuple(
        EACH.with_values(points=score(row["needed"]), name=result.words.construct(row["construct"]))
        for row in sure
    )
    return [Note(ONE_POINT.with_values(index=result.index.name, names=names))] if names else []


def _draw_map(result: IndexResult, rows: Sequence[PriorityRow]) -> Figure:
    """Performance across, importance up; what needs care first in orange."""
    points = tuple(
        Point(
            result.words.construct(row["construct"]),
            row["performance"],
            row["importance"],
            (row["performance_low"], row["performance_high"]),
            (row["low"], row["high"]),
            "act" if MORE_LIKELY.is_reached(row["probability_priority"]) else "",
            MORE_LIKELY.is_reached(row["probability_priority"])
            and not SURE.is_reached(row["probability_priority"]),
            _tip(result, row),
        )
        for row in rows
    )
    across = _axis(
        ACROSS, rows, ("performance_low", "performance_high"), rows[0]["mean_performance"], "score"
    )
    up = _axis(UP, rows, ("low", "high"), rows[0]["mean_importance"], "ratio")
    read = READ.with_values(count=len(rows), name=result.words.construct(rows[0]["construct"]))
    chart = Scatter(points, across, up, (FIRST_HERE, KEEP, LATER, EASE))
    return Figure(chart, TITLE.with_values(index=result.index.name), read, "fig-index-priority")


def _tip(result: IndexResult, row: PriorityRow) -> Text:
    return TIP.with_values(
        name=result.words.construct(row["construct"]), importance=ratio(row["importance"]),
        score=score(row["performance"]), chance=chance(row["probability_priority"]),
    )  # fmt: skip


def _axis(
    name: Text,
    rows: Sequence[PriorityRow],
    ends: tuple[Literal["low", "performance_low"], Literal["high", "performance_high"]],
    cut: float,
    unit: Unit,
) -> Axis:
    """An axis that holds all intervals, with round steps."""
    low, high = min(row[ends[0]] for row in rows), max(row[ends[1]] for row in rows)
    room = 0.06 * (high - low) or 1.0
    low, high = low - room, high + room
    step = next((step for step in STEPS if (high - low) / step <= 8), 20.0)
    return Axis(name, low, high, cut, unit, step)
