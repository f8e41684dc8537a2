"""What the numbers are and how they were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from satkit.analyses.method.tables import pair_table
from satkit.findings.evidence import Evidence
from satkit.language import Label, Text
from satkit.number_format import confidence, count
from satkit.report import lookup, words
from satkit.report.blocks import Block, Note, Section
from satkit.survey.questionnaire import Design, Questionnaire
from satkit.tables.cells import Words

KEY = "method"
QUESTION = Text("How were these numbers made?")
SUBTITLE = Text("Method and data, for checking and repeating")
TABLE = Text("Method")
POINT = Text("Point")
MEANING = Text("What holds here")
FILES = Text("Files and what they were made with")
FILE = Text("File or program")
CHECKSUM = Text("Checksum (SHA-256) or version")
NOTES = Text("What was noticed while reading")

POPULATION = Text("Population")
MODE = Text("Mode")
SOURCE = Text("Source")
DATES = Text("Fielding")
FIELDED = Text("%(wave)s (%(first)s to %(last)s)")
SCORING = Text("Scoring")
SCORED = Text(
    "Answers are scored 0-100 as the scale says; a question's score is the weighted mean of those who answered; "
    "an indicator is the weighted mean of its parts."
)
POINTS = Text("Scale “%(scale)s”")
BANDS = Text("Bands")
BAND = Text("%(band)s from %(start)g")
AT_START = Text("%(bands)s; a score equal to a limit belongs to the higher band")
AT_END = Text("%(bands)s; a score equal to a limit belongs to the lower band")
INTERVALS = Text("Intervals")
INTERVALS_ARE = Text(
    "%(level)s likelihood-ratio intervals on the points of the scale, with the design's effective n and degrees of freedom "
    "(F limit); t intervals on replicate standard errors for differences and departments. A score is between two bands "
    "where its interval spans a limit."
)
ERRORS = Text("Standard errors")
ERRORS_ARE = Text("%(count)s replicates (%(method)s), seed %(seed)s")
ERRORS_DELIVERED = Text("%(count)s replicates that came with the data")
SAMPLE = Text("Sample design")
WEIGHTS = Text("case weights")
TARGETS = Text("weights raked to known margins")
STRATIFIED = Text("strata")
CLUSTERED = Text("clusters")
FINITE = Text("finite population correction")
DELIVERED = Text("replicate weights that came with the data")
OF_WAVE = Text("%(wave)s: %(design)s")
SIMPLE = Text("simple random sample, unweighted")
TESTS = Text("Comparisons")
TESTS_ARE = Text(
    "Tests respect the design; a group is compared with all others, never with a total that contains it; p values are "
    "corrected by Benjamini and Hochberg (1995). “Clearly” means p < .01 and an interval beyond ±%(change)g points; "
    "“practically unchanged” means an interval within them. Intervals are each for itself: one may leave out zero where "
    "the verdict, which counts how much was compared, does not."
)
SENTENCES = Text("Sentences")
SENTENCES_ARE = Text(
    "A sentence without “probably”, “possibly”, “likely” or the like rests on a test. The risk, one in twenty, that a report of pure "
    "noise holds any such sentence is divided among the kinds of comparison made here (%(count)d), the main ones having "
    "more of it; what is certain leaves its part to the others (levels here: %(low)s to %(high)s). “Probably” means p "
    "below .05 within its kind only; probabilities from nine in ten are called very likely, from seven in ten probable, "
    "others possible."
)
ROUNDING = Text("Rounding")
SMALL = Text("Small groups")
SMALL_ARE = Text(
    "Under %(cell)d answers nothing is shown, nor what would reveal it by subtraction; under %(test)d nothing is tested."
)
COMMAND = Text("Command")
SCORE = Text("%(label)s (%(score)g)")
LONG = 7


def section(evidence: Evidence) -> Section | None:
    """The method point by point; checksums and versions for those who repeat it."""
    questionnaire = evidence.questionnaire
    points = [(point, meaning) for point, meaning in _list_points(evidence) if _is_told(meaning)]
    details: list[Block] = []
    if files := list(_list_files(evidence.provenance)):
        details.append(pair_table("provenance", FILES, ("file", FILE), ("checksum", CHECKSUM), files))
    if notices := list(_list_notices(evidence)):
        details.append(pair_table("notes", NOTES, ("wave", words.WAVE), ("point", POINT), notices))
    table = pair_table("method", TABLE, ("point", POINT), ("meaning", MEANING), points)
    blocks: list[Block] = [table]
    if questionnaire.report.notes.zh or questionnaire.report.notes.en:
        blocks.append(Note(questionnaire.report.notes))
    return Section(KEY, QUESTION, SUBTITLE, tuple(blocks), tuple(details))


def _list_points(evidence: Evidence) -> Iterator[tuple[Words, Words]]:
    questionnaire = evidence.questionnaire
    report, made = questionnaire.report, evidence.provenance
    yield POPULATION, questionnaire.population
    yield MODE, questionnaire.mode
    yield SOURCE, questionnaire.source
    yield DATES, _list_dates(questionnaire)
    if questionnaire.scored_items:
        yield SCORING, SCORED
    for name in dict.fromkeys(questionnaire.items[item].scale for item in questionnaire.scored_items):
        yield POINTS.with_values(scale=questionnaire.scales[name].title), _word_scale(questionnaire, name)
    if questionnaire.scored_items:
        yield (
            BANDS,
            (AT_START if report.inclusive == "start" else AT_END).with_values(
                bands=_list_bands(questionnaire)
            ),
        )
    yield INTERVALS, INTERVALS_ARE.with_values(level=confidence(report.level))
    if "replicates" in made:
        replicates = count(float(str(made["replicates"])))
        sentence = ERRORS_ARE if made.get("seed") is not None else ERRORS_DELIVERED
        yield ERRORS, sentence.with_values(count=replicates, method=made["method"], seed=made.get("seed"))
    yield SAMPLE, _word_designs(evidence)
    yield ROUNDING, words.ROUNDED
    yield TESTS, TESTS_ARE.with_values(change=report.smallest_change)
    levels = sorted(level for level in evidence.allowances.values() if level)
    if levels:
        low, high = (f"{100 * level:.2g}%" for level in (levels[0], levels[-1]))
        yield SENTENCES, SENTENCES_ARE.with_values(count=len(levels), low=low, high=high)
    yield SMALL, SMALL_ARE.with_values(cell=report.min_cell, test=report.min_test)
    yield COMMAND, str(made.get("command", ""))


def _is_told(meaning: Words) -> bool:
    return bool(meaning.zh or meaning.en) if isinstance(meaning, Label) else bool(meaning)


def _list_dates(questionnaire: Questionnaire) -> Words:
    dates = tuple(
        FIELDED.with_values(
            wave=lookup.wave_label(questionnaire, name), first=wave.dates[0], last=wave.dates[-1]
        )
        for name, wave in questionnaire.waves.items()
        if wave.dates
    )
    return words.LISTED.with_values(all=dates) if dates else ""


STRAIGHT = Text(
    "any number from %(low)s to %(high)s, in a straight line from 0 (at %(bad)s) to 100 (at %(good)s)"
)
LONGEST = 11  # answers: of more, only the ends are told where the steps are equal
ROUNDED_BY = 0.06
STEPS = Text("%(count)d answers in equal steps, from 0 (at %(bad)s) to 100 (at %(good)s)")


def _word_scale(questionnaire: Questionnaire, name: str) -> Words:
    """Every answer with its score; the bare scores of a long scale, or the ends of even ones."""
    scale = questionnaire.scales[name]
    if scale.low is not None and scale.high is not None:
        good, bad = (scale.high, scale.low) if scale.best == "high" else (scale.low, scale.high)
        return STRAIGHT.with_values(
            low=f"{scale.low:g}", high=f"{scale.high:g}", bad=f"{bad:g}", good=f"{good:g}"
        )
    points = [(point, round(point.score, 1)) for point in scale.points if point.score is not None]
    if len(points) > LONGEST and _is_even([score for _, score in points]):
        (worst, _), (best, _) = sorted((points[0], points[-1]), key=lambda point: point[1])
        ends = {"bad": str(worst.code), "good": str(best.code)}
        return STEPS.with_values(count=len(points), **ends)
    if len(points) > LONG:
        return words.LISTED.with_values(all=tuple(f"{score:g}" for _, score in points))
    answers = (
        SCORE.with_values(label=lookup.choose_label(point.label, str(point.code)), score=score)
        for point, score in points
    )
    return words.LISTED.with_values(all=tuple(answers))


def _is_even(scores: Sequence[float]) -> bool:
    """Whether the scores, rounded to a decimal, run from end to end of 0-100 in equal steps."""
    if {scores[0], scores[-1]} != {0.0, 100.0}:
        return False
    step = (scores[-1] - scores[0]) / (len(scores) - 1)
    return all(abs(score - scores[0] - step * place) < ROUNDED_BY for place, score in enumerate(scores))


def _list_bands(questionnaire: Questionnaire) -> tuple[Words, ...]:
    ordered = sorted(questionnaire.report.bands, key=lambda band: -band.start)
    return tuple(
        BAND.with_values(band=lookup.band_label(questionnaire, band.name), start=band.start)
        for band in ordered
    )


def _word_designs(evidence: Evidence) -> Words:
    """The design, wave by wave where they differ."""
    questionnaire = evidence.questionnaire
    designs = {wave: _word_design(questionnaire.design(wave)) for wave in evidence.waves}
    if all(each == designs[evidence.latest] for each in designs.values()):
        return designs[evidence.latest]
    every = (
        OF_WAVE.with_values(wave=lookup.wave_label(questionnaire, wave), design=each)
        for wave, each in designs.items()
    )
    return words.LISTED.with_values(all=tuple(every))


def _word_design(design: Design) -> Words:
    parts = (
        (WEIGHTS, design.weight),
        (TARGETS, design.targets),
        (STRATIFIED, design.strata),
        (CLUSTERED, design.cluster),
        (FINITE, design.fpc),
        (DELIVERED, design.replicate_weights),
    )
    named = tuple(part for part, holds in parts if holds)
    return words.LISTED.with_values(all=named) if named else SIMPLE


def _list_files(made: Mapping[str, object]) -> Iterator[tuple[Words, Words]]:
    for group in ("versions", "definition", "files"):
        entries = made.get(group, {})
        if isinstance(entries, Mapping):
            yield from ((str(name), str(value)) for name, value in entries.items())


def _list_notices(evidence: Evidence) -> Iterator[tuple[Words, Words]]:
    entries = evidence.provenance.get("notes", {})
    if isinstance(entries, Mapping):
        for wave, notes in entries.items():
            yield from ((lookup.wave_label(evidence.questionnaire, str(wave)), note) for note in notes)
