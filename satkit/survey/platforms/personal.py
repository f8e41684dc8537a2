"""Columns of personal data that stay outside."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from satkit.errors import quoted
from satkit.language import Text


def personal(names: Sequence[str], known: Collection[str]) -> tuple[set[int], list[Text]]:
    """Places of the columns that hold personal data, and the note that says they were left out.

    Parameters
    ----------
    names : sequence of str
        The columns of the export.
    known : collection of str
        What the platform calls its columns of addresses and names, in lower case.
    """
    found = [j for j, name in enumerate(names) if name.strip().casefold() in known]
    if not found:
        return set(), []
    note = Text(
        "personal data were left out when reading: %(names)s", {"names": quoted(names[j] for j in found)}
    )
    return set(found), [note]
