"""Groups of drivers: importance of a group, and of its members within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.drivers.intake import EXPLAINED, read_drivers, refuse_many
from satkit.models.drivers.subsets import explained_variance, order_weights, shapley, sizes
from satkit.models.rank_certainty import order
from satkit.stats.arguments import MAPPING, NAMES, arguments
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import Sampling
from satkit.tables.cells import Kind
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

CELLS = 1 << 25  # subsets times replicates that are kept: a quarter of a gigabyte


TITLE = Text("Importance of groups of drivers (groups: %(count)d)")
GROUPS = Text("What every group contributes to what is explained")
MEMBERS = Text("What every driver contributes within its group")
PLOT = Text("Importance of groups of drivers")
AXIS = Text("Share of the variance of the outcome")
SHOWN = ("group", "driver", "estimate", "std_error", "interval", "rank", "probability_first", "p_leads")


@dataclass(frozen=True, slots=True, repr=False)
class GroupImportance(Result):
    """How much groups of drivers matter, and their members within them.

    Parameters
    ----------
    groups : tuple of str, length g
    names : tuple of str, length p
        Drivers, group by group.
    owner : tuple of str, length p
        The group of every driver.
    shares : ndarray, shape (b + 1, g)
        In units of R squared, the full sample first.
    member_shares : ndarray, shape (b + 1, p)
        Those of a group add up to its own.
    sampling : Sampling
    """

    groups: tuple[str, ...]
    names: tuple[str, ...]
    owner: tuple[str, ...]
    shares: Floats
    member_shares: Floats
    sampling: Sampling

    def _tables(self) -> Iterator[Table]:
        sampling = self.sampling
        found = order(self.shares, sampling.replicated, self.groups, sampling.level, df=sampling.df)
        frame = found.rename(columns={"term": "group"})
        kinds: dict[str, Kind] = {"estimate": "fit", "std_error": "fit"}
        yield declare("groups", GROUPS, frame, SHOWN, kinds=kinds, level=sampling.level)
        yield declare("members", MEMBERS, self.members, SHOWN, kinds=kinds, level=sampling.level)

    @property
    def members(self) -> pd.DataFrame:
        """One row per driver: ``group driver estimate low high rank …``."""
        sampling = self.sampling
        found = order(self.member_shares, sampling.replicated, self.names, sampling.level, df=sampling.df)
        found = found.rename(columns={"term": "driver"})
        found.insert(0, "group", self.owner)
        return found

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.groups))

    def _figure(self) -> Estimates:
        table = self.table.sort_values("estimate", ascending=False)
        rows = table[["group", "estimate", "low", "high"]].itertuples(index=False, name=None)
        return Estimates(PLOT, AXIS, tuple(Mark(*row) for row in rows), bars=True)


@arguments(**{name: kind for name, kind in EXPLAINED.items() if name != "drivers"}, groups=MAPPING)
def group_importance(
    data: object,
    outcome: str,
    groups: Mapping[str, Sequence[str]],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 200,
    seed: int = 0,
    level: float = 0.95,
    missing: str = "complete",
) -> GroupImportance:
    """Importance of groups of drivers that enter and leave a model as one, and of their members.

    Parameters
    ----------
    data : DataFrame or Moments
        Answers, one row per respondent; or moments of drivers and outcome.
    outcome : str
        The column, or item, that is explained.
    groups : mapping of str to sequence of str
        Drivers by the name of their group; none in two of them.
    weight, design, resamples, seed, level, missing
        As in :func:`satkit.driver_importance`.

    Returns
    -------
    GroupImportance
        ``table`` has one row per group, ``members`` one per driver.

    Raises
    ------
    DefinitionError, DataError, FitError
        As :func:`satkit.driver_importance`, and for groups that are none.

    References
    ----------
    Shapley (1953) for the groups; Owen (1977) for the members.

    Examples
    --------
    >>> from satkit import from_covariance
    >>> names = ["price", "repair", "advice", "overall"]
    >>> matrix = [[1, 0.3, 0.2, 0.5], [0.3, 1, 0.4, 0.6], [0.2, 0.4, 1, 0.5], [0.5, 0.6, 0.5, 1]]
    >>> published = from_covariance(matrix, names, n=400)
    >>> found = group_importance(published, "overall", {"costs": ["price"], "service": ["repair", "advice"]})
    >>> found.table["group"].tolist()
    ['costs', 'service']
    """
    _refuse_groups(groups)
    drivers = [name for members in groups.values() for name in members]
    given = read_drivers(
        data, outcome, drivers,
        weight=weight, design=design, resamples=resamples, seed=seed, level=level, missing=missing,
    )  # fmt: skip
    refuse_many(len(drivers), int(np.log2(CELLS // len(given.cov))))
    table = explained_variance(given.correlations)
    places = [[given.names.index(name) for name in members] for members in groups.values()]
    owner = tuple(str(group) for group, members in groups.items() for _ in members)
    return GroupImportance(
        tuple(map(str, groups)),
        given.names,
        owner,
        together(table, places),
        owen(table, places),
        given.sampling,
    )


def _refuse_groups(groups: Mapping[str, Sequence[str]]) -> None:
    """Complain of groups without a driver, or that are no lists of names.

    Raises
    ------
    DefinitionError
    """
    wrong = [str(name) for name, members in groups.items() if not NAMES.fits(members) or not len(members)]
    if wrong or not groups:
        raise DefinitionError(
            Complaint(
                Text("these groups of drivers cannot be used: %(names)s", {"names": tuple(wrong)}),
                expected=Text(
                    'names of drivers by the name of their group, as {"service": ["repair", "advice"]}'
                ),
            )
        )


def together(table: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Shapley value of groups that enter and leave as one.

    Parameters
    ----------
    table : ndarray, shape (2^p, ...)
        Worth of every subset of drivers.
    groups : sequence of sequences of int
        A partition of the drivers; a driver alone is a group of one.

    Returns
    -------
    ndarray, shape (..., groups)
    """
    return shapley(table[_unions([sum(1 << i for i in group) for group in groups])])


def owen(table: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Average gain of every driver over the orders that keep its group together.

    Returns
    -------
    ndarray, shape (..., p)
        Members add up to :func:`together` of their group.

    References
    ----------
    Owen (1977).
    """
    masks = [sum(1 << i for i in group) for group in groups]
    outside = order_weights(len(groups))[sizes(len(groups) - 1)]
    values = np.empty((sum(len(group) for group in groups), *table.shape[1:]))
    for place, group in enumerate(groups):
        others = _unions(masks[:place] + masks[place + 1 :])
        inside = order_weights(len(group))[sizes(len(group) - 1)]
        for driver in group:
            mates = _unions([1 << i for i in group if i != driver])
            before = others[:, None] + mates
            gain = table[before + (1 << driver)] - table[before]
            values[driver] = np.einsum("a,b,ab...->...", outside, inside, gain)
    return np.moveaxis(values, 0, -1)


def _unions(masks: Sequence[int]) -> Ints:
    """The union of every choice of disjoint masks, shape (2^len(masks),)."""
    unions = np.zeros(1, np.int64)
    for mask in masks:
        unions = np.concatenate([unions, unions + mask])
    return unions
