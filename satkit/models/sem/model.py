"""Model text becomes a list of parameters, fixed, free or equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal, get_args

from satkit.errors import Complaint, DefinitionError, quote_all
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.sem.modifiers import Modified, Setting, merge_terms, read_term
from satkit.models.statements import NAME, refuse_statement, split_statement, split_terms, statements
from satkit.models.syntax import write_model
from satkit.stats.arguments import SWITCH, TEXT, arguments, instance, one_of

Scale = Literal["marker", "unit"]
Key = tuple[str, str, str]


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
    start : float or None
        Where its estimation begins.
    filled : bool
        Whether its value follows from the notation and was not written.
    by_group : tuple of Setting
        Where the groups differ: label, value and start of each; the fields above are then empty.
    """

    lhs: str
    op: str
    rhs: str
    label: str = ""
    fixed: float | None = None
    start: float | None = None
    filled: bool = False
    by_group: tuple[Setting, ...] = ()


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

    @property
    def causes(self) -> tuple[str, ...]:
        """Observed causes: items that explain something and that nothing explains or shows in."""
        explaining = {row.rhs for row in self.parameters if row.op == "~"}
        explained = {row.lhs for row in self.parameters if row.op == "~"}
        shown = {row.rhs for row in self.parameters if row.op == "=~"}
        return tuple(name for name in self.items if name in explaining - explained - shown)


@dataclass
class _Draft:
    written: dict[Key, tuple[Key, Modified]] = field(default_factory=dict)
    defined: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


@arguments(
    model=instance((str, PathModel), Text("lavaan's notation, or a path model")),
    scale=one_of(get_args(Scale)),
    means=SWITCH,
    where=TEXT,
)
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
        try:
            _take(draft, statement, f"{where}:{number}" if where else f"line {number}")
        except DefinitionError as trouble:
            draft.complaints += trouble.complaints
    draft.complaints += _mistakes(list(draft.written))
    if draft.complaints:
        raise DefinitionError(draft.complaints)
    return _complete_parameters(draft, scale, means=means)


def _take(draft: _Draft, statement: str, place: str) -> None:
    refused = refuse_statement(statement, place)
    left, sign, right = split_statement(statement)
    names = split_terms(left)
    if refused:
        draft.complaints.append(refused)
    elif not (right and all(NAME.match(name) for name in names)):
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
    elif sign == "<~":
        draft.complaints.append(
            Complaint(
                Text("'%(name)s' is formed by its items (<~)", {"name": left}),
                where=place,
                expected=Text("constructs that show in their items (=~); composites need PLS"),
            )
        )
    elif sign == ":=":
        draft.defined.append((left, right))
    else:
        for name in names:
            _take_terms(draft, name, sign, split_terms(right), place)


def _take_terms(draft: _Draft, left: str, sign: str, parts: Sequence[str], place: str) -> None:
    """The terms of one name on the left; ``x =~ x`` alone is an item that is a construct of its name."""
    if sign == "=~" and list(parts) == [left]:
        return
    for part in parts:
        try:
            _take_term(draft, left, sign, part, place)
        except DefinitionError as trouble:
            draft.complaints += trouble.complaints


def _take_term(draft: _Draft, left: str, sign: str, part: str, place: str) -> None:
    term = read_term(part, place)
    name = term.name
    if not (NAME.match(name) or (name == "1" and sign == "~")):
        raise DefinitionError(_unreadable(part, place))
    if name == left and sign == "=~":
        raise DefinitionError(
            Complaint(
                Text("construct '%(name)s' and one of its items have the same name", {"name": name}),
                where=place,
                hint=Text("give the construct another name"),
            )
        )
    ends = (left, "~1", "") if name == "1" else (left, sign, name)
    known = draft.written.get(_key(*ends))
    if known and (known[1].plain or term.plain):
        told = f"{left} {sign} {name}"
        raise DefinitionError(Complaint(Text("'%(row)s' is given twice", {"row": told})))
    draft.written[_key(*ends)] = (known[0], merge_terms(known[1], term, place)) if known else (ends, term)


def _unreadable(part: str, place: str) -> Complaint:
    if ":" in part:
        return Complaint(
            Text("'%(term)s' is a product, which covariance models do not know", {"term": part}),
            where=place,
            hint=Text("make the product a column of its own, or take partial least squares"),
        )
    return Complaint(
        Text("'%(term)s' is neither a name, number*name nor label*name", {"term": part}), where=place
    )


def _mistakes(keys: Sequence[Key]) -> Iterator[Complaint]:
    for left, op, right in keys:
        if op == "~" and left == right:
            yield Complaint(Text("'%(name)s' is to explain itself", {"name": left}))
    if not any(op in {"=~", "~"} for _, op, _ in keys):
        yield Complaint(
            Text("the model has neither loadings nor paths"),
            expected=Text("at least one line such as %(line)s", {"line": "Quality =~ q1 + q2 + q3"}),
        )


def _key(left: str, op: str, right: str) -> Key:
    if op == "~~" and right < left:
        return right, op, left
    return left, op, right


def _complete_parameters(draft: _Draft, scale: Scale, *, means: bool) -> CovarianceModel:
    """The written parameters with those that the notation leaves unsaid."""
    ends = [key for key, _ in draft.written.values()]
    constructs = tuple(dict.fromkeys(left for left, op, _ in ends if op == "=~"))
    latent = set(constructs)
    order = [right for _, op, right in ends if op == "=~"]
    order += [name for left, op, right in ends if op != "=~" for name in (left, right) if name]
    items = tuple(name for name in dict.fromkeys(order) if name not in latent)
    if not items:
        raise DefinitionError(
            Complaint(
                Text("no item stands behind the constructs %(names)s", {"names": quote_all(constructs)}),
                expected=Text("at least one line such as %(line)s", {"line": "Quality =~ q1 + q2 + q3"}),
            )
        )
    rows = _written_parameters(draft, scale)
    rows += [row for row in _unsaid(rows, items, constructs, scale) if _ends(row) not in draft.written]
    intercepts = means or any(row.op == "~1" for row in rows)
    if intercepts:
        said = {row.lhs for row in rows if row.op == "~1"}
        rows += [Parameter(name, "~1", "") for name in items if name not in said]
        rows += [Parameter(name, "~1", "", fixed=0.0, filled=True) for name in constructs if name not in said]
    rows = _made_equal(rows, [(key, term.equal) for key, term in draft.written.values() if term.equal])
    return CovarianceModel(items, constructs, tuple(rows), tuple(draft.defined), intercepts)


def _ends(row: Parameter) -> Key:
    return _key(row.lhs, row.op, row.rhs)


def _written_parameters(draft: _Draft, scale: Scale) -> list[Parameter]:
    """The parameters of the text; the first loading of a construct is 1 unless the text says otherwise."""
    rows, begun = [], set()
    for (left, op, right), term in draft.written.values():
        settings = term.settings
        if op == "=~" and scale == "marker" and left not in begun:
            settings = tuple(
                one if one.freed or one.fixed is not None else replace(one, fixed=1.0) for one in settings
            )
        if op == "=~":
            begun.add(left)
        if len(settings) == 1:
            (one,) = settings
            rows.append(Parameter(left, op, right, one.label, one.fixed, one.start))
        else:
            rows.append(Parameter(left, op, right, by_group=settings))
    return rows


def _made_equal(rows: list[Parameter], wanted: Sequence[tuple[Key, str]]) -> list[Parameter]:
    """Parameters said to be equal to another (``equal()``) under one label.

    Raises
    ------
    DefinitionError
        If there is no such other parameter, or it differs between groups.
    """
    result = list(rows)
    for key, other in wanted:
        places = {
            text: place
            for place, row in enumerate(result)
            for text in (
                f"{row.lhs}{row.op}{row.rhs}",
                f"{row.rhs}{row.op}{row.lhs}" if row.op == "~~" else "",
            )
        }
        labels = {row.label for row in result if row.label}
        known = other in labels or (other in places and not result[places[other]].by_group)
        own = next(place for place, row in enumerate(result) if (row.lhs, row.op, row.rhs) == key)
        if not known or result[own].label or result[own].by_group:
            raise DefinitionError(
                Complaint(
                    Text('equal("%(other)s") cannot be honoured', {"other": other}),
                    expected=Text("a parameter of the model as it is written, such as f=~x2, or a label"),
                    hint=Text("give both parameters one label"),
                )
            )
        label = other
        if other not in labels:
            label = result[places[other]].label or other
            result[places[other]] = replace(result[places[other]], label=label)
        result[own] = replace(result[own], label=label)
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
        yield Parameter(name, "~~", name, fixed=1.0 if scale == "unit" else None, filled=True)
    free = [name for name in (*constructs, *items) if name not in explained | shown]
    last = [name for name in (*constructs, *items) if name in explained and name not in explaining | shown]
    for group in (free, last):
        for left, right in combinations(group, 2):
            yield Parameter(left, "~~", right)
