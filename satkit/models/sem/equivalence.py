"""How bad the fit could be at most: T-size measures and their cut-offs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.language import Text
from satkit.models.sem.measures import noncentral
from satkit.models.sem.result import SemFit
from satkit.stats.arguments import LEVEL, arguments, instance

WORDS = ("excellent", "close", "fair", "mediocre", "poor")
# Regressions of Yuan, Chan, Marcoulides and Bentler (2016) for one group: of ln RMSEA on
# 1, ln df, (ln df)^2, ln n, (ln n)^2, n, n^(1/2), n^(1/5), ln df ln n ...
RMSEA = {
    0.01: (1.34863, -0.51999, 0.01925, -0.59811, 0, 0, 0.00902, 0, 0.01796),
    0.05: (2.06034, -0.62974, 0.02512, -0.98388, 0.05442, -0.00005188, 0, 0, 0.05260),
    0.08: (2.84129, -0.54809, 0.02296, -0.76005, 0.10229, 0, 0, -1.11167, 0.04845),
    0.10: (2.36352, -0.49440, 0.02131, -0.64445, 0.09043, 0, 0, -1.01634, 0.04422),
}
# ... and of ln (1 - CFI) on these without n, and df^(1/5), b^(1/5), (ln b)^2, ln b ln n for the
# degrees of freedom b of the baseline.
CFI = {
    0.99: (4.67603, -0.50827, 0, -1.89602, 0.10190, 0, 0, 0.03729, 0.87087, -0.59613, 0, 0),
    0.95: (4.12132, -0.46285, 0, -1.74422, 0.13042, -0.02360, 0, 0.04215, 0.52478, -0.31832, 0, 0),
    0.92: (6.31234, -0.41762, 0.01554, -1.30229, 0.19999, 0, -2.17429, 0.05342, 0, 0, -0.00563, -0.01520),
    0.90: (5.96633, -0.40425, 0.01384, -1.20242, 0.18763, 0, -2.06704, 0.05245, 0, 0, -0.00411, -0.01533),
}


@arguments(fit=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")), chance=LEVEL)
def equivalence_test(fit: SemFit, *, chance: float = 0.05) -> pd.DataFrame:
    """The largest RMSEA and the smallest CFI that the answers do not exclude, and what to call them.

    Parameters
    ----------
    fit : SemFit
        Of one group; the cut-offs were simulated for maximum likelihood.
    chance : float
        Of being worse than what is said.

    Returns
    -------
    DataFrame
        ``measure value excellent close fair mediocre verdict``: the four cut-offs that stand for
        RMSEA 0.01, 0.05, 0.08, 0.10 and CFI 0.99, 0.95, 0.92, 0.90 at these degrees of freedom and
        this sample, and the word for the value.

    Notes
    -----
    A test that does not reject proves nothing; this one proves closeness (Yuan, Chan, Marcoulides
    and Bentler 2016).  Noncentralities are exact, where the paper's program uses Venables' series.

    Raises
    ------
    DefinitionError
        If it is given no fit, or a chance that is none.

    References
    ----------
    Yuan, Chan, Marcoulides and Bentler (2016).

    Examples
    --------
    >>> from satkit import fit_sem, from_covariance
    >>> matrix = [[1, 0.5, 0.4, 0.3], [0.5, 1, 0.4, 0.3], [0.4, 0.4, 1, 0.5], [0.3, 0.3, 0.5, 1]]
    >>> published = from_covariance(matrix, ["a", "b", "c", "d"], n=300)
    >>> equivalence_test(fit_sem(published, "F =~ a + b + c + d", start="plain"))["verdict"].tolist()
    ['poor', 'poor']
    """
    n, df, base = fit.sample.n - 1, fit.test.df, fit.baseline.df
    if not df:
        return pd.DataFrame(columns=["measure", "value", *WORDS[:4], "verdict"])
    largest = float(np.sqrt(noncentral(fit.test.plain, df, chance) / (df * n)))
    worse = noncentral(fit.test.plain, df, chance / 2)
    null = noncentral(fit.baseline.plain, base, 1 - chance / 2)
    smallest = 1 - worse / max(worse, null) if max(worse, null) > 0 else 1.0
    rows = []
    for name, value, cuts in (
        ("rmsea", largest, [_rmsea(numbers, df, n) for numbers in RMSEA.values()]),
        ("cfi", smallest, [_cfi(numbers, df, base, n) for numbers in CFI.values()]),
    ):
        passed = [value <= cut if name == "rmsea" else value >= cut for cut in cuts]
        rows.append((name, value, *cuts, WORDS[passed.index(True) if any(passed) else 4]))
    return pd.DataFrame(rows, columns=["measure", "value", *WORDS[:4], "verdict"])


def _rmsea(numbers: tuple[float, ...], df: int, n: float) -> float:
    d, m = np.log(df), np.log(n)
    return float(np.exp(np.dot(numbers, [1, d, d**2, m, m**2, n, n**0.5, n**0.2, d * m])))


def _cfi(numbers: tuple[float, ...], df: int, base: int, n: float) -> float:
    d, m, b = np.log(df), np.log(n), np.log(base)
    terms = [1, d, d**2, m, m**2, n**0.5, n**0.2, d * m, df**0.2, base**0.2, b**2, b * m]
    return float(1 - np.exp(np.dot(numbers, terms)))
