"""A text as a number, as people write them."""

from __future__ import annotations

from math import isfinite


def parse_number(text: str) -> float | None:
    """The finite number a text writes, None where it writes none.

    Python also reads ``1_0`` as ten, the way a programmer parts thousands; in an answer that is a
    slip of the keyboard and no number.

    Examples
    --------
    >>> parse_number("1.5"), parse_number("1_0"), parse_number("nan")
    (1.5, None, None)
    """
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
