"""Records that are no complete answer are counted and kept."""

import numpy as np
import pandas as pd
import pytest

from satkit.survey.completeness import note_completeness
from satkit.survey.drafting.write import draft
from satkit.survey.table import Table


def table(**columns):
    frame = pd.DataFrame({name: pd.Series(list(cells), dtype=object) for name, cells in columns.items()})
    return Table(frame, np.arange(len(frame)) + 2, "a.csv", "x")


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("Finished", "True", "False"),
        ("Progress", "100", "47"),
        ("Status", "Complete", "Disqualified"),
        ("Response Type", "completed", "partial"),
        ("清洗数据结果", "有效", "无效"),
        ("_validation_status", "Approved", "Not Approved"),
    ],
)
def test_unfinished_records_are_told_and_offered_to_be_left_out(column, good, bad):
    found = note_completeness(table(**{column: [good] * 17 + [bad] * 3, "q": [1, 2, 3, 4] * 5}))
    assert found.complete == {column: (good,)}
    assert len(found.frame) == 20
    assert "): 3;" in str(found.notes[-1])
    text = draft(found, "x", "en")
    assert "records that are no complete answer: 3 of 20" in text
    assert "\n# only = { " in text


@pytest.mark.parametrize("cells", [["True"] * 20, ["married", "single"] * 10, ["Yes", "No"] * 10])
def test_a_status_of_another_kind_says_nothing_of_completeness(cells):
    assert not note_completeness(table(status=cells)).complete
