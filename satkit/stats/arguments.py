"""Arguments of public functions looked at before anything is done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from numbers import Integral, Real
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Kind:
    """What an argument may be.

    Parameters
    ----------
    fits : callable
        Whether a value is of the kind.
    expected : Text
        The kind in words.
    words : tuple of str
        What one of may be meant by a word that is none of them.
    """

    fits: Callable[[Any], bool]
    expected: Text
    words: tuple[str, ...] = ()


def instance(kinds: type | tuple[type, ...], expected: Text) -> Kind:
    """An object of some class."""
    return Kind(lambda value: isinstance(value, kinds), expected)


def one_of(words: Sequence[str]) -> Kind:
    """One of some words."""
    known = tuple(words)
    return Kind(
        lambda value: isinstance(value, str) and value in known,
        Text("one of %(names)s", {"names": known}),
        known,
    )


def whole(least: int) -> Kind:
    """A whole number from some number up."""

    def fits(value: object) -> bool:
        return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= least

    return Kind(fits, Text("a whole number, at least %(least)d", {"least": least}))


def _share(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and 0 < float(value) < 1


def _positive(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and 0 < float(value) < np.inf


def _number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and bool(np.isfinite(float(value)))


def _names(value: object) -> bool:
    if isinstance(value, str) or not isinstance(value, Sequence | pd.Index | np.ndarray | set | frozenset):
        return False
    return all(isinstance(one, str) for one in value)


TEXT = Kind(lambda value: isinstance(value, str), Text("a text"))
NAMES = Kind(_names, Text("a list of names"))
LEVEL = Kind(_share, Text("a number between 0 and 1, such as 0.95"))
POSITIVE = Kind(_positive, Text("a number above zero"))
NUMBER = Kind(_number, Text("a number"))
SWITCH = Kind(lambda value: isinstance(value, bool), Text("True or False"))
MAPPING = Kind(lambda value: isinstance(value, Mapping), Text("names with a value each (a dict)"))


def either(*kinds: Kind) -> Kind:
    """Any of some kinds; told in the words of the first."""
    return Kind(lambda value: any(kind.fits(value) for kind in kinds), kinds[0].expected)


def optional(kind: Kind) -> Kind:
    """A kind, or nothing (None)."""
    return Kind(lambda value: value is None or kind.fits(value), kind.expected)


def arguments(**kinds: Kind) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Look at arguments by name before a function runs.

    Parameters
    ----------
    **kinds : Kind
        By the name of the parameter; one that was not given is not looked at.

    Raises
    ------
    DefinitionError
        From the function: with every argument that is something else.
    """

    def decorate(function: Callable[Given, Result]) -> Callable[Given, Result]:
        known = signature(function)

        @wraps(function)
        def looked_at(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            given = known.bind(*args, **kwargs).arguments
            complaints = [
                complain_of(function.__name__, name, given[name], kind)
                for name, kind in kinds.items()
                if name in given and not kind.fits(given[name])
            ]
            if complaints:
                raise DefinitionError(complaints)
            return function(*args, **kwargs)

        return looked_at

    return decorate


def refuse_settings(function: str, settings: Mapping[str, object], kinds: Mapping[str, Kind]) -> None:
    """Complain of settings handed on that are unknown, or of another kind.

    Raises
    ------
    DefinitionError
    """
    complaints = [
        complain_of(function, name, value, kinds[name])
        if name in kinds
        else Complaint(
            Text("%(function)s knows no '%(name)s'", {"function": function, "name": name}),
            expected=Text("known: %(names)s", {"names": tuple(kinds)}),
            hint=near(name, kinds),
        )
        for name, value in settings.items()
        if name not in kinds or not kinds[name].fits(value)
    ]
    if complaints:
        raise DefinitionError(complaints)


def complain_of(function: str, name: str, value: object, kind: Kind) -> Complaint:
    """A value that is not of its kind, in words."""
    simple = value is None or isinstance(value, str | bool | int | float)
    told = {"function": function, "name": name, "value": repr(value) if simple else type(value).__name__}
    return Complaint(
        Text("%(function)s cannot use %(value)s as '%(name)s'", told),
        expected=kind.expected,
        hint=near(str(value), kind.words),
    )
