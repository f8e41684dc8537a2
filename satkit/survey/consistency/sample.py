"""Whether segments and targets name what exists, and add up."""

from __future__ import annotations

import math
from collections.abc import Iterator

from satkit.errors import near, quote_all
from satkit.language import Text
from satkit.survey.columns import is_asked
from satkit.survey.consistency.parts import Parts, known_names, unknown
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import Segment, Target
from satkit.survey.scale import fold
from satkit.survey.shorthand import show_value

SHARES_SUM = 1e-6


def segments(parts: Parts) -> Iterator[Mistake]:
    """Unknown waves, levels of one name, and codes of two levels."""
    for name, segment in parts.segments.items():
        path: Path = ("segment", name)
        yield from unknown("wave", [((*path, "waves", i), w) for i, w in enumerate(segment.waves)], parts)
        yield from _levels(segment, path)


def _levels(segment: Segment, path: Path) -> Iterator[Mistake]:
    names: set[str] = set()
    owner: dict[str, object] = dict.fromkeys(map(fold, segment.missing), Text("missing"))
    for i, level in enumerate(segment.levels):
        at = (*path, "levels", i)
        if level.name in names:
            yield Mistake(at, Text("two levels are called '%(name)s'", {"name": level.name}))
            continue
        names.add(level.name)
        for code in dict.fromkeys(fold(code) for code in level.codes or (level.name,)):
            if code in owner:
                values = {"code": code, "one": owner[code], "two": level.name}
                yield Mistake(at, Text("the code '%(code)s' is both '%(one)s' and '%(two)s'", values))
            owner.setdefault(code, level.name)


def targets(parts: Parts) -> Iterator[Mistake]:
    """Margins of unknown segments, waves or levels, given twice, or not summing to one."""
    seen: set[tuple[str, str]] = set()
    for i, target in enumerate(parts.sample.targets):
        path: Path = ("sample", "targets", i)
        if not target.segment:
            yield Mistake((*path, "segment"), Text("the target names no segment"))
        yield from unknown("segment", [((*path, "segment"), target.segment)], parts)
        yield from unknown("wave", [((*path, "wave"), target.wave)], parts)
        if (target.segment, target.wave) in seen:
            values = {"segment": target.segment, "wave": target.wave or Text("all waves")}
            yield Mistake(path, Text("the shares of '%(segment)s' in %(wave)s are given twice", values))
        seen.add((target.segment, target.wave))
        segment = parts.segments.get(target.segment)
        if segment and target.wave in parts.names["wave"] and not is_asked(segment, target.wave):
            what = Text(
                "segment '%(segment)s' is not asked in wave '%(wave)s'",
                {"segment": target.segment, "wave": target.wave},
            )
            yield Mistake((*path, "wave"), what, known_names(segment.waves))
        yield from _shares(target, segment, (*path, "shares"))
    trim = parts.sample.trim
    if trim and not 0 <= trim[0] < 1 < trim[1]:
        what = Text("trim = %(value)s does not enclose 1", {"value": show_value(list(trim))})
        expected = Text("expected the smallest and the largest weight as multiples of the mean")
        yield Mistake(("sample", "trim"), what, expected)


def _shares(target: Target, segment: Segment | None, path: Path) -> Iterator[Mistake]:
    levels = [level.name for level in segment.levels] if segment else []
    for level, share in target.shares.items():
        if levels and level not in levels:
            values = {"name": level, "segment": target.segment}
            what = Text("segment '%(segment)s' has no level '%(name)s'", values)
            yield Mistake((*path, level), what, known_names(levels), near(level, levels))
        if share < 0:
            yield Mistake((*path, level), Text("the share of '%(name)s' is negative", {"name": level}))
    absent = [level for level in levels if level not in target.shares]
    if absent:
        yield Mistake(path, Text("no share for %(names)s", {"names": quote_all(absent)}))
    total = math.fsum(target.shares.values())
    if abs(total - 1) > SHARES_SUM:
        percent = abs(total - 100) < 1
        hint = Text("they look like percentages: divide by 100") if percent else None
        what = Text("the shares of '%(segment)s' sum to %(total)s", _sum(target.segment, total))
        yield Mistake(path, what, Text("expected a sum of 1"), hint)


def _sum(segment: str, total: float) -> dict[str, object]:
    return {"segment": segment, "total": f"{total:.9g}"}
