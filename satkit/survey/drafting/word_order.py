"""The order of the words that answers are given in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from satkit.language import Text
from satkit.survey.drafting.wordings import Ladder, Language, ladders, languages, plain

SPARSE = 40  # answers: of fewer, that none is the middle may be chance
OFTEN = 0.15  # of all answers: an unknown wording of so many is no slip
SPACELESS = frozenset({"zh", "ja"})
PIECES = re.compile(
    r"\s{0,99}[/|()]\s{0,99}"
    r"|(?<=[\u3040-\u9fff])\s{1,99}(?=[A-Za-z])|(?<=[A-Za-z.])\s{1,99}(?=[\u3040-\u9fff])"
)


@dataclass(frozen=True)
class Order:
    """Wordings in order.

    Parameters
    ----------
    name : str
        What they say: satisfaction, agreement …
    words : tuple of str
        From best to worst, plain, also those nobody answered.
    odd : tuple of str
        Wordings without a place, rare enough to be no answer.
    doubts : tuple of Text
        What is to be confirmed.
    placed : bool
        Whether words say which is best; false where the order is no more than a first one.
    """

    name: str
    words: tuple[str, ...]
    odd: tuple[str, ...] = ()
    doubts: tuple[Text, ...] = ()
    placed: bool = True


ASKS = Text("whether much of it is good hangs on the question: that it is, is a guess")
BY_WORDS = Text("the order is a guess, by words such as very, not and less")
UNORDERED = Text(
    "the order is a guess: no list of published wordings holds these answers; the best comes first"
)
ONE_SIDED = Text("only one end of the scale was answered; add the points that were offered")
MIDDLE = Text("“%(word)s” is taken for the middle and not for no answer")
MISSPELT = Text("“%(word)s” is taken for “%(known)s”, misspelt")
LOPSIDED = Text("nobody answered a point as bad as the best is good: add it if it was offered")
NO_MIDDLE = Text("nobody answered a middle such as “neither”: add it if it was offered")
TWO_LANGUAGES = Text("“%(word)s” is taken for “%(known)s” in another language")
AS_FOUND = Text("these are the answers that occur; add what was offered and nobody chose")


def order_wordings(
    counts: Mapping[str, int], elsewhere: Collection[frozenset[str]] = (), *, offered: bool
) -> Order | None:
    """The wordings in order, where published lists or their own words tell it.

    Parameters
    ----------
    counts : mapping
        Every wording, plain, to how many gave it.
    elsewhere : collection of frozenset of str
        Lists of wordings that other questions of the file were answered with in full.
    offered : bool
        Whether the file names all that was offered, as value labels do.
    """
    if len(counts) < 2:
        return None
    return _order_by_lists(counts, elsewhere, offered=offered) or _compose_order(counts)


def find_misspellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Rare wordings that are a frequent one with a letter or two wrong, each with what it stands for."""
    total = sum(counts.values())
    known = _every_wording()
    found = {}
    for word, count in counts.items():
        if word in known or count > 0.05 * total or len(word) < 6:
            continue
        for other, times in counts.items():
            if other in known and times >= 4 * count and _near(word, other):
                found[word] = other
    return found


def find_translations(counts: Mapping[str, int]) -> dict[str, str]:
    """Wordings in a second language, each with the one of the first that stands for the same point.

    Both are found where a published list of each language, equally long, holds all that is answered.
    """
    words = set(counts)
    for ladder in ladders():
        own = words & ladder.places.keys()
        if not 2 <= len(own) < len(words):
            continue
        for other in ladders():
            rest = words - own
            if (
                other.name == ladder.name
                and other.language != ladder.language
                and rest <= other.places.keys()
            ):
                twins = _twins(ladder, other, own, rest)
                if twins:
                    return twins
    return {}


def _twins(ladder: Ladder, other: Ladder, own: set[str], rest: set[str]) -> dict[str, str]:
    """Wordings of one list by the place they share with those of another as long."""
    if len(rest) < 2:
        return {}
    fitting = (
        dict(zip(theirs, ours, strict=True))
        for ours in sorted(ladder.lists, key=len)
        for theirs in other.lists
        if len(ours) == len(theirs) and own <= set(ours) and rest <= set(theirs)
    )
    pairs = next(fitting, {})
    return {word: pairs[word] for word in sorted(rest) if pairs}


def is_wording(word: str) -> bool:
    """Whether a published scale has this wording, plain."""
    return word in _every_wording()


@cache
def _every_wording() -> frozenset[str]:
    return frozenset(word for ladder in ladders() for word in ladder.places)


def _near(word: str, other: str) -> bool:
    """Whether two wordings differ by a slip of the pen, every word beginning alike."""
    ours, theirs = word.split(" "), other.split(" ")
    return len(ours) == len(theirs) and all(
        a[:1] == b[:1] and SequenceMatcher(None, a, b).ratio() >= 0.8
        for a, b in zip(ours, theirs, strict=True)
    )


def _order_by_lists(
    counts: Mapping[str, int], elsewhere: Collection[frozenset[str]], *, offered: bool
) -> Order | None:
    found = [(ladder, _match_ladder(ladder, counts)) for ladder in ladders()]
    ladder, known = max(found, key=lambda each: _fit(each[0], each[1], counts))
    unknown = [word for word in counts if word not in known]
    total = sum(counts.values()) or 1
    if ladder.name == "yes" and len(known) == 2:  # yes and no alone: a fact as often as a judgement
        return None
    if len(set(known.values())) < max(2, len(known)) or len(known) <= len(unknown):
        return None
    if ladder.short and (unknown or len(known) < 3 or not _both_ends(ladder, known)):
        return None
    share = sum(counts[word] for word in unknown) / total
    if (
        len(unknown) == 1
        and _lacks_middle(ladder, known)
        and counts[unknown[0]] >= min(counts[w] for w in known)
    ):
        return _insert_unknown(ladder, known, unknown)
    if unknown and (len(known) < 3 or len(unknown) > 1 or share >= OFTEN):
        return _compose_order(counts) or _insert_unknown(ladder, known, unknown)
    order = _complete_order(ladder, known, counts, elsewhere, offered=offered)
    return Order(ladder.name, order.words, tuple(unknown), order.doubts)


def _both_ends(ladder: Ladder, known: Collection[str]) -> bool:
    """Whether the letters of both ends are there, SA and SD, which no groups are called."""
    return any({each[0], each[-1]} <= set(known) for each in ladder.lists)


def _lacks_middle(ladder: Ladder, known: Mapping[str, str]) -> bool:
    """Whether as many wordings are good as are bad, two and more, and none is the middle."""
    poles = [ladder.pole(word) for word in known.values()]
    return bool(ladder.middle) and len(poles) >= 4 and sum(poles) == 0 and 0 not in poles


def _match_ladder(ladder: Ladder, words: Iterable[str]) -> dict[str, str]:
    """Every word that the ladder knows, whole or by a piece of two languages, to the wording it knows."""
    found = {}
    for word in words:
        match = next((piece for piece in _pieces(word) if piece in ladder.places), None)
        if match is not None:
            found[word] = match
    return found


@cache
def _pieces(word: str) -> tuple[str, ...]:
    """A wording, and its parts where it is written in two languages: 满意 / Satisfied."""
    return (word, *(piece for each in PIECES.split(word) if (piece := plain(each)) and piece != word))


def _fit(ladder: Ladder, known: Mapping[str, str], counts: Mapping[str, int]) -> tuple[float, ...]:
    """How well a ladder fits: by how many answers, whether a list is met in full, whether one holds them."""
    wordings = set(known.values())
    return (
        len(known) if len(wordings) == len(known) else 0,
        sum(counts[word] for word in known),
        any(wordings == set(each) for each in ladder.lists),
        any(wordings <= set(each) for each in ladder.lists),
    )


def _complete_order(
    ladder: Ladder,
    known: Mapping[str, str],
    counts: Mapping[str, int],
    elsewhere: Collection[frozenset[str]],
    *,
    offered: bool,
) -> Order:
    """The known wordings in the order of the ladder, with what the lists show to have been offered."""
    back = {wording: word for word, wording in known.items()}
    present = set(back)
    doubts = [ASKS] if ladder.ask else []
    doubts += [MIDDLE.with_values(word=word) for word in sorted(present & ladder.doubtful)]
    published = {frozenset(each) for each in ladder.lists}
    own = [set(each) for each in elsewhere if each in published]
    if not offered and _lacks_middle(ladder, {word: word for word in present}):
        with_middle = [each for each in own if each > present and len(each) == len(present) + 1]
        if with_middle and sum(counts.values()) < SPARSE:
            published -= {frozenset(present)}
        elif _middle_offered(ladder, present):
            doubts.append(NO_MIDDLE)
    usual = _is_extended(ladder, present, own) or _is_extended(ladder, present, _more_usual(ladder, present))
    if offered or (frozenset(present) in published and not (usual and _is_lopsided(ladder, present))):
        words = sorted(present, key=lambda each: ladder.places[each])
        if not offered and (len(present) == 2 or _is_extended(ladder, present, map(set, ladder.lists))):
            doubts.append(AS_FOUND if len(present) == 2 else LOPSIDED)
        return Order(ladder.name, tuple(back[word] for word in words), doubts=tuple(doubts))
    whole = _superset(ladder, present, elsewhere)
    added = [word for word in whole if word not in present]
    if added:
        doubts.append(Text("nobody answered %(words)s; the usual list has it", {"words": tuple(added)}))
    else:
        sides = {ladder.pole(word) for word in present}
        doubts.append(ONE_SIDED if ladder.middle and not sides >= {1, -1} else AS_FOUND)
    words = sorted({*present, *whole}, key=lambda each: ladder.places[each])
    return Order(ladder.name, tuple(back.get(word, word) for word in words), doubts=tuple(doubts))


def _middle_offered(ladder: Ladder, present: set[str]) -> bool:
    """Whether a published list has these wordings and a middle."""
    return any(set(each) > present and len(each) == len(present) + 1 for each in ladder.lists)


def _is_lopsided(ladder: Ladder, present: Collection[str]) -> bool:
    """Whether more wordings are good than bad, or the other way round."""
    return bool(ladder.middle) and sum(ladder.pole(word) for word in present) != 0


def _is_extended(ladder: Ladder, present: set[str], lists: Iterable[set[str]]) -> bool:
    """Whether one of the lists holds these wordings, more of them good than bad, and others beyond an end."""
    places = [ladder.places[word] for word in present]
    return _is_lopsided(ladder, present) and any(
        present < each and all(not min(places) < ladder.places[word] < max(places) for word in each - present)
        for each in lists
    )


def _more_usual(ladder: Ladder, present: set[str]) -> list[set[str]]:
    """The lists that come before the one that is met in full."""
    lists = [set(each) for each in ladder.lists]
    return lists[: lists.index(present)] if present in lists else []


def _superset(ladder: Ladder, present: set[str], elsewhere: Collection[frozenset[str]]) -> tuple[str, ...]:
    """The list that holds what is present: one of the file itself, else a published one; else nothing.

    Where both ends are answered and the middle is not, no middle is added that nobody was seen to be offered.
    """
    published = {frozenset(each) for each in ladder.lists}
    own = [tuple(each) for each in elsewhere if present < each and each in published]
    lists = [*own, *(each for each in ladder.lists if present < set(each))]
    sides = {ladder.pole(word) for word in present}
    if not {1, -1} <= sides and ladder.middle:  # the list most in use, which comes first
        return next((each for each in lists if len(each) >= 4), ())
    if ladder.middle and 0 not in sides:
        lists = [each for each in lists if each in own or not ladder.middle & set(each)]
    return min(lists, key=len, default=())


def _insert_unknown(ladder: Ladder, known: Mapping[str, str], unknown: Sequence[str]) -> Order | None:
    """The known wordings in order, with one that is unknown and frequent in the middle."""
    if len(unknown) > 1 or len(known) < 3:
        return None
    words = sorted(known, key=lambda each: ladder.places[known[each]])
    poles = [ladder.pole(known[word]) for word in words]
    at = sum(pole > 0 for pole in poles) if ladder.middle else len(words) // 2
    return Order(
        ladder.name,
        (*words[:at], unknown[0], *words[at:]),
        doubts=(Text("“%(word)s” is no wording that is known: its place is a guess", {"word": unknown[0]}),),
    )


def _compose_order(counts: Mapping[str, int]) -> Order | None:
    """The order by words that strengthen, weaken and turn round one thing said or its opposite."""
    if len(counts) < 3:
        return None
    for language in languages():
        read = {word: _read(word, language) for word in counts}
        heads = {head for head, _, _ in read.values() if head}
        polarity = _polarity(heads, read, counts, language)
        if polarity is None:
            continue
        value = {  # the middle has no strength
            word: strength * (polarity[head] if head else 1) * turn
            for word, (head, strength, turn) in read.items()
        }
        if len(set(value.values())) < len(value) - 1 or len(set(value.values())) < 3:
            continue
        words = sorted(counts, key=lambda word: (-value[word], word))
        return Order("answers", tuple(words), doubts=(BY_WORDS,))
    return None


def _polarity(
    heads: set[str], read: Mapping[str, tuple[str, float, int]], counts: Mapping[str, int], language: Language
) -> dict[str, int] | None:
    """Whether each thing said is good or bad; None where they are no pair of opposites, or nothing is graded."""
    graded = sum(1 for _, strength, turn in read.values() if strength not in {3.0, 0.0} or turn < 0)
    if not heads or len(heads) > 2 or graded < 1 or all(not head for head, _, _ in read.values()):
        return None
    sign = {head: _sign(head, heads, language) for head in heads}
    if len(heads) == 1:
        return {head: each or 1 for head, each in sign.items()}
    one, other = sorted(heads, key=lambda head: -sum(counts[word] for word in read if read[word][0] == head))
    if sign[one] and sign[one] == sign[other]:
        return None
    if not sign[one] and not sign[other]:
        return None
    return {one: sign[one] or -sign[other], other: sign[other] or -sign[one]}


def _sign(head: str, heads: set[str], language: Language) -> int:
    if head in language.good:
        return 1
    if head in language.bad:
        return -1
    for prefix in language.opposing:
        rest = head.removeprefix(prefix).strip(" -")
        if rest != head and (rest in language.good or rest in heads):
            return -1
    return 0


def _read(word: str, language: Language) -> tuple[str, float, int]:
    """The thing said, how strongly, and 1 or -1 where it is turned round; 0 strong where it is a middle."""
    rest = word
    strength, turn = 0.0, 1
    if rest in language.middle or (
        rest.split(" ")[0] in {"neither", "weder", "ni", "nem", "né", "noch", "ни"}
    ):
        return "", 0.0, 1
    while True:
        for phrase, told, turned in _phrases(language):
            cut = _without(rest, phrase, language)
            if cut is not None and cut:
                rest = cut
                strength, turn = _turn_strength(strength, turn, told, turned=turned)
                break
        else:
            return rest, strength or 3.0, turn


def _turn_strength(strength: float, turn: int, told: float, *, turned: bool) -> tuple[float, int]:
    if not turned:
        return strength or told, turn
    if strength and told == 3.2:  # 非常不满意: as strong as what stands before
        return strength, -turn
    return told, -turn


@cache
def _phrases(language: Language) -> tuple[tuple[str, float, bool], ...]:
    """Words to take off, the longest first."""
    all_words = [
        *((phrase, strength, False) for phrase, strength in language.strength.items()),
        *((phrase, strength, True) for phrase, strength in language.negation.items()),
        *((phrase, 6.5, False) for phrase in language.after),
    ]
    return tuple(sorted(all_words, key=lambda each: (-len(each[0]), each[0])))


def _without(rest: str, phrase: str, language: Language) -> str | None:
    """``rest`` without ``phrase`` at its beginning or end; None where it is not there."""
    if language.code in SPACELESS:
        return rest.removeprefix(phrase).strip() if phrase and rest.startswith(phrase) else None
    if rest.startswith(phrase + " "):
        return rest[len(phrase) :].strip()
    return rest[: -len(phrase)].strip() if rest.endswith(" " + phrase) else None


def has_grades(words: Collection[str]) -> bool:
    """Whether one of a few wordings is another one made stronger or weaker: very long, long."""
    few = set(words)
    for language in languages():
        for word in few:
            head, strength, turn = _read(word, language)
            if head != word and head in few and turn > 0 and strength not in {0.0, 3.0}:
                return True
    return False


def guess_order(counts: Mapping[str, int]) -> Order:
    """Wordings whose order nothing tells: by the good and bad words in them, then by how many gave them."""

    def value(word: str) -> int:
        return sum(
            any(each in word for each in language.good) - any(each in word for each in language.bad)
            for language in languages()
        )

    words = sorted(counts, key=lambda word: (-value(word), -counts[word], word))
    return Order("answers", tuple(words), doubts=(UNORDERED,), placed=False)
