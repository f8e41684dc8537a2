"""Breaks: what may make a wave incomparable with the one before, and what that touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from satkit.language import Label, Text
from satkit.survey.questionnaire import Item, Questionnaire, Segment

Kind = Literal["reversed", "renumbered", "unlisted"]


@dataclass(frozen=True)
class Break:
    """One thing that may make two waves incomparable, until the definition accepts it.

    Parameters
    ----------
    kind : {"reversed", "renumbered", "unlisted"}
        A scale turned round; codes of groups that changed places; a column with answers of which the
        definition says that its question was not asked in this wave.
    name : str
        An item, or a segment.
    segment : bool
        Whether it is a segment.
    wave, versus : str
        The later wave, and the one it differs from; ``versus`` is empty for ``unlisted``.
    column : str
        Where it shows in the file of the wave.
    """

    kind: Kind
    name: str
    segment: bool
    wave: str
    versus: str = ""
    column: str = ""

    def of(self, questionnaire: Questionnaire) -> Item | Segment:
        """The item or the segment."""
        return questionnaire.segments[self.name] if self.segment else questionnaire.items[self.name]

    def label(self, questionnaire: Questionnaire) -> Label:
        """What the item or the segment is called."""
        return self.of(questionnaire).title

    @property
    def entry(self) -> str:
        """What accepts it, as the definition writes it."""
        kind = "segment" if self.segment else "item"
        return f'{{ {kind} = "{self.name}", wave = "{self.wave}" }}'


NOTES = {
    "reversed": Text(
        "the scale may have been reversed since %(versus)s: no change is told. If the answers are right, confirm with "
        "drift.accept = [%(entry)s] in [checks]; if the codes run the other way, write reversed = ['%(name)s'] "
        "into [wave.%(wave)s]"
    ),
    "renumbered": Text(
        "the codes may have been renumbered since %(versus)s: no change and no difference between the groups is told. "
        "If the codes are right, confirm with drift.accept = [%(entry)s] in [checks]"
    ),
    "unlisted": Text(
        "the column holds answers, but %(name)s is listed for other waves only (waves = …). Add %(wave)s to them "
        "if it was asked; if not, confirm with drift.accept = [%(entry)s] in [checks]"
    ),
}


def note(found: Break) -> Text:
    """What to know of a break, and how to settle it."""
    return NOTES[found.kind].with_values(
        versus=found.versus, entry=found.entry, name=found.name, wave=found.wave
    )


def find_turned_items(breaks: Iterable[Break], later: str) -> frozenset[str]:
    """The items whose scale may have been reversed from the wave before to this one."""
    return frozenset(each.name for each in breaks if each.kind == "reversed" and each.wave == later)


def find_renumbered_segments(breaks: Iterable[Break], later: str) -> frozenset[str]:
    """The segments whose codes may have been renumbered from the wave before to this one."""
    return frozenset(each.name for each in breaks if each.kind == "renumbered" and each.wave == later)


def astray(breaks: Iterable[Break], waves: Iterable[str], wave: str) -> tuple[frozenset[str], frozenset[str]]:
    """Items and segments of which a wave, by its breaks so far, may say the opposite or of others.

    A scale that was reversed twice is as it was.
    """
    items: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    known = tuple(breaks)
    for name in waves:
        items = items.symmetric_difference(find_turned_items(known, name))
        segments |= find_renumbered_segments(known, name)
        if name == wave:
            break
    return items, segments
