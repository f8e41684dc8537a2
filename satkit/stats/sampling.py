"""What a result knows of the sample behind it, so that it can say by itself how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.stats.replicates import Replicates


@dataclass(frozen=True)
class Sampling:
    """The sample behind a result.

    Parameters
    ----------
    resamples : Replicates, optional
        What the replicates of the result are; nothing where there are none.
    level : float
        Of the intervals.
    df : float
        Degrees of freedom of the design.
    n : float
        Respondents that were used; NaN where it is not known.
    """

    resamples: Replicates | None = None
    level: float = 0.95
    df: float = np.inf
    n: float = np.nan

    @property
    def replicated(self) -> Replicates:
        """The replicates, or the sample alone where there are none."""
        return self.resamples or sample_alone(0)


UNKNOWN = Sampling()
"""Of a result that was made from one matrix."""


def sample_alone(n: int) -> Replicates:
    """No replicates of n rows at all: the sample, and nothing that says how sure it is."""
    return Replicates("groups", np.zeros(n, np.int64), np.ones((1, 1)), np.zeros(0))
