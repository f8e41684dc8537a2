"""What stands before ``*`` in lavaan's notation: values, labels, starting values, group by group."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.expressions import evaluate_expressions
from satkit.models.statements import NAME, split_outside

STAR, MARK, COMMA = re.compile(r"\*"), re.compile(r"\?"), re.compile(r",")
CALL = re.compile(r"^(?P<name>[A-Za-z_.][\w.]*)\s*\((?P<inside>.*)\)$", re.DOTALL)
STRING = re.compile(r"^(?:\"([^\"]*)\"|'([^']*)')$")
ARITHMETIC = re.compile(r"^[+-]?[\d.(][\d.eE+\-*/()^\s]*$")
NO_LABELS = frozenset({"NA", "NULL", "NaN", "Inf", "TRUE", "FALSE"})
KNOWN = (
    "0.8*",
    "NA*",
    "a*",
    "c(1, NA)*",
    "c(a, b)*",
    "start(0.8)*",
    "0.8?",
    'label("a")*',
    'equal("f=~x2")*',
)


@dataclass(frozen=True)
class Setting:
    """What the text says of a parameter, in one group or in all.

    Parameters
    ----------
    label : str
    fixed : float or None
    freed : bool
        By ``NA``: no value of its own accord, such as the 1 of a first item.
    start : float or None
    """

    label: str = ""
    fixed: float | None = None
    freed: bool = False
    start: float | None = None


@dataclass(frozen=True)
class Modified:
    """A term read: its name, and what is said of it.

    Parameters
    ----------
    name : str
    settings : tuple of Setting
        One for all groups, or one for each.
    equal : str
        The parameter, or the label, whose value it shares; empty where none.
    """

    name: str
    settings: tuple[Setting, ...] = (Setting(),)
    equal: str = ""

    @property
    def plain(self) -> bool:
        """Whether nothing is said of it."""
        return self.settings == (Setting(),) and not self.equal


def read_term(part: str, place: str) -> Modified:
    """A term such as ``c(a, b)*x``.

    Raises
    ------
    DefinitionError
        If a modifier cannot be honoured.
    """
    *modifiers, last = split_outside(part, STAR)
    *starts, name = split_outside(last, MARK)
    result = Modified(name)
    for text in modifiers:
        *early, rest = split_outside(text, MARK)
        for start in early:
            result = _merge_modified(result, _starting(start, place), part, place)
        result = _merge_modified(result, _modifier(rest, place), part, place)
    for start in starts:
        result = _merge_modified(result, _starting(start, place), part, place)
    return result


def merge_terms(first: Modified, second: Modified, place: str) -> Modified:
    """One parameter named twice, each time with another modifier.

    Raises
    ------
    DefinitionError
        If both say something of the same kind.
    """
    return _merge_modified(first, replace(second, name=""), second.name, place)


def _merge_modified(old: Modified, new: Modified, part: str, place: str) -> Modified:
    """Both together; refused where they speak of the same thing, or of different numbers of groups."""
    count = max(len(old.settings), len(new.settings))
    if any(len(one.settings) not in {1, count} for one in (old, new)):
        raise _refuse(
            Text("the modifiers of '%(term)s' name different numbers of groups", {"term": part}), place
        )
    pairs = zip(_spread(old.settings, count), _spread(new.settings, count), strict=True)
    settings = []
    for one, two in pairs:
        twice = (
            (one.label and two.label)
            or (_has_value(one) and _has_value(two))
            or (one.start is not None and two.start is not None)
        )
        if twice:
            raise _refuse(Text("the modifiers of '%(term)s' contradict each other", {"term": part}), place)
        settings.append(
            Setting(
                one.label or two.label,
                one.fixed if one.fixed is not None else two.fixed,
                one.freed or two.freed,
                one.start if one.start is not None else two.start,
            )
        )
    if old.equal and new.equal:
        raise _refuse(Text("the modifiers of '%(term)s' contradict each other", {"term": part}), place)
    return Modified(old.name, tuple(settings), old.equal or new.equal)


def _spread(settings: tuple[Setting, ...], count: int) -> tuple[Setting, ...]:
    return settings * count if len(settings) == 1 else settings


def _has_value(setting: Setting) -> bool:
    return setting.freed or setting.fixed is not None


def _modifier(text: str, place: str) -> Modified:
    """One modifier; its name is empty."""
    call = CALL.match(text)
    if call and call["name"] in CALLS:
        return CALLS[call["name"]](call["inside"], place)
    if call:
        raise _unknown(text, place)
    return Modified("", (_setting(text, place),))


def _setting(text: str, place: str) -> Setting:
    if text == "NA":
        return Setting(freed=True)
    number = read_number(text)
    if number is not None:
        return Setting(fixed=number)
    quoted = STRING.match(text)
    label = (quoted[1] or quoted[2] or "") if quoted else text
    if not NAME.match(label) or label in NO_LABELS:
        raise _unknown(text, place)
    return Setting(label=label)


def _by_group(inside: str, place: str) -> Modified:
    """``c(...)``: values or labels of the groups in their order."""
    settings = tuple(_setting(part, place) for part in split_outside(inside, COMMA))
    if any(one.label for one in settings):
        if any(one.fixed is not None for one in settings):
            raise _refuse(
                Text("c(%(inside)s) mixes labels with numbers", {"inside": inside}),
                place,
                Text("write labels and values apart, as in c(a, b)*x + c(1, NA)*x"),
            )
        settings = tuple(replace(one, freed=False) for one in settings)
    return Modified("", settings)


def _starting(inside: str, place: str) -> Modified:
    """Starting values, one or one for each group."""
    call = CALL.match(inside)
    parts = split_outside(call["inside"], COMMA) if call and call["name"] == "c" else [inside]
    numbers = [read_number(part) for part in parts]
    if any(number is None for number in numbers):
        raise _refuse(Text("the starting value '%(text)s' is no number", {"text": inside}), place)
    return Modified("", tuple(Setting(start=number) for number in numbers))


def _parse_labels(inside: str, place: str) -> Modified:
    call = CALL.match(inside)
    parts = split_outside(call["inside"], COMMA) if call and call["name"] == "c" else [inside]
    settings = tuple(_setting(part, place) for part in parts)
    if not all(one.label for one in settings):
        raise _unknown(f"label({inside})", place)
    return Modified("", settings)


def _as_another(inside: str, place: str) -> Modified:
    quoted = STRING.match(inside)
    if not quoted:
        raise _unknown(f"equal({inside})", place)
    return Modified("", equal="".join((quoted[1] or quoted[2] or "").split()))


CALLS: dict[str, Callable[[str, str], Modified]] = {
    "c": _by_group,
    "start": _starting,
    "label": _parse_labels,
    "equal": _as_another,
}


def read_number(text: str) -> float | None:
    """A number, or arithmetic with numbers such as ``1/3``; nothing where it is none."""
    if not ARITHMETIC.match(text):
        return None
    try:
        with np.errstate(all="ignore"):
            value = float(evaluate_expressions([("value", text)], {})["value"])
    except (DefinitionError, ArithmeticError):
        return None
    return value if np.isfinite(value) else None


def _unknown(text: str, place: str) -> DefinitionError:
    return _refuse(
        Text("'%(modifier)s' before a name cannot be honoured", {"modifier": text}),
        place,
        None,
        Text("known: %(names)s", {"names": KNOWN}),
    )


def _refuse(
    what: Text, place: str, hint: Text | None = None, expected: Text | None = None
) -> DefinitionError:
    return DefinitionError(Complaint(what, where=place, expected=expected, hint=hint))
