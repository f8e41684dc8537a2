"""What each column of an unknown file seems to hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from satkit.language import Label
from satkit.survey.coding import NO, YES, declared
from satkit.survey.scale import SATISFACTION, Code, Missing, Point, Reason, Scale, fold
from satkit.survey.table import Table

Kind = Literal[
    "empty", "respondent", "duration", "weight", "cluster", "strata", "aside",
    "score", "options", "split", "text", "number", "segment",
]  # fmt: skip

NAMED: tuple[tuple[Kind, str], ...] = (
    (
        "respondent",
        r"(resp(ondent|onse)?[_ ]?)?(id|uuid)|resp(ondent)?[_ ]?(num|no|nr|number)|序号|编号|答卷编号|serial",
    ),
    ("duration", r".*(所用时间|答题时长|用时|duration|seconds).*|interviewtime"),
    ("weight", r"(case_?|survey_?)?(weight|wt|wgt)s?|.*权重|加权"),
    ("cluster", r"cluster|psu|群|抽样单元"),
    ("strata", r"strat(a|um)|层|抽样层"),
    ("aside", r".*(提交答卷时间|开始答题|结束答题|来源|姓名|电话|手机|邮箱|\bip\b|来自ip).*"),
    (
        "aside",
        r"(start|end|recorded|submit)?[_ ]?(date|time|timestamp)|.*(phone|e-?mail|latitude|longitude).*|name",
    ),
    (
        "aside",  # what platforms note of a session
        r"lastpage|startlanguage|seed|datestamp|(group|question)time.*|collector id|custom data.*",
    ),
    ("aside", r"progress|finished|distributionchannel|userlanguage|externalreference"),
)
OVERALL = re.compile(r"总体|整体|overall|all things considered", re.IGNORECASE)
RECOMMEND = re.compile(r"推荐|recommend|\bnps\b", re.IGNORECASE)
DIVIDING = re.compile(
    r"性别|年龄|地区|城市|区县|类别|类型|学历|职业|收入|gender|\bsex\b|\bage\b|region|county|city|class|type|group",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"意见|建议|评论|留言|请说明|_(fill|other|text)$|comment|suggest|feedback|remark|specify|open-ended",
    re.IGNORECASE,
)
PART = re.compile(r"[_(（:\[]")
OPTION = re.compile(r"\d_\w{1,100}$")
REPEATED = 3  # times: what fewer wrote may be their own words
LETTERED = re.compile(r"([a-z]{1,3})(\d{1,2})")
REASONS: Mapping[str, Reason] = {
    "不适用": "not_applicable", "n/a": "not_applicable", "na": "not_applicable", "not applicable": "not_applicable",
    "不清楚": "dont_know", "不知道": "dont_know", "说不清": "dont_know", "don't know": "dont_know",
    "dont know": "dont_know", "拒答": "refused", "拒绝回答": "refused", "refused": "refused", "blank": "skipped",
    "空": "skipped", "(空)": "skipped", "无": "skipped", "-": "skipped", "跳过": "not_asked", "(跳过)": "not_asked",
}  # fmt: skip
OUTSIDE = frozenset([77, 88, 97, 98, 99, 777, 888, 997, 998, 999, *range(-9, 0)])
MANY = 12
MOST_OPTIONS = 60  # beyond them somebody wrote texts with the sign that parts options
LONG = 12  # characters: the mean length from which a text is an open answer

# each from best to worst, each point as (zh, en) with what else means the same
FAMILIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "satisfaction5": (
        ("非常满意", "Very satisfied", "很满意"),
        ("满意", "Satisfied", "比较满意", "Somewhat satisfied"),
        ("一般", "Neutral", "基本满意", "Neither satisfied nor dissatisfied"),
        ("不满意", "Dissatisfied", "不太满意", "比较不满意", "Somewhat dissatisfied"),
        ("非常不满意", "Very dissatisfied", "很不满意"),
    ),
    "agreement5": (
        ("非常同意", "Strongly agree", "完全同意"),
        ("同意", "Agree", "比较同意"),
        ("一般", "Neutral", "中立", "Neither agree nor disagree"),
        ("不同意", "Disagree", "比较不同意", "不太同意"),
        ("非常不同意", "Strongly disagree", "完全不同意"),
    ),
    "quality5": (
        ("很好", "Excellent", "非常好"),
        ("好", "Good", "较好", "Very good"),
        ("一般", "Fair", "Average"),
        ("差", "Poor", "较差"),
        ("很差", "Very poor", "非常差"),
    ),
}
RANGES = ((1, 5), (1, 4), (1, 7), (1, 10), (0, 10))


@dataclass(frozen=True)
class Guess:
    """What one column seems to be.

    Parameters
    ----------
    column : str
    text : str
        The question, where the file holds it.
    kind : Kind
    scale : Scale, optional
        Of a scored item: its points with scores, its candidate missing codes; of a question with
        several answers its options.
    sure : bool
        Whether the direction of the scale is known from labels.
    levels : tuple of (code, label)
        Of a segment, or the one option that a column repeats.
    missing : tuple of Code
        Of a segment: what is no level.
    columns : tuple of str
        Of a question with several answers: one column an option.
    """

    column: str
    text: str
    kind: Kind
    scale: Scale | None = None
    sure: bool = True
    levels: tuple[tuple[Code, str], ...] = ()
    missing: tuple[Code, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the question is known by."""
        return self.text or self.column

    @property
    def overall(self) -> bool:
        """Whether it asks for the whole."""
        return bool(OVERALL.search(f"{self.column} {self.text}"))

    @property
    def recommends(self) -> bool:
        """Whether it asks to recommend."""
        return bool(RECOMMEND.search(f"{self.column} {self.text}"))


def guesses(table: Table) -> tuple[Guess, ...]:
    """A guess for every column of a file, in its order; never more than a guess."""
    found = [_guess(str(column), table) for column in table.frame]
    scales = {_stem(each.column): each.scale for each in found if each.kind == "score" and not each.sure}
    return tuple(_like_its_kin(each, scales.get(_stem(each.column))) for each in found)


def _stem(column: str) -> str:
    """Q for Q12 and Q7_2: what columns of one block share."""
    return re.split(r"\d", column, maxsplit=1)[0]


def _like_its_kin(guess: Guess, scale: Scale | None) -> Guess:
    """A column with few bare codes beside ratings of the same stem is a rating too."""
    if guess.kind != "segment" or scale is None or DIVIDING.search(f"{guess.column} {guess.text}"):
        return guess
    bare = all(fold(code) == fold(label) for code, label in guess.levels)
    known = scale.positions.keys() | scale.missings.keys()
    if not bare or not {fold(code) for code, _ in guess.levels} <= known:
        return guess
    return replace(guess, kind="score", scale=scale, sure=False, levels=())


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
    missing = _missing(counts, labels, declared(table, column))
    found = _scored(column, text, counts, labels, missing)
    return found or _other(Guess(column, text, "text"), cells, counts, labels, missing)


def _missing(counts: Iterable[str], labels: Mapping[str, str], unsaid: frozenset[str]) -> dict[str, Missing]:
    """Answers that are none: what the file declares, and what their text says."""
    found = {}
    for code in dict.fromkeys([*counts, *labels]):
        label = labels.get(code, "")
        reason = REASONS.get(fold(label)) or REASONS.get(code)
        if reason or code in unsaid:
            named = Label(zh=label, en=label) if fold(label) != code else Label()
            found[code] = Missing(code=_code(code), label=named, reason=reason or "skipped")
    return found


def _code(text: str) -> Code:
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text


def _scored(
    column: str, text: str, counts: Counter[str], labels: Mapping[str, str], missing: Mapping[str, Missing]
) -> Guess | None:
    """The column as an item with scores, where its labels or its codes look like one."""
    answers = {
        code: labels.get(code, code) for code in dict.fromkeys([*counts, *labels]) if code not in missing
    }
    written = {fold(label) for label in answers.values()}
    scale = _worded(written, answers if labels.keys() & answers.keys() else {})
    if scale:
        return Guess(column, text, "score", _with(scale, missing.values()))
    if labels.keys() & answers.keys() or DIVIDING.search(f"{column} {text}"):
        return None
    return _coded(column, text, frozenset(counts) - set(missing), missing)


def _worded(written: set[str], codes: Mapping[str, str]) -> Scale | None:
    """The scale whose wordings cover everything written, under the codes of the file."""
    if len(written) < 2 or all(re.fullmatch(r"-?\d+", text) for text in written):
        return None
    if written <= SATISFACTION.positions.keys():
        return _recoded(SATISFACTION, codes)
    for name, family in FAMILIES.items():
        points = tuple(
            Point(code=5 - i, label=Label(zh=zh, en=en), also=tuple(also), score=100 - 25.0 * i)
            for i, (zh, en, *also) in enumerate(family)
        )
        scale = Scale(name=name, points=points)
        if written <= scale.positions.keys():
            return _recoded(scale, codes)
    return None


def _recoded(scale: Scale, codes: Mapping[str, str]) -> Scale:
    """The scale with the codes a file gives its labels; points the file does not know go."""
    if not codes:
        return scale
    own = {scale.positions[fold(label)]: _code(code) for code, label in codes.items()}
    points = tuple(scale.points[place].model_copy(update={"code": own[place]}) for place in sorted(own))
    if points == scale.points:
        return scale
    return changed(scale, name=f"{scale.name}_labelled", points=points, satisfied=(), top=(), bottom=())


def _with(scale: Scale, missing: Iterable[Missing]) -> Scale:
    return changed(scale, missing=(*scale.missing, *_distinct(missing)))


def _distinct(missing: Iterable[Missing]) -> list[Missing]:
    """Missing answers without those that only spell out the label of another."""
    listed = list(missing)
    spelled = {fold(each.label.zh) for each in listed if each.label.zh}
    return [each for each in listed if fold(each.code) not in spelled]


def changed(scale: Scale, **fields: object) -> Scale:
    """The scale with other fields; a copy would keep what was computed from the old ones."""
    return Scale.model_validate({name: getattr(scale, name) for name in Scale.model_fields} | fields)


def _coded(column: str, text: str, codes: frozenset[str], missing: Mapping[str, Missing]) -> Guess | None:
    """The column as a rating on bare codes: which end is good stays unknown."""
    if lettered := _lettered(codes):
        return Guess(column, text, "score", _with(lettered, missing.values()), sure=False)
    if not codes or not all(re.fullmatch(r"-?\d{1,4}", code) for code in codes):
        return None
    numbers = {int(code) for code in codes}
    inside = numbers - OUTSIDE
    if inside and inside <= {100, 90, 75, 60} and len(inside) > 1:
        own = {
            fold(score): fold(point.label.zh)
            for score, point in zip((100, 90, 75, 60), SATISFACTION.points, strict=True)
        }
        scale = changed(_recoded(SATISFACTION, own), name="scores")
        return Guess(column, text, "score", _with(scale, _candidates(numbers - inside, missing)))
    asked = Guess(column, text, "score", sure=False)
    ends = _recommending(inside) if asked.recommends else None
    ends = ends or _ends(inside)
    if ends is None:
        return None
    first, last = ends
    points = tuple(
        Point(code=code, score=100 * (code - first) / (last - first)) for code in range(first, last + 1)
    )
    name = "recommend" if asked.recommends and len(points) == 11 else f"rating{first}_{last}"
    scale = Scale(
        name=name, points=points, missing=tuple(_candidates(numbers - set(range(first, last + 1)), missing))
    )
    return replace(asked, scale=scale)


def _lettered(codes: Iterable[str]) -> Scale | None:
    """The rating behind codes such as A1 to A5, of one letter and as many digits."""
    found = [LETTERED.fullmatch(code) for code in codes]
    heads = {(each[1], len(each[2])) for each in found if each}
    if None in found or len(heads) != 1:
        return None
    letter, width = heads.pop()
    ends = _ends({int(each[2]) for each in found if each})
    if ends is None:
        return None
    first, last = ends
    points = tuple(
        Point(code=f"{letter.upper()}{code:0{width}d}", score=100 * (code - first) / (last - first))
        for code in range(first, last + 1)
    )
    return Scale(name=f"rating{first}_{last}", points=points)


def _recommending(inside: set[int]) -> tuple[int, int] | None:
    """The eleven points of a question to recommend, which some platforms number from 1."""
    if inside and inside <= set(range(11)):
        return 0, 10
    return (1, 11) if 11 in inside and inside <= set(range(1, 12)) else None


def _ends(inside: set[int]) -> tuple[int, int] | None:
    """The rating that ``inside`` fits, 0 or the code above the top being perhaps no answer."""
    if len(inside & set(range(1, 11))) < 3:
        return None
    for first, last in RANGES:
        beside = {first - 1, last + 1} if first == 1 and last < 10 else set()
        if inside <= set(range(first, last + 1)) | beside and (last <= 5 or last - 2 <= max(inside)):
            return (1, 4) if (first, last) == (1, 5) and max(inside) == 4 else (first, last)
    return None


def _candidates(codes: Iterable[int], missing: Mapping[str, Missing]) -> list[Missing]:
    return [*(Missing(code=code) for code in sorted(codes)), *_distinct(missing.values())]


def _other(
    bare: Guess,
    cells: list[object],
    counts: Counter[str],
    labels: Mapping[str, str],
    missing: Mapping[str, Missing],
) -> Guess:
    """The column as anything that has no score."""
    written = {fold(cell): str(cell).strip() for cell in cells}
    levels = tuple(
        (
            _code(code if code in labels else written.get(code, code)),
            labels.get(code, written.get(code, code)),
        )
        for code in dict.fromkeys([*sorted(counts), *labels])
        if code not in missing
    )
    if any("┋" in text for text in written.values()):
        return _options(bare, [text for code, text in written.items() if code not in missing], missing)
    said = counts.keys() - missing.keys()
    if (said <= {"0", "1"} and PART.search(bare.column)) or (said <= YES | NO and OPTION.search(bare.column)):
        return _option(bare, missing)
    numeric = all(re.fullmatch(r"-?\d+(\.\d+)?", code) for code in counts if code not in missing)
    few = len(levels) <= MANY and (len(cells) >= 2 * len(levels) or bool(labels))
    lengths = [len(label) for _, label in levels]
    if not numeric and labels.keys() <= missing.keys() and OPEN.search(f"{bare.column} {bare.text}"):
        return bare
    if len(levels) < 2:
        repeats = OPTION.search(bare.column) and not numeric and len(cells) >= REPEATED
        return _option(replace(bare, levels=levels), missing) if repeats else replace(bare, kind="aside")
    if few and sum(lengths) / len(lengths) <= LONG * 2:
        return replace(
            bare, kind="segment", levels=levels, missing=tuple(m.code for m in _distinct(missing.values()))
        )
    return replace(bare, kind="number" if numeric else "text")


def _option(bare: Guess, missing: Mapping[str, Missing]) -> Guess:
    """The column as one option of a question with several answers, beside what words say is no answer."""
    unsaid = tuple(each for code, each in missing.items() if not re.fullmatch(r"-?\d+", code))
    return replace(bare, kind="split", scale=Scale(name="options", kind="multi", missing=unsaid))


def _options(bare: Guess, cells: list[str], missing: Mapping[str, Missing]) -> Guess:
    """The column as a question with several answers in one cell."""
    unsaid = missing.keys() | {fold(each.label.zh) for each in missing.values()}
    parts = {fold(part): part.strip() for cell in cells for part in cell.split("┋")}
    points = tuple(Point(code=_code(part)) for key, part in parts.items() if key and key not in unsaid)
    if not 0 < len(points) <= MOST_OPTIONS:
        return replace(bare, kind="aside")
    scale = Scale(name="options", kind="multi", points=points, missing=tuple(_distinct(missing.values())))
    return replace(bare, kind="options", scale=scale)
