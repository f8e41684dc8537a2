"""Microsoft Forms: a number, two times, an address and a name before the questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import numpy as np

from satkit.language import Text
from satkit.survey.clock import holds_dates, moments, seconds
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import holds_addresses, left_out
from satkit.survey.scale import fold
from satkit.survey.stems import split_headings
from satkit.survey.table import OF_PLATFORM, Table

NOBODY = re.compile(r"anon[iy]m.*|匿名.*|익명.*|аноним.*|gast", re.IGNORECASE)
LANGUAGE = frozenset(
    [
        "language",
        "sprache",
        "langue",
        "idioma",
        "lingua",
        "taal",
        "语言",
        "語言",
        "言語",
        "언어",
        "język",
        "язык",
    ]
)
NAMES = frozenset(
    [
        "name",
        "nom",
        "nombre",
        "nome",
        "naam",
        "名称",
        "姓名",
        "名稱",
        "名前",
        "이름",
        "имя",
        "imię",
        "navn",
        "namn",
        "nimi",
    ]
)
MAIL = re.compile(r".*(e-?mail|messagerie|correo|邮件|郵件|メール|메일|почт|posta?\b).*", re.IGNORECASE)
OWN = 5  # columns of the platform before the questions


def recognise(grid: Grid) -> Table | None:
    """The table of a Microsoft Forms export, or nothing.

    It is known by its first four columns, whatever their language: numbers that rise, a start, an
    end that never lies before it, addresses or *anonymous*.  Address and name stay outside.
    """
    header, body = grid.header(0), grid.cells.iloc[1:]
    if len(body) < 1 or len(header) <= OWN:
        return None
    columns = [[*body[j]] for j in range(OWN + 3) if j in body]
    if not (
        _rising(columns[0])
        and holds_dates(columns[1])
        and holds_dates(columns[2])
        and _who(header[3], columns[3])
    ):
        return None
    took = moments(columns[2]) - moments(columns[1])
    if not (took.dt.total_seconds().fillna(0).to_numpy() >= 0).all():
        return None
    drop = {3} | ({4} if fold(header[4]) in NAMES or _nobody(columns[4]) else set())
    later = list(takewhile(lambda j: _own(header[j], columns[j]), range(len(drop) + 3, len(columns))))
    table = grid.table(
        header,
        parts=split_headings(header),
        aside=dict.fromkeys([1, 2, *later], OF_PLATFORM),
        roles={0: "respondent"},
        drop=drop,
        notes=[Text("recognised as a Microsoft Forms export"), *left_out(header, drop)],
    )
    return table.lasting(seconds(columns[1], columns[2]), header[1])


def _rising(cells: Sequence[object]) -> bool:
    numbers = [str(cell) for cell in cells]
    return all(map(str.isdigit, numbers)) and bool((np.diff([*map(int, numbers)]) > 0).all())


def _who(head: str, cells: Sequence[object]) -> bool:
    return holds_addresses(cells) or _nobody(cells) or bool(MAIL.fullmatch(head))


def _nobody(cells: Sequence[object]) -> bool:
    """Whether a column names no one."""
    return all(NOBODY.fullmatch(str(cell).strip()) for cell in cells if cell is not None)


def _own(head: str, cells: Sequence[object]) -> bool:
    """Whether a column right behind the name is still the platform's: a language, when it was changed."""
    return fold(head) in LANGUAGE or (holds_dates(cells) and not any(mark in head for mark in "?？"))
