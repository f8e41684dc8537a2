"""Which parts are said to go with the index most, by how sure it is that one of them does."""

from types import SimpleNamespace

import pandas as pd
import pytest

from satkit.findings.order import at_level
from satkit.findings.rules import index
from satkit.language import Label, say

NAMES = ("a", "b", "c", "d", "e", "f")


def found(chances):
    lines = [
        {"wave": "w", "construct": name, "importance": 0.5 - k / 20, "low": 0.1, "high": 0.6, "p": 0.001, "p_first": chance}
        for k, (name, chance) in enumerate(zip(NAMES, chances, strict=False))
    ]  # fmt: skip
    named = SimpleNamespace(
        labels={name: Label(en=name.upper()) for name in NAMES}, name=Label(en="Satisfaction")
    )
    return SimpleNamespace(priority=pd.DataFrame(lines), index=named, fits={"w": SimpleNamespace(n=300)})


@pytest.mark.parametrize(
    ("chances", "start"),
    [
        ((0.85, 0.1, 0.05), "“A” goes with Satisfaction most"),
        ((0.5, 0.35, 0.1), "One of “A” and “B” most likely goes with Satisfaction most"),
        ((0.3, 0.45, 0.1), "One of “B”, “A” and “C” most likely goes with Satisfaction most"),
    ],
)
def test_as_many_parts_are_named_as_most_likely_hold_the_first(chances, start):
    (told,) = index._drivers(SimpleNamespace(latest="w"), found(chances))
    assert say(at_level(told, "95%").text, "en").startswith(start)


def test_nothing_is_said_where_any_of_many_may_be_first():
    assert not list(index._drivers(SimpleNamespace(latest="w"), found((0.2, 0.2, 0.2, 0.19, 0.15, 0.06))))
