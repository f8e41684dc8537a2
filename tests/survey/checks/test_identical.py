"""Records are equal where all their answers are, whatever kind they are of."""

import numpy as np
import pytest

from satkit.survey.binding import bind
from satkit.survey.checks import identical
from satkit.survey.questionnaire import Item

RATED = [f"q{k}" for k in range(10)]
OTHERS = {"why": "why", "wait": "minutes", "say": "comment"}


@pytest.mark.parametrize(
    ("column", "cells", "equal"),
    [
        ("why", ["停电多┋修得慢", "停电多┋修得慢"], True),
        ("why", ["停电多", "修得慢"], False),
        ("wait", [5, 6], False),
        ("wait", [None, None], True),
        ("say", ["不错", "太慢"], False),
    ],
)
def test_records_differ_by_options_numbers_and_words_too(questionnaire, table, column, cells, equal):
    asked = questionnaire(
        items={
            name: Item(name=name, scale=scale)
            for name, scale in (dict.fromkeys(RATED, "satisfaction") | OTHERS).items()
        },
        segments={},
    )
    rows = {name: [1 + k % 4] * 2 for k, name in enumerate(RATED)}
    told = {"why": ["停电多"] * 2, "wait": [5] * 2, "say": ["好"] * 2} | {column: cells}
    found = identical.check(bind(asked, {"2025": table(**rows, **told)}))
    assert found.count == int(equal)
    assert found.looked_at == 2
    assert np.isin(found.offenders["row"], [3]).all()
