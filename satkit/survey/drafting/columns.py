"""A guess for every column of an unknown file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from satkit.survey.coding import declared
from satkit.survey.drafting.blocks import like_its_kin, stem
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import non_answers, with_missing
from satkit.survey.drafting.ratings import rated
from satkit.survey.drafting.recognise import DIVIDING, NAMED
from satkit.survey.drafting.unscored import unscored
from satkit.survey.drafting.worded import worded
from satkit.survey.scale import Missing, fold
from satkit.survey.table import Table


def guesses(table: Table) -> tuple[Guess, ...]:
    """A guess for every column of a file, in its order; never more than a guess."""
    found = [_guess(str(column), table) for column in table.frame]
    scales = {stem(each.column): each.scale for each in found if each.kind == "score" and not each.sure}
    return tuple(like_its_kin(each, scales.get(stem(each.column))) for each in found)


def _guess(column: str, table: Table) -> Guess:
    cells = [cell for cell in table.frame[column] if cell is not None and fold(cell) not in {"", "nan"}]
    text = str(table.texts.get(column, "")).strip()
    if not cells:
        return Guess(column, text, "empty")
    for kind, pattern in NAMED:
        if re.fullmatch(pattern, column.strip(), re.IGNORECASE):
            return Guess(column, text, kind)
    counts = Counter(map(fold, cells))
    labels = {fold(code): str(label) for code, label in table.value_labels.get(column, {}).items()}
    missing = non_answers(counts, labels, declared(table, column))
    found = _scored(column, text, counts, labels, missing)
    return found or unscored(Guess(column, text, "text"), cells, counts, labels, missing)


def _scored(
    column: str, text: str, counts: Counter[str], labels: Mapping[str, str], missing: Mapping[str, Missing]
) -> Guess | None:
    """The column as an item with scores, where its labels or its codes look like one."""
    answers = {
        code: labels.get(code, code) for code in dict.fromkeys([*counts, *labels]) if code not in missing
    }
    written = {fold(label) for label in answers.values()}
    scale = worded(written, answers if labels.keys() & answers.keys() else {})
    if scale:
        return Guess(column, text, "score", with_missing(scale, missing.values()))
    if labels.keys() & answers.keys() or DIVIDING.search(f"{column} {text}"):
        return None
    return rated(column, text, frozenset(counts) - set(missing), missing)
