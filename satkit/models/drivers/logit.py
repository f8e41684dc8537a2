"""One logit model: coefficients, errors and fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit import number_format
from satkit.language import Text
from satkit.models.drivers.intake import checked_drivers, read_complete
from satkit.models.drivers.mcfadden import cox_snell, estrella, mcfadden, nagelkerke
from satkit.models.drivers.odds import EXACT, Odds, fits, natural, null, odds, replicate_coefficients
from satkit.stats.arguments import NAMES, TEXT, arguments
from satkit.stats.design import Floats
from satkit.stats.intake import FAMILY, FRAME, read_sample
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import UNKNOWN, Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

MEASURES = {"mcfadden": mcfadden, "cox_snell": cox_snell, "nagelkerke": nagelkerke, "estrella": estrella}


TITLE = Text("Logit model of %(grades)d grades: McFadden %(mcfadden)s, log-likelihood %(likelihood)s%(n)s")
N = Text(", n %(n)s")
CAPTION = Text("Log odds of a higher grade per unit of the driver")
EXPLAINED_BY = Text("What the drivers explain")
PLOT = Text("Drivers of a higher grade")
AXIS = Text("Log odds per unit of the driver")


@dataclass(frozen=True, slots=True, repr=False)
class Logit(Result):
    """A logit model of two or more grades.

    Parameters
    ----------
    names : tuple of str, length p
    coefficient, std_error : ndarray, shape (p,)
        Log odds of a higher grade per unit of the driver; errors for independent answers, or of the
        design where there is one.
    threshold : ndarray, shape (t,)
        Log odds of the lower grades where all drivers are zero.
    likelihood, nothing : float
        Log-likelihood with and without the drivers.
    sampling : Sampling
    """

    names: tuple[str, ...]
    coefficient: Floats
    std_error: Floats
    threshold: Floats
    likelihood: float
    nothing: float
    sampling: Sampling = UNKNOWN

    def _tables(self) -> Iterator[Table]:
        """One row per driver: ``driver estimate std_error t p low high odds_ratio``."""
        from scipy.special import stdtr

        t = self.coefficient / self.std_error
        low, high = student(self.coefficient, self.std_error, self.sampling.df, self.sampling.level)
        frame = pd.DataFrame(
            {
                "driver": self.names,
                "estimate": self.coefficient,
                "std_error": self.std_error,
                "t": t,
                "p": 2 * stdtr(self.sampling.df, -np.abs(t)),
                "low": low,
                "high": high,
                "odds_ratio": np.exp(self.coefficient),
            }
        )
        yield declare("coefficients", CAPTION, frame, level=self.sampling.level)
        yield declare("fit", EXPLAINED_BY, self.measures)

    def _title(self) -> Text:
        n = "" if np.isnan(self.sampling.n) else N.with_values(n=number_format.count(self.sampling.n))
        return TITLE.with_values(
            grades=len(self.threshold) + 1, mcfadden=number_format.bounded(self.mcfadden),
            likelihood=number_format.score(self.likelihood), n=n,
        )  # fmt: skip

    def _figure(self) -> Estimates:
        rows = self.table[["driver", "estimate", "low", "high"]].itertuples(index=False, name=None)
        return Estimates(PLOT, AXIS, tuple(Mark(*row) for row in rows), reference=0.0)

    @property
    def measures(self) -> pd.DataFrame:
        """Four measures of what the drivers explain: ``measure value``."""
        values = [
            float(worth(np.asarray(self.likelihood), self.nothing, self.sampling.n))
            for worth in MEASURES.values()
        ]
        return pd.DataFrame({"measure": list(MEASURES), "value": values})

    @property
    def deviance(self) -> float:
        """Minus twice the log-likelihood."""
        return -2 * self.likelihood

    @property
    def mcfadden(self) -> float:
        """Explained share of the null deviance."""
        return 1 - self.likelihood / self.nothing


@arguments(**{"data": FRAME, "outcome": TEXT, "drivers": NAMES, **FAMILY})
def fit_logit(
    data: object,
    outcome: str,
    drivers: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Logit:
    """A logit model of an outcome with two grades, or a proportional-odds model of more.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent; rows with a gap are left out.
    outcome : str
        A column of ordered grades; two of them make a binary logit of the larger.
    drivers : sequence of str, length p
        Columns.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``{"strata": …, "cluster": …, "fpc": …}``; errors are then those of replicates.
    resamples : int or Replicates
        Drawn where there is a design.
    seed : int
    level : float

    Returns
    -------
    Logit
        ``table`` has one row per driver, ``measures`` what they explain.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        For one grade only, constant or collinear drivers, too few answers, or a driver that separates
        the grades.

    References
    ----------
    McCullagh (1980); McFadden (1974), Cox and Snell (1989), Nagelkerke (1991) and Estrella (1998) for the
    measures.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame({"price": rng.normal(size=300), "repair": rng.normal(size=300)})
    >>> answers["stays"] = answers["repair"] + rng.logistic(size=300) > 0
    >>> (fit_logit(answers, "stays", ["price", "repair"]).table["p"] < 0.01).tolist()
    [False, True]
    """
    names = checked_drivers(outcome, drivers)
    sample = read_sample(
        data, weight=weight, design=design, resamples=0 if design is None else resamples, seed=seed
    )
    used, answers = read_complete(sample, (*names, outcome))
    given = odds(answers[:, :-1], answers[:, -1], used.weight, names)
    found = logit(given)
    if used.resamples is not None:
        beta = replicate_coefficients(given, used.resamples)[:, given.thresholds :] / given.scale
        found = replace(found, std_error=used.resamples.std_error(beta))
    sampling = used.sampling(level, float(used.weight.sum()))
    return replace(found, sampling=sampling if design is not None else replace(sampling, df=np.inf))


def logit(data: Odds) -> Logit:
    """The model with all drivers, by Newton's method."""
    found = fits(data, np.ones((1, len(data.names)), bool), close=EXACT)
    coefficient, threshold = natural(data, found.beta)
    error = np.sqrt(np.diagonal(np.linalg.inv(found.information[0])))[data.thresholds :] / data.scale
    return Logit(data.names, coefficient[0], error, threshold[0], float(found.likelihood[0]), null(data)[1])
