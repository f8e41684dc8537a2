"""Whether it is getting better."""

from __future__ import annotations

from collections.abc import Mapping

from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import ChangeRow, MixRow, ShareChangeRow
from satkit.analyses.trend.tables import TOLD, change_table, mix_table, order_changes, share_change_table
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import count, interval, score, signed_score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures import trend
from satkit.scoring.rows import ScoreRow
from satkit.tables.cells import Words
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

KEY = "trend"
NAN = float("nan")
QUESTION = Text("Is it getting better?")
SUBTITLE = Text("Scores of all waves with %(level)s intervals; every step is tested against the wave before")
TITLE = Text("%(name)s from %(first)s to %(last)s")
PARTS = Text("The parts from %(first)s to %(last)s")
READ = Text("From %(before)s to %(after)s")
CUT = Text("%(band)s from %(start)g")
TIP = Text("%(wave)s: %(score)s (%(interval)s), n = %(n)s")
STEP = Text("%(verdict)s (%(change)s)")
MIX_NOTE = Text(
    "Like respondents: the change that is left when the later wave is given the earlier wave's mix of "
    "respondents. Mix: the rest."
)
BREAK_NOTE = Text(
    "The dotted line marks a change of the questionnaire or the mode; steps across it compare unlike things."
)


Waves = Mapping[str, Mapping[str, ScoreRow]]
"""Scores of everyone by wave and node."""


def section(evidence: Evidence) -> Section | None:
    """The headline and the parts over all waves, the changes, and what the mix did."""
    questionnaire, waves = evidence.questionnaire, evidence.waves
    if len(waves) < 2:
        return None
    scores = {wave: evidence.everyone(wave) for wave in waves}
    name = TITLE.with_values(name=questionnaire.label(questionnaire.headline), **_name_ends(evidence))
    blocks: list[Block] = [_draw_trend(evidence, scores, [questionnaire.headline], name, "fig-trend")]
    parts = [node for node in lookup.parts(questionnaire) if node != questionnaire.headline]
    if len(parts) > 1:
        blocks.append(
            _draw_trend(evidence, scores, parts, PARTS.with_values(**_name_ends(evidence)), "fig-parts")
        )
    if _find_breaks(evidence):
        blocks.append(Note(BREAK_NOTE))
    if not evidence[Changes].table.empty:
        blocks.append(Note(words.ROUNDED))
    details: list[Block] = [_list_changes(evidence)] if not evidence[Changes].table.empty else []
    details += _list_share_changes(evidence)
    if not evidence[Changes].composition.empty:
        details += [_list_mix(evidence), Note(MIX_NOTE)]
    subtitle = SUBTITLE.with_values(level=lookup.level(questionnaire))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details))


def _name_ends(evidence: Evidence) -> dict[str, object]:
    questionnaire, waves = evidence.questionnaire, evidence.waves
    return {
        "first": lookup.wave_label(questionnaire, waves[0]),
        "last": lookup.wave_label(questionnaire, waves[-1]),
    }


def _find_breaks(evidence: Evidence) -> list[tuple[int, Label]]:
    questionnaire = evidence.questionnaire
    places = [(place, questionnaire.waves[wave].break_before) for place, wave in enumerate(evidence.waves)]
    return [(place, label) for place, label in places if label.zh or label.en]


def _draw_trend(
    evidence: Evidence,
    scores: Waves,
    nodes: list[str],
    title: Text,
    key: str,
) -> Figure:
    questionnaire = evidence.questionnaire
    drawn = [_draw_line(evidence, scores, node, small=len(nodes) > 1) for node in nodes]
    cuts = [
        (band.start, CUT.with_values(band=lookup.band_label(questionnaire, band.name), start=band.start))
        for band in questionnaire.report.bands
        if band.start > 0
    ]
    first, last = drawn[0].values[0], drawn[0].values[-1]
    read = READ.with_values(before=score(first), after=score(last)) if len(nodes) == 1 else title
    labels = [lookup.wave_label(questionnaire, wave) for wave in evidence.waves]
    return Figure(trend.Trend(drawn, labels, cuts, _find_breaks(evidence)), title, read, key)


def _draw_line(evidence: Evidence, scores: Waves, node: str, *, small: bool) -> trend.Line:
    questionnaire = evidence.questionnaire
    steps = {row["wave"]: row for row in read_rows(evidence[Changes].table, ChangeRow, node=node, segment="")}
    rows = [scores[wave].get(node) for wave in evidence.waves]
    shown = [None if row is None or row["withheld"] else row for row in rows]
    return trend.Line(
        questionnaire.label(node),
        tuple(row["estimate"] if row else NAN for row in shown),
        tuple(row["low"] if row else NAN for row in shown),
        tuple(row["high"] if row else NAN for row in shown),
        tuple(_word_step(steps.get(wave), small=small) for wave in evidence.waves),
        tuple(
            _tell_score(evidence, wave, row) if row else ""
            for wave, row in zip(evidence.waves, shown, strict=True)
        ),
    )


def _word_step(step: ChangeRow | None, *, small: bool) -> tuple[Words, str]:
    """The verdict in words under a large panel, as its sign and the change under a small one."""
    if step is None or step["evidence"] == "hidden":
        return "", ""
    if step["evidence"] == "held":
        return words.HELD_SHORT if small else words.HELD, "neutral"
    verdict = words.change(step["evidence"], step["difference"])
    change = signed_score(step["difference"])
    if small:
        sign = str(verdict.words)[0]
        return f"{sign} {change}" if sign in "▲▼●○" else change, verdict.tone
    return STEP.with_values(verdict=verdict.words, change=change), verdict.tone


def _tell_score(evidence: Evidence, wave: str, row: ScoreRow) -> Text:
    return TIP.with_values(
        wave=lookup.wave_label(evidence.questionnaire, wave),
        score=score(row["estimate"]),
        interval=interval(row["low"], row["high"]),
        n=count(row["n"]),
    )


def _list_changes(evidence: Evidence) -> Table:
    """Every node against the wave before the last, in the order of the tree."""
    questionnaire = evidence.questionnaire
    rows = read_rows(evidence[Changes].table, ChangeRow, wave=evidence.latest, segment="")
    return change_table(order_changes(rows, questionnaire), evidence.names, evidence.latest)


def _list_share_changes(evidence: Evidence) -> list[Block]:
    """Shares satisfied, net promoters and effort, with their changes since the wave before."""
    rows = read_rows(evidence[Changes].shares, ShareChangeRow, wave=evidence.latest)
    told = [row for row in rows if row["measure"] in TOLD]
    return [share_change_table(told, evidence.names, evidence.latest)] if told else []


def _list_mix(evidence: Evidence) -> Table:
    """The split of every change of the headline and of the parts one reads first."""
    questionnaire = evidence.questionnaire
    order = [questionnaire.headline, *lookup.parts(questionnaire)]
    rows = [row for row in read_rows(evidence[Changes].composition, MixRow) if row["node"] in order]
    return mix_table(sorted(rows, key=lambda row: order.index(row["node"])), evidence.names)
