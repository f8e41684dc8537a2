"""What matters most for the index, and how sure that is."""

from __future__ import annotations

from satkit.analyses.index import index_lookup
from satkit.analyses.index.index_lookup import label, model_scores
from satkit.analyses.index.result import IndexResult
from satkit.findings.cutoffs import MORE_LIKELY, SURE
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import chance, ratio, score
from satkit.report import lookup
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import scatter
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval

KEY = "index_priority"
QUESTION = Text("What matters most for the index, and how well does it do?")
SUBTITLE = Text("Importance and performance of what leads to %(index)s, %(wave)s, with %(level)s intervals")
TITLE = Text("Importance for %(index)s against performance")
READ = Text("Parts: %(count)d; the largest estimate of importance is that of %(name)s")
ACROSS = Text("Performance, 0-100 →")
UP = Text("↑ Importance: points of the index for one point")
QUARTERS = (Text("look here first"), Text("keep it up"), Text("low priority"), Text("less needed"))
TIP = Text(
    "%(name)s: importance %(importance)s, performance %(score)s; look here first with probability %(chance)s"
)
ONE_POINT = Text("One point of %(index)s goes with %(names)s, each alone and all else equal.")
EACH = Text("%(points)s points of “%(name)s”")
NOTE = Text(
    "The lines are the means of all parts shown. Orange: in the first corner with a probability of at least 50%% (hollow) or "
    "80%% (filled); the table has the probabilities. Associations do not show what makes what."
)
TABLE = Text("Importance, performance, and the probability of each corner")
PART, IMPORTANCE, PERFORMANCE = Text("Part of the model"), Text("Importance"), Text("Performance")
NEEDED = Text("Points for one point of the index")
FIRST_HERE, KEEP, WATCH, EASE = QUARTERS


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """The map, what goes with one point, and the table of probabilities."""
    found = evidence.get(IndexResult)
    if found is None or evidence.latest not in found.fits:
        return index_lookup.missing(evidence, KEY, QUESTION)
    lines = sorted(index_lookup.latest(evidence, found.priority), key=lambda line: -line["importance"])
    if len(lines) < 2:
        return None
    asked = evidence.questionnaire
    told = {"index": found.index.name, "wave": lookup.wave_label(asked, evidence.latest)}
    blocks: list[Block] = [*lookup.sentences(evidence, KEY), _figure(found, lines)]
    blocks += [*_one_point(found, lines), Note(NOTE), *model_scores(evidence, found)]
    details = (_table(evidence, found, lines),)
    subtitle = SUBTITLE.given(level=lookup.level(asked), **told)
    return Section(KEY, QUESTION, subtitle, tuple(blocks), details)


def _one_point(found: IndexResult, lines: list[Line]) -> list[Block]:
    """How many points of each of the surest parts go with one point of the index."""
    sure = [line for line in lines if line["low"] > 0][:3]
    names = tuple(
        EACH.given(points=score(line["needed"]), name=label(found, line["construct"])) for line in sure
    )
    return [Note(ONE_POINT.given(index=found.index.name, names=names))] if names else []


def _figure(found: IndexResult, lines: list[Line]) -> Figure:
    points = [
        scatter.Point(
            label(found, line["construct"]), line["performance"], line["importance"],
            (line["performance_low"], line["performance_high"]), (line["low"], line["high"]),
            "act" if MORE_LIKELY.is_reached(line["p_priority"]) else "",
            MORE_LIKELY.is_reached(line["p_priority"]) and not SURE.is_reached(line["p_priority"]),
            _tip(found, line),
        )
        for line in lines
    ]  # fmt: skip
    title = TITLE.given(index=found.index.name)
    read = READ.given(count=len(lines), name=label(found, lines[0]["construct"]))
    first = lines[0]
    reach = "performance_low", "performance_high"
    across = _axis(ACROSS, lines, reach, first["mean_performance"], "score")
    up = _axis(UP, lines, ("low", "high"), first["mean_importance"], "ratio")
    return Figure(scatter.Scatter(tuple(points), across, up, QUARTERS), title, read, "fig-index-priority")


def _tip(found: IndexResult, line: Line) -> Text:
    return TIP.given(
        name=label(found, line["construct"]), importance=ratio(line["importance"]),
        score=score(line["performance"]), chance=chance(line["p_priority"]),
    )  # fmt: skip


def _axis(
    name: Text, lines: list[Line], ends: tuple[str, str], cut: float, unit: scatter.Unit
) -> scatter.Axis:  # fmt: skip
    """An axis that holds all intervals, with round steps."""
    low, high = min(line[ends[0]] for line in lines), max(line[ends[1]] for line in lines)
    room = 0.06 * (high - low) or 1.0
    low, high = low - room, high + room
    step = next((s for s in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10) if (high - low) / s <= 8), 20.0)
    return scatter.Axis(name, low, high, cut, unit, step)


def _table(evidence: Evidence, found: IndexResult, lines: list[Line]) -> TableBlock:
    level = lookup.confidence(evidence.questionnaire)
    columns = (
        Column(PART), Column(IMPORTANCE, "ratio"), Column(level, "ratio_interval"), Column(NEEDED, "score"),
        Column(PERFORMANCE, "score"), Column(level, "interval"), Column(FIRST_HERE, "chance"),
        Column(KEEP, "chance"), Column(EASE, "chance"), Column(WATCH, "chance"),
    )  # fmt: skip
    rows = tuple(_row(found, line) for line in lines)
    return TableBlock("index-priority", TABLE, columns, rows)


def _row(found: IndexResult, line: Line) -> tuple[Cell, ...]:
    corners = ("p_priority", "p_keep", "p_ease", "p_later")
    return (
        label(found, line["construct"]), line["importance"], Interval(line["low"], line["high"]),
        line["needed"] if line["low"] > 0 else None, line["performance"],
        Interval(line["performance_low"], line["performance_high"]),
        *(line[corner] for corner in corners),
    )  # fmt: skip
