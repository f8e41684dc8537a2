"""The parts of a definition before they are known to fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from satkit.errors import near, quote_all
from satkit.language import Text
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import (
    Checks,
    Comments,
    Department,
    Design,
    Drivers,
    Index,
    Indicator,
    Item,
    Qualities,
    Report,
    Segment,
    Theme,
    Wave,
)
from satkit.survey.scale import Scale

MOST_NAMES = 12


@dataclass(frozen=True)
class Parts:
    """What could be read, and every name that was written, readable or not.

    ``names`` holds, per table, the names of sound and broken parts: a reference to a broken part
    is no second mistake.  ``columns`` are all that is read from the data; ``broken`` are the tables
    with an entry that could not be read: of these, what is absent is not known to be absent.
    """

    scales: Mapping[str, Scale]
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    departments: Mapping[str, Department]
    codes: Mapping[str, Theme]
    segments: Mapping[str, Segment]
    waves: Mapping[str, Wave]
    sample: Design
    checks: Checks
    comments: Comments
    drivers: Drivers
    kano: Qualities
    index: Index
    report: Report
    names: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()

    def scale(self, item: str) -> Scale | None:
        """The scale of an item, where both could be read."""
        return self.scales.get(self.items[item].scale) if item in self.items else None


KINDS = {
    "scale": Text("no scale '%(name)s'"),
    "item": Text("no item '%(name)s'"),
    "indicator": Text("no indicator '%(name)s'"),
    "department": Text("no department '%(name)s'"),
    "segment": Text("no segment '%(name)s'"),
    "wave": Text("no wave '%(name)s'"),
}

REQUIRED = {"scale"}  # keys that nobody may leave out


def unknown(kind: str, names: Iterable[tuple[Path, str]], parts: Parts) -> Iterable[Mistake]:
    """A mistake for every name (with its path) that no table of ``kind`` bears.

    An empty name says that nothing is chosen, where a key may be left out; not so in a list, nor
    where something must be named.
    """
    known = parts.names[kind]
    for path, name in names:
        needed = isinstance(path[-1], int) or path[-1] in REQUIRED
        if (name or needed) and name not in known:
            what = Text(KINDS[kind].msgid, {"name": name})
            yield Mistake(path, what, known_names(known), near(name, known))


def known_names(names: Iterable[str]) -> Text:
    """What could have been written."""
    known = list(names)
    if not known:
        return Text("none is defined")
    more = ("…",) if len(known) > MOST_NAMES else ()
    return Text("known: %(names)s", {"names": (*quote_all(known[:MOST_NAMES]), *more)})
