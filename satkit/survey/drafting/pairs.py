"""Kano pairs: the two questions on one attribute, by their answers, their names, their neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from satkit.language import Label, Text
from satkit.models.kano.answers import WORDINGS
from satkit.survey.drafting.cells import Cells
from satkit.survey.drafting.guess import Guess, Half
from satkit.survey.drafting.missing import code_of
from satkit.survey.scale import Point, Scale, fold
from satkit.survey.table import Table

LIKE, MUST, NEUTRAL, LIVE, DISLIKE = range(5)
# in the order they are tried: what is refused before what is borne, both before what is liked
ANSWERS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (place, re.compile(words, re.IGNORECASE))
    for place, words in (
        (
            DISLIKE,
            (
                r"(can|could|would)(no|n['’])t (accept|live|tolerate|stand)|cannot (accept|live|tolerate|stand)|不能(接受|忍受|容忍)|"
                r"无法(接受|忍受|容忍)|難以接受|难以接受|major problem|nicht (akzeptier|hinnehm)"
            ),
        ),
        (
            LIVE,
            (
                r"live with|tolerat|put up with|can accept|acceptable|minor inconvenience|能忍受|可以忍受|可忍受|能容忍|可以容忍|勉强|"
                r"可以接受|能接受|能忍|in kauf|hinnehmen|könnte damit leben|m['’]en accommode|supporter|tolér|tolero|tolerar|soport|"
                r"conviv|我慢|仕方|참을"
            ),
        ),
        (
            DISLIKE,
            (
                r"dislike|do(es)? ?n['’o]?t like|hate|不喜欢|不喜歡|讨厌|反感|厌恶|gefällt mir nicht|stört|stören|n['’]aime pas|déplaî|déplait|"
                r"disgusta|no me gusta|não gosto|nao gosto|嫌|気に入らない|싫"
            ),
        ),
        (
            MUST,
            (
                r"must|expect|basic|necess|requir|should be|理应|理應|理所当然|理所當然|应该|應該|必须|必備|必备|期望|本来就该|voraus|"
                r"selbstverständlich|erwarte|normal|attend|exig|debe|esper|deve|obrigat|当然|とうぜん|당연"
            ),
        ),
        (
            NEUTRAL,
            (
                r"neutral|indiff|do(es)? ?n['’o]?t (care|matter)|don['’]?t mind|not affect|no (feeling|opinion|matter)|无所谓|無所謂|没有?感觉|"
                r"不在乎|没有?影响|egal|gleichgültig|m['’]est égal|me da igual|どちらでも|気にし|상관"
            ),
        ),
        (
            LIKE,
            r"like|enjoy|love|delight|helpful|喜欢|喜歡|享受|很高兴|有帮助|freu|gefällt|plaît|plait|aime|gusta|gosto|encanta|好き|嬉|좋",
        ),
    )
)
WITHOUT, WITH = "dysfunctional", "functional"
SIDED: tuple[tuple[str, re.Pattern[str]], ...] = (
    tuple(  # whole words before single letters, without before with
        (side, re.compile(words, re.IGNORECASE))
        for side, words in (
            (
                WITHOUT,
                (
                    r"(?<![a-z])(?:dys-?functional|dysfunc|dysf|dys|negative|neg|without|absent|not provided|not|no)(?![a-z])|n['’]t\b|"
                    r"反向|负向|反面|反题|如果没有|如果不|若没有|若无|若不|不具备|不提供|没有|未提供|缺少|缺乏|不具有|无此|"
                    r"\bsans\b|\bohne\b|\bkeine?n?\b|\bnicht\b|\bsin\b|\bsem\b"
                ),
            ),
            (
                WITH,
                (
                    r"(?<![a-z])(?:functional|func|fun|positive|pos|with|present|provided)(?![a-z])|"
                    r"正向|正面|正题|如果有|若有|具备|提供|具有|拥有|有(?!没)|\bavec\b|\bmit\b|\bcon\b"
                ),
            ),
            (WITHOUT, r"(?<=[_\W\d])[dn]$|^[dn](?=[_.])"),
            (WITH, r"(?<=[_\W\d])[fp]$|^[fp](?=[_.])"),
        )
    )
)
IMPORTANCE = re.compile(
    r"importance|important|(?<=[_\W])(imp|i)$|重要(性|程度|度)?|wichtig(keit)?|importan[cz]i?a", re.IGNORECASE
)
SIDES = re.compile(r"functional|正向|反向|正题|反题|kano", re.IGNORECASE)
SIDE_WORD = re.compile(r"^(有|具备|提供|具有|拥有)")
ASKED = re.compile(
    r"\s{0,99}[,，、?？。;；]\s{0,99}(您|你|how|what|would|wie|was|que|comment|cómo).*$", re.IGNORECASE
)
CODES = {str(place + 1): place for place in range(5)}
BY_CODE = Text("the codes 1 to 5 are taken for liking (1) to disliking (5)")
MARKS = re.compile(r"[\W_]+")
NEIGHBOURS = Text(
    "taken for a Kano pair with the question beside it; which of them asks with the attribute and which without is a guess"
)
MOST_SPELLINGS = 40  # of the five answers
LEAST = 3  # different answers, to know the wording
ALIKE = 0.5  # of two texts that must be the same, for neighbours to be a pair
DISTANT = frozenset({MUST, LIVE})  # answers that no scale of liking has


def find_pairs(table: Table, cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """The questions of Kano pairs.

    Returns
    -------
    dict
        Column to a guess of kind ``"kano"`` with its attribute and side; one that has no partner is
        not in it.
    """
    ranks = {
        column: places for column, each in cells.items() if (places := _rank_answers(each))
    } or _find_coded_sides(table, cells)
    union = {place for places in ranks.values() for place in places.values()}
    if len(ranks) < 2 or len(union) < LEAST or not DISTANT & union or not _agree(ranks.values()):
        return {}
    columns = [column for column in cells if column in ranks]
    couples = _by_side(table, columns) or _by_neighbours(table, columns)
    scale = _scale(cells, ranks)
    guesses: dict[str, Guess | None] = {}
    taken: set[str] = set()
    for number, (key, (with_it, without), sure) in enumerate(couples, start=1):
        attribute = _name_attribute(key, number, taken)
        label = _label_attribute(key, table, with_it, without)
        beside = _importance(table, cells, key, {with_it, without})
        for column, side in ((with_it, "functional"), (without, "dysfunctional")):
            half = Half(attribute, side, label, beside)
            remarks = () if sure else (NEIGHBOURS,)
            doubts = (BY_CODE,) if cells[column].numbers is not None and not cells[column].labels else ()
            guesses[column] = Guess(
                column, cells[column].text, "kano", scale, doubts=doubts, remarks=remarks, half=half
            )
    return guesses


def _rank_answers(each: Cells) -> dict[str, int] | None:
    """The place of every answer of a column among the five, or nothing where one has none or two share one."""
    found: dict[str, int] = {}
    if len(each.raw) > MOST_SPELLINGS:
        return None
    for key, text in each.spellings.items():
        if key not in each.counts:
            continue
        place = rank(text)
        if place is None:
            return None
        found[key] = place
    return found if found and len(set(found.values())) == len(found) else None


def _find_coded_sides(table: Table, cells: Mapping[str, Cells]) -> dict[str, dict[str, int]]:
    """The bare codes 1 to 5 of columns whose headings say that they are the sides of pairs."""
    told = {
        column: each
        for column, each in cells.items()
        if not each.labels
        and SIDES.search(f"{column} {_heading(table, column)}")
        and each.numbers is not None
    }
    if not told or not all(each.counts.keys() <= CODES.keys() for each in told.values()):
        return {}
    return {column: {key: CODES[key] for key in each.counts} for column, each in told.items()}


def rank(text: str) -> int | None:
    """The place of a Kano answer, from 0 (like) to 4 (dislike); None for other words.

    Examples
    --------
    >>> [rank(text) for text in ("I like it that way", "勉强接受", "It must be that way", "Good")]
    [0, 3, 1, None]
    """
    return next((place for place, words in ANSWERS if words.search(text)), None)


def _agree(ranks: Iterable[Mapping[str, int]]) -> bool:
    """Whether no two different texts mean the same answer over all columns."""
    texts: defaultdict[int, set[str]] = defaultdict(set)
    for found in ranks:
        for key, place in found.items():
            texts[place].add(key)
    return all(len(some) == 1 for some in texts.values())


def _heading(table: Table, column: str) -> str:
    return str(table.texts.get(column, "")).strip() or column


def _side(heading: str) -> tuple[str, str]:
    """The side a heading names, and what is left of it."""
    for side, words in SIDED:
        if words.search(heading):
            return side, fold(MARKS.sub(" ", words.sub(" ", heading)))
    return "", fold(MARKS.sub(" ", heading))


def _by_side(table: Table, columns: Sequence[str]) -> list[tuple[str, tuple[str, str], bool]]:
    """Pairs whose headings are the same but for the word for the side; all columns, or none."""
    for heads in (_parts(table, columns), columns, [_heading(table, column) for column in columns]):
        sides: defaultdict[str, dict[str, str]] = defaultdict(dict)
        shown: dict[str, str] = {}
        for column, head in zip(columns, heads, strict=True):
            side, key = _side(head)
            sides[key].setdefault(side or "functional", column)
            shown.setdefault(key, head)
        full = {key: pair for key, pair in sides.items() if {"functional", "dysfunctional"} <= pair.keys()}
        if full and 2 * len(full) >= len(columns) - 1:
            return [(key, (pair["functional"], pair["dysfunctional"]), True) for key, pair in full.items()]
    return []


def _parts(table: Table, columns: Sequence[str]) -> list[str]:
    """Side and attribute, where the question of a matrix names the side and its rows the attributes."""
    found = []
    for column in columns:
        stem, part = table.parts.get(column, ("", ""))
        side, _ = _side(stem)
        found.append(f"{part} {side}" if side else column)
    return found


def _by_neighbours(table: Table, columns: Sequence[str]) -> list[tuple[str, tuple[str, str], bool]]:
    """Pairs of columns side by side whose headings are alike; which comes first is to be confirmed."""
    if len(columns) % 2:
        return []
    couples = [(columns[k], columns[k + 1]) for k in range(0, len(columns), 2)]
    found = []
    for first, second in couples:
        heads = [_heading(table, column) for column in (first, second)]
        turned = _side(heads[0])[0] == "dysfunctional" and _side(heads[1])[0] != "dysfunctional"
        told = "dysfunctional" in {_side(head)[0] for head in heads}
        pair = (second, first) if turned else (first, second)
        alike = SequenceMatcher(None, heads[0], heads[1], autojunk=False).ratio()
        found.append((_common(*heads), pair, told and alike >= ALIKE))
    return found


def _common(one: str, other: str) -> str:
    """What two texts share, in the order they stand."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return fold(" ".join(one[block.a : block.a + block.size].strip() for block in blocks if block.size > 1))


def _name_attribute(key: str, number: int, taken: set[str]) -> str:
    """A short name for an attribute."""
    plain = MARKS.sub("_", key).strip("_")
    name = plain if re.fullmatch(r"[a-z]\w{0,20}", plain, re.ASCII) else f"a{number}"
    while name in taken:
        name += "_2"
    taken.add(name)
    return name


def _label_attribute(key: str, table: Table, with_it: str, without: str) -> str:
    """What the attribute is called: the words both headings hold, as the first one writes them."""
    heads = [_heading(table, column) for column in (with_it, without)]
    if table.parts.get(with_it) and fold(table.parts[with_it][1]) == key:
        return table.parts[with_it][1]
    at = fold(heads[0]).find(key)
    if key and at >= 0 and len(fold(heads[0])) == len(heads[0]):
        return heads[0][at : at + len(key)]
    blocks = SequenceMatcher(None, heads[0], heads[1], autojunk=False).get_matching_blocks()
    longest = max(blocks, key=lambda block: block.size)
    common = heads[0][longest.a : longest.a + longest.size].strip(" ,，、:：-—_（(")
    thing = ASKED.sub("", SIDE_WORD.sub("", common)).strip(" ,，、:：-—_（(")
    return thing if len(thing) > 1 else common if len(common) > 1 else key or with_it


def _importance(table: Table, cells: Mapping[str, Cells], key: str, pair: set[str]) -> str:
    """The column that asks how important the attribute is."""
    for column in cells:
        for head in (column, _heading(table, column)):
            if column not in pair and IMPORTANCE.search(head):
                rest = fold(MARKS.sub(" ", IMPORTANCE.sub(" ", head)))
                if rest and rest == key:
                    return column
    return ""


def _scale(cells: Mapping[str, Cells], ranks: Mapping[str, Mapping[str, int]]) -> Scale:
    """The five answers as the file writes them; one that nobody gave as the textbook words it."""
    written = {
        place: (key, cells[column].spellings[key])
        for column, found in ranks.items()
        for key, place in found.items()
    }
    chinese = any(re.search(r"[\u4e00-\u9fff]", text) for _, text in written.values())
    bare = all(text in CODES for _, text in written.values())
    points = []
    for place, label in enumerate(WORDINGS["classic"]):
        key, text = written.get(place, (str(place + 1) if bare else "", label.zh if chinese else label.en))
        code = code_of(key) if key and key != fold(text) else code_of(text)
        points.append(Point(code=code, label=Label(zh=text, en=text) if str(code) != text else Label()))
    return Scale(name="kano", kind="kano", points=tuple(points))


def textbook(scale: Scale) -> str:
    """The name of the published wording a scale has, or nothing."""
    own = [{fold(point.code), fold(point.label.en), fold(point.label.zh)} - {""} for point in scale.points]
    for name, labels in WORDINGS.items():
        if len(labels) == len(own) and all(
            fold(label.en) in texts or fold(label.zh) in texts
            for texts, label in zip(own, labels, strict=True)
        ):
            return name
    return ""
