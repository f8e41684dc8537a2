"""Whether the report asks for what exists, and bands cover scores."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from satkit.errors import near, quote_all
from satkit.language import Text
from satkit.survey.columns import is_asked
from satkit.survey.consistency.parts import Parts, known_names, unknown
from satkit.survey.locate import Mistake, Path


def report(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the report's settings."""
    wanted: list[tuple[Path, str]] = [
        (("report", "adjust_by", i), name) for i, name in enumerate(parts.report.adjust_by)
    ]
    yield from unknown("segment", wanted, parts)
    yield from _everywhere(wanted, parts)
    yield from _headline(parts)
    yield from _bands(parts)


def unknown_sections(parts: Parts, sections: Collection[str]) -> Iterator[Mistake]:
    """Sections that the report is to have, but that are none of these."""
    for place, name in enumerate(parts.report.sections):
        if name not in sections:
            what = Text("the report has no section '%(name)s'", {"name": name})
            path: Path = ("report", "sections", place)
            yield Mistake(path, what, known_names(sections), near(name, sections))


def _everywhere(wanted: Sequence[tuple[Path, str]], parts: Parts) -> Iterator[Mistake]:
    """Segments that changes are adjusted by, but that some wave does not know."""
    for path, name in wanted:
        segment = parts.segments.get(name)
        without = [wave for wave in parts.names["wave"] if segment and not is_asked(segment, wave)]
        if without:
            values = {"segment": name, "waves": quote_all(without)}
            what = Text(
                "segment '%(segment)s' is not asked in %(waves)s, so nothing can be adjusted by it", values
            )
            yield Mistake(path, what)


def _headline(parts: Parts) -> Iterator[Mistake]:
    headline = parts.report.headline
    known = [*parts.names["item"], *parts.names["indicator"]]
    if headline and headline not in known:
        what = Text("headline names '%(name)s', which is no item and no indicator", {"name": headline})
        yield Mistake(("report", "headline"), what, known_names(known), near(headline, known))
    scale = parts.scale(headline)
    if scale and scale.kind != "score" and headline not in parts.names["indicator"]:
        what = Text("the headline item '%(name)s' has no score", {"name": headline})
        yield Mistake(("report", "headline"), what, Text("expected an item on a scale of kind 'score'"))


def _bands(parts: Parts) -> Iterator[Mistake]:
    bands = parts.report.bands
    if not bands:
        yield Mistake(
            ("report", "bands"), Text("there are no bands"), Text("expected at least one, starting at 0")
        )
        return
    starts: dict[float, str] = {}
    for i, band in enumerate(bands):
        before = starts.setdefault(band.start, band.name)
        if any(band.name == other.name for other in bands[:i]):
            what = Text("two bands are called '%(name)s'", {"name": band.name})
            yield Mistake(("report", "bands", i), what)
        elif before != band.name:
            values = {"one": before, "two": band.name, "start": f"{band.start:g}"}
            what = Text("the bands '%(one)s' and '%(two)s' both start at %(start)s", values)
            yield Mistake(("report", "bands", i), what)
    lowest = _lowest_score(parts)
    if min(starts) > lowest:
        values_ = {"start": f"{min(starts):g}", "lowest": f"{lowest:g}"}
        what = Text("no band below %(start)s, but scores go down to %(lowest)s", values_)
        yield Mistake(("report", "bands"), what, Text("expected one band to start at 0"))


def _lowest_score(parts: Parts) -> float:
    """The lowest score any point carries; 0 where none is known."""
    scores = [
        point.score
        for name in {item.scale for item in parts.items.values()} & set(parts.scales)
        for point in parts.scales[name].points
        if point.score is not None
    ]
    return max(0.0, min(scores, default=0.0))
