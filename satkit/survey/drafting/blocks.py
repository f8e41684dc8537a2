"""Which columns of a file belong together: rows of a matrix, questions with one list of answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from satkit.survey.drafting.evidence import Evidence
from satkit.survey.drafting.wordings import plain, title_pattern
from satkit.survey.scale import fold

ROW = re.compile(r"(.*\S)\s*+\[[^\[\]]++\]\s*+", re.DOTALL)  # Google Forms, LimeSurvey: question [row]
HEADED = re.compile(r"(.{3,}?\S)(?:\s+[-–—|]\s+|\s*—+\s*|\s*[:：]\s+)(\S.*)", re.DOTALL)  # question - row
PART = re.compile(r"(.*\d)[_.\-rR]{1,2}[A-Za-z]{0,3}\d{1,3}")  # Q5_1, Q5.1, Q5r1, Q5_SQ001
LETTER = re.compile(r"(.*\d[A-Za-z]{1,3})\d{1,3}")  # P9S4
SAME = re.compile(r"([A-Za-z]{1,3})\d{1,3}[\s.:]+(\D.*)", re.DOTALL)  # A1 Service, A2 Service
GROUP = re.compile(r"(.+)/[^/]+")  # KoBo, ODK: group/question
NAME = re.compile(r"([A-Za-z_]*[A-Za-z])_?\d{1,3}")  # sat1, sat2
NUMBERED = re.compile(
    r"\s{0,99}+(?:(?:q|问题|第)\s{0,99}+)?\d{1,3}\s{0,99}+(?:题\s{0,99}+)?[.、:：)）,，]\s{0,99}",
    re.IGNORECASE,
)
SHORT = 3  # words: a title of so few that holds a word of groups names a group
WIDE = 0.5  # of the widest row: narrower ones are no rows of the same matrix
MOST_ROWS = 20_000  # looked at for permutations
REGULAR = 0.9  # of all records: so many must be permutations


def heading(evidence: Evidence) -> str:
    """What a row of a matrix shares with the others; empty where it is no row."""
    for kind, pattern, text in (
        ("row", ROW, evidence.text),
        ("row", ROW, evidence.column),
        ("head", HEADED, evidence.text),
        ("head", HEADED, evidence.column),
        ("part", PART, evidence.column),
        ("part", LETTER, evidence.column),
        ("group", GROUP, evidence.column),
    ):
        found = pattern.fullmatch(text.strip())
        if found:
            return f"{kind} {found[1]}"
    same = SAME.fullmatch(evidence.column.strip())
    return f"same {same[1]} {same[2]}" if same else ""


def stem(column: str) -> str:
    """The sat of sat1: what the names of a block share beside their numbers."""
    found = NAME.fullmatch(column)
    return found[1].casefold() if found else ""


def blocks(columns: Sequence[Evidence]) -> list[list[Evidence]]:
    """The columns by block: those with the same labels, then the rows of a matrix, then one by one.

    Rows of a matrix that differ in what their answers look like (numbers and texts, 1 to 5 and 0 to 10)
    are no block.
    """
    groups: dict[object, list[Evidence]] = {}
    for place, column in enumerate(columns):
        groups.setdefault(_key(column, place), []).append(column)
    return [block for group in groups.values() for block in _group_alike(group)]


def _key(column: Evidence, place: int) -> object:
    if column.has_labels:
        labels = frozenset((fold(a.code), plain(a.written)) for a in column.answers.values() if a.words)
        if len(labels) >= 2:
            return labels
    head = heading(column)
    if names_group(column):
        return place
    return head or place


def _group_alike(group: Sequence[Evidence]) -> list[list[Evidence]]:
    """The columns of a group by the look of their answers."""
    if len(group) == 1:
        return [list(group)]
    found: list[list[Evidence]] = []
    for column in sorted(group, key=lambda each: -_most(each)):
        home = next((block for block in found if _fits(column, block)), None)
        if home is None:
            found.append([column])
        else:
            home.append(column)
    order = {id(column): place for place, column in enumerate(group)}
    return [sorted(block, key=lambda each: order[id(each)]) for block in found]


def _most(column: Evidence) -> int:
    return max((number for number in column.numbers if number <= 12), default=0)


def _numeric(column: Evidence) -> bool:
    return all(answer.number is not None for answer in column.answers.values())


def _fits(column: Evidence, block: Sequence[Evidence]) -> bool:
    if all(_numeric(each) for each in (column, *block)):
        if column.has_labels or block[0].has_labels:
            return column.has_labels == block[0].has_labels
        widest, own = _most(block[0]), _most(column)
        spread = {number for number in column.numbers if number <= 12}
        return own > WIDE * widest or (own >= 2 and len(spread) > 2) or column.cells < 10
    words = {plain(answer.words) for each in block for answer in each.answers.values()}
    own_words = {plain(answer.words) for answer in column.answers.values()}
    return bool(words & own_words) and max(len(words), len(own_words)) <= 20


def names_group(column: Evidence) -> bool:
    """Whether the title asks which group somebody belongs to: a word of groups, and little or nothing else.

    ``Region``, ``What is your gender?``, ``您所在的地区``; not ``Help with this type of question`` nor
    ``对本地区服务的满意程度``.
    """
    return any(_names_group(title) for title in dict.fromkeys([column.text, column.column]) if title)


def _names_group(title: str) -> bool:
    bare = NUMBERED.sub("", title, count=1) if NUMBERED.match(title) else title
    text = re.sub(r"[(（\[].*?[)）\]]|[?？:：。.*]", " ", bare.replace("_", " ")).strip()
    words = plain(text).split()
    pattern = title_pattern("dividing")
    if not pattern.search(text) or title_pattern("judging").search(text):
        return False
    if any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text):
        core = re.sub(
            r"(?:是什么|是哪[个种里]|是多少|是|为|属于|有哪些|은|는|이|가|は|を)\s*$", "", text
        ).strip()
        last = list(pattern.finditer(core))[-1:]
        return bool(last) and (
            last[0].end() == len(core) or len(core) <= 4 or bool(title_pattern("asking").match(core))
        )
    asks = title_pattern("asking").match(plain(text))
    return len(words) <= SHORT or bool(asks)


def is_ranking(block: Sequence[Evidence], frame: pd.DataFrame) -> bool:
    """Whether every record gives the columns the places 1, 2, 3 … once each: a ranking."""
    if len(block) < 3 or not all(_numeric(each) for each in block):
        return False
    some_rows = frame.iloc[:: 1 + len(frame) // MOST_ROWS]
    values = pd.DataFrame(
        {each.column: pd.to_numeric(some_rows[each.column], errors="coerce") for each in block}
    ).to_numpy(float)
    answered = ~np.isnan(values)
    counts = answered.sum(axis=1)
    some = counts >= 2
    if some.sum() < 8:
        return False
    ordered = np.sort(np.where(answered, values, np.inf), axis=1)
    places = np.arange(1, values.shape[1] + 1, dtype=float)
    regular = ((ordered == places) | ~np.isfinite(ordered)).all(axis=1)
    varied = len(np.unique(values[some][~np.isnan(values[some])])) >= 3
    return bool(np.asarray(regular)[some].mean() >= REGULAR and varied)


def find_rankings(columns: Sequence[Evidence], frame: pd.DataFrame) -> list[list[Evidence]]:
    """The rankings of a file: blocks, and as many neighbours as there are places, that are permutations."""
    found = [block for block in blocks(columns) if is_ranking(block, frame)]
    for run in neighbours(columns):
        width = _most(run[0])
        windows = (run[at : at + width] for at in range(len(run) - width + 1)) if width >= 3 else ()
        found += [list(window) for window in windows if is_ranking(window, frame)]
    return found


def neighbours(columns: Sequence[Evidence]) -> list[list[Evidence]]:
    """Runs of columns side by side that are answered with the same numbers."""
    runs: list[list[Evidence]] = []
    for column in columns:
        same = runs and _numeric(column) and _numeric(runs[-1][-1]) and _most(runs[-1][-1]) == _most(column)
        if same and not column.has_labels and not names_group(column):
            runs[-1].append(column)
        else:
            runs.append([column])
    return [run for run in runs if len(run) >= 3]


def goes_with_ratings(column: Evidence, ratings: Iterable[Evidence], frame: pd.DataFrame) -> bool:
    """Whether a column goes with the mean of the ratings, as a rating does and the code of a group does not."""
    others = [pd.to_numeric(frame[each.column], errors="coerce") for each in ratings if _numeric(each)]
    if not others:
        return False
    own = pd.to_numeric(frame[column.column], errors="coerce")
    together = pd.DataFrame({"own": own, "mean": pd.concat(others, axis=1).mean(axis=1)}).dropna()
    if len(together) < 30 or together["own"].nunique() < 2 or together["mean"].nunique() < 2:
        return False
    ranks = together.rank()
    return bool(abs(np.corrcoef(ranks["own"], ranks["mean"])[0, 1]) >= 0.3)
