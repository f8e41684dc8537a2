"""A small questionnaire with every kind of question."""

import pytest

from satkit.language import Label
from satkit.survey.questionnaire import (
    Checks,
    Design,
    Indicator,
    Item,
    Kano,
    Level,
    Questionnaire,
    Segment,
    Wave,
)
from satkit.survey.scale import SATISFACTION, Missing, Point, Scale

MISSING = (Missing(code=9, reason="not_applicable"), Missing(code=99))


def points(*codes):
    return tuple(Point(code=code) for code in codes)


@pytest.fixture
def small():
    scales = {
        "satisfaction": SATISFACTION.model_copy(update={"missing": MISSING}),
        "ten": Scale(name="ten", points=tuple(Point(code=k, score=10 * k) for k in range(11))),
        "yesno": Scale(name="yesno", kind="choice", points=points(1, 2)),
        "why": Scale(name="why", kind="multi", points=points(1, 2, 3)),
        "kano": Scale(name="kano", kind="kano", points=points(1, 2, 3, 4, 5)),
        "words": Scale(name="words", kind="text"),
        "minutes": Scale(name="minutes", kind="number"),
    }
    items = [
        Item(name="all", scale="satisfaction", role="overall"),
        Item(name="q1", scale="satisfaction"),
        Item(name="q2", scale="satisfaction"),
        Item(name="q3", scale="satisfaction"),
        Item(name="q4", scale="satisfaction", column="Q4", waves=("w2",)),
        Item(name="keep", scale="ten", role="loyalty"),
        Item(name="trouble", scale="yesno", role="complaint"),
        Item(name="why", scale="why", role="reason"),
        Item(name="which", scale="why", columns=("a", "b", "c")),
        Item(name="kf", scale="kano", kano=Kano(attribute="fast", side="functional")),
        Item(name="kd", scale="kano", kano=Kano(attribute="fast", side="dysfunctional")),
        Item(name="wait", scale="minutes"),
        Item(name="say", scale="words", role="comment"),
    ]
    tree = [
        Indicator(name="one", label=Label(zh="一", en="one"), weight=3, items=("q1", "q2")),
        Indicator(name="two", label=Label(zh="二", en="two"), weight=1),
        Indicator(name="left", parent="two", weight=1, items=("q3",)),
        Indicator(name="right", parent="two", weight=2, items=("q4",)),
    ]
    return Questionnaire(
        name="small",
        title=Label(en="small"),
        scales=scales,
        items={item.name: item for item in items},
        indicators={node.name: node for node in tree},
        segments={
            "size": Segment(
                name="size", levels=(Level(name="big", codes=(1,)), Level(name="small", codes=(2,)))
            ),
            "town": Segment(name="town"),
        },
        waves={"w1": Wave(name="w1", issued=500, rename={"OLD": "q1"}), "w2": Wave(name="w2", issued=400)},
        sample=Design(weight="w", strata=("town",), cluster="shop"),
        checks=Checks(respondent="id", duration="time"),
    )
