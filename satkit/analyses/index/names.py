"""What the constructs, questions, waves and groups of an index are called."""

from __future__ import annotations

from dataclasses import dataclass

from satkit.analyses.index.index_answers import item_label
from satkit.language import Label, Text
from satkit.report import words
from satkit.survey.index import SurveyIndex
from satkit.survey.names import Names
from satkit.survey.questionnaire import Questionnaire

ARROW = Text("%(source)s → %(target)s")


@dataclass(frozen=True)
class IndexNames:
    """The words of a fitted index model.

    Parameters
    ----------
    index : SurveyIndex
        Names the constructs.
    survey : Names
        Names the rest.
    """

    index: SurveyIndex
    survey: Names

    def construct(self, name: str) -> Label:
        """What a construct is called."""
        return self.index.labels[name]

    def item(self, name: str) -> Label:
        """What an item is called; components of a construct are constructs."""
        return item_label(self.questionnaire, self.index, name)

    def path(self, source: str, target: str) -> Text:
        """An arrow from one construct to another."""
        return ARROW.with_values(source=self.construct(source), target=self.construct(target))

    def wave(self, name: str) -> Label:
        """What a wave is called."""
        return self.survey.wave(name)

    def segment(self, name: str) -> Label:
        """What a way to divide respondents is called."""
        return self.survey.segment(name)

    def level(self, segment: str, level: str) -> Label:
        """What one part of a segment is called."""
        return self.survey.level(segment, level)

    @property
    def interval(self) -> Text:
        """The header of a column of intervals."""
        return words.interval_header(self.questionnaire.report.level)

    @property
    def questionnaire(self) -> Questionnaire:
        """That of the survey."""
        return self.survey.questionnaire
