"""Loyalty after a problem, and by satisfaction."""

from __future__ import annotations

from math import isnan, nan

from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.recovery.rows import (
    Group,
    GroupLoyalty,
    LevelLoyalty,
    LoyaltyContrast,
    LoyaltyStep,
    ProblemRate,
)
from satkit.analyses.recovery.tables import (
    GROUP_NAMES,
    answers_name,
    contrasts_table,
    groups_table,
    levels_table,
    rates_table,
    steps_table,
    withheld_together,
)
from satkit.analyses.recovery.words import NO_PARADOX_ALIKE
from satkit.findings.allowance import as_sure_as
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import (
    confidence,
    count,
    interval,
    score,
    share,
    share_interval,
    signed_interval,
    signed_score,
)
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures import groups
from satkit.survey.names import Names
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows

KEY = "recovery"
QUESTION = Text("How loyal are customers after a problem, and after delight?")
SUBTITLE = Text("Loyalty by what became of a problem and by overall satisfaction, %(wave)s")
SUBTITLE_DELIGHT = Text("Loyalty by overall satisfaction, %(wave)s")
TITLE = Text("Loyalty by what became of a problem: mean on 0–100 with %(level)s intervals")
READ = Text("Groups: %(count)d (%(names)s)")
LEVELS_TITLE = Text("Top answers on loyalty by overall satisfaction, with %(level)s intervals")
LEVELS_READ = Text("Answers from the best to the worst: %(count)d")
TIP = Text("%(name)s: %(value)s (%(interval)s), n = %(n)s")
NOTE = Text(
    "The groups differ in more than their problem: those it happened to may have been less satisfied before. "
    "The overall answer was given after the problem and may hold part of it. "
    "The differences are associations, not the effect of a complaint or of its solution."
)
ALIKE_HIGHER = Text(
    "Among customers equally satisfied overall, “%(item)s” is %(points)s points higher after a solved complaint "
    "than without any problem (%(level)s interval %(interval)s)."
)
ALIKE_LOWER = Text(
    "Among customers equally satisfied overall, “%(item)s” is %(points)s points lower after a solved complaint "
    "than without any problem (%(level)s interval %(interval)s)."
)
ALIKE_SAME = Text(
    "Among customers equally satisfied overall, no difference of “%(item)s” is found between a solved complaint "
    "and no problem (%(change)s points, %(level)s interval %(interval)s)."
)
BEST_MORE = Text(
    "On “%(item)s” the step to the best answer goes with %(points)s points more than the step out of the worst "
    "(%(level)s interval %(interval)s)."
)
BEST_LESS = Text(
    "On “%(item)s” the step to the best answer goes with %(points)s points less than the step out of the worst "
    "(%(level)s interval %(interval)s)."
)
BEST_SAME = Text(
    "On “%(item)s” it cannot be told whether the step to the best answer or the step out of the worst goes with more "
    "(difference %(change)s points, %(level)s interval %(interval)s)."
)
TONED: dict[Group, str] = {"resolved": "paradox", "unresolved": "harm", "silent": "silence"}
"""The contrasts with those who had no problem, by the group they colour."""


def section(evidence: Evidence) -> Section | None:
    """Problems first, then delight; tables of everything that is drawn."""
    result, wave, names = evidence[Recovery], evidence.latest, evidence.names
    after = read_rows(result.groups, GroupLoyalty, wave=wave)
    contrasts = read_rows(result.contrasts, LoyaltyContrast, wave=wave)
    rates = read_rows(result.rates, ProblemRate, wave=wave)
    levels = read_rows(result.levels, LevelLoyalty, wave=wave)
    blocks: list[Block] = lookup.sentences(evidence, KEY)
    details: list[Block] = []
    if after:
        blocks += [_draw_groups(names, after, contrasts), Note(NOTE), *_note_alike(evidence, contrasts)]
        details.append(groups_table(after, names))
    if contrasts:
        details.append(contrasts_table(contrasts, names))
    if rates:
        blocks.append(rates_table(rates, names))
    if levels:
        steps = read_rows(result.steps, LoyaltyStep, wave=wave)
        table = steps_table(steps, names)
        blocks += [_draw_levels(names, levels), *_note_best_step(evidence, steps)]
        details += [levels_table(levels, names), *([table] if table.rows else [])]
    if not blocks:
        return None
    subtitle = SUBTITLE if after or rates else SUBTITLE_DELIGHT
    return Section(KEY, QUESTION, subtitle.with_values(wave=names.wave(wave)), tuple(blocks), tuple(details))


def _draw_groups(names: Names, rows: list[GroupLoyalty], contrasts: list[LoyaltyContrast]) -> Figure:
    """Mean loyalty of the groups, those without a problem first; orange where they are surely lower."""
    tones: dict[tuple[str, str], str] = {
        (row["item"], row["contrast"]): words.gap(row["evidence"], row["difference"]).tone
        for row in contrasts
    }
    panels = []
    for item in dict.fromkeys(row["item"] for row in rows):
        mine = [row for row in rows if (row["item"], row["measure"]) == (item, "mean")]
        drawn = tuple(
            _group(names, row, GROUP_NAMES[row["group"]], tones.get((item, TONED.get(row["group"], "")), ""))
            for row in mine
        )
        panels.append(groups.Panel(names.node(item), drawn))
    kinds = tuple(GROUP_NAMES[group] for group in dict.fromkeys(row["group"] for row in rows))
    chart = groups.GroupPanels(tuple(panels), words.READING, words.ANSWERS, shares=False)
    title, read = TITLE.with_values(level=_level(names)), READ.with_values(count=len(kinds), names=kinds)
    return Figure(chart, title, read, "fig-recovery")


def _draw_levels(names: Names, rows: list[LevelLoyalty]) -> Figure:
    """Top-box loyalty by the overall answer, the best first."""
    panels = []
    for item in dict.fromkeys(row["item"] for row in rows):
        mine = [row for row in rows if (row["item"], row["measure"]) == (item, "top")]
        drawn = tuple(_group(names, run[0], answers_name(names, run)) for run in withheld_together(mine))
        panels.append(groups.Panel(names.node(item), drawn))
    chart = groups.GroupPanels(tuple(panels), words.SHARE, words.ANSWERS, shares=True)
    read = LEVELS_READ.with_values(count=len({row["place"] for row in rows}))
    return Figure(chart, LEVELS_TITLE.with_values(level=_level(names)), read, "fig-delight")


def _group(names: Names, row: GroupLoyalty | LevelLoyalty, label: Words, tone: str = "") -> groups.Group:
    report, n = names.questionnaire.report, row["n"]
    if row["withheld"] or isnan(row["estimate"]):
        few = words.withheld_cell(row["withheld"], report.min_cell).reason
        return groups.Group(label, nan, nan, nan, 0, withheld=few)
    if row["measure"] == "top":
        value, ends = share(row["estimate"], n), share_interval(row["low"], row["high"], n)
    else:
        value, ends = score(row["estimate"]), interval(row["low"], row["high"])
    return groups.Group(
        label,
        row["estimate"],
        row["low"],
        row["high"],
        int(n),
        TIP.with_values(name=label, value=value, interval=ends, n=count(n)),
        tone if tone in {"good", "bad"} else "",
        thin=n < report.min_test,
    )


def _note_alike(evidence: Evidence, rows: list[LoyaltyContrast]) -> list[Block]:
    """The recovery paradox among people who gave the same overall answer, unless a finding has said it."""
    known = [row for row in rows if row["contrast"] == "paradox" and not isnan(row["alike"])]
    stated = any(
        one.kind == "paradox" and one.text.msgid == NO_PARADOX_ALIKE.msgid for one in evidence.findings
    )
    first = rows[0]["item"] if rows else ""
    return [
        _compare(
            evidence, (ALIKE_HIGHER, ALIKE_LOWER, ALIKE_SAME), row["item"],
            (row["alike"], row["alike_low"], row["alike_high"]), len(known) * row["alike_p"], "loyalty_alike",
        )
        for row in known
        if not (stated and row["item"] == first)
    ]  # fmt: skip


def _note_best_step(evidence: Evidence, rows: list[LoyaltyStep]) -> list[Block]:
    """Whether delight or the end of displeasure goes with more, item by item."""
    known = [row for row in rows if not isnan(row["versus_last"])]
    return [
        _compare(
            evidence, (BEST_MORE, BEST_LESS, BEST_SAME), row["item"],
            (row["versus_last"], row["versus_last_low"], row["versus_last_high"]),
            len(known) * row["versus_last_p"], "best_step",
        )
        for row in known
    ]  # fmt: skip


def _compare(
    evidence: Evidence,
    sentences: tuple[Text, Text, Text],
    item: str,
    estimate: tuple[float, float, float],
    p: float,
    family: str,
) -> Note:
    """More, less or neither, as sure as the p of the difference, corrected for all tests of its kind."""
    value, low, high = estimate
    more, less, neither = sentences
    text = (more if low > 0 else less if high < 0 else neither).with_values(
        item=evidence.names.node(item),
        points=score(abs(value)),
        change=signed_score(value),
        level=_level(evidence.names),
        interval=signed_interval(low, high),
    )
    return Note(as_sure_as(text, p, evidence, family) if low > 0 or high < 0 else text)


def _level(names: Names) -> str:
    return confidence(names.questionnaire.report.level)
