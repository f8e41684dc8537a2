"""Kano pairs: who answered without thought, and which columns stand in each other's place."""

import numpy as np
import pytest

from satkit.language import say
from satkit.survey.binding import bind
from satkit.survey.checks import OF_PAIRS, run_checks
from satkit.survey.checks.sides import check as sides
from satkit.survey.exclusion import exclude_flagged
from satkit.survey.pairs import pairs
from satkit.survey.questionnaire import Checks, Item, Kano, Wave
from satkit.survey.scale import Point, Scale

ATTRIBUTES = "abcdef"
FIVE = Scale(name="five", kind="kano", points=tuple(Point(code=k) for k in range(1, 6)))
LIKE, EXPECT, NEUTRAL, _, DISLIKE = range(1, 6)


@pytest.fixture
def bound(questionnaire, table):
    """Binds rows of answers: six functional ones, then six dysfunctional ones."""

    def make(answers, **settings):
        items = {
            f"{side[0]}_{name}": Item(
                name=f"{side[0]}_{name}", scale="five", kano=Kano(attribute=name, side=side)
            )
            for side in ("functional", "dysfunctional")
            for name in ATTRIBUTES
        }
        asked = questionnaire(
            items=items, scales={"five": FIVE}, segments={}, waves={"w": Wave(name="w")},
            checks=Checks(**settings), indicators={},
        )  # fmt: skip
        columns = {name: np.asarray(answers)[:, k].tolist() for k, name in enumerate(items)}
        return bind(asked, {"w": table("w.csv", **columns)})

    return make


def named(responses, name):
    return next(check for check in responses.checks if check.name == name)


def thoughtful(n, seed=0):
    """Must-be answers with an indifferent one among them."""
    rng = np.random.default_rng(seed)
    functional = rng.choice([EXPECT, NEUTRAL], (n, 6))
    dysfunctional = np.where(rng.random((n, 6)) < 0.8, DISLIKE, NEUTRAL)
    functional[:, 0], dysfunctional[:, 0] = EXPECT, DISLIKE
    return np.concatenate([functional, dysfunctional], axis=1)


def test_thoughtful_answers_offend_no_check_of_pairs(bound):
    found = run_checks(bound(thoughtful(40)))
    assert {name: named(found, name).count for name in OF_PAIRS} == {"pairs": 0, "sides": 0}
    assert named(found, "pairs").looked_at == 40
    assert named(found, "sides").looked_at == 6


@pytest.mark.parametrize("answer", [LIKE, NEUTRAL, DISLIKE])
def test_one_answer_to_all_kano_questions_offends(bound, answer):
    answers = thoughtful(30)
    answers[7] = answer
    found = named(run_checks(bound(answers)), "pairs")
    assert found.offenders["row"].tolist() == [9]
    assert say(found.offenders["note"].iloc[0], "en") == "one answer to all Kano questions"


@pytest.mark.parametrize(("slips", "offends"), [(1, False), (2, True)])
def test_more_than_a_fifth_of_contradictory_pairs_offends(bound, slips, offends):
    answers = thoughtful(30)
    answers[3, :slips] = answers[3, 6 : 6 + slips] = LIKE
    found = named(run_checks(bound(answers)), "pairs")
    assert found.count == offends
    if offends:
        assert say(found.offenders["note"].iloc[0], "en") == "2 of 6 Kano pairs contradict themselves"


def test_too_few_pairs_are_not_judged(bound):
    answers = thoughtful(30)[:, :12].astype(object)
    answers[0] = LIKE
    answers[0, 2:6] = answers[0, 8:] = None
    found = named(run_checks(bound(answers)), "pairs")
    assert (found.looked_at, found.count) == (29, 0)


def test_thoughtless_answers_are_left_out_on_demand_and_counted(bound):
    answers = thoughtful(30)
    answers[7] = LIKE
    found = exclude_flagged(run_checks(bound(answers, pairs="exclude")))
    assert len(found) == 29
    assert found.waterfall.set_index("step")["n"].to_dict() == {
        "received": 30, "empty": 0, "pairs": 1, "analysed": 29,
    }  # fmt: skip


def test_swapped_columns_are_named_and_only_those(bound):
    answers = thoughtful(40)
    answers[:, [1, 7]] = answers[:, [7, 1]]
    found = named(run_checks(bound(answers)), "sides").offenders
    assert found["column"].tolist() == ["f_b / d_b"]
    assert found["row"].tolist() == [0]
    assert "of 40 answers" in say(found["note"].iloc[0], "en")


def test_a_few_reverse_answers_are_no_swap(bound):
    answers = thoughtful(40)
    answers[:20, 1], answers[:20, 7] = DISLIKE, LIKE
    assert not sides(bound(answers)).count


def test_categories_of_rows_are_read_by_the_table_of_the_scale(bound):
    answers = thoughtful(3).astype(object)
    answers[0, 0], answers[0, 6] = LIKE, DISLIKE
    answers[1, 6] = None
    assert pairs(bound(answers)).kinds[:, 0].tolist() == [1, -1, 0]
