"""The shelf of figures: plain data in, an SVG string out."""

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

FIGURES = (
    tree,
    dots,
    distribution,
    trend,
    heat,
    path_diagram,
    ranked,
    groups,
    lollipop,
    scatter,
    diverging,
    plan,
    returns,
)
