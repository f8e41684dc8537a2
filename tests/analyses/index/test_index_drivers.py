"""Which parts are said to go with the index most, by what can be told apart."""

from types import SimpleNamespace

import pandas as pd
import pytest

from satkit.analyses import weigh
from satkit.analyses.index import finding as index
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.rows import PriorityRow
from satkit.findings.evidence import Evidence
from satkit.findings.order import state_confidence
from satkit.language import Label, say
from satkit.survey.questionnaire import Item, Questionnaire, Wave
from satkit.survey.scale import SATISFACTION

NAMES = ("a", "b", "c", "d", "e", "f")
ASKED = Questionnaire(
    name="s",
    title=Label(en="S"),
    scales={"satisfaction": SATISFACTION},
    items={"q1": Item(name="q1", scale="satisfaction", role="overall")},
    waves={"w": Wave(name="w")},
)


def told(leads, chances=(0.4, 0.3, 0.2, 0.1, 0, 0), p=0.0001):
    """The sentence on parts with these p of being among the first and probabilities of being it."""
    others = dict.fromkeys(PriorityRow.__annotations__, 0.0)
    lines = [
        others | {"wave": "w", "construct": name, "importance": 0.5 - k / 20, "low": 0.1, "high": 0.6, "p": p, "probability_first": chance,
         "p_leads": lead}
        for k, (name, chance, lead) in enumerate(zip(NAMES, chances, leads, strict=False))
    ]  # fmt: skip
    named = SimpleNamespace(
        labels={name: Label(en=name.upper()) for name in NAMES}, name=Label(en="Satisfaction")
    )
    found = IndexResult(named, priority=pd.DataFrame(lines), fits={"w": SimpleNamespace(n=300)})
    evidence = Evidence(ASKED, pd.DataFrame({"wave": ["w"]}), pd.DataFrame(), pd.DataFrame()).with_results(
        found
    )
    (finding,) = index._find_drivers(weigh(evidence), found)
    return finding.evidence, say(state_confidence(finding, "95%").text, "en")


@pytest.mark.parametrize(
    ("leads", "chances", "level", "start"),
    [
        ((1, 0.01, 0.001), (0.99, 0.01, 0), "significant", "“A” goes with Satisfaction most"),
        (
            (1, 0.2, 0.01),
            (0.85, 0.1, 0.05),
            "likely",
            "“A” probably goes with Satisfaction most (probability 85%)",
        ),
        (
            (1, 0.6, 0.01),
            (0.5, 0.4, 0.1),
            "unclear",
            "“A” and “B” go with Satisfaction most; the data cannot tell",
        ),
        (
            (1, 0.9, 0.5),
            (0.4, 0.35, 0.25),
            "unclear",
            "Which of the 3 parts of the model goes with Satisfaction most",
        ),
        ((1,) * 6, (0.2, 0.2, 0.2, 0.19, 0.15, 0.06), "unclear", "Which of the 6 parts of the model goes"),
        (
            (1, 0.9, 0.8, 0.7, 0.6, 0.001),
            (0.25, 0.2, 0.15, 0.15, 0.15, 0.1),
            "unclear",
            "Which part of the model goes with Satisfaction most cannot be told: 5 of the 6 parts cannot be told apart",
        ),
    ],
)
def test_as_many_parts_are_named_as_cannot_be_told_from_the_first(leads, chances, level, start):
    found = told(leads, chances)
    assert found[0] == level
    assert found[1].startswith(start)


def test_the_few_that_lead_with_eighty_percent_are_named_with_their_probabilities():
    level, text = told((1, 0.9, 0.8, 0.7, 0.6, 0.5), (0.5, 0.35, 0.05, 0.05, 0.03, 0.02))
    assert level == "unclear"
    assert text.startswith("One of “A” (50%) and “B” (35%) most likely goes with Satisfaction most")


def test_parts_that_may_all_be_nothing_are_said_to_be_that():
    assert told((1, 0.9, 0.5), p=0.2)[1].startswith(
        "No part of the model goes with Satisfaction beyond chance"
    )


def test_a_part_beyond_nothing_is_not_the_first_while_another_may_be():
    """Of two unsure parts the one whose p is small must not win for that alone."""
    level, _ = told((1, 0.7), (0.55, 0.45))
    assert level == "unclear"
