"""The words of judgements on a model: how well it is measured, how well it fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from satkit.analyses.index.rows import MeasurementVerdict
from satkit.language import Text
from satkit.tables.cells import Verdict

FitVerdict = Literal["good", "acceptable", "poor"]
MEASUREMENT: Mapping[MeasurementVerdict, Verdict] = {
    "sound": Verdict(Text("sound"), "good"),
    "mixed": Verdict(Text("usable with care"), "neutral"),
    "poor": Verdict(Text("not sound"), "bad"),
    "single": Verdict(Text("cannot be checked"), "neutral"),
    "formed": Verdict(Text("made up of its questions"), "neutral"),
}
FIT: Mapping[FitVerdict, Text] = {
    "good": Text("fits well"),
    "acceptable": Text("fits acceptably"),
    "poor": Text("fits poorly"),
}
