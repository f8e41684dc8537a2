"""Small cells stay hidden, also from subtraction."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.scoring.disclosure import jointly_withheld, upward, withheld


def concealed(n, smallest, weights):
    return upward(withheld(n, smallest), n, weights)


groups = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@settings(deadline=None)
@given(groups, st.integers(5, 20))
def test_the_whole_less_what_is_shown_never_tells_of_few(people, smallest):
    n = np.array(people)
    hidden = withheld(n, smallest)
    assert (hidden | (n >= smallest)).all()
    secret = n[hidden & (n > 0)]
    if len(secret):
        assert (len(secret) >= 2 and secret.sum() >= smallest) or hidden.all()


@settings(deadline=None)
@given(groups, st.integers(5, 20))
def test_nothing_is_hidden_without_need(people, smallest):
    n = np.array(people)
    hidden = withheld(n, smallest)
    if not ((n < smallest) & (n > 0)).any():
        assert (hidden == (n == 0)).all()
    else:
        # the largest of those hidden on top was the last to go: without it the secret is out
        extra = np.flatnonzero(hidden & (n >= smallest))
        if len(extra):
            last = extra[np.argmax(n[extra])]
            rest = n[hidden & (n > 0) & (np.arange(len(n)) != last)]
            assert len(rest) < 2 or rest.sum() < smallest


def test_columns_are_looked_at_one_by_one():
    hidden = withheld(np.array([[3, 50], [20, 40], [90, 30]]), 10)
    assert hidden.tolist() == [[True, False], [True, False], [False, False]]


def test_an_indicator_that_would_tell_a_hidden_item_is_hidden_too():
    n = np.array([[14, 8, 14], [27, 27, 27], [90, 90, 90]])  # two items and their mean
    hidden = concealed(n, 10, np.array([[1, 0], [0, 1], [0.5, 0.5]]))
    assert hidden[:, 0].tolist() == [False, False, False]
    assert hidden[:, 1].tolist() == hidden[:, 2].tolist() == [True, True, False]


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=2, max_size=5), st.integers(5, 20))
def test_no_hidden_item_follows_from_what_is_shown_of_a_group(answers, smallest):
    items = np.array(answers)
    weights = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0], [0.25, 0.25, 0.5]])
    people = np.column_stack([items, items[:, :2].max(axis=1), items.max(axis=1)])
    hidden = concealed(people, smallest, weights)
    for g in range(len(items)):
        known = weights[~hidden[g]]
        for item in np.flatnonzero(hidden[g, :3] & (items[g] > 0)):
            unit = np.eye(3)[item]
            assert (
                np.linalg.matrix_rank([*known, unit]) > np.linalg.matrix_rank(known) if len(known) else True
            )


def told_by_subtraction(groups, hidden, answered):
    """The fewest people any sum and difference of up to two of each group shown speaks of, by trying all."""
    shown = [
        (group == level) & answered
        for group, cells in zip(groups, hidden, strict=True)
        for level in np.flatnonzero(~cells)
    ]
    shown = np.unique(np.array([answered, *shown], int), axis=0)
    signs = np.array(list(product((-1, 0, 1), repeat=len(shown))))
    people = ((signs @ shown) != 0).sum(axis=1)
    return people[people > 0].min(initial=len(answered))


NESTED = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 14)), min_size=2, max_size=5)


@settings(deadline=None, max_examples=150)
@given(NESTED, st.integers(0, 12), st.randoms(use_true_random=False))
def test_nothing_shown_of_segments_that_lie_in_one_another_can_be_subtracted_to_few(branches, lost, random):
    # branches (the places in the list) lie in counties (two a region), and these in two regions
    branch = np.repeat(np.arange(len(branches)), [n for *_, n in branches])
    county = np.array([2 * region + half for region, half, _ in branches])[branch]
    region = county // 2
    unknown = np.array([random.random() < lost / 40 for _ in branch])
    groups = [np.where(unknown, -1, branch), county, region]
    there = np.array([[True, random.random() < 0.8] for _ in branch])
    hidden = jointly_withheld(groups, [len(branches), 4, 2], there, 10)
    for item in range(2):
        answered = there[:, item]
        if answered.sum() >= 10:
            cells = [each[:, item] for each in hidden]
            assert told_by_subtraction(groups, cells, answered) >= 10


def test_a_county_less_its_branches_tells_of_nobody():
    branch = np.repeat([0, 1, 2, -1], [20, 30, 40, 4])  # four people of the first county in no branch
    county = np.repeat([0, 0, 1, 0], [20, 30, 40, 4])
    hidden = jointly_withheld([branch, county], [3, 2], np.ones((94, 1), bool), 10)
    assert hidden[0][:, 0].tolist() == [True, False, False]
    assert hidden[1][:, 0].tolist() == [False, False]


def test_the_branches_of_a_withheld_county_do_not_bring_it_back():
    branch = np.repeat([0, 1, 2, 3], [5, 12, 13, 60])
    county = np.repeat([0, 1, 1, 2], [5, 12, 13, 60])  # the first county is small, so the second goes too
    hidden = jointly_withheld([branch, county], [4, 3], np.ones((90, 1), bool), 10)
    assert hidden[1][:, 0].tolist() == [True, True, False]
    assert (~hidden[0][1:3, 0]).sum() <= 1


def test_segments_that_cross_are_looked_at_as_each_alone():
    rng = np.random.default_rng(1)
    one, other = rng.integers(0, 3, 400), rng.integers(0, 4, 400)
    hidden = jointly_withheld([one, other], [3, 4], np.ones((400, 1), bool), 10)
    assert not any(cells.any() for cells in hidden)
