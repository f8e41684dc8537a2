"""Whether waves have dates, files and renames that can be meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from satkit.errors import near
from satkit.language import Text
from satkit.survey.consistency.parts import Parts, known_names
from satkit.survey.file_access import unnameable
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import Wave
from satkit.survey.shorthand import show_value


def waves(parts: Parts) -> Iterator[Mistake]:
    """Dates, file names and renames that cannot be meant."""
    if not parts.names["wave"]:
        yield Mistake(
            ("wave",), Text("the definition names no wave"), None, Text("write a table [wave.NAME]")
        )
    for name, wave in parts.waves.items():
        path: Path = ("wave", name)
        yield from _dates(wave, path)
        yield from _file(wave, path)
        yield from _renames(wave, parts.columns, path)


def _dates(wave: Wave, path: Path) -> Iterator[Mistake]:
    days = []
    for i, text in enumerate(wave.dates):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            what = Text("%(value)s is no date", {"value": show_value(text)})
            yield Mistake((*path, "dates", i), what, Text("expected a date such as 2025-09-01"))
    if len(wave.dates) > 2:
        what = Text("dates of one wave: %(n)d", {"n": len(wave.dates)})
        yield Mistake((*path, "dates"), what, Text("expected the first day, or the first and the last"))
    elif days != sorted(days):
        yield Mistake((*path, "dates"), Text("the last day lies before the first"))


def _file(wave: Wave, path: Path) -> Iterator[Mistake]:
    refused = unnameable(wave.file) if wave.file else None
    if refused:
        what = Text("file = %(value)s: %(why)s", {"value": show_value(wave.file), "why": refused})
        hint = Text("data that lie elsewhere are named by --data FOLDER")
        yield Mistake((*path, "file"), what, Text("expected a path below the folder"), hint)


def _renames(wave: Wave, known: Sequence[str], path: Path) -> Iterator[Mistake]:
    times = Counter(wave.rename.values())
    for old, new in wave.rename.items():
        if new not in known:
            what = Text("'%(old)s' is renamed to '%(new)s', which nothing reads", {"old": old, "new": new})
            yield Mistake((*path, "rename", old), what, known_names(known), near(new, known))
        elif times[new] > 1:
            what = Text("more than one column is renamed to '%(new)s'", {"new": new})
            yield Mistake((*path, "rename", old), what)
