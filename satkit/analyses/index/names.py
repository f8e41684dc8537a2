"""What the constructs, questions, waves and groups of an index are called."""

from __future__ import annotations

from dataclasses import dataclass

from satkit.analyses.index.group_fit import item_label
from satkit.language import Text
from satkit.report import words
from satkit.survey.index import SurveyIndex
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.tables.cells import Words

INTERVAL = Text("Interval")
ARROW = Text("%(source)s → %(target)s")


@dataclass(frozen=True)
class IndexNames:
    """The words of a fitted index model; codes stand for themselves where the survey's names are not known.

    Parameters
    ----------
    index : SurveyIndex
        Names the constructs.
    survey : Names, optional
        Names the rest.
    """

    index: SurveyIndex
    survey: Names | None = None

    def construct(self, name: str) -> Words:
        """What a construct is called."""
        return self.index.labels.get(name, name)

    def item(self, name: str) -> Words:
        """What an item is called; components of a construct are constructs."""
        if self.survey is None:
            return self.construct(name)
        return item_label(self.survey.questionnaire, self.index, name)

    def path(self, source: str, target: str) -> Text:
        """An arrow from one construct to another."""
        return ARROW.given(source=self.construct(source), target=self.construct(target))

    def wave(self, name: str) -> Words:
        """What a wave is called."""
        return self.survey.wave(name) if self.survey else name

    def segment(self, name: str) -> Words:
        """What a way to divide respondents is called."""
        return self.survey.segment(name) if self.survey else name

    def level(self, segment: str, level: str) -> Words:
        """What one part of a segment is called."""
        return self.survey.level(segment, level) if self.survey else level

    @property
    def interval(self) -> Words:
        """The header of a column of intervals."""
        if self.survey is None:
            return INTERVAL
        return words.interval_header(self.survey.questionnaire.report.level)

    @property
    def questionnaire(self) -> Questionnaire | None:
        """That of the survey, where it is known."""
        return self.survey.questionnaire if self.survey else None


def survey_names(responses: Responses) -> Names:
    """What the things of a survey are called, the levels of its segments as the answers have them."""
    levels = {
        (segment, name): label for segment, levels in responses.levels.items() for name, label in levels
    }
    return Names(responses.questionnaire, levels)
