"""Findings name the confidence level that the definition asks for."""

from dataclasses import replace

import pandas as pd
from handmade import responses

from satkit.language import say
from satkit.study import Study
from satkit.survey.definition_text import Definition
from satkit.survey.questionnaire import Report


def test_a_report_at_ninety_percent_never_speaks_of_ninety_five():
    frame = pd.DataFrame(
        {"q1": ([0] * 30 + [3] * 10) + ([0] * 15 + [3] * 25), "wave": ["a"] * 40 + ["b"] * 40}
    )
    asked = replace(responses(frame, report=Report(level=0.9, headline="q1")))
    study = Study(asked.questionnaire, asked, Definition("", {}))
    told = [say(finding.text, language) for finding in study.findings for language in ("en", "zh")]
    assert any("90%" in sentence for sentence in told)
    assert not any("95%" in sentence for sentence in told)
