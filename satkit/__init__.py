"""satkit: from a customer-satisfaction survey folder to decisions, every figure with its uncertainty.

The floors, each importing only those below it::

    9  cli                     one command per file
    8  study                   one survey folder, every result
    7  report                  statements become pages
    6  findings                numbers become statements
    5  scoring | simulation    answers become scores | answers that never happened
    4  survey                  what was asked and answered
    3  models                  counts and moments become fits
    2  stats                   arithmetic that has never heard of a survey
    1  errors digits           complaints, numbers
    0  language together       sentences, jobs side by side
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "Study",
    "aggregate",
    "chart_style",
    "classify",
    "export",
    "fit_pls",
    "fit_sem",
    "importance",
    "index_model",
    "moments",
    "read_model",
]

ROOMS = {
    "Study": "satkit.study",
    "aggregate": "satkit.models.aggregate",
    "chart_style": "satkit.report.figures.notebook",
    "classify": "satkit.models.kano",
    "export": "satkit.report.export",
    "fit_pls": "satkit.models.pls",
    "fit_sem": "satkit.models.sem",
    "importance": "satkit.models.drivers",
    "index_model": "satkit.models.index",
    "moments": "satkit.stats.incomplete",
    "read_model": "satkit.models.syntax",
}


def __getattr__(name: str) -> object:
    """Open a room when its name is first asked for, so that ``import satkit`` costs nothing."""
    if name not in ROOMS:
        raise AttributeError(name)
    return getattr(import_module(ROOMS[name]), name)
