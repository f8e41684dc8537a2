"""A covariance model fitted: estimates, errors, tests, and what to be wary of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DefinitionError, FitError, near
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.sem.admissible import warnings_of
from satkit.models.sem.answers import of_answers
from satkit.models.sem.assessment import assess_fit
from satkit.models.sem.groups import in_groups
from satkit.models.sem.model import CovarianceModel, Scale, covariance_model
from satkit.models.sem.optimum import Start, find_optimum
from satkit.models.sem.ordinal import ordinal_fit
from satkit.models.sem.result import METHODS, ORDINAL, Method, SemFit, alone, parameter_table, unbiased_sample
from satkit.models.sem.sample import Sample, of_moments
from satkit.models.sem.structure import Structure, structure
from satkit.models.sem.testing import chi_square_tests, known_moments, unrestricted_structure
from satkit.stats.arguments import NAMES, SWITCH, TEXT, arguments, instance, one_of, optional
from satkit.stats.frames import pandas_frame
from satkit.stats.intake import COLUMN, DATA, FAMILY, as_column, read_sample, refuse_of_moments
from satkit.stats.moments import Moments
from satkit.stats.replicates import Replicates

Missing = Literal["listwise", "fiml", "pairwise"]


@arguments(
    data=DATA,
    model=instance((str, PathModel, CovarianceModel), Text("lavaan's notation, or a model made of it")),
    **FAMILY,
    method=TEXT,
    missing=TEXT,
    ordered=optional(NAMES),
    group=optional(COLUMN),
    equal=NAMES,
    scale=one_of(get_args(Scale)),
    means=optional(SWITCH),
    start=one_of(get_args(Start)),
)
def fit_sem(
    data: object,
    model: str | PathModel | CovarianceModel,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    method: Method = "ML",
    missing: Missing = "listwise",
    ordered: Sequence[str] | None = None,
    group: str | ArrayLike | None = None,
    equal: Sequence[str] = (),
    scale: Scale = "marker",
    means: bool | None = None,
    start: Start = "semopy",
) -> SemFit:
    """Fit a covariance model.

    Parameters
    ----------
    data : DataFrame or Moments
        Answers, one row per respondent, or the moments of the items.
    model : str, PathModel or CovarianceModel
        lavaan's notation; see :func:`satkit.models.sem.model.covariance_model`.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    design : mapping, optional
        ``{"strata": …, "cluster": …, "fpc": …}``: columns that say who was drawn with whom.  MLM then
        takes errors and the scale of the test from replicates of the design (Satorra and Muthen 1995;
        Oberski 2014).
    resamples : int or Replicates
        Bootstrap replicates to draw where there is a design; with moments, the replicates that they
        are of, which MLM then uses alike.
    seed : int
        Of the bootstrap.
    level : float
        Of the intervals.
    method : {"ML", "MLM", "MLR", "GLS", "ULS", "DWLS", "WLSMV", "ULSMV"}
        MLM and MLR estimate as ML and correct errors and test for answers that are not normal;
        MLR also for case weights and with gaps.  The last three take the answers as ordered
        categories: diagonally weighted or unweighted least squares on polychoric correlations, with
        robust errors and a mean-and-variance-adjusted test in the last two.
    missing : {"listwise", "fiml", "pairwise"}
        With ``fiml`` every answer counts (maximum likelihood, missing at random); with ``pairwise``
        correlations of ordered categories are those of who answered both (missing at random, and
        more so than ``fiml`` asks).
    ordered : sequence of str, optional
        The items that are ordered categories, by default all, for the methods that know them; the
        others are numbers.
    group : str or array, shape (n,), optional
        A column, or the groups themselves.
    equal : sequence of {"loadings", "intercepts", "residuals"}
        What all groups share; intercepts of ordered categories are their thresholds.
    scale : {"marker", "unit"}
    means : bool, optional
        Intercepts; by default with gaps or several groups.
    start : {"semopy", "plain"}
        Where the estimation begins; the solution is the same, and semopy takes a second to load.

    Returns
    -------
    SemFit
        Parameters with errors and intervals, measures of fit, test, and cautions.

    Raises
    ------
    DefinitionError
        If an argument, the model or a combination of both is impossible.
    DataError
        If answers, weights or design are.
    FitError
        If the model cannot be fitted to these answers.

    Notes
    -----
    As lavaan: the baseline keeps the covariances of observed causes; ``fiml`` takes errors from the
    observed information, also where nothing is missing; what the text fixes stays fixed in every
    group, and only what the scale fixed is freed by equal loadings or intercepts.  Unlike lavaan's
    default, moments of observed causes count as parameters (its ``fixed.x = FALSE``), and ordered
    items are not taken given their observed causes; see ``docs/semopy.md``.

    References
    ----------
    Bollen (1989); Satorra and Bentler (1994) for MLM; Yuan and Bentler (2000) for MLR; Muthen, du Toit
    and Spisic (1997) for ordered categories.

    Examples
    --------
    >>> from satkit import from_covariance
    >>> published = from_covariance([[1, 0, 0], [0.5, 1, 0], [0.4, 0.4, 1]], ["a", "b", "c"], n=300)
    >>> fit = fit_sem(published, "Quality =~ a + b + c", start="plain")
    >>> fit.parameters["std_all"].head(3).round(3).tolist()
    [0.707, 0.707, 0.566]
    """
    _refuse_unknown(method, missing, ordered)
    wanted = group is not None or missing == "fiml" if means is None else means
    if method in ORDINAL:
        wanted = bool(means)
    known = (
        model if isinstance(model, CovarianceModel) else covariance_model(model, scale=scale, means=wanted)
    )
    if isinstance(data, Moments):
        refuse_of_moments(weight=weight, design=design, group=group, gaps=missing == "fiml" or None)
        if method not in ORDINAL:
            sample = of_moments(data, known.items, resamples if isinstance(resamples, Replicates) else None)
            return fit_structure(structure(known, in_groups(known, 1, equal)), sample, method, level, start)
    table, weights, groups = _columns(data, weight, group)
    if design is not None:
        _refuse_design(method, missing, groups)
        drawn = read_sample(table, weight=weights, design=design, resamples=resamples, seed=seed)
        sample = of_moments(drawn.moments(known.items), known.items, drawn.resamples)
    elif method in ORDINAL:
        return ordinal_fit(
            known, table, method,
            ordered=ordered, missing=missing, group=groups, equal=equal, weight=weights, level=level,
        )  # fmt: skip
    else:
        sample = of_answers(table, known.items, group=groups, weight=weights, missing=missing)
    given = structure(known, in_groups(known, len(sample.groups), equal))
    return fit_structure(given, sample, method, level, start)


def _columns(
    data: object, weight: str | ArrayLike | None, group: str | ArrayLike | None
) -> tuple[pd.DataFrame, str | None, str | None]:
    """The table, and the columns of weights and groups in it."""
    if isinstance(data, Moments):
        raise FitError(Complaint(Text("ordered categories need the answers, not only their moments")))
    table, weights = as_column(pandas_frame(data), weight, "case weight")
    table, groups = as_column(table, group, "group of respondents")
    return table, weights, groups


def _refuse_design(method: str, missing: str, group: str | None) -> None:
    if method != "MLM" or missing != "listwise" or group:
        raise DefinitionError(
            Complaint(
                Text(
                    "errors from a sampling design are known for method MLM, one group and complete answers"
                ),
                hint=Text("take method='MLM', or weights without a design"),
            )
        )


def _refuse_unknown(method: str, missing: str, ordered: Sequence[str] | None) -> None:
    every = (*METHODS, *ORDINAL)
    if method not in every:
        raise DefinitionError(
            Complaint(
                Text("no method '%(name)s' for covariance models", {"name": method}),
                expected=Text("known: %(names)s", {"names": every}),
                hint=near(method, every),
            )
        )
    able = {"listwise": every, "fiml": ("ML", "MLR"), "pairwise": ORDINAL}
    if missing not in able or method not in able[missing]:
        raise DefinitionError(
            Complaint(
                Text(
                    "gaps are not handled as '%(missing)s' with %(method)s",
                    {"missing": missing, "method": method},
                ),
                expected=Text("listwise; fiml with ML and MLR; pairwise with DWLS, WLSMV and ULSMV"),
            )
        )
    if ordered is not None and method not in ORDINAL:
        raise DefinitionError(
            Complaint(
                Text("%(method)s takes all answers as numbers", {"method": method}),
                hint=Text("take WLSMV for ordered categories"),
            )
        )


def fit_structure(
    structure: Structure, sample: Sample, method: Method, level: float = 0.95, start: Start = "semopy"
) -> SemFit:
    """Fit a structure to a sample; see :func:`fit_sem`."""
    estimator = METHODS[method]
    one = alone(sample) if estimator == "ML" else unbiased_sample(alone(sample))
    df = known_moments(structure, one) - structure.free
    if not structure.free:
        raise FitError(
            Complaint(
                Text("every parameter of the model is fixed, and there is nothing to estimate"),
                expected=Text("at least one loading, path or variance without a value"),
            )
        )
    if df < 0:
        raise FitError(
            Complaint(
                Text(
                    "the model has %(free)d parameters for %(known)d moments of the answers",
                    {"free": structure.free, "known": structure.free + df},
                ),
                hint=Text("fix loadings or leave paths out, or give constructs more items"),
            )
        )
    theta, converged = find_optimum(structure, one, estimator, start)
    top = unrestricted_structure(structure, one)
    tests, covariance = chi_square_tests(structure, one, theta, method, df, top)
    table = parameter_table(structure, sample.groups, theta, covariance, level)
    notes = sample.notes + warnings_of(structure, one, theta, table, converged=converged)
    return SemFit(
        method,
        structure,
        sample,
        theta,
        covariance,
        table,
        assess_fit(structure, one, theta, method, tests, top),
        tests.model,
        tests.baseline,
        converged,
        notes,
        level=level,
    )
