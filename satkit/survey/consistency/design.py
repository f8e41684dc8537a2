"""Whether the design of the survey and of every wave can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from satkit.errors import quote_all
from satkit.language import Text
from satkit.survey.consistency.parts import Parts, unknown
from satkit.survey.locate import Mistake, Path
from satkit.survey.questionnaire import DELIVERED, Design, Replication, resolve_design

ONLY_DELIVERED = ("scale", "rscales", "rho", "mse", "combined", "df")
EXCLUDED = ("strata", "cluster", "fpc")  # keys that replicate weights take the place of


def design(parts: Parts) -> Iterator[Mistake]:
    """Replicate weights without a method, keys that go with others only; of the survey and of every wave."""
    own = {name: wave for name, wave in parts.waves.items() if wave.sample.model_fields_set}
    if len(own) < len(parts.waves) or not parts.waves:
        yield from _design(parts.sample, ("sample",), chosen=True)
    for name, wave in own.items():
        chosen = {"replicates", "replicate_weights"} <= wave.sample.model_fields_set
        yield from _design(resolve_design(parts.sample, wave), ("wave", name, "sample"), chosen=chosen)


def _design(sample: Design, path: Path, *, chosen: bool) -> Iterator[Mistake]:
    """``chosen`` says that the method was written for this very design."""
    at: Path = (*path, "replicates")
    if sample.replicate_weights:
        yield from _check_delivered_weights(sample, path)
        return
    made = sample.replicates
    keys = [key for key in ONLY_DELIVERED if getattr(made, key) != getattr(Replication(), key)]
    if made.method in DELIVERED - {"bootstrap"}:
        keys.insert(0, f"method = {made.method}")
    if keys and chosen:
        what = Text(
            "%(names)s: only of replicate weights that come with the data", {"names": quote_all(keys)}
        )
        hint = Text('name their columns: replicate_weights = "repwt*"')
        yield Mistake(at, what, None, hint)


def _check_delivered_weights(sample: Design, path: Path) -> Iterator[Mistake]:
    at: Path = (*path, "replicates")
    made = sample.replicates
    if made.method not in DELIVERED:
        what = Text("replicate_weights does not say how the replicate weights were made")
        expected = Text(
            "expected replicates = { method = … }, one of %(names)s", {"names": quote_all(sorted(DELIVERED))}
        )
        yield Mistake(at, what, expected)
    if (made.method == "fay") != (made.rho is not None):
        what = Text("rho goes with the method 'fay', and 'fay' with rho")
        yield Mistake((*at, "rho"), what)
    if made.method in {"jkn", "other"} and made.scale is None and not made.rscales:
        what = Text(
            "replicate weights of the method '%(method)s' need rscales, or scale", {"method": made.method}
        )
        expected = Text("expected for jkn (n - 1) / n of the stratum of every replicate")
        yield Mistake(at, what, expected)
    if any(value < 0 for value in made.rscales):
        yield Mistake((*at, "rscales"), Text("rscales must not be negative"))
    listed = sample.replicate_weights
    if not isinstance(listed, str) and len(made.rscales) not in (0, 1, len(listed)):
        values = {"given": len(made.rscales), "count": len(listed)}
        what = Text("rscales has %(given)d numbers for %(count)d replicate weights", values)
        yield Mistake((*at, "rscales"), what)
    idle = [key for key in EXCLUDED if getattr(sample, key)]
    if idle:
        what = Text("%(names)s: replicate weights say this already", {"names": quote_all(idle)})
        yield Mistake((*path, idle[0]), what, None, Text("leave out one or the other"))


def drift(parts: Parts) -> Iterator[Mistake]:
    """What is accepted, and what is read from the other end, must exist."""
    for i, entry in enumerate(parts.checks.drift.accept):
        path: Path = ("checks", "drift", "accept", i)
        if bool(entry.item) == bool(entry.segment):
            yield Mistake(path, Text("what is accepted is either an item or a segment"))
        yield from unknown("item", [((*path, "item"), entry.item)], parts)
        yield from unknown("segment", [((*path, "segment"), entry.segment)], parts)
        yield from unknown("wave", [((*path, "wave"), entry.wave)], parts)
    for name, wave in parts.waves.items():
        for i, item in enumerate(wave.reversed):
            at: Path = ("wave", name, "reversed", i)
            yield from unknown("item", [(at, item)], parts)
            scale = parts.scale(item)
            if scale and scale.kind not in {"score", "kano", "choice"}:
                yield Mistake(at, Text("the scale of item '%(name)s' has no other end", {"name": item}))
            elif scale and scale.continuous:
                what = Text(
                    "item '%(name)s' is on a continuous scale, which is not read from the other end",
                    {"name": item},
                )
                yield Mistake(at, what, None, Text("turn the numbers of this wave round in its file"))
