"""The shelf of figures: a chart as plain data in, an SVG string in the reader's language out."""

from collections.abc import Callable, Mapping
from typing import Any

from satkit.report.figures import (
    distribution,
    diverging,
    dots,
    groups,
    heat,
    lollipop,
    path_diagram,
    plan,
    ranked,
    returns,
    scatter,
    tree,
    trend,
)
from satkit.report.figures.distribution import Distribution
from satkit.report.figures.diverging import PenaltiesAndRewards
from satkit.report.figures.dots import Dots
from satkit.report.figures.groups import GroupPanels
from satkit.report.figures.heat import Heat
from satkit.report.figures.lollipop import Lollipop
from satkit.report.figures.path_diagram import PathDiagram
from satkit.report.figures.plan import PlanSteps
from satkit.report.figures.ranked import RankedShares
from satkit.report.figures.returns import GainByBudget
from satkit.report.figures.scatter import Scatter
from satkit.report.figures.tree import Tree
from satkit.report.figures.trend import Trend
from satkit.tables.cells import Words

Chart = (
    Distribution
    | Dots
    | GainByBudget
    | GroupPanels
    | Heat
    | Lollipop
    | PathDiagram
    | PenaltiesAndRewards
    | PlanSteps
    | RankedShares
    | Scatter
    | Tree
    | Trend
)
DRAWERS: Mapping[type[Any], Callable[[Any, str, Words, Words, str], str]] = {
    Distribution: distribution.draw,
    Dots: dots.draw,
    GainByBudget: returns.draw,
    GroupPanels: groups.draw,
    Heat: heat.draw,
    Lollipop: lollipop.draw,
    PathDiagram: path_diagram.draw,
    PenaltiesAndRewards: diverging.draw,
    PlanSteps: plan.draw,
    RankedShares: ranked.draw,
    Scatter: scatter.draw,
    Tree: tree.draw,
    Trend: trend.draw,
}


def draw(chart: Chart, key: str, title: Words, description: Words, language: str) -> str:
    """The chart as an SVG element to stand in a page.

    Parameters
    ----------
    chart : Chart
    key : str
        Unique in the page; keeps the ids of the drawing its own.
    title, description : Words
        What it shows, and what one reads off it: said to those who cannot see it.
    language : {"zh", "en"}

    Raises
    ------
    KeyError
        If nothing draws charts of this kind: a mistake of ours.
    """
    return DRAWERS[type(chart)](chart, key, title, description, language)
