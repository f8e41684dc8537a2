"""How well a Kano questionnaire was understood: questionable and reverse answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.kano.answers import QUESTIONABLE, REVERSE
from satkit.stats.design import Floats, Ints

FLAGGED = 0.1  # of answers questionable; Sauerwein et al. (1996) had below .02


def per_attribute(found: Ints, weight: Floats, names: tuple[str, ...]) -> pd.DataFrame:
    """Rates of questionable and reverse answers: ``attribute n questionable reverse flagged``.

    Parameters
    ----------
    found : ndarray of int, shape (n, attributes)
        From :func:`satkit.models.kano.answers.categories`.
    weight : ndarray, shape (n,)
    """
    answered = found >= 0
    total = weight @ answered
    with np.errstate(invalid="ignore", divide="ignore"):
        questionable = (weight @ (found == QUESTIONABLE)) / total
        reverse = (weight @ (found == REVERSE)) / total
    return pd.DataFrame(
        {
            "attribute": names,
            "n": answered.sum(axis=0),
            "questionable": questionable,
            "reverse": reverse,
            "flagged": questionable > FLAGGED,
        }
    )


def per_respondent(found: Ints) -> Floats:
    """Share of each respondent's pairs that are questionable, shape (n,); NaN where none was answered."""
    answered = (found >= 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((found == QUESTIONABLE).sum(axis=1) / answered)


def kappa(first: Ints, second: Ints) -> float:
    """Cohen's agreement of two classifications of the same attributes, as by two halves of a sample.

    Parameters
    ----------
    first, second : ndarray of int, shape (attributes,)

    References
    ----------
    Cohen (1960).
    """
    kinds = np.union1d(first, second)
    observed = float((first == second).mean())
    expected = float(sum((first == kind).mean() * (second == kind).mean() for kind in kinds))
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)
