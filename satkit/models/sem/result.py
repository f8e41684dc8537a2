"""What a fitted covariance model says: estimates, errors, measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.discrepancy import Estimator
from satkit.models.sem.layers import Layers
from satkit.models.sem.measures import Test
from satkit.models.sem.model import CovarianceModel
from satkit.models.sem.quantities import defined
from satkit.models.sem.sample import Sample
from satkit.models.sem.standardised import derivative, standardised
from satkit.models.sem.structure import Structure, values
from satkit.stats.design import Floats
from satkit.stats.polychoric import Polychoric

Method = Literal["ML", "MLM", "MLR", "GLS", "ULS", "DWLS", "WLSMV", "ULSMV"]
METHODS: dict[str, Estimator] = {"ML": "ML", "MLM": "ML", "MLR": "ML", "GLS": "GLS", "ULS": "ULS"}
ORDINAL = ("DWLS", "WLSMV", "ULSMV")
ROUNDING = 1e-12  # of a variance
COLUMNS = [
    *("group", "lhs", "op", "rhs", "label", "free", "estimate", "std_error", "z", "p_value"),
    *("low", "high", "std_lv", "std_all", "std_error_all"),
]


@dataclass(frozen=True)
class Ordinal:
    """What a fit of ordered categories rests on.

    Parameters
    ----------
    layers : Layers
    seen : tuple of Polychoric
        Of every group.
    theta : ndarray, shape (Q,)
        All parameters, thresholds and scales included.
    weights : ndarray, shape (g, s)
        Of what the items show.
    pairwise : bool
        Whether respondents with gaps count where they answered.
    """

    layers: Layers
    seen: tuple[Polychoric, ...]
    theta: Floats
    weights: Floats
    pairwise: bool = False


@dataclass(frozen=True)
class SemFit:
    """What the answers say about a covariance model.

    Parameters
    ----------
    method : str
    structure : Structure
    sample : Sample
    theta : ndarray, shape (q,)
        Free parameters.
    errors : ndarray, shape (q, q)
        Their covariance.
    parameters : DataFrame
        One row per parameter and group: ``group lhs op rhs label free estimate std_error z p_value
        low high std_lv std_all std_error_all``; then the defined quantities.
    measures : DataFrame
        ``measure value``.
    test, baseline : Test
    converged : bool
    notes : tuple of Text
        What was done to the answers, and what a reader must know.
    ordinal : Ordinal, optional
        Where the answers are ordered categories.
    """

    method: str
    structure: Structure
    sample: Sample
    theta: Floats
    errors: Floats
    parameters: pd.DataFrame
    measures: pd.DataFrame
    test: Test
    baseline: Test
    converged: bool
    notes: tuple[Text, ...]
    ordinal: Ordinal | None = None

    @property
    def model(self) -> CovarianceModel:
        """The model."""
        return self.structure.model

    @property
    def estimator(self) -> Estimator:
        """What is minimised.

        Raises
        ------
        FitError
            For ordered categories, whose least squares are their own.
        """
        if self.method in ORDINAL:
            raise FitError(
                Complaint(
                    Text(
                        "this is not to be had from ordered categories (%(method)s)", {"method": self.method}
                    ),
                    hint=Text("fit the model with MLR, which takes the answers as numbers"),
                )
            )
        return METHODS[self.method]

    def measure(self, name: str) -> float:
        """One measure by its name."""
        return float(self.measures.set_index("measure")["value"][name])

    def __str__(self) -> str:
        suffix = "_scaled" if "cfi_scaled" in set(self.measures["measure"]) else ""
        return (
            f"SemFit  {self.method}, n {self.sample.n:.0f}, {self.measure('parameters'):.0f} parameters, "
            f"chi-square {self.test.statistic:.2f} on {self.test.df} df, CFI {self.measure(f'cfi{suffix}'):.3f}, "
            f"RMSEA {self.measure(f'rmsea{suffix}'):.3f}, SRMR {self.measure('srmr'):.3f}"
        )


def alone(sample: Sample) -> Sample:
    """The sample itself, its replicates left aside."""
    if sample.size.ndim == 1:
        return sample
    return replace(sample, size=sample.size[0], mean=sample.mean[0], cov=sample.cov[0])


def unbiased(sample: Sample) -> Sample:
    """Covariances divided by one less than the respondents, as least squares take them."""
    factor = sample.size / (sample.size - 1)
    return replace(sample, cov=sample.cov * factor[..., None, None])


def parameter_table(
    given: Structure,
    groups: Sequence[str],
    theta: Floats,
    covariance: Floats,
    level: float,
) -> pd.DataFrame:
    """One row per parameter and group, then the defined quantities."""
    rows = [(group, row) for group, own in zip(groups, given.rows, strict=True) for row in own]
    table = pd.DataFrame(
        {
            "group": [group for group, _ in rows],
            "lhs": [row.lhs for _, row in rows],
            "op": [row.op for _, row in rows],
            "rhs": [row.rhs for _, row in rows],
            "label": ["" if row.label.startswith(".p") else row.label for _, row in rows],
            "free": given.place.ravel() >= 0,
        }
    )
    estimate, error = with_errors(lambda at: values(given, at), theta, covariance)
    table["estimate"], table["std_error"] = estimate, error
    lv, _ = with_errors(lambda at: standardised(given, at, constructs_only=True), theta, covariance)
    full, full_error = with_errors(lambda at: standardised(given, at), theta, covariance)
    table = table.assign(std_lv=lv, std_all=full, std_error_all=full_error)
    if given.model.defined:
        table = pd.concat([table, _defined_rows(given, theta, covariance)], ignore_index=True)
    return with_intervals(table, level)


def _defined_rows(given: Structure, theta: Floats, covariance: Floats) -> pd.DataFrame:
    estimate, error = with_errors(lambda at: defined(given, at), theta, covariance)
    names = [name for name, _ in given.model.defined]
    texts = [text for _, text in given.model.defined]
    return pd.DataFrame(
        {
            "group": "",
            "lhs": names,
            "op": ":=",
            "rhs": texts,
            "label": names,
            "free": False,
            "estimate": estimate,
            "std_error": error,
        }
    )


def with_errors(
    function: Callable[[Floats], Floats], theta: Floats, covariance: Floats
) -> tuple[Floats, Floats]:
    """Values of a function of the parameters and their errors by the delta method, both flat."""
    estimate = function(theta).ravel()
    slopes = derivative(function, theta).reshape(len(theta), -1)
    variance = np.einsum("qi,qr,ri->i", slopes, covariance, slopes, optimize=True)
    alone = (slopes**2 * np.diagonal(covariance)[:, None]).sum(axis=0)
    with np.errstate(invalid="ignore"):
        certain = variance <= ROUNDING * alone  # what the parameters hold fixed between them
        error = np.sqrt(np.where(certain, np.nan, variance))
    return estimate, np.where(np.isfinite(estimate), error, np.nan)


def with_intervals(table: pd.DataFrame, level: float) -> pd.DataFrame:
    """The table with test and normal interval of every row."""
    from scipy.special import ndtr, ndtri

    estimate, error = table["estimate"].to_numpy(), table["std_error"].to_numpy()
    reach = float(ndtri((1 + level) / 2)) * error
    z = estimate / error
    return table.assign(z=z, p_value=2 * ndtr(-np.abs(z)), low=estimate - reach, high=estimate + reach)[
        COLUMNS
    ]
