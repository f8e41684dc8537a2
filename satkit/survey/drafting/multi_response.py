"""Questions of which several answers may be chosen: a column an option, or all in one cell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from satkit.language import Label
from satkit.survey.coding import NO, YES
from satkit.survey.drafting.cells import Cells
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import code_of, distinct
from satkit.survey.drafting.word_order import is_wording
from satkit.survey.drafting.wordings import plain
from satkit.survey.scale import Missing, Point, Scale, fold
from satkit.survey.table import Table

PART = re.compile(r"(.+?)[_(（:\[][^_(（:\[]*")  # Q5 of Q5_1, Q5(停电) and Q5[SQ001]
OTHER = re.compile(
    r"other|specify|please name|write[- ]?in|其他|其它|请注明|请填写|autres?|précisez|sonstige|andere|bitte angeben|otr[oa]s?|"
    r"especifi|outr[oa]s?|その他|기타|друг|altro|_text$|_fill$",
    re.IGNORECASE,
)
SIGNS = ("┋", ";", "|", "\n", ", ", "、", "，", "；", ",")
MOST = 60  # options: beyond them somebody wrote texts with the sign that parts options
TWICE = 2  # times: what fewer wrote may be their own words
SEVERAL = 0.05  # of cells with an answer that must name more than one option
KNOWN = 0.8  # of what is named that must be named by others too
LONG = 80  # characters: no option is longer


def find_multi_response(table: Table, cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """The questions whose options have a column each, by their first column; their other columns to None.

    Parameters
    ----------
    cells : mapping
        Column to its answers.

    Notes
    -----
    Columns belong together because the file says so (``table.parts``) or by the beginning of their
    names.  An option says yes and no, or its own words and nothing else.
    """
    guesses: dict[str, Guess | None] = {}
    for stem, columns in _families(table).items():
        some = [cells[column] for column in columns if column in cells and column not in guesses]
        ticks = _keep_yes_columns([each for each in some if _is_ticked(each)])
        if len(ticks) < TWICE or not all(_beside(each) for each in some if each not in ticks):
            continue
        chosen = [each for each in some if each in ticks or not each.filled]
        if _options_of_one(ticks):
            guesses |= dict.fromkeys((each.column for each in chosen), None)
            guesses[chosen[0].column] = _question(stem, table, chosen)
    return guesses


def _keep_yes_columns(ticks: list[Cells]) -> list[Cells]:
    """Of columns that say one thing each, those that say yes, unless all but one say something of their own."""
    yes = [each for each in ticks if each.counts.keys() - NO <= YES]
    return yes if TWICE <= len(yes) < len(ticks) else ticks


def _families(table: Table) -> dict[str, list[str]]:
    """Columns by the question they share: as the file tells, else by the beginning of their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for column in map(str, table.frame):
        told = table.parts.get(column)
        stem = PART.fullmatch(column)
        by_name = stem is not None and not told
        if told:
            found[told[0]].append(column)
        elif by_name and stem is not None:
            found[stem[1]].append(column)
    return {stem: columns for stem, columns in found.items() if len(columns) > 1}


def _is_ticked(each: Cells) -> bool:
    """Whether a column says yes and no, or one thing and nothing else."""
    said = each.counts.keys()
    if not said or (each.numbers is not None and not said <= {"0", "1"}):
        return False
    words = {fold(each.labels.get(key, key)) for key in said}
    if words <= YES | NO and said <= YES | NO:
        return True
    return len(said - NO) == 1 and (len(each.filled) >= TWICE or _own_word(each))


def _own_word(each: Cells) -> bool:
    """Whether the one thing a column says stands in its heading."""
    return all(key in fold(each.heading) for key in each.counts)


def _beside(each: Cells) -> bool:
    """Whether a column may stand beside options: an empty one, or one for words of one's own."""
    if not each.filled:
        return True
    return each.numbers is None and (bool(OTHER.search(each.heading)) or each.distinct > SEVERAL)


def _options_of_one(ticks: Sequence[Cells]) -> bool:
    """Whether columns are options of one question: all mark alike, or each says something of its own."""
    marks = [frozenset(each.counts.keys() - NO) for each in ticks]
    if all(mark <= YES for mark in marks):
        return True
    texts = [next(iter(mark)) for mark in marks if len(mark) == 1]
    return len(texts) == len(marks) and (len(set(texts)) == len(texts) or len(set(texts)) == 1)


def _question(stem: str, table: Table, parts: Sequence[Cells]) -> Guess:
    """The question whose options these are."""
    taken = set(map(str, table.frame)) - {each.column for each in parts}
    name = stem if stem in table.parts else _beginning([each.column for each in parts]) or stem
    while name in taken:
        name += "_all"
    missing = _unsaid(parts)
    points = tuple(
        Point(code=each.column, label=Label(zh=label, en=label))
        for each, label in zip(parts, _told_apart(_options(table, parts), missing), strict=True)
    )
    scale = Scale(name="options", kind="multi", points=points, missing=missing)
    text = next((told[0] for each in parts if (told := table.parts.get(each.column))), "")
    return Guess(name, text, "options", scale, columns=tuple(each.column for each in parts))


def _beginning(columns: Sequence[str]) -> str:
    """What the names of columns share before their last mark: Q5 of Q5_1 and Q5_2."""
    stems = {stem[1].strip() if (stem := PART.fullmatch(column)) else "" for column in columns}
    return stems.pop() if len(stems) == 1 else ""


def _options(table: Table, parts: Sequence[Cells]) -> list[str]:
    """What every option is called: as the cells repeat it, else as the file calls its column."""
    found = []
    for each in parts:
        said = [text for key, text in each.spellings.items() if key not in YES | NO]
        told = table.parts.get(each.column)
        found.append(said[0] if said else told[1] if told else each.text or each.column)
    return found


def _unsaid(parts: Sequence[Cells]) -> tuple[Missing, ...]:
    """The words with which columns say that there is no answer."""
    found = {
        key: each
        for part in parts
        for key, each in part.missing.items()
        if key not in NO and not re.fullmatch(r"-?\d+", key)
    }
    return tuple(distinct(found.values()))


def _told_apart(options: Sequence[str], missing: Sequence[Missing]) -> list[str]:
    """The options, empty where another one or a missing answer is written alike."""
    times = Counter(map(fold, options))
    unsaid = {fold(each.code) for each in missing}
    return ["" if times[fold(text)] > 1 or fold(text) in unsaid else text for text in options]


def together(each: Cells) -> Guess | None:
    """A column that holds all answers of a question in one cell, or nothing.

    The sign that parts them is the one whose parts others name too, alone or beside others; what a
    few wrote in their own words is counted under *other*.
    """
    if each.numbers is not None or len(each.filled) < TWICE or each.are_dates:
        return None
    texts = each.texts
    if len(texts) <= MOST and 2 * sum(is_wording(plain(text)) for text in texts) > len(texts):
        return None  # ни …, ни …: the comma is part of a wording
    missing = distinct(each.missing.values())
    for sign in SIGNS:
        least = max(1 if sign == "┋" else TWICE, SEVERAL * len(each.filled))
        if sum(times for text, times in texts.items() if sign in text) >= least:
            points, other = _points(texts, sign)
            if points:
                unsaid = {fold(code) for miss in missing for code in (miss.code, miss.label.zh)}
                kept = tuple(
                    Point(code=code_of(text), label=Label(zh=text, en=text))
                    for text in points
                    if fold(text) not in unsaid
                )
                scale = Scale(
                    name="options",
                    kind="multi",
                    points=kept,
                    missing=tuple(missing),
                    separator=sign,
                    other=other,
                )
                return Guess(each.column, each.text, "options", scale)
    return None


def _points(texts: Counter[str], sign: str) -> tuple[list[str], bool]:
    """The options that a sign parts, and whether somebody wrote other words; none where it does not part options."""
    weights = [*texts.values()]
    parted = [[part.strip() for part in text.split(sign) if part.strip()] for text in texts]
    parted = [_rejoin_brackets(parts, sign) for parts in parted]
    parted = _rejoin_parts(parted, weights, sign)
    spelled = {part: fold(part) for parts in parted for part in parts}
    times = Counter[str]()
    for parts, weight in zip(parted, weights, strict=True):
        for part in dict.fromkeys(parts):
            times[spelled[part]] += weight
    written = {spelled[part]: part for parts in parted for part in parts}
    if sign == "┋":  # the platform's own sign, that no answer holds by chance
        return ([*written.values()], False) if len(written) <= MOST else ([], False)
    several = sum(weight for parts, weight in zip(parted, weights, strict=True) if len(parts) > 1)
    if several < max(TWICE, SEVERAL * texts.total()):
        return [], False
    known = [key for key, count in times.items() if count >= TWICE]
    named = sum(times.values())
    ends = all(text.endswith(sign) for text in texts) and sign in {";", "；"}
    if not 1 < len(known) <= MOST or max(map(len, known)) > LONG:
        return [], False
    if sum(times[key] for key in known) < KNOWN * named or not (ends or _alone(parted, known, texts)):
        return [], False
    return [written[key] for key in known], len(known) < len(times)


def _alone(parted: Sequence[Sequence[str]], known: Sequence[str], texts: Collection[str]) -> bool:
    """Whether parts stand in more than one company, as options do and the parts of a name do not."""
    company = {frozenset(map(fold, parts)) for parts in parted}
    few = len(known) <= len({fold(text) for text in texts}) or len(company) >= len(known)
    by_itself = {next(iter(some)) for some in company if len(some) == 1} & set(known)
    sizes = {len(parts) for parts in parted}
    return few and (bool(by_itself) or len(sizes) > 1)


def _rejoin_brackets(parts: Sequence[str], sign: str) -> list[str]:
    """Parts put together again where the sign stands in brackets."""
    found: list[str] = []
    for part in parts:
        if found and _open(found[-1]):
            found[-1] = (
                f"{found[-1]}{sign}{part}"
                if sign.endswith(" ")
                else f"{found[-1]}{sign} {part}".replace("\n ", "\n")
            )
        else:
            found.append(part)
    return found


def _open(text: str) -> bool:
    return sum(text.count(mark) for mark in "(（[") > sum(text.count(mark) for mark in ")）]")


def _rejoin_parts(parted: list[list[str]], weights: Sequence[int], sign: str) -> list[list[str]]:
    """Parts put together again that only ever stand side by side, the later in small letters: one option."""
    if sign not in {", ", ","}:
        return parted
    while True:
        times, pairs = Counter[str](), Counter[tuple[str, str]]()
        for parts, weight in zip(parted, weights, strict=True):
            for part in parts:
                times[part] += weight
            for pair in pairwise(parts):
                pairs[pair] += weight
        whole = {
            pair
            for pair, count in pairs.items()
            if count == times[pair[0]] == times[pair[1]] and count >= TWICE and pair[1][:1].islower()
        }
        if not whole:
            return parted
        parted = [_merge_parts(parts, whole, sign) for parts in parted]


def _merge_parts(parts: Sequence[str], whole: set[tuple[str, str]], sign: str) -> list[str]:
    found: list[str] = []
    last = ""
    for part in parts:
        if found and (last, part) in whole:
            found[-1] += sign + part
            last = ""
        else:
            found.append(part)
            last = part
    return found


def leftover(guesses: Sequence[Guess]) -> Iterator[Guess]:
    """The guesses; an option without its fellows has no scale of its own."""
    for guess in guesses:
        yield replace(guess, scale=None) if guess.kind == "split" else guess
