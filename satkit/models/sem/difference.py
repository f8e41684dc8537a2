"""The test of a model within another."""

from __future__ import annotations

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.models.sem.measures import Test
from satkit.models.sem.result import SemFit
from satkit.models.sem.shifted import shifted_difference


def difference(restricted: SemFit, free: SemFit) -> Test:
    """Likelihood-ratio test of a model within another.

    Parameters
    ----------
    restricted, free : SemFit
        The second has more parameters; both of the same answers and method.

    Notes
    -----
    Scaled statistics do not subtract; Satorra and Bentler (2001) give the factor of the difference,
    Satorra (2000) factor and shift where the tests are shifted (WLSMV, ULSMV).

    Raises
    ------
    DefinitionError
    """
    df = restricted.test.df - free.test.df
    if df <= 0:
        raise DefinitionError(Complaint(Text("the first model must have fewer parameters than the second")))
    plain = restricted.test.plain - free.test.plain
    if restricted.ordinal and free.ordinal:
        test = Test(plain, df)
        return (
            test
            if restricted.method == "DWLS"
            else shifted_difference(restricted.ordinal, free.ordinal, test)
        )
    factor = (restricted.test.factor * restricted.test.df - free.test.factor * free.test.df) / df
    return Test(plain, df, factor)
