"""Covariance models: items, constructs and paths by maximum likelihood and its relatives."""

from satkit.models.sem.difference import likelihood_ratio_test
from satkit.models.sem.equivalence import equivalence_test
from satkit.models.sem.fit import fit_sem
from satkit.models.sem.invariance import Invariance, invariance
from satkit.models.sem.measurement import measurement, r_squared
from satkit.models.sem.model import CovarianceModel, Parameter, covariance_model
from satkit.models.sem.modification import modification_indices
from satkit.models.sem.replication import Replicated, replicate_fit
from satkit.models.sem.result import SemFit
from satkit.models.sem.scores import factor_scores

__all__ = [
    "CovarianceModel",
    "Invariance",
    "Parameter",
    "Replicated",
    "SemFit",
    "covariance_model",
    "equivalence_test",
    "factor_scores",
    "fit_sem",
    "invariance",
    "likelihood_ratio_test",
    "measurement",
    "modification_indices",
    "r_squared",
    "replicate_fit",
]
