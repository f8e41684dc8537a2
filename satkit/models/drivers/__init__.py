"""Drivers: how much each matters for an outcome, and what would follow from raising it."""

from satkit.models.drivers import (
    information,
    lmg,
    logistic_weights,
    matrix,
    once,
    relative_weights,
    segments,
    standardised,
    what_if,
)
from satkit.models.drivers.correlations import Correlations, correlations, holding
from satkit.models.drivers.dominance import Dominance, complete, conditional, dominance, levels
from satkit.models.drivers.estimate import driver_importance
from satkit.models.drivers.fit import Importance, fitted
from satkit.models.drivers.groups import GroupImportance, group_importance, owen, together
from satkit.models.drivers.logit import Logit, fit_logit, logit
from satkit.models.drivers.mcfadden import replicated as mcfadden_replicated
from satkit.models.drivers.mcfadden import shares as mcfadden_shares
from satkit.models.drivers.methods import METHODS, affordable, importance
from satkit.models.drivers.odds import Odds, odds
from satkit.models.drivers.parallel import brant
from satkit.models.drivers.reach import Reach, dissatisfiers, enhancers
from satkit.models.drivers.sampling import sampled_linear, sampled_mcfadden
from satkit.models.drivers.subsets import explained, shapley

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
    "explained",
    "fit_logit",
    "fitted",
    "group_importance",
    "holding",
    "importance",
    "information",
    "levels",
    "lmg",
    "logistic_weights",
    "logit",
    "matrix",
    "mcfadden_replicated",
    "mcfadden_shares",
    "odds",
    "once",
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
