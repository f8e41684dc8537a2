"""Ordered categories: least squares on polychoric correlations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from satkit.errors import Complaint, FitError, quoted
from satkit.language import Text
from satkit.models.sem.admissible import warnings_of
from satkit.models.sem.measures import Test, comparative, residual, rmsea
from satkit.models.sem.model import CovarianceModel
from satkit.models.sem.optimum import estimated
from satkit.models.sem.result import Method, SemFit, parameter_table, with_intervals
from satkit.models.sem.sample import Sample, numbers, refuse_unknown
from satkit.models.sem.structure import Implied, Structure, implied, jacobian, structure
from satkit.stats.design import Floats
from satkit.stats.moments import Moments
from satkit.stats.polychoric import Polychoric, polychoric

STEPS = 200


def ordinal_fit(
    model: CovarianceModel,
    answers: pd.DataFrame | Moments,
    method: Method,
    *,
    group: str | None = None,
    weight: str | None = None,
    level: float = 0.95,
) -> SemFit:
    """Fit a model of constructs and items to ordered categories.

    Parameters
    ----------
    model : CovarianceModel
    answers : DataFrame
    method : {"DWLS", "WLSMV", "ULSMV"}
        The first with plain errors and test, the others with robust errors and the test shifted and
        scaled to the mean and variance of a chi-square.
    group, weight, level
        As in :func:`satkit.models.sem.fit.fit_sem`; groups are refused.

    Raises
    ------
    FitError
        If the model asks for what ordered categories cannot give.

    References
    ----------
    Muthen, du Toit and Spisic (1997); Asparouhov and Muthen (2010) for the shifted test; the
    variances of what lies behind the items are 1 (delta parameterisation), as lavaan's default.
    """
    _refuse(model, answers, group)
    assert isinstance(answers, pd.DataFrame)  # noqa: S101  # refused above
    refuse_unknown([*model.items, *([weight] if weight else [])], answers)
    heavy = numbers(answers, [weight])[:, 0] if weight else None
    seen = polychoric(numbers(answers, model.items), model.items, heavy)
    sample = _sample(seen)
    given = _without_errors(model)
    weights = 1 / np.diagonal(seen.gamma) if method != "ULSMV" else np.ones(len(seen.gamma))
    theta, converged = _solved(given, seen, weights, _start(model, given, sample))
    given = _with_errors(given, theta)
    count = len(seen.cuts)
    slopes = np.zeros((len(seen.gamma), count + given.free))
    slopes[:count, :count] = np.eye(count)
    slopes[count:, count:] = _slopes(given, theta)
    bread = np.linalg.inv(slopes.T * weights @ slopes)
    errors = np.asarray(bread / (seen.n - 1))
    if method != "DWLS":
        lean = weights[:, None] * slopes @ bread
        errors = np.asarray(lean.T @ seen.gamma @ lean / (seen.n - 1))
    tests = _tests(given, seen, theta, weights, slopes, method)
    table = _table(given, seen, theta, errors, level)
    return SemFit(
        method,
        given,
        sample,
        theta,
        errors[count:, count:],
        table,
        _measures(given, sample, theta, tests, method, _reproduced(given, seen, theta, weights), count),
        *tests,
        converged,
        seen.notes + warnings_of(given, sample, theta, table, converged=converged),
    )


def _refuse(model: CovarianceModel, answers: object, group: str | None) -> None:
    complaints = list(_impossible(model))
    if group:
        complaints.append(
            Complaint(
                Text("groups of ordered categories are not compared"),
                hint=Text("fit every group on its own, or compare groups with MLR"),
            )
        )
    if not isinstance(answers, pd.DataFrame):
        complaints.append(Complaint(Text("ordered categories need the answers, not only their moments")))
    if complaints:
        raise FitError(complaints)


def _impossible(model: CovarianceModel) -> Iterator[Complaint]:
    shown = {row.rhs for row in model.parameters if row.op == "=~"}
    exact = {
        row.lhs for row in model.parameters if row.op == "~~" and row.lhs == row.rhs and row.fixed == 0.0
    }
    bare = [name for name in model.items if name not in shown or name in exact]
    if bare:
        yield Complaint(
            Text("%(names)s stand for themselves, without an error", {"names": quoted(bare)}),
            expected=Text("two items or more for every construct of a model of ordered categories"),
        )
    if model.means:
        yield Complaint(Text("a model of ordered categories has thresholds, not intercepts"))


def _sample(seen: Polychoric) -> Sample:
    p = len(seen.names)
    return Sample(
        seen.names,
        ("",),
        np.zeros(1, int),
        np.ones((1, p), bool),
        np.array([seen.n]),
        np.zeros((1, p)),
        seen.correlation[None],
        notes=seen.notes,
    )


def _without_errors(model: CovarianceModel) -> Structure:
    """The structure whose residual variances follow from the variance 1 of every item."""
    rows = tuple(
        replace(row, fixed=0.0) if row.op == "~~" and row.lhs == row.rhs and row.lhs in model.items else row
        for row in model.parameters
    )
    return structure(model, (rows,))


def _with_errors(given: Structure, theta: Floats) -> Structure:
    """The residual variances filled in at the solution."""
    explained = np.diagonal(implied(given, theta).cov[0])
    p = len(given.model.items)
    value = given.value.copy()
    for number, (target, source) in enumerate(zip(given.target, given.source, strict=True)):
        if not given.directed[number] and target == source and target < p:
            value[0, number] = 1 - explained[target]
    return replace(given, value=value)


def _start(model: CovarianceModel, given: Structure, sample: Sample) -> Floats:
    """Unweighted least squares on the correlations."""
    free = structure(model)
    found, _ = estimated(free, sample, "ULS")
    theta = np.zeros(given.free)
    both = (given.place[0] >= 0) & (free.place[0] >= 0)
    theta[given.place[0][both]] = found[free.place[0][both]]
    return theta


def _slopes(given: Structure, theta: Floats) -> Floats:
    """Derivatives of the implied correlations of the pairs, shape (pairs, q)."""
    left, right = np.triu_indices(len(given.model.items), 1)
    return np.asarray(jacobian(given, theta)[0][0][left, right])


def _solved(given: Structure, seen: Polychoric, weights: Floats, theta: Floats) -> tuple[Floats, bool]:
    """Gauss and Newton's steps with a damping that grows where a step does not help."""
    heavy = weights[len(seen.cuts) :]
    rest = seen.pairs - _pairs(given, theta)
    damping = 0.0
    for _ in range(STEPS):
        slopes = _slopes(given, theta)
        inner = slopes.T * heavy @ slopes
        pull = slopes.T @ (heavy * rest)
        step = np.linalg.lstsq(inner + damping * np.diag(np.diagonal(inner)), pull, rcond=1e-12)[0]
        new = seen.pairs - _pairs(given, theta + step)
        if heavy @ new**2 <= heavy @ rest**2 * (1 + 1e-14):
            theta, rest, damping = theta + step, new, damping / 10
        else:
            damping = max(10 * damping, 1e-3)
            continue
        if step @ pull < 1e-18 * (1 + heavy.mean()):
            return theta, True
    return theta, False


def _pairs(given: Structure, theta: Floats) -> Floats:
    left, right = np.triu_indices(len(given.model.items), 1)
    return np.asarray(implied(given, theta).cov[0][left, right])


def _reproduced(given: Structure, seen: Polychoric, theta: Floats, weights: Floats) -> float:
    """GFI: how much of the weighted thresholds and correlations the model reproduces."""
    rest = seen.pairs - _pairs(given, theta)
    whole = np.concatenate([seen.cuts, seen.pairs])
    return float(1 - weights[len(seen.cuts) :] @ rest**2 / (weights @ whole**2))


def _tests(
    given: Structure, seen: Polychoric, theta: Floats, weights: Floats, slopes: Floats, method: Method
) -> tuple[Test, Test]:
    """Chi-squares of the model and of uncorrelated items."""
    count = len(seen.cuts)
    heavy = weights[count:]
    df = len(heavy) - given.free
    if df < 0:
        raise FitError(
            Complaint(
                Text(
                    "the model has %(free)d parameters for %(known)d moments of the answers",
                    {"free": given.free, "known": len(heavy)},
                ),
                hint=Text("fix loadings or leave paths out, or give constructs more items"),
            )
        )
    rest = seen.pairs - _pairs(given, theta)
    model = Test(float((seen.n - 1) * heavy @ rest**2), df)
    base = Test(float((seen.n - 1) * heavy @ seen.pairs**2), len(heavy))
    if method == "DWLS":
        return model, base
    return (
        _shifted(model, seen.gamma, weights, slopes),
        _shifted(base, seen.gamma, weights, np.eye(len(weights))[:, :count]),
    )


def _shifted(test: Test, gamma: Floats, weights: Floats, slopes: Floats) -> Test:
    """The test with mean and variance of a chi-square on its own degrees of freedom."""
    if not test.df:
        return test
    lean = weights[:, None] * slopes
    left = np.diag(weights) - lean @ np.linalg.solve(slopes.T @ lean, lean.T)
    spread = left @ gamma
    scale = np.sqrt(test.df / float((spread * spread.T).sum()))
    return replace(test, factor=1 / scale, shift=test.df - scale * float(np.trace(spread)))


def _table(given: Structure, seen: Polychoric, theta: Floats, errors: Floats, level: float) -> pd.DataFrame:
    count = len(seen.cuts)
    table = parameter_table(given, ("",), theta, errors[count:, count:], level, unit_items=True)
    numbers = pd.Series(seen.owner).groupby(seen.owner).cumcount() + 1
    error = np.sqrt(np.diagonal(errors)[:count])
    cuts = pd.DataFrame(
        {
            "group": "",
            "lhs": [seen.names[item] for item in seen.owner],
            "op": "|",
            "rhs": [f"t{number}" for number in numbers],
            "label": "",
            "free": True,
            "estimate": seen.cuts,
            "std_error": error,
            "std_lv": seen.cuts,
            "std_all": seen.cuts,
            "std_error_all": error,
        }
    )
    return pd.concat([table, with_intervals(cuts, level)], ignore_index=True)


def _measures(
    given: Structure,
    sample: Sample,
    theta: Floats,
    tests: tuple[Test, Test],
    method: Method,
    gfi: float,
    count: int,
) -> pd.DataFrame:
    test, base = tests
    found: dict[str, float] = {
        "n": sample.n,
        "parameters": given.free + count,
        "chi_square": test.plain,
        "df": test.df,
        "p_value": Test(test.plain, test.df).p_value,
        "baseline_chi_square": base.plain,
        "baseline_df": base.df,
        **comparative(test, base),
        **rmsea(test.plain, test.df, sample.n - 1),
    }
    told = implied(given, theta)
    seen = Implied(sample.cov, sample.mean, told.all_cov, told.all_mean, told.reach)
    found |= {"srmr": residual(sample, seen, told, means=False), "gfi": gfi}
    if test.df:
        found["agfi"] = 1 - (given.free + count + test.df) / test.df * (1 - gfi)
    if method != "DWLS":
        found |= {
            "chi_square_scaled": test.statistic,
            "p_value_scaled": test.p_value,
            "scaling_factor": test.factor,
            "baseline_chi_square_scaled": base.statistic,
        }
        found |= {f"{name}_scaled": number for name, number in comparative(test, base, scaled=True).items()}
        found |= {
            f"{name}_scaled": number for name, number in rmsea(test.statistic, test.df, sample.n - 1).items()
        }
    return pd.DataFrame({"measure": list(found), "value": [float(number) for number in found.values()]})
