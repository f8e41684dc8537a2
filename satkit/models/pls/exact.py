"""Does the model fit exactly: distances of the answers against those it would leave by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls.admissible import admissibility
from satkit.models.pls.assessment import Within, distances, implied_correlations
from satkit.models.pls.fit import SETTINGS, PathFit, fit_flat, refuse_stages
from satkit.models.syntax import MODEL, as_path_model
from satkit.stats.arguments import SWITCH, arguments, one_of, refuse_settings
from satkit.stats.design import Floats
from satkit.stats.intake import DATA, SAMPLING, read_sample, refuse_of_moments
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates

FEWEST = 50


@arguments(data=DATA, model=MODEL, **SAMPLING, within=one_of(get_args(Within)), saturated=SWITCH)
def exact_fit(
    data: object,
    model: str | PathModel,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 999,
    seed: int = 0,
    within: Within = "factor",
    saturated: bool = False,
    **settings: Any,
) -> pd.DataFrame:
    """Bootstrap test of the hypothesis that a path model holds in the population.

    The answers are turned until the model fits them exactly, resampled and fitted; a model that is
    right leaves distances no larger than these.  Turning answers is a map of moments, so that all
    resamples are fitted at once.

    Parameters
    ----------
    data : DataFrame or Moments
        Answers, one row per respondent; or moments with bootstrap replicates on axis 0 and no further
        axes.
    model : str or PathModel
        Of one stage.
    weight, design, resamples, seed
        As in :func:`satkit.fit_pls`.
    within : {"factor", "composite", "modes"}
        See :func:`satkit.models.pls.assessment.implied_correlations`.
    saturated : bool
        Test the measurement alone.
    **settings
        For the fit: ``scheme``, ``consistent`` and so on.

    Returns
    -------
    DataFrame
        ``measure value limit p lost inadmissible``: the distance, its 95 % quantile under the model,
        the share of resamples at least as far off, resamples without a fit, and resamples with an
        impossible one; neither of the last two count.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        If the implied correlations are not positive definite, or there are under 50 resamples.

    References
    ----------
    Beran and Srivastava (1985); Dijkstra and Henseler (2015), section 4.3.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> one = rng.normal(size=300)
    >>> both = {"a": one, "b": one, "c": one + rng.normal(size=300)}
    >>> answers = pd.DataFrame({f"{k}{i}": v + 0.5 * rng.normal(size=300) for k, v in both.items() for i in (1, 2, 3)})
    >>> model = "A =~ a1 + a2 + a3 + b1 + b2 + b3; C =~ c1 + c2 + c3; C ~ A"
    >>> test = exact_fit(answers, model, resamples=99, consistent=True)
    >>> (test["p"] > 0.05).tolist()
    [True, True, True]
    """
    refuse_settings("exact_fit", settings, SETTINGS)
    known = as_path_model(model)
    refuse_stages(known, "exact_fit")
    if isinstance(data, Moments):
        refuse_of_moments(weight=weight, design=design)
        return _test_fit(data.select(known.items), known, within, saturated=saturated, **settings)
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    return _test_fit(sample.moments(known.items), known, within, saturated=saturated, **settings)


def _test_fit(
    items: Moments, model: PathModel, within: Within, *, saturated: bool, **settings: Any
) -> pd.DataFrame:
    """The test, from moments of the items in the order of the model."""
    sample = Moments(items.names, items.n, items.mass[:1], items.mean[:1], items.cov[:1])
    fit = fit_flat(sample, model, **settings)
    wanted = implied_correlations(fit, within, saturated=saturated)
    if not np.linalg.eigvalsh(wanted[0])[0] > 0:
        raise FitError(
            Complaint(
                Text("the correlations that the model implies are impossible, so its fit cannot be tested"),
                hint=Text("test the measurement alone, or leave consistent estimation out"),
            )
        )
    turn = _root(wanted[0]) @ np.linalg.inv(_root(fit.correlation[0])) / items.sd[0]
    turned = fit_flat(items.combine_items(items.names, turn), model, **settings)
    expected = implied_correlations(turned, within, saturated=saturated)
    broken, impossible = turned.is_broken, _impossible(turned, expected)
    usable = np.flatnonzero(~(broken | impossible)[1:]) + 1
    if len(usable) < FEWEST:
        raise FitError(
            Complaint(
                Text("%(count)d resamples could be fitted, too few for a test", {"count": len(usable)}),
                expected=Text("bootstrap moments with at least %(needed)d", {"needed": FEWEST}),
            )
        )
    chance = distances(turned.correlation[usable], expected[usable])
    return pd.DataFrame(
        [
            {
                "measure": name,
                "value": value[0],
                "limit": np.quantile(chance[name], 0.95),
                "p": (1 + (chance[name] >= value[0]).sum()) / (1 + len(usable)),
                "lost": int(broken[1:].sum()),
                "inadmissible": int((impossible & ~broken)[1:].sum()),
            }
            for name, value in distances(fit.correlation, wanted).items()
        ]
    )


def _impossible(fit: PathFit, expected: Floats) -> NDArray[np.bool_]:
    """Resamples that no population could give, or whose implied correlations none could have, shape (b,).

    As cSEM drops them: loadings or reliabilities beyond one, matrices that are not positive definite.
    """
    whole = np.asarray(np.isfinite(expected).all(axis=(-2, -1)))
    safe = np.where(whole[..., None, None], expected, np.eye(expected.shape[-1]))
    contradictory = ~whole | ~(np.linalg.eigvalsh(safe)[..., 0] > 0)
    return np.asarray(admissibility(fit).inadmissible | contradictory)


def _root(matrix: Floats) -> Floats:
    """Symmetric square root of a positive definite matrix."""
    roots, axes = np.linalg.eigh(matrix)
    return np.asarray((axes * np.sqrt(roots)) @ axes.T)
