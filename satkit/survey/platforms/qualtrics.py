"""Qualtrics: three header rows, or two in older exports."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import personal
from satkit.survey.stems import split_headings
from satkit.survey.table import OF_PLATFORM, Table

PERSONAL = frozenset(
    {
        "ipaddress",
        "recipientlastname",
        "recipientfirstname",
        "recipientemail",
        "locationlatitude",
        "locationlongitude",
        "emailaddress",
    }
)
ROLES = {"responseid": "respondent", "duration (in seconds)": "duration"}
OWN = PERSONAL | frozenset(
    [
        *ROLES,
        *("startdate", "enddate", "recordeddate", "status", "progress", "finished"),
        *("distributionchannel", "userlanguage", "externalreference", "externaldatareference"),
        *("responseset", "name", "q_recaptchascore", "q_duplicaterespondent"),
    ]
)
LEGACY = re.compile(r"V\d+")
KINDS = {"preview": Text("previews"), "test": Text("test answers"), "spam": Text("spam")}
# https://www.qualtrics.com/support: response type; previews 1, 9, 17; test answers 2; spam 8, 12, 40
DROPPED = {
    "1": "preview",
    "2": "test",
    "8": "spam",
    "9": "preview",
    "12": "spam",
    "17": "preview",
    "40": "spam",
}


def recognise(grid: Grid) -> Table | None:
    """The table of a Qualtrics export, or nothing.

    The first row names the variables, the second holds the questions, the third (absent in older
    exports) ``{"ImportId": ...}``.  Previews, test answers and spam are left out and counted.
    """
    headers = _headers(grid)
    if not headers:
        return None
    first, second = grid.header(0), grid.header(1)
    names = [
        label if LEGACY.fullmatch(name) and label else name for name, label in zip(first, second, strict=True)
    ]
    drop, notes = personal(names, PERSONAL)
    kind = Text("recognised as a Qualtrics export with %(n)d header rows", {"n": headers})
    asked = ["" if _own(name) else label for name, label in zip(names, second, strict=True)]
    read = grid.table(
        names,
        headers,
        texts=dict(enumerate(second)),
        parts=split_headings(asked),
        aside={j: OF_PLATFORM for j, name in enumerate(names) if _own(name) and name.casefold() not in ROLES},
        roles={j: ROLES[name.casefold()] for j, name in enumerate(names) if name.casefold() in ROLES},
        drop=drop,
        notes=[kind, *notes],
    )
    return _drop_test_answers(read)


def _own(name: str) -> bool:
    return name.strip().casefold() in OWN


def _headers(grid: Grid) -> int:
    third = [cell for cell in grid.header(2) if cell]
    if third and sum("ImportId" in cell for cell in third) > len(third) / 2:
        return 3
    first, second = set(grid.header(0)), set(grid.header(1))
    if {"V1", "V8"} <= first and {"ResponseID", "StartDate"} <= second:
        return 2
    if {"StartDate", "EndDate", "Status"} <= first and {"Start Date", "End Date"} <= second:
        return 2
    return 0


def _drop_test_answers(table: Table) -> Table:
    """Without previews, test answers and spam, each counted."""
    if "Status" not in table.frame:
        return table
    kinds = np.array([_kind(value) for value in table.frame["Status"]])
    notes = [
        Text(
            "rows left out because Qualtrics marks them as %(kind)s: %(n)d",
            {"n": int((kinds == kind).sum()), "kind": word},
        )
        for kind, word in KINDS.items()
        if (kinds == kind).any()
    ]
    kept = kinds == ""
    return replace(
        table,
        frame=table.frame[kept].reset_index(drop=True),
        rows=table.rows[kept],
        notes=(*table.notes, *notes),
    )


def _kind(status: object) -> str:
    text = str(status).strip().casefold()
    words = [word for word in KINDS if word in text]
    return words[0] if words else DROPPED.get(text, "")
