"""Key dissatisfiers: failures that catch the dissatisfied and spare the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.rank_certainty import interval, order
from satkit.stats.contrasts import Interval, difference
from satkit.stats.design import Floats
from satkit.stats.intervals import on_logits
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import UNKNOWN, Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

TITLE = Text("Key attributes (%(count)d): %(names)s")
CAPTION = Text("How far failures reach the dissatisfied and spare the others, from the largest part down")
PLOT = Text("Key attributes")
AXIS = Text("Part in reach less noise")


@dataclass(frozen=True, slots=True, repr=False)
class Reach(Result):
    """Attributes by how well their failure tells who is dissatisfied.

    Parameters
    ----------
    names : tuple of str, length p
        In the order of ``shares``.
    sides : pair of ndarray, shape (b + 1, p)
        Mean part of every attribute in the failures of the dissatisfied, and in those of the others.
    sequence : tuple of str, length p
        From the largest share to the smallest.
    reach, noise, risk : ndarray, shape (b + 1, p)
        Of the first one, two, ... attributes of ``sequence`` together: share of the dissatisfied
        that failed on any, share of the others that did, and the share of dissatisfaction that
        would go if none failed.
    key : tuple of str
        The attributes of ``sequence`` up to the largest reach less noise.
    sampling : Sampling
        The sample behind it.
    """

    names: tuple[str, ...]
    sides: tuple[Floats, Floats]
    sequence: tuple[str, ...]
    reach: Floats
    noise: Floats
    risk: Floats
    key: tuple[str, ...]
    sampling: Sampling = UNKNOWN

    @property
    def shares(self) -> Floats:
        """Shapley value of reach less noise, shape (b + 1, p)."""
        return self.sides[0] - self.sides[1]

    def _tables(self) -> Iterator[Table]:
        """One row per attribute in sequence: share with interval and rank, running reach, noise, risk.

        Few fail, and fewer of them are dissatisfied: the interval of a share is recovered from
        those of its two sides, each on the logit scale.
        """
        resamples, level, df = self.sampling.replicated, self.sampling.level, self.sampling.df
        frame = order(self.shares, resamples, self.names, level).set_index("term")
        found = difference(self.shares, resamples, df, level, self._ends(resamples, level, df))
        frame["low"], frame["high"] = found["low"], found["high"]
        frame = frame.loc[list(self.sequence)].rename_axis("driver").reset_index()
        running = {"reach": self.reach, "noise": self.noise, "success": self.reach - self.noise}
        for name, values in {**running, "risk": self.risk}.items():
            frame[name] = values[0]
        frame["risk_low"], frame["risk_high"] = interval(self.risk, resamples, level)
        frame = frame.assign(key=frame["driver"].isin(self.key))
        shown = (
            "driver",
            "estimate",
            "std_error",
            "interval",
            "rank",
            "reach",
            "noise",
            "success",
            "risk",
            "key",
        )
        headers = {"estimate": Text("Reach less noise, own part")}
        yield declare("reach", CAPTION, frame, shown, headers=headers, level=level)

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.key), names=self.key)

    def _figure(self) -> Estimates:
        rows = self.table[["driver", "estimate", "low", "high"]].itertuples(index=False, name=None)
        return Estimates(PLOT, AXIS, tuple(Mark(*row) for row in rows), bars=True, reference=0.0)

    def _ends(self, resamples: Replicates, level: float, df: float) -> tuple[Interval, Interval]:
        """The interval of either side."""
        errors = [resamples.std_error(side) for side in self.sides]
        one, other = (
            Interval(side[0], error, *on_logits(side[0], error, df, level))
            for side, error in zip(self.sides, errors, strict=True)
        )
        return one, other


def dissatisfiers(
    failed: ArrayLike, dissatisfied: ArrayLike, weight: Floats, resamples: Replicates, names: tuple[str, ...]
) -> Reach:
    r"""Shapley value of reach less noise under the rule *dissatisfied if any attribute fails*.

    .. math:: v(S) = P(F_S | D) - P(F_S | \bar D), \qquad
              \phi_j = E_D \frac{f_j}{k} - E_{\bar D} \frac{f_j}{k}

    A person with k failures is caught by whichever of the k enters first, so each gets 1/k of that
    person: no subset needs to be looked at, for any p.

    Parameters
    ----------
    failed : array of bool, shape (n, p)
        Whether the respondent found the attribute failing; no answer counts as no failure.
    dissatisfied : array of bool, shape (n,)
    weight : ndarray, shape (n,)
    resamples : Replicates

    Raises
    ------
    FitError
        If nobody is dissatisfied, or everybody.

    References
    ----------
    Conklin, Powaga and Lipovetsky (2004) for the game; the closed form is checked against all 2^p
    subsets in the tests.
    """
    fails, bad = np.asarray(failed, bool), np.asarray(dissatisfied, bool)
    _refuse_one_sided(bad[weight > 0])
    count = fails.sum(axis=1, keepdims=True)
    part = fails / np.maximum(count, 1)
    caught_by, struck_by, _ = _contrast(part, bad, weight, resamples)
    ranked = np.argsort(-(caught_by[0] - struck_by[0]), kind="stable")
    caught = np.logical_or.accumulate(fails[:, ranked], axis=1)
    reach, noise, ill = _contrast(caught, bad, weight, resamples)
    best = int(np.argmax(reach[0] - noise[0])) + 1
    sequence = tuple(names[place] for place in ranked)
    return Reach(
        names,
        (caught_by, struck_by),
        sequence,
        reach,
        noise,
        attributable(reach, noise, ill),
        sequence[:best],
        Sampling(resamples),
    )


def enhancers(
    excelled: ArrayLike,
    delighted: ArrayLike,
    failed: ArrayLike,
    weight: Floats,
    resamples: Replicates,
    names: tuple[str, ...],
) -> Reach:
    """Key enhancers: excellences that catch the delighted, among those whom no key dissatisfier hit.

    Parameters
    ----------
    excelled : array of bool, shape (n, p)
    delighted : array of bool, shape (n,)
    failed : array of bool, shape (n, key)
        Failures on the key dissatisfiers; whoever has one is left out.

    References
    ----------
    Conklin, Powaga and Lipovetsky (2004), section 4.
    """
    spared = ~np.asarray(failed, bool).any(axis=1)
    return dissatisfiers(excelled, delighted, np.where(spared, weight, 0.0), resamples, names)


def attributable(reach: Floats, noise: Floats, prevalence: Floats) -> Floats:
    r"""Share of dissatisfaction that would go with the failures.

    .. math:: AR = \frac{P(D) - P(D | \bar F)}{P(D)} = \frac{P(\bar D)\,(reach - noise)}{1 - P(F)}

    Parameters
    ----------
    reach, noise : ndarray, shape (b + 1, p)
    prevalence : ndarray, shape (b + 1, 1)
        Share of dissatisfied respondents.

    References
    ----------
    Miettinen (1974); as an identity in reach and noise it follows from Bayes' rule.
    """
    failing = prevalence * reach + (1 - prevalence) * noise
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(failing < 1, (1 - prevalence) * (reach - noise) / (1 - failing), np.nan)


def _contrast(
    values: Floats | NDArray[np.bool_], bad: NDArray[np.bool_], weight: Floats, resamples: Replicates
) -> tuple[Floats, Floats, Floats]:
    """Weighted means among the dissatisfied and the others, and the share of the first."""
    columns = np.column_stack([values, np.ones(len(values))])
    sides = np.stack([np.where(side[:, None], columns, 0.0) for side in (bad, ~bad)], axis=1)
    sums = resamples.totals(resamples.pieces(weight[:, None, None] * sides))
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums[..., :-1] / sums[..., -1:]
        ill = sums[:, 0, -1:] / sums[..., -1].sum(axis=1, keepdims=True)
    return means[:, 0], means[:, 1], ill


def _refuse_one_sided(bad: NDArray[np.bool_]) -> None:
    if bad.any() and not bad.all():
        return
    raise FitError(
        Complaint(
            Text("everyone is dissatisfied") if bad.any() else Text("nobody is dissatisfied"),
            expected=Text("both satisfied and dissatisfied respondents"),
            hint=Text("take the score instead of a cut, or move the cut"),
        )
    )
