"""What if a driver rose: change of the outcome within what the data hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit import number_format
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.drivers.correlations import correlations
from satkit.models.drivers.odds import Odds, chance_missed, replicate_coefficients
from satkit.models.drivers.standardised import beta, slopes
from satkit.models.rank_certainty import interval
from satkit.stats.design import Floats
from satkit.stats.replicates import Replicates
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

ROWS = 4096  # worked on at a time


TITLE = Text("What if %(name)s rose by %(points)s")
CAPTION = Text("Change of the outcome")


@dataclass(frozen=True, slots=True, repr=False)
class Change(Result):
    """What a rise of one driver would do.

    Parameters
    ----------
    name : str
    points : float
        The rise, in units of the driver.
    change, low, high : float
        Of the outcome, in its units; of a share, in shares.
    reached : float
        Share of respondents who can rise in full; the others stop at the top of the scale.
    """

    name: str
    points: float
    change: float
    low: float
    high: float
    reached: float

    def _tables(self) -> Iterator[Table]:
        frame = pd.DataFrame(
            {
                "driver": [self.name], "points": [self.points], "change": [self.change],
                "change_low": [self.low], "change_high": [self.high], "reached": [self.reached],
            }
        )  # fmt: skip
        shown = ("driver", "points", "change", "change_interval", "reached")
        yield declare("change", CAPTION, frame, shown, kinds={"points": "number"})

    def _title(self) -> Text:
        return TITLE.with_values(name=self.name, points=number_format.number(self.points))

    def _figure(self) -> Estimates:
        return Estimates(
            self._title(), CAPTION, (Mark(self.name, self.change, self.low, self.high),), reference=0.0
        )


def score_change(
    cov: ArrayLike,
    names: tuple[str, ...],
    name: str,
    values: Floats,
    weight: Floats,
    resamples: Replicates,
    points: float,
    level: float = 0.95,
) -> Change:
    r"""Change of a score, :math:`b_j \Delta x_j`, others unchanged and nobody above the top seen.

    Parameters
    ----------
    cov : array, shape (b + 1, p + 1, p + 1)
        The outcome last.
    name : str
        The driver that rises.
    values : ndarray, shape (n,)
        Its answers.
    points : float
        Positive: a rise.

    Raises
    ------
    FitError
        If the rise is larger than the spread of the answers: no respondent shows what happens there.
    """
    rise, reached = cap_rises(values, weight, name, points)
    matrices = np.asarray(cov, float)
    place = names.index(name)
    slope = slopes(matrices, beta(correlations(matrices, names)))[:, place]
    lifted = resamples.totals(resamples.pieces(np.stack([weight * rise, weight], axis=1)))
    effect = slope * lifted[:, 0] / lifted[:, 1]
    low, high = interval(effect, resamples, level)
    return Change(name, points, float(effect[0]), float(low), float(high), reached)


def share_change(
    data: Odds, name: str, values: Floats, resamples: Replicates, points: float, level: float = 0.95
) -> Change:
    r"""Change of the share in the lowest grade, :math:`\sum w_i \{p_i(x + \Delta) - p_i(x)\} / \sum w_i`.

    Parameters
    ----------
    given : Odds
        A logit model of two or more grades; the lowest is the one counted.
    values : ndarray, shape (n,)
        Answers of the driver, in the order of the rows that ``given`` holds.
    resamples : Replicates
        On the same rows.

    Notes
    -----
    Replicate coefficients are one Newton step from those of the full sample.
    """
    rise, reached = cap_rises(values, data.weight, name, points)
    place = data.names.index(name)
    betas = replicate_coefficients(data, resamples)
    first, drivers = betas[:, :1], betas[:, data.thresholds :]
    fall = (rise / data.scale[place])[:, None] * drivers[:, place]
    moved, mass, standard = np.zeros(len(betas)), np.zeros(len(betas)), data.standard
    for at in range(0, len(rise), ROWS):
        rows = slice(at, at + ROWS)
        line = (first - drivers @ standard[rows].T).T
        factors = resamples.factors[:, resamples.piece[rows]].T * data.weight[rows, None]
        moved += (factors * (chance_missed(line) - chance_missed(line - fall[rows]))).sum(axis=0)
        mass += factors.sum(axis=0)
    effect = moved / mass
    low, high = interval(effect, resamples, level)
    return Change(name, points, float(effect[0]), float(low), float(high), reached)


def cap_rises(values: Floats, weight: Floats, name: str, points: float) -> tuple[Floats, float]:
    """How far every respondent can rise below the highest answer seen, and the share that can in full.

    Raises
    ------
    FitError
        If the rise is not positive or larger than the spread of the answers.
    """
    lowest, highest = float(values[weight > 0].min()), float(values[weight > 0].max())
    if not 0 < points <= highest - lowest:
        raise FitError(
            Complaint(
                Text("'%(name)s' cannot rise by %(points)g", {"name": name, "points": points}),
                expected=Text(
                    "a rise above 0 and up to %(most)g, the spread of its answers", {"most": highest - lowest}
                ),
                hint=Text("nobody in the data shows what happens beyond"),
            )
        )
    rise = np.minimum(points, highest - values)
    return rise, float(weight[values + points <= highest].sum() / weight.sum())
