"""Outcome and drivers read from answers or moments, for every method that explains one by the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DataError, FitError
from satkit.language import Text
from satkit.models.drivers.correlations import Correlations, correlations
from satkit.stats.arguments import NAMES, TEXT
from satkit.stats.design import Floats
from satkit.stats.intake import DATA, FAMILY, SurveyFrame, read_sample, refuse_of_moments
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.stats.table import checked_names

EXPLAINED = {"data": DATA, "outcome": TEXT, "drivers": NAMES, **FAMILY, "missing": TEXT}
"""What is asked of the arguments that these methods share."""


@dataclass(frozen=True)
class DriverData:
    """Covariances of p drivers and, last, the outcome, for the sample and its replicates.

    Parameters
    ----------
    names : tuple of str, length p
    cov : ndarray, shape (b + 1, p + 1, p + 1)
    sampling : Sampling
    """

    names: tuple[str, ...]
    cov: Floats
    sampling: Sampling

    @property
    def correlations(self) -> Correlations:
        """Of the drivers among each other and with the outcome."""
        return correlations(self.cov, self.names, self.sampling.n)


def read_drivers(
    data: object,
    outcome: str,
    drivers: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    missing: str = "complete",
) -> DriverData:
    """Covariances of drivers and outcome; see :func:`satkit.driver_importance` for the arguments.

    Raises
    ------
    DataError
        If the outcome is one of the drivers, a column is not there, or nothing is left to count.
    """
    names = checked_drivers(outcome, drivers)
    if isinstance(data, Moments):
        refuse_of_moments(weight=weight, design=design)
        found, drawn = (
            data.select((*names, outcome)),
            resamples if isinstance(resamples, Replicates) else None,
        )
        return DriverData(names, found.cov, Sampling(drawn, level, n=float(np.min(found.n))))
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    found = sample.moments((*names, outcome), missing)
    return DriverData(names, found.cov, sample.sampling(level, float(np.min(found.n))))


def read_complete(sample: SurveyFrame, columns: Sequence[str]) -> tuple[SurveyFrame, Floats]:
    """Respondents who answered all of some questions, and their answers, shape (n, k)."""
    answers = sample.answers(columns)
    rows = np.isfinite(answers).all(axis=1) & (sample.weight > 0)
    if not rows.any():
        raise DataError(
            Complaint(Text("no respondent is left: no complete answers, or all case weights are zero"))
        )
    return sample.take(rows), answers[rows]


def refuse_many(drivers: int, most: int) -> None:
    """Complain of more drivers than all subsets can be looked at of.

    Raises
    ------
    FitError
    """
    if drivers > most:
        raise FitError(
            Complaint(
                Text("%(drivers)d drivers have too many subsets for this method", {"drivers": drivers}),
                expected=Text("at most %(most)d drivers", {"most": most}),
                hint=Text("take fewer drivers, or driver_importance with method='relative_weights'"),
            )
        )


def checked_drivers(outcome: str, drivers: Sequence[str]) -> tuple[str, ...]:
    """The names of the drivers, none twice and none the outcome.

    Raises
    ------
    DataError
    """
    names = tuple(map(str, checked_names(list(drivers))))
    if outcome in names:
        raise DataError(
            Complaint(
                Text("'%(name)s' is the outcome and among the drivers", {"name": outcome}),
                hint=Text("leave it out of the drivers"),
            )
        )
    return names
