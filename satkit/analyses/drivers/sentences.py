"""What trees and the lasso say of the drivers, in the words of report and terminal alike."""

from __future__ import annotations

from satkit.analyses.drivers.forest import Forest
from satkit.findings.wording import QUOTED
from satkit.language import Text
from satkit.models.drivers.stability import Stability
from satkit.number_format import share
from satkit.survey.names import Names

FOREST = Text(
    "Boosted trees predict better than the linear model (cross-validated R² %(trees)s against %(linear)s): bends or "
    "interactions matter. What they look at most: %(names)s."
)
FOREST_NOT = Text(
    "Boosted trees do not predict better than the linear model (cross-validated R² %(trees)s against %(linear)s)."
)
STEADY = Text(
    "The lasso picks these drivers in at least %(often)s of half-samples (on average fewer than %(wrong)s of them by "
    "mistake): %(names)s."
)
STEADY_NONE = Text("The lasso picks no driver in as many as %(often)s of half-samples.")
STEADY_ONE = Text("“%(name)s” (%(chance)s)")


def describe_forest(forest: Forest, names: Names) -> Text:
    """Whether boosted trees predict better than the linear model, and what they look at."""
    trees, linear = (f"{skill.mean():.2f}" for skill in (forest.trees, forest.linear))
    if not forest.better:
        return FOREST_NOT.with_values(trees=trees, linear=linear)
    first = forest.table.sort_values("loss", ascending=False)["driver"].head(3)
    named = tuple(QUOTED.with_values(name=names.node(name)) for name in first)
    return FOREST.with_values(trees=trees, linear=linear, names=named)


def describe_selection(stability: Stability, names: Names) -> Text:
    """Which drivers the lasso picks again and again."""
    chances = dict(zip(stability.names, stability.probability, strict=True))
    named = tuple(
        STEADY_ONE.with_values(name=names.node(name), chance=share(chances[name], 1))
        for name in stability.selected_drivers
    )
    wrong, often = f"{max(stability.wrong, 0.1):.1f}", share(stability.often, 1)
    return (STEADY if named else STEADY_NONE).with_values(often=often, wrong=wrong, names=named)
