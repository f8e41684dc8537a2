"""Answers that are none: what the file declares, and what their text says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from satkit.language import Label
from satkit.survey.drafting.evidence import Evidence
from satkit.survey.drafting.wordings import Ladder, ladders, plain, reason_of
from satkit.survey.scale import Code, Missing, Reason, Scale, fold

BLANK = frozenset({"-", "--", "—", "/", ".", "..", "?", "*"})  # signs that stand for nothing


def non_answers(evidence: Evidence) -> dict[str, Missing]:
    """Answers of a column that are none, by their folded codes: what the file declares, what words say.

    A wording that is the middle of a published list (不确定, not sure) stays an answer where the other
    wordings are the rest of that list.
    """
    middle = _asked_middle(evidence)
    found = {}
    for key, answer in evidence.answers.items():
        reason = _reason(answer.words, answer.written) if answer.words else None
        if key in BLANK:
            reason = "skipped"
        if (reason and plain(answer.words) not in middle) or key in evidence.unsaid:
            label = answer.written if fold(answer.written) != key else ""
            found[key] = Missing(
                code=answer.code,
                label=Label(zh=label, en=label) if label else Label(),
                reason=reason or "skipped",
            )
    return found


def _reason(words: str, written: str) -> Reason | None:
    return reason_of(words) or reason_of(written)


def _asked_middle(evidence: Evidence) -> frozenset[str]:
    """Wordings that may be no answer but complete a published list."""
    words = {plain(answer.words) for answer in evidence.answers.values() if answer.words}
    doubtful = words & frozenset(word for ladder in ladders() for word in ladder.doubtful)
    if not doubtful:
        return frozenset()
    certain = {word for word in words if reason_of(word) and word not in doubtful}
    kept = words - certain
    return frozenset(doubtful) if any(_completes(kept, ladder) for ladder in ladders()) else frozenset()


def _completes(words: Collection[str], ladder: Ladder) -> bool:
    """Whether wordings with a doubtful one are a published list, or as many good as bad ones about it."""
    if any(set(words) == set(each) and ladder.doubtful & set(each) for each in ladder.lists):
        return True
    rest = [word for word in words if word not in ladder.doubtful]
    if len(rest) == len(words) or len(rest) < 4 or any(word not in ladder.places for word in rest):
        return False
    return sum(ladder.pole(word) for word in rest) == 0 and not ladder.middle & set(rest)


def code_of(text: str) -> Code:
    """The text as a code: a whole number where it is one."""
    return int(text) if re.fullmatch(r"0|-?[1-9]\d{0,14}", text) else text


def with_missing(scale: Scale, missing: Iterable[Missing]) -> Scale:
    """The scale with these missing answers beside its own, none twice, none that is a point."""
    merged: dict[str, Missing] = {}
    for each in (*scale.missing, *distinct(missing)):
        merged.setdefault(fold(each.code), each)
    return change_scale(
        scale, missing=tuple(each for key, each in merged.items() if key not in scale.positions)
    )


def distinct(missing: Iterable[Missing]) -> list[Missing]:
    """Missing answers without those that only spell out the label of another."""
    listed = list(missing)
    spelled = {fold(each.label.zh) for each in listed if each.label.zh}
    return [each for each in listed if fold(each.code) not in spelled]


def change_scale(scale: Scale, **fields: object) -> Scale:
    """The scale with other fields; a copy would keep what was computed from the old ones."""
    return Scale.model_validate({name: getattr(scale, name) for name in Scale.model_fields} | fields)
