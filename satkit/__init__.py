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
    from satkit.models.aggregate import aggregate
    from satkit.models.drivers import driver_importance
    from satkit.models.index import index_model
    from satkit.models.kano import classify
    from satkit.models.pls import fit_pls
    from satkit.models.sem import fit_sem
    from satkit.models.syntax import read_model
    from satkit.stats.incomplete import moments
    from satkit.stats.published import from_covariance
    from satkit.study import Study
    from satkit.tables.charts.style import chart_style
    from satkit.tables.export import export

__version__ = "0.1.0"
__all__ = [
    "Study",
    "aggregate",
    "chart_style",
    "classify",
    "driver_importance",
    "export",
    "fit_pls",
    "fit_sem",
    "from_covariance",
    "index_model",
    "moments",
    "read_model",
]

_ROOMS = {
    "Study": "satkit.study",
    "aggregate": "satkit.models.aggregate",
    "chart_style": "satkit.tables.charts.style",
    "classify": "satkit.models.kano",
    "driver_importance": "satkit.models.drivers",
    "export": "satkit.tables.export",
    "fit_pls": "satkit.models.pls",
    "fit_sem": "satkit.models.sem",
    "from_covariance": "satkit.stats.published",
    "index_model": "satkit.models.index",
    "moments": "satkit.stats.incomplete",
    "read_model": "satkit.models.syntax",
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
