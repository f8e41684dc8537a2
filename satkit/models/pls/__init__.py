"""Partial least squares path models, every replicate in one pass."""

from satkit.models.pls.admissible import Admissibility, admissibility
from satkit.models.pls.composition import Composition, composition
from satkit.models.pls.exact import exact_fit
from satkit.models.pls.fit import PathFit
from satkit.models.pls.groups import Comparison, by_group, compare_groups
from satkit.models.pls.predictive import Prediction, blindfold, compare_predictions, predict
from satkit.models.pls.priority import Priority, priority
from satkit.models.pls.quantities import Quantity, path_estimates, quantities
from satkit.models.pls.score import construct_scores, index
from satkit.models.pls.stages import fit_pls, slope_changes, with_products

__all__ = [
    "Admissibility",
    "Comparison",
    "Composition",
    "PathFit",
    "Prediction",
    "Priority",
    "Quantity",
    "admissibility",
    "blindfold",
    "by_group",
    "compare_groups",
    "compare_predictions",
    "composition",
    "construct_scores",
    "exact_fit",
    "fit_pls",
    "index",
    "path_estimates",
    "predict",
    "priority",
    "quantities",
    "slope_changes",
    "with_products",
]
