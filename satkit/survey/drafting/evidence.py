"""What one column of an unknown file shows: its answers, the numbers and the words in them, how often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from satkit.survey.coding import read_missing_codes
from satkit.survey.drafting.wordings import numeral, plain, reason_of, title_pattern
from satkit.survey.scale import Code, fold
from satkit.survey.table import Table

MOST_TEXTS = 2_000  # different texts of a column: with more it is no scale, and the others tell nothing new
LONGEST = 300  # signs of an answer on a scale; in a comment no number stands before the words
BARE = re.compile(r"-?\d{1,9}")
WHOLE = re.compile(r"0|-?[1-9]\d{0,14}")  # 00 is another code than 0
DECIMAL = re.compile(r"-?\d{1,9}(?:[.,]\d+)?")
BEFORE = re.compile(
    r"[(\[]?(-?\d{1,3})[)\]]?\s{0,99}(?:[-–—=:：.、)）|]|\s)\s{0,99}(?![\s\d])(?=.*[^\W\d_])(.+)", re.DOTALL
)
BEHIND = re.compile(
    r"(?=.*[^\W\d_])(.+?)(?:\s{0,99}[(\[（【]\s{0,99}(-?\d{1,3})\s{0,99}(?:分|点)?\s{0,99}[)\]）】]|\s{0,99}[=:：]\s{0,99}(\d{1,3})|\s{1,99}[-–—]\s{1,99}(\d{1,3}))",
    re.DOTALL,
)
LETTER = re.compile(r"[(\[]?[A-Za-z][)\]]?\s*[-.、:：)）]\s*(?=.*[^\W\d_])(.+)", re.DOTALL)
UNIT = re.compile(
    r"(\d{1,3})\s*(?:分|星|点|點|점|点数|級|级|stars?|points?|pts?|étoiles?|sterne?|estrellas?|estrelas?|punkte?|puntos?|балл\w*"
    r"|★|⭐|/\s*(?:5|7|10|100)|out of \d+|%|％|percent|per cent|prozent|pour ?cent|por ciento|por cento|процент\w*)",
    re.IGNORECASE,
)
STARS = re.compile(r"([★⭐]+\ufe0f?)[☆\s]*")
HINT = re.compile(
    r"(?<![\d.])(-?\d{1,2})\s{0,99}(?:分|=[^,;)]{1,30}[,;])?\s{0,99}(?:-|–|—|~|～|to|至|到|à|bis|a|até|до)\s{0,99}(100|\d{1,2})(?![\d.%]|\s{0,99}[-/]\s{0,99}\d)"
)

ENDS = re.compile(
    r"(?<![\d.])(\d{1,3})\s{0,99}(?:[=:：]|分?\s{0,99}(?:为|表示|代表|means|is|bedeutet|signifie|significa))\s{0,99}([^\d,;，；、)）(（/]{2,40})"
)


@dataclass(frozen=True)
class Answer:
    """One distinct answer: the code of the file, the number and the words in it, how often it occurs."""

    code: Code
    number: int | None
    words: str
    written: str
    count: int


@dataclass(frozen=True)
class Evidence:
    """A column as it stands.

    Parameters
    ----------
    column, text : str
        Its name, and its question where the file holds one.
    answers : mapping
        Every distinct answer by its folded code, also those that only a label of the file names.
    labelled : bool
        Whether the file gives its codes labels.
    unsaid : frozenset of str
        Folded codes the file itself declares missing.
    cells : int
        How many are not empty.
    """

    column: str
    text: str
    answers: Mapping[str, Answer]
    has_labels: bool
    unsaid: frozenset[str]
    cells: int

    @property
    def title(self) -> str:
        """The question, else the name of the column."""
        return self.text or self.column

    @cached_property
    def hint(self) -> tuple[int, int] | None:
        """The range that the question names: ``(1-5)``, ``0 to 10``."""
        found = [(int(low), int(high)) for low, high in HINT.findall(self.text or self.column)]
        fitting = [ends for ends in found if ends[0] in {-5, -3, -2, 0, 1} and ends[1] - ends[0] >= 2]
        return fitting[-1] if fitting and fitting[-1][1] <= 100 else None

    @cached_property
    def ends(self) -> dict[int, str]:
        """The words that the question gives to numbers: ``(1 = very satisfied, 5 = very dissatisfied)``."""
        return {int(number): words.strip() for number, words in ENDS.findall(self.text or self.column)}

    @cached_property
    def numbers(self) -> Counter[int]:
        """How often every whole number is answered."""
        found: Counter[int] = Counter()
        for answer in self.answers.values():
            if answer.number is not None:
                found[answer.number] += answer.count
        return found

    @cached_property
    def words(self) -> Counter[str]:
        """How often every wording is answered, plain."""
        found: Counter[str] = Counter()
        for answer in self.answers.values():
            if answer.words and answer.number is None:
                found[plain(answer.words)] += answer.count
        return found

    def tells(self, kind: str) -> bool:
        """Whether the title or the name of the column holds a word of this kind."""
        pattern = title_pattern(kind)
        return bool(pattern.search(self.text) or pattern.search(self.column.replace("_", " ")))


Typed = tuple[type, object]  # a cell and its type: 1 and true are two answers


def tally_cells(cells: Iterable[object]) -> tuple[Counter[Typed], dict[Typed, str]]:
    """How often every distinct cell occurs, and each of them folded, "" where it is empty."""
    listed = [*cells]
    tally = Counter(zip(map(type, listed), listed, strict=True))
    return tally, {each: "" if each[1] is None else fold(each[1]) for each in tally}


def examine_column(
    table: Table, column: str, tally: tuple[Counter[Typed], Mapping[Typed, str]] | None = None
) -> Evidence:
    """The evidence of one column of a file.

    Parameters
    ----------
    table : Table
    column : str
    tally : tuple, optional
        Its distinct cells as :func:`tally_cells` counts and folds them; worked out if not given.
    """
    times, keys = tally or tally_cells(table.frame[column])
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for each, count in times.items():
        key = keys[each]
        if key not in {"", "nan"}:
            counts[key] += count
            written.setdefault(key, str(each[1]).strip())
    labels = {
        fold(code): str(label).strip()
        for code, label in table.value_labels.get(column, {}).items()
        if fold(label) != fold(code)
    }
    answers = {
        key: _answer(key, written.get(key, key), labels.get(key), counts[key])
        for key in dict.fromkeys([*_looked_at(counts), *labels])
    }
    text = str(table.texts.get(column, "")).strip()
    unsaid = read_missing_codes(table, column)
    labelled = any(reason_of(label) is None for key, label in labels.items() if key not in unsaid)
    return Evidence(column, text, _shift_codes(answers, unsaid), labelled, unsaid, counts.total())


def _looked_at(counts: Counter[str]) -> list[str]:
    """The answers that are looked at: all numbers, and the texts unless there are thousands of them."""
    texts = [key for key in counts if not DECIMAL.fullmatch(key)]
    if len(texts) <= MOST_TEXTS:
        return [*counts]
    kept = {key for key, _ in Counter({key: counts[key] for key in texts}).most_common(MOST_TEXTS)}
    return [key for key in counts if key in kept or DECIMAL.fullmatch(key)]


def _answer(key: str, written: str, label: str | None, count: int) -> Answer:
    if label is None and BARE.fullmatch(key):  # also 4.0, which is 4
        return Answer(int(key) if WHOLE.fullmatch(key) else written, int(key), "", written, count)
    if label is None and DECIMAL.fullmatch(key):
        return Answer(written, None, written, written, count)
    code: Code = int(key) if WHOLE.fullmatch(key) else written
    if label is not None:
        number = int(key) if BARE.fullmatch(key) else None
        parted = parts(label)
        words = parted[1] if parted[0] is None or parted[0] == number else label
        if number is None:
            return Answer(code, parted[0], parted[1], label, count)
        return Answer(code, number, "" if parted[0] == number and not parted[1] else words, label, count)
    number, words = parts(written)
    return Answer(code, number, words, written, count)


def parts(written: str) -> tuple[int | None, str]:
    """The number and the words of one answer: ``5 - Very satisfied``, ``Very satisfied (5)``, ``A.满意``, ``5分``."""
    if len(written) > LONGEST:
        return None, written.strip()
    key = fold(written)
    if BARE.fullmatch(key):
        return int(key), ""
    if found := UNIT.fullmatch(key):
        return int(found[1]), ""
    if (spelled := numeral(key)) is not None:
        return spelled, ""
    text = written.strip()
    if found := STARS.fullmatch(text):
        return len(found[1].replace("\ufe0f", "")), ""
    return _apart(text)


def _apart(text: str) -> tuple[int | None, str]:
    """The number before or behind words, else the words without a letter before them."""
    if found := BEFORE.fullmatch(text):
        return int(found[1]), re.sub(r"^[(（\[](.*)[)）\]]$", r"\1", found[2].strip())
    if found := BEHIND.fullmatch(text):
        return int(found[2] or found[3] or found[4]), found[1].strip()
    found = LETTER.fullmatch(text)
    return None, found[1].strip() if found else text


def _shift_codes(answers: Mapping[str, Answer], unsaid: frozenset[str]) -> Mapping[str, Answer]:
    """The answers by the numbers on their labels, where codes 1 to 11 stand for what was read as 0 to 10."""
    read = {
        key: int(answer.written) - answer.number
        for key, answer in answers.items()
        if answer.number is not None and key not in unsaid and BARE.fullmatch(answer.written)
    }
    steps = Counter(read.values())
    if len(read) < 3 or len(steps) != 1 or 0 in steps:
        return answers
    step = next(iter(steps))
    last = max(answers[key].number or 0 for key in read)
    first = min(answers[key].number or 0 for key in read)
    return {
        key: Answer(
            answer.code,
            answer.number + step,
            "" if key in read else answer.words,
            answer.written,
            answer.count,
        )
        if answer.number is not None and first - 1 <= answer.number <= last + 1
        else answer
        for key, answer in answers.items()
    }
