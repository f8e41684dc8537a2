"""Moderated regression: the slope of satisfaction below and above a middling answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.language import Text
from satkit.models.drivers.correlations import refuse
from satkit.models.drivers.intake import checked_drivers
from satkit.stats.arguments import NAMES, NUMBER, TEXT, arguments
from satkit.stats.contrasts import adjust_p, difference
from satkit.stats.design import Floats
from satkit.stats.incomplete import answer_moments
from satkit.stats.intake import FAMILY, FRAME, read_sample
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

TITLE = Text("Slopes of satisfaction on both sides of neutral (attributes: %(count)d)")
CAPTION = Text("Slope below and above a middling answer; steeper below is must-be, steeper above attractive")
PLOT = Text("Slopes below and above neutral")
AXIS = Text("Points of satisfaction per point of the attribute")
BELOW, ABOVE = Text("Below neutral"), Text("Above neutral")


@dataclass(frozen=True, slots=True, repr=False)
class ModeratedSlopes(Result):
    """Slopes of satisfaction below and above a middling answer.

    Parameters
    ----------
    names : tuple of str, length a
    table : DataFrame
        ``attribute below below_low below_high above above_low above_high difference std_error low high p
        p_adjusted``.
    sampling : Sampling
    """

    names: tuple[str, ...]
    table: pd.DataFrame
    sampling: Sampling

    def _tables(self) -> Iterator[Table]:
        shown = (
            "attribute", "below", "below_interval", "above", "above_interval", "difference", "p", "p_adjusted",
        )  # fmt: skip
        yield declare("slopes", CAPTION, self.table, shown, level=self.sampling.level)

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.names))

    def _figure(self) -> Estimates:
        marks = tuple(
            Mark(row["attribute"], row[side], row[f"{side}_low"], row[f"{side}_high"], name)
            for side, name in (("below", BELOW), ("above", ABOVE))
            for row in self.table.to_dict("records")
        )
        return Estimates(PLOT, AXIS, marks, reference=0.0)


@arguments(data=FRAME, outcome=TEXT, attributes=NAMES, **FAMILY, neutral=NUMBER)
def moderated_slopes(
    data: object,
    outcome: str,
    attributes: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    neutral: float,
) -> ModeratedSlopes:
    """Moderated regression: slopes of satisfaction below and above neutral, attribute by attribute.

    Steeper below is must-be, steeper above attractive, alike one-dimensional.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent; per attribute those who answered it and the outcome.
    outcome : str
        The column of overall satisfaction.
    attributes : sequence of str, length a
        Columns.
    weight, design, resamples, seed, level
        As in :func:`satkit.driver_importance`.
    neutral : float
        The middling answer.

    Returns
    -------
    ModeratedSlopes
        ``table`` has one row per attribute.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        If nobody, or everybody, answered above neutral, or answers do not vary on a side.

    References
    ----------
    Lin, Yang, Chan and Sheu (2010).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame({"repair": rng.integers(1, 8, 400)})
    >>> answers["overall"] = np.minimum(answers["repair"], 4) + rng.normal(size=400)
    >>> found = moderated_slopes(answers, "overall", ["repair"], neutral=4)
    >>> bool(found.table.loc[0, "below"] > found.table.loc[0, "above"])
    True
    """
    names = checked_drivers(outcome, attributes)
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    overall = sample.answers([outcome])[:, 0]
    covs = [
        answer_moments(
            np.column_stack([terms(values, neutral), overall]),
            ["x", "z", "xz", "y"],
            sample.weight,
            sample.resamples,
        ).cov
        for values in sample.answers(names).T
    ]
    table = slopes(np.stack(covs, axis=1), sample.replicated, names, sample.df, level)
    return ModeratedSlopes(names, table, sample.sampling(level))


def terms(values: Floats, neutral: float) -> Floats:
    r"""Performance x, whether it is above neutral, and their product, shape (n, 3), of one attribute.

    Parameters
    ----------
    values : ndarray, shape (n,)
    neutral : float
        x is measured from here, so that the product is a bend and not a jump.
    """
    centred = values - neutral
    above = np.where(np.isfinite(values), centred > 0, np.nan)
    return np.column_stack([centred, above, centred * above])


def slopes(
    cov: ArrayLike, resamples: Replicates, names: tuple[str, ...], df: float, level: float = 0.95
) -> pd.DataFrame:
    r"""Slopes on both sides of neutral, attribute by attribute.

    .. math:: y = b_0 + b_1 x + b_2 z + b_3 x z

    Below neutral the slope is :math:`b_1`, above it :math:`b_1 + b_3`: steeper below is must-be,
    steeper above attractive, alike one-dimensional.

    Parameters
    ----------
    cov : array, shape (b + 1, attributes, 4, 4)
        Covariance of :func:`terms` and, last, overall satisfaction.

    Returns
    -------
    DataFrame
        ``attribute below below_low below_high above above_low above_high difference std_error low
        high p p_adjusted``.

    References
    ----------
    Lin, Yang, Chan and Sheu (2010).
    """
    matrices = np.asarray(cov, float)
    for place, name in enumerate(names):
        refuse(matrices[0, place], tuple(f"{name} {term}" for term in ("x", "z", "xz")), None)
    found = (np.linalg.pinv(matrices[..., :-1, :-1], hermitian=True) @ matrices[..., :-1, -1:])[..., 0]
    sides = {"below": found[..., 0], "above": found[..., 0] + found[..., 2]}
    columns: dict[str, object] = {"attribute": names}
    for name, values in sides.items():
        low, high = student(values[0], resamples.std_error(values), df, level)
        columns |= {name: values[0], f"{name}_low": low, f"{name}_high": high}
    bend = difference(found[..., 2], resamples, df, level)
    return pd.DataFrame({**columns, **bend}).assign(p_adjusted=adjust_p(bend["p"], "holm"))
