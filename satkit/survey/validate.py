"""Raw tables of a definition as models; what a model refuses, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError

from satkit.errors import near, quote_all
from satkit.language import Text
from satkit.survey.locate import Mistake, Path
from satkit.survey.scale import Part
from satkit.survey.shorthand import Raw, show_value, unknown_key, written_out

P = TypeVar("P", bound=Part)

KINDS = {
    "string_type": Text("a text"),
    "int_type": Text("a whole number"),
    "float_type": Text("a number"),
    "bool_type": Text("true or false"),
    "tuple_type": Text("a list in square brackets"),
    "dict_type": Text("a table in braces"),
    "model_type": Text("a table in braces"),
    "dataclass_type": Text("a table in braces"),
}
CODE = Text("a code, that is a number or a text")
SOME = Text("true, false or a list in square brackets")
BOUNDS = {
    "greater_than": Text("expected a number above %(bound)s"),
    "greater_than_equal": Text("expected at least %(bound)s"),
    "less_than": Text("expected a number below %(bound)s"),
    "less_than_equal": Text("expected at most %(bound)s"),
    "too_short": Text("expected %(bound)s values"),
    "too_long": Text("expected %(bound)s values"),
}
LIMITS = ("gt", "ge", "lt", "le", "min_length", "max_length")


def validate_part(
    kind: type[P], raw: Any, path: Path, mistakes: list[Mistake], also: Sequence[str] = ()
) -> P | None:
    """``raw`` as a ``kind``, or nothing and at least one mistake more.

    Parameters
    ----------
    kind : type of Part
    raw : dict
        As written, short forms already gone; ``name`` set.
    path : Path
        Where it stands.
    mistakes : list of Mistake
        Grows by everything the model refuses.
    also : sequence of str
        Keys to name as known that the caller has taken out.
    """
    if not isinstance(raw, Mapping):
        mistakes.append(_wrong_kind(path, raw, KINDS["model_type"]))
        return None
    before = len(mistakes)
    full = written_out(raw, kind, path, mistakes)
    try:
        part = kind.model_validate_json(
            json.dumps(full, default=str), strict=True, by_alias=True, by_name=False
        )
    except ValidationError as error:
        mistakes += _list_mistakes(kind, error, full, path, also)
        return None
    return part if len(mistakes) == before else None


def _list_mistakes(
    kind: type[Part], error: ValidationError, raw: Raw, path: Path, also: Sequence[str]
) -> list[Mistake]:
    """One mistake per place, however many types a value might have had."""
    refused: dict[Path, list[Any]] = {}
    for each in error.errors(include_url=False):
        refused.setdefault(_within(each["loc"], raw, each["type"]), []).append(each)
    return [_describe_mistake(kind, errors, loc, path, also) for loc, errors in refused.items()]


def _within(loc: Path, raw: Any, error: str) -> Path:
    """The part of ``loc`` that leads through ``raw``; pydantic adds the names of types."""
    for depth, key in enumerate(loc):
        inside = key in raw if isinstance(raw, Mapping) else isinstance(raw, list) and key in range(len(raw))
        if not inside:
            return loc[: depth + (error == "missing")]
        raw = raw[key]
    return loc


def _describe_mistake(
    kind: type[Part], errors: list[Any], loc: Path, path: Path, also: Sequence[str]
) -> Mistake:
    error, full = errors[0], (*path, *loc)
    key = _key(full)
    values: dict[str, object] = {"key": key, "value": show_value(error["input"])}
    if error["type"] == "extra_forbidden":
        return unknown_key(key, [*_keys(kind, loc[:-1]), *also], full)
    if error["type"] == "missing":
        return Mistake(full, Text("the key '%(key)s' is missing", values))
    if error["type"] == "literal_error":
        return _no_choice(full, values, error)
    if error["type"] in KINDS:
        return _wrong_kind(full, error["input"], _either(errors))
    if error["type"] in BOUNDS:
        bound = next(error["ctx"][limit] for limit in LIMITS if limit in error["ctx"])
        expected = Text(BOUNDS[error["type"]].msgid, {"bound": f"{bound:g}"})
        return Mistake(full, Text("%(key)s = %(value)s is out of range", values), expected)
    return Mistake(full, Text("%(key)s = %(value)s cannot be read: %(why)s", {**values, "why": error["msg"]}))


def _either(errors: list[Any]) -> Text:
    """What a value might have been that fits none of the types it may have."""
    if len(errors) == 1:
        return KINDS[errors[0]["type"]]
    return SOME if any(error["type"] == "bool_type" for error in errors) else CODE


def _no_choice(path: Path, values: Mapping[str, object], error: Any) -> Mistake:
    allowed = re.findall(r"'([^']*)'", error["ctx"]["expected"]) or [error["ctx"]["expected"]]
    what = Text("%(key)s = %(value)s is none of its values", values)
    return Mistake(path, what, _one_of(allowed), near(str(error["input"]), allowed))


def _one_of(allowed: Sequence[str]) -> Text:
    return Text("expected one of %(names)s", {"names": quote_all(allowed)})


def _wrong_kind(path: Path, value: object, kind: Text) -> Mistake:
    what = Text(
        "%(key)s = %(value)s is not %(kind)s", {"key": _key(path), "value": show_value(value), "kind": kind}
    )
    return Mistake(path, what)


def _key(path: Path) -> str:
    """The last key of a path, with the place in its list: ``points[2]``."""
    names = [i for i, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return "".join(f"[{step}]" for step in path)
    return str(path[names[-1]]) + "".join(f"[{int(step) + 1}]" for step in path[names[-1] + 1 :])


def _keys(kind: type[Part], loc: Path) -> list[str]:
    """The keys of the model that ``loc`` leads to inside ``kind``; never ``name`` at the top."""
    inside: Any = kind
    for step in loc:
        inside = _inside(inside, step)
    fields = inside.model_fields.items()
    return [field.alias or name for name, field in fields if loc or name != "name"]


def _inside(kind: Any, step: str | int) -> Any:
    """What stands below a key of a model, in ``tuple[Model, ...]`` or in ``dict[str, Model]``."""
    if isinstance(kind, type) and issubclass(kind, Part):
        fields = {field.alias or name: field for name, field in kind.model_fields.items()}
        found = fields[str(step)].annotation
        given = [each for each in get_args(found) if each is not NoneType]
        return given[0] if NoneType in get_args(found) else found
    return get_args(kind)[get_origin(kind) is dict]
