"""What a first definition says beside its questions: waves, sample, checks, what was set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from satkit.language import Text
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.toml_text import confirm, key, note, toml
from satkit.survey.scale import fold
from satkit.survey.table import Table
from satkit.survey.worksheets import several_sheets

OF_SAMPLE = ("weight", "cluster", "strata")
OF_CHECKS = ("respondent", "duration")
ALIKE = Text("empty, or the same for all")


def waves(table: Table, guesses: Sequence[Guess], language: str) -> Iterator[str]:
    """The file as one wave, or as several where a column tells them apart."""
    name, _, sheet = table.file.partition("!")
    file = table.source or PurePosixPath(name.replace("\\", "/")).name
    written = toml(f"waves/{file}!{sheet}" if several_sheets(table) else f"waves/{file}")
    dividing = next((guess for guess in guesses if guess.kind == "wave"), None)
    if dividing is None:
        year = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", file)
        yield f"[wave.{key(year[0] if year else PurePosixPath(file).stem)}]"
        yield f"file = {written}"
    else:
        doubt = Text(
            "the column %(column)s is taken to tell the waves, in this order of time",
            {"column": dividing.column},
        )
        yield confirm(doubt, language)
        for code, label in dividing.levels:
            yield f"[wave.{key(label)}]"
            yield f"file = {written}"
            yield f"where = {{ {key(dividing.column)} = {toml(code)} }}"
    yield note(Text('also: dates = ["2025-09-01", "2025-10-15"], issued = questionnaires sent out'), language)


def settings(table: Table, guesses: Sequence[Guess], language: str) -> Iterator[str]:
    """The sample and the checks, as far as columns tell."""
    columns: dict[str, str] = {guess.kind: guess.column for guess in reversed(guesses)}
    sample = [kind for kind in OF_SAMPLE if kind in columns]
    if sample:
        yield note(Text("PLEASE CONFIRM: recognised by their names and by what they hold"), language)
        yield "[sample]"
    for kind in sample:
        value = toml(columns[kind])
        yield f"{kind} = [{value}]" if kind == "strata" else f"{kind} = {value}"
    yield ""
    yield "[checks]"
    for kind in OF_CHECKS:
        if kind in columns:
            yield f"{kind} = {toml(columns[kind])}"
    yield note(
        Text('what happens to doubtful answers: "flag" counts them, "exclude" leaves them out'), language
    )
    yield 'speeders = "flag"'
    yield from _only(table, language)


def _only(table: Table, language: str) -> Iterator[str]:
    """The setting that would leave out records that are no complete answer; it is offered, not made."""
    for column, values in table.complete.items():
        kept = {fold(value) for value in values}
        others = sum(fold(cell) not in kept for cell in table.frame[column])
        doubt = Text(
            "records that are no complete answer: %(n)d of %(of)d; to leave them out, take the mark before 'only' away",
            {"n": others, "of": len(table.frame)},
        )
        yield confirm(doubt, language)
        yield f"# only = {{ {key(column)} = [{', '.join(toml(str(value)) for value in values)}] }}"


def attributes(guesses: Sequence[Guess], names: Mapping[str, str]) -> Iterator[str]:
    """The attributes of Kano pairs: what they are called, and which item asks how important they are."""
    asked = {guess.column for guess in guesses if guess.kind == "score"}
    told: set[str] = set()
    for guess in guesses:
        if guess.half is None or guess.half.attribute in told:
            continue
        told.add(guess.half.attribute)
        yield f"[kano.attribute.{key(guess.half.attribute)}]"
        yield f"label = {toml(guess.half.label)}"
        if guess.half.importance in asked:
            yield f"importance = {toml(names[guess.half.importance])}"


def closing(table: Table, guesses: Sequence[Guess], language: str) -> Iterator[str]:
    """What was set aside and why, and what to do next."""
    reasons: dict[str, list[str]] = {}
    for guess in guesses:
        if guess.kind in {"aside", "empty"}:
            reasons.setdefault(_write_reason(guess.why or ALIKE, language), []).append(guess.column)
    there = set(map(str, table.frame))
    for column, why in table.aside.items():
        if column not in there:
            reasons.setdefault(_write_reason(why, language), []).append(column)
    for said, columns in reasons.items():
        yield note(Text("not used (%(why)s): %(names)s", {"why": said, "names": tuple(columns)}), language)
    single = tuple(guess.column for guess in guesses if guess.kind == "split")
    if single:
        what = Text('perhaps one of several answers to a question, described as kind = "multi": %(names)s')
        yield note(what.with_values(names=single), language)
    yield note(Text("next: confirm what is marked PLEASE CONFIRM, then run satkit check"), language)


def _write_reason(why: Text, language: str) -> str:
    return note(why, language).removeprefix("# ")
