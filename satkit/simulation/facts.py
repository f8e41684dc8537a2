"""What is known of people who were never asked."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from satkit.survey.scale import Part

SATISFACTION, LOYALTY = "satisfaction", "loyalty"
Shares = dict[str, float]
ByWave = dict[str, float]
SharesByWave = dict[str, Shares]


class Margin(Part):
    """What is known of one segment.

    ``shares`` is, per wave, the population share of every level; ``given`` and ``table`` make it
    depend on the level of another segment instead.  ``oversample`` and ``response``
    multiply the chance to be drawn and to answer; ``effect`` shifts constructs (``all``: every
    exogenous one) by standard deviations.
    """

    shares: SharesByWave = {}
    given: str = ""
    table: dict[str, Shares] = {}
    oversample: Shares = {}
    response: Shares = {}
    effect: dict[str, dict[str, float]] = {}


class Sampling(Part):
    """How respondents are drawn: questionnaires issued, clusters and their likeness."""

    population: int = Field(default=100_000, gt=0)
    issued: dict[str, int] = {}
    response: float = Field(default=0.75, gt=0, le=1)
    clusters: int = Field(default=40, ge=2)
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
    straight_at: tuple[tuple[float, float], ...] = ((1.0, 0.5), (0.67, 0.4), (0.33, 0.1))
    haste: float = Field(default=0.01, ge=0, le=1)
    seconds: float = Field(default=420, gt=0, le=86_400)


class Silence(Part):
    """Answers that are not given: chance per answer, by item (``all``: every other one)."""

    skipped: dict[str, float] = {"all": 0.01}
    not_applicable: dict[str, float] = {}


class Recovery(Part):
    """Failures, complaints, their resolution, and what each does to loyalty (latent sd).

    ``failure`` is the share of people, per wave, whose service failed; ``points`` leads from the groups ``none resolved unresolved silent`` to codes of the item;
    ``slope`` is the correlation of dissatisfaction with failure.
    """

    points: dict[str, int | str] = {}
    failure: ByWave = {}
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

    ``mean`` gives, per wave, the expected score of items or indicators: an item takes its own, else
    that of the nearest node above it.  ``exact`` makes the drawn answers meet it as closely as
    whole people can.  ``blocks`` names constructs and the indicators or items that measure them,
    ``path`` leads from a construct to its sources and their coefficients.
    """

    seed: int = Field(default=20260101, ge=0)
    language: Literal["zh", "en"] = "zh"
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


def of_item(table: dict[str, float], item: str, default: float = 0.0) -> float:
    """An item's own value, else that of ``all``, else the default."""
    return table.get(item, table.get("all", default))
