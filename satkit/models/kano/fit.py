"""Kano: the verdict on every attribute, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from satkit.errors import Complaint, FitError, near, quote_all
from satkit.language import Text
from satkit.models.kano.answers import CATEGORIES, NAMES, refuse_undecided
from satkit.models.kano.coefficients import better_worse, coefficients
from satkit.models.kano.rules import RULES
from satkit.models.kano.rules.strength import category_strength, total_strength
from satkit.models.rank_certainty import draws, frequency
from satkit.models.shrinkage import shrink_to_tie
from satkit.stats.arguments import NAMES as LIST_OF_NAMES
from satkit.stats.arguments import TEXT, arguments, instance
from satkit.stats.design import Floats, Ints
from satkit.stats.replicates import Replicates
from satkit.stats.sampling import UNKNOWN, Sampling
from satkit.tables.figure import Map, Point
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

TITLE = Text("Kano categories by %(rule)s (attributes: %(count)d)")
CAPTION = Text("Category of every attribute, what its presence and absence do, shares of the answers")
LETTERS = Text(
    "M must-be, O one-dimensional, A attractive, I indifferent: shares of the answers. Better: how far presence "
    "pleases, worse: how far absence displeases."
)
MAP = Text("Better and worse")
BETTER = Text("Better: how far presence pleases")
WORSE = Text("Worse: how far absence displeases")
RULE_NAMES = {"most_frequent": Text("the most frequent answer"), "quadrant": Text("the quadrant of the map")}
CATEGORY_NAMES = {
    "M": Text("Must-be"), "O": Text("One-dimensional"), "A": Text("Attractive"), "I": Text("Indifferent"),
    "R": Text("Reverse"), "Q": Text("Questionable"), "H": Text("No clear category"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Kano(Result):
    """What kind of quality every attribute is, replicate by replicate.

    Parameters
    ----------
    rule : str
    names : tuple of str, length a
    counts : ndarray, shape (b + 1, a, 6)
        Weighted respondents per category, the full sample first.
    verdict : tuple of str, length a
        A letter of ``M O A I R Q``, or H where the rule refuses to choose.
    chance : ndarray, shape (a, 7)
        Probability of each letter, see :func:`chances`.
    notes : tuple of Text
    sampling : Sampling
        The sample behind it.
    """

    rule: str
    names: tuple[str, ...]
    counts: Floats
    verdict: tuple[str, ...]
    chance: Floats
    notes: tuple[Text, ...]
    sampling: Sampling = UNKNOWN

    @property
    def sure(self) -> Floats:
        """Probability of the verdict itself, shape (a,)."""
        return np.array([row[NAMES.index(kind)] for row, kind in zip(self.chance, self.verdict, strict=True)])

    def _tables(self) -> Iterator[Table]:
        """One row per attribute: verdict and its probability, shares, better, worse, strengths."""
        level = self.sampling.level
        frame = coefficients(self.counts, self.sampling.replicated, self.names, self.sampling.df, level)
        frame.insert(1, "category", self.verdict)
        frame.insert(2, "probability", self.sure)
        frame[list(CATEGORIES)] = self.counts[0] / self.counts[0].sum(axis=-1, keepdims=True)
        frame = frame.assign(
            category_strength=category_strength(self.counts[0]), total_strength=total_strength(self.counts[0])
        )
        shown = (
            "attribute", "category", "probability", "better", "better_interval", "worse", "worse_interval",
            *"MOAI",
        )  # fmt: skip
        headers = {letter: letter for letter in CATEGORIES}
        yield declare("categories", CAPTION, frame, shown, headers=headers, level=level, note=LETTERS)

    def _title(self) -> Text:
        return TITLE.with_values(count=len(self.names), rule=RULE_NAMES.get(self.rule, self.rule))

    def _figure(self) -> Map:
        better, worse = better_worse(self.counts[0])
        points = (
            Point(name, float(-low), float(high), CATEGORY_NAMES[kind])
            for name, low, high, kind in zip(self.names, worse, better, self.verdict, strict=True)
        )
        return Map(MAP, WORSE, BETTER, tuple(points), 0.5, 0.5, (0.0, 1.0), (0.0, 1.0))


@arguments(
    resamples=instance(Replicates, Text("replicates of the sample, as replicates() or drawn() make them")),
    names=LIST_OF_NAMES,
    rule=TEXT,
)
def classify(
    counts: Floats, resamples: Replicates, names: tuple[str, ...], rule: str = "most_frequent"
) -> Kano:
    """Classify attributes from replicate counts.

    Parameters
    ----------
    counts : ndarray, shape (b + 1, attributes, 6)
        From :func:`satkit.models.kano.answers.count_categories`.
    rule : str
        A name in :data:`satkit.models.kano.rules.RULES`.

    Raises
    ------
    FitError
        For an unknown rule, or an attribute without any answer of kind A, O, M or I.
    """
    if rule not in RULES:
        raise FitError(
            Complaint(
                Text("no Kano rule '%(name)s'", {"name": rule}),
                expected=Text("one of %(names)s", {"names": quote_all(RULES)}),
                hint=near(rule, RULES),
            )
        )
    counts = _check_counts(counts, names)
    refuse_undecided(counts[0], names)
    verdict = tuple(NAMES[place] for place in RULES[rule](counts[0]))
    return Kano(
        rule, names, counts, verdict, chances(counts, resamples, rule), _lines_differ(counts[0], names)
    )


def _check_counts(counts: object, names: tuple[str, ...]) -> Floats:
    """Counts as an array of the shape that they must have.

    Raises
    ------
    FitError
    """
    try:
        found = np.asarray(counts, float)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if (
        found.ndim != 3
        or found.shape[1:] != (len(names), len(CATEGORIES))
        or not np.isfinite(found[:1]).all()
    ):
        raise FitError(
            Complaint(
                Text("Kano counts have the shape %(shape)s", {"shape": str(found.shape)}),
                expected=Text(
                    "numbers of the shape (replicates + 1, %(names)d attributes, %(kinds)d categories)",
                    {"names": len(names), "kinds": len(CATEGORIES)},
                ),
            )
        )
    return found


def chances(counts: Floats, resamples: Replicates, rule: str = "most_frequent") -> Floats:
    """Probability that each letter of ``M O A I R Q H`` is what a rule says in truth, shape (attributes, 7).

    The share of the replicates, shrunk: see :func:`satkit.models.shrinkage.shrink_to_tie`.
    """
    verdicts: Ints = RULES[rule](np.maximum(draws(counts, resamples), 0.0))
    seen = frequency(verdicts[..., None] == np.arange(len(NAMES)))
    return shrink_to_tie(seen, RULES[rule](counts[0]), len(verdicts))


def _lines_differ(counts: Floats, names: tuple[str, ...]) -> tuple[Text, ...]:
    """Tell where the two conventions for the lines of the better-worse map disagree."""
    half, means = RULES["quadrant"](counts), RULES["quadrant_means"](counts)
    better, worse = better_worse(counts)
    return tuple(
        Text(
            "'%(name)s' (better %(better).2f, worse %(worse).2f): %(half)s with lines at one half, "
            "%(means)s with lines at the means",
            {
                "name": names[place],
                "better": float(better[place]),
                "worse": float(worse[place]),
                "half": NAMES[half[place]],
                "means": NAMES[means[place]],
            },
        )
        for place in np.flatnonzero(half != means)
    )
