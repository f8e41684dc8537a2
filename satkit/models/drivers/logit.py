"""One logit model: coefficients, errors, fit, and statsmodels' answer to the same question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from satkit.models.drivers.odds import EXACT, Odds, fits, natural, null
from satkit.stats.design import Floats


@dataclass(frozen=True, slots=True)
class Logit:
    """A logit model of two or more grades.

    Parameters
    ----------
    names : tuple of str, length p
    coefficient, std_error : ndarray, shape (p,)
        Log odds of a higher grade per unit of the driver; errors for independent answers.
    threshold : ndarray, shape (t,)
        Log odds of the lower grades where all drivers are zero.
    likelihood, nothing : float
        Log-likelihood with and without the drivers.
    """

    names: tuple[str, ...]
    coefficient: Floats
    std_error: Floats
    threshold: Floats
    likelihood: float
    nothing: float

    @property
    def deviance(self) -> float:
        """Minus twice the log-likelihood."""
        return -2 * self.likelihood

    @property
    def mcfadden(self) -> float:
        """Explained share of the null deviance."""
        return 1 - self.likelihood / self.nothing


def logit(given: Odds) -> Logit:
    """The model with all drivers, by Newton's method."""
    found = fits(given, np.ones((1, len(given.names)), bool), close=EXACT)
    coefficient, threshold = natural(given, found.beta)
    error = np.sqrt(np.diagonal(np.linalg.inv(found.information[0])))[given.thresholds :] / given.scale
    return Logit(given.names, coefficient[0], error, threshold[0], float(found.likelihood[0]), null(given)[1])


def by_statsmodels(given: Odds) -> Logit:
    """The same model by statsmodels: a binomial GLM, or its ordered model on repeated rows.

    Weights of more than two grades are taken as counts, because the ordered model knows none.
    """
    drivers = given.standard * given.scale + given.centre
    return _binomial(given, drivers) if given.thresholds == 1 else _ordered(given, drivers)


def _binomial(given: Odds, drivers: Floats) -> Logit:
    import statsmodels.api as sm

    model = sm.GLM(
        given.grade, sm.add_constant(drivers), family=sm.families.Binomial(), freq_weights=given.weight
    )
    found = model.fit(tol=1e-12)
    return Logit(given.names, found.params[1:], found.bse[1:], -found.params[:1], found.llf, found.llnull)


def _ordered(given: Odds, drivers: Floats) -> Logit:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    times = np.round(given.weight).astype(int)
    model = OrderedModel(np.repeat(given.grade, times), np.repeat(drivers, times, axis=0), distr="logit")
    found = model.fit(method="bfgs", disp=False, gtol=1e-8, maxiter=500)
    p = len(given.names)
    threshold = model.transform_threshold_params(found.params)[1:-1]
    return Logit(given.names, found.params[:p], found.bse[:p], threshold, found.llf, found.llnull)
