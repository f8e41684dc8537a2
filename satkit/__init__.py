"""satkit: from a customer-satisfaction survey folder to decisions, every figure with its uncertainty.

The floors, each importing only those below it::

   10  cli                     one command per file
    9  study                   one survey folder, every result
    8  report                  statements become pages
    7  findings                numbers become statements
    6  scoring | simulation    answers become scores | answers that never happened
    5  survey                  what was asked and answered
    4  models                  counts and moments become fits
    3  stats                   arithmetic that has never heard of a survey
    2  tables                  results laid out once, written anywhere
    1  errors digits           complaints, numbers
    0  language together       sentences, jobs side by side
"""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what an editor and a type checker see behind the lazy front door
    from satkit.errors import DataError, DefinitionError, FitError, SatkitError
    from satkit.language import say
    from satkit.models.aggregate import aggregate
    from satkit.models.drivers.dominance import dominance
    from satkit.models.drivers.estimate import driver_importance
    from satkit.models.drivers.groups import group_importance
    from satkit.models.drivers.logit import fit_logit
    from satkit.models.index import index_model
    from satkit.models.kano.estimate import fuzzy_kano, kano
    from satkit.models.kano.grids import dual_importance, improvement_gap
    from satkit.models.kano.moderated import moderated_slopes
    from satkit.models.kano.penalty_reward import penalty_reward
    from satkit.models.kano.quality_function import quality_weights
    from satkit.models.pls.admissible import admissibility
    from satkit.models.pls.exact import exact_fit
    from satkit.models.pls.groups import compare_groups
    from satkit.models.pls.predictive import blindfold, compare_predictions, predict
    from satkit.models.pls.quantities import path_estimates
    from satkit.models.pls.score import construct_scores
    from satkit.models.pls.stages import fit_pls, slope_changes
    from satkit.models.sem.difference import likelihood_ratio_test
    from satkit.models.sem.equivalence import equivalence_test
    from satkit.models.sem.fit import fit_sem
    from satkit.models.sem.invariance import invariance
    from satkit.models.sem.modification import modification_indices
    from satkit.models.sem.scores import factor_scores
    from satkit.models.syntax import read_model
    from satkit.stats.intake import draw_replicates, moments
    from satkit.stats.published import from_covariance
    from satkit.study import Study
    from satkit.tables.charts.style import chart_style
    from satkit.tables.export import export

__version__ = "0.1.0"
__all__ = [
    "DataError",
    "DefinitionError",
    "FitError",
    "SatkitError",
    "Study",
    "admissibility",
    "aggregate",
    "blindfold",
    "chart_style",
    "compare_groups",
    "compare_predictions",
    "construct_scores",
    "dominance",
    "draw_replicates",
    "driver_importance",
    "dual_importance",
    "equivalence_test",
    "exact_fit",
    "export",
    "factor_scores",
    "fit_logit",
    "fit_pls",
    "fit_sem",
    "from_covariance",
    "fuzzy_kano",
    "group_importance",
    "improvement_gap",
    "index_model",
    "invariance",
    "kano",
    "likelihood_ratio_test",
    "moderated_slopes",
    "modification_indices",
    "moments",
    "path_estimates",
    "penalty_reward",
    "predict",
    "quality_weights",
    "read_model",
    "say",
    "slope_changes",
]

_ROOMS = {
    "DataError": "satkit.errors",
    "DefinitionError": "satkit.errors",
    "FitError": "satkit.errors",
    "SatkitError": "satkit.errors",
    "Study": "satkit.study",
    "admissibility": "satkit.models.pls.admissible",
    "aggregate": "satkit.models.aggregate",
    "blindfold": "satkit.models.pls.predictive",
    "chart_style": "satkit.tables.charts.style",
    "compare_groups": "satkit.models.pls.groups",
    "compare_predictions": "satkit.models.pls.predictive",
    "construct_scores": "satkit.models.pls.score",
    "dominance": "satkit.models.drivers.dominance",
    "draw_replicates": "satkit.stats.intake",
    "driver_importance": "satkit.models.drivers.estimate",
    "dual_importance": "satkit.models.kano.grids",
    "equivalence_test": "satkit.models.sem.equivalence",
    "exact_fit": "satkit.models.pls.exact",
    "export": "satkit.tables.export",
    "factor_scores": "satkit.models.sem.scores",
    "fit_logit": "satkit.models.drivers.logit",
    "fit_pls": "satkit.models.pls.stages",
    "fit_sem": "satkit.models.sem.fit",
    "from_covariance": "satkit.stats.published",
    "fuzzy_kano": "satkit.models.kano.estimate",
    "group_importance": "satkit.models.drivers.groups",
    "improvement_gap": "satkit.models.kano.grids",
    "index_model": "satkit.models.index",
    "invariance": "satkit.models.sem.invariance",
    "kano": "satkit.models.kano.estimate",
    "likelihood_ratio_test": "satkit.models.sem.difference",
    "moderated_slopes": "satkit.models.kano.moderated",
    "modification_indices": "satkit.models.sem.modification",
    "moments": "satkit.stats.intake",
    "path_estimates": "satkit.models.pls.quantities",
    "penalty_reward": "satkit.models.kano.penalty_reward",
    "predict": "satkit.models.pls.predictive",
    "quality_weights": "satkit.models.kano.quality_function",
    "read_model": "satkit.models.syntax",
    "say": "satkit.language",
    "slope_changes": "satkit.models.pls.stages",
}


def __getattr__(name: str) -> object:
    """Open a room when its name is first asked for, so that ``import satkit`` costs nothing."""
    if name not in _ROOMS:
        raise AttributeError(name)
    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    """The public names, and nothing else."""
    return [*__all__]


def _warn_of_namesake() -> None:
    """Warn where the satellite toolkit that the package index calls ``satkit`` is installed as well.

    Both own the folder ``satkit``: whichever was installed last has overwritten the other.
    """
    for place in filter(os.path.isdir, sys.path):
        for name in os.listdir(place):  # noqa: PTH208  pathlib would cost more than all the rest of the import
            if name.startswith("satkit-") and name.endswith(".dist-info"):
                import warnings

                warnings.warn(
                    "another package called 'satkit' (a satellite toolkit) is installed beside satkit-survey,"
                    " and each overwrites files of the other: uninstall both, then install satkit-survey",
                    stacklevel=3,
                )
                return


_warn_of_namesake()
