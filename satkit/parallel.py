"""Jobs side by side, each in a process of its own, where the system can fork."""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")


def run_side_by_side(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    """What every job gives, in their order.

    All but the last run in forked children that share what is in memory; a child that fails is
    run again here, so that its error is raised where it can be read.
    """
    if len(jobs) < 2 or sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        return [job() for job in jobs]
    context = multiprocessing.get_context("fork")
    children = []
    for job in jobs[:-1]:
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(job, sending))
        with warnings.catch_warnings():  # the threads that are told of are of BLAS, which is not used there
            warnings.simplefilter("ignore", DeprecationWarning)
            child.start()
        sending.close()
        children.append((job, child, receiving))
    last = jobs[-1]()
    return [*(_result(*child) for child in children), last]


def _child(job: Callable[[], Result], sending: Connection) -> None:
    with suppress(Exception):  # the parent tries again and meets the same error
        sending.send(job())


def _result(
    job: Callable[[], Result], child: multiprocessing.process.BaseProcess, receiving: Connection
) -> Result:
    try:
        result: Result = receiving.recv()
    except EOFError:
        child.join()
        return job()
    child.join()
    return result
