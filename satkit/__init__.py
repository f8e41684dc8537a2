"""satkit: from a customer-satisfaction survey folder to decisions, every figure with its uncertainty.

The floors, each importing only those below it::

    8  cli                     one command per file
    7  study                   one survey folder, every result
    6  report                  statements become pages
    5  findings                numbers become statements
    4  scoring | simulation    answers become scores | answers that never happened
    3  survey                  what was asked and answered
    2  models                  counts and moments become fits
    1  stats                   arithmetic that has never heard of a survey
    0  errors language digits  complaints, sentences, numbers
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
