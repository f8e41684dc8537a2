"""Answers that too few people gave stand together."""

from satkit.analyses.recovery.tables import withheld_together


def test_withheld_answers_that_follow_each_other_are_one_row():
    lines = [{"place": k, "withheld": why} for k, why in enumerate(["", "", "few", "few", "", "few"])]
    assert [[line["place"] for line in run] for run in withheld_together(lines)] == [
        [0],
        [1],
        [2, 3],
        [4],
        [5],
    ]
