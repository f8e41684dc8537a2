"""Numbered questions, as Chinese platforms head their columns: ``1、题干``, ``4.题干:选项``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from satkit.survey.stems import split_headings

NUMBERED = re.compile(r"(\d+)\s*[、.．:：]\s*(.*)", re.DOTALL)
ORDINAL = re.compile(r"第(\d+)题\s*(.*)", re.DOTALL)
BRACKETED = re.compile(r"[(（](.*)[)）]", re.DOTALL)
TIME = re.compile(r"(?:(\d{1,9})\s*+小?时)?\s*+(?:(\d{1,9})\s*+分钟?)?\s*+(?:(\d{1,9})\s*+秒)?")


def clean_heading(head: str) -> str:
    """A heading without marks of no width."""
    return re.sub("[\u200b-\u200f\ufeff]", "", head).strip()


def parse_heading(head: str) -> tuple[str, str] | None:
    """Number and wording of ``1、题干`` or ``第1题(选项)``."""
    found = NUMBERED.fullmatch(head) or ORDINAL.fullmatch(head)
    return (found[1], found[2].strip()) if found else None


def name_columns(
    header: Sequence[str], found: Sequence[tuple[str, str] | None]
) -> tuple[list[str], dict[int, str], dict[int, tuple[str, str]]]:
    """Names of all columns, and by place the texts and the parts of the questions among them.

    Parameters
    ----------
    header : sequence of str
    found : sequence of (number, wording) or None
        Of every column; None where it holds no question.

    Returns
    -------
    names, texts, parts
        ``Q1``, or ``Q5_1``, ``Q5_2`` ... of a question that is split over columns.
    """
    columns = Counter(question[0] for question in found if question)
    part, names, texts = Counter[str](), list(header), {}
    parts: dict[int, tuple[str, str]] = {}
    for j, question in enumerate(found):
        if question is None:
            continue
        number, wording = question
        inner = BRACKETED.fullmatch(wording)
        split = columns[number] > 1 or inner is not None
        part[number] += 1
        names[j] = f"Q{number}_{part[number]}" if split else f"Q{number}"
        texts[j] = inner[1] if inner else wording or names[j]
    for number, times in columns.items():
        places = [j for j, question in enumerate(found) if question and question[0] == number]
        if times > 1:
            parts |= {places[k]: way for k, way in split_headings([texts[j] for j in places]).items()}
    return names, texts, parts


def took(value: object) -> object:
    """``2分3秒`` in seconds; what is no time stays as it stands."""
    found = TIME.fullmatch(str(value).strip())
    if not found or not any(found.groups()):
        return value
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds
