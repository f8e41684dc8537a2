"""What a fitted covariance model says: estimates, errors, measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit import number_format
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.sem.discrepancy import Estimator
from satkit.models.sem.measures import Test
from satkit.models.sem.model import CovarianceModel
from satkit.models.sem.ordinal_structure import Layers
from satkit.models.sem.quantities import defined_quantities
from satkit.models.sem.sample import Sample
from satkit.models.sem.standardised import derivative, standardise_rows
from satkit.models.sem.structure import Structure, values
from satkit.stats.design import Floats
from satkit.stats.polychoric import Polychoric
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

Method = Literal["ML", "MLM", "MLR", "GLS", "ULS", "DWLS", "WLSMV", "ULSMV"]
METHODS: dict[str, Estimator] = {"ML": "ML", "MLM": "ML", "MLR": "ML", "GLS": "GLS", "ULS": "ULS"}
ORDINAL = ("DWLS", "WLSMV", "ULSMV")
ROUNDING = 1e-12  # of a variance
COLUMNS = [
    *("group", "lhs", "op", "rhs", "label", "free", "estimate", "std_error", "z", "p"),
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


TITLE = Text(
    "Covariance model, %(method)s: n %(n)s, %(parameters)d parameters, χ² %(chi_square)s on %(df)d df, p %(p)s, "
    "CFI %(cfi)s, RMSEA %(rmsea)s, SRMR %(srmr)s"
)
SECTIONS = {
    "regressions": Text("Paths"), "loadings": Text("Loadings"), "defined": Text("Quantities that the model defines"),
    "covariances": Text("Covariances"), "variances": Text("Variances"), "intercepts": Text("Intercepts"),
    "thresholds": Text("Thresholds"), "others": Text("Other parameters"),
}  # fmt: skip
SIGNS = {
    "~": "regressions", "=~": "loadings", ":=": "defined", "~~": "covariances", "~1": "intercepts",
    "|": "thresholds",
}  # fmt: skip
OF = Text("Variable")
HEADERS: dict[str, dict[str, Text]] = {
    "regressions": {"lhs": Text("Effect"), "rhs": Text("Cause")},
    "loadings": {"lhs": Text("Construct"), "rhs": Text("Item")},
    "defined": {"lhs": Text("Quantity"), "rhs": Text("Made of")},
    "covariances": {"lhs": OF, "rhs": Text("Against")},
    "variances": {"lhs": OF},
    "intercepts": {"lhs": OF},
    "thresholds": {"lhs": OF, "rhs": Text("Threshold")},
    "others": {"lhs": OF, "op": Text("Operator"), "rhs": Text("Right")},
}
SUFFIXES = ("_robust", "_scaled", "")
TESTED = ("estimate", "std_error", "z", "p", "interval")
FIT = Text("Fit of the model")
AXIS = Text("Standardised coefficient")


@dataclass(frozen=True, repr=False)
class SemFit(Result):
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
        One row per parameter and group: ``group lhs op rhs label free estimate std_error z p
        low high std_lv std_all std_error_all``; then the defined quantities.
    measures : DataFrame
        ``measure value``.
    test, baseline : Test
    converged : bool
    notes : tuple of Text
        What was done to the answers, and what a reader must know.
    ordinal : Ordinal, optional
        Where the answers are ordered categories.
    level : float
        Of the intervals.
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
    level: float = 0.95

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

    def _tables(self) -> Iterator[Table]:
        """Parameters by what they are, in the order a reviewer reads them, then the fit."""
        groups = len(self.sample.groups) > 1
        kinds = _kind_of(self.parameters)
        for kind, caption in SECTIONS.items():
            own = self.parameters[kinds == kind].reset_index(drop=True)
            if len(own):
                headers = HEADERS[kind]
                shown = (*headers, *TESTED) if kind == "defined" else (*headers, *TESTED, "std_all")
                if groups:
                    shown = ("group", *shown)
                yield declare(kind, caption, own, shown, headers=headers, level=self.level)
        yield declare("fit", FIT, self.measures, ("measure", "value"), kinds={"value": "number"})

    def _title(self) -> Text:
        suffix = next(kind for kind in SUFFIXES if f"cfi{kind}" in set(self.measures["measure"]))
        return TITLE.with_values(
            method=self.method, n=number_format.count(self.sample.n), parameters=int(self.measure("parameters")),
            chi_square=number_format.ratio(self.test.statistic), df=self.test.df,
            p=number_format.probability(self.test.p_value), cfi=number_format.fit(self.measure(f"cfi{suffix}")),
            rmsea=number_format.fit(self.measure(f"rmsea{suffix}")), srmr=number_format.fit(self.measure("srmr")),
        )  # fmt: skip

    def _figure(self) -> Estimates:
        """Paths between constructs where there are any, else loadings; standardised."""
        kinds = _kind_of(self.parameters)
        kind = "regressions" if (kinds == "regressions").any() else "loadings"
        reach = (self.parameters["high"] - self.parameters["low"]) / (2 * self.parameters["std_error"])
        table = self.parameters.assign(reach=reach * self.parameters["std_error_all"])[kinds == kind]
        groups = len(self.sample.groups) > 1
        marks = tuple(
            Mark(
                f"{row['rhs']} -> {row['lhs']}" if kind == "regressions" else f"{row['lhs']} -> {row['rhs']}",
                row["std_all"], row["std_all"] - row["reach"], row["std_all"] + row["reach"],
                str(row["group"]) if groups else "",
            )
            for row in table.to_dict("records")
        )  # fmt: skip
        return Estimates(SECTIONS[kind], AXIS, marks, reference=0.0)


def _kind_of(table: pd.DataFrame) -> NDArray[np.str_]:
    """Which of :data:`SECTIONS` every parameter belongs to."""
    own = (table["op"] == "~~") & (table["lhs"] == table["rhs"])
    by_sign = table["op"].map(SIGNS).fillna("others").to_numpy(str)
    return np.where(own, "variances", by_sign)


def alone(sample: Sample) -> Sample:
    """The sample itself, its replicates left aside."""
    if sample.size.ndim == 1:
        return sample
    return replace(sample, size=sample.size[0], mean=sample.mean[0], cov=sample.cov[0])


def unbiased_sample(sample: Sample) -> Sample:
    """Covariances divided by one less than the respondents, as least squares take them."""
    factor = sample.size / (sample.size - 1)
    return replace(sample, cov=sample.cov * factor[..., None, None])


def parameter_table(
    structure: Structure,
    groups: Sequence[str],
    theta: Floats,
    covariance: Floats,
    level: float,
) -> pd.DataFrame:
    """One row per parameter and group, then the defined quantities."""
    rows = [(group, row) for group, own in zip(groups, structure.rows, strict=True) for row in own]
    table = pd.DataFrame(
        {
            "group": [group for group, _ in rows],
            "lhs": [row.lhs for _, row in rows],
            "op": [row.op for _, row in rows],
            "rhs": [row.rhs for _, row in rows],
            "label": ["" if row.label.startswith(".p") else row.label for _, row in rows],
            "free": structure.place.ravel() >= 0,
        }
    )
    estimate, error = with_errors(lambda at: values(structure, at), theta, covariance)
    table["estimate"], table["std_error"] = estimate, error
    lv, _ = with_errors(lambda at: standardise_rows(structure, at, constructs_only=True), theta, covariance)
    full, full_error = with_errors(lambda at: standardise_rows(structure, at), theta, covariance)
    table = table.assign(std_lv=lv, std_all=full, std_error_all=full_error)
    if structure.model.defined:
        table = pd.concat([table, _defined_rows(structure, theta, covariance)], ignore_index=True)
    return with_intervals(table, level)


def _defined_rows(structure: Structure, theta: Floats, covariance: Floats) -> pd.DataFrame:
    estimate, error = with_errors(lambda at: defined_quantities(structure, at), theta, covariance)
    names = [name for name, _ in structure.model.defined]
    texts = [text for _, text in structure.model.defined]
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
    return table.assign(z=z, p=2 * ndtr(-np.abs(z)), low=estimate - reach, high=estimate + reach)[COLUMNS]
