"""Small surveys made by hand: a table of places in, responses out."""

import numpy as np

from satkit.language import Label
from satkit.survey.questionnaire import (
    Department,
    Design,
    Indicator,
    Item,
    Level,
    Questionnaire,
    Report,
    Segment,
    Wave,
)
from satkit.survey.responses import Responses
from satkit.survey.scale import SATISFACTION

OWN = ("wave", "weight", "stratum", "cluster", "fpc")


def responses(frame, tree=None, segments=(), scales=None, roles=None, sample=None, report=None):
    """Responses of a table with a column per item (places on the scale, -1 for no answer).

    Parameters
    ----------
    frame : DataFrame
        Whole numbers are items; beside them ``wave weight stratum cluster fpc`` and the segments.
    tree : mapping of name to (parent, weight, owner, items)
    scales, roles : mapping of item to Scale and to role
    """
    tree, scales, roles = tree or {}, scales or {}, roles or {}
    items = [name for name in frame.select_dtypes("integer") if name not in OWN]
    n = len(frame)
    levels = {name: _levels(frame[name]) for name in segments}
    waves = sorted(frame["wave"].unique()) if "wave" in frame else ["w"]
    owners = dict.fromkeys(owner for _, _, owner, _ in tree.values() if owner)
    used = {scale.name: scale for scale in [SATISFACTION, *scales.values()]}
    asked = Questionnaire(
        name="handmade",
        title=Label(en="Made by hand"),
        scales=used,
        items={
            name: Item(name=name, scale=scales.get(name, SATISFACTION).name, role=roles.get(name, "score"))
            for name in items
        },
        indicators={
            name: Indicator(name=name, parent=parent, weight=weight, owner=owner, items=inside)
            for name, (parent, weight, owner, inside) in tree.items()
        },
        departments={name: Department(name=name) for name in owners},
        segments={
            name: Segment(name=name, levels=tuple(Level(name=level) for level, _ in levels[name]))
            for name in segments
        },
        waves={str(wave): Wave(name=str(wave)) for wave in waves},
        sample=sample or Design(),
        report=report or Report(),
    )
    return Responses(
        questionnaire=asked,
        wave=np.searchsorted(waves, frame["wave"]) if "wave" in frame else np.zeros(n, np.int64),
        answers=frame[items].astype(np.int8),
        segments=frame[list(segments)].apply(_places).astype(np.int16),
        levels=levels,
        weight=_column(frame, "weight", 1.0),
        stratum=_codes(frame, "stratum", np.zeros(n, np.int64)),
        cluster=_codes(frame, "cluster", np.arange(n)),
        fpc=_column(frame, "fpc", np.inf),
        file_row=np.arange(n) + 2,
    )


def _levels(column):
    return tuple((str(level), Label(en=str(level))) for level in sorted(column.dropna().unique()))


def _places(column):
    names = sorted(column.dropna().unique())
    return column.map({name: place for place, name in enumerate(names)}).fillna(-1)


def _column(frame, name, otherwise):
    return frame[name].to_numpy(float) if name in frame else np.full(len(frame), otherwise)


def _codes(frame, name, otherwise):
    return np.unique(frame[name], return_inverse=True)[1] if name in frame else otherwise
