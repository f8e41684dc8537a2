"""Two-way grids without paired questions: improvement gap and dual importance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit import number_format
from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.drivers.intake import checked_drivers
from satkit.models.drivers.methods import importance
from satkit.models.rank_certainty import quadrants
from satkit.stats.arguments import MAPPING, NAMES, TEXT, arguments
from satkit.stats.design import Floats
from satkit.stats.intake import FAMILY, FRAME, read_sample
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.tables.figure import Map, Point
from satkit.tables.glossary import CLASSES, declare
from satkit.tables.result import Result
from satkit.tables.table import Table

GAP = ("critical", "keep", "neutral", "attractive")
DUAL = ("key performance", "excitement", "unimportant", "basic")
"""Quadrants: high on both, low across and high up, low on both, high across and low up."""


TITLE = Text(
    "Attributes on a map of two axes (attributes: %(count)d, correlation of the axes: %(correlation)s)"
)
CAPTION = Text("Axes standardised over the attributes, and the quadrant of every attribute")
MAP = Text("Attributes on two axes")
AXES = {
    "gap": Text("Gain from improvement"), "dissatisfaction": Text("Dissatisfaction where it is poor"),
    "stated": Text("Stated importance"), "derived": Text("Derived importance"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Grid(Result):
    """Attributes on a map of two axes, cut at their means.

    Parameters
    ----------
    table : DataFrame
        ``attribute``, both axes, ``class`` and ``probability`` of the class.
    correlation : float
        Of the two axes over attributes; where it is high, the off-diagonal classes rest on little.
    sampling : Sampling
    """

    table: pd.DataFrame
    correlation: float
    sampling: Sampling

    def _tables(self) -> Iterator[Table]:
        yield declare("attributes", CAPTION, self.table)

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.table), correlation=number_format.bounded(self.correlation))

    def _figure(self) -> Map:
        across, up = (str(name) for name in self.table.columns[1:3])
        points = tuple(
            Point(row["attribute"], row[across], row[up], CLASSES.get(row["class"], row["class"]))
            for row in self.table.to_dict("records")
        )
        return Map(MAP, AXES[across], AXES[up], points, 0.0, 0.0)


@arguments(data=FRAME, attributes=MAPPING, **FAMILY)
def improvement_gap(
    data: object,
    attributes: Mapping[str, Sequence[str]],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Grid:
    """Improvement-gap analysis: what better and what poor performance would do.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent.
    attributes : mapping of str to (str, str, str)
        By the name of the attribute, three columns: satisfaction now, satisfaction expected if it were
        improved, and dissatisfaction expected if it were poor.
    weight, design, resamples, seed, level
        As in :func:`satkit.driver_importance`.

    Returns
    -------
    Grid
        ``table``: ``attribute gap dissatisfaction class probability``; both axes standardised over
        attributes.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.

    References
    ----------
    Tontini and Picolo (2010).

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"a": [3, 4] * 30, "a_up": [7, 6] * 30, "a_low": [7, 6] * 30,
    ...                         "b": [5, 6] * 30, "b_up": [6, 6] * 30, "b_low": [3, 2] * 30})
    >>> found = improvement_gap(answers, {"repair": ("a", "a_up", "a_low"), "advice": ("b", "b_up", "b_low")})
    >>> found.table["class"].tolist()
    ['critical', 'neutral']
    """
    wrong = [str(name) for name, three in attributes.items() if not NAMES.fits(three) or len(three) != 3]
    if wrong or len(attributes) < 2:
        raise DefinitionError(
            Complaint(
                Text("these attributes have no three columns: %(names)s", {"names": tuple(wrong)}),
                expected=Text("two attributes or more, each with now, improved and poor"),
            )
        )
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    now, improved, poor = (sample.means([three[side] for three in attributes.values()]) for side in range(3))
    axes = {"gap": standardise_attributes(improved - now), "dissatisfaction": standardise_attributes(poor)}
    return place_attributes(axes, GAP, tuple(map(str, attributes)), sample.sampling(level, len(sample)))


@arguments(data=FRAME, outcome=TEXT, stated=MAPPING, **FAMILY, method=TEXT, missing=TEXT)
def dual_importance(
    data: object,
    outcome: str,
    stated: Mapping[str, str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    method: str = "relative_weights",
    missing: str = "complete",
) -> Grid:
    """Stated against derived importance, both standardised and cut at their means.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent.
    outcome : str
        The column that drivers explain.
    stated : mapping of str to str
        By the column of a driver, the column with its importance as respondents state it.
    weight, design, resamples, seed, level, missing
        As in :func:`satkit.driver_importance`.
    method : str
        Of the derived importance, as in :func:`satkit.driver_importance`.

    Returns
    -------
    Grid
        ``table``: ``attribute stated derived class probability``.

    Raises
    ------
    DefinitionError, DataError, FitError
        As :func:`satkit.driver_importance`.

    References
    ----------
    Vavra (1997).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.integers(1, 6, (300, 2)), columns=["repair", "price"])
    >>> answers["overall"] = 2 * answers["repair"] + rng.normal(size=300)
    >>> answers = answers.assign(say_repair=rng.integers(1, 4, 300), say_price=rng.integers(3, 6, 300))
    >>> dual_importance(answers, "overall", {"repair": "say_repair", "price": "say_price"}).table["class"].tolist()
    ['excitement', 'basic']
    """
    names = checked_drivers(outcome, list(stated))
    if not NAMES.fits(list(stated.values())) or len(names) < 2:
        raise DefinitionError(
            Complaint(
                Text("every driver needs a column with its stated importance"),
                expected=Text('two drivers or more, as {"repair": "importance of repair", …}'),
            )
        )
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    found = sample.moments((*names, outcome), missing)
    derived = importance(found.cov, names, method, float(np.min(found.n))).shares
    said = sample.means(list(stated.values()))
    axes = {"stated": standardise_attributes(said), "derived": standardise_attributes(derived)}
    return place_attributes(axes, DUAL, names, sample.sampling(level, float(np.min(found.n))))


def standardise_attributes(values: Floats) -> Floats:
    """Deviations from the mean over attributes in units of their spread, replicate by replicate."""
    spread = values.std(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((values - values.mean(axis=-1, keepdims=True)) / spread)


def place_attributes(
    axes: dict[str, Floats], kinds: tuple[str, ...], names: tuple[str, ...], sampling: Sampling
) -> Grid:
    """Attributes in the quadrants of two axes, with the probability of each one's own.

    Parameters
    ----------
    axes : dict of str to ndarray, shape (b + 1, attributes)
        The one across, then the one up, both standardised.
    kinds : tuple of str
        :data:`GAP` or :data:`DUAL`.
    """
    across, up = axes.values()
    right, above = across[0] >= 0, up[0] >= 0
    place = np.select([right & above, above, ~right], [0, 1, 2], 3)
    chance = quadrants(across, up, sampling.replicated, 0.0, 0.0)
    table = pd.DataFrame({"attribute": names, **{name: values[0] for name, values in axes.items()}})
    table = table.assign(
        **{"class": [kinds[one] for one in place]}, probability=chance[np.arange(len(place)), place]
    )
    return Grid(table, float(np.corrcoef(across[0], up[0])[0, 1]), sampling)
