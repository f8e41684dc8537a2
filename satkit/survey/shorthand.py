"""Short forms of a definition, written out for the models."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args, get_origin

from satkit.errors import near, quote_all
from satkit.language import LANGUAGES, Label, Text
from satkit.models.kano.answers import WORDINGS
from satkit.survey.locate import Mistake, Path
from satkit.survey.scale import SATISFACTION, Part

Raw = dict[str, Any]
BEST = ("high", "low")
BOXES = ("satisfied", "top", "bottom")
MOST_POINTS = 101


def show_value(value: object) -> str:
    """A value as the definition would write it, cut to sixty characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def written_out(raw: Any, kind: Any, path: Path, mistakes: list[Mistake]) -> Any:
    """``raw`` with its labels in both languages and its dates as text, as deep as ``kind`` goes."""
    if kind is Label:
        return _label(raw, path, mistakes)
    if isinstance(kind, type) and issubclass(kind, Part) and isinstance(raw, Mapping):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return {key: written_out(each, fields.get(key), (*path, key), mistakes) for key, each in raw.items()}
    if get_origin(kind) is dict and isinstance(raw, Mapping):
        inner = get_args(kind)[1]
        return {key: written_out(each, inner, (*path, key), mistakes) for key, each in raw.items()}
    if get_origin(kind) is tuple and isinstance(raw, list):
        inner = get_args(kind)[0]
        return [written_out(each, inner, (*path, i), mistakes) for i, each in enumerate(raw)]
    if isinstance(raw, float) and not math.isfinite(raw):
        mistakes.append(Mistake(path, Text("%(value)s is no finite number", {"value": raw})))
    return raw.isoformat() if isinstance(raw, date) else raw


def _label(raw: Any, path: Path, mistakes: list[Mistake]) -> Raw:
    if isinstance(raw, str):
        return dict.fromkeys(LANGUAGES, raw)
    if not isinstance(raw, Mapping):
        mistakes.append(
            Mistake(path, Text("a label is a text, not %(value)s", {"value": show_value(raw)}), _LABEL)
        )
        return {}
    for language, text in raw.items():
        if language not in LANGUAGES:
            what = Text("no language '%(name)s' in a label", {"name": language})
            mistakes.append(Mistake((*path, language), what, _LABEL))
        elif not isinstance(text, str):
            what = Text("a label is a text, not %(value)s", {"value": show_value(text)})
            mistakes.append(Mistake((*path, language), what, _LABEL))
    return {language: raw[language] for language in LANGUAGES if isinstance(raw.get(language), str)}


_LABEL = Text('expected a text, or { zh = "…", en = "…" }')


def scale(name: str, raw: Raw, path: Path, mistakes: list[Mistake]) -> Raw:
    """A scale with every point, score and missing code written out.

    Parameters
    ----------
    name : str
        Its name; ``satisfaction`` without points is the built-in scale.
    raw : dict
        The table as written; ``points`` of a Kano scale may name a wording of its answers.
    path : Path
        Where it stands.
    mistakes : list of Mistake
        Grows by what cannot be written out.
    """
    full = dict(raw)
    if name == SATISFACTION.name and "points" not in full and full.get("kind", "score") == "score":
        full = SATISFACTION.model_dump(mode="json", exclude={"name"}, exclude_unset=True) | full
    _write_points(full, path, mistakes)
    if "from" in full or "to" in full:
        return _continuous(full, path, mistakes)
    for key in BOXES:
        if isinstance(full.get(key), Mapping):
            full[key] = _stretch(full, key, path, mistakes)
    return _write_linear_scores(full, path, mistakes)


def _write_points(full: Raw, path: Path, mistakes: list[Mistake]) -> None:
    """Write out points and missing codes, from a range, a wording or bare codes, in place."""
    if full.get("kind") == "kano" and isinstance(full.get("points"), str):
        full["points"] = _write_kano_points(full["points"], (*path, "points"), mistakes)
    if isinstance(full.get("points"), Mapping):
        full["points"] = _range(full["points"], (*path, "points"), mistakes)
        full["points"] = _spread_labels(full.pop("labels", None), full["points"], (*path, "labels"), mistakes)
    elif "labels" in full:
        del full["labels"]
        what = Text("'labels' goes with points = { from = …, to = … } only")
        mistakes.append(Mistake((*path, "labels"), what, None, Text("write each label into its point")))
    for key in ("points", "missing"):
        if isinstance(full.get(key), list):
            full[key] = [dict(each) if isinstance(each, Mapping) else {"code": each} for each in full[key]]
    if full.get("other") is True and isinstance(full.get("points", []), list):
        full["points"] = _with_other(full.get("points", []))


def _with_other(points: list[Raw]) -> list[Raw]:
    """The points with a catch-all as the last one, where none is marked."""
    if any(point.get("other") for point in points):
        return points
    return [*points, {"code": "other", "label": {"zh": "其他", "en": "Other"}, "other": True}]


def _continuous(full: Raw, path: Path, mistakes: list[Mistake]) -> Raw:
    """A scale of any number from one end to another: its ends sound, its boxes as their two ends."""
    low, high = full.get("from"), full.get("to")
    if not (_number(low) and _number(high) and low < high):  # type: ignore[operator]
        what = Text(
            "from = %(low)s and to = %(high)s are no ends of a scale",
            {"low": show_value(low), "high": show_value(high)},
        )
        expected = Text("expected two numbers, the first below the second")
        mistakes.append(Mistake((*path, "from" if "from" in full else "to"), what, expected))
        return {key: value for key, value in full.items() if key not in {"from", "to", *BOXES}}
    for key in ("points", "labels"):
        if full.pop(key, None):
            what = Text("a scale has either '%(key)s' or its ends 'from' and 'to'", {"key": key})
            mistakes.append(
                Mistake(
                    (*path, key), what, None, Text("for whole numbers write points = { from = …, to = … }")
                )
            )
    if (rule := full.pop("score", "linear")) != "linear":
        expected = Text("any number from one end to the other is scored in a straight line; delete 'score'")
        mistakes.append(Mistake((*path, "score"), _not_linear(rule), expected))
    for key in BOXES:
        if full.get(key):
            full[key] = _ends(full[key], key, (low, high), path, mistakes)
    return full


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _ends(raw: Any, key: str, within: tuple[Any, Any], path: Path, mistakes: list[Mistake]) -> list[float]:
    """``{ from = 8, to = 10 }``, one of both is enough, as two ends inside those of the scale."""
    low, high = within
    if isinstance(raw, Mapping) and raw and set(raw) <= {"from", "to"}:
        first, last = raw.get("from", low), raw.get("to", high)
        if _number(first) and _number(last) and low <= first <= last <= high:
            return [first, last]
    what = Text("%(key)s = %(value)s is no stretch of the scale", {"key": key, "value": show_value(raw)})
    values: dict[str, object] = {"low": f"{low:g}", "high": f"{high:g}"}
    expected = Text("expected { from = A, to = B }, numbers from %(low)s to %(high)s", values)
    mistakes.append(Mistake((*path, key), what, expected))
    return []


def _stretch(full: Raw, key: str, path: Path, mistakes: list[Mistake]) -> list[Any]:
    """The codes of a stretch ``{ from = 8, to = 10 }`` of a scale with points."""
    points = full.get("points")
    numbers = [point.get("code") for point in points] if isinstance(points, list) else []
    numbers = [code for code in numbers if _number(code)]
    if not numbers:
        what = Text(
            "%(key)s = %(value)s needs points whose codes are numbers",
            {"key": key, "value": show_value(full[key])},
        )
        mistakes.append(Mistake((*path, key), what, Text("expected a list of codes")))
        return []
    ends = _ends(full[key], key, (min(numbers), max(numbers)), path, mistakes)
    return [code for code in numbers if ends and ends[0] <= code <= ends[1]]


def _write_kano_points(name: str, path: Path, mistakes: list[Mistake]) -> list[Raw]:
    """A published wording of the five Kano answers as points with the codes 1 to 5."""
    if name not in WORDINGS:
        what = Text("no wording '%(name)s' of Kano answers", {"name": name})
        mistakes.append(
            Mistake(
                path, what, Text("known: %(names)s", {"names": quote_all(WORDINGS)}), near(name, WORDINGS)
            )
        )
    labels = WORDINGS.get(name, WORDINGS["classic"])
    return [{"code": code, "label": {"zh": label.zh, "en": label.en}} for code, label in enumerate(labels, 1)]


def _range(raw: Mapping[str, Any], path: Path, mistakes: list[Mistake]) -> list[Raw]:
    """``{ from = 1, to = 5 }`` as points."""
    first, last = raw.get("from"), raw.get("to")
    whole = all(isinstance(end, int) and not isinstance(end, bool) for end in (first, last))
    if set(raw) != {"from", "to"} or not whole or not 1 <= last - first < MOST_POINTS:  # type: ignore[operator]
        what = Text("points = %(value)s names no points", {"value": show_value(raw)})
        expected = Text("expected { from = A, to = B }, whole numbers, A below B, at most 101 points")
        mistakes.append(Mistake(path, what, expected))
        return []
    return [{"code": code} for code in range(first, last + 1)]  # type: ignore[arg-type, operator]


def _spread_labels(raw: Any, points: list[Raw], path: Path, mistakes: list[Mistake]) -> list[Raw]:
    """The points with ``labels`` spread over them: one each, or the two ends."""
    if raw is None or not points:
        return points
    lists = raw if isinstance(raw, Mapping) else dict.fromkeys(LANGUAGES, raw)
    for language, texts in lists.items():
        if not isinstance(texts, list) or len(texts) not in {2, len(points)} or language not in LANGUAGES:
            what = Text(
                "labels = %(value)s does not fit %(n)d points", {"value": show_value(raw), "n": len(points)}
            )
            expected = Text(
                "expected { zh = […], en = […] } with one label a point, or with those of the two ends"
            )
            mistakes.append(Mistake((*path, language), what, expected))
            continue
        chosen = points if len(texts) == len(points) else (points[0], points[-1])
        for point, text in zip(chosen, texts, strict=True):
            point.setdefault("label", {})[language] = text
    return points


def _write_linear_scores(full: Raw, path: Path, mistakes: list[Mistake]) -> Raw:
    """The scale with ``score = "linear"`` worked out on 0-100."""
    rule, best = full.pop("score", None), full.pop("best", None)
    if rule is None and best is None:
        return full
    if rule != "linear":
        what = Text("'best' goes with score = \"linear\" only") if rule is None else _not_linear(rule)
        mistakes.append(Mistake((*path, "best" if rule is None else "score"), what, _LINEAR))
        return full
    if best not in BEST:
        what = (
            Text("a linear scale must say which end is good")
            if best is None
            else Text("best = %(value)s is no end of a scale", {"value": show_value(best)})
        )
        mistakes.append(
            Mistake(
                (*path, "score" if best is None else "best"),
                what,
                Text('expected best = "high" or best = "low"'),
            )
        )
        return full
    points = full.get("points")
    if isinstance(points, list) and points:
        full["points"] = _linear(points, best, (*path, "score"), mistakes)
    return full


_LINEAR = Text('expected score = "linear", or a score in every point')


def _not_linear(rule: object) -> Text:
    return Text("score = %(value)s is no rule", {"value": show_value(rule)})


def _linear(points: Sequence[Raw], best: str, path: Path, mistakes: list[Mistake]) -> list[Raw]:
    codes = [point.get("code") for point in points]
    if not all(isinstance(code, int | float) for code in codes) or len(set(codes)) < 2:
        what = Text('score = "linear" needs points whose codes are numbers, at least two')
        mistakes.append(Mistake(path, what, None, Text("write a score into every point")))
        return list(points)
    if any("score" in point for point in points):
        what = Text('the points have scores of their own beside score = "linear"')
        mistakes.append(Mistake(path, what, None, Text("delete one of the two")))
        return list(points)
    low, high = min(codes), max(codes)  # type: ignore[type-var]
    good, bad = (high, low) if best == "high" else (low, high)
    return [
        {**point, "score": 100 * abs(code - bad) / abs(good - bad)}  # type: ignore[operator]
        for point, code in zip(points, codes, strict=True)
    ]


def segment(raw: Raw) -> Raw:
    """A segment whose bare levels have become tables."""
    levels = raw.get("levels")
    if not isinstance(levels, list):
        return raw
    return {**raw, "levels": [each if isinstance(each, Mapping) else {"name": each} for each in levels]}


def wave(raw: Raw) -> Raw:
    """A wave whose single codes under ``where`` have become lists."""
    where = raw.get("where")
    if not isinstance(where, Mapping):
        return raw
    return {
        **raw,
        "where": {column: code if isinstance(code, list) else [code] for column, code in where.items()},
    }


def unknown_key(key: str, known: Sequence[str], path: Path) -> Mistake:
    """The complaint about a key nobody reads."""
    what = Text("unknown key '%(key)s'", {"key": key})
    return Mistake(path, what, Text("known keys: %(keys)s", {"keys": quote_all(known)}), near(key, known))
