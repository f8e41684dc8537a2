"""The tables of a definition as parts, as far as each can be read."""

from __future__ import annotations

from satkit.language import Text
from satkit.survey import shorthand
from satkit.survey.consistency.parts import Parts
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import (
    Checks,
    Comments,
    Department,
    Design,
    Drivers,
    Index,
    Indicator,
    Item,
    Qualities,
    Report,
    Segment,
    Theme,
    Wave,
)
from satkit.survey.scale import MOST_SINGLE, SATISFACTION, Point, Scale
from satkit.survey.shorthand import Raw
from satkit.survey.validate import P, validate_part

SATISFIED_FROM, TOP_FROM, BOTTOM_TO = 0.8, 0.9, 0.2  # of the range: 8, 9 and 2 of 0 to 10
TABLES = ("scale", "item", "indicator", "department", "code", "segment", "wave")
DRAWN_FROM = ("weight", "strata", "cluster", "fpc", "replicate_weights")  # keys of [sample] that name columns
SETTINGS = ("sample", "checks", "comments", "drivers", "kano", "index", "report")


def only_tables(raw: Raw, mistakes: list[Mistake]) -> None:
    """Take out what should be a table and is not, so that nobody below need ask."""
    for table in (*TABLES, *SETTINGS):
        if not isinstance(raw.setdefault(table, {}), dict):
            mistakes.append(_no_table((table,), table))
            raw[table] = {}
    for table in TABLES:
        for name in [name for name, entry in raw[table].items() if not isinstance(entry, dict)]:
            mistakes.append(_no_table((table, name), name))
            del raw[table][name]


def _no_table(path: Path, key: str) -> Mistake:
    what = Text("'%(key)s' is not a table", {"key": key})
    return Mistake(
        path, what, Text("expected [%(key)s], or %(key)s = { … }", {"key": ".".join(map(str, path))})
    )


def parts(raw: Raw, mistakes: list[Mistake]) -> Parts:
    """Every table of the definition as models, as far as they can be read."""
    before = len(mistakes)
    if SATISFACTION.name not in raw["scale"] and _asked_on(raw, SATISFACTION.name):
        raw["scale"][SATISFACTION.name] = {}
    names = {table: tuple(raw[table]) for table in TABLES}
    names["scale"] = tuple(dict.fromkeys([*names["scale"], SATISFACTION.name]))
    return Parts(
        scales={
            name: add_boxes(add_ranks(scale, raw))
            for name, scale in _entries("scale", Scale, raw, mistakes).items()
        },
        items=_entries("item", Item, raw, mistakes),
        indicators=_entries("indicator", Indicator, raw, mistakes),
        departments=_entries("department", Department, raw, mistakes),
        codes=_entries("code", Theme, raw, mistakes),
        segments=_entries("segment", Segment, raw, mistakes),
        waves=_entries("wave", Wave, raw, mistakes),
        sample=validate_part(Design, raw["sample"], ("sample",), mistakes) or Design(),
        checks=validate_part(Checks, raw["checks"], ("checks",), mistakes) or Checks(),
        comments=validate_part(Comments, raw["comments"], ("comments",), mistakes) or Comments(),
        drivers=validate_part(Drivers, raw["drivers"], ("drivers",), mistakes) or Drivers(),
        kano=validate_part(Qualities, raw["kano"], ("kano",), mistakes) or Qualities(),
        index=validate_part(Index, raw["index"], ("index",), mistakes) or Index(),
        report=validate_part(Report, raw["report"], ("report",), mistakes) or Report(),
        names=names,
        columns=_columns(raw),
        broken=frozenset(str(mistake.path[0]) for mistake in mistakes[before:]),
    )


def _columns(raw: Raw) -> tuple[str, ...]:
    """Every column the definition reads, named by sound and broken parts alike."""
    sample, checks = raw["sample"], raw["checks"]
    found = [item.get("columns") or item.get("column") or name for name, item in raw["item"].items()]
    found += [segment.get("column") or name for name, segment in raw["segment"].items()]
    designs = [sample, *(wave.get("sample") for wave in raw["wave"].values())]
    found += [design.get(key) for design in designs if isinstance(design, dict) for key in DRAWN_FROM]
    only = checks.get("only")
    found += [checks.get("respondent"), checks.get("duration"), [*only] if isinstance(only, dict) else only]
    flat = [column for entry in found for column in (entry if isinstance(entry, list) else [entry])]
    return tuple(dict.fromkeys(column for column in flat if column and isinstance(column, str)))


def _asked_on(raw: Raw, scale: str) -> bool:
    return any(item.get("scale") == scale for item in raw["item"].values())


def _entries(table: str, kind: type[P], raw: Raw, mistakes: list[Mistake]) -> dict[str, P]:
    """The sound entries of one table, by name."""
    found = {}
    for name, entry in raw[table].items():
        path: Path = (table, name)
        before = len(mistakes)
        if "name" in entry:
            keys = [key for key in kind.model_fields if key != "name"]
            mistakes.append(shorthand.unknown_key("name", keys, (*path, "name")))
        full = _expand_entry(table, name, entry, path, mistakes)
        part = validate_part(kind, {**full, "name": name}, path, mistakes)
        if part is not None and len(mistakes) == before:
            found[name] = part
    return found


def _expand_entry(table: str, name: str, entry: Raw, path: Path, mistakes: list[Mistake]) -> Raw:
    if table == "scale":
        return shorthand.scale(name, entry, path, mistakes)
    if table == "wave":
        return shorthand.wave(entry)
    return shorthand.segment(entry) if table == "segment" else entry


def add_ranks(scale: Scale, raw: Raw) -> Scale:
    """A scale of ranks with its points, where it names none: a position for every item that is ranked."""
    if scale.kind != "rank" or scale.points:
        return scale
    count = max(2, sum(item.get("scale") == scale.name for item in raw["item"].values()))
    return scale.model_copy(update={"points": tuple(Point(code=place) for place in range(1, count + 1))})


def add_boxes(scale: Scale) -> Scale:
    """The scale with its satisfied, top and bottom points, where the definition names none.

    Of up to 3, 7 and 11 points the best 1, 2 and 3 count as satisfied, the best 1, 1 and 2 are
    the top box, and of up to 4, 7 and 11 the worst 1, 2 and 3 count as dissatisfied; of more points
    those in the best 20 % of the range of scores, in the best 10 % and in the worst 20 %.
    """
    n = len(scale.points)
    if scale.kind != "score" or not n or any(point.score is None for point in scale.points):
        return scale
    counts = _by_range(scale.scores) if n > MOST_SINGLE or scale.continuous else _by_count(scale.scores)
    codes = {
        key: tuple(scale.points[place].code for place in sorted(places)) for key, places in counts.items()
    }
    return scale.model_copy(update={key: value for key, value in codes.items() if not getattr(scale, key)})


def _by_count(scores: tuple[float, ...]) -> dict[str, list[int]]:
    n = len(scores)
    best = sorted(range(n), key=lambda place: -scores[place])
    return {
        "satisfied": best[: 1 if n <= 3 else 2 if n <= 7 else 3],
        "top": best[: 1 if n <= 7 else 2],
        "bottom": best[-(1 if n <= 4 else 2 if n <= 7 else 3) :],
    }


def _by_range(scores: tuple[float, ...]) -> dict[str, list[int]]:
    low, high = min(scores), max(scores)
    # the height of every point, 0 the worst end; a hair against the rounding of thirds
    height = [(score - low) / (high - low) + 1e-9 if high > low else 0.0 for score in scores]
    return {
        "satisfied": [place for place, share in enumerate(height) if share >= SATISFIED_FROM],
        "top": [place for place, share in enumerate(height) if share >= TOP_FROM],
        "bottom": [place for place, share in enumerate(height) if share <= BOTTOM_TO + 2e-9],
    }
