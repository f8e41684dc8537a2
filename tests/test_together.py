"""Jobs side by side give what they give one after the other."""

import os
import sys
from functools import partial

import pytest

from satkit.parallel import run_side_by_side

forks = pytest.mark.skipif(
    sys.platform != "linux" or (os.cpu_count() or 1) < 2, reason="needs Linux and two processors"
)


def refused(why):
    raise ValueError(why)


def test_results_come_in_the_order_of_their_jobs():
    assert run_side_by_side([partial(pow, 2, k) for k in range(5)]) == [1, 2, 4, 8, 16]


@forks
def test_every_job_but_the_last_has_a_process_of_its_own():
    first, second, last = run_side_by_side([os.getpid] * 3)
    assert len({first, second, last}) == 3
    assert last == os.getpid()


@pytest.mark.parametrize("place", [0, 1])
def test_a_job_that_fails_raises_its_own_error(place):
    jobs = [partial(pow, 2, 3), partial(pow, 2, 4)]
    jobs[place] = partial(refused, "too few answers")
    with pytest.raises(ValueError, match="too few answers"):
        run_side_by_side(jobs)


def test_a_result_that_cannot_be_sent_is_computed_here():
    made, plain = run_side_by_side([lambda: lambda: 7, lambda: 8])
    assert (made(), plain) == (7, 8)
