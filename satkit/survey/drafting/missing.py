"""Answers that are none: what the file declares, and what their text says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from satkit.language import Label
from satkit.survey.scale import Code, Missing, Reason, Scale, fold

REASONS: Mapping[str, Reason] = {
    "不适用": "not_applicable", "n/a": "not_applicable", "na": "not_applicable", "not applicable": "not_applicable",
    "不清楚": "dont_know", "不知道": "dont_know", "说不清": "dont_know", "don't know": "dont_know",
    "dont know": "dont_know", "拒答": "refused", "拒绝回答": "refused", "refused": "refused", "blank": "skipped",
    "空": "skipped", "(空)": "skipped", "无": "skipped", "-": "skipped", "跳过": "not_asked", "(跳过)": "not_asked",
}  # fmt: skip

OUTSIDE = frozenset([77, 88, 97, 98, 99, 777, 888, 997, 998, 999, *range(-9, 0)])


def non_answers(
    counts: Iterable[str], labels: Mapping[str, str], unsaid: frozenset[str]
) -> dict[str, Missing]:
    """Answers that are none: what the file declares, and what their text says."""
    found = {}
    for code in dict.fromkeys([*counts, *labels]):
        label = labels.get(code, "")
        reason = REASONS.get(fold(label)) or REASONS.get(code)
        if reason or code in unsaid:
            named = Label(zh=label, en=label) if fold(label) != code else Label()
            found[code] = Missing(code=code_of(code), label=named, reason=reason or "skipped")
    return found


def code_of(text: str) -> Code:
    """The text as a code: a whole number where it is one."""
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text


def with_missing(scale: Scale, missing: Iterable[Missing]) -> Scale:
    """The scale with these missing answers beside its own."""
    return changed(scale, missing=(*scale.missing, *distinct(missing)))


def distinct(missing: Iterable[Missing]) -> list[Missing]:
    """Missing answers without those that only spell out the label of another."""
    listed = list(missing)
    spelled = {fold(each.label.zh) for each in listed if each.label.zh}
    return [each for each in listed if fold(each.code) not in spelled]


def changed(scale: Scale, **fields: object) -> Scale:
    """The scale with other fields; a copy would keep what was computed from the old ones."""
    return Scale.model_validate({name: getattr(scale, name) for name in Scale.model_fields} | fields)


def candidates(codes: Iterable[int], missing: Mapping[str, Missing]) -> list[Missing]:
    """Bare codes that may be no answer, before those that say so."""
    return [*(Missing(code=code) for code in sorted(codes)), *distinct(missing.values())]
