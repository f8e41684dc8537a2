"""Results: every analysis of a survey, each computed when first asked and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from satkit.analyses.analysis import Analysis
from satkit.errors import SatkitError
from satkit.language import Text
from satkit.parallel import run_side_by_side
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample, draw

T = TypeVar("T")
SIDES = 2  # as many as the smallest machine has cores; a third side would copy the sample once more


class Results:
    """The results of one survey, by their class.

    Parameters
    ----------
    responses : Responses
    analyses : sequence of Analysis
    tell : callable
        Is told in a sentence what is being done.

    Examples
    --------
    >>> results[Scores].table  # doctest: +SKIP
    >>> results.get(Kano)  # None where no pairs were asked  # doctest: +SKIP
    """

    def __init__(
        self, responses: Responses, analyses: Sequence[Analysis[Any]], tell: Callable[[Text], None]
    ) -> None:
        self.responses = responses
        self._by_result = {one.result: one for one in analyses if one.result is not None}
        self._tell = tell
        self._kept: dict[type[Any], Any] = {}
        self._faults: dict[type[Any], Exception] = {}

    @cached_property
    def sample(self) -> Sample:
        """Weights, design and replicates."""
        self._tell(Text("Drawing replicates"))
        return draw(self.responses)

    def __getitem__(self, kind: type[T]) -> T:
        """The result of a kind.

        Raises
        ------
        KeyError
            If the survey asks for no such thing.
        """
        result = self.get(kind)
        if result is None:
            raise KeyError(kind.__name__)
        return result

    def get(self, kind: type[T]) -> T | None:
        """The result of a kind; None where the survey asks for no such thing."""
        if kind in self._faults:
            raise self._faults[kind]
        if kind not in self._kept:
            analysis = self._by_result[kind]
            if analysis.doing:
                self._tell(analysis.doing)
            self._kept[kind] = cast("Callable[[Results], Any]", analysis.compute)(self)
        return cast("T | None", self._kept[kind])

    def compute_all(self) -> Mapping[str, Exception]:
        """Compute what is not yet there, what takes long side by side; the faults by the key of their analysis.

        What fails costs nobody the rest: it is told in the place of its section.
        """
        self._compute_sides()
        faults: dict[str, Exception] = {}
        for kind, analysis in self._by_result.items():
            fault = next((self._faults[need] for need in analysis.needs if need in self._faults), None)
            try:
                if fault is None:
                    self.get(kind)
            except Exception as raised:  # noqa: BLE001  told in the place of the section
                fault = raised
            if fault is not None:
                faults[analysis.key] = self._faults[kind] = fault
        return faults

    def without_counts(self) -> dict[type[Any], Any]:
        """What of every result may be shown."""
        return {
            kind: self._by_result[kind].publish(result)
            for kind, result in self._kept.items()
            if result is not None
        }

    def _compute_sides(self) -> None:
        """Compute what takes long, one half in a process of its own beside the other."""
        sides = balanced_sides(
            [one for kind, one in self._by_result.items() if one.cost and kind not in self._kept], SIDES
        )
        if not all(sides):
            return
        self.sample  # noqa: B018  all sides rest on it
        for kept, faults in run_side_by_side([partial(self._computed, side) for side in sides]):
            self._kept |= kept
            self._faults |= faults

    def _computed(
        self, analyses: Sequence[Analysis[Any]]
    ) -> tuple[dict[type[Any], Any], dict[type[Any], Exception]]:
        """The results of some analyses, and the complaints of those that fail.

        A mistake of ours may not survive the way between processes; :meth:`compute_all` meets it again.
        """
        kept: dict[type[Any], Any] = {}
        faults: dict[type[Any], Exception] = {}
        for kind in (one.result for one in analyses if one.result is not None):
            try:
                kept[kind] = self.get(kind)
            except SatkitError as fault:
                faults[kind] = fault
            except Exception:  # noqa: BLE001, S112
                continue
        return kept, faults


def balanced_sides(analyses: Sequence[Analysis[Any]], sides: int) -> list[list[Analysis[Any]]]:
    """Analyses dealt to sides that take about as long; what needs another stands behind it on its side.

    The longest first, each to the side with the least to do (Graham 1969).  The first analysis of all, on
    whose result most others rest, is on the last side, which is computed in this process.
    """
    bundles = _bundles(analyses)
    dealt: list[list[Analysis[Any]]] = [[] for _ in range(sides)]
    for bundle in sorted(bundles, key=lambda each: -sum(one.cost for one in each)):
        min(dealt, key=lambda side: sum(one.cost for one in side)).extend(bundle)
    return sorted(dealt, key=lambda side: bool(analyses) and analyses[0] in side)


def _bundles(analyses: Sequence[Analysis[Any]]) -> list[list[Analysis[Any]]]:
    """Analyses that need each other's results, together, in their order."""
    bundles: list[list[Analysis[Any]]] = []
    for one in analyses:
        linked = [
            bundle
            for bundle in bundles
            if any(other.result in one.needs or one.result in other.needs for other in bundle)
        ]
        bundles = [bundle for bundle in bundles if bundle not in linked]
        bundles.append([*(other for bundle in linked for other in bundle), one])
    return bundles
