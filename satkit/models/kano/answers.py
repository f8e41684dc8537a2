"""Evaluation tables: a functional and a dysfunctional answer make a category."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from satkit.errors import Complaint, FitError, quote_all
from satkit.language import Label, Text
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates

CATEGORIES = ("M", "O", "A", "I", "R", "Q")
"""Must-be, one-dimensional, attractive, indifferent, reverse, questionable: the order that breaks ties."""

MUST, ONE, ATTRACTIVE, INDIFFERENT, REVERSE, QUESTIONABLE = range(6)
COMBINED = 6  # verdict of rules that refuse to choose between two categories
NAMES = (*CATEGORIES, "H")
MANY_HALVES = 0.1  # of respondents who answered one question of a pair only

WORDINGS: dict[str, tuple[Label, ...]] = {
    "classic": (
        Label("喜欢", "I like it that way"),
        Label("理应如此", "It must be that way"),
        Label("无所谓", "I am neutral"),
        Label("能忍受", "I can live with it that way"),
        Label("不喜欢", "I dislike it that way"),
    ),
    "acceptance": (
        Label("很享受", "I enjoy it that way"),
        Label("是基本要求", "It is a basic necessity, or I expect it that way"),
        Label("无所谓", "I am neutral"),
        Label("不喜欢但能忍受", "I dislike it, but I can live with it that way"),
        Label("不喜欢且不能接受", "I dislike it, and I cannot accept it"),
    ),
    "help": (
        Label("对我很有帮助", "This would be very helpful to me"),
        Label("对我是基本要求", "This is a basic requirement to me"),
        Label("对我没有影响", "This would not affect me"),
        Label("给我带来小的不便", "This would be a minor inconvenience"),
        Label("给我带来大的问题", "This would be a major problem for me"),
    ),
    "plain": (
        Label("喜欢", "I like it"),
        Label("期望如此", "I expect it"),
        Label("无所谓", "I am neutral"),
        Label("能容忍", "I can tolerate it"),
        Label("不喜欢", "I dislike it"),
    ),
}
"""Answers in order, from liking to disliking (Berger et al. 1993, pages 25-27)."""


def _table(*rows: str) -> Ints:
    return np.array([[CATEGORIES.index(letter) for letter in row] for row in rows])


TABLES: dict[str, Ints] = {
    "classic": _table("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"),
    "pouliot": _table("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"),
    "short": _table("AAO", "IIM", "RIM"),
    "short_indifferent": _table("AAO", "IIM", "IIM"),
}
"""Rows: functional answer, columns: dysfunctional answer.

``classic`` is Kano et al. (1984) as printed by Berger et al. (1993); ``pouliot`` calls two of the
indifferent cells questionable (Berger et al. 1993, page 33); ``short`` is the form with three
answers, ``short_indifferent`` the same with the last corner as the R package stp25kano has it.
"""


def categories(functional: ArrayLike, dysfunctional: ArrayLike, table: str = "classic") -> Ints:
    """Category of every pair of answers.

    Parameters
    ----------
    functional, dysfunctional : array, shape (n, attributes)
        Places of the answers from 0 (like) to 4 (dislike), or to 2 in the short form; NaN where
        one did not answer.
    table : str
        A name in :data:`TABLES`.

    Returns
    -------
    ndarray of int, shape (n, attributes)
        Places in :data:`CATEGORIES`; -1 where either half of the pair is missing.
    """
    present, absent = np.asarray(functional, float), np.asarray(dysfunctional, float)
    both = np.isfinite(present) & np.isfinite(absent)
    row, column = (np.where(both, side, 0).astype(np.int64) for side in (present, absent))
    return np.where(both, TABLES[table][row, column], -1)


def count_categories(found: Ints, weight: Floats, resamples: Replicates) -> Floats:
    """Weighted respondents per category.

    Parameters
    ----------
    found : ndarray of int, shape (n, attributes)
        From :func:`categories`.
    weight : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (b + 1, attributes, 6)
    """
    held = found[:, :, None] == np.arange(len(CATEGORIES))
    return resamples.totals(resamples.pieces(weight[:, None, None] * held))


def cross(functional: ArrayLike, dysfunctional: ArrayLike, weight: Floats, points: int = 5) -> Floats:
    """Weighted respondents per pair of answers, shape (attributes, points, points)."""
    present, absent = np.asarray(functional, float), np.asarray(dysfunctional, float)
    places = np.arange(points)
    one = (present[:, :, None] == places) * weight[:, None, None]
    return np.asarray(np.einsum("naf,nad->afd", one, absent[:, :, None] == places))


def from_cross(crossed: ArrayLike, table: str = "classic") -> Floats:
    """Counts per category from a printed table of answer pairs, shape (..., 6)."""
    pairs = np.asarray(crossed, float)
    member = TABLES[table][..., None] == np.arange(len(CATEGORIES))
    return np.asarray(np.tensordot(pairs, member.astype(float), axes=([-2, -1], [0, 1])))


def resample_counts(counts: ArrayLike, count: int = 2000, seed: int = 0) -> tuple[Floats, Replicates]:
    """Replicate counts for a printed table, as if its respondents were a simple sample.

    Parameters
    ----------
    counts : array of int, shape (attributes, 6)

    Returns
    -------
    counts : ndarray, shape (count + 1, attributes, 6)
        Attributes are drawn one by one; how they hang together is not in such a table.
    resamples : Replicates
    """
    observed = np.asarray(counts, float)
    n = observed.sum(axis=-1).round().astype(np.int64)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(n, observed / observed.sum(axis=-1, keepdims=True), (count, len(observed)))
    scales = np.full(count, 1 / (count - 1))
    resamples = Replicates("bootstrap", np.zeros(0, np.int64), np.ones((count + 1, 0)), scales, seed)
    return np.concatenate([observed[None], drawn]), resamples


def refuse_undecided(counts: Floats, names: tuple[str, ...]) -> None:
    """Raise where an attribute has no answer of kind A, O, M or I.

    Parameters
    ----------
    counts : ndarray, shape (attributes, 6)
    """
    told = counts[:, :REVERSE].sum(axis=1) > 0
    answered = counts.sum(axis=1) > 0
    found = [
        Complaint(
            Text("attribute '%(name)s': every answer is reverse or questionable", {"name": name})
            if some
            else Text("attribute '%(name)s': nobody answered both questions", {"name": name}),
            expected=Text("answers to the functional and to the dysfunctional question"),
            hint=Text("see whether the two columns are swapped or the scale is turned round"),
        )
        for name, clear, some in zip(names, told, answered, strict=True)
        if not clear
    ]
    if found:
        raise FitError(found)


def cautions(functional: ArrayLike, dysfunctional: ArrayLike, names: tuple[str, ...]) -> tuple[Text, ...]:
    """What the answers themselves say against the questionnaire: halves missing, columns swapped."""
    present, absent = (
        np.isfinite(np.asarray(functional, float)),
        np.isfinite(np.asarray(dysfunctional, float)),
    )
    half = (present ^ absent).mean(axis=0) > MANY_HALVES
    turned = find_swapped(categories(functional, dysfunctional))
    notes = []
    if half.any():
        notes.append(
            Text(
                "%(names)s: many answered only one question of the pair; only full pairs count",
                {"names": _those(names, half)},
            )
        )
    if turned.any():
        notes.append(
            Text(
                "%(names)s: more reverse answers than all others that take a side; "
                "the functional and the dysfunctional column may be swapped",
                {"names": _those(names, turned)},
            )
        )
    return tuple(notes)


def find_swapped(found: Ints) -> NDArray[np.bool_]:
    """Attributes whose reverse answers outnumber M, O and A: the sign of swapped columns, shape (attributes,).

    A swapped pair turns every M, O and A into R, and R into one of them.
    """
    return np.asarray((found == REVERSE).sum(axis=0) > (np.isin(found, (MUST, ONE, ATTRACTIVE))).sum(axis=0))


def _those(names: tuple[str, ...], flags: NDArray[np.bool_]) -> tuple[Text, ...]:
    return quote_all(name for name, flag in zip(names, flags, strict=True) if flag)
