"""A first definition, written from a look at the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from satkit.errors import Complaint, DataError
from satkit.language import Label, Text, say
from satkit.survey.drafting.columns import guesses
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import changed
from satkit.survey.drafting.several import joined
from satkit.survey.scale import SATISFACTION, Missing, Point, Scale
from satkit.survey.table import Table

ASKED = ("score", "text", "number", "options")
OF_SAMPLE = ("weight", "cluster", "strata")
OF_CHECKS = ("respondent", "duration")


def draft(table: Table, name: str, language: str) -> str:
    """The text of a ``survey.toml`` that loads as it stands, with comments on what to confirm.

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
        If no column looks like a question.
    """
    found = joined(guesses(table))
    if not any(guess.kind in ASKED for guess in found):
        what = Text("no column of this file looks like a question")
        raise DataError(
            Complaint(what, table.file, Text("expected one row a respondent, one column a question"))
        )
    names = _names(found)
    scales = _scales(found)
    parts = (
        _head(name, table),
        _scale_tables(scales, found, language),
        _items(found, names, scales, language),
        _tree(found, names, language),
        _segments(found, names, language),
        _wave(table, language),
        _settings(found, language),
        _report(found, names),
        _closing(found, language),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def toml(text: object) -> str:
    """A code or a text as TOML writes it."""
    if isinstance(text, int | float):
        return str(text)
    plain = str(text).encode("utf-8", "replace").decode().replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in plain) + '"'


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)


def _note(text: Text, language: str) -> str:
    """A comment of one line."""
    return "# " + re.sub(r"\s+", " ", say(text, language))


def _label(label: Label) -> str:
    if label.zh == label.en:
        return toml(label.zh)
    both = {"zh": label.zh, "en": label.en}
    return "{ " + ", ".join(f"{key} = {toml(text)}" for key, text in both.items() if text) + " }"


def _names(found: Iterable[Guess]) -> dict[str, str]:
    """A short name for every column: itself where it is a plain word, else q1, q2 …, none twice."""
    names: dict[str, str] = {}
    for guess in found:
        plain = guess.column.lower()
        if re.fullmatch(r"[a-z]\w{0,30}", plain, re.ASCII) and plain not in names.values():
            names[guess.column] = plain
    for place, guess in enumerate(found, start=1):
        if guess.column not in names:
            names[guess.column] = _free(f"q{place}", set(names.values()))
    return names


def _scales(found: Iterable[Guess]) -> dict[tuple[Point, ...], Scale]:
    """One scale for all columns with the same points, with the missing codes of all of them."""
    scales: dict[tuple[Point, ...], Scale] = {}
    for guess in found:
        if guess.scale is None:
            continue
        before = scales.get(guess.scale.points)
        name = before.name if before else _free(guess.scale.name, {scale.name for scale in scales.values()})
        merged = {str(m.code): m for m in (*(before.missing if before else ()), *guess.scale.missing)}
        scales[guess.scale.points] = changed(guess.scale, name=name, missing=tuple(merged.values()))
    return scales


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _head(name: str, table: Table) -> Iterator[str]:
    yield "version = 1"
    yield f"title = {toml(name)}"
    yield f"source = {toml(PurePosixPath(table.file).name)}"


def _scale_tables(
    scales: dict[tuple[Point, ...], Scale], found: tuple[Guess, ...], language: str
) -> Iterator[str]:
    unsure = {guess.scale.points for guess in found if guess.scale and not guess.sure}
    for points, scale in scales.items():
        yield f"[scale.{scale.name}]"
        if scale.kind == "multi":
            yield _note(
                Text("PLEASE CONFIRM: taken for the answers to one question, of which several may be given"),
                language,
            )
            yield 'kind = "multi"'
            yield from _labelled(points)
        elif points in unsure:
            yield from _rating(points, language)
        elif points == SATISFACTION.points:
            yield _note(Text("the built-in scale: 100, 90, 75 and 60 points"), language)
        else:
            yield from _labelled(points)
        yield from _missing(scale.missing, language)
        yield ""
    for kind in ("text", "number"):
        if any(guess.kind == kind for guess in found):
            yield f'[scale.{kind}]\nkind = "{kind}"'
            yield ""


def _rating(points: tuple[Point, ...], language: str) -> Iterator[str]:
    if isinstance(points[0].code, str):
        what = Text(
            "PLEASE CONFIRM: the data do not say which end is good; that the last code is best is a guess"
        )
        yield _note(what, language)
        yield from _labelled(points)
        return
    yield f"points = {{ from = {points[0].code}, to = {points[-1].code} }}"
    yield 'score = "linear"'
    yield _note(Text('PLEASE CONFIRM: the data do not say which end is good; "high" is a guess'), language)
    yield 'best = "high"'


def _labelled(points: tuple[Point, ...]) -> Iterator[str]:
    yield "points = ["
    for point in points:
        also = f", also = [{', '.join(map(toml, point.also))}]" if point.also else ""
        score = "" if point.score is None else f", score = {point.score:g}"
        label = f", label = {_label(point.label)}" if point.label != Label() else ""
        yield f"  {{ code = {toml(point.code)}{label}{also}{score} }},"
    yield "]"


def _missing(missing: tuple[Missing, ...], language: str) -> Iterator[str]:
    if not missing:
        return
    yield _note(Text("PLEASE CONFIRM: codes found beside the points, taken for no answer"), language)
    yield "missing = ["
    for each in missing:
        label = f", label = {_label(each.label)}" if each.label != Label() else ""
        yield f'  {{ code = {toml(each.code)}, reason = "{each.reason}"{label} }},'
    yield "]"


def _role(guess: Guess, overall: str) -> str:
    if guess.column == overall:
        return "overall"
    if guess.scale and guess.recommends and len(guess.scale.points) == 11:
        return "recommend"
    return "comment" if guess.kind == "text" else ""


def _overall(found: Iterable[Guess]) -> str:
    """The first scored column that asks for the whole, if any."""
    return next((g.column for g in found if g.kind == "score" and g.overall and not g.recommends), "")


def _items(
    found: tuple[Guess, ...],
    names: dict[str, str],
    scales: dict[tuple[Point, ...], Scale],
    language: str,
) -> Iterator[str]:
    yield _note(
        Text("one line a question; roles: score, overall, loyalty, recommend, complaint, comment …"), language
    )
    yield "[item]"
    overall = _overall(found)
    for guess in found:
        if guess.kind not in ASKED:
            continue
        scale = scales[guess.scale.points].name if guess.scale else guess.kind
        keys = {"text": toml(guess.title), "scale": toml(scale)}
        if guess.columns:
            keys["columns"] = f"[{', '.join(map(toml, guess.columns))}]"
        elif names[guess.column] != guess.column:
            keys["column"] = toml(guess.column)
        if role := _role(guess, overall):
            keys["role"] = toml(role)
        inside = ", ".join(f"{key} = {value}" for key, value in keys.items())
        yield f"{names[guess.column]} = {{ {inside} }}"


def _tree(found: tuple[Guess, ...], names: dict[str, str], language: str) -> Iterator[str]:
    overall = _overall(found)
    leaf = [g for g in found if g.kind == "score" and not _role(g, overall)]
    if not leaf:
        return
    yield _note(
        Text("the score tree: split it into your own indicators, with parent, weight and owner"), language
    )
    yield "[indicator.all]"
    yield f"label = {_label(Label(zh='全部题目', en='All questions'))}"
    yield f"items = [{', '.join(toml(names[g.column]) for g in leaf)}]"


def _segments(found: tuple[Guess, ...], names: dict[str, str], language: str) -> Iterator[str]:
    """Columns with few values, each a way to divide respondents."""
    dividing = [guess for guess in found if guess.kind == "segment"]
    if dividing:
        yield _note(
            Text("ways to divide respondents: delete what you do not need, name the levels"), language
        )
    for guess in dividing:
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


def _wave(table: Table, language: str) -> Iterator[str]:
    file = PurePosixPath(table.file.partition("!")[0].replace("\\", "/")).name
    year = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", file)
    yield f"[wave.{_key(year[0] if year else PurePosixPath(file).stem)}]"
    yield f"file = {toml(f'waves/{file}')}"
    yield _note(
        Text('also: dates = ["2025-09-01", "2025-10-15"], issued = questionnaires sent out'), language
    )


def _settings(found: tuple[Guess, ...], language: str) -> Iterator[str]:
    """The sample and the checks, as far as column names tell."""
    columns: dict[str, str] = {guess.kind: guess.column for guess in reversed(found)}
    sample = [kind for kind in OF_SAMPLE if kind in columns]
    if sample:
        yield _note(Text("PLEASE CONFIRM: recognised by their names only"), language)
        yield "[sample]"
    for kind in sample:
        value = toml(columns[kind])
        yield f"{kind} = [{value}]" if kind == "strata" else f"{kind} = {value}"
    yield ""
    yield "[checks]"
    for kind in OF_CHECKS:
        if kind in columns:
            yield f"{kind} = {toml(columns[kind])}"
    yield _note(
        Text('what happens to doubtful answers: "flag" counts them, "exclude" leaves them out'), language
    )
    yield 'speeders = "flag"'


def _report(found: tuple[Guess, ...], names: dict[str, str]) -> Iterator[str]:
    overall = _overall(found)
    if overall:
        yield "[report]"
        yield f"headline = {toml(names[overall])}"


def _closing(found: tuple[Guess, ...], language: str) -> Iterator[str]:
    """What was left out, and what to do next."""
    for kinds, text in (
        (
            {"aside", "empty"},
            Text("not used (empty, the same for all, or no business of a report): %(names)s"),
        ),
        (
            {"split"},
            Text('perhaps one of several answers to a question, described as kind = "multi": %(names)s'),
        ),
    ):
        names = tuple(guess.column for guess in found if guess.kind in kinds)
        if names:
            yield _note(text.given(names=names), language)
    yield _note(Text("next: confirm what is marked PLEASE CONFIRM, then run satkit check"), language)
