"""Where satisfaction comes from, and what it leads to."""

from __future__ import annotations

from math import isnan

from satkit.analyses.index.finding import fitted_index
from satkit.analyses.index.result import IndexResult
from satkit.analyses.index.rows import IndexRow, PathRow
from satkit.analyses.index.section_parts import explain_missing, note_model_scores
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.models.syntax import write_model
from satkit.number_format import count, probability, ratio, ratio_interval, score, share
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Prose, Section
from satkit.report.figures.path_diagram import Arrow, Node, PathDiagram
from satkit.tables.cells import Words
from satkit.tables.table import Table

KEY = "index"
NAN = float("nan")
STARS = (0.05, 0.01, 0.001)  # levels of a test that the legend names
QUESTION = Text("Where does satisfaction come from, and what does it lead to?")
SUBTITLE = Text("%(model)s, fitted by partial least squares, %(wave)s, n = %(n)s")
TITLE = Text("Effects among the parts of the model")
READ = Text("Effects: %(count)d, significant: %(sure)d; %(share)s of %(index)s is explained")
READ_PLAIN = Text("Effects: %(count)d, significant: %(sure)d")
BELOW = Text("%(score)s, R² %(r2)s")
TIP = Text("%(source)s → %(target)s: %(value)s (%(interval)s), p %(p)s")
NODE = Text("%(name)s: index %(score)s")
LEGEND = Text(
    "Below a name: its index of 0-100 and how much of it is explained (R²). On the arrows: standardised effects; "
    "* p < .05, ** p < .01, *** p < .001, corrected for their number; grey and dashed: not significant."
)
CAUTION = Text(
    "Arrows are the model's assumptions; the numbers are associations and do not show what makes what."
)
CANDIDATE = Text("Some arrows of this model could not be read in its source; they are ours.")
COMPONENTS = Text(
    "An arrow with a share leads from a component to the part made of it, and says what the component counts there."
)
PRODUCTS = Text(
    "An arrow from “A × B” says how the effect of A changes with B, and that of B with A; both are in the model as well."
)
PART_OF = Text("%(share)s of %(target)s comes from %(source)s")
MODEL = Text("The model as it was fitted (%(scheme)s scheme): %(model)s")


def section(evidence: Evidence) -> Section | None:
    """The path diagram; the tables of effects for analysts."""
    result = fitted_index(evidence)
    if result is None:
        return explain_missing(evidence, KEY, QUESTION)
    group = result.fits[evidence.latest]
    subtitle = SUBTITLE.with_values(
        model=result.index.title, wave=evidence.names.wave(evidence.latest), n=count(group.n)
    )
    blocks: list[Block] = [
        *lookup.sentences(evidence, KEY),
        _draw_model(result, evidence.latest),
        Note(LEGEND),
        *note_model_scores(evidence, result),
    ]
    blocks += [Note(COMPONENTS)] if group.composition.parents else []
    blocks += [Note(PRODUCTS)] if group.model.interactions else []
    blocks += [Note(CAUTION), *([] if result.index.confirmed else [Note(CANDIDATE, "act")])]
    model = write_model(group.model).strip().replace("\n", "; ")
    about: list[Block] = [Prose((MODEL.with_values(scheme=group.fit.scheme, model=model),))]
    about += [Note(note) for note in result.notes[evidence.latest]]
    details = (*_tables(result, evidence.latest), *about)
    return Section(KEY, QUESTION, subtitle, tuple(blocks), details)


def _tables(result: IndexResult, wave: str) -> list[Table]:
    """What an analyst opens."""
    paths = result.paths_table(wave)
    effects = result.effects_table(wave)
    tables = [
        paths.select("source", "target", "estimate", "interval", "p_adjusted", "f2", "vif"),
        effects.select("source", "target", "estimate", "interval", "p"),
    ]
    if len(result.defined):
        tables.append(result.defined_table(wave).brief())
    return tables


def _draw_model(result: IndexResult, wave: str) -> Figure:
    """Constructs as boxes, effects and shares of components as arrows."""
    explained = {row["construct"]: row["r2"] for row in result.construct_rows(wave)}
    scores = {row["construct"]: row for row in result.index_rows(wave)}
    names = (*explained, *result.fits[wave].model.interactions)
    nodes = [_make_node(result, name, scores.get(name), explained.get(name, NAN)) for name in names]
    effects = [_make_arrow(result, row) for row in result.path_rows(wave)]
    numbers: dict[str, object] = {"count": len(effects), "sure": sum(arrow.sure for arrow in effects)}
    r2 = explained[result.index.index]
    read = READ_PLAIN.with_values(**numbers)
    if not isnan(r2):
        read = READ.with_values(**numbers, share=share(r2, 1), index=result.index.name)
    chart = PathDiagram(tuple(nodes), (*effects, *_component_arrows(result, wave)))
    return Figure(chart, TITLE, read, "fig-index")


def _make_node(result: IndexResult, name: str, row: IndexRow | None, r2: float) -> Node:
    label = result.words.construct(name)
    value = score(row["estimate"]) if row else ""
    below: Words = value if isnan(r2) else BELOW.with_values(score=value, r2=ratio(r2))
    tip: Words = NODE.with_values(name=label, score=value) if row else label
    return Node(name, label, below, not isnan(r2), name == result.index.index, tip)


def _make_arrow(result: IndexResult, row: PathRow) -> Arrow:
    sure = row["evidence"] in words.SURE
    tip = TIP.with_values(
        source=result.words.construct(row["source"]),
        target=result.words.construct(row["target"]),
        value=ratio(row["estimate"]),
        interval=ratio_interval(row["low"], row["high"]),
        p=probability(row["p_adjusted"]),
    )
    stars = "*" * sum(row["p_adjusted"] < limit for limit in STARS)
    return Arrow(row["source"], row["target"], row["estimate"], ratio(row["estimate"]) + stars, sure, tip)


def _component_arrows(result: IndexResult, wave: str) -> list[Arrow]:
    """From every component to what is made of it, with its share."""
    group, arrows = result.fits[wave], []
    for row in result.item_rows(wave):
        source, target = row["item"], row["construct"]
        if group.composition.parents.get(source) == target and not isnan(row["share"]):
            part = share(row["share"], group.n)
            tip = PART_OF.with_values(
                share=part, source=result.words.construct(source), target=result.words.construct(target)
            )
            arrows.append(Arrow(source, target, row["share"], part, tip=tip))
    return arrows
