"""Columns of personal data that stay outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from satkit.errors import quote_all
from satkit.language import Text

ADDRESS = re.compile(r"[^@\s]++@(?:[^@\s.]++\.)++[^@\s.]++")


def personal(names: Sequence[str], known: Collection[str]) -> tuple[set[int], list[Text]]:
    """Places of the columns that hold personal data, and the note that says they were left out.

    Parameters
    ----------
    names : sequence of str
        The columns of the export.
    known : collection of str
        What the platform calls its columns of addresses and names, in lower case.
    """
    found = {j for j, name in enumerate(names) if name.strip().casefold() in known}
    return found, left_out(names, found)


def left_out(names: Sequence[str], places: Collection[int]) -> list[Text]:
    """The note that says which columns stayed outside, if any."""
    if not places:
        return []
    told = quote_all(names[j] for j in sorted(places))
    return [Text("personal data were left out when reading: %(names)s", {"names": told})]


def holds_addresses(cells: Sequence[object]) -> bool:
    """Whether a column holds e-mail addresses and nothing else."""
    filled = [str(cell).strip() for cell in cells if cell is not None]
    return bool(filled) and all(ADDRESS.fullmatch(text) for text in filled)
