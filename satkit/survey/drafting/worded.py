"""A scale from the words of the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from satkit.language import Label
from satkit.survey.drafting.missing import changed, code_of
from satkit.survey.scale import SATISFACTION, Point, Scale, fold

# each from best to worst, each point as (zh, en) with what else means the same
FAMILIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "satisfaction5": (
        ("非常满意", "Very satisfied", "很满意"),
        ("满意", "Satisfied", "比较满意", "Somewhat satisfied"),
        ("一般", "Neutral", "基本满意", "Neither satisfied nor dissatisfied"),
        ("不满意", "Dissatisfied", "不太满意", "比较不满意", "Somewhat dissatisfied"),
        ("非常不满意", "Very dissatisfied", "很不满意"),
    ),
    "agreement5": (
        ("非常同意", "Strongly agree", "完全同意"),
        ("同意", "Agree", "比较同意"),
        ("一般", "Neutral", "中立", "Neither agree nor disagree"),
        ("不同意", "Disagree", "比较不同意", "不太同意"),
        ("非常不同意", "Strongly disagree", "完全不同意"),
    ),
    "quality5": (
        ("很好", "Excellent", "非常好"),
        ("好", "Good", "较好", "Very good"),
        ("一般", "Fair", "Average"),
        ("差", "Poor", "较差"),
        ("很差", "Very poor", "非常差"),
    ),
}


def worded(written: set[str], codes: Mapping[str, str]) -> Scale | None:
    """The scale whose wordings cover everything written, under the codes of the file."""
    if len(written) < 2 or all(re.fullmatch(r"-?\d+", text) for text in written):
        return None
    if written <= SATISFACTION.positions.keys():
        return recoded(SATISFACTION, codes)
    for name, family in FAMILIES.items():
        points = tuple(
            Point(code=5 - i, label=Label(zh=zh, en=en), also=tuple(also), score=100 - 25.0 * i)
            for i, (zh, en, *also) in enumerate(family)
        )
        scale = Scale(name=name, points=points)
        if written <= scale.positions.keys():
            return recoded(scale, codes)
    return None


def recoded(scale: Scale, codes: Mapping[str, str]) -> Scale:
    """The scale with the codes a file gives its labels; points the file does not know go."""
    if not codes:
        return scale
    own = {scale.positions[fold(label)]: code_of(code) for code, label in codes.items()}
    points = tuple(scale.points[place].model_copy(update={"code": own[place]}) for place in sorted(own))
    if points == scale.points:
        return scale
    return changed(scale, name=f"{scale.name}_labelled", points=points, satisfied=(), top=(), bottom=())
