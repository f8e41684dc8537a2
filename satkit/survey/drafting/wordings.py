"""Published wordings of answers, one file a language: their order, their lists, and the words of titles."""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from satkit.survey.scale import Reason, fold

FOLDER = Path(__file__).parent / "wordings"
MIDDLE, END_OF_MIDDLE = "=", "-"  # what stands between them in a ladder is its middle
STRENGTH = {"full": 6.0, "strong": 5.0, "plain": 3.5, "mild": 2.0, "weak": 1.0}
LONGEST_NUMERAL = 12  # characters
REASONS: tuple[Reason, ...] = ("dont_know", "not_applicable", "refused", "skipped", "not_asked")
QUOTES = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"'}
ENDINGS = re.compile(r"\((?:e|a|o|s|es|in|innen|f|m)\)|(?<=\w)/(?:a|e|as|in)\b|·e·?s?\b")


@dataclass(frozen=True, eq=False)
class Ladder:
    """The wordings of one kind of answer, from best to worst.

    Parameters
    ----------
    language, name : str
    places : mapping
        Every wording, plain, to its place; 0 is the best.
    middle : frozenset of str
        Wordings that are neither good nor bad; empty where the ladder has one pole.
    lists : tuple of tuple of str
        Scales as they are published, each from best to worst.
    doubtful : frozenset of str
        Wordings that are a middle in some surveys and no answer in others.
    ask : bool
        Whether the best end hangs on the question, as with how often something happens.
    short : bool
        Whether its wordings are letters, which name groups too: then one of both ends must be there.
    """

    language: str
    name: str
    places: Mapping[str, int]
    middle: frozenset[str]
    lists: tuple[tuple[str, ...], ...]
    doubtful: frozenset[str]
    ask: bool
    short: bool

    def pole(self, wording: str) -> int:
        """1 above the middle, -1 below it, 0 in it or where the ladder has no middle."""
        if not self.middle or wording in self.middle:
            return 0
        return 1 if self.places[wording] < min(self.places[word] for word in self.middle) else -1


@dataclass(frozen=True, eq=False)
class Language:
    """What one file says of the answers and the titles of a language.

    ``strength`` leads from a word that strengthens or weakens to how much; ``negation`` likewise
    for words that turn an answer round.  ``title`` holds one expression a kind of title.
    """

    code: str
    ladders: tuple[Ladder, ...]
    strength: Mapping[str, float]
    negation: Mapping[str, float]
    after: tuple[str, ...]
    middle: frozenset[str]
    good: frozenset[str]
    bad: frozenset[str]
    opposing: tuple[str, ...]
    missing: Mapping[str, Reason]
    other: frozenset[str]
    title: Mapping[str, tuple[str, ...]]


def plain(text: object) -> str:
    """A wording without what varies between exports: case, width, quotes, entities, endings, stops."""
    return _plainly(str(text))


@lru_cache(maxsize=20_000)
def _plainly(text: str) -> str:
    written = html.unescape(text)
    for curly, straight in QUOTES.items():
        written = written.replace(curly, straight)
    spelled = ENDINGS.sub("", fold(written))
    words = re.sub(r"[\s_]+", " ", _strip_accents(spelled)).strip(" .,;:!?。，；：！？…\"'*")
    return " ".join(each for word in words.split(" ") if (each := _spellings().get(word, word)))


def _strip_accents(text: str) -> str:
    """Latin and Cyrillic letters without accents, which names made by programs lose; 一 and が stay as they are."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))


@cache
def _files() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple(
        (path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))
    )


@cache
def _spellings() -> Mapping[str, str]:
    return {
        _strip_accents(word): _strip_accents(same)
        for _, raw in _files()
        for word, same in raw.get("spelling", {}).items()
        if _strip_accents(word) != _strip_accents(same)
    }


@cache
def languages() -> tuple[Language, ...]:
    """Every language of the folder, English and Chinese first."""
    found = [_language(code, raw) for code, raw in _files()]
    return tuple(sorted(found, key=lambda each: ("en zh".find(each.code) < 0, each.code)))


def _language(code: str, raw: Mapping[str, Any]) -> Language:
    said = raw["intensity"]
    return Language(
        code,
        tuple(_ladder(code, name, each) for name, each in raw["ladder"].items()),
        {plain(word): strength for kind, strength in STRENGTH.items() for word in said[kind]},
        {
            plain(word): strength
            for kind, strength in (("not_full", 6.5), ("not", 3.2), ("not_weak", 1.5))
            for word in said[kind]
        },
        tuple(map(plain, said.get("after", ()))),
        _plain(said["middle"]),
        _plain(said["good"]),
        _plain(said["bad"]),
        tuple(map(_strip_accents, said["opposing"])),
        {word: reason for reason in REASONS for each in raw["missing"][reason] if (word := plain(each))},
        _plain(raw["missing"]["other"]),
        {kind: tuple(words) for kind, words in raw["title"].items()},
    )


def _ladder(code: str, name: str, raw: Mapping[str, Any]) -> Ladder:
    words = list(raw["words"])
    middle: list[str] = []
    if MIDDLE in words:
        first, last = words.index(MIDDLE), words.index(END_OF_MIDDLE)
        middle = words[first + 1 : last]
        words = [word for word in words if word not in {MIDDLE, END_OF_MIDDLE}]
    places: dict[str, int] = {}
    for word in words:
        places.setdefault(plain(word), len(places))
    return Ladder(
        code,
        name,
        places,
        _plain(middle),
        tuple(tuple(map(plain, each)) for each in raw["lists"]),
        _plain(raw.get("unsure", ())),
        bool(raw.get("ask", False)),
        bool(raw.get("short", False)),
    )


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain, words))


@cache
def ladders() -> tuple[Ladder, ...]:
    """The ladders of all languages."""
    return tuple(ladder for language in languages() for ladder in language.ladders)


@cache
def _reasons() -> Mapping[str, Reason]:
    found: dict[str, Reason] = {}
    for language in languages():
        for word, reason in language.missing.items():
            found.setdefault(word, reason)
    return found


def reason_of(text: object) -> Reason | None:
    """Why a text is no answer, where words say so: ``Don’t know``, ``Not applicable (did not use)``."""
    whole = plain(text)
    head = plain(re.sub(r"[(（\[].*", "", str(text)))
    known = _reasons()
    found = known.get(whole) or (known.get(head) if head else None) or known.get(whole.strip("()[]<>- "))
    if found:
        return found
    parts = [plain(part) for part in re.split(r"\s*[/|]\s*", str(text))]
    told = [known[part] for part in parts if part in known]
    return told[0] if told and len(told) == len(parts) else None


@cache
def _numerals() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for _, raw in _files():
        for number, words in enumerate(raw.get("numerals", ())):
            for word in words.split("|"):
                found.setdefault(plain(word), number)
    return found


def numeral(text: object) -> int | None:
    """The number that one word stands for: ``five``, ``cinq``, ``fünf``; None where it is no number.

    Examples
    --------
    >>> numeral("Five"), numeral("fine")
    (5, None)
    """
    word = str(text)
    return _numerals().get(plain(word)) if len(word) <= LONGEST_NUMERAL else None


@cache
def title_pattern(kind: str) -> re.Pattern[str]:
    """What titles of one kind are known by, whole words where a script parts its words."""
    spaced: list[str] = []
    joined: list[str] = []
    for language in languages():
        (joined if language.code in {"zh", "ja", "ko"} else spaced).extend(language.title.get(kind, ()))
    whole = "|".join(spaced)
    return re.compile(
        rf"(?<![^\W\d_])(?:{whole})(?![^\W\d_])|{'|'.join(map(re.escape, joined))}", re.IGNORECASE
    )
