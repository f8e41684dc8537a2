"""Whether groups understand the questions alike: configural, metric, scalar, strict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DefinitionError, FitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.sem.difference import likelihood_ratio_test
from satkit.models.sem.fit import Missing, fit_sem
from satkit.models.sem.model import Scale
from satkit.models.sem.optimum import Start
from satkit.models.sem.result import ORDINAL, Method, SemFit
from satkit.models.syntax import MODEL
from satkit.stats.arguments import LEVEL, NAMES, TEXT, arguments, one_of, optional
from satkit.stats.frames import pandas_frame
from satkit.stats.intake import COLUMN, FRAME, as_column
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import STEPS, declare
from satkit.tables.result import Result
from satkit.tables.table import Table

LEVELS: dict[str, tuple[str, ...]] = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
COLUMNS = [
    *("step", "chi_square", "df", "p", "cfi", "rmsea", "srmr", "aic", "bic"),
    *("chi_square_difference", "df_difference", "p_difference", "cfi_fall", "holds"),
]
CHANCE = 0.05  # of a chi-square as large, above which nothing speaks against the model
LEAST_CFI, MOST_RMSEA = (
    0.90,
    0.10,
)  # of a first level that fits (Bentler and Bonett 1980; Browne and Cudeck 1993)
FALL = 0.01  # of the CFI, above which a step is refused (Cheung and Rensvold 2002)


TITLE = Text("Measurement invariance: the last step that holds is %(reached)s")
NEVER = Text("none")
CAPTION = Text("Every step against the one before")
PLOT = Text("CFI of every step")


@dataclass(frozen=True, repr=False)
class Invariance(Result):
    """The steps from *the same questions* to *the same measurement*.

    Parameters
    ----------
    fits : dict of str to SemFit
    table : DataFrame
        ``step chi_square df p cfi rmsea srmr aic bic chi_square_difference df_difference p_difference
        cfi_fall holds``: each level against the one before; scaled where the method scales.
    reached : str
        The last level that holds: the first if it fits (the chi-square does not reject it, or the CFI
        is at least 0.90 and the RMSEA at most 0.10), each further if the CFI falls by no more than
        0.01.  Empty where the first does not fit.
    notes : tuple of Text
        Whether the first level fits, what may be compared between the groups, and the cautions of
        every fit.
    """

    fits: dict[str, SemFit]
    table: pd.DataFrame
    reached: str
    notes: tuple[Text, ...]

    def _tables(self) -> Iterator[Table]:
        shown = (
            "step", "chi_square", "df", "p", "cfi", "rmsea", "srmr", "chi_square_difference", "df_difference",
            "p_difference", "cfi_fall", "holds",
        )  # fmt: skip
        yield declare("steps", CAPTION, self.table, shown)

    def _title(self) -> Text:
        return TITLE.with_values(reached=STEPS.get(self.reached, NEVER))

    def _figure(self) -> Estimates:
        rows = self.table[["step", "cfi"]].itertuples(index=False, name=None)
        return Estimates(PLOT, "CFI", tuple(Mark(STEPS[str(step)], float(cfi)) for step, cfi in rows))


@arguments(
    data=FRAME,
    model=MODEL,
    group=COLUMN,
    weight=optional(COLUMN),
    level=LEVEL,
    method=TEXT,
    levels=optional(NAMES),
    scale=one_of(get_args(Scale)),
    missing=TEXT,
    ordered=optional(NAMES),
    start=one_of(get_args(Start)),
)
def invariance(
    data: object,
    model: str | PathModel,
    group: str | ArrayLike,
    *,
    weight: str | ArrayLike | None = None,
    level: float = 0.95,
    method: Method = "MLR",
    levels: Sequence[str] | None = None,
    scale: Scale = "marker",
    missing: Missing = "listwise",
    ordered: Sequence[str] | None = None,
    start: Start = "semopy",
) -> Invariance:
    """Measurement invariance: fit its levels one after another and compare each with the one before.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent.
    model : str or PathModel
        lavaan's notation, or a model made of it.
    group : str or array, shape (n,)
        A column, or the groups themselves.
    weight, level, method, scale, missing, ordered, start
        As in :func:`satkit.fit_sem`.
    levels : sequence of {"configural", "metric", "scalar", "strict"}
        All by default, *strict* not for ordered categories, whose errors follow from the rest.

    Returns
    -------
    Invariance
        Every fit, the table of the steps, the last level that holds, and what may be compared.

    Raises
    ------
    DefinitionError, DataError, FitError
        As :func:`satkit.fit_sem`, and for a level that is none.

    References
    ----------
    Meredith (1993) for the levels; Cheung and Rensvold (2002) for the fall of the CFI.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> liking = rng.normal(size=400)
    >>> answers = pd.DataFrame({name: liking + rng.normal(size=400) for name in ("a", "b", "c", "d")})
    >>> found = invariance(answers, "Quality =~ a + b + c + d", np.repeat(["north", "south"], 200), start="plain")
    >>> found.reached
    'scalar'
    """
    table, groups = as_column(pandas_frame(data), group, "group of respondents")
    if levels is None:
        levels = tuple(LEVELS)[: 3 if method in ORDINAL else 4]
    if not len(levels):
        raise DefinitionError(
            Complaint(
                Text("no level of invariance is asked for"),
                expected=Text("known: %(names)s", {"names": tuple(LEVELS)}),
            )
        )
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
            table,
            model,
            level=level,
            method=method,
            group=groups,
            equal=LEVELS[name],
            scale=scale,
            missing=missing,
            ordered=ordered,
            start=start,
            weight=weight,
        )
        for name in levels
    }
    table, cautions = _table(fits)
    reached = ""
    for name, holds in zip(table["step"], table["holds"], strict=True):
        if not holds:
            break
        reached = str(name)
    first = _fit_in_words(table)
    for fit in fits.values():
        cautions += [note for note in fit.notes if note not in cautions]
    return Invariance(fits, table, reached, (first, ALLOWED[reached], *cautions))


def _fit_in_words(table: pd.DataFrame) -> Text:
    """Whether the first level fits at all, with the figures on which that rests."""
    told = {"cfi": float(table["cfi"].iloc[0]), "rmsea": float(table["rmsea"].iloc[0])}
    if table["holds"].iloc[0]:
        return Text("the model fits in the groups (CFI %(cfi).3f, RMSEA %(rmsea).3f)", told)
    return Text(
        "the model does not fit in the groups (CFI %(cfi).3f, RMSEA %(rmsea).3f), so no step on it means anything: "
        "mend the model first",
        told,
    )


ALLOWED = {
    "": Text("nothing may be compared between the groups: not even the model is the same"),
    "configural": Text("the same questions belong together in all groups, but scores may not be compared"),
    "metric": Text("paths may be compared between the groups, means of constructs may not"),
    "scalar": Text("paths and means of constructs may be compared between the groups"),
    "strict": Text("paths, means and plain sums of the items may be compared between the groups"),
}


def _table(fits: dict[str, SemFit]) -> tuple[pd.DataFrame, list[Text]]:
    """One row per level, and remarks on differences that do not exist."""
    rows, remarks = [], []
    before: SemFit | None = None
    known = [set(fit.measures["measure"]) for fit in fits.values()]
    cfi, rmsea = (_best(name, known) for name in ("cfi", "rmsea"))
    for name, fit in fits.items():
        row: dict[str, object] = {
            "step": name,
            "chi_square": fit.test.statistic,
            "df": fit.test.df,
            "p": fit.test.p_value,
            "cfi": fit.measure(cfi),
            "rmsea": fit.measure(rmsea),
            "srmr": fit.measure("srmr"),
            **{key: fit.measure(key) for key in ("aic", "bic") if key in known[0]},
        }
        row["holds"] = _fits(row)
        if before is not None:
            fall = before.measure(cfi) - fit.measure(cfi)
            row |= {"cfi_fall": fall, "holds": fall <= FALL, "df_difference": fit.test.df - before.test.df}
            try:
                step = likelihood_ratio_test(fit, before)
            except (DefinitionError, FitError) as trouble:  # a local optimum, or a negative factor
                remarks.append(trouble.complaints[0].what)
            else:
                row |= {"chi_square_difference": step.statistic, "p_difference": step.p_value}
        rows.append(row)
        before = fit
    return pd.DataFrame(rows).reindex(columns=COLUMNS), remarks


def _fits(row: dict[str, object]) -> bool:
    """Whether a level fits by itself: not rejected, or close enough by both indices."""
    p, cfi, rmsea = (float(str(row[name])) for name in ("p", "cfi", "rmsea"))
    return row["df"] == 0 or p >= CHANCE or (cfi >= LEAST_CFI and rmsea <= MOST_RMSEA)


def _best(name: str, known: Sequence[set[str]]) -> str:
    """The kind of an index that every level has: robust, else scaled, else plain."""
    kinds = (f"{name}_robust", f"{name}_scaled", name)
    return next(kind for kind in kinds if all(kind in own for own in known))
