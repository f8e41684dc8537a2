"""How well a model fits: tests and indices from a few numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit import number_format
from satkit.language import Text
from satkit.models.sem.kernel import halves
from satkit.models.sem.sample import Sample
from satkit.models.sem.structure import Implied
from satkit.stats.design import Floats
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

LEVEL = 0.90  # of the RMSEA interval (Steiger 1990)
CLOSE, NOT_CLOSE = 0.05, 0.08


TITLE = Text("Chi-square test")
CAPTION = Text("Chi-square %(chi_square)s on %(df)d df, p %(p)s")


@dataclass(frozen=True, repr=False)
class Test(Result):
    """A chi-square, possibly scaled: ``statistic = plain / factor + shift``.

    Parameters
    ----------
    plain : float
    df : int
    factor, shift : float
    """

    plain: float
    df: int
    factor: float = 1.0
    shift: float = 0.0

    @property
    def statistic(self) -> float:
        """The scaled chi-square."""
        return self.plain / self.factor + self.shift if self.factor > 0 else np.nan

    @property
    def p_value(self) -> float:
        """Chance of a larger one if the model is right."""
        from scipy.special import chdtrc

        return float(chdtrc(self.df, max(self.statistic, 0.0))) if self.df else np.nan

    def _tables(self) -> Iterator[Table]:
        frame = pd.DataFrame({"chi_square": [self.statistic], "df": [self.df], "p": [self.p_value]})
        yield declare("test", TITLE, frame)

    def _title(self) -> Text:
        return CAPTION.with_values(
            chi_square=number_format.ratio(self.statistic),
            df=self.df,
            p=number_format.probability(self.p_value),
        )


def rmsea(statistic: float, df: int, n: float, groups: int = 1) -> dict[str, float]:
    """Root mean square error of approximation, its interval and the tests of close fit.

    Parameters
    ----------
    statistic : float
    df : int
    n : float
        Respondents (ML) or respondents less one (least squares).
    groups : int
        The root is taken per group (Steiger 1998).

    Returns
    -------
    dict
        ``rmsea``, ``rmsea_low`` and ``rmsea_high`` (90 %), ``rmsea_close``: the chance of a
        statistic as large if the value is 0.05, ``rmsea_not_close``: of one as small if it is 0.08.
    """
    from scipy.special import chndtr

    if not df:
        return {"rmsea": 0.0, "rmsea_low": 0.0, "rmsea_high": 0.0}
    unit = n * df / groups
    low, high = noncentral(statistic, df, (1 + LEVEL) / 2), noncentral(statistic, df, (1 - LEVEL) / 2)
    return {
        "rmsea": float(np.sqrt(max(statistic - df, 0) / unit)),
        "rmsea_low": float(np.sqrt(low / unit)),
        "rmsea_high": float(np.sqrt(high / unit)),
        "rmsea_close": 1 - float(chndtr(statistic, df, unit * CLOSE**2)),
        "rmsea_not_close": float(chndtr(statistic, df, unit * NOT_CLOSE**2)),
    }


def noncentral(statistic: float, df: int, chance: float) -> float:
    """The noncentrality under which a smaller statistic has this chance; zero where none does."""
    from scipy.optimize import brentq
    from scipy.special import chdtr, chndtr

    if not np.isfinite(statistic):
        return np.nan
    if chdtr(df, statistic) <= chance:
        return 0.0
    top = max(statistic, 1.0)
    while chndtr(statistic, df, top) > chance:
        top *= 2
    return float(
        brentq(lambda extra: chndtr(statistic, df, extra) - chance, 0.0, top, xtol=1e-12, rtol=1e-14)
    )


def comparative(model: Test, baseline: Test, *, scaled: bool = False) -> dict[str, float]:
    """CFI, TLI and NFI: against items that have nothing to do with each other (Bentler 1990)."""
    t, b = (model.statistic, baseline.statistic) if scaled else (model.plain, baseline.plain)
    excess, worst = max(t - model.df, 0.0), max(t - model.df, b - baseline.df, 0.0)
    cfi = 1 - excess / worst if worst > 0 else 1.0
    tli = 1.0
    if model.df and b != baseline.df:
        tli = 1 - (t - model.df) / model.df * baseline.df / (b - baseline.df)
    return {"cfi": cfi, "tli": tli, "nfi": 1 - t / b}


def robust(model: Test, baseline: Test, n: float, groups: int = 1) -> dict[str, float]:
    """CFI, TLI and RMSEA that estimate their normal-theory values in the population.

    Brosseau-Liard and Savalei (2014): the plain statistic less the scaling factor times df.
    """
    if not model.df:
        return {}
    excess = model.plain - model.factor * model.df
    worst = baseline.plain - baseline.factor * baseline.df
    return {
        "cfi": 1 - max(excess, 0) / max(excess, worst, 1e-300),
        "tli": 1 - excess / model.df * baseline.df / worst,
        **rmsea(model.statistic, model.df, n / model.factor if model.factor > 0 else np.nan, groups),
    }


def residual(sample: Sample, saturated: Implied, implied: Implied, *, means: bool) -> float:
    """SRMR: root mean square of the residuals of means and covariances in standard deviations."""
    shares = np.bincount(sample.group, sample.share, minlength=len(sample.groups))
    total = 0.0
    for group, share in enumerate(shares):
        cov = saturated.cov[group]
        sd = np.sqrt(np.diagonal(cov))
        row, column = halves(len(cov))
        rest = ((cov - implied.cov[group]) / np.outer(sd, sd))[row, column]
        squares, count = (rest**2).sum(), len(rest)
        if means:
            squares += (((saturated.mean[group] - implied.mean[group]) / sd) ** 2).sum()
            count += len(sd)
        total += share * np.sqrt(squares / count)
    return float(total)


def goodness(sample: Sample, saturated: Implied, implied: Implied, weights: Floats, *, means: bool) -> float:
    """GFI: how much of the weighted moments the model reproduces (Joreskog and Sorbom 1981).

    Parameters
    ----------
    weights : ndarray, shape (g, s, s)
        What weighs the residuals of means and lower triangles; the groups are averaged.
    """
    shares = np.bincount(sample.group, sample.share, minlength=len(sample.groups))
    total = 0.0
    for group, share in enumerate(shares):
        weight = weights[group]
        row, column = halves(len(saturated.cov[group]))
        seen = saturated.cov[group][row, column]
        rest = seen - implied.cov[group][row, column]
        if means:
            seen = np.concatenate([saturated.mean[group], seen])
            rest = np.concatenate([saturated.mean[group] - implied.mean[group], rest])
        total += share * (1 - (rest @ weight @ rest) / (seen @ weight @ seen))
    return float(total)


def likelihood(logl: float, free: int, n: float) -> dict[str, float]:
    """Log-likelihood and the information criteria."""
    return {
        "logl": logl,
        "aic": 2 * free - 2 * logl,
        "bic": free * np.log(n) - 2 * logl,
        "bic_adjusted": free * np.log((n + 2) / 24) - 2 * logl,
    }
