"""Path models in lavaan's notation: read, and echoed back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.paths import Construct, Mode, PathModel

OPERATOR = re.compile(r"=~|<~|~~|:=|~(?!~)")
TERM = re.compile(r"^(?:(?P<factor>[^*\s]+)\s*\*\s*)?(?P<name>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)$")
NAME = re.compile(r"^[^\W\d][\w.]*$")
EMPTY = Text("give it at least one item, or leave it and its paths out")
NOTATION = "=~  <~  ~  ~~  :="


@dataclass
class _Draft:
    """What the lines read so far say."""

    items: dict[str, list[str]] = field(default_factory=dict)
    modes: dict[str, Mode] = field(default_factory=dict)
    paths: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    covariances: list[tuple[str, str]] = field(default_factory=list)
    defined: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def read_model(text: str, where: str = "") -> PathModel:
    """A path model from lavaan's notation.

    ``=~`` names the items that reflect a construct (mode A), ``<~`` those that form it (mode B),
    ``~`` the causes of a construct, ``~~`` errors that go together, ``:=`` a quantity made of
    labelled paths, ``A:B`` the interaction of two constructs.  A word before ``*`` is a label;
    ``#`` and ``!`` start a comment.  A construct that no line gives items is an item of its own name.

    Parameters
    ----------
    text : str
    where : str
        The file or key the text stands in, for complaints.

    Raises
    ------
    DefinitionError
        With every line that cannot be read, and every mistake of the model.

    Examples
    --------
    >>> model = read_model("Quality =~ q1 + q2; Satisfaction =~ s1 + s2; Satisfaction ~ Quality")
    >>> model.paths
    (('Quality', 'Satisfaction'),)
    """
    draft = _Draft()
    for number, statement in statements(text):
        place = f"{where}:{number}" if where else f"line {number}"
        _take(draft, statement, place)
    if draft.complaints:
        raise DefinitionError(draft.complaints)
    for name in dict.fromkeys(name for path in draft.paths for end in path for name in end.split(":")):
        draft.items.setdefault(name, [name])
    return PathModel(
        tuple(
            Construct(name, tuple(items), draft.modes.get(name, "A")) for name, items in draft.items.items()
        ),
        tuple(draft.paths),
        draft.labels,
        tuple(draft.covariances),
        tuple(draft.defined),
    )


def write_model(model: PathModel) -> str:
    """The model in lavaan's notation; reading it gives the same model.

    Sum scores have no sign of their own in this notation and are written as mode A with a comment.
    """
    signs = {"A": "=~", "B": "<~", "unit": "=~"}
    lines = [
        f"{construct.name} {signs[construct.mode]} {' + '.join(construct.items)}"
        + ("  # equal weights" if construct.mode == "unit" else "")
        for construct in model.constructs
    ]
    for target, run in groupby(model.paths, key=lambda path: path[1]):
        terms = [f"{model.labels[path]}*{path[0]}" if path in model.labels else path[0] for path in run]
        lines.append(f"{target} ~ {' + '.join(terms)}")
    lines += [f"{left} ~~ {right}" for left, right in model.covariances]
    lines += [f"{name} := {expression}" for name, expression in model.defined]
    return "\n".join(lines) + "\n"


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Statements with the line they begin on: comments gone, continued lines joined."""
    pending, begun = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        for part in re.split(r"[#!]", line)[0].split(";"):
            piece = part.strip()
            if not piece:
                continue
            begins = OPERATOR.search(piece)  # a statement of its own, whatever the line before lacks
            if pending and not begins and (piece.startswith("+") or pending.endswith(("+", "~", "=", "*"))):
                pending = f"{pending} {piece}"
                continue
            if pending:
                yield begun, pending
            pending, begun = piece, number
    if pending:
        yield begun, pending


def _take(draft: _Draft, statement: str, place: str) -> None:
    found = OPERATOR.search(statement)
    left = statement[: found.start()].strip() if found else ""
    right = statement[found.end() :].strip() if found else ""
    if found and not right and found.group() in {"=~", "<~"} and NAME.match(left):
        what = Text("construct '%(name)s' has no items", {"name": left})
        draft.complaints.append(Complaint(what, where=place, hint=EMPTY))
    elif not (found and right and NAME.match(left)):
        draft.complaints.append(
            Complaint(
                Text("this line of the model cannot be read: %(line)s", {"line": statement}),
                where=place,
                expected=Text(
                    "one name, one of the signs %(signs)s, and what belongs to it", {"signs": NOTATION}
                ),
            )
        )
    elif found.group() == ":=":
        draft.defined.append((left, right))
    else:
        _take_terms(draft, left, found.group(), right, place)


def _take_terms(draft: _Draft, left: str, sign: str, right: str, place: str) -> None:
    for part in right.split("+"):
        term = TERM.match(part.strip())
        factor = term.group("factor") if term else None
        if not term or (factor is not None and not NAME.match(factor)):
            draft.complaints.append(
                Complaint(
                    Text("'%(term)s' is neither a name nor a label*name", {"term": part.strip()}),
                    where=place,
                    hint=Text("fixed values and starting values have no place in this model"),
                )
            )
            continue
        _take_term(draft, left, sign, term.group("name"), factor)


def _take_term(draft: _Draft, left: str, sign: str, name: str, label: str | None) -> None:
    if sign == "~~":
        draft.covariances.append((left, name))
    elif sign == "~":
        draft.paths.append((name, left))
        if label:
            draft.labels[name, left] = label
    else:
        draft.items.setdefault(left, []).append(name)
        draft.modes[left] = "A" if sign == "=~" else "B"
