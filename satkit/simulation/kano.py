"""Pairs of Kano answers from a known mixture of categories."""

from __future__ import annotations

import numpy as np

# Rows: functional answer, columns: dysfunctional answer (Kano et al. 1984; Berger et al. 1993).
TABLE = np.array([list("QAAAO"), list("RIIIM"), list("RIIIM"), list("RIIIM"), list("RRRRQ")])

# How often each answer is given, like ... dislike, before a category is known: people who want
# something say so mildly more often than strongly.
FUNCTIONAL = np.array([1.0, 0.9, 0.7, 0.3, 0.1])
DYSFUNCTIONAL = np.array([0.1, 0.3, 0.8, 0.9, 1.0])
USUAL = {"M": 0.3, "O": 0.25, "A": 0.2, "I": 0.2, "R": 0.03, "Q": 0.02}


def cells(mixture: dict[str, float]) -> np.ndarray:
    """Probability of every pair of answers, shape (5, 5), under a mixture of categories."""
    weight = FUNCTIONAL[:, None] * DYSFUNCTIONAL
    chance = np.zeros((5, 5))
    total = sum(mixture.values())
    for category, share in mixture.items():
        inside = (category == TABLE) * weight
        chance += share / total * inside / inside.sum()
    return chance


def pairs(mixture: dict[str, float], rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Functional and dysfunctional answers of ``count`` people, 0 like ... 4 dislike."""
    drawn = rng.choice(25, size=count, p=cells(mixture).ravel())
    return drawn // 5, drawn % 5


def on(points: int, answers: np.ndarray) -> np.ndarray:
    """Answers 0 like ... 4 dislike as places on a scale of five points or of three.

    What lies between like and dislike means the same category, so that the mixture stays.
    """
    return answers if points == len(TABLE) else np.array([0, 1, 1, 1, 2])[answers]


def coefficients(mixture: dict[str, float]) -> tuple[float, float]:
    """Better and worse of a mixture (Berger et al. 1993)."""
    must, one, attract, plain = (mixture.get(category, 0.0) for category in "MOAI")
    total = must + one + attract + plain
    return (attract + one) / total, -(one + must) / total


def invent_mixture(rng: np.random.Generator) -> dict[str, float]:
    """A mixture for an attribute of which nothing is known."""
    shares = rng.dirichlet(12 * np.array(list(USUAL.values())))
    return dict(zip(USUAL, np.round(shares, 4).tolist(), strict=True))
