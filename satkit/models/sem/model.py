"""Model text becomes a list of parameters, fixed, free or equal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.syntax import OPERATOR, statements, write_model

Scale = Literal["marker", "unit"]
TERM = re.compile(r"^(?:(?P<factor>[^*\s]+)\s*\*\s*)?(?P<name>[^\W\d][\w.]*|1)$")
NAME = re.compile(r"^[^\W\d][\w.]*$")
NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")


@dataclass(frozen=True)
class Parameter:
    """One number of the model.

    Parameters
    ----------
    lhs, op, rhs : str
        As in the notation: ``F =~ x`` a loading, ``y ~ x`` a path, ``a ~~ b`` a (residual)
        covariance, ``x ~1`` an intercept with an empty ``rhs``.
    label : str
        Parameters of one label are equal.
    fixed : float or None
        None where it is estimated.
    """

    lhs: str
    op: str
    rhs: str
    label: str = ""
    fixed: float | None = None


@dataclass(frozen=True)
class CovarianceModel:
    """Items, constructs behind them, and every parameter between.

    Parameters
    ----------
    items, constructs : tuple of str
        Observed and latent variables, in the order of the text.
    parameters : tuple of Parameter
    defined : tuple of (name, expression)
        Quantities made of labelled parameters.
    means : bool
        Whether intercepts are part of the model.
    """

    items: tuple[str, ...]
    constructs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    defined: tuple[tuple[str, str], ...] = ()
    means: bool = False

    @property
    def variables(self) -> tuple[str, ...]:
        """Items, then constructs."""
        return self.items + self.constructs


@dataclass
class _Draft:
    written: list[Parameter] = field(default_factory=list)
    freed: set[tuple[str, str, str]] = field(default_factory=set)
    defined: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def covariance_model(
    model: str | PathModel, *, scale: Scale = "marker", means: bool = False, where: str = ""
) -> CovarianceModel:
    """A covariance model from lavaan's notation or from a path model.

    Parameters
    ----------
    model : str or PathModel
        ``=~`` loadings, ``~`` paths, ``~~`` covariances, ``x ~ 1`` intercepts, ``:=`` defined
        quantities.  Before ``*``: a number fixes, a word names (equal names, equal values), ``NA``
        frees a first loading.
    scale : {"marker", "unit"}
        Constructs take the scale of their first item, or have (residual) variance 1.
    means : bool
        Estimate intercepts.

    Raises
    ------
    DefinitionError
        With every line that cannot be read and every impossible parameter.

    Notes
    -----
    What the text leaves out is filled in as lavaan's ``sem`` does: residual variances, covariances
    of constructs that nothing explains and of those that explain nothing, no error for a
    construct's only item.  Observed causes covary freely with the constructs that nothing explains.

    Examples
    --------
    >>> model = covariance_model("Quality =~ q1 + q2 + q3")
    >>> [str(p.fixed) for p in model.parameters[:3]]
    ['1.0', 'None', 'None']
    """
    text = write_model(model) if isinstance(model, PathModel) else model
    draft = _Draft()
    for number, statement in statements(text):
        _take(draft, statement, f"{where}:{number}" if where else f"line {number}")
    draft.complaints += _mistakes(draft.written)
    if draft.complaints:
        raise DefinitionError(draft.complaints)
    return _completed(draft, scale, means=means)


def _take(draft: _Draft, statement: str, place: str) -> None:
    found = OPERATOR.search(statement)
    left = statement[: found.start()].strip() if found else ""
    right = statement[found.end() :].strip() if found else ""
    if not (found and right and NAME.match(left)):
        draft.complaints.append(
            Complaint(
                Text("this line of the model cannot be read: %(line)s", {"line": statement}),
                where=place,
                expected=Text(
                    "one name, one of the signs %(signs)s, and what belongs to it",
                    {"signs": "=~  ~  ~~  :="},
                ),
            )
        )
    elif found.group() == "<~":
        draft.complaints.append(
            Complaint(
                Text("'%(name)s' is formed by its items (<~)", {"name": left}),
                where=place,
                expected=Text("constructs that show in their items (=~); composites need PLS"),
            )
        )
    elif found.group() == ":=":
        draft.defined.append((left, right))
    else:
        for part in right.split("+"):
            _take_term(draft, left, found.group(), part.strip(), place)


def _take_term(draft: _Draft, left: str, sign: str, part: str, place: str) -> None:
    term = TERM.match(part)
    if not term or (term.group("name") == "1" and sign != "~"):
        draft.complaints.append(
            Complaint(
                Text("'%(term)s' is neither a name, number*name nor label*name", {"term": part}), where=place
            )
        )
        return
    factor, name = term.group("factor") or "", term.group("name")
    if name == left and sign == "=~":
        return  # an item that is a construct of its own name
    row = Parameter(left, "~1", "") if name == "1" else Parameter(left, sign, name)
    if factor == "NA":
        draft.freed.add((row.lhs, row.op, row.rhs))
    elif NUMBER.match(factor):
        row = replace(row, fixed=float(factor))
    elif factor:
        row = replace(row, label=factor)
    draft.written.append(row)


def _mistakes(rows: Sequence[Parameter]) -> Iterator[Complaint]:
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        key = _key(row)
        if key in seen:
            yield Complaint(
                Text("'%(row)s' is given twice", {"row": f"{row.lhs} {row.op} {row.rhs}".strip()})
            )
        seen.add(key)
        if row.op == "~" and row.lhs == row.rhs:
            yield Complaint(Text("'%(name)s' is to explain itself", {"name": row.lhs}))
    if not any(row.op in {"=~", "~"} for row in rows):
        yield Complaint(
            Text("the model has neither loadings nor paths"),
            expected=Text("at least one line such as %(line)s", {"line": "Quality =~ q1 + q2 + q3"}),
        )


def _key(row: Parameter) -> tuple[str, str, str]:
    if row.op == "~~" and row.rhs < row.lhs:
        return row.rhs, row.op, row.lhs
    return row.lhs, row.op, row.rhs


def _completed(draft: _Draft, scale: Scale, *, means: bool) -> CovarianceModel:
    """The written parameters with those that the notation leaves unsaid."""
    rows = list(draft.written)
    constructs = tuple(dict.fromkeys(row.lhs for row in rows if row.op == "=~"))
    latent = set(constructs)
    order = [row.rhs for row in rows if row.op == "=~"]
    order += [name for row in rows if row.op != "=~" for name in (row.lhs, row.rhs) if name]
    items = tuple(name for name in dict.fromkeys(order) if name not in latent)
    rows = _scaled(rows, draft, constructs, scale)
    known = {_key(row) for row in rows}
    rows += [row for row in _unsaid(rows, items, constructs, scale) if _key(row) not in known]
    intercepts = means or any(row.op == "~1" for row in rows)
    if intercepts:
        said = {row.lhs for row in rows if row.op == "~1"}
        rows += [Parameter(name, "~1", "") for name in items if name not in said]
        rows += [Parameter(name, "~1", "", fixed=0.0) for name in constructs if name not in said]
    return CovarianceModel(items, constructs, tuple(rows), tuple(draft.defined), intercepts)


def _scaled(rows: list[Parameter], draft: _Draft, constructs: Sequence[str], scale: Scale) -> list[Parameter]:
    """The first loading of every construct fixed at one, unless the text says otherwise."""
    if scale == "unit":
        return rows
    result = list(rows)
    for name in constructs:
        own = [number for number, row in enumerate(rows) if row.op == "=~" and row.lhs == name]
        first = rows[own[0]]
        if any(rows[number].fixed is not None for number in own) or _key(first) in draft.freed:
            continue
        result[own[0]] = replace(first, fixed=1.0, label="")
    return result


def _unsaid(
    rows: Sequence[Parameter], items: Sequence[str], constructs: Sequence[str], scale: Scale
) -> Iterator[Parameter]:
    loaded = [row for row in rows if row.op == "=~"]
    shown = {row.rhs for row in loaded}
    explained = {row.lhs for row in rows if row.op == "~"}
    explaining = {row.rhs for row in rows if row.op == "~"}
    alone = {
        own[0].rhs
        for name in constructs
        if len(own := [row for row in loaded if row.lhs == name]) == 1 and own[0].rhs not in constructs
    }
    for name in items:
        yield Parameter(name, "~~", name, fixed=0.0 if name in alone else None)
    for name in constructs:
        yield Parameter(name, "~~", name, fixed=1.0 if scale == "unit" else None)
    free = [name for name in (*constructs, *items) if name not in explained | shown]
    last = [name for name in (*constructs, *items) if name in explained and name not in explaining | shown]
    for group in (free, last):
        for left, right in combinations(group, 2):
            yield Parameter(left, "~~", right)
