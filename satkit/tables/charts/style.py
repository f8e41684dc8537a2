"""Our font and colours for charts drawn by hand in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from satkit.errors import explain_missing_package
from satkit.tables.palette import GREY, INK, MUTED, RAMP

FAMILY = "Satkit Sans SC"
FILE = Path(__file__).parents[2] / "fonts" / "satkit-sans-sc.otf"


@contextmanager
def chart_style(size: float = 11) -> Iterator[None]:
    """Draw seaborn and matplotlib charts in the house style, Chinese labels included.

    The font comes with satkit, so that no label turns into boxes on a machine without Chinese
    fonts; nothing outside the ``with`` block is changed.

    Parameters
    ----------
    size : float
        Size of labels, points.

    Returns
    -------
    context manager

    Raises
    ------
    MissingPackageError
        If seaborn, of the extra ``notebooks``, is not installed.

    Examples
    --------
    >>> import seaborn  # doctest: +SKIP
    >>> with chart_style():  # doctest: +SKIP
    ...     seaborn.barplot(data=study.scores.table, x="estimate", y="node")
    """
    with explain_missing_package("chart_style"):
        import seaborn as sns
        from matplotlib import font_manager, rc_context
        from matplotlib import pyplot as plt

    # A notebook turns interactive with its backend, at the first chart: inside the context that would be
    # undone at its end, and no later chart would be shown.
    plt.draw_if_interactive()  # type: ignore[no-untyped-call]
    if FAMILY not in {font.name for font in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(FILE)
    settings = {
        **sns.axes_style("white"),
        "font.family": [FAMILY, "sans-serif"],
        "font.size": size,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": GREY,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": _cycle(),
        "axes.titlelocation": "left",
        "text.color": INK,
        "text.parse_math": False,
        "figure.constrained_layout.use": True,
        "legend.frameon": False,
    }
    with rc_context(settings):
        yield


def _cycle() -> object:
    from matplotlib.rcsetup import cycler

    return cycler(color=[RAMP[0], RAMP[7], RAMP[3], RAMP[9], MUTED])
