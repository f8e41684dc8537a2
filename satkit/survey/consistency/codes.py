"""Whether every code of comments can be found, and its patterns come to an end."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.language import Text
from satkit.survey import patterns
from satkit.survey.consistency.parts import Parts, unknown
from satkit.survey.locate import Mistake, Path


def codes(parts: Parts) -> Iterator[Mistake]:
    """Mistakes of the frame that comments are coded by, and of the names never to be shown."""
    for name, theme in parts.codes.items():
        path: Path = ("code", name)
        yield from unknown("department", [((*path, "owner"), theme.owner)], parts)
        if not theme.keywords and not theme.patterns:
            what = Text("code '%(name)s' has neither keywords nor patterns", {"name": name})
            yield Mistake(path, what, Text("expected keywords = […] or patterns = […]"))
        yield from _blank(theme.keywords, (*path, "keywords"))
        for i, pattern in enumerate(theme.patterns):
            wrong = patterns.fault(pattern)
            if wrong:
                yield Mistake((*path, "patterns", i), wrong)
    yield from _blank(parts.comments.names, ("comments", "names"))


def _blank(words: tuple[str, ...], path: Path) -> Iterator[Mistake]:
    for i, word in enumerate(words):
        if not word.strip(" *"):
            yield Mistake((*path, i), Text("an empty word would be found everywhere"))
