"""Columns known before any scale is looked for: ids, weights, times, what platforms note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from satkit.language import Text
from satkit.survey.completeness import STATUS, states_completeness
from satkit.survey.drafting import multi_response, pairs, waves
from satkit.survey.drafting.cells import Cells
from satkit.survey.drafting.guess import Guess, Kind
from satkit.survey.drafting.personal import CONTACT, IDS, by_look, explain_codes
from satkit.survey.scale import fold
from satkit.survey.stems import parts_of
from satkit.survey.table import OF_PLATFORM, PERSONAL, Table

RESPONDENT = re.compile(
    r"resp|respondent|resp[_ ]?(id|no|nr)|case[_ ]?(id|no)|subject[_ ]?(id|no)|"
    r"(resp(ondent|onse)?|case|interview|survey|record|questionnaire|participant|submission)?[_ .]?(id|uuid|no\.?|nr\.?|num|number|code)|"
    r"序号|编号|答卷编号|问卷编号|样本编号|編號|serial|#|lfd\.? ?nr\.?|antwort.?id|id.*réponse|番号|번호|номер|unnamed: 0|index|_?index",
    re.IGNORECASE,
)
DURATION = re.compile(
    r".*(所用时间|答题时长|用时|时长|duration|seconds|elapsed|durée|dauer|bearbeitungszeit|zeitsumme).*|interviewtime",
    re.IGNORECASE,
)
WEIGHT = re.compile(
    r"(?:.*[_ .])?(?:p|f|case|survey|final|sampling|sample|post|design|person|individual|household|hh|pop|pond|norm|calib|raking|rim|np)?"
    r"[_ .]?(?:weight(?:s|ing|ed)?|wts?|wgts?|wtfactor|weightfactor|gewicht(?:ung)?|hochrechnung|pond[ée]ration|ponderador|ponderacion|poids|peso|"
    r"factor(?:[_ ]?(?:de)?[_ ]?expansi[oó]n)?|fexp|権重|ウェイト|가중치|вес|weging)(?:[_ .]?(?:factor|var|\d+|final|trim(?:med)?|adj))?|"
    r".*(权重|加权|权数)(系数|因子)?",
    re.IGNORECASE,
)
OF_WEIGHT = re.compile(
    r"weight(ing)? (factor|variable)|(survey|sampling|design|case|final|interview|respondent|person|household|cross-sectional|longitudinal) weight|权重|加权|gewichtungsfaktor|pondération",
    re.IGNORECASE,
)
BODY = re.compile(r"\bkg\b|\blbs?\b|kilo|公斤|体重|body|height|birth|loss", re.IGNORECASE)
DESIGN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("cluster", re.compile(r"cluster|psu|群|抽样单元|primary sampling unit", re.IGNORECASE)),
    ("strata", re.compile(r"strat(a|um)|层|抽样层", re.IGNORECASE)),
)
SESSION = re.compile(
    r"lastpage|startlanguage|seed|datestamp|(group|question) ?time.*|collector ?id|custom data.*|progress|finished|"
    r"distributionchannel|userlanguage|externalreference|来源|来源详情|总分|language|语言|sprache|langue",
    re.IGNORECASE,
)
FIRST = 3  # columns in which an id may stand without a name that says so
HALF = 0.5  # of ids that must differ: the same one twice is a duplicate, not a group
SCORES = 11  # values from 0 to 10: what is no larger may be a rating
WEIGHTED = (0.4, 2.5)  # where the mean of weights lies that add up to the sample
CLOSE = 0.005  # to one: the mean of a weight whose column says nothing
TIMES = Text("dates and times")
ANOTHER = Text("it looks like another weight")
OF_COMPLETENESS = Text("it tells which records are complete")


def recognise_columns(table: Table, cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """What the file, a name with fitting answers, or the answers alone settle; None for parts of another column.

    Parameters
    ----------
    table : Table
    cells : mapping
        Every column to its answers.

    Returns
    -------
    dict
        Column to its guess.  Columns that are not in it may be anything.
    """
    table = replace(table, parts=parts_of(table))
    guesses: dict[str, Guess | None] = {}
    for step in (_read_declarations, _find_structures, _find_known_columns):
        rest = {column: each for column, each in cells.items() if column not in guesses}
        guesses |= step(table, rest)
    return _one_each(guesses, cells)


def _read_declarations(table: Table, cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """What the file itself says of its columns."""
    guesses: dict[str, Guess | None] = {}
    for column, each in cells.items():
        bare = Guess(column, each.text, "aside")
        if column in table.roles:
            kind: Kind = "respondent" if table.roles[column] == "respondent" else "duration"
            guesses[column] = replace(bare, kind=kind)
        elif column in table.complete or _completeness(each):
            guesses[column] = replace(bare, why=OF_COMPLETENESS)
        elif column in table.aside:
            guesses[column] = replace(bare, why=table.aside[column])
    return guesses


def _completeness(each: Cells) -> bool:
    """Whether a column says of every record whether it is complete, as platforms word that."""
    return (
        STATUS.fullmatch(fold(each.column)) is not None
        and bool(each.counts)
        and all(map(states_completeness, each.counts))
    )


def _find_structures(table: Table, cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """Kano pairs, questions of several answers, the column of waves."""
    found = pairs.find_pairs(table, cells)
    rest = {column: each for column, each in cells.items() if column not in found}
    found |= multi_response.find_multi_response(table, rest)
    rest = {column: each for column, each in rest.items() if column not in found}
    found |= {column: guess for column, each in rest.items() if (guess := multi_response.together(each))}
    rest = {column: each for column, each in rest.items() if column not in found}
    wave = waves.column(rest)
    return found | ({wave.column: wave} if wave else {})


def _find_known_columns(table: Table, cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """Ids, times, weights and personal data."""
    return {
        column: guess
        for place, (column, each) in enumerate(cells.items())
        if each.filled and (guess := _single(each, place, len(table.frame)))
    }


def _single(each: Cells, place: int, size: int) -> Guess | None:
    """What one column is by its name and answers that fit, or by its answers alone."""
    bare = Guess(each.column, each.text, "aside")
    kind = _match_kind(each)
    if kind:
        return replace(bare, kind=kind)
    why = _explain_metadata(each) or by_look(each)
    if why:
        return replace(bare, why=why)
    why = explain_codes(each)
    if why and place < FIRST and each.numbers is None and len(each.filled) == size:
        return replace(bare, kind="respondent")
    return replace(bare, why=why) if why else None


def _match_kind(each: Cells) -> Kind | None:
    """Ids, times and the design of the sample."""
    name = each.column.strip()
    if RESPONDENT.fullmatch(name) and each.distinct > HALF and not each.are_dates:
        return "respondent"
    if DURATION.fullmatch(name) and _lasting(each):
        return "duration"
    if not each.are_dates and _weighing(each):
        return "weight"
    return next((kind for kind, pattern in DESIGN if pattern.fullmatch(name)), None)


def _explain_metadata(each: Cells) -> Text | None:
    """Why a column of times, or of what platforms note, is no question."""
    if each.are_dates:
        return PERSONAL if CONTACT.search(each.heading) else TIMES
    return OF_PLATFORM if SESSION.fullmatch(each.column.strip()) and not _rating_like(each) else None


def _rating_like(each: Cells) -> bool:
    """Whether answers are few small numbers, as those of a rating."""
    return each.numbers is not None and 2 < len(each.counts) <= SCORES and max(each.numbers) < SCORES


def _lasting(each: Cells) -> bool:
    """Whether answers are lengths of time: a clock, or numbers larger than a rating's."""
    if each.numbers is None:
        return all(
            re.fullmatch(r"\d+:\d{2}(:\d{2})?(\.\d+)?|.*\d+\s*(秒|分|小?时|s|sec|min).*", str(cell))
            for _, cell in each.raw
        )
    return max(each.numbers) >= SCORES or len(each.counts) > SCORES


def _weighing(each: Cells) -> bool:
    """Whether answers are weights: positive, no rating, with a mean near one or a name that says so."""
    numbers = each.numbers
    if numbers is None or min(numbers) < 0 or max(numbers) == 0 or len(each.counts) < 2:
        return False
    mean = sum(numbers) / len(numbers)
    broken = sum(not number.is_integer() for number in numbers) / len(numbers)
    named = WEIGHT.fullmatch(each.column.strip()) or (each.text and OF_WEIGHT.search(each.text))
    if named and not BODY.search(each.heading):
        return broken > 0.2 or (mean > SCORES and len(each.counts) > 2) or _of_a_sample(numbers, mean)
    unsaid = len(each.filled) >= 30 and broken > 0.5 and abs(mean - 1) <= CLOSE and len(each.counts) > 2
    return unsaid and all(re.search(r"\.\d{3,}", str(cell)) or float(str(cell)) == 1 for _, cell in each.raw)


def _of_a_sample(numbers: tuple[float, ...], mean: float) -> bool:
    return WEIGHTED[0] <= mean <= WEIGHTED[1] and min(numbers) >= 0 and len(set(numbers)) > 1


def _one_each(guesses: dict[str, Guess | None], cells: Mapping[str, Cells]) -> dict[str, Guess | None]:
    """With one column of ids, one of times and one of weights: the first; the others are set aside."""
    seen: set[str] = set()
    others = {"respondent": IDS, "duration": TIMES, "weight": ANOTHER}
    kept = dict(guesses)
    for column in _in_order(guesses, cells):
        guess = kept[column]
        if guess is None or guess.kind not in others:
            continue
        if guess.kind in seen:
            kept[column] = replace(guess, kind="aside", why=others[guess.kind])
        seen.add(guess.kind)
    return kept


def _in_order(guesses: Mapping[str, Guess | None], cells: Mapping[str, Cells]) -> Iterator[str]:
    return (column for column in cells if column in guesses)


OPEN = re.compile(
    r"意见|建议|评论|留言|请说明|感想|意見|ご要望|의견|건의|_(fill|other|text)$|\bcomments?\b(?!\s+\w+[- ]vous)|comentario|kommentar|"
    r"commentaire|suggest|sugest|sugeren|feedback|remark|remarque|specify|open-ended|anmerkung|anregung|комментари|предложени",
    re.IGNORECASE,
)
ASKING = re.compile(  # asks for words of one's own, unless a list of answers is offered
    r"\bwhy\b|what (could|can|should|would|else|did you|do you)|how (could|can|should|would)|improv|better|tell us|describe|explain|"
    r"thought|reason|anything else|为什么|為什麼|原因|怎么|如何|改进|改善|看法|感受|想说|warum|verbesser|was (könnte|hat|fehlt)|pourquoi|"
    r"amélior|qué (podr|le)|mejor|por ?qu[eé]|melhor|なぜ|どうし|왜|почему|waarom|perché",
    re.IGNORECASE,
)
