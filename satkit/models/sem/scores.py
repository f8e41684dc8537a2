"""Where every respondent stands on every construct."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.discrepancy import inverse
from satkit.models.sem.result import SemFit
from satkit.models.sem.structure import fill_matrices, implied_moments
from satkit.stats.arguments import arguments, instance, one_of
from satkit.stats.design import Floats

Kind = Literal["regression", "bartlett"]


@arguments(
    fit=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")), kind=one_of(get_args(Kind))
)
def factor_scores(fit: SemFit, kind: Kind = "regression") -> pd.DataFrame:
    """Scores of the respondents that the model was fitted to.

    Parameters
    ----------
    fit : SemFit
        Fitted to answers, not to moments.
    kind : {"regression", "bartlett"}
        Expected values given the answers, shrunken towards the mean (Thurstone 1935); or unbiased
        and wider (Bartlett 1937).

    Returns
    -------
    DataFrame
        One row per respondent used, under the index that the row has in the table of answers, so that
        pandas joins scores and answers rightly; one column per construct.

    Raises
    ------
    FitError
        If the fit holds no answers or ordered ones, or Bartlett's weights do not exist.

    References
    ----------
    Thurstone (1935); Bartlett (1937).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from satkit import fit_sem
    >>> rng = np.random.default_rng(1)
    >>> liking = rng.normal(size=200)
    >>> answers = pd.DataFrame({name: liking + rng.normal(size=200) for name in ("a", "b", "c")})
    >>> scores = factor_scores(fit_sem(answers, "Quality =~ a + b + c", start="plain"))
    >>> scores.shape, bool(scores["Quality"].corr(answers["a"]) > 0.7)
    ((200, 1), True)
    """
    if fit.ordinal is not None:
        raise FitError(
            Complaint(
                Text("this is not to be had from ordered categories (%(method)s)", {"method": fit.method}),
                hint=Text("fit the model with MLR, which takes the answers as numbers"),
            )
        )
    sample = fit.sample
    rows, piece = sample.rows, sample.piece
    if rows is None or piece is None:
        raise FitError(Complaint(Text("scores need the answers of every respondent, not only their moments")))
    moments = implied_moments(fit.structure, fit.theta)
    weights = _regression(fit) if kind == "regression" else _bartlett(fit)
    p = len(fit.model.items)
    group = sample.group[piece]
    centre = moments.mean if fit.model.means else sample.mean[: fit.structure.groups]
    apart = np.where(np.isfinite(rows), rows - centre[group], 0.0)
    found = np.einsum("nlp,np->nl", weights[piece], apart)
    return pd.DataFrame(
        found + moments.all_mean[group][:, p:], index=sample.index, columns=list(fit.model.constructs)
    )


def _regression(fit: SemFit) -> Floats:
    """Weights of the items for every piece, shape (k, l, p)."""
    moments = implied_moments(fit.structure, fit.theta)
    p = len(fit.model.items)
    across = moments.all_cov[:, p:, :p]
    inner = inverse(moments.cov[fit.sample.group], fit.sample)
    return np.asarray(across[fit.sample.group] @ inner)


def _bartlett(fit: SemFit) -> Floats:
    arrows, errors, _ = fill_matrices(fit.structure, fit.theta)
    p = len(fit.model.items)
    among = np.linalg.inv(np.eye(p) - arrows[:, :p, :p])
    loading = among @ arrows[:, :p, p:]
    noise = among @ errors[:, :p, :p] @ among.swapaxes(-1, -2)
    if np.linalg.matrix_rank(noise).min() < p:
        raise FitError(
            Complaint(
                Text("Bartlett's scores need an error in every item"),
                hint=Text("take regression scores"),
            )
        )
    inner = inverse(noise[fit.sample.group], fit.sample)
    lean = loading[fit.sample.group].swapaxes(-1, -2) @ inner
    among = lean @ loading[fit.sample.group]
    if np.linalg.matrix_rank(among).min() < among.shape[-1]:
        raise FitError(
            Complaint(
                Text("Bartlett's scores need items of its own for every construct"),
                hint=Text("take regression scores"),
            )
        )
    return np.asarray(np.linalg.solve(among, lean))
