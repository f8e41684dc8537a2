"""A generator of its own for every room, wave and item, so that none disturbs another."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Room(IntEnum):
    """The rooms that draw; a new one is added at the end, so that old answers stay."""

    DEFAULTS = 0
    PEOPLE = 1
    CONSTRUCTS = 2
    STYLES = 3
    ANSWERS = 4
    SILENCE = 5


def stream(seed: int, room: Room, *places: int) -> np.random.Generator:
    """The generator of a room; ``places`` are the numbers of the wave and the item."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(room), *places)))
