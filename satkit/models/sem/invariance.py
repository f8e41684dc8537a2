"""Whether groups understand the questions alike: configural, metric, scalar, strict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.sem.fit import fit_sem
from satkit.models.sem.measures import Test
from satkit.models.sem.model import Scale
from satkit.models.sem.result import Method, SemFit

LEVELS: dict[str, tuple[str, ...]] = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
COLUMNS = [
    *("level", "chi_square", "df", "p_value", "cfi", "rmsea", "srmr", "aic", "bic"),
    *("difference", "df_difference", "p_difference", "cfi_fall", "holds"),
]
FALL = 0.01  # of the CFI, above which a step is refused (Cheung and Rensvold 2002)


@dataclass(frozen=True)
class Invariance:
    """The steps from *the same questions* to *the same measurement*.

    Parameters
    ----------
    fits : dict of str to SemFit
    table : DataFrame
        ``level chi_square df p_value cfi rmsea srmr aic bic difference df_difference p_difference
        cfi_fall holds``: each level against the one before; scaled where the method scales.
    reached : str
        The last level that holds: the CFI falls by no more than 0.01.
    notes : tuple of Text
        What may be compared between the groups, and the cautions of every fit.
    """

    fits: dict[str, SemFit]
    table: pd.DataFrame
    reached: str
    notes: tuple[Text, ...]


def invariance(
    model: str | PathModel,
    answers: pd.DataFrame,
    group: str,
    *,
    method: Method = "MLR",
    levels: Sequence[str] = tuple(LEVELS),
    scale: Scale = "marker",
    missing: str = "listwise",
    weight: str | None = None,
) -> Invariance:
    """Fit the levels one after another and compare each with the one before.

    Parameters
    ----------
    model : str or PathModel
    answers : DataFrame
    group : str
        Column.
    levels : sequence of {"configural", "metric", "scalar", "strict"}
    method, scale, missing, weight
        As in :func:`satkit.models.sem.fit.fit_sem`.

    Raises
    ------
    DefinitionError, DataError, FitError
    """
    strange = [name for name in levels if name not in LEVELS]
    if strange:
        raise DefinitionError(
            Complaint(
                Text("no level of invariance '%(name)s'", {"name": strange[0]}),
                expected=Text("known: %(names)s", {"names": tuple(LEVELS)}),
            )
        )
    fits = {
        name: fit_sem(
            model,
            answers,
            method=method,
            group=group,
            equal=LEVELS[name],
            scale=scale,
            missing="fiml" if missing == "fiml" else "listwise",
            weight=weight,
        )
        for name in levels
    }
    table = _table(fits)
    reached = ""
    for name, holds in zip(table["level"], table["holds"], strict=True):
        if not holds:
            break
        reached = str(name)
    cautions: list[Text] = []
    for fit in fits.values():
        cautions += [note for note in fit.notes if note not in cautions]
    return Invariance(fits, table, reached, (ALLOWED[reached], *cautions))


ALLOWED = {
    "": Text("nothing may be compared between the groups: not even the model is the same"),
    "configural": Text("the same questions belong together in all groups, but scores may not be compared"),
    "metric": Text("paths may be compared between the groups, means of constructs may not"),
    "scalar": Text("paths and means of constructs may be compared between the groups"),
    "strict": Text("paths, means and plain sums of the items may be compared between the groups"),
}


def _table(fits: dict[str, SemFit]) -> pd.DataFrame:
    rows = []
    before: SemFit | None = None
    for name, fit in fits.items():
        suffix = "_scaled" if fit.method in {"MLM", "MLR"} else ""
        robust = "cfi_robust" if "cfi_robust" in set(fit.measures["measure"]) else f"cfi{suffix}"
        row: dict[str, object] = {
            "level": name,
            "chi_square": fit.test.statistic,
            "df": fit.test.df,
            "p_value": fit.test.p_value,
            "cfi": fit.measure(robust),
            "rmsea": fit.measure(f"rmsea{suffix}"),
            "srmr": fit.measure("srmr"),
            "aic": fit.measure("aic"),
            "bic": fit.measure("bic"),
            "holds": True,
        }
        if before is not None:
            step = difference(fit, before)
            fall = before.measure(robust) - fit.measure(robust)
            row |= {
                "difference": step.statistic,
                "df_difference": step.df,
                "p_difference": step.p_value,
                "cfi_fall": fall,
                "holds": fall <= FALL,
            }
        rows.append(row)
        before = fit
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def difference(restricted: SemFit, free: SemFit) -> Test:
    """Likelihood-ratio test of a model within another.

    Parameters
    ----------
    restricted, free : SemFit
        The second has more parameters.

    Notes
    -----
    Scaled statistics do not subtract; Satorra and Bentler (2001) give the factor of the difference.
    """
    df = restricted.test.df - free.test.df
    if df <= 0:
        raise DefinitionError(Complaint(Text("the first model must have fewer parameters than the second")))
    plain = restricted.test.plain - free.test.plain
    factor = (restricted.test.factor * restricted.test.df - free.test.factor * free.test.df) / df
    return Test(plain, df, factor)
