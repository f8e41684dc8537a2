"""May the fit be believed: what is impossible in it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import quote_all
from satkit.language import Text
from satkit.models.pls.fit import PathFit
from satkit.stats.arguments import arguments, instance
from satkit.stats.reliability import rho_a
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

ROUNDING = 1e-10


TITLE = Text("Admissibility of a fit and its replicates")
CAPTION = Text("What is impossible, in the sample and among the replicates")
NAMES = {
    "broken": Text("could not be fitted"), "unsettled": Text("weights did not settle"),
    "loading": Text("a loading beyond one"), "reliability": Text("a reliability outside zero to one"),
    "correlations": Text("impossible correlations of constructs"),
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Admissibility(Result):
    """What is impossible in the sample and in every replicate; each of shape (...).

    Parameters
    ----------
    broken : ndarray of bool
        No coefficients: an item was constant or a regression singular.
    unsettled : ndarray of bool
        The weights did not come to rest.
    loading : ndarray of bool
        A loading beyond one.
    reliability : ndarray of bool
        A reliability rho_A outside zero to one.
    correlations : ndarray of bool
        Correlations of constructs that no scores could have (not positive semi-definite).
    remarks : tuple of Text
        The same of the sample, in words; empty where all is well.
    """

    broken: NDArray[np.bool_]
    unsettled: NDArray[np.bool_]
    loading: NDArray[np.bool_]
    reliability: NDArray[np.bool_]
    correlations: NDArray[np.bool_]
    remarks: tuple[Text, ...]

    @property
    def inadmissible(self) -> NDArray[np.bool_]:
        """Fits that exist but are impossible, shape (...)."""
        return (self.loading | self.reliability | self.correlations) & ~self.broken

    def _tables(self) -> Iterator[Table]:
        found = [np.asarray(getattr(self, name)) for name in NAMES]
        frame = pd.DataFrame(
            {
                "check": list(NAMES.values()),
                "in_sample": [bool(which[0].any()) for which in found],
                "replicates": [int(which[1:].sum()) for which in found],
            }
        )
        yield declare("checks", CAPTION, frame)

    def _title(self) -> Text:
        return TITLE

    def _notes(self) -> tuple[Text, ...]:
        return (*self.remarks, *self.describe_losses())

    def describe_losses(self) -> tuple[Text, ...]:
        """How many replicates were broken, unsettled or impossible; nothing where none was."""
        counts = (
            (Text("%(count)d of %(b)d resamples could not be fitted and are left out"), self.broken),
            (Text("%(count)d of %(b)d resamples did not settle"), self.unsettled & ~self.broken),
            (Text("%(count)d of %(b)d resamples are inadmissible; they are kept"), self.inadmissible),
        )
        return tuple(
            text.with_values(count=int(which[1:].sum()), b=which[1:].size)
            for text, which in counts
            if which[1:].any()
        )


@arguments(fit=instance(PathFit, Text("a fitted path model, as fit_pls gives it")))
def admissibility(fit: PathFit) -> Admissibility:
    """Look for results that no population could have.

    Parameters
    ----------
    fit : PathFit
        Without PLSc only the first two can happen.

    Returns
    -------
    Admissibility
        Which replicates are broken, not settled or impossible, and remarks on the sample itself.

    Raises
    ------
    DefinitionError
        If it is given no fit.

    References
    ----------
    Dijkstra and Henseler (2015) on what PLSc can run into; as cSEM's ``verify``.

    Examples
    --------
    >>> import pandas as pd
    >>> from satkit import fit_pls
    >>> answers = pd.DataFrame({"q1": [7, 4, 9, 6, 8, 3], "q2": [8, 5, 8, 6, 9, 2],
    ...                         "s1": [6, 5, 9, 4, 9, 4], "s2": [7, 3, 10, 6, 8, 5]})
    >>> fit = fit_pls(answers, "Quality =~ q1 + q2; Satisfaction =~ s1 + s2; Satisfaction ~ Quality", resamples=0)
    >>> admissibility(fit).remarks
    ()
    """
    broken = fit.is_broken
    with np.errstate(invalid="ignore"):
        loading = np.asarray((np.abs(fit.loadings) > 1 + ROUNDING).any(axis=-1))
        rho = corrected_rho(fit)
        unreliable = np.asarray(((rho > 1 + ROUNDING) | ~(rho > 0)).any(axis=-1)) & ~broken
    whole = np.asarray(np.isfinite(fit.between).all(axis=(-2, -1)))
    safe = np.where(whole[..., None, None], fit.between, 0.0)
    impossible = np.asarray(np.linalg.eigvalsh(safe)[..., 0] < -ROUNDING)
    return Admissibility(
        broken, ~fit.settled, loading, unreliable, impossible, _remarks(fit, rho, impossible)
    )


def corrected_rho(fit: PathFit) -> NDArray[np.float64]:
    """Reliabilities of the corrected constructs, shape (..., corrected)."""
    blocks = [fit.blocks[fit.model.names.index(name)] for name in fit.corrected]
    return rho_a(fit.correlation, fit.weights, blocks)


def _remarks(fit: PathFit, rho: NDArray[np.float64], impossible: NDArray[np.bool_]) -> tuple[Text, ...]:
    first = (0,) * impossible.ndim
    remarks = []
    beyond = [
        item
        for item, value in zip(fit.model.items, fit.loadings[first], strict=True)
        if abs(value) > 1 + ROUNDING
    ]
    if beyond:
        remarks.append(Text("the loading of %(items)s is beyond one", {"items": quote_all(beyond)}))
    odd = [
        name for name, value in zip(fit.corrected, rho[first], strict=True) if not 0 < value <= 1 + ROUNDING
    ]
    if odd:
        remarks.append(
            Text("the reliability of %(constructs)s is not between 0 and 1", {"constructs": quote_all(odd)})
        )
    if impossible[first]:
        remarks.append(
            Text(
                "corrected for measurement error, the constructs correlate in a way that no answers could: "
                "the solution is inadmissible, and its paths should not be read"
            )
        )
    return tuple(remarks)
