"""Respondents who answer, column by column, as respondents do: alike, politely, carelessly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import norm

from corpus import wordings
from corpus.export import Column, Truth


class Maker:
    """Columns of one export, in the order they are asked for.

    Parameters
    ----------
    seed : int
    n : int
        Respondents.
    polite : float
        How far answers lean to the good end, in standard deviations.
    straight : float
        The share of respondents who give one answer all the way down.
    """

    def __init__(self, seed: int, n: int = 60, polite: float = 0.5, straight: float = 0.1) -> None:
        self.rng = np.random.default_rng(seed)
        self.n = n
        self.polite = polite
        self.mood = self.rng.normal(size=n)
        self.straight = self.rng.random(n) < straight
        self.columns: list[Column] = []

    def add(self, head: str | tuple[str, ...], cells: Sequence[Any], truth: Truth, **more: Any) -> None:
        """One more column."""
        rows = (head,) if isinstance(head, str) else head
        self.columns.append(Column(rows, list(cells), truth, **more))

    def places(self, k: int, least: int = 0, most: int | None = None) -> np.ndarray:
        """The place each respondent chooses among ``k``, each from ``least`` to ``most`` by somebody."""
        most = k - 1 if most is None else most
        lean = self.mood * 0.8 + np.where(self.straight, 0, self.rng.normal(size=self.n) * 0.7) + self.polite
        place = np.clip((norm.cdf(lean / 1.1) * k).astype(int), least, most)
        who = self.rng.permutation(self.n)
        for i, each in enumerate(range(least, most + 1)):
            if not (place == each).any():
                place[who[i]] = each
        return place

    def rating(
        self,
        head: str | tuple[str, ...],
        points: Sequence[Any],
        *,
        least: int = 0,
        most: int | None = None,
        missing: Sequence[tuple[Any, float]] = (),
        blank: float = 0.0,
        told: bool | None = None,
        also: Sequence[Sequence[float]] = (),
        spell: Any = None,
        either: bool = False,
        **more: Any,
    ) -> None:
        """A rating whose ``points`` are written worst first.

        ``missing`` are cells that are no answer with their shares; ``spell`` rewrites cells by
        respondent; ``least`` and ``most`` are the lowest and highest places that anybody chose; ``also`` are other right scores;
        ``either`` says that groups would be right as well.
        """
        k = len(points)
        place = self.places(k, least, most)
        cells: list[Any] = [points[i] for i in place]
        scores = 100.0 * place / (k - 1)
        others = [np.array(each, float)[place] for each in also]
        for word, share in [*missing, (None, blank)]:
            gone = self.rng.random(self.n) < share
            if word is not None and not gone.any():
                gone[self.rng.integers(self.n)] = True
            for i in np.flatnonzero(gone):
                cells[i] = word
            for column in (scores, *others):
                column[gone] = np.nan
        if spell is not None:
            cells = [None if cell is None else spell(i, cell) for i, cell in enumerate(cells)]
        if told is None:
            told = not all(isinstance(point, int | float) or str(point).isdigit() for point in points)
        truth = Truth("rating", scores, tuple(map(str, points)), told, also=tuple(others), either=either)
        self.add(head, cells, truth, **more)

    def matrix(self, heads: Sequence[str | tuple[str, ...]], points: Sequence[Any], **more: Any) -> None:
        """Ratings of one block; ``least`` and ``most`` may be lists, one a row."""
        ends = {name: more.pop(name) for name in ("least", "most") if name in more}
        for i, head in enumerate(heads):
            own = {name: end[i] if isinstance(end, list) else end for name, end in ends.items()}
            self.rating(head, points, **own, **more)

    def values(self, low: float, high: float, decimals: int = 0) -> np.ndarray:
        """Ratings on a line from ``low`` to ``high``."""
        at = norm.cdf(self.mood * 0.6 + self.rng.normal(size=self.n) * 0.6 + self.polite)
        return np.round(low + at * (high - low), decimals)

    def slider(
        self, head: str | tuple[str, ...], low: float, high: float, decimals: int = 0, **more: Any
    ) -> None:
        """A rating on a line; both ends are chosen by somebody."""
        drawn = self.values(low, high, decimals)
        drawn[self.rng.permutation(self.n)[:2]] = low, high
        cells = [int(v) if decimals == 0 else float(v) for v in drawn]
        truth = Truth("rating", 100 * (drawn - low) / (high - low), (str(low), str(high)), told=False)
        self.add(head, cells, truth, **more)

    def segment(
        self, head: str | tuple[str, ...], levels: Sequence[Any], blank: float = 0.0, **more: Any
    ) -> None:
        """A group of each respondent; smaller and smaller ones."""
        share = 1 / (1 + np.arange(len(levels)) * 0.5)
        chosen = self.rng.choice(len(levels), self.n, p=share / share.sum())
        gone = self.rng.random(self.n) < blank
        cells = [None if out else levels[i] for i, out in zip(chosen, gone, strict=True)]
        self.add(head, cells, Truth("segment"), **more)

    def number(
        self, head: str | tuple[str, ...], low: float, high: float, decimals: int = 0, **more: Any
    ) -> None:
        """An amount: an age, a year, a count, a sum."""
        drawn = np.round(self.rng.uniform(low, high, self.n), decimals)
        cells = [int(v) if decimals == 0 else float(v) for v in drawn]
        self.add(head, cells, Truth("number"), **more)

    def count(self, head: str | tuple[str, ...], mean: float, **more: Any) -> None:
        """How often, how many: most small."""
        self.add(head, [int(v) for v in self.rng.poisson(mean, self.n)], Truth("number"), **more)

    def comment(self, head: str | tuple[str, ...], language: str, blank: float = 0.5, **more: Any) -> None:
        """What people write who write something."""
        said = wordings.COMMENTS[language]

        def written() -> str:
            one, other = self.rng.integers(len(said), size=2)
            return f"{said[one]}. {said[other]} ({self.rng.integers(1, 400)})" if one != other else said[one]

        cells = [None if self.rng.random() < blank else written() for _ in range(self.n)]
        self.add(head, cells, Truth("comment"), **more)

    def name(
        self, head: str | tuple[str, ...], language: str = "en", blank: float = 0.0, **more: Any
    ) -> None:
        """Names of people, nearly all distinct."""
        first, last = wordings.NAMES[language]
        gap = "" if language in {"zh", "ko"} else " "
        cells = [
            None
            if self.rng.random() < blank
            else first[self.rng.integers(len(first))] + gap + last[self.rng.integers(len(last))]
            for _ in range(self.n)
        ]
        self.add(head, cells, Truth("personal"), **more)

    def contact(
        self, head: str | tuple[str, ...], kind: str = "email", blank: float = 0.2, **more: Any
    ) -> None:
        """Addresses and telephone numbers."""
        makers = {
            "email": lambda i: f"user{self.rng.integers(10_000)}@example.org",
            "phone": lambda i: f"07{self.rng.integers(10**8, 10**9)}",
            "mobile": lambda i: f"138{self.rng.integers(10**7, 10**8)}",
            "ip": lambda i: f"203.0.113.{self.rng.integers(1, 255)}",
            "device": lambda i: f"collect:{self.rng.integers(16**10):010x}",
        }
        cells = [None if self.rng.random() < blank else makers[kind](i) for i in range(self.n)]
        self.add(head, cells, Truth("personal"), **more)

    def id(self, head: str | tuple[str, ...], start: int = 1, pattern: str = "{}", **more: Any) -> None:
        """A key of each respondent."""
        cells: list[Any] = [pattern.format(start + i) for i in range(self.n)]
        if pattern == "{}":
            cells = [start + i for i in range(self.n)]
        self.add(head, cells, Truth("id"), **more)

    def time(
        self, head: str | tuple[str, ...], form: str = "2025-03-{d:02d} {h:02d}:{m:02d}:00", **more: Any
    ) -> None:
        """When something happened."""
        cells = [
            form.format(d=1 + i % 28, h=9 + i % 9, m=int(self.rng.integers(60)), s=int(self.rng.integers(60)))
            for i in range(self.n)
        ]
        self.add(head, cells, Truth("time"), **more)

    def meta(self, head: str | tuple[str, ...], words: Sequence[Any], **more: Any) -> None:
        """What a platform notes of a session."""
        cells = [words[self.rng.integers(len(words))] for _ in range(self.n)]
        self.add(head, cells, Truth("meta" if len(set(words)) > 1 else "constant"), **more)

    def empty(self, *heads: str | tuple[str, ...]) -> None:
        """Columns in which nobody wrote anything."""
        for head in heads:
            self.add(head, [None] * self.n, Truth("empty"))

    def weight(self, head: str | tuple[str, ...], **more: Any) -> None:
        """Weights with a mean of one."""
        drawn = np.exp(self.rng.normal(0, 0.4, self.n))
        self.add(head, [float(v) for v in np.round(drawn / drawn.mean(), 4)], Truth("weight"), **more)

    def wave(self, head: str | tuple[str, ...], words: Sequence[Any], **more: Any) -> None:
        """The fielding a respondent belongs to."""
        cells = [words[i * len(words) // self.n] for i in range(self.n)]
        self.add(head, cells, Truth("wave"), **more)

    def ranking(self, heads: Sequence[str | tuple[str, ...]], write: Any = int) -> None:
        """The rank every respondent gives to each of several things: a permutation a row."""
        ranks = np.array([self.rng.permutation(len(heads)) + 1 for _ in range(self.n)])
        for j, head in enumerate(heads):
            self.add(head, [write(int(r)) for r in ranks[:, j]], Truth("ranking"))

    def ticks(self, count: int, rate: float = 0.4) -> np.ndarray:
        """Who ticked which of ``count`` options; everybody at least one."""
        ticked = self.rng.random((self.n, count)) < rate * np.linspace(1.4, 0.6, count)
        ticked[~ticked.any(axis=1), 0] = True
        for j in range(count):
            ticked[self.rng.permutation(self.n)[:4], j] = True
        return ticked

    def split(
        self, heads: Sequence[str | tuple[str, ...]], group: str, yes: Any = 1, no: Any = 0, **more: Any
    ) -> np.ndarray:
        """A question with several answers, a column an option; ``yes`` may be one text an option."""
        ticked = self.ticks(len(heads))
        for j, head in enumerate(heads):
            tick = yes[j] if isinstance(yes, list | tuple) else yes
            cells = [tick if hit else no for hit in ticked[:, j]]
            self.add(head, cells, Truth("multi", group=group, options=(ticked[:, j],)), **more)
        return ticked

    def together(
        self,
        head: str | tuple[str, ...],
        options: Sequence[str],
        separator: str,
        closing: str = "",
        ticked: np.ndarray | None = None,
        kind: str = "multi",
    ) -> None:
        """A question with several answers in one cell."""
        ticked = self.ticks(len(options)) if ticked is None else ticked
        cells = [
            separator.join(option for option, hit in zip(options, row, strict=True) if hit) + closing
            for row in ticked
        ]
        self.add(head, cells, Truth(kind, group=str(head), options=tuple(ticked.T)))

    def kano(
        self,
        heads: tuple[str | tuple[str, ...], str | tuple[str, ...]],
        words: Sequence[Any],
        group: str,
        leaning: int = 0,
    ) -> None:
        """Both sides of a Kano pair; ``words`` from like to dislike."""
        tables = [(0.6, 0.2, 0.1, 0.07, 0.03), (0.2, 0.5, 0.2, 0.07, 0.03)]
        with_it = self.rng.choice(5, self.n, p=tables[leaning])
        without = self.rng.choice(5, self.n, p=(0.03, 0.07, 0.25, 0.3, 0.35))
        for head, chosen, side in zip(
            heads, (with_it, without), ("functional", "dysfunctional"), strict=True
        ):
            truth = Truth("kano", group=group, side=side, codes=chosen + 1.0)
            self.add(head, [words[i] for i in chosen], truth)
