"""Penalty and reward: what bad and good answers do to satisfaction, without paired questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, DataError, FitError, quote_all
from satkit.language import Text
from satkit.models.drivers.correlations import refuse
from satkit.models.drivers.intake import checked_drivers
from satkit.models.rank_certainty import draws, frequency
from satkit.stats.arguments import NAMES, NUMBER, TEXT, arguments
from satkit.stats.contrasts import quotient
from satkit.stats.design import Floats
from satkit.stats.incomplete import answer_moments
from satkit.stats.intake import FAMILY, FRAME, read_sample
from satkit.stats.intervals import student
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import UNKNOWN, Sampling
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

CLASSES = ("frustrator", "dissatisfier", "hybrid", "satisfier", "delighter")
LOST = 1e-9  # a variance below this part of the sample's is none
CUTS = (-0.7, -0.2, 0.2, 0.7)  # of the impact asymmetry (Mikulić and Prebežac 2008)
HAIR = 1e-9  # nearer to a cut than this is on it


TITLE = Text("Penalties and rewards (attributes: %(count)d)")
CAPTION = Text("What a bad and a good answer do to overall satisfaction, against a middling one")
PLOT = Text("Penalty and reward")
AXIS = Text("Change of overall satisfaction, in its units")
PENALTY, REWARD = Text("Bad answer"), Text("Good answer")


@dataclass(frozen=True, slots=True, repr=False)
class Contrast(Result):
    """Effects of low and of high answers, replicate by replicate.

    Parameters
    ----------
    names : tuple of str, length a
    penalty, reward : ndarray, shape (b + 1, a)
        Change of overall satisfaction against a middling answer, in its units.
    notes : tuple of Text
    sampling : Sampling
        The sample behind it.
    """

    names: tuple[str, ...]
    penalty: Floats
    reward: Floats
    notes: tuple[Text, ...]
    sampling: Sampling = UNKNOWN

    def _tables(self) -> Iterator[Table]:
        """One row per attribute: penalty, reward, impact range and asymmetry with intervals, class.

        The interval of the range is that of reward less penalty, no side cut at zero; that of the
        asymmetry is Fieller's, from -1 to 1 where the range may be nothing.
        """
        shown = (
            "attribute", "penalty", "penalty_interval", "reward", "reward_interval", "range", "asymmetry",
            "class", "probability",
        )  # fmt: skip
        yield declare("contrasts", CAPTION, self._frame(), shown, level=self.sampling.level)

    def _frame(self) -> pd.DataFrame:
        resamples, level, df = self.sampling.replicated, self.sampling.level, self.sampling.df
        reach, lean = impact(self.penalty[0], self.reward[0])
        columns: dict[str, object] = {"attribute": self.names}
        for name, values in (("penalty", self.penalty), ("reward", self.reward)):
            columns |= _name_columns(
                name, values[0], student(values[0], resamples.std_error(values), df, level)
            )
        span, tilt = self.reward - self.penalty, self.reward + self.penalty
        low, high = student(span[0], resamples.std_error(span), df, level)
        ends = np.clip(low, 0, reach), np.maximum(high, reach)
        columns |= _name_columns("range", reach, ends)
        low, high = np.clip(quotient(tilt, span, resamples, df, level), -1, 1)
        columns |= _name_columns("asymmetry", lean, (np.fmin(low, lean), np.fmax(high, lean)))
        chance = chances(self, resamples)
        place = classify_asymmetry(lean)
        columns["class"] = [CLASSES[one] if one >= 0 else "none" for one in place]
        columns["probability"] = np.where(place >= 0, chance[np.arange(len(place)), place], np.nan)
        return pd.DataFrame(columns)

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.names))

    def _figure(self) -> Estimates:
        frame = self._frame()
        marks = tuple(
            Mark(row["attribute"], row[side], row[f"{side}_low"], row[f"{side}_high"], name)
            for side, name in (("penalty", PENALTY), ("reward", REWARD))
            for row in frame.to_dict("records")
        )
        return Estimates(PLOT, AXIS, marks, reference=0.0)


def _name_columns(name: str, values: Floats, ends: tuple[Floats, Floats]) -> dict[str, object]:
    """Columns of a quantity and its interval."""
    return {name: values, f"{name}_low": ends[0], f"{name}_high": ends[1]}


def indicators(values: Floats, low: float, high: float) -> Floats:
    """Whether an answer is low, and whether it is high, side by side, shape (n, 2 a).

    Parameters
    ----------
    values : ndarray, shape (n, a)
    low, high : float
        At or below, and at or above; what lies between is the reference.
    """
    both = np.stack([values <= low, values >= high], axis=-1).astype(float)
    return np.where(np.isfinite(values)[..., None], both, np.nan).reshape(len(values), -1)


@arguments(data=FRAME, outcome=TEXT, attributes=NAMES, **FAMILY, low=NUMBER, high=NUMBER, missing=TEXT)
def penalty_reward(
    data: object,
    outcome: str,
    attributes: Sequence[str],
    *,
    weight: str | ArrayLike | None = None,
    design: Mapping[str, object] | None = None,
    resamples: int | Replicates = 1000,
    seed: int = 0,
    level: float = 0.95,
    low: float,
    high: float,
    missing: str = "complete",
) -> Contrast:
    """Penalty-reward contrast: what low and high answers go with, against middling ones.

    Parameters
    ----------
    data : DataFrame
        Answers, one row per respondent.
    outcome : str
        The column of overall satisfaction.
    attributes : sequence of str, length a
        Columns.
    weight, design, resamples, seed, level, missing
        As in :func:`satkit.driver_importance`.
    low, high : float
        Answers at or below, and at or above; what lies between is the reference.

    Returns
    -------
    Contrast
        ``table`` has one row per attribute: penalty, reward, impact range, asymmetry and class.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        If an attribute is never low or never high, or indicators repeat each other.

    References
    ----------
    Brandt (1987); Anderson and Mittal (2000); Matzler and Sauerwein (2002); Mikulić and Prebežac (2008).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame({"repair": rng.integers(1, 6, 600), "advice": rng.integers(1, 6, 600)})
    >>> bad, excellent = answers["repair"] <= 2, answers["advice"] == 5
    >>> answers["overall"] = 3 - 2 * bad + excellent + rng.normal(size=600)
    >>> found = penalty_reward(answers, "overall", ["repair", "advice"], low=2, high=5)
    >>> found.table["class"].tolist()
    ['frustrator', 'delighter']
    """
    names = checked_drivers(outcome, attributes)
    if not low < high:
        raise DataError(
            Complaint(
                Text(
                    "low answers end at %(low)s, and high ones begin at %(high)s",
                    {"low": str(low), "high": str(high)},
                )
            )
        )
    sample = read_sample(data, weight=weight, design=design, resamples=resamples, seed=seed)
    sides = indicators(sample.answers(names), low, high)
    columns = np.column_stack([sides, sample.answers([outcome])])
    labels = [str(place) for place in range(columns.shape[1])]
    found = answer_moments(columns, labels, sample.weight, sample.resamples, missing)
    n = float(np.min(found.n))
    return replace(contrast(found.cov, names, n), sampling=sample.sampling(level, n))


def contrast(cov: ArrayLike, names: tuple[str, ...], n: float | None = None) -> Contrast:
    """Penalty-reward contrast by regression on low and high indicators, from their covariances.

    Parameters
    ----------
    cov : array, shape (b + 1, 2 a + 1, 2 a + 1)
        Covariance of :func:`indicators` and, last, overall satisfaction.
    names : tuple of str, length a

    Raises
    ------
    FitError
        If an attribute is never low or never high, or indicators repeat each other.

    References
    ----------
    Brandt (1987); Anderson and Mittal (2000); Matzler and Sauerwein (2002).
    """
    matrices = np.asarray(cov, float)
    matrices = matrices[None] if matrices.ndim == 2 else matrices
    _refuse_one_sided(matrices[0], names)
    refuse(matrices[0], tuple(f"{name} {side}" for name in names for side in "↓↑"), n)
    slopes = _slopes(matrices[:, :-1, :-1], matrices[:, :-1, -1:])
    penalty, reward = slopes[:, ::2, 0], slopes[:, 1::2, 0]
    return Contrast(names, penalty, reward, _contrary(names, penalty[0], reward[0]))


def _slopes(among: Floats, against: Floats) -> Floats:
    """Regression slopes; a replicate that lost a low or a high answer takes the shortest solution."""
    lost = np.asarray(~(np.diagonal(among, axis1=-2, axis2=-1) > LOST * np.diagonal(among[0])).all(axis=-1))
    slopes: Floats = np.empty(against.shape)
    try:
        slopes[~lost] = np.linalg.solve(among[~lost], against[~lost])
    except np.linalg.LinAlgError:
        lost[:] = True
    slopes[lost] = np.linalg.pinv(among[lost], hermitian=True) @ against[lost]
    return slopes


def impact(penalty: Floats, reward: Floats) -> tuple[Floats, Floats]:
    r"""Impact range :math:`r + |p|` and asymmetry :math:`(r - |p|) / (r + |p|)`, shape (...) each.

    A penalty above or a reward below zero is against the sense of the question and counts as zero;
    the asymmetry is NaN where nothing is left.

    References
    ----------
    Mikulić and Prebežac (2008).
    """
    loss, gain = np.maximum(-penalty, 0.0), np.maximum(reward, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return loss + gain, (gain - loss) / (gain + loss)


def classify_asymmetry(asymmetry: Floats, cuts: tuple[float, ...] = CUTS) -> NDArray[np.int64]:
    """Place in :data:`CLASSES`; -1 where there is no impact.

    Two cuts give three classes: dissatisfier or basic, hybrid, satisfier or excitement.  An
    asymmetry that equals a cut belongs to the milder class on either side.
    """
    lean = np.asarray(asymmetry, float)[..., None]
    ends = np.asarray(cuts, float)
    beyond = np.where(ends > 0, lean > ends + HAIR, lean >= ends - HAIR)
    placed = beyond.sum(axis=-1) + (1 if len(cuts) == 2 else 0)
    return np.where(np.isfinite(asymmetry), placed, -1)


def chances(found: Contrast, resamples: Replicates) -> Floats:
    """Probability of each of :data:`CLASSES`, shape (a, 5)."""
    drawn = draws(np.stack([found.penalty, found.reward], axis=1), resamples)
    placed = classify_asymmetry(impact(drawn[:, 0], drawn[:, 1])[1])
    return frequency(placed[..., None] == np.arange(len(CLASSES)))


def sensitivity(contrasts: dict[str, Contrast]) -> pd.DataFrame:
    """Classes of the same attributes under several cut points of low and high.

    Parameters
    ----------
    contrasts : mapping of str to Contrast
        By a name for the cut points.

    Returns
    -------
    DataFrame
        ``attribute``, one column per cut, and ``stable``: whether all agree.
    """
    first = next(iter(contrasts.values()))
    table = pd.DataFrame({"attribute": first.names})
    for name, found in contrasts.items():
        place = classify_asymmetry(impact(found.penalty[0], found.reward[0])[1])
        table[name] = [CLASSES[one] if one >= 0 else "none" for one in place]
    first_cut, *others = (table[name] for name in contrasts)
    return table.assign(stable=np.logical_and.reduce([first_cut == other for other in (first_cut, *others)]))


def _refuse_one_sided(cov: Floats, names: tuple[str, ...]) -> None:
    """Raise where nobody, or everybody, gave a low or a high answer."""
    flat = ~(np.diagonal(cov)[:-1].reshape(-1, 2) > 0)
    found = [
        Complaint(
            Text("attribute '%(name)s': no low answers, or nothing else", {"name": name})
            if side == 0
            else Text("attribute '%(name)s': no high answers, or nothing else", {"name": name}),
            expected=Text("low, middling and high answers of every attribute"),
            hint=Text("move the cut, or leave the attribute out"),
        )
        for name, sides in zip(names, flat, strict=True)
        for side in np.flatnonzero(sides)
    ]
    if found:
        raise FitError(found)


def _contrary(names: tuple[str, ...], penalty: Floats, reward: Floats) -> tuple[Text, ...]:
    against = quote_all(n for n, p, r in zip(names, penalty, reward, strict=True) if p > 0 or r < 0)
    if not against:
        return ()
    return (
        Text(
            "%(names)s: a bad answer goes with more, or a good one with less satisfaction than a middling one; "
            "that side counts as zero",
            {"names": against},
        ),
    )
