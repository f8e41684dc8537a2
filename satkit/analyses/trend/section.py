"""Whether it is getting better."""

from __future__ import annotations

from satkit.analyses.trend.estimate import Changes
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import count, interval, score, signed
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Section, TableBlock
from satkit.report.figures import trend
from satkit.report.lookup import Line
from satkit.tables.cells import Cell, Interval, Share, Words

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
TABLE = Text("Changes from %(versus)s to %(wave)s")
SHARES_TABLE = Text("Shares satisfied and net promoters from %(versus)s to %(wave)s (changes in points)")
MEASURE = Text("Measure")
NOW = Text("Now")
MEASURES = {
    "satisfied": Text("share satisfied"),
    "nps": Text("net promoter score"),
    "ces": Text("effort score"),
}
MIX_TABLE = Text("How much of the change comes from who was asked")
MIX_NOTE = Text(
    "Like respondents: the change that is left when the later wave is given the earlier wave's mix of "
    "respondents. Mix: the rest."
)
PERFORMANCE = Text("Like respondents")
MIX = Text("Mix")
BREAK_NOTE = Text(
    "The dotted line marks a change of the questionnaire or the mode; steps across it compare unlike things."
)


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001
    """The headline and the parts over all waves, the changes, and what the mix did."""
    asked, waves = evidence.questionnaire, evidence.waves
    if len(waves) < 2:
        return None
    found = {wave: evidence.everyone(wave) for wave in waves}
    name = TITLE.given(name=asked.label(asked.headline), **_ends(evidence))
    blocks: list[Block] = [_figure(evidence, found, [asked.headline], name, "fig-trend")]
    parts = [node for node in lookup.parts(asked) if node != asked.headline]
    if len(parts) > 1:
        blocks.append(_figure(evidence, found, parts, PARTS.given(**_ends(evidence)), "fig-parts"))
    if _breaks(evidence):
        blocks.append(Note(BREAK_NOTE))
    if not evidence[Changes].table.empty:
        blocks.append(Note(words.ROUNDED))
    details: list[Block] = [_table(evidence)] if not evidence[Changes].table.empty else []
    details += _shares(evidence)
    if not evidence[Changes].composition.empty:
        details += [_mix(evidence), Note(MIX_NOTE)]
    subtitle = SUBTITLE.given(level=lookup.level(asked))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tuple(details))


def _ends(evidence: Evidence) -> dict[str, object]:
    asked, waves = evidence.questionnaire, evidence.waves
    return {"first": lookup.wave_label(asked, waves[0]), "last": lookup.wave_label(asked, waves[-1])}


def _breaks(evidence: Evidence) -> list[tuple[int, Label]]:
    asked = evidence.questionnaire
    places = [(place, asked.waves[wave].break_before) for place, wave in enumerate(evidence.waves)]
    return [(place, label) for place, label in places if label.zh or label.en]


def _figure(
    evidence: Evidence,
    found: dict[str, dict[str, Line]],
    nodes: list[str],
    title: Text,
    key: str,
) -> Figure:
    asked = evidence.questionnaire
    drawn = [_line(evidence, found, node, small=len(nodes) > 1) for node in nodes]
    cuts = [
        (band.start, CUT.given(band=lookup.band_label(asked, band.name), start=band.start))
        for band in asked.report.bands
        if band.start > 0
    ]
    first, last = drawn[0].values[0], drawn[0].values[-1]
    read = READ.given(before=score(first), after=score(last)) if len(nodes) == 1 else title
    labels = [lookup.wave_label(asked, wave) for wave in evidence.waves]
    return Figure(trend.Trend(drawn, labels, cuts, _breaks(evidence)), title, read, key)


def _line(evidence: Evidence, found: dict[str, dict[str, Line]], node: str, *, small: bool) -> trend.Line:
    asked = evidence.questionnaire
    steps = {line["wave"]: line for line in lookup.lines(evidence[Changes].table, node=node, segment="")}
    values, low, high, verdicts, tips = [], [], [], [], []
    for wave in evidence.waves:
        line = found[wave].get(node)
        usable = line is not None and not line["withheld"]
        values.append(float(line["estimate"]) if line and usable else NAN)
        low.append(float(line["low"]) if line and usable else NAN)
        high.append(float(line["high"]) if line and usable else NAN)
        verdicts.append(_verdict(steps.get(wave), small=small))
        tips.append(_tip(evidence, wave, line) if line and usable else "")
    return trend.Line(asked.label(node), tuple(values), tuple(low), tuple(high), tuple(verdicts), tuple(tips))


def _verdict(step: Line | None, *, small: bool) -> tuple[Words, str]:
    """The verdict in words under a large panel, as its sign and the change under a small one."""
    if step is None or step["evidence"] == "hidden":
        return "", ""
    if step["evidence"] == "held":
        return words.HELD_SHORT if small else words.HELD, "neutral"
    verdict = words.change(step["evidence"], step["difference"])
    change = signed(step["difference"])
    if small:
        sign = str(verdict.words)[0]
        return f"{sign} {change}" if sign in "▲▼●○" else change, verdict.tone
    return STEP.given(verdict=verdict.words, change=change), verdict.tone


def _tip(evidence: Evidence, wave: str, line: Line) -> Text:
    return TIP.given(
        wave=lookup.wave_label(evidence.questionnaire, wave),
        score=score(line["estimate"]),
        interval=interval(line["low"], line["high"]),
        n=count(line["n"]),
    )


def _table(evidence: Evidence) -> TableBlock:
    """Every node against the wave before the last."""
    asked = evidence.questionnaire
    found = lookup.lines(evidence[Changes].table, wave=evidence.latest, segment="")
    inside = [node for node, _ in lookup.walk(asked)]
    order = {node: place for place, node in enumerate([asked.headline, *inside, *asked.scored])}
    alone = {node.items[0] for node in asked.indicators.values() if len(node.items) == 1}
    kept = [line for line in found if line["node"] in order and line["node"] not in alone]
    rows = tuple(_row(evidence, line) for line in sorted(kept, key=lambda line: order[line["node"]]))
    columns = (
        Column(words.NODE),
        Column(words.CHANGE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(words.VERDICT),
        Column(words.P, "p"),
        Column(words.P_ADJUSTED, "p"),
        Column(words.ANSWERS, "count"),
    )
    versus = lookup.wave_label(asked, found[0]["versus"]) if found else ""
    caption = TABLE.given(versus=versus, wave=lookup.wave_label(asked, evidence.latest))
    return TableBlock("changes", caption, columns, rows)


def _row(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    asked = evidence.questionnaire
    verdict = words.change(line["evidence"], line["difference"])
    if line["evidence"] in words.UNTOLD:
        return asked.label(line["node"]), lookup.untold(asked, line), None, verdict, None, None, None
    return (
        asked.label(line["node"]),
        line["difference"],
        lookup.span(line),
        verdict,
        line["p"],
        line["p_adjusted"],
        line["n"],
    )


def _shares(evidence: Evidence) -> list[Block]:
    """Shares satisfied, net promoters and effort, with their changes since the wave before."""
    asked = evidence.questionnaire
    found = [
        line
        for line in lookup.lines(evidence[Changes].shares, wave=evidence.latest)
        if line["measure"] in MEASURES
    ]
    if not found:
        return []
    columns = (
        Column(words.QUESTION),
        Column(MEASURE),
        Column(NOW, "signed"),
        Column(words.CHANGE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(words.VERDICT),
        Column(words.P_ADJUSTED, "p"),
        Column(words.ANSWERS, "count"),
    )
    versus = lookup.wave_label(asked, found[0]["versus"])
    caption = SHARES_TABLE.given(versus=versus, wave=lookup.wave_label(asked, evidence.latest))
    return [TableBlock("share_changes", caption, columns, tuple(_share(evidence, line) for line in found))]


def _share(evidence: Evidence, line: Line) -> tuple[Cell, ...]:
    asked = evidence.questionnaire
    verdict = words.change(line["evidence"], line["difference"])
    names = asked.label(line["item"]), MEASURES[line["measure"]]
    if line["evidence"] in words.UNTOLD:
        return *names, lookup.untold(asked, line), None, None, verdict, None, None
    now: Cell = line["estimate"]
    if line["measure"] == "satisfied":
        now = Share(line["estimate"] / 100, line["n"])
    elif line["measure"] == "ces":
        now = score(line["estimate"])
    return *names, now, line["difference"], lookup.span(line), verdict, line["p_adjusted"], line["n"]


def _mix(evidence: Evidence) -> TableBlock:
    asked = evidence.questionnaire
    kept = [asked.headline, *lookup.parts(asked)]
    found = [line for line in lookup.lines(evidence[Changes].composition) if line["node"] in kept]
    columns = (
        Column(words.NODE),
        Column(words.WAVE),
        Column(words.CHANGE, "signed"),
        Column(PERFORMANCE, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
        Column(MIX, "signed"),
        Column(lookup.confidence(asked), "signed_interval"),
    )
    rows = tuple(
        (
            asked.label(line["node"]),
            lookup.wave_label(asked, line["wave"]),
            line["change"],
            line["performance"],
            Interval(line["performance_low"], line["performance_high"]),
            line["mix"],
            Interval(line["mix_low"], line["mix_high"]),
        )
        for line in sorted(found, key=lambda line: kept.index(line["node"]))
    )
    return TableBlock("composition", MIX_TABLE, columns, rows)
