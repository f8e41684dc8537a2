"""Where satisfaction comes from, and what it leads to."""

from __future__ import annotations

from math import isnan

from satkit.analyses.index import index_lookup
from satkit.analyses.index.index_lookup import label, model_scores
from satkit.analyses.index.result import IndexResult
from satkit.findings.evidence import Evidence
from satkit.language import Text, say
from satkit.models.syntax import write_model
from satkit.number_format import count, probability, ratio, ratio_interval, score, share
from satkit.report import lookup, words
from satkit.report.blocks import Block, Column, Figure, Note, Prose, Section, TableBlock
from satkit.report.figures import path_diagram
from satkit.report.lookup import Line
from satkit.tables.cells import Interval

KEY = "index"
NAN = float("nan")
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
TABLE = Text("Effects along the arrows")
TOTAL = Text("Effects along all ways, direct and indirect")
DEFINED = Text("Quantities that the model defines")
FROM, TO, EFFECT = Text("From"), Text("To"), Text("Effect")
F2, VIF = Text("f²"), Text("VIF")
MODEL = Text("The model as it was fitted (%(scheme)s scheme): %(model)s")


def section(evidence: Evidence, language: str) -> Section | None:
    """The path diagram; the tables of effects for analysts."""
    found = evidence.get(IndexResult)
    if found is None or evidence.latest not in found.fits:
        return index_lookup.missing(evidence, KEY, QUESTION)
    asked = evidence.questionnaire
    fitted = found.fits[evidence.latest]
    subtitle = SUBTITLE.given(
        model=found.index.title, wave=lookup.wave_label(asked, evidence.latest), n=count(fitted.n)
    )
    blocks: list[Block] = [
        *lookup.sentences(evidence, KEY),
        _figure(evidence, found, language),
        Note(LEGEND),
        *model_scores(evidence, found),
    ]
    blocks += [Note(COMPONENTS)] if fitted.made.parents else []
    blocks += [Note(PRODUCTS)] if fitted.model.interactions else []
    blocks += [Note(CAUTION), *([] if found.index.confirmed else [Note(CANDIDATE, "act")])]
    model = write_model(fitted.model).strip().replace("\n", "; ")
    about: list[Block] = [Prose((MODEL.given(scheme=fitted.fit.scheme, model=model),))]
    about += [Note(note) for note in found.notes[evidence.latest]]
    tables = [_paths(evidence, found), _effects(evidence, found)]
    tables += [_defined(evidence, found)] if len(found.defined) else []
    details = (*tables, *about)
    return Section(KEY, QUESTION, subtitle, tuple(blocks), details)


def _figure(evidence: Evidence, found: IndexResult, language: str) -> Figure:
    paths = index_lookup.latest(evidence, found.paths)
    explained = {line["construct"]: line["r2"] for line in index_lookup.latest(evidence, found.constructs)}
    scores = {line["construct"]: line for line in _whole(evidence, found)}
    products = found.fits[evidence.latest].model.interactions
    names = (*explained, *products)
    nodes = [_node(found, name, scores.get(name), explained.get(name, NAN), language) for name in names]
    arrows = [_arrow(found, line, language) for line in paths]
    told: dict[str, object] = {"count": len(arrows), "sure": sum(arrow.sure for arrow in arrows)}
    arrows += _components(evidence, found, language)
    r2 = explained[found.index.index]
    read = READ_PLAIN.given(**told)
    if not isnan(r2):
        read = READ.given(**told, share=share(r2, 1), index=found.index.name)
    svg = path_diagram.draw(nodes, arrows, "fig-index", say(TITLE, language), say(read, language))
    return Figure(svg, TITLE, read)


def _whole(evidence: Evidence, found: IndexResult) -> list[Line]:
    return lookup.lines(found.indices, wave=evidence.latest, segment="")


def _node(found: IndexResult, name: str, line: Line | None, r2: float, language: str) -> path_diagram.Node:
    value = score(line["estimate"]) if line else ""
    below = say(BELOW.given(score=value, r2=ratio(r2)), language) if not isnan(r2) else value
    named = say(label(found, name), language)
    tip = say(NODE.given(name=label(found, name), score=value), language) if line else named
    return path_diagram.Node(name, named, below, not isnan(r2), name == found.index.index, tip)


def _arrow(found: IndexResult, line: Line, language: str) -> path_diagram.Arrow:
    sure = line["evidence"] in words.SURE
    tip = TIP.given(
        source=label(found, line["source"]),
        target=label(found, line["target"]),
        value=ratio(line["estimate"]),
        interval=ratio_interval(line["low"], line["high"]),
        p=probability(line["p_adjusted"]),
    )
    stars = "*" * sum(line["p_adjusted"] < limit for limit in (0.05, 0.01, 0.001))
    text = ratio(line["estimate"]) + stars
    return path_diagram.Arrow(
        line["source"], line["target"], line["estimate"], text, sure, say(tip, language)
    )


def _components(evidence: Evidence, found: IndexResult, language: str) -> list[path_diagram.Arrow]:
    """From every component to what is made of it, with its share."""
    fitted, arrows = found.fits[evidence.latest], []
    parents, n = fitted.made.parents, fitted.n
    for line in index_lookup.latest(evidence, found.items):
        source, target = line["item"], line["construct"]
        if parents.get(source) == target and not isnan(line["share"]):
            counts = share(line["share"], n)
            named = {"source": label(found, source), "target": label(found, target)}
            tip = say(PART_OF.given(share=counts, **named), language)
            arrows.append(path_diagram.Arrow(source, target, line["share"], counts, tip=tip))
    return arrows


def _paths(evidence: Evidence, found: IndexResult) -> TableBlock:
    columns = (
        Column(FROM), Column(TO), Column(EFFECT, "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"),
        Column(words.P_ADJUSTED, "p"), Column(F2, "ratio"), Column(VIF, "ratio"),
    )  # fmt: skip
    rows = tuple(
        (
            label(found, line["source"]), label(found, line["target"]), line["estimate"],
            Interval(line["low"], line["high"]), line["p_adjusted"], line["f2"], line["vif"],
        )
        for line in index_lookup.latest(evidence, found.paths)
    )  # fmt: skip
    return TableBlock("index-paths", TABLE, columns, rows)


def _effects(evidence: Evidence, found: IndexResult) -> TableBlock:
    columns = (
        Column(FROM), Column(TO), Column(EFFECT, "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"), Column(words.P, "p"),
    )  # fmt: skip
    rows = tuple(
        (
            label(found, line["source"]), label(found, line["target"]), line["estimate"],
            Interval(line["low"], line["high"]), line["p"],
        )
        for line in index_lookup.latest(evidence, found.effects)
    )  # fmt: skip
    return TableBlock("index-effects", TOTAL, columns, rows)


def _defined(evidence: Evidence, found: IndexResult) -> TableBlock:
    columns = (
        Column(Text("Quantity")), Column(Text("Made of")), Column(Text("Value"), "ratio"),
        Column(lookup.confidence(evidence.questionnaire), "ratio_interval"), Column(words.P, "p"),
    )  # fmt: skip
    rows = tuple(
        (
            line["name"], line["expression"], line["estimate"], Interval(line["low"], line["high"]), line["p"],
        )
        for line in index_lookup.latest(evidence, found.defined)
    )  # fmt: skip
    return TableBlock("index-defined", DEFINED, columns, rows)
