"""A first definition, written from a look at the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from satkit.errors import Complaint, DataError
from satkit.language import Label, Text, say
from satkit.survey.drafting.columns import guesses
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import change_scale
from satkit.survey.drafting.multi_response import leftover
from satkit.survey.drafting.pairs import textbook
from satkit.survey.drafting.surroundings import attributes, closing, settings, waves
from satkit.survey.drafting.toml_text import confirm, note, toml, write_label
from satkit.survey.drafting.tree import tree
from satkit.survey.questionnaire import BANDS
from satkit.survey.scale import SATISFACTION, Missing, Point, Scale, fold
from satkit.survey.stems import parts_of
from satkit.survey.table import Table

ASKED = ("score", "rank", "kano", "text", "number", "options", "choice")
REASON = re.compile(
    r"(why|reason).{0,40}(dissatisf|unhappy|not satisf|low|complain|leav)|(dissatisf|unhappy|not satisf).{0,40}(why|reason)|"
    r"不满.{0,12}(原因|理由|方面)|(原因|理由).{0,8}不满|(gr[uü]nde?|warum).{0,40}unzufried|(raison|pourquoi).{0,40}insatisf|"
    r"(raz|motivo|por qu).{0,40}insatisf|(理由|原因).{0,8}不満|불만.{0,12}(이유|원인)",
    re.IGNORECASE,
)
OF_REASONS = Text("taken for the reasons of those who are dissatisfied")
FOUR = {point.score for point in SATISFACTION.points}
EVEN = (80, 60, 0)  # of scales with even points
BANDED = Text(
    "the usual bands, 95 and 85, are made for 100, 90, 75 and 60 points; these suit evenly spaced ones"
)
UNRATED = Text("no column was recognised as a rating, so there are no scores")
LOOK_AT = Text("look at these, should one of them be a rating: %(names)s")
FEW_RECORDS = 5  # below, hardly any column differs within itself
SLIP = 0.01  # of 100: thirds are written with two places
Shape = tuple[str, tuple[Point, ...], float | None, float | None, str, tuple[str, ...]]


@dataclass(frozen=True)
class Draft:
    """A first definition, and what a newcomer should know of it.

    Parameters
    ----------
    text : str
        The text of a ``survey.toml`` that loads as it stands, with comments on what to confirm.
    found : tuple of Guess
        What every column was taken for.
    marks : int
        How many places ask to be confirmed.
    """

    text: str
    found: tuple[Guess, ...]
    marks: int

    def list_titles(self, *kinds: str) -> tuple[str, ...]:
        """The titles of the columns taken for one of ``kinds``."""
        return tuple(guess.title for guess in self.found if guess.kind in kinds)

    @property
    def scored_items(self) -> tuple[str, ...]:
        """The questions in the score tree, and the one that asks for the whole."""
        return tuple(guess.title for guess in self.found if guess.kind == "score" and not guess.apart)

    @property
    def apart(self) -> tuple[str, ...]:
        """The questions that may be ratings, outside the score tree until that is confirmed."""
        return tuple(guess.title for guess in self.found if guess.kind == "score" and guess.apart)


def draft(table: Table, name: str, language: str) -> str:
    """The text of a first ``survey.toml``; see :func:`draft_definition`."""
    return draft_definition(table, name, language).text


def draft_definition(table: Table, name: str, language: str) -> Draft:
    """A first definition from a look at the answers.

    Parameters
    ----------
    table : Table
        The answers, as a reader returns them; they are taken to lie in ``waves/``.
    name : str
        The survey's name, used as its title.
    language : {"zh", "en"}
        Of the comments.

    Raises
    ------
    DataError
        If no column holds anything to report: neither a question nor a way to divide respondents.
    """
    found = tuple(leftover(guesses(table)))
    if not any(guess.kind in (*ASKED, "segment") for guess in found):
        what = Text("no column of this file looks like a question")
        expected = Text("expected one row a respondent, one column a question")
        raise DataError(Complaint(what, table.file, expected, _too_few(table)))
    if not any(guess.kind in ASKED for guess in found):
        found = (*found, *(_choice(guess) for guess in found if guess.kind == "segment"))
    names = _names(found)
    scales = _scales(found)
    parts = (
        _head(name, table),
        _note_unrated(found, language),
        _scale_tables(scales, found, language),
        _items(found, names, scales, parts_of(table), language),
        tree(_leaves(found), names, parts_of(table), language),
        _segments(found, names, language),
        waves(table, found, language),
        settings(table, found, language),
        attributes(found, names),
        _report(found, names, language),
        closing(table, found, language),
    )
    text = "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"
    mark = confirm(BANDED, language).removesuffix(say(BANDED, language)).rstrip()
    return Draft(text, found, sum(line.startswith(mark) for line in text.splitlines()))


def _choice(guess: Guess) -> Guess:
    """A way to divide respondents as a question as well, where a file asks nothing else."""
    points = tuple(
        Point(code=code, label=Label() if str(code) == label else Label(zh=label, en=label))
        for code, label in guess.levels
    )
    absent = tuple(Missing(code=code) for code in guess.missing)
    scale = Scale(name="choice", kind="choice", points=points, missing=absent)
    return replace(guess, kind="choice", scale=scale, remarks=())


def _names(guesses: Iterable[Guess]) -> dict[str, str]:
    """A short name for every column: itself where it is a plain word, else q1, q2 …, none twice."""
    names: dict[str, str] = {}
    for guess in guesses:
        plain = guess.column.lower()
        if re.fullmatch(r"[a-z]\w{0,30}", plain, re.ASCII) and plain not in names.values():
            names[guess.column] = plain
    for place, guess in enumerate(guesses, start=1):
        if guess.column not in names:
            names[guess.column] = _free(f"q{place}", set(names.values()))
    return names


def _scales(guesses: Iterable[Guess]) -> dict[Shape, Scale]:
    """One scale for all columns with the same points, with the missing codes of all of them."""
    scales: dict[Shape, Scale] = {}
    for guess in guesses:
        if guess.scale is None or guess.kind not in ASKED:
            continue
        shape = _shape(guess.scale)
        before = scales.get(shape)
        name = before.name if before else _free(guess.scale.name, {scale.name for scale in scales.values()})
        merged = {fold(m.code): m for m in (*(before.missing if before else ()), *guess.scale.missing)}
        scales[shape] = change_scale(guess.scale, name=name, missing=tuple(merged.values()))
    return scales


def _shape(scale: Scale) -> Shape:
    """What columns with one scale share."""
    own = tuple(fold(each.code) for each in scale.missing) if scale.kind == "number" else ()
    return (scale.kind, scale.points, scale.low, scale.high, scale.separator, own)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _head(name: str, table: Table) -> Iterator[str]:
    yield "version = 1"
    yield f"title = {toml(name)}"
    yield f"source = {toml(table.source or PurePosixPath(table.file).name)}"


def _scale_tables(scales: dict[Shape, Scale], guesses: tuple[Guess, ...], language: str) -> Iterator[str]:
    doubts: dict[Shape, dict[str, None]] = {}
    for guess in guesses:
        if guess.scale:
            said = doubts.setdefault(_shape(guess.scale), {})
            said.update(dict.fromkeys(confirm(doubt, language) for doubt in guess.doubts))
    for shape, scale in scales.items():
        yield f"[scale.{scale.name}]"
        yield from doubts[shape]
        yield from _answers(scale, language)
        yield from _missing(scale.missing, language)
        yield ""
    if any(guess.kind == "text" for guess in guesses):
        yield '[scale.text]\nkind = "text"'
        yield ""


def _answers(scale: Scale, language: str) -> Iterator[str]:
    """What a scale allows, as its kind writes it."""
    if scale.kind == "multi":
        yield note(
            Text("PLEASE CONFIRM: taken for the answers to one question, of which several may be given"),
            language,
        )
        yield 'kind = "multi"'
        yield from _apart(scale, language)
        yield from _write_labelled_points(scale.points)
    elif scale.kind == "kano":
        yield from _kano(scale, language)
    elif scale.kind in {"choice", "rank", "number"}:
        yield f'kind = "{scale.kind}"'
        yield from _write_labelled_points(scale.points) if scale.points else ()
    elif scale.continuous:
        yield f"from = {scale.low}\nto = {scale.high}"
        yield f'best = "{scale.best}"'
    elif scale.points == SATISFACTION.points:
        yield note(Text("the built-in scale: 100, 90, 75 and 60 points"), language)
    else:
        yield from _write_scored_points(scale.points)


def _apart(scale: Scale, language: str) -> Iterator[str]:
    """What parts several answers in a cell, and whether there are answers in own words."""
    if scale.separator != Scale.model_fields["separator"].default:
        yield f"separator = {toml(scale.separator)}"
    if scale.other:
        yield note(Text("what no more than one respondent wrote is counted under 'other'"), language)
        yield "other = true"


def _kano(scale: Scale, language: str) -> Iterator[str]:
    """Kano answers by the name of their published wording, else as the file writes them."""
    yield confirm(Text("taken for the five answers of Kano questions, from liking to disliking"), language)
    yield 'kind = "kano"'
    if name := textbook(scale):
        yield f"points = {toml(name)}"
    else:
        yield from _write_labelled_points(scale.points)


def _write_scored_points(points: tuple[Point, ...]) -> Iterator[str]:
    """Points with scores, as short as they can be written."""
    best = _linear(points)
    bare = all(point.label == Label() and not point.also for point in points)
    if best is None:
        yield from _write_labelled_points(points)
        return
    if bare:
        yield f"points = {{ from = {points[0].code}, to = {points[-1].code} }}"
    else:
        yield from _write_labelled_points(tuple(point.model_copy(update={"score": None}) for point in points))
    yield 'score = "linear"'
    yield f'best = "{best}"'


def _linear(points: tuple[Point, ...]) -> str | None:
    """Which end is good, where whole codes follow each other and the scores go straight; else None."""
    codes = [point.code for point in points]
    if any(not isinstance(code, int) for code in codes) or codes != list(range(codes[0], codes[-1] + 1)):  # type: ignore[arg-type, operator]
        return None
    scores = [point.score or 0.0 for point in points]
    step = 100 / (len(points) - 1)
    for best, line in (
        ("high", [step * at for at in range(len(points))]),
        ("low", [100 - step * at for at in range(len(points))]),
    ):
        if all(abs(score - at) < SLIP for score, at in zip(scores, line, strict=True)):
            return best
    return None


def _write_labelled_points(points: tuple[Point, ...]) -> Iterator[str]:
    yield "points = ["
    for point in points:
        also = f", also = [{', '.join(map(toml, point.also))}]" if point.also else ""
        score = "" if point.score is None else f", score = {round(point.score, 2):g}"
        label = f", label = {write_label(point.label)}" if point.label != Label() else ""
        yield f"  {{ code = {toml(point.code)}{label}{also}{score} }},"
    yield "]"


def _missing(missing: tuple[Missing, ...], language: str) -> Iterator[str]:
    if not missing:
        return
    yield note(Text("PLEASE CONFIRM: codes found beside the points, taken for no answer"), language)
    yield "missing = ["
    for each in missing:
        label = f", label = {write_label(each.label)}" if each.label != Label() else ""
        yield f'  {{ code = {toml(each.code)}, reason = "{each.reason}"{label} }},'
    yield "]"


def _role(guess: Guess, overall: str) -> str:
    if guess.column == overall:
        return "overall"
    if guess.kind == "options" and REASON.search(guess.title):
        return "reason"
    if guess.scale and guess.recommends and len(guess.scale.points) == 11:
        return "recommend"
    return "comment" if guess.kind == "text" else ""


def _overall(guesses: Iterable[Guess]) -> str:
    """The first scored column that asks for the whole, if any."""
    return next((g.column for g in guesses if g.kind == "score" and g.overall and not g.recommends), "")


def _items(
    guesses: tuple[Guess, ...],
    names: dict[str, str],
    scales: dict[Shape, Scale],
    parts: Mapping[str, tuple[str, str]],
    language: str,
) -> Iterator[str]:
    yield note(
        Text("one line a question; roles: score, overall, loyalty, recommend, complaint, comment …"), language
    )
    yield "[item]"
    overall = _overall(guesses)
    for guess in guesses:
        if guess.kind not in ASKED:
            continue
        scale = scales[_shape(guess.scale)].name if guess.scale else guess.kind
        keys = {"text": toml(guess.title)}
        if guess.column in parts and not guess.columns:
            keys["label"] = toml(parts[guess.column][1])
        keys["scale"] = toml(scale)
        if guess.columns:
            keys["columns"] = f"[{', '.join(map(toml, guess.columns))}]"
        elif names[guess.column] != guess.column:
            keys["column"] = toml(guess.column)
        if role := _role(guess, overall):
            keys["role"] = toml(role)
        if guess.half:
            keys["kano"] = f"{{ attribute = {toml(guess.half.attribute)}, side = {toml(guess.half.side)} }}"
        inside = ", ".join(f"{key} = {value}" for key, value in keys.items())
        for remark in (*guess.remarks, *([OF_REASONS] if role == "reason" else [])):
            yield confirm(remark, language)
        yield f"{names[guess.column]} = {{ {inside} }}"


def _leaves(guesses: tuple[Guess, ...]) -> list[Guess]:
    """The questions that are averaged: not the whole, not what is apart until it is confirmed."""
    overall = _overall(guesses)
    of_importance = {guess.half.importance for guess in guesses if guess.half}
    return [
        g
        for g in guesses
        if g.kind == "score" and not g.apart and not _role(g, overall) and g.column not in of_importance
    ]


def _segments(guesses: tuple[Guess, ...], names: dict[str, str], language: str) -> Iterator[str]:
    """Columns with few values, each a way to divide respondents."""
    dividing = [guess for guess in guesses if guess.kind == "segment"]
    if dividing:
        yield note(Text("ways to divide respondents: delete what you do not need, name the levels"), language)
    for guess in dividing:
        for remark in guess.remarks:
            yield confirm(remark, language)
        yield f"[segment.{names[guess.column]}]"
        yield f"label = {toml(guess.title)}"
        yield f"column = {toml(guess.column)}"
        yield "levels = ["
        for code, label in guess.levels:
            yield f"  {{ name = {toml(str(code))}, codes = [{toml(code)}], label = {toml(label)} }},"
        yield "]"
        if guess.missing:
            yield f"missing = [{', '.join(map(toml, guess.missing))}]"
        yield ""


def _report(guesses: tuple[Guess, ...], names: dict[str, str], language: str) -> Iterator[str]:
    """The headline, and bands for scales other than the one that the usual bands are made for."""
    overall = _overall(guesses)
    scales = {_shape(guess.scale): guess.scale for guess in guesses if guess.kind == "score" and guess.scale}
    other = any({point.score for point in scale.points} != FOUR for scale in scales.values())
    if overall or other:
        yield "[report]"
    if overall:
        yield f"headline = {toml(names[overall])}"
    if other:
        yield confirm(BANDED, language)
        yield "bands = ["
        for start, band in zip(EVEN, BANDS, strict=True):
            yield f"  {{ name = {toml(band.name)}, label = {write_label(band.label)}, start = {start} }},"
        yield "]"


def _too_few(table: Table) -> Text | None:
    """What to do where every column seems the same for all, because hardly anybody answered."""
    if len(table.frame) >= FEW_RECORDS:
        return None
    return Text(
        "records in the file: %(n)d; a draft looks at how answers differ, so start from a file with more of them",
        {"n": len(table.frame)},
    )


def _note_unrated(guesses: tuple[Guess, ...], language: str) -> Iterator[str]:
    """What to look at where nothing can be scored."""
    if any(guess.kind in {"score", "kano"} for guess in guesses):
        return
    yield confirm(UNRATED, language)
    names = tuple(guess.title for guess in guesses if guess.kind in {"segment", "number", "split"})
    if names:
        yield note(LOOK_AT.with_values(names=names), language)
