"""Small cells stay hidden, also from subtraction."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.scoring.disclosure import concealed, withheld

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
