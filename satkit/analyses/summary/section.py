"""The answer on the first screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from satkit.analyses.trend.estimate import Changes
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.language import Text
from satkit.number_format import count, interval, share, signed, signed_interval
from satkit.report import lookup, words
from satkit.report.blocks import Hero, Section, Zone
from satkit.report.lookup import Line
from satkit.survey.bins import named
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Verdict, Words

KEY = "summary"
MOST = 5
FIRST = 2  # whatever they are; the others ask for action, where there are such
QUESTION = Text("What is the answer?")
LABEL = Text("%(name)s, %(wave)s")
INTERVAL = Text("%(level)s interval %(interval)s")
CHANGE = Text("Compared with %(wave)s: %(change)s (%(interval)s)  %(verdict)s")
SATISFIED = Text(
    "Of %(n)s answers, %(satisfied)s satisfied (answering %(good)s), %(dissatisfied)s dissatisfied (answering %(bad)s)"
)
VALID = Text("Valid answers n = %(n)s")
EFFECTIVE = Text("effective n = %(n)s")
RESPONSE = Text("response rate %(share)s of %(issued)s")
WEIGHTED = Text("weighted")
UNWEIGHTED = Text("not weighted")
CONFIDENCE = Text("intervals %(level)s, each for itself; verdicts corrected for the number of comparisons")
WITHHOLDING = Text("groups under %(k)d answers not shown")
NO_FINDINGS = Text("Nothing stands out beyond the uncertainty of the sample.")


def section(evidence: Evidence, language: str) -> Section | None:  # noqa: ARG001  every section is asked alike
    """The headline with its band, interval and change, up to five findings, the base line."""
    asked = evidence.questionnaire
    line = evidence.everyone().get(asked.headline)
    if line is None:
        return None
    value = lookup.shown(asked, line, float(line["estimate"]))
    low_end = _floor(asked, line)
    part = 100 / (100 - low_end)
    hero = Hero(
        label=LABEL.given(name=asked.label(asked.headline), wave=lookup.wave_label(asked, evidence.latest)),
        value=value,
        readings=tuple(_readings(evidence, line)),
        band=lookup.band(asked, line),
        firm=line["band_low"] == line["band_high"],
        change=_change(evidence),
        zones=tuple(_zones(asked, low_end, part)),
        mark=(line["estimate"] - low_end) * part,
        low=(line["low"] - low_end) * part,
        high=(line["high"] - low_end) * part,
        floor=low_end,
        findings=_findings(evidence),
        base=tuple(_base(evidence, line)),
    )
    return Section(KEY, QUESTION, blocks=(hero,))


def _floor(asked: Questionnaire, line: Line) -> float:
    """Where the drawn scale begins: a whole ten well below the interval and the lowest cut."""
    cuts = [band.start for band in asked.report.bands if band.start > 0]
    lowest = min([*cuts, 100.0 if line["withheld"] else line["low"]], default=0)
    return float(max(0, 10 * floor((lowest - 6) / 10)))


def _zones(asked: Questionnaire, low_end: float, part: float) -> Iterator[Zone]:
    ordered = sorted(asked.report.bands, key=lambda band: band.start)
    ends = [band.start for band in ordered[1:]] + [100.0]
    for place, (band, end) in enumerate(zip(ordered, ends, strict=True)):
        start = max(band.start, low_end)
        if end > start:
            label = lookup.band_label(asked, band.name)
            yield Zone(
                label, (start - low_end) * part, (end - low_end) * part, start, len(ordered) - 1 - place
            )


def _readings(evidence: Evidence, line: Line) -> Iterator[Words]:
    """The interval; the shares satisfied and dissatisfied where the headline is one question."""
    asked = evidence.questionnaire
    yield INTERVAL.given(level=lookup.level(asked), interval=interval(line["low"], line["high"]))
    found = lookup.lines(evidence.boxes, wave=evidence.latest, segment="", item=asked.headline, withheld="")
    shares = {box["measure"]: share(box["estimate"], box["n"]) for box in found}
    if {"satisfied", "bottom"} <= shares.keys():
        scale = asked.scale(asked.headline)
        good, bad = (named(scale, scale.places(codes)) for codes in (scale.satisfied, scale.bottom))
        yield SATISFIED.given(
            satisfied=shares["satisfied"],
            dissatisfied=shares["bottom"],
            good=good,
            bad=bad,
            n=count(found[0]["n"]),
        )


def _change(evidence: Evidence) -> Verdict | None:
    """The step from the wave before, with its verdict."""
    asked = evidence.questionnaire
    found = lookup.lines(evidence[Changes].table, wave=evidence.latest, node=asked.headline, segment="")
    line = lookup.first_of(found)
    if line is None:
        return None
    verdict = words.change(line["evidence"], line["difference"])
    if line["evidence"] in words.UNTOLD:
        return verdict
    told = CHANGE.given(
        wave=lookup.wave_label(asked, line["versus"]),
        change=signed(line["difference"]),
        interval=signed_interval(line["low"], line["high"]),
        verdict=verdict.words,
    )
    return Verdict(told, verdict.tone)


def _findings(evidence: Evidence) -> tuple[Verdict, ...]:
    """What to read first, in the order of the rules."""
    chosen = foremost(evidence.findings, changed=_change(evidence) is not None)
    told = tuple(Verdict(found.text, found.tone, found.section) for found in chosen)
    return told or (Verdict(NO_FINDINGS),)


def foremost(findings: Sequence[Finding], *, changed: bool) -> list[Finding]:
    """The few findings of the first screen, so that it does not end before what asks for action.

    Where there are more than fit, what the number beside them says already is left to its section; then
    come the first two, what asks for action once from each section, and whatever follows.

    Parameters
    ----------
    changed : bool
        Whether the number tells its change, too.
    """
    if len(findings) <= MOST:
        return list(findings)
    said = {"standing", "change"} if changed else {"standing"}
    rest = [found for found in findings if found.kind not in said]
    chosen = list(range(min(FIRST, len(rest))))
    for place, found in enumerate(rest):
        sections = {rest[other].section for other in chosen}
        if place not in chosen and found.tone == "act" and found.section not in sections:
            chosen.append(place)
    chosen = chosen[:MOST]
    chosen += [place for place in range(len(rest)) if place not in chosen][: MOST - len(chosen)]
    return [rest[place] for place in sorted(chosen)]


def _base(evidence: Evidence, line: Line) -> Iterator[Words]:
    asked, wave = evidence.questionnaire, evidence.latest
    weighting = lookup.first_of(lookup.lines(evidence.weighting, wave=wave))
    n = weighting["n"] if weighting else line["n"]
    yield VALID.given(n=count(n))
    if weighting and round(weighting["n_effective"]) != round(n):
        yield EFFECTIVE.given(n=count(weighting["n_effective"]))
    issued = asked.waves[wave].issued if wave in asked.waves else None
    if issued:
        yield RESPONSE.given(share=share(n / issued, issued), issued=count(issued))
    weighted = asked.design(wave).weight if wave in asked.waves else asked.sample.weight
    yield WEIGHTED if weighted or asked.sample.targets else UNWEIGHTED
    yield CONFIDENCE.given(level=lookup.level(asked))
    yield WITHHOLDING.given(k=asked.report.min_cell)
