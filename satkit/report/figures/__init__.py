"""The shelf of figures: plain data in, an SVG string out."""

from satkit.report.figures import distribution, dots, groups, heat, ranked, tree, trend

FIGURES = (tree, dots, distribution, trend, heat, ranked, groups)
