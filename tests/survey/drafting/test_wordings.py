"""Published wordings: every one has its own place, and every part of a list orders itself."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satkit.survey.drafting.word_order import NO_MIDDLE, order_wordings
from satkit.survey.drafting.wordings import ladders, languages, plain, reason_of

LISTS = [(ladder, each) for ladder in ladders() for each in ladder.lists]


@pytest.mark.parametrize("ladder", ladders(), ids=lambda ladder: f"{ladder.language} {ladder.name}")
def test_every_list_stands_on_its_ladder_in_order(ladder):
    for words in ladder.lists:
        places = [ladder.places[word] for word in words]
        assert places == sorted(set(places)), words


@pytest.mark.parametrize("ladder", ladders(), ids=lambda ladder: f"{ladder.language} {ladder.name}")
def test_a_ladder_goes_from_good_over_its_middle_to_bad(ladder):
    poles = [ladder.pole(word) for word in ladder.places]
    assert poles == sorted(poles, reverse=True)


@given(st.sampled_from(LISTS), st.data())
def test_no_two_texts_of_a_list_ever_share_a_point(chosen, data):
    _, words = chosen
    some = data.draw(st.lists(st.sampled_from(words), min_size=2, unique=True))
    order = order_wordings(dict.fromkeys(some, 10), offered=False)
    if order is not None:  # yes and no alone are no scale
        assert len(set(order.words)) == len(order.words)
        assert set(some) <= {*order.words, *order.odd}
        assert not order.odd


@given(st.sampled_from([each for each in LISTS if len(each[1]) >= 3]))
def test_a_list_that_is_met_in_full_comes_in_its_own_order(chosen):
    _, words = chosen
    order = order_wordings(dict.fromkeys(sorted(words), 10), offered=True)
    assert order is not None
    assert order.words == words


def test_nobody_is_given_a_middle_that_was_not_offered():
    order = order_wordings(
        dict.fromkeys(["strongly agree", "agree", "disagree", "strongly disagree"], 9), offered=False
    )
    assert order is not None
    assert len(order.words) == 4
    assert order.doubts == (NO_MIDDLE,)


def test_an_end_that_nobody_chose_is_added_and_told():
    order = order_wordings(
        dict.fromkeys(["very satisfied", "satisfied", "neutral", "dissatisfied"], 9), offered=False
    )
    assert order is not None
    assert order.words[-1] == "very dissatisfied"
    assert order.doubts


def test_the_answers_of_one_end_alone_are_not_stretched_over_the_whole_scale():
    order = order_wordings({"very satisfied": 40, "satisfied": 20}, offered=False)
    assert order is not None
    assert len(order.words) == 5
    assert order.doubts


@pytest.mark.parametrize(
    "words",
    [
        ("very crunchy", "crunchy", "not very crunchy", "not crunchy at all"),
        ("非常通透", "比较通透", "一般", "不太通透", "很不通透"),
        ("très lumineux", "assez lumineux", "peu lumineux", "pas du tout lumineux"),
        ("sehr hell", "eher hell", "eher nicht hell", "überhaupt nicht hell"),
        ("very friendly", "friendly", "unfriendly", "very unfriendly"),
    ],
)
def test_what_no_list_knows_is_ordered_by_how_strongly_it_is_said(words):
    order = order_wordings({plain(word): 10 for word in reversed(words)}, offered=False)
    assert order is not None
    assert order.words == tuple(map(plain, words))
    assert order.doubts


@pytest.mark.parametrize(
    "words", [("married", "single", "widowed"), ("north", "south", "east", "west"), ("yes", "no")]
)
def test_facts_are_no_scale(words):
    assert order_wordings(dict.fromkeys(words, 10), offered=False) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Très satisfait(e)", "TRÈS SATISFAITE"),
        ("Muy satisfecho/a", "muy satisfecha"),
        ("Strongly  Agree.", "strongly agree"),
        ("Don&#39;t know", "Don’t know"),
        ("very_satisfied", "Very satisfied"),
        ("ｖｅｒｙ good", "Very good"),
    ],
)
def test_spellings_of_programs_are_one_wording(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Don’t know", "dont_know"),
        ("Not applicable (did not use)", "not_applicable"),
        ("PREFER NOT TO SAY", "refused"),
        ("没有使用过", "not_applicable"),
        ("无法评价", "dont_know"),
        ("keine Angabe", "skipped"),
        ("ne sait pas", "dont_know"),
        ("no sabe / no contesta", "dont_know"),
        ("무응답", "skipped"),
        ("わからない", "dont_know"),
    ],
)
def test_what_is_no_answer_is_known_with_its_reason(text, reason):
    assert reason_of(text) == reason


def test_no_answer_is_a_point_of_a_ladder_unless_that_is_said():
    for language in languages():
        for ladder in language.ladders:
            assert not set(ladder.places) & set(language.missing) - ladder.doubtful, (
                language.code,
                ladder.name,
            )


def test_good_and_bad_words_are_apart():
    for language in languages():
        assert not language.good & language.bad
        assert not any(set(a) & set(b) for a, b in combinations([language.good, language.bad], 2))
