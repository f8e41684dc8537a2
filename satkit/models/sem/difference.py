"""The test of a model within another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from satkit.errors import Complaint, DefinitionError, FitError, quote_all
from satkit.language import Text
from satkit.models.sem.adjusted_test import shifted_difference
from satkit.models.sem.measures import Test
from satkit.models.sem.result import SemFit, alone
from satkit.models.sem.sample import Sample
from satkit.stats.arguments import arguments, instance

ROUNDING = 1e-6  # of a chi-square
ALIKE = 1e-8  # difference of the moments of one sample, in standard deviations


@arguments(
    restricted=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")),
    free=instance(SemFit, Text("a fitted covariance model, as fit_sem gives it")),
)
def likelihood_ratio_test(restricted: SemFit, free: SemFit) -> Test:
    """Likelihood-ratio test of a model within another.

    Parameters
    ----------
    restricted, free : SemFit
        The second has more parameters; both of the same answers and method.

    Notes
    -----
    Scaled statistics do not subtract; Satorra and Bentler (2001) give the factor of the difference,
    Satorra (2000) factor and shift where the tests are shifted (WLSMV, ULSMV).

    Returns
    -------
    Test
        ``statistic``, ``df`` and ``p_value`` of the difference.

    Raises
    ------
    DefinitionError
        If the fits are of other answers, items or methods, or the first is not within the second.
    FitError
        If the scaling factor of the difference is negative, which samples of moderate size can give.

    References
    ----------
    Satorra and Bentler (2001); Satorra (2000).

    Examples
    --------
    >>> from satkit import fit_sem, from_covariance
    >>> matrix = [[1, 0.5, 0.4, 0.3], [0.5, 1, 0.4, 0.3], [0.4, 0.4, 1, 0.5], [0.3, 0.3, 0.5, 1]]
    >>> published = from_covariance(matrix, ["a", "b", "c", "d"], n=300)
    >>> one, two = (fit_sem(published, text, start="plain")
    ...             for text in ("F =~ a + b + c + d", "F =~ a + b + c + d; c ~~ d"))
    >>> test = likelihood_ratio_test(one, two)
    >>> test.df, round(test.p_value, 4)
    (1, 0.0)
    """
    complaints = list(_unlike(restricted, free))
    if complaints:
        raise DefinitionError(complaints)
    df = restricted.test.df - free.test.df
    if df <= 0:
        raise DefinitionError(Complaint(Text("the first model must have fewer parameters than the second")))
    plain = restricted.test.plain - free.test.plain
    if plain < -ROUNDING * max(1.0, abs(free.test.plain)) and restricted.converged and free.converged:
        raise DefinitionError(
            Complaint(
                Text("the first model fits better than the second and cannot lie within it"),
                hint=Text("restrict parameters of one and the same model"),
            )
        )
    if restricted.ordinal and free.ordinal:
        test = Test(plain, df)
        return (
            test
            if restricted.method == "DWLS"
            else shifted_difference(restricted.ordinal, free.ordinal, test)
        )
    factor = (restricted.test.factor * restricted.test.df - free.test.factor * free.test.df) / df
    if restricted.test.factor > 0 and free.test.factor > 0 and not factor > 0:
        raise FitError(
            Complaint(
                Text(
                    "the scaled difference of these models does not exist: its factor is %(factor).2f",
                    {"factor": factor},
                ),
                hint=Text("compare CFI and RMSEA of both models, or fit both with ML"),
            )
        )
    return Test(plain, df, factor)


def _unlike(one: SemFit, other: SemFit) -> Iterator[Complaint]:
    """What keeps two fits from being compared."""
    expected = Text("two models of the same answers, items, groups and method")
    if one.method != other.method:
        told = {"one": one.method, "other": other.method}
        yield Complaint(
            Text("the fits are of different methods: %(one)s and %(other)s", told), expected=expected
        )
    items = set(one.sample.items), set(other.sample.items)
    if items[0] != items[1]:
        strange = quote_all(sorted(items[0] ^ items[1]))
        yield Complaint(
            Text("only one of the fits has the items %(items)s", {"items": strange}), expected=expected
        )
    elif not _same_answers(one.sample, other.sample) or one.model.means != other.model.means:
        yield Complaint(Text("the fits are of different respondents or moments"), expected=expected)


def _same_answers(one: Sample, other: Sample) -> bool:
    """Whether both samples hold the same moments, whatever the order of the items."""
    if one.groups != other.groups or one.seen.shape != other.seen.shape:
        return False
    order = [other.items.index(item) for item in one.items]
    first, second = alone(one), alone(other)
    if one.kept is not None and other.kept is not None and not np.array_equal(one.kept, other.kept):
        return False
    if one.gaps:  # patterns are in another order where the items are
        return bool(np.isclose(one.n, other.n))
    scale = np.sqrt(np.abs(np.diagonal(first.cov, axis1=-2, axis2=-1)))
    apart = (first.cov - second.cov[..., order, :][..., order]) / (scale[..., :, None] * scale[..., None, :])
    shift = (first.mean - second.mean[..., order]) / scale
    return bool(
        np.allclose(first.size, second.size) and np.abs(apart).max() < ALIKE and np.abs(shift).max() < ALIKE
    )
