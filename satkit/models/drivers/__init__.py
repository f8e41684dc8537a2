"""Drivers: how much each matters for an outcome, and what would follow from raising it."""

from satkit.models.drivers import (
    information,
    lmg,
    lmg_calibrated,
    logistic_weights,
    matrix,
    relative_weights,
    segments,
    standardised,
    what_if,
)
from satkit.models.drivers.correlations import Correlations, correlations, holding
from satkit.models.drivers.dominance import Dominance, complete, conditional, dominance, levels
from satkit.models.drivers.estimate import driver_importance
from satkit.models.drivers.fit import Importance, make_importance
from satkit.models.drivers.groups import GroupImportance, group_importance, owen, together
from satkit.models.drivers.key_dissatisfiers import Reach, dissatisfiers, enhancers
from satkit.models.drivers.logit import Logit, fit_logit, logit
from satkit.models.drivers.mcfadden import replicate_shares as mcfadden_replicated
from satkit.models.drivers.mcfadden import shares as mcfadden_shares
from satkit.models.drivers.methods import METHODS, affordable, importance
from satkit.models.drivers.odds import Odds, odds
from satkit.models.drivers.parallel import brant
from satkit.models.drivers.sampling import sampled_linear, sampled_mcfadden
from satkit.models.drivers.subsets import explained_variance, shapley

__all__ = [
    "METHODS",
    "Correlations",
    "Dominance",
    "GroupImportance",
    "Importance",
    "Logit",
    "Odds",
    "Reach",
    "affordable",
    "brant",
    "complete",
    "conditional",
    "correlations",
    "dissatisfiers",
    "dominance",
    "driver_importance",
    "enhancers",
    "explained_variance",
    "fit_logit",
    "group_importance",
    "holding",
    "importance",
    "information",
    "levels",
    "lmg",
    "lmg_calibrated",
    "logistic_weights",
    "logit",
    "make_importance",
    "matrix",
    "mcfadden_replicated",
    "mcfadden_shares",
    "odds",
    "owen",
    "relative_weights",
    "sampled_linear",
    "sampled_mcfadden",
    "segments",
    "shapley",
    "standardised",
    "together",
    "what_if",
]
