"""The answer on the first screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from satkit.analyses.data_quality.rows import WeightingRow
from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import ChangeRow
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.language import Text
from satkit.number_format import count, interval, share, signed_interval, signed_score
from satkit.report import lookup, words
from satkit.report.blocks import Hero, Section, Zone
from satkit.scoring.rows import BoxRow, ScoreRow
from satkit.survey.bins import name_points
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.cells import Verdict, Words
from satkit.tables.rows import read_rows

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


def section(evidence: Evidence) -> Section | None:
    """The headline with its band, interval and change, up to five findings, the base line."""
    questionnaire = evidence.questionnaire
    row = evidence.everyone().get(questionnaire.headline)
    if row is None:
        return None
    value = lookup.withheld(questionnaire, row) if row["withheld"] else row["estimate"]
    low_end = _begin_scale(questionnaire, row)
    part = 100 / (100 - low_end)
    hero = Hero(
        label=LABEL.with_values(
            name=questionnaire.label(questionnaire.headline),
            wave=lookup.wave_label(questionnaire, evidence.latest),
        ),
        value=value,
        readings=tuple(_read_score(evidence, row)),
        band=lookup.band(questionnaire, row),
        firm=row["band_low"] == row["band_high"],
        change=_tell_change(evidence),
        zones=tuple(_divide_scale(questionnaire, low_end, part)),
        mark=(row["estimate"] - low_end) * part,
        low=(row["low"] - low_end) * part,
        high=(row["high"] - low_end) * part,
        floor=low_end,
        findings=_choose_findings(evidence),
        base=tuple(_state_base(evidence, row)),
    )
    return Section(KEY, QUESTION, blocks=(hero,))


def _begin_scale(questionnaire: Questionnaire, row: ScoreRow) -> float:
    """Where the drawn scale begins: a whole ten well below the interval and the lowest cut."""
    cuts = [band.start for band in questionnaire.report.bands if band.start > 0]
    lowest = min([*cuts, 100.0 if row["withheld"] else row["low"]], default=0)
    return float(max(0, 10 * floor((lowest - 6) / 10)))


def _divide_scale(questionnaire: Questionnaire, low_end: float, part: float) -> Iterator[Zone]:
    ordered = sorted(questionnaire.report.bands, key=lambda band: band.start)
    ends = [band.start for band in ordered[1:]] + [100.0]
    for place, (band, end) in enumerate(zip(ordered, ends, strict=True)):
        start = max(band.start, low_end)
        if end > start:
            label = lookup.band_label(questionnaire, band.name)
            yield Zone(
                label, (start - low_end) * part, (end - low_end) * part, start, len(ordered) - 1 - place
            )


def _read_score(evidence: Evidence, row: ScoreRow) -> Iterator[Words]:
    """The interval; the shares satisfied and dissatisfied where the headline is one question."""
    questionnaire = evidence.questionnaire
    yield INTERVAL.with_values(level=lookup.level(questionnaire), interval=interval(row["low"], row["high"]))
    boxes = read_rows(
        evidence.boxes, BoxRow, wave=evidence.latest, segment="", item=questionnaire.headline, withheld=""
    )
    shares = {box["measure"]: share(box["estimate"], box["n"]) for box in boxes}
    if {"satisfied", "bottom"} <= shares.keys():
        scale = questionnaire.scale(questionnaire.headline)
        good, bad = (name_points(scale, scale.places(codes)) for codes in (scale.satisfied, scale.bottom))
        yield SATISFIED.with_values(
            satisfied=shares["satisfied"],
            dissatisfied=shares["bottom"],
            good=good,
            bad=bad,
            n=count(boxes[0]["n"]),
        )


def _tell_change(evidence: Evidence) -> Verdict | None:
    """The step from the wave before, with its verdict."""
    questionnaire = evidence.questionnaire
    changes = evidence[Changes].table
    rows = read_rows(changes, ChangeRow, wave=evidence.latest, node=questionnaire.headline, segment="")
    row = lookup.first_of(rows)
    if row is None:
        return None
    verdict = words.change(row["evidence"], row["difference"])
    if row["evidence"] in words.UNTOLD:
        return verdict
    sentence = CHANGE.with_values(
        wave=lookup.wave_label(questionnaire, row["versus"]),
        change=signed_score(row["difference"]),
        interval=signed_interval(row["low"], row["high"]),
        verdict=verdict.words,
    )
    return Verdict(sentence, verdict.tone)


def _choose_findings(evidence: Evidence) -> tuple[Verdict, ...]:
    """What to read first, in the order of the rules."""
    chosen = foremost(evidence.findings, changed=_tell_change(evidence) is not None)
    verdicts = tuple(Verdict(finding.text, finding.tone, finding.section) for finding in chosen)
    return verdicts or (Verdict(NO_FINDINGS),)


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
    beside = {"standing", "change"} if changed else {"standing"}
    rest = [finding for finding in findings if finding.kind not in beside]
    chosen = list(range(min(FIRST, len(rest))))
    for place, finding in enumerate(rest):
        sections = {rest[other].section for other in chosen}
        if place not in chosen and finding.tone == "act" and finding.section not in sections:
            chosen.append(place)
    chosen = chosen[:MOST]
    chosen += [place for place in range(len(rest)) if place not in chosen][: MOST - len(chosen)]
    return [rest[place] for place in sorted(chosen)]


def _state_base(evidence: Evidence, row: ScoreRow) -> Iterator[Words]:
    questionnaire, wave = evidence.questionnaire, evidence.latest
    weighting = lookup.first_of(read_rows(evidence.weighting, WeightingRow, wave=wave))
    n = weighting["n"] if weighting else row["n"]
    yield VALID.with_values(n=count(n))
    if weighting and round(weighting["n_effective"]) != round(n):
        yield EFFECTIVE.with_values(n=count(weighting["n_effective"]))
    issued = questionnaire.waves[wave].issued if wave in questionnaire.waves else None
    if issued:
        yield RESPONSE.with_values(share=share(n / issued, issued), issued=count(issued))
    weighted = (
        questionnaire.design(wave).weight if wave in questionnaire.waves else questionnaire.sample.weight
    )
    yield WEIGHTED if weighted or questionnaire.sample.targets else UNWEIGHTED
    yield CONFIDENCE.with_values(level=lookup.level(questionnaire))
    yield WITHHOLDING.with_values(k=questionnaire.report.min_cell)
