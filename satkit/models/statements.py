"""Statements of lavaan's notation: cut out of the text, and those with no place here refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satkit.errors import Complaint
from satkit.language import Text

OPERATOR = re.compile(r"=~|<~|~~|:=|~(?!~)")
NAME = re.compile(r"^[^\W\d][\w.]*$")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
PLUS = re.compile(r"(?<![0-9.][eE])\+")
CONSTRAINT = re.compile(r"==|(?<!:)(?<![<>=~])[<>](?![~=])|[<>]=")
BLOCK = re.compile(r"^\s*(group|level|block|class)\s*:(?!=)", re.IGNORECASE)
ELSEWHERE = {
    "|": Text("thresholds (|) are estimated from the answers and cannot be set"),
    "~*~": Text("scales of ordered categories (~*~) follow from the model and cannot be set"),
}


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Statements with the line they begin on: comments gone, continued lines joined."""
    pending, begun = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        for part in re.split(r"[#!]", line)[0].split(";"):
            piece = part.strip()
            if not piece:
                continue
            begins = OPERATOR.search(
                mask_quotes(piece)
            )  # a statement of its own, whatever the line before lacks
            if pending and not begins and (piece.startswith("+") or pending.endswith(("+", "~", "=", "*"))):
                pending = f"{pending} {piece}"
                continue
            if pending:
                yield begun, pending
            pending, begun = piece, number
    if pending:
        yield begun, pending


def mask_quotes(text: str) -> str:
    """The text with what stands in quotation marks blotted out, character for character."""
    return QUOTED.sub(lambda found: "_" * len(found.group()), text)


def split_statement(statement: str) -> tuple[str, str, str]:
    """What stands left of the sign, the sign, and what stands right of it; three empty texts without one."""
    found = OPERATOR.search(mask_quotes(statement))
    if not found:
        return "", "", ""
    return statement[: found.start()].strip(), found.group(), statement[found.end() :].strip()


def split_outside(text: str, sign: re.Pattern[str]) -> list[str]:
    """The parts between signs that stand neither in brackets nor in quotation marks."""
    hidden, depth, ends = mask_quotes(text), 0, [0]
    level = [0] * len(hidden)
    for place, letter in enumerate(hidden):
        depth += (letter == "(") - (letter == ")")
        level[place] = depth
    for found in sign.finditer(hidden):
        if level[found.start()] == 0:
            ends += [found.start(), found.end()]
    ends.append(len(text))
    return [text[start:end].strip() for start, end in zip(ends[::2], ends[1::2], strict=True)]


def split_terms(right: str) -> list[str]:
    """The terms of a sum; a plus sign in a number such as ``1e+3`` does not part."""
    return split_outside(right, PLUS)


def refuse_statement(statement: str, place: str) -> Complaint | None:
    """What lavaan would understand and a model here cannot say; nothing for any other statement."""
    hidden = mask_quotes(statement)
    if BLOCK.match(hidden):
        return Complaint(
            Text("blocks of groups or levels have no place in this model: %(line)s", {"line": statement}),
            where=place,
            hint=Text(
                "name the column of the groups when fitting, and write c(value, value)* for each group"
            ),
        )
    for sign, why in ELSEWHERE.items():
        if sign in hidden:
            return Complaint(
                why, where=place, hint=Text("leave the line '%(line)s' out", {"line": statement})
            )
    found = OPERATOR.search(hidden)
    if CONSTRAINT.search(hidden) and not (found and CONSTRAINT.search(hidden).start() > found.end()):  # type: ignore[union-attr]
        return Complaint(
            Text("constraints (==, <, >) have no place in this model: %(line)s", {"line": statement}),
            where=place,
            hint=Text("give parameters that are to be equal one label, and fix a value by number*name"),
        )
    return None
