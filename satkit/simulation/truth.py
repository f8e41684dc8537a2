"""The truth file, read and checked against its questionnaire: all mistakes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from satkit.errors import DefinitionError, near, quote_all
from satkit.language import Text
from satkit.simulation.facts import LOYALTY, SATISFACTION, Margin, Truth
from satkit.simulation.recovery import GROUPS
from satkit.survey.document import read_document
from satkit.survey.locate import Mistake, Path, Place, complaints
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.validate import validate_part

FILE = "truth.toml"
CATEGORIES = ("M", "O", "A", "I", "R", "Q")
MOST_NAMES = 12
Names = Iterable[tuple[Path, str]]


def load(folder: FilePath, questionnaire: Questionnaire) -> Truth:
    """The truth beside a survey definition; defaults where there is no file.

    Raises
    ------
    DefinitionError
        With every mistake of the file, each with its line.
    """
    path = folder / FILE
    if not path.is_file():
        return Truth()
    raw, lines = read_document(path)
    _every_wave(raw, tuple(questionnaire.waves))
    mistakes: list[Mistake] = []
    truth = validate_part(Truth, raw, (), mistakes)
    if truth is not None:
        mistakes += [*_unknown_names(truth, questionnaire), *_impossible(truth), *_outside(truth)]
    if truth is None or mistakes:
        places = {(): Place((0, 1), f"{FILE}:1"), **lines}
        raise DefinitionError(complaints(mistakes, places))
    return truth


def _every_wave(raw: dict[str, Any], waves: tuple[str, ...]) -> None:
    """Write out for every wave what the file says once for all."""
    mean, recovery, kano = (_table(raw, name) for name in ("mean", "recovery", "kano"))
    for table, name in [*((mean, name) for name in mean), (recovery, "failure")]:
        if isinstance(table.get(name), int | float):
            table[name] = dict.fromkeys(waves, table[name])
    margins = [margin for margin in _table(raw, "segment").values() if isinstance(margin, dict)]
    for table, name in [*((kano, name) for name in kano), *((margin, "shares") for margin in margins)]:
        shares = table.get(name)
        if isinstance(shares, dict) and not any(isinstance(value, dict) for value in shares.values()):
            table[name] = dict.fromkeys(waves, shares)


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    table = raw.get(name)
    return table if isinstance(table, dict) else {}


def _unknown_names(truth: Truth, questionnaire: Questionnaire) -> Iterator[Mistake]:
    """Names that the questionnaire does not know."""
    items, measured = list(questionnaire.items), [*questionnaire.items, *questionnaire.indicators]
    constructs = [*(truth.blocks or questionnaire.children("")), SATISFACTION, LOYALTY]
    attributes = dict.fromkeys(i.kano.attribute for i in questionnaire.items.values() if i.kano)
    yield from _unknown(_keys(truth.mean, "mean"), measured)
    yield from _unknown(_members(truth.blocks, "blocks"), measured)
    yield from _unknown(_keys(truth.path, "path"), constructs)
    yield from _unknown(_members(truth.path, "path"), constructs)
    yield from _unknown(_keys(truth.loading, "loading"), [*items, "all"])
    yield from _unknown(_keys(truth.gap, "gap"), questionnaire.scales)
    yield from _unknown(_keys(truth.kano, "kano"), attributes)
    yield from _unknown(_keys(truth.reasons, "reasons"), items)
    yield from _unknown(_keys(truth.choice, "choice"), items)
    for name in ("skipped", "not_applicable"):
        yield from _unknown(_keys(getattr(truth.silence, name), "silence", name), [*items, "all"])
    for group in ("points", "effect"):
        yield from _unknown(_keys(getattr(truth.recovery, group), "recovery", group), GROUPS)
    yield from _unknown(_abouts(truth), [*measured, *constructs])
    yield from _unknown(_waves(truth), questionnaire.waves)
    yield from _unknown_levels(truth, questionnaire, constructs)


def _abouts(truth: Truth) -> Names:
    for item, reasons in truth.reasons.items():
        for code, option in reasons.options.items():
            if option.about:
                yield ("reasons", item, "options", code, "about"), option.about
    for number, topic in enumerate(truth.comments.topics):
        yield from ((("comments", "topics", number, "about"), name) for name in topic.about)


def _waves(truth: Truth) -> Names:
    yield from _keys(truth.sampling.issued, "sampling", "issued")
    yield from _keys(truth.recovery.failure, "recovery", "failure")
    yield from _members(truth.mean, "mean")
    yield from _members(truth.kano, "kano")
    for name, margin in truth.segment.items():
        yield from _keys(margin.shares, "segment", name, "shares")


def _unknown_levels(
    truth: Truth, questionnaire: Questionnaire, constructs: Iterable[str]
) -> Iterator[Mistake]:
    known = questionnaire.segments
    yield from _unknown(_keys(truth.segment, "segment"), known)
    for name, margin in truth.segment.items():
        at: Path = ("segment", name)
        if margin.given:
            roots = [n for n in known if n != name and not truth.segment.get(n, Margin()).given]
            yield from _unknown([((*at, "given"), margin.given)], roots)
        levels = [level.name for level in known[name].levels] if name in known else []
        if levels:
            for part in ("oversample", "response", "effect"):
                yield from _unknown(_keys(getattr(margin, part), *at, part), levels)
            for part in ("shares", "table"):
                yield from _unknown(_members(getattr(margin, part), *at, part), levels)
        yield from _unknown(_members(margin.effect, *at, "effect"), [*constructs, "all"])


def _impossible(truth: Truth) -> Iterator[Mistake]:
    """Shares that are negative or add to nothing, categories that are none."""
    yield from _unknown(
        (
            (("kano", name, wave, category), category)
            for name, wave, table in _pairs(truth.kano)
            for category in table
        ),
        CATEGORIES,
    )
    tables: list[tuple[Path, Mapping[str, float]]] = [
        (("kano", name, wave), table) for name, wave, table in _pairs(truth.kano)
    ]
    tables += [(("choice", name), table) for name, table in truth.choice.items()]
    for segment, margin in truth.segment.items():
        for part in ("shares", "table"):
            held = getattr(margin, part)
            tables += [(("segment", segment, part, name), table) for name, table in held.items()]
    for path, table in tables:
        counted = [table.get(c, 0.0) for c in "MOAI"] if path[0] == "kano" else list(table.values())
        if min(table.values(), default=0.0) < 0 or sum(counted) <= 0:
            what = Text("the shares of '%(name)s' are negative or sum to nothing", {"name": str(path[1])})
            yield Mistake(path, what)


def _outside(truth: Truth) -> Iterator[Mistake]:
    """Numbers that are no share, or that must lie above zero."""
    for wave, rate in truth.recovery.failure.items():
        if not 0 <= rate <= 1:
            what = Text("%(value)g is no share", {"value": rate})
            yield Mistake(("recovery", "failure", wave), what, Text("expected a number from 0 to 1"))
    positive: list[tuple[Path, float]] = [(("gap", name), gap) for name, gap in truth.gap.items()]
    positive += [(("sampling", "issued", wave), number) for wave, number in truth.sampling.issued.items()]
    for name, margin in truth.segment.items():
        for part in ("oversample", "response"):
            factors = getattr(margin, part).items()
            positive += [(("segment", name, part, level), factor) for level, factor in factors]
    for path, number in positive:
        if number <= 0:
            yield Mistake(path, Text("%(value)g is not above zero", {"value": number}))
    lines = truth.styles.straight_at
    if (
        any(share < 0 or not 0 <= place <= 1 for place, share in lines)
        or sum(share for _, share in lines) <= 0
    ):
        what = Text("these are no places of straight lines with their shares")
        expected = Text(
            "expected pairs of a place from 0 (worst) to 1 (best) and a share, as [[1.0, 0.6], [0.5, 0.4]]"
        )
        yield Mistake(("styles", "straight_at"), what, expected)


def _pairs(
    tables: Mapping[str, Mapping[str, dict[str, float]]],
) -> Iterator[tuple[str, str, dict[str, float]]]:
    return ((name, wave, table) for name, waves in tables.items() for wave, table in waves.items())


def _keys(table: Mapping[str, object], *path: str | int) -> Names:
    return (((*path, name), name) for name in table)


def _members(tables: Mapping[str, Iterable[str]], *path: str | int) -> Names:
    """The names inside every table or list of a table."""
    return (((*path, name, inner), inner) for name, table in tables.items() for inner in table)


def _unknown(names: Names, known: Iterable[str]) -> Iterator[Mistake]:
    known = list(known)
    for path, name in names:
        if name not in known:
            what = Text("nothing that could stand here is called '%(name)s'", {"name": name})
            more = ("…",) if len(known) > MOST_NAMES else ()
            names_ = Text("known: %(names)s", {"names": (*quote_all(known[:MOST_NAMES]), *more)})
            yield Mistake(path, what, names_ if known else Text("none is defined"), near(name, known))
