"""Whether an answer has one meaning on every scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from satkit.errors import near
from satkit.language import Text
from satkit.survey.consistency.parts import Parts, known_names, unknown
from satkit.survey.locate import Mistake, Path
from satkit.survey.scale import Missing, Point, Scale, fold
from satkit.survey.shorthand import show_value

POINTLESS = ("text", "number")
KANO_POINTS = frozenset((3, 5))
MOST_POINTS = 120  # answers are kept as one signed byte, negative ones say why they are missing


def scales(parts: Parts) -> Iterator[Mistake]:
    """Mistakes inside each scale."""
    for name, scale in parts.scales.items():
        path: Path = ("scale", name)
        yield from _continuous(scale, path) if scale.continuous else _points(scale, path)
        yield from _check_alike_answers(scale, path)
        yield from _others(scale, path)
        yield from _boxes(scale, path)
        yield from _recovery(scale, path)
        yield from _owners(scale, path, parts)


def _points(scale: Scale, path: Path) -> Iterator[Mistake]:
    n = len(scale.points)
    if scale.kind in POINTLESS:
        if n:
            what = Text("a scale of kind '%(kind)s' has no points", {"kind": scale.kind})
            yield Mistake((*path, "points"), what)
        return
    if not n:
        what = Text("scale '%(name)s' has no points", {"name": scale.name})
        expected = Text('expected points = […], or kind = "text" or kind = "number"')
        yield Mistake((*path, "points"), what, expected)
    if n > MOST_POINTS:
        what = Text("scale '%(name)s' has %(n)d points", {"name": scale.name, "n": n})
        hint = Text('kind = "number" takes any number')
        yield Mistake((*path, "points"), what, Text("expected at most %(n)d", {"n": MOST_POINTS}), hint)
    if scale.kind == "kano" and n and n not in KANO_POINTS:
        what = Text("the Kano scale '%(name)s' has %(n)d points", {"name": scale.name, "n": n})
        expected = Text(
            "expected five: like, must be, neutral, can live with, dislike; or three: like, neutral, dislike"
        )
        yield Mistake((*path, "points"), what, expected)
    if scale.kind == "score":
        yield from _scores(scale, path)


def _continuous(scale: Scale, path: Path) -> Iterator[Mistake]:
    """Ends of a scale that is not scored."""
    if scale.kind != "score":
        what = Text("a scale of kind '%(kind)s' has no ends 'from' and 'to'", {"kind": scale.kind})
        yield Mistake((*path, "from"), what, Text('expected kind = "score"'))


def _others(scale: Scale, path: Path) -> Iterator[Mistake]:
    """A catch-all on a scale whose answers are one each, or two of them."""
    marked = [place for place, point in enumerate(scale.points) if point.other]
    if (marked or scale.other) and scale.kind != "multi":
        what = Text("'other' goes with a scale of kind 'multi' only")
        yield Mistake((*path, "points", marked[0], "other") if not scale.other else (*path, "other"), what)
    elif len(marked) > 1:
        what = Text("scale '%(name)s' has two points for all others", {"name": scale.name})
        yield Mistake((*path, "points", marked[1], "other"), what)


def _owners(scale: Scale, path: Path, parts: Parts) -> Iterator[Mistake]:
    """Departments that answer for an answer: known ones, and of reasons only."""
    owned = [
        ((*path, "points", i, "owner"), point.owner) for i, point in enumerate(scale.points) if point.owner
    ]
    if owned and scale.kind != "multi":
        what = Text(
            "a department answers for reasons, but scale '%(name)s' is no list of them", {"name": scale.name}
        )
        yield Mistake(owned[0][0], what, Text('expected kind = "multi", or no owner'))
    yield from unknown("department", owned, parts)


def _scores(scale: Scale, path: Path) -> Iterator[Mistake]:
    bare = [i for i, point in enumerate(scale.points) if point.score is None]
    if len(bare) == len(scale.points) and bare:
        what = Text("no point of scale '%(name)s' has a score", {"name": scale.name})
        hint = Text('give each a score, or write score = "linear" with best, or kind = "choice"')
        yield Mistake((*path, "points"), what, None, hint)
        return
    for i in bare:
        what = Text("the point %(code)s has no score", {"code": show_value(scale.points[i].code)})
        hint = Text("an answer that is not scored belongs under missing")
        yield Mistake((*path, "points", i), what, None, hint)
    if scale.points and not bare and len(set(scale.scores)) == 1:
        what = Text("all points of scale '%(name)s' have the same score", {"name": scale.name})
        yield Mistake((*path, "points"), what)


def _list_spellings(entry: Point | Missing, *, bare: bool = False) -> Iterable[str]:
    """Every way an answer may stand in the data; ``bare``: without its labels."""
    labels = () if bare else (entry.label.zh, entry.label.en)
    return dict.fromkeys(filter(None, (fold(t) for t in (entry.code, *labels, *entry.also))))


def _check_alike_answers(scale: Scale, path: Path) -> Iterator[Mistake]:
    """Two answers that cannot be told apart in the data.

    On a shifted scale the labels stand for themselves: whether the data hold codes or labels is
    settled by the data (:mod:`satkit.survey.coding`).
    """
    taken: dict[str, tuple[str, int]] = {}
    tables: dict[str, tuple[Point | Missing, ...]] = {"points": scale.points, "missing": scale.missing}
    for table, entries in tables.items():
        for i, entry in enumerate(entries):
            for text in _list_spellings(entry, bare=table == "points" and bool(scale.shifted_labels)):
                before = taken.setdefault(text, (table, i))
                if before != (table, i):
                    yield Mistake((*path, table, i), _clash(text, before[0], table))
            if not fold(entry.code) and table == "points":
                yield Mistake((*path, table, i), Text("the code of a point is empty"))


def _clash(text: str, before: str, after: str) -> Text:
    if before == after == "points":
        return Text("two points are both written '%(text)s'", {"text": text})
    if before == after:
        return Text("two missing codes are both written '%(text)s'", {"text": text})
    return Text("'%(text)s' is a point and a missing code", {"text": text})


def _recovery(scale: Scale, path: Path) -> Iterator[Mistake]:
    """Groups of recovery whose codes are no points, or are in two groups; fewer than two groups."""
    if scale.recovery is None:
        return
    path = (*path, "recovery")
    codes = [str(point.code) for point in scale.points]
    taken: dict[str, str] = {}
    for group, named in scale.recovery.groups.items():
        for i, code in enumerate(named):
            before = taken.setdefault(fold(code), group)
            values = {"key": group, "code": show_value(code), "one": before, "two": group}
            if fold(code) not in scale.positions:
                what = Text("%(key)s names %(code)s, which is no point", values)
                yield Mistake((*path, group, i), what, known_names(codes), near(str(code), codes))
            elif before != group:
                yield Mistake((*path, group, i), Text("%(code)s is both '%(one)s' and '%(two)s'", values))
    if len(scale.recovery.groups) < 2 or "none" not in scale.recovery.groups:
        what = Text("recovery needs those without a problem and one more group")
        yield Mistake(path, what, Text("expected none = […], and resolved, unresolved or silent"))


def _boxes(scale: Scale, path: Path) -> Iterator[Mistake]:
    """Codes of ``satisfied``, ``top`` and ``bottom`` that are no points, or good and bad at once."""
    if scale.continuous:
        yield from _overlapping(scale, path)
        return
    codes = [str(point.code) for point in scale.points]
    for key in ("satisfied", "top", "bottom"):
        for i, code in enumerate(getattr(scale, key)):
            if fold(code) not in scale.positions:
                what = Text(
                    "%(key)s names %(code)s, which is no point", {"key": key, "code": show_value(code)}
                )
                yield Mistake((*path, key, i), what, known_names(codes), near(str(code), codes))
    good = {fold(code) for code in (*scale.satisfied, *scale.top)}
    for i, code in enumerate(scale.bottom):
        if fold(code) in good:
            what = Text("%(code)s counts as satisfied and as dissatisfied", {"code": show_value(code)})
            yield Mistake((*path, "bottom", i), what)


def _overlapping(scale: Scale, path: Path) -> Iterator[Mistake]:
    """Stretches of a continuous scale that are good and bad at once."""
    for key in ("satisfied", "top"):
        good, bad = getattr(scale, key), scale.bottom
        if good and bad and max(good[0], bad[0]) <= min(good[1], bad[1]):
            values = {"code": f"{max(good[0], bad[0]):g}"}
            yield Mistake((*path, "bottom"), Text("%(code)s counts as satisfied and as dissatisfied", values))
            return
