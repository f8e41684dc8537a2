"""The truth file: what is known of people who were never asked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from satkit.errors import Complaint, DefinitionError, near, quoted
from satkit.language import Text
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.scale import Part

FILE = "truth.toml"
SATISFACTION, LOYALTY = "satisfaction", "loyalty"
Shares = dict[str, float]
ByWave = float | dict[str, float]
SharesByWave = dict[str, float | Shares]


class Margin(Part):
    """What is known of one segment.

    ``shares`` is the population share of every level, or one such table per wave; ``given`` and
    ``table`` make them depend on the level of another segment.  ``oversample`` and ``response``
    multiply the chance to be drawn and to answer; ``effect`` shifts constructs (``all``: every
    exogenous one) by standard deviations.
    """

    shares: SharesByWave = {}
    given: str = ""
    table: dict[str, Shares] = {}
    oversample: Shares = {}
    response: Shares = {}
    effect: dict[str, dict[str, float]] = {}

    def in_wave(self, wave: str) -> Shares:
        """The shares of one wave; empty where none are known."""
        return shares_in(self.shares, wave)


class Sampling(Part):
    """How respondents are drawn: questionnaires issued, clusters and their likeness."""

    population: int = Field(default=100_000, gt=0)
    issued: dict[str, int] = {}
    response: float = Field(default=0.75, gt=0, le=1)
    clusters: int = Field(default=40, ge=2)
    cluster_names: str = "%(stratum)s-%(number)02d"
    frame: float = Field(default=4.0, ge=1)
    icc: float = Field(default=0.05, ge=0, lt=1)


class Styles(Part):
    """How people answer beside what they think; all shares of respondents.

    ``acquiescence`` is the share of every item's latent variance that one habit explains,
    ``straight_at`` the places (1 best, 0 worst) of straight lines with their shares.
    """

    acquiescence: float = Field(default=0.05, ge=0, lt=0.5)
    extreme: float = Field(default=0.08, ge=0, le=1)
    stretch: float = Field(default=1.8, ge=1)
    straight: float = Field(default=0.01, ge=0, le=1)
    straight_at: dict[str, float] = {"1.0": 0.5, "0.67": 0.4, "0.33": 0.1}
    haste: float = Field(default=0.01, ge=0, le=1)
    seconds: float = Field(default=420, gt=0)


class Silence(Part):
    """Answers that are not given: chance per answer, by item (``all``: every other one)."""

    skipped: dict[str, float] = {"all": 0.01}
    not_applicable: dict[str, float] = {}


class Recovery(Part):
    """Failures, complaints, their resolution, and what each does to loyalty (latent sd).

    ``points`` leads from the groups ``none resolved unresolved silent`` to codes of the item;
    ``slope`` is the correlation of dissatisfaction with failure.
    """

    points: dict[str, int | str] = {}
    failure: ByWave = 0.15
    slope: float = Field(default=0.4, ge=0, lt=1)
    complains: float = Field(default=0.4, ge=0, le=1)
    resolved: float = Field(default=0.55, ge=0, le=1)
    effect: dict[str, float] = {"resolved": 0.1, "unresolved": -0.9, "silent": -0.4}


class Option(Part):
    """When a reason is ticked: probability ``Phi(start - slope x construct)``."""

    about: str = ""
    start: float = -1.0
    slope: float = 0.6


class Reasons(Part):
    """Who is asked for reasons (overall score below), and how often each is ticked."""

    asked_below: float = 80.0
    options: dict[str, Option] = {}


class Topic(Part):
    """Sentences people write about some indicators, items or constructs."""

    about: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Comments(Part):
    """Who writes and what; ``phones`` comments per wave carry a made-up number."""

    share: float = Field(default=0.2, ge=0, le=1)
    topics: tuple[Topic, ...] = ()
    praise: Topic = Topic()
    wishes: Topic = Topic()
    contact: Topic = Topic()
    phones: int = Field(default=0, ge=0)


class Truth(Part):
    """Everything the file may say; what is absent is drawn from the seed or left plain.

    ``mean`` gives the expected score of items or indicators (an item takes that of the nearest
    node above it), ``exact`` makes the drawn answers meet it as closely as whole people can.
    ``blocks`` names constructs and the indicators (or items) that measure them.  ``path`` leads from a construct to its sources and their coefficients.
    """

    seed: int = 20260101
    language: str = "zh"
    exact: bool = False
    mean: dict[str, ByWave] = {}
    sampling: Sampling = Sampling()
    segment: dict[str, Margin] = {}
    blocks: dict[str, tuple[str, ...]] = {}
    path: dict[str, dict[str, float]] = {}
    correlation: float = Field(default=0.4, ge=0, lt=1)
    loading: dict[str, float] = {"all": 0.75}
    gap: dict[str, float] = {}
    styles: Styles = Styles()
    silence: Silence = Silence()
    kano: dict[str, SharesByWave] = {}
    recovery: Recovery = Recovery()
    reasons: dict[str, Reasons] = {}
    choice: dict[str, Shares] = {}
    comments: Comments = Comments()


def load(folder: Path, questionnaire: Questionnaire) -> Truth:
    """The truth beside a survey definition, checked against it; defaults where there is none.

    Raises
    ------
    DefinitionError
        With every mistake of the file.
    """
    path = folder / FILE
    if not path.exists():
        return Truth()
    try:
        truth = Truth.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as mistake:
        what = Text("the file is not valid TOML: %(why)s", {"why": str(mistake)})
        raise DefinitionError(Complaint(what, FILE)) from mistake
    except ValidationError as mistakes:
        raise DefinitionError(
            [
                Complaint(
                    Text("%(why)s", {"why": error["msg"]}), f"{FILE}: {'.'.join(map(str, error['loc']))}"
                )
                for error in mistakes.errors()
            ]
        ) from mistakes
    complaints = list(unknown_names(truth, questionnaire))
    if complaints:
        raise DefinitionError(complaints)
    return truth


def unknown_names(truth: Truth, questionnaire: Questionnaire) -> Iterator[Complaint]:
    """Names in the truth that the questionnaire does not know."""
    items, nodes = questionnaire.items, questionnaire.indicators
    constructs = {*truth.blocks, SATISFACTION, LOYALTY}
    attributes = {item.kano.attribute for item in items.values() if item.kano}
    if not truth.blocks:
        constructs |= set(questionnaire.children(""))
    sources = {source for table in truth.path.values() for source in table}
    measured = {name for names in truth.blocks.values() for name in names}
    topics = {name for topic in truth.comments.topics for name in topic.about}
    abouts = {o.about for r in truth.reasons.values() for o in r.options.values() if o.about}
    anything = {*items, *nodes, *constructs}
    yield from _unknown("mean", truth.mean, {*items, *nodes})
    yield from _unknown("segment", truth.segment, questionnaire.segments)
    yield from _unknown("blocks", measured, {*items, *nodes})
    yield from _unknown("path", {*truth.path, *sources}, constructs)
    yield from _unknown("loading", truth.loading, {*items, "all"})
    yield from _unknown("gap", truth.gap, questionnaire.scales)
    yield from _unknown("kano", truth.kano, attributes)
    yield from _unknown("reasons", {*truth.reasons}, items)
    yield from _unknown("reasons", abouts, anything)
    yield from _unknown("choice", truth.choice, items)
    yield from _unknown("comments", topics, anything)
    for name in ("skipped", "not_applicable"):
        yield from _unknown(f"silence.{name}", getattr(truth.silence, name), {*items, "all"})
    yield from _unknown_levels(truth, questionnaire)


def _unknown_levels(truth: Truth, questionnaire: Questionnaire) -> Iterator[Complaint]:
    for name, margin in truth.segment.items():
        segment = questionnaire.segments.get(name)
        if segment is None or not segment.levels:
            continue
        levels = {level.name for level in segment.levels}
        named = {*margin.oversample, *margin.response, *margin.effect}
        named |= {level for wave in questionnaire.waves for level in margin.in_wave(wave)}
        yield from _unknown(f"segment.{name}", named, levels)


def _unknown(where: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Complaint]:
    known = list(known)
    for name in names:
        if name not in known:
            what = Text("nothing in the questionnaire is called '%(name)s'", {"name": name})
            expected = Text("one of %(names)s", {"names": quoted(known[:12])}) if known else None
            yield Complaint(what, f"{FILE}: {where}", expected, near(name, known))


def by_wave(value: ByWave, wave: str) -> float | None:
    """The value of one wave, where one number may stand for all."""
    return value.get(wave) if isinstance(value, dict) else value


def shares_in(table: SharesByWave, wave: str) -> Shares:
    """The shares of one wave, where one table may stand for all; empty where none are known."""
    here = table.get(wave, table)
    source = here if isinstance(here, dict) else table
    return {name: share for name, share in source.items() if not isinstance(share, dict)}


def of_item(table: dict[str, float], item: str, default: float = 0.0) -> float:
    """An item's own value, else that of ``all``, else the default."""
    return table.get(item, table.get("all", default))
