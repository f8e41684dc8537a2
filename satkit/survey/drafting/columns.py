"""A guess for every column of an unknown file: values first, its kin next, words last."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from satkit.language import Text
from satkit.survey.coding import NO, YES
from satkit.survey.drafting import blocks
from satkit.survey.drafting.cells import NUMBER, Cells, cells_of
from satkit.survey.drafting.evidence import Evidence
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import non_answers, with_missing
from satkit.survey.drafting.personal import by_heading
from satkit.survey.drafting.rating_scale import Pool, Scored, guess_scale, score_pool
from satkit.survey.drafting.ratings import FEW, SLIDER, find_range
from satkit.survey.drafting.recognise import recognise_columns
from satkit.survey.drafting.unscored_columns import guess_unscored, numeric_column
from satkit.survey.drafting.word_order import has_grades
from satkit.survey.drafting.wordings import plain
from satkit.survey.scale import Missing, Scale, fold
from satkit.survey.table import Table

PLAIN_NAME = re.compile(r"(?:q|s|v|x|a|b|c|d|e|f|p|item|var|question|题|问题)?[_\s]?\d[\w.]*", re.IGNORECASE)
DECIMAL = re.compile(r"-?\d+[.,]\d+")
EXPECTED = 8  # answers that should lie beyond a range for their absence to be no chance
SERIES = 2  # columns of one name, numbered
MOST_UNKNOWN = 8  # wordings that no list knows: with more they are no scale
CODES = 3  # numbers: so few without a word are codes of groups more often than a rating
FEWEST = 5  # different numbers of a continuous scale
SHORTEST = 3  # answers of a scale
TENTH = 0.1  # of all numbers: so many with decimals are no slips
TOPS = (5, 7, 10, 100)
NO_WORD = Text("that this is a rating and no code of groups is a guess: nothing but its numbers says so")
BY_KIN = Text("taken for a rating because its answers look like those of the questions beside it")
BY_LIST = Text("taken for a rating because several questions have these answers")
MAY_BE_RATING = Text(
    "taken for groups by its title; its answers look like a rating's: make it a question if it is one"
)
MAY_BE_ORDER = Text(
    "taken for groups; where its answers go from good to bad, make it a question with a scale"
)
SHORT_RECOMMEND = Text("it asks to recommend, but is not answered from 0 to 10: no NPS is made of it")
UNUSED = Text("nobody gave the highest points; taken for the scale of the questions beside it")
RANKING = Text(
    "every record gives each of these columns another place: taken for a ranking, which has no mean score"
)
CONTINUOUS = Text(
    "numbers with decimals: taken for a continuous scale; the ends and which of them is good are a guess"
)
BETWEEN = Text(
    "%(n)d different answers lie between whole numbers, computed or mistyped: they count as they stand"
)
KANO_CODES = Text("columns in pairs with the codes 1 to 5: perhaps Kano questions, which have no mean score")
PAIRED = re.compile(r"(k(?:ano)?[_ ]?\d{1,3})[_ ]?([abfdpn]|pos|neg|func|dys)", re.IGNORECASE)


@dataclass
class _File:
    """What is known of a file while its columns are guessed, one block after the other."""

    table: Table
    cells: dict[str, Cells]
    columns: list[Evidence]
    missing: dict[str, dict[str, Missing]] = field(default_factory=dict)
    found: dict[str, Guess] = field(default_factory=dict)
    ratings: list[Evidence] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)


def guesses(table: Table) -> tuple[Guess, ...]:
    """A guess for every column of a file, in its order; never more than a guess."""
    cells = {column: cells_of(table, column) for column in map(str, table.frame)}
    settled = recognise_columns(table, cells)
    file = _File(table, cells, [each.evidence for column, each in cells.items() if column not in settled])
    for column in file.columns:
        if not column.answers or not column.cells:
            file.found[column.column] = Guess(column.column, column.text, "empty")
        else:
            file.missing[column.column] = non_answers(column)
    open_columns = [column for column in file.columns if column.column not in file.found]
    _rankings(file, open_columns)
    _scales(file, [column for column in open_columns if column.column not in file.found])
    for column in open_columns:
        if column.column not in file.found:
            file.found[column.column] = _guess_without_score(file, column)
    found = {**settled, **file.found}
    return tuple(guess for column in map(str, table.frame) if (guess := found[column]) is not None)


def _rankings(file: _File, columns: Sequence[Evidence]) -> None:
    """Blocks, and runs of neighbours, in which every record is a permutation."""
    for block in blocks.find_rankings(columns, file.table.frame):
        for column in block:
            file.found[column.column] = Guess(
                column.column, column.text, "rank", Scale(name="place", kind="rank"), (RANKING,)
            )


def _scales(file: _File, columns: Sequence[Evidence]) -> None:
    """The ratings: whole blocks first, then single columns by their kin and their words."""
    grouped = blocks.blocks(columns)
    pools = [_pool(file, block) for block in grouped]
    elsewhere = _lists(pools)
    waiting: list[tuple[Pool, Scored]] = []
    for pool in pools:
        found = _between(pool) or score_pool(pool, elsewhere) or _continuous(pool)
        if found is None:
            _guess_unknown_words(file, pool, pools)
        elif _sure(pool, found):
            _accept(file, pool, found)
        else:
            waiting.append((pool, found))
    alike = Counter(_series(pool, found) for pool, found in waiting)
    for pool, found in waiting:
        if _series(pool, found) and alike[_series(pool, found)] >= SERIES:
            asked = PLAIN_NAME.fullmatch(pool.members[0].title.strip())
            _accept(file, pool, found, () if asked else (BY_KIN,))
        else:
            _decide(file, pool, found)
    _align(file)
    _doubt_pairs(file)


def _doubt_pairs(file: _File) -> None:
    """Bare codes in columns named like the sides of Kano pairs (K1a, K1b): outside the score tree."""
    halves = {
        column.column: found[1].casefold()
        for column in file.columns
        if (found := PAIRED.fullmatch(column.column.strip())) and not column.has_labels and not column.text
    }
    sizes = Counter(halves.values())
    if len(sizes) < 2 or set(sizes.values()) != {2}:
        return
    for name in halves:
        guess = file.found[name]
        if guess.kind == "score" and _numbers_of(guess) == [1, 2, 3, 4, 5]:
            file.found[name] = replace(guess, apart=True, remarks=(*guess.remarks, KANO_CODES))


def _series(pool: Pool, found: Scored) -> tuple[str, int] | None:
    """What numbered columns such as sd1, sd2 share that are answered on one scale of bare numbers."""
    column = pool.members[0]
    stem = blocks.stem(column.column)
    if pool.has_labels or not stem or column.text or len(pool.answers) < SHORTEST or column.tells("counting"):
        return None
    return None if blocks.names_group(column) else (stem, len(found.scale.points))


def _align(file: _File) -> None:
    """Ratings on bare numbers that nobody gave the highest ones: on the scale of their kin, where that may be chance."""
    for column in file.ratings:
        guess = file.found[column.column]
        if column.has_labels or column.hint or guess.scale is None or not guess.scale.points:
            continue
        own = _numbers_of(guess)
        for kin in _kin(file, column):
            theirs = _numbers_of(kin)
            if own and theirs[0] == own[0] and own[-1] < theirs[-1] < 2 * own[-1] and kin.scale:
                other = next(each for each in file.columns if each.column == kin.column)
                beyond = sum(
                    count for number, count in other.numbers.items() if own[-1] < number <= theirs[-1]
                )
                if not other.has_labels and beyond * column.cells < EXPECTED * other.cells:
                    scale = with_missing(kin.scale, guess.scale.missing)
                    file.found[column.column] = replace(guess, scale=scale, remarks=(*guess.remarks, UNUSED))
                break


def _pool(file: _File, block: Sequence[Evidence]) -> Pool:
    missing = {key: each for column in block for key, each in file.missing[column.column].items()}
    return Pool(tuple(block), missing)


def _lists(pools: Iterable[Pool]) -> frozenset[frozenset[str]]:
    """Lists of words that blocks are answered with, three and more."""
    found = set()
    for pool in pools:
        words = frozenset(plain(answer.words) for answer in pool.answers.values() if answer.number is None)
        if 3 <= len(words) <= FEW:
            found.add(words)
    return frozenset(found)


def _sure(pool: Pool, found: Scored) -> bool:
    """Whether values and words together leave no doubt that a pool holds ratings."""
    if found.told or pool.hint:
        return True
    distinct = len(pool.answers)
    title = any(column.tells("evaluative") or column.tells("judging") for column in pool.members)
    counts = any(column.tells("counting") and not column.tells("judging") for column in pool.members)
    groups = any(blocks.names_group(column) for column in pool.members)
    if groups or counts:
        return False
    if found.scale.name == "answers" or found.scale.name.startswith("answers"):
        return found.placed
    if pool.has_labels and len(pool.members) == 1 and not title:
        return False
    several = title or len(pool.members) > 1
    return (distinct >= 3 and len(found.scale.points) >= 3 and several) or found.scale.continuous


def _accept(
    file: _File, pool: Pool, found: Scored, remarks: tuple[Text, ...] = (), *, apart: bool = False
) -> None:
    for column in pool.members:
        own = replace_missing(found.scale, pool, file.missing[column.column].values())
        guess = Guess(column.column, column.text, "score", own, found.doubts, remarks, apart)
        if guess.recommends and not _eleven(own):
            guess = replace(guess, remarks=(*remarks, SHORT_RECOMMEND))
        file.found[column.column] = guess
        if not apart:
            file.ratings.append(column)


def replace_missing(scale: Scale, pool: Pool, own: Iterable[Missing]) -> Scale:
    """The scale of a pool; all its members share what is no answer."""
    return with_missing(scale, [*own, *pool.missing.values()])


def _eleven(scale: Scale) -> bool:
    return len(scale.points) == 11


def _decide(file: _File, pool: Pool, found: Scored) -> None:
    """A pool that values alone leave open: by its neighbours, its place and its title."""
    column = pool.members[0]
    distinct = {
        at if answer.number is None else answer.number for at, answer in enumerate(pool.answers.values())
    }
    if any(each.tells("counting") and not each.tells("judging") for each in pool.members):
        return
    if any(blocks.names_group(each) for each in pool.members) or (pool.has_labels and found.doubts != ()):
        if not pool.has_labels and len(distinct) >= 3:
            file.doubted.update(each.column for each in pool.members)
        return
    lettered = any(answer.number is None for answer in pool.answers.values())
    if pool.has_labels or (lettered and not PLAIN_NAME.fullmatch(column.title.strip())):
        return  # K01 and K02 are the codes of things
    kin = _kin(file, column)
    if (
        distinct <= {0, 1}
        or (distinct <= {1, 2} and not _strong_kin(column, kin))
        or len(found.scale.points) < 3
    ):
        return
    if kin and distinct <= set(_numbers_of(kin[0])):
        _accept(file, pool, _like(found, kin[0]), (BY_KIN,))
    elif PLAIN_NAME.fullmatch(column.title.strip()) and len(distinct) >= 3:
        _accept(file, pool, found, (NO_WORD,) if file.ratings else ())
    elif len(distinct) >= 3:
        beside = _beside(file, column)
        sure = beside or blocks.goes_with_ratings(column, file.ratings, file.table.frame)
        if not sure and len(found.scale.points) <= CODES:
            file.doubted.add(column.column)
            return
        _accept(file, pool, found, (BY_KIN if sure else NO_WORD,), apart=not sure)


def _kin(file: _File, column: Evidence) -> list[Guess]:
    """Ratings on numbers whose names share the stem of a column, the nearest first."""
    own = blocks.stem(column.column)
    at = {each.column: place for place, each in enumerate(file.columns)}
    found = [
        guess
        for guess in file.found.values()
        if guess.kind == "score" and own and blocks.stem(guess.column) == own and _numbers_of(guess)
    ]
    return sorted(found, key=lambda guess: abs(at[guess.column] - at[column.column]))


def _numbers_of(guess: Guess) -> list[int]:
    return [point.code for point in guess.scale.points if isinstance(point.code, int)] if guess.scale else []


def _strong_kin(column: Evidence, kin: Sequence[Guess]) -> bool:
    return bool(kin) and column.cells < 10


def _like(found: Scored, kin: Guess) -> Scored:
    """The scale of the kin, with what is no answer of its own."""
    if kin.scale is None:
        return found
    return replace(found, scale=with_missing(kin.scale, found.scale.missing), doubts=kin.doubts)


def _beside(file: _File, column: Evidence) -> bool:
    """Whether a column stands in a run of at least three that are answered with the same numbers."""
    return any(column in run for run in blocks.neighbours(file.columns))


def _guess_unknown_words(file: _File, pool: Pool, pools: Sequence[Pool]) -> None:
    """Words that no list knows: a scale to be put in order, where questions share them or ask to judge."""
    if any(blocks.names_group(column) for column in pool.members):
        return
    words = pool.words
    if len(words) > MOST_UNKNOWN:
        return
    alike = sum(len(other.members) for other in pools if len(words & other.words) >= max(2, 0.6 * len(words)))
    judged = all(column.tells("judging") for column in pool.members) or has_grades(words)
    total = sum(answer.count for answer in pool.answers.values())
    if not (alike >= 2 or judged) or total < 3 * len(words):
        return
    found = guess_scale(pool)
    if found:
        _accept(file, pool, found, (BY_LIST,) if alike >= 2 else (), apart=True)


def _continuous(pool: Pool) -> Scored | None:
    """Numbers with decimals between the ends of a usual scale, where the title asks to judge."""
    cells, decimals = _values(pool)
    usual = cells and min(cells) >= 0 and max(cells) <= SLIDER and len(cells) >= FEWEST
    if not usual or decimals < TENTH * sum(cells.values()):
        return None
    judged = all(column.tells("evaluative") for column in pool.members) or len(pool.members) > 2 or pool.hint
    if not judged or any(column.tells("counting") or blocks.names_group(column) for column in pool.members):
        return None
    last = pool.hint[1] if pool.hint else next(top for top in TOPS if top >= max(cells))
    first = pool.hint[0] if pool.hint else (1 if min(cells) >= 1 and last <= 10 else 0)
    scale = Scale.model_validate({"name": f"score{first}_{last}", "from": float(first), "to": float(last)})
    return Scored(scale, (CONTINUOUS,), told=True)


def _values(pool: Pool) -> tuple[Counter[float], int]:
    """How often every number is answered, and how many answers have decimals; nothing where an answer is no number."""
    cells = Counter[float]()
    decimals = 0
    for answer in pool.answers.values():
        text = fold(answer.code).replace(",", ".")
        if not NUMBER.fullmatch(text):
            return Counter(), 0
        cells[float(text)] += answer.count
        decimals += answer.count if DECIMAL.fullmatch(text) else 0
    return cells, decimals


def _between(pool: Pool) -> Scored | None:
    """Whole numbers of a usual scale and a few values between them, which somebody computed or mistyped."""
    cells, decimals = _values(pool)
    if not 0 < decimals < TENTH * sum(cells.values()):
        return None
    whole = Counter({int(number): count for number, count in cells.items() if number.is_integer()})
    found = find_range(whole, (), pool.hint)
    groups = any(column.tells("counting") or blocks.names_group(column) for column in pool.members)
    if found is None or groups or not SHORTEST <= found.width <= FEW or len(whole) < SHORTEST:
        return None
    judged = all(column.tells("evaluative") or column.tells("judging") for column in pool.members)
    if not (judged or len(pool.members) > 1 or pool.hint or PLAIN_NAME.fullmatch(pool.members[0].title)):
        return None
    broken = [number for number in cells if not number.is_integer()]
    if any(not found.first <= number <= found.last for number in broken):
        return None
    name = f"score{found.first}_{found.last}"
    ends = {"from": float(found.first), "to": float(found.last)}
    missing = tuple(Missing(code=number) for number in found.missing)
    scale = with_missing(Scale.model_validate({"name": name, **ends}), missing)
    return Scored(scale, (CONTINUOUS, BETWEEN.with_values(n=len(broken))), told=True)


def _guess_without_score(file: _File, column: Evidence) -> Guess:
    """A column without a score."""
    why = by_heading(file.cells[column.column])
    if why:
        return Guess(column.column, column.text, "aside", why=why)
    guess = guess_unscored(Guess(column.column, column.text, "text"), column, file.missing[column.column])
    bare = not column.has_labels and all(answer.number is not None for answer in column.answers.values())
    if guess.kind == "segment" and bare and column.tells("counting"):
        return numeric_column(guess, file.missing[column.column])
    if guess.kind == "segment" and column.column in file.doubted:
        return replace(guess, remarks=(MAY_BE_RATING,))
    asked = column.tells("evaluative") or column.tells("judging")
    halved = {fold(label) for _, label in guess.levels} <= YES | NO
    several = len(guess.levels) >= SHORTEST or halved
    if guess.kind == "segment" and asked and several and not blocks.names_group(column):
        return replace(guess, remarks=(MAY_BE_ORDER,))
    return guess
