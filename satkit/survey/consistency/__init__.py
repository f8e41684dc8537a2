"""What must fit together in a definition; one file per kind of part."""

from __future__ import annotations

from satkit.survey.consistency.codes import codes
from satkit.survey.consistency.design import design, drift
from satkit.survey.consistency.drivers import drivers
from satkit.survey.consistency.index import index
from satkit.survey.consistency.items import items
from satkit.survey.consistency.names import names
from satkit.survey.consistency.parts import Parts
from satkit.survey.consistency.qualities import qualities
from satkit.survey.consistency.report import report
from satkit.survey.consistency.sample import segments, targets
from satkit.survey.consistency.scales import scales
from satkit.survey.consistency.tree import tree
from satkit.survey.consistency.waves import waves
from satkit.survey.locate import Mistake

CHECKS = (
    names,
    scales,
    items,
    tree,
    codes,
    segments,
    targets,
    design,
    drift,
    waves,
    drivers,
    qualities,
    index,
    report,
)


def inconsistencies(parts: Parts) -> list[Mistake]:
    """Everything in ``parts`` that does not fit together."""
    return [mistake for check in CHECKS for mistake in check(parts)]
