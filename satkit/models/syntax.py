"""Path models in lavaan's notation: read, and echoed back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.paths import Construct, Mode, PathModel
from satkit.models.statements import NAME, refuse_statement, split_statement, split_terms, statements
from satkit.stats.arguments import TEXT, arguments, instance

TERM = re.compile(r"^(?:(?P<factor>[^*\s]+)\s*\*\s*)?(?P<name>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)$")
EMPTY = Text("give it at least one item, or leave it and its paths out")
NO_LABELS = frozenset({"NA", "NULL", "NaN", "Inf", "TRUE", "FALSE"})
NOTATION = "=~  <~  ~  ~~  :="


MODEL = instance((str, PathModel), Text("lavaan's notation, or a path model made of it"))


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


@arguments(text=TEXT, where=TEXT)
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

    Returns
    -------
    PathModel

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
    draft.complaints += _shared_labels(draft)
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


def as_path_model(model: str | PathModel) -> PathModel:
    """A path model, read where it is a text."""
    return read_model(model) if isinstance(model, str) else model


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


def _take(draft: _Draft, statement: str, place: str) -> None:
    refused = refuse_statement(statement, place)
    left, sign, right = split_statement(statement)
    if refused:
        draft.complaints.append(refused)
    elif sign and not right and sign in {"=~", "<~"} and NAME.match(left):
        what = Text("construct '%(name)s' has no items", {"name": left})
        draft.complaints.append(Complaint(what, where=place, hint=EMPTY))
    elif not (right and NAME.match(left)):
        draft.complaints.append(
            Complaint(
                Text("this line of the model cannot be read: %(line)s", {"line": statement}),
                where=place,
                expected=Text(
                    "one name, one of the signs %(signs)s, and what belongs to it", {"signs": NOTATION}
                ),
            )
        )
    elif sign == ":=":
        draft.defined.append((left, right))
    else:
        _take_terms(draft, left, sign, right, place)


def _take_terms(draft: _Draft, left: str, sign: str, right: str, place: str) -> None:
    for part in split_terms(right):
        term = TERM.match(part)
        factor = term.group("factor") if term else None
        if not term or (factor is not None and (not NAME.match(factor) or factor in NO_LABELS)):
            draft.complaints.append(
                Complaint(
                    Text("'%(term)s' is neither a name nor a label*name", {"term": part}),
                    where=place,
                    hint=Text("fixed values and starting values have no place in this model"),
                )
            )
        elif factor and sign != "~":
            draft.complaints.append(
                Complaint(
                    Text("'%(term)s' labels what has no label in this model", {"term": part}),
                    where=place,
                    expected=Text("a label in front of the cause on a path, as in: Loyalty ~ a*Satisfaction"),
                )
            )
        else:
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


def _shared_labels(draft: _Draft) -> Iterator[Complaint]:
    """Labels on several paths, which would have to be equal; partial least squares cannot make them so."""
    for label, times in Counter(draft.labels.values()).items():
        if times > 1:
            yield Complaint(
                Text("the label '%(label)s' stands on %(times)d paths", {"label": label, "times": times}),
                expected=Text("a label of its own for every path; paths cannot be made equal in this model"),
            )
