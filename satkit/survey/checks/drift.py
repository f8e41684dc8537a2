"""What changed between waves: columns, points used, distributions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.survey.breaks import note
from satkit.survey.columns import list_needed_columns, trim_name
from satkit.survey.flagged_rows import COLUMNS
from satkit.survey.responses import Check, Responses

SHIFTED = 0.25  # population stability index from which a distribution counts as another (Siddiqi 2006)
FEWEST = 50  # answers in either wave below which distributions are not compared
USED = 0.05  # a point with this share in one wave and no answer in the other is named

Change = tuple[str, str, Text]


def check(responses: Responses) -> Check:
    """Breaks first, then columns added, removed and renamed, and items whose answers moved.

    A warning where there is a break, for then changes are held back; else for information: a real change of
    opinion and a changed questionnaire look alike in the data.
    """
    questionnaire = responses.questionnaire
    read = [wave for wave in questionnaire.waves if wave in responses.tables]
    steps = list(pairwise(read))
    changes = [
        *((found.wave, found.column, note(found)) for found in responses.breaks),
        *(change for step in steps for change in _answers(responses, *step)),
        *(change for step in steps for change in _columns(responses, *step)),
    ]
    lines = [
        {
            "wave": wave,
            "file": responses.tables[wave].file,
            "row": 0,
            "column": column,
            "value": "",
            "note": told,
        }
        for wave, column, told in changes
    ]
    looked_at = sum(len(responses.tables[wave].frame.columns) for wave in read[1:])
    title = Text("what changed in the questionnaire from wave to wave")
    action = "warn" if responses.breaks else "inform"
    return Check("drift", title, pd.DataFrame(lines, columns=[*COLUMNS]), looked_at, action)


def _columns(responses: Responses, earlier: str, later: str) -> Iterator[Change]:
    """Columns by their standard names, so that a declared rename is not an addition; those nobody reads as a sum."""
    read = {
        trim_name(name)
        for wave in responses.questionnaire.waves
        for name in list_needed_columns(responses.questionnaire, wave)
    }
    before, after = _standard(responses, earlier), _standard(responses, later)
    wave = {"wave": earlier}
    for name, column in after.items():
        if name in read and name not in before:
            yield later, column, Text("the column is new since %(wave)s", wave)
        elif name in before and before[name] != column:
            old = {**wave, "old": before[name]}
            yield later, column, Text("the column was called '%(old)s' in %(wave)s", old)
    for name in before:
        if name in read and name not in after:
            yield later, before[name], Text("the column of %(wave)s is gone", wave)
    new, gone = ((one.keys() - other.keys()) - read for one, other in ((after, before), (before, after)))
    if new or gone:
        counts = {**wave, "new": len(new), "gone": len(gone)}
        yield (
            later,
            "",
            Text("columns that no question reads: %(new)d new since %(wave)s, %(gone)d gone", counts),
        )


def _standard(responses: Responses, wave: str) -> dict[str, str]:
    """Standard name to column, both trimmed."""
    rename = {trim_name(old): new for old, new in responses.questionnaire.waves[wave].rename.items()}
    columns = [trim_name(str(column)) for column in responses.tables[wave].frame]
    return {rename.get(column, column): column for column in columns}


def _answers(responses: Responses, earlier: str, later: str) -> Iterator[Change]:
    """Items with points newly used or no longer used, or with another distribution."""
    places = {wave: place for place, wave in enumerate(responses.questionnaire.waves)}
    for item in map(str, responses.answers):
        scale = responses.questionnaire.scale(item)
        if scale.kind == "multi":
            continue
        column = responses.answers[item].to_numpy()
        counts = np.array(
            [
                np.bincount(
                    column[(responses.wave == places[wave]) & (column >= 0)], minlength=len(scale.points)
                )
                for wave in (earlier, later)
            ]
        )
        if counts.sum(axis=1).min() < FEWEST:
            continue
        shares = counts / counts.sum(axis=1, keepdims=True)
        codes = [str(point.code) for point in scale.points]
        yield from ((later, item, note) for note in _describe_moved_codes(shares, codes, earlier))


def _describe_moved_codes(shares: np.ndarray, codes: list[str], earlier: str) -> Iterator[Text]:
    before, after = shares
    gone, new = (before >= USED) & (after == 0), (after >= USED) & (before == 0)
    if gone.any():
        named = tuple(codes[k] for k in np.flatnonzero(gone))
        yield Text("nobody chose %(codes)s any more, unlike %(wave)s", {"codes": named, "wave": earlier})
    if new.any():
        named = tuple(codes[k] for k in np.flatnonzero(new))
        yield Text("%(codes)s are chosen, which nobody did in %(wave)s", {"codes": named, "wave": earlier})
    index = stability(before, after)
    if index >= SHIFTED:
        yield Text(
            "the distribution differs from %(wave)s (stability index %(index).2f)",
            {"wave": earlier, "index": index},
        )


def stability(before: np.ndarray, after: np.ndarray) -> float:
    r"""How far two distributions are apart: the population stability index.

    .. math:: \sum_k (a_k - b_k) \log (a_k / b_k)

    Parameters
    ----------
    before, after : ndarray, shape (k,)
        Shares; none counts as less than 0.001, lest one empty point decide alone.

    References
    ----------
    Siddiqi, N. (2006). Credit risk scorecards. Wiley.
    """
    b, a = np.maximum(before, 1e-3), np.maximum(after, 1e-3)
    return float(((a - b) * np.log(a / b)).sum())
