"""Names: what the things of a survey are called, in the words of its questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from satkit.language import Label
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.scale import Named

NAMELESS = Questionnaire(name="", title=Label(), scales={}, items={}, waves={})
"""A questionnaire that names nothing: everything is called by its code."""


@dataclass(frozen=True)
class Names:
    """What nodes, waves, segments, levels, departments and bands are called.

    Parameters
    ----------
    questionnaire : Questionnaire
    levels : mapping of (segment, level) to its Label
        As the answers have them; a level without a label is called by its name.
    """

    questionnaire: Questionnaire
    levels: Mapping[tuple[str, str], object] = field(default_factory=dict)

    def node(self, name: str) -> Label:
        """What an item or an indicator is called."""
        return self.questionnaire.label(name)

    def wave(self, name: str) -> Label:
        """What a wave is called."""
        waves = self.questionnaire.waves
        return waves[name].title if name in waves else Label(name, name)

    def segment(self, name: str) -> Label:
        """What a way to divide respondents is called."""
        segments = self.questionnaire.segments
        return segments[name].title if name in segments else Label(name, name)

    def level(self, segment: str, level: str) -> Label:
        """What one part of a segment is called."""
        known = self.levels.get((segment, level))
        return label_or_name(known if isinstance(known, Label) else Label(), level)

    def department(self, name: str) -> Label:
        """What a department is called."""
        departments = self.questionnaire.departments
        return departments[name].title if name in departments else Label(name, name)

    def band(self, name: str) -> Label:
        """What a band is called."""
        bands = self.questionnaire.report.bands
        return next((band.title for band in bands if band.name == name), Label(name, name))


def names_of(responses: Responses) -> Names:
    """The names in the questionnaire of some answers, and of the levels found in them."""
    levels = {(part, name): label for part, found in responses.levels.items() for name, label in found}
    return Names(responses.questionnaire, levels)


def names_or_codes(names: Names | None) -> Names:
    """The names; where there are none, every code stands for itself."""
    return Names(NAMELESS) if names is None else names


def label_or_name(label: Label, name: str) -> Label:
    """The label of what has no name of its own in the definition, else this name."""
    return Named(name=name, label=label).title
