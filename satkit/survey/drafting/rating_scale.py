"""A scale with scores from the pooled answers of the columns that share it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from satkit.language import Label, Text
from satkit.survey.drafting.evidence import Answer, Evidence
from satkit.survey.drafting.missing import change_scale, with_missing
from satkit.survey.drafting.ratings import APART, Range, find_range
from satkit.survey.drafting.word_order import (
    MISSPELT,
    TWO_LANGUAGES,
    Order,
    find_misspellings,
    find_translations,
    guess_order,
    order_wordings,
)
from satkit.survey.drafting.wordings import plain, title_pattern
from satkit.survey.scale import SATISFACTION, Missing, Point, Scale, fold

FOUR = tuple(plain(point.label.zh) for point in SATISFACTION.points)
SCORES = (100, 90, 75, 60)
DERIVED = frozenset(
    ["promoter", "promoters", "detractor", "detractors", "推荐者", "贬损者"]
)  # groups made of a score
LETTERED = re.compile(r"([a-z]{1,3})(\d{1,2})")
MOST_WORDS = 12  # points of a worded scale
LONGEST = 60  # characters of a wording
WHICH_END = Text('the data do not say which end is good; "high" is a guess')
LAST_IS_BEST = Text("the data do not say which end is good; that the last code is best is a guess")
BY_TITLE = Text("which end is good is told by the question alone")
ELEVEN = Text("it asks to recommend; taken for 0 to 10, though not all of them were answered")
FEW_ONES = 3  # answers: a scale from 1 has some
TURNED = Text("the labels do not follow the codes: the scores go by the labels")


@dataclass(frozen=True)
class Scored:
    """A scale, and what is to be confirmed of it.

    Parameters
    ----------
    scale : Scale
    doubts : tuple of Text
        Empty where the file tells everything.
    told : bool
        Whether wordings of a published kind say that these are ratings.
    placed : bool
        Whether an order was found at all.
    """

    scale: Scale
    doubts: tuple[Text, ...] = ()
    told: bool = False
    placed: bool = True


@dataclass(frozen=True)
class Pool:
    """Columns that are answered on one scale, and what of their answers is none.

    Parameters
    ----------
    members : tuple of Evidence
    missing : mapping
        Folded code to the answer that is none, of all members.
    """

    members: tuple[Evidence, ...]
    missing: Mapping[str, Missing]

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answers of all members that are some, each with its count over all."""
        found: dict[str, Answer] = {}
        for member in self.members:
            for key, answer in member.answers.items():
                if key not in self.missing:
                    count = answer.count + (found[key].count if key in found else 0)
                    found[key] = replace(found.get(key, answer), count=count)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """The wordings of all answers, plain."""
        return frozenset(plain(answer.words) for answer in self.answers.values())

    @property
    def has_labels(self) -> bool:
        """Whether the file gives labels."""
        return any(member.has_labels for member in self.members)

    @property
    def hint(self) -> tuple[int, int] | None:
        """The range that questions name, where they name one."""
        hints = {member.hint for member in self.members}
        return hints.pop() if len(hints) == 1 else None


def score_pool(pool: Pool, elsewhere: Collection[frozenset[str]] = ()) -> Scored | None:
    """The scale of a pool, where its answers can be one.

    Parameters
    ----------
    pool : Pool
    elsewhere : collection of frozenset of str
        Lists of wordings that other questions were answered with in full.
    """
    answers = pool.answers
    if not answers or len(answers) > 150:
        return None
    listed = list(answers.values())
    if all(answer.number is not None for answer in listed):
        found = _score_numbers(pool, listed)
    elif lettered := _score_lettered_codes(listed):
        found = lettered
    elif any(answer.number is not None for answer in listed):
        found = _score_ended_numbers(listed) or _beside(pool, listed)
    else:
        found = _score_words(pool, listed, elsewhere)
    return found and replace(found, scale=with_missing(found.scale, pool.missing.values()))


def _score_numbers(pool: Pool, answers: Sequence[Answer]) -> Scored | None:
    """Numbers, some or all with words: which end is good is told by the words."""
    numbers: Counter[int] = Counter()
    words: dict[int, str] = {}
    code: dict[int, Answer] = {}
    for answer in answers:
        number = answer.number or 0
        numbers[number] += answer.count
        if answer.words:
            words.setdefault(number, answer.words)
        if number not in code or not code[number].words:
            code[number] = answer
    if not pool.has_labels and len(words) > 1 and len(set(map(plain, words.values()))) == 1:
        words = {}  # 1 day, 2 days: a unit, no wording
    if scores := _scores(numbers, words):
        return scores
    ends = {number: each for member in pool.members for number, each in member.ends.items()}
    by_title = not words and len(ends) >= 2
    if by_title:
        words = {number: each for number, each in ends.items() if plain(each)}
    order = order_wordings(
        {plain(each): numbers[number] for number, each in words.items()}, offered=pool.has_labels or by_title
    )
    odd = {number for number, each in words.items() if order and plain(each) in order.odd}
    named = {number for number in words if number not in odd} if pool.has_labels else set()
    numbers = Counter({number: count for number, count in numbers.items() if number not in odd})
    found = find_range(numbers, named, pool.hint)
    if found is None:
        return None
    asked = _eleven(pool, numbers, found) if not words else None
    found = asked or found
    absent = [_absent(code[number]) for number in (*found.missing, *sorted(odd)) if number in code]
    place = {plain_word: at for at, plain_word in enumerate(order.words)} if order else {}
    full = order is not None and {n for n in numbers if found.first <= n <= found.last} <= words.keys()
    told = {number: place[plain(each)] for number, each in words.items() if plain(each) in place}
    used = list(range(found.first, found.last + 1)) if found.width <= 101 else []
    if full and pool.has_labels:
        used = sorted(told)
    rated = _score_points(used, told, words, code, found, absent, answers)
    extra = (*(BY_TITLE,) * bool(by_title and told), *(ELEVEN,) * bool(asked))
    return replace(rated, doubts=(*rated.doubts, *extra))


def _eleven(pool: Pool, numbers: Mapping[int, int], found: Range) -> Range | None:
    """0 to 10 for a question to recommend, where more than 7 was answered and the lowest points hardly."""
    asked = all(member.tells("recommend") for member in pool.members)
    if not asked or pool.hint or (found.first, found.last) == (0, 10) or not 8 <= found.last <= 10:
        return None
    return Range(0, 10, found.missing) if found.first == 0 or numbers.get(1, 0) < FEW_ONES else None


def _score_points(
    used: Sequence[int],
    told: Mapping[int, int],
    words: Mapping[int, str],
    code: Mapping[int, Answer],
    found: Range,
    absent: Sequence[Missing],
    answers: Sequence[Answer],
) -> Scored:
    """Points for the numbers in use, scored in the direction their words tell."""
    best = _direction(told, used)
    doubts: list[Text] = []
    if best is None:
        doubts.append(WHICH_END)
    scores = {
        number: 100 * (at if best != "low" else len(used) - 1 - at) / (len(used) - 1)
        for at, number in enumerate(used)
    }
    if best == "none":
        rank = sorted(used, key=lambda number: told.get(number, 0))
        scores = {number: 100 * (len(rank) - 1 - at) / (len(rank) - 1) for at, number in enumerate(rank)}
        doubts = [TURNED]
    if tuple(plain(words.get(number, "")) for number in sorted(used, key=lambda n: -scores[n])) == FOUR:
        scores = dict(zip(sorted(used, key=lambda n: -scores[n]), map(float, SCORES), strict=True))
    also = _other_spellings(answers)
    points = tuple(
        Point(
            code=_plain_code(number, code),
            label=_label(words.get(number, "") or _shifted_label(number, code)),
            also=also.get(number, ()),
            score=scores[number],
        )
        for number in used
    )
    name = f"rating{found.first}_{found.last}" if not told else f"rating{len(used)}"
    scale = Scale(name=name.replace("-", "m"), points=points, missing=tuple(absent))
    return Scored(scale, tuple(doubts), told=len(told) >= 2)


def _plain_code(number: int, code: Mapping[int, Answer]) -> int | str:
    """The code of the file for a number: the number itself unless labels shift it."""
    answer = code.get(number)
    steps = {each.code - at for at, each in code.items() if isinstance(each.code, int)}
    if answer is not None and isinstance(answer.code, int):
        return answer.code
    return number + steps.pop() if len(steps) == 1 else number


def _shifted_label(number: int, code: Mapping[int, Answer]) -> str:
    """The number a label says, where its code is another: 1 of code 2."""
    own = _plain_code(number, code)
    return str(number) if isinstance(own, int) and own != number else ""


def _other_spellings(answers: Iterable[Answer]) -> dict[int, tuple[str, ...]]:
    """How else a number is written: ``Very satisfied (5)``, ``5分``."""
    found: dict[int, dict[str, str]] = {}
    for answer in answers:
        if answer.number is not None and not isinstance(answer.code, int):
            found.setdefault(answer.number, {})[fold(answer.code)] = str(answer.code)
    return {number: tuple(sorted(each.values())) for number, each in found.items()}


def _direction(told: Mapping[int, int], used: Sequence[int]) -> str | None:
    """``"high"`` or ``"low"`` where words say which end is good; ``"none"`` where they contradict the codes."""
    numbers = sorted(told)
    if len(numbers) < 2:
        return None
    places = [told[number] for number in numbers]
    if places == sorted(places, reverse=True):
        return "high"
    if places == sorted(places):
        return "low"
    return "none" if len(numbers) == len(used) else None


def _scores(numbers: Counter[int], words: Mapping[int, str]) -> Scored | None:
    """The four levels of satisfaction, where the file holds their scores."""
    inside = {number for number in numbers if number in SCORES}
    rest = set(numbers) - inside
    if (
        words
        or len(inside) < 2
        or any(0 <= number <= 100 and number not in {0, 99, 98, 97} for number in rest)
    ):
        return None
    points = tuple(
        point.model_copy(update={"code": score})
        for point, score in zip(SATISFACTION.points, SCORES, strict=True)
    )
    return Scored(
        Scale(name="scores", points=points, missing=tuple(Missing(code=number) for number in sorted(rest))),
        told=True,
    )


def _absent(answer: Answer) -> Missing:
    label = answer.written if fold(answer.written) != fold(answer.code) else ""
    return Missing(code=answer.code, label=_label(label))


def _label(text: str) -> Label:
    return Label(zh=text, en=text) if text else Label()


def _score_lettered_codes(answers: Sequence[Answer]) -> Scored | None:
    """The rating behind codes such as A1 to A5, of one letter and as many digits."""
    found = [LETTERED.fullmatch(fold(answer.code)) for answer in answers]
    heads = {(each[1], len(each[2])) for each in found if each}
    if None in found or len(heads) != 1 or len(found) < 3:
        return None
    letter, width = heads.pop()
    ends = find_range({int(each[2]): 1 for each in found if each})
    if ends is None or ends.first != 1 or ends.width < 3:
        return None
    points = tuple(
        Point(
            code=f"{letter.upper()}{number:0{width}d}",
            score=100 * (number - ends.first) / (ends.last - ends.first),
        )
        for number in range(ends.first, ends.last + 1)
    )
    return Scored(Scale(name=f"rating{ends.first}_{ends.last}", points=points), (LAST_IS_BEST,))


def _score_ended_numbers(answers: Sequence[Answer]) -> Scored | None:
    """Numbers between two ends that are written in words alone: Not at all, 2, 3, 4, Extremely."""
    numbers = sorted({answer.number for answer in answers if answer.number is not None})
    ends = [answer for answer in answers if answer.number is None]
    if len(ends) > 2 or len(numbers) < 2 or numbers[0] not in {1, 2} or numbers[-1] > 10:
        return None
    order = (
        order_wordings({plain(end.words): end.count for end in ends}, offered=True)
        if len(ends) == 2
        else None
    )
    if order is None or len(order.words) != 2:
        return None
    by_word = {plain(end.words): end for end in ends}
    good, bad = (by_word[word] for word in order.words)
    inner = list(range(numbers[0], numbers[-1] + 1))
    asked: list[tuple[str | int, tuple[str, ...]]] = [
        (str(bad.code), ()),
        *((n, ()) for n in inner),
        (str(good.code), ()),
    ]
    step = 100 / (len(asked) - 1)
    points = tuple(Point(code=code, also=also, score=step * at) for at, (code, also) in enumerate(asked))
    return Scored(
        Scale(name=f"rating{len(asked)}", points=points),
        (Text("only the ends have words; that the higher numbers stand beside the better one is a guess"),),
        told=True,
    )


def _beside(pool: Pool, answers: Sequence[Answer]) -> Scored | None:
    """Numbers with one or two texts beside them that are no points: an X, a note."""
    numbers = [answer for answer in answers if answer.number is not None]
    texts = [answer for answer in answers if answer.number is None]
    few = sum(text.count for text in texts) <= APART * sum(answer.count for answer in answers)
    if len(texts) > 2 or len(numbers) < 3 or not few or any(len(text.written) > LONGEST for text in texts):
        return None
    found = _score_numbers(pool, numbers)
    absent = [Missing(code=text.code) for text in texts]
    return found and replace(found, scale=with_missing(found.scale, absent))


def _score_words(
    pool: Pool, answers: Sequence[Answer], elsewhere: Collection[frozenset[str]]
) -> Scored | None:
    """Words alone, in the order that published lists or the words themselves tell."""
    counts: Counter[str] = Counter()
    for answer in answers:
        counts[plain(answer.words)] += answer.count
    if not 2 <= len(counts) <= 2 * MOST_WORDS or any(len(word) > LONGEST for word in counts) or kano(counts):
        return None
    twins = find_translations(counts)
    slips = find_misspellings(counts) | twins
    for slip, word in slips.items():
        counts[word] += counts.pop(slip)
    order = order_wordings(counts, elsewhere, offered=pool.has_labels) if len(counts) <= MOST_WORDS else None
    if order is None:
        return None
    doubts = (*order.doubts, *(_said_of(slip, word, twin=slip in twins) for slip, word in slips.items()))
    return _spell_order(replace(order, doubts=doubts), answers, slips)


def _said_of(slip: str, word: str, *, twin: bool) -> Text:
    return (TWO_LANGUAGES if twin else MISSPELT).with_values(word=slip, known=word)


def kano(words: Iterable[str]) -> bool:
    """Whether words are answers to one side of a Kano pair, which are no rating."""
    listed = list(words)
    must = [word for word in listed if title_pattern("kano_must").search(word)]
    own = [word for word in listed if title_pattern("kano").search(word)]
    return bool(must) and len(own) >= 0.6 * len(listed) and len(listed) >= 3


def guess_scale(pool: Pool) -> Scored | None:
    """Words whose order nothing tells, in a first order to be put right."""
    answers = list(pool.answers.values())
    counts: Counter[str] = Counter()
    for answer in answers:
        counts[plain(answer.words or answer.written)] += answer.count
    if any(answer.number is not None for answer in answers) or not 3 <= len(counts) <= 7:
        return None
    if kano(counts) or DERIVED & counts.keys() or any(len(word) < 2 and word.isascii() for word in counts):
        return None
    return _spell_order(guess_order(counts), answers)


def _spell_order(order: Order, answers: Sequence[Answer], slips: Mapping[str, str] | None = None) -> Scored:
    """The order as a scale whose codes are the answers as the file writes them."""
    written: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda each: -each.count):
        word = plain(answer.words or answer.written)
        written.setdefault((slips or {}).get(word, word), []).append(answer)
    capital = sum(each[0].written[:1].isupper() for each in written.values()) * 2 > len(written)
    scores = (
        SCORES
        if order.words == FOUR
        else [100 - 100 * at / (len(order.words) - 1) for at in range(len(order.words))]
    )
    missing = tuple(_absent(answer) for word in order.odd for answer in written.get(word, ()))
    if order.words == FOUR and all(
        fold(each[0].code) == word for word, each in written.items() if word in FOUR
    ):
        scale = change_scale(SATISFACTION, missing=missing)
        return Scored(scale, order.doubts, told=True)
    points = tuple(
        _point(written.get(word, []), word.capitalize() if capital else word, score)
        for word, score in zip(order.words, scores, strict=True)
    )
    return Scored(
        Scale(name=f"{order.name}{len(points)}", points=points, missing=missing),
        order.doubts,
        told=order.placed and order.name != "answers",
        placed=order.placed,
    )


def _point(answers: Sequence[Answer], word: str, score: float) -> Point:
    if not answers:
        return Point(code=word, score=score)
    first, *others = answers
    label = first.words or first.written
    label = label if fold(label) != fold(first.code) else ""
    also = tuple(str(each.code) for each in others if fold(each.code) != fold(first.code))
    return Point(code=first.code, label=_label(label), also=also, score=score)
