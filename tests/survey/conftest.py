"""A small questionnaire and small tables, made to order."""

import numpy as np
import pandas as pd
import pytest

from satkit.language import Label
from satkit.survey.questionnaire import Checks, Design, Item, Level, Questionnaire, Segment, Wave
from satkit.survey.scale import SATISFACTION, Missing, Point, Scale
from satkit.survey.table import Table

SCALES = {
    "satisfaction": SATISFACTION.model_copy(
        update={
            "missing": (
                Missing(code=9, label=Label(zh="不适用"), reason="not_applicable"),
                Missing(code=98, label=Label(zh="不知道"), reason="dont_know"),
                Missing(code=99, reason="refused"),
                Missing(code="Blank"),
            )
        }
    ),
    "why": Scale(
        name="why",
        kind="multi",
        points=tuple(
            Point(code=k, label=Label(zh=word)) for k, word in enumerate(("停电多", "修得慢", "电价高"), 1)
        ),
    ),
    "minutes": Scale(name="minutes", kind="number", missing=(Missing(code=-1),)),
    "comment": Scale(name="comment", kind="text", missing=(Missing(code="无"),)),
}


def questionnaire(**changes):
    """Two satisfaction items, a segment of two levels, one wave; ``changes`` replace whole fields."""
    fields = {
        "name": "small",
        "title": Label(en="Small"),
        "scales": SCALES,
        "items": {name: Item(name=name, scale="satisfaction") for name in ("q1", "q2")},
        "segments": {
            "class": Segment(
                name="class",
                levels=(
                    Level(name="home", codes=(1,), label=Label(zh="居民")),
                    Level(name="industry", codes=(2,), label=Label(zh="大工业")),
                ),
            )
        },
        "waves": {"2025": Wave(name="2025")},
    }
    return Questionnaire(**{**fields, **changes})


def table(file="2025.csv", rows=None, **columns):
    """A table of the columns given, each a list."""
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in columns.items()})
    frame = frame.astype(object).where(frame.notna(), None)
    return Table(
        frame=frame,
        rows=np.arange(2, len(frame) + 2) if rows is None else np.asarray(rows),
        file=file,
        sha256="",
        columns={name: name for name in frame},
    )


@pytest.fixture(name="questionnaire")
def _questionnaire():
    return questionnaire


@pytest.fixture(name="table")
def _table():
    return table


@pytest.fixture
def one_item():
    """A questionnaire of one item on the scale named, and nothing else."""

    def made(scale="satisfaction", checks=None, sample=None, **item):
        return questionnaire(
            items={"q1": Item(name="q1", scale=scale, **item)},
            segments={},
            checks=checks or Checks(),
            sample=sample or Design(),
        )

    return made
