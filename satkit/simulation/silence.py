"""Answers that are not given, and how a file says so."""

from __future__ import annotations

import numpy as np

from satkit.simulation.facts import Silence, of_item
from satkit.survey.scale import Reason, Scale


def code(scale: Scale, reason: Reason) -> object:
    """What a file holds where an answer is missing for ``reason``; an empty cell if nothing does."""
    return next((missing.code for missing in scale.missing if missing.reason == reason), "")


def hush(
    cells: np.ndarray, scale: Scale, silence: Silence, item: str, rng: np.random.Generator
) -> np.ndarray:
    """The column of an item with some answers gone, shape (n,), completely at random."""
    chance = rng.random(len(cells))
    away = of_item(silence.not_applicable, item)
    skipped = of_item(silence.skipped, item)
    cells = cells.copy()
    cells[chance < away + skipped] = code(scale, "skipped")
    cells[chance < away] = code(scale, "not_applicable")
    return cells
