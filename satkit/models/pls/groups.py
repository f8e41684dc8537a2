"""Segments compared: is the index measured alike in all, and do paths differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls.fit import SETTINGS, PathFit, fit_flat, refuse_stages
from satkit.models.syntax import MODEL, as_path_model
from satkit.stats.arguments import arguments, either, instance, one_of, refuse_settings, whole
from satkit.stats.contrasts import adjust_p
from satkit.stats.design import Floats, Ints
from satkit.stats.intake import COLUMN, FEW, FRAME, SAMPLING, read_groups, read_sample
from satkit.stats.moments import Moments, complete, stack_groups
from satkit.stats.replicates import Replicates
from satkit.stats.table import no_group
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

SMALLEST = 20  # respondents of a group below which nothing is compared
ROUNDING = 1e-12


TITLE = Text("Groups compared: %(groups)s")
DIFFERENCES = Text("Differences of paths between groups")
OMNIBUS = Text("Does a path differ between any of the groups")
INVARIANCE = Text("Are constructs measured alike (MICOM)")
MICOM = Text("Small p values speak against equal weights, means or variances.")
PLOT = Text("Paths of every group")
AXIS = Text("Standardised coefficient")


@dataclass(frozen=True, repr=False)
class Comparison(Result):
    """Groups side by side.

    Parameters
    ----------
    names : tuple of str, length g
    fit : PathFit
        Of every group; axis 0 the sample and its replicates, axis 1 the groups.
    invariance : DataFrame
        MICOM: ``group versus construct correlation p_weights mean p_mean variance p_variance``.
    differences : DataFrame
        ``group versus path difference p_permutation p_adjusted p_parametric p_welch p_henseler``.
    omnibus : DataFrame
        ``path spread p p_adjusted``: does the path differ between any of the groups.
    notes : tuple of Text
        How many respondents belong to no group.
    """

    names: tuple[str, ...]
    fit: PathFit
    invariance: pd.DataFrame
    differences: pd.DataFrame
    omnibus: pd.DataFrame
    notes: tuple[Text, ...] = ()

    def _tables(self) -> Iterator[Table]:
        shown = ("group", "versus", "path", "difference", "p_permutation", "p_adjusted", "p_welch")
        yield declare("differences", DIFFERENCES, self.differences, shown)
        yield declare("omnibus", OMNIBUS, self.omnibus)
        yield declare("invariance", INVARIANCE, self.invariance, note=MICOM)

    def _title(self) -> Text:
        return TITLE.with_values(groups=self.names)

    def _figure(self) -> Estimates:
        """Every path in every group, with the intervals of the replicates."""
        paths = [f"{source} -> {target}" for source, target in self.fit.model.paths]
        table = self.fit.table  # the groups in order, the paths within
        marks = tuple(
            Mark(row["path"], row["estimate"], row["low"], row["high"], self.names[place // len(paths)])
            for place, row in enumerate(table.to_dict("records"))
        )
        return Estimates(PLOT, AXIS, marks, reference=0.0)


@arguments(
    data=FRAME,
    model=MODEL,
    group=COLUMN,
    **SAMPLING | {"resamples": either(whole(FEW), instance(Replicates, Text("replicates of the sample")))},
    permutations=whole(1),
    correction=one_of(("holm", "bh")),
)
def compare_groups(
    data: object,
    model: str | PathModel,
    group: str | ArrayLike,
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 500,
    seed: int = 0,
    permutations: int = 999,
    correction: str = "holm",
    **settings: Any,
) -> Comparison:
    """Measurement invariance and differences of paths between any number of groups.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent; rows with a gap are left out.
    model : str or PathModel
        Of one stage.
    group : str or array, shape (n,)
        A column, or the groups themselves.  A missing or blank label is no group; such respondents
        are left out and counted.
    weight, design, resamples, seed
        As in :func:`satkit.fit_pls`: errors know clusters and strata.
    permutations : int
        Random exchanges of respondents between groups.
    correction : {"holm", "bh"}
        Over all pairs and paths.
    **settings
        For the fit: ``scheme``, ``tolerance`` and so on.

    Returns
    -------
    Comparison
        Invariance of the composites, differences of paths, and the fit of every group.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        If there are fewer than two groups, or one has fewer than 20 respondents; for interactions
        and constructs of second order.

    Notes
    -----
    Permutations hold under the hypothesis that group membership means nothing, respondents being
    exchangeable; with few clusters trust the parametric tests on design-based replicates instead.

    References
    ----------
    Henseler, Ringle and Sarstedt (2016) for MICOM; Chin and Dibbern (2010) for permutations;
    Keil et al. (2000) parametric, Nitzl (2010) Welch, Henseler (2012) by bootstrap.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> liking = rng.normal(size=200)
    >>> answers = pd.DataFrame({name: liking + rng.normal(size=200) for name in ("a", "b", "c", "d")})
    >>> answers["region"] = np.repeat(["north", "south"], 100)
    >>> found = compare_groups(answers, "A =~ a + b; B =~ c + d; B ~ A", "region", permutations=99)
    >>> found.differences[["group", "versus", "path"]].to_numpy().tolist()
    [['north', 'south', 'A -> B']]
    """
    refuse_settings("compare_groups", settings, SETTINGS)
    known = as_path_model(model)
    refuse_stages(known, "compare_groups")
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    names = known.items
    answers, weights = sample.answers(names), sample.weight
    named, labelled = read_groups(sample.table, group)
    rows = np.flatnonzero(np.isfinite(answers).all(axis=1) & (weights > 0) & named)
    answers, weights = answers[rows], weights[rows]
    levels, code = np.unique(labelled[rows].astype(str), return_inverse=True)
    _refuse_small(levels, code)
    whole = replace(sample.replicated, piece=sample.replicated.piece[rows])
    fit = fit_flat(by_group(answers, names, code, weights, whole), known, **settings)
    shuffled = fit_flat(_permute_groups(answers, names, code, weights, permutations, seed), known, **settings)
    pooled = fit_flat(complete(answers, names, weights), known, **settings)
    labels = tuple(str(level) for level in levels)
    return Comparison(
        labels,
        fit,
        _invariance(pooled, shuffled, labels),
        _differences(fit, shuffled, whole, labels, correction),
        _omnibus(shuffled, correction),
        no_group(int((~named).sum())),
    )


def _refuse_small(levels: Any, code: Ints) -> None:
    sizes = np.bincount(code, minlength=len(levels))
    if len(levels) < 2:
        raise FitError(Complaint(Text("there is only one group, and nothing to compare it with")))
    small = [(str(level), int(n)) for level, n in zip(levels, sizes, strict=True) if n < SMALLEST]
    if small:
        raise FitError(
            [
                Complaint(
                    Text("group '%(name)s' has only %(n)d respondents", {"name": name, "n": n}),
                    expected=Text("at least %(needed)d in every group", {"needed": SMALLEST}),
                    hint=Text("join it with another group, or leave it out"),
                )
                for name, n in small
            ]
        )


def by_group(
    answers: Floats, names: Sequence[str], code: Ints, weights: Floats, whole: Replicates
) -> Moments:
    """Moments of every group, the replicates of the whole sample behind each.

    Groups then share their replicates, so that the error of a difference, of an index between two
    waves say, knows how far their errors go together.

    Parameters
    ----------
    answers : ndarray, shape (n, k)
    code : ndarray of int, shape (n,)
        The group of every respondent, 0 to g - 1.
    weights : ndarray, shape (n,)
    whole : Replicates
        Of the whole sample.

    Returns
    -------
    Moments
        Axis 1 holds the groups.
    """
    parts = []
    for number in range(code.max() + 1):
        rows = np.flatnonzero(code == number)
        parts.append(complete(answers[rows], names, weights[rows], replace(whole, piece=whole.piece[rows])))
    return stack_groups(parts)


def _permute_groups(
    answers: Floats, names: Sequence[str], code: Ints, weights: Floats, permutations: int, seed: int
) -> Moments:
    """Moments of the groups as they are and as chance would have them."""
    n = len(code)
    rng = np.random.default_rng(seed)
    labels = np.concatenate([code[None], rng.permuted(np.tile(code, (permutations, 1)), axis=1)])
    parts = []
    for number in range(code.max() + 1):
        inside = Replicates("groups", np.arange(n), (labels == number).astype(float), np.ones(permutations))
        part = complete(answers, names, weights, inside)
        parts.append(replace(part, n=int((code == number).sum())))
    return stack_groups(parts)


def _pairs(labels: tuple[str, ...]) -> list[tuple[int, int]]:
    return list(combinations(range(len(labels)), 2))


def _invariance(pooled: PathFit, shuffled: PathFit, labels: tuple[str, ...]) -> pd.DataFrame:
    """MICOM steps two and three for every pair of groups."""
    model, tables = pooled.model, []
    center, spread = _score_moments(pooled, shuffled)
    for left, right in _pairs(labels):
        alike = agreement(
            pooled.correlation[0], pooled.blocks, shuffled.weights[:, left], shuffled.weights[:, right]
        )
        gap = center[:, left] - center[:, right]
        ratio = np.log(spread[:, left] / spread[:, right])
        tables.append(
            pd.DataFrame(
                {
                    "group": labels[left],
                    "versus": labels[right],
                    "construct": model.names,
                    "correlation": alike[0],
                    "p_weights": _share(-alike),
                    "mean": gap[0],
                    "p_mean": _share(np.abs(gap)),
                    "variance": ratio[0],
                    "p_variance": _share(np.abs(ratio)),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _share(distance: Floats) -> Floats:
    """Share of permutations at least as far out, the sample itself (row 0) counted; NaN is none."""
    beyond = (distance[1:] >= distance[0] - ROUNDING).sum(axis=0)
    return np.asarray((1 + beyond) / (1 + np.isfinite(distance[1:]).sum(axis=0)))


def agreement(matrix: Floats, blocks: Sequence[slice], left: Floats, right: Floats) -> Floats:
    """Correlation, among all respondents, of scores by the weights of two groups.

    Parameters
    ----------
    matrix : ndarray, shape (k, k)
        Correlations of the items over all groups; cSEM takes covariances, although the weights are
        those of standardised items.
    left, right : ndarray, shape (b, k)

    Returns
    -------
    ndarray, shape (b, j)
    """
    columns = []
    for block in blocks:
        within, a, b = matrix[block, block], left[:, block], right[:, block]
        both = np.einsum("bi,ij,bj->b", a, within, b)
        sizes = np.einsum("bi,ij,bj->b", a, within, a) * np.einsum("bi,ij,bj->b", b, within, b)
        columns.append(both / np.sqrt(sizes))
    return np.stack(columns, axis=1)


def _score_moments(pooled: PathFit, shuffled: PathFit) -> tuple[Floats, Floats]:
    """Means and variances of the pooled scores in every group, shape (b, g, j) each."""
    weights = pooled.weights[0] / pooled.moments.sd[0]
    centers, spreads = [], []
    for block in pooled.blocks:
        own = weights[block]
        centers.append((shuffled.moments.mean[..., block] - pooled.moments.mean[0, block]) @ own)
        spreads.append(np.einsum("i,...ij,j->...", own, shuffled.moments.cov[..., block, block], own))
    return np.stack(centers, axis=-1), np.stack(spreads, axis=-1)


def _differences(
    fit: PathFit, shuffled: PathFit, whole: Replicates, labels: tuple[str, ...], correction: str
) -> pd.DataFrame:
    """Every path between every pair of groups, by four tests."""
    from scipy.special import stdtr

    sizes = np.asarray(fit.moments.n)
    arrows, chance = fit.arrows, shuffled.arrows
    errors = whole.std_error(arrows)
    tables = []
    for left, right in _pairs(labels):
        gap = chance[:, left] - chance[:, right]
        n, m = sizes[left], sizes[right]
        first, second = errors[left] ** 2, errors[right] ** 2
        common = ((n - 1) ** 2 * first + (m - 1) ** 2 * second) / (n + m - 2) * (1 / n + 1 / m)
        apart = first * (n - 1) / n + second * (m - 1) / m
        freedom = apart**2 / ((first * (n - 1) / n) ** 2 / (n - 1) + (second * (m - 1) / m) ** 2 / (m - 1))
        tables.append(
            pd.DataFrame(
                {
                    "group": labels[left],
                    "versus": labels[right],
                    "path": [f"{source} -> {target}" for source, target in fit.model.paths],
                    "difference": gap[0],
                    "p_permutation": _share(np.abs(gap)),
                    "p_parametric": 2 * stdtr(n + m - 2, -np.abs(gap[0] / np.sqrt(common))),
                    "p_welch": 2 * stdtr(freedom, -np.abs(gap[0] / np.sqrt(apart))),
                    "p_henseler": _by_bootstrap(arrows[:, left], arrows[:, right]),
                }
            )
        )
    table = pd.concat(tables, ignore_index=True)
    table.insert(5, "p_adjusted", adjust_p(table["p_permutation"].to_numpy(), correction))
    return table


def _by_bootstrap(left: Floats, right: Floats) -> Floats:
    """How often resamples of one group, turned about their mean, beat those of the other; two-sided."""
    below = []
    for pair in zip(left[1:].T, right[1:].T, strict=True):
        one, other = (2 * told.mean() - told for told in (side[np.isfinite(side)] for side in pair))
        below.append(np.searchsorted(np.sort(one), other).mean() / len(one))
    share = np.array(below)
    return np.asarray(2 * np.minimum(share, 1 - share))


def _omnibus(shuffled: PathFit, correction: str) -> pd.DataFrame:
    """Weighted spread of every path over the groups, against chance."""
    share = np.asarray(shuffled.moments.n) / np.sum(shuffled.moments.n)
    arrows = shuffled.arrows
    middle = np.einsum("g,bgp->bp", share, arrows)
    spread = np.einsum("g,bgp->bp", share, (arrows - middle[:, None]) ** 2)
    p = _share(spread)
    return pd.DataFrame(
        {
            "path": [f"{source} -> {target}" for source, target in shuffled.model.paths],
            "spread": np.sqrt(spread[0]),
            "p": p,
            "p_adjusted": adjust_p(p, correction),
        }
    )
