"""A column of one file that tells in which wave a record was collected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from satkit.survey.drafting.cells import Cells
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.missing import code_of

NAMED = re.compile(
    r"(survey|interview|fieldwork|data|study)?[_ ]?(year|wave|round|edition|period|quarter|phase|cycle|sweep)(s|[_ ]?(id|no|nr|number|code))?|"
    r"(调查|访问|问卷|数据)?(年份|年度|期次|期别|期|批次|波次|轮次|轮|季度|年)|"
    r"(erhebungs|befragungs)?(jahr|welle|runde|zeitraum)|(année|annee|vague|période|trimestre)|(año|ano|ola|ronda|período|onda|edición)|"
    r"年次|回次|연도|차수|год|волна|anno",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"(19|20)\d\d([-_/ .年]?\s?(q[1-4]|h[12]|第?[一二三四1-4]季度?|上半年|下半年|[01]?\d月?))?年?(度)?|"
    r"(q[1-4]|h[12])[-_/ ]?(19|20)\d\d|(wave|round|welle|vague|ola|onda|w|r|t)[-_ ]?\d{1,2}|第[一二三四五六七八九十\d]{1,3}(期|轮|波|批|次|季度)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(19|20)\d\d(\.0)?")
MOST = 15  # waves in one file
FEWEST = 5  # records of a wave, on average


def column(cells: Mapping[str, Cells]) -> Guess | None:
    """The column whose values are waves, or nothing: the first with a name and values that fit.

    Values fit that are years or periods, or small numbers that never fall from one record to the
    next.  A column without such a name is one where it holds years that never fall.
    """
    for each in cells.values():
        found = list(each.counts)
        if (
            not 1 < len(found) <= MOST
            or len(each.filled) < FEWEST * len(found)
            or len(each.filled) < each.size
        ):
            continue
        periods = all(PERIOD.fullmatch(text) for text in found)
        numbers = each.numbers
        rising = numbers is not None and all(a <= b for a, b in pairwise(numbers))
        years = all(YEAR.fullmatch(text) for text in found)
        named = NAMED.fullmatch(each.column.strip())
        if (named and (periods or rising)) or (years and rising):
            levels = tuple(
                (code_of(each.spellings[key]), each.spellings[key]) for key in sorted(found, key=_order)
            )
            return Guess(each.column, each.text, "wave", levels=levels)
    return None


def _order(text: str) -> tuple[list[int], str]:
    """Years and numbers by their size, periods within a year by theirs."""
    signs = {sign: str(place) for place, sign in enumerate("一二三四五六七八九", start=1)}
    numbers = [int(digits) for digits in re.findall(r"\d+", "".join(signs.get(sign, sign) for sign in text))]
    years = [number for number in numbers if number > 1900]
    return [*years, *(number for number in numbers if number <= 1900)], text
