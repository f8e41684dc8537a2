"""Models of ordered categories as lavaan fitted them, and our fits of the same.

The figures are of lavaan 0.6-14 (R 4.2.2), default options, ``sem(model, data, ordered = ...,
estimator = "WLSMV", missing = "pairwise")`` as the case says (``reference/sem/lavaan_ordinal.json``)::

    Image =~ IMAG1 + IMAG2 + IMAG3
    Satisfaction =~ CUSA1 + CUSA2 + CUSA3
    Satisfaction ~ Image

and, in two groups, of ``reference/sem/schools.R``.  lavaan leaves the variance of a construct undetermined
whose only item is ordered.  So it was given ``CUSCO ~ Satisfaction`` (single_last), or
``Complaints =~ 1*CUSCO``, ``Complaints ~~ 1*Complaints`` and ``Satisfaction ~ Image + Complaints``
(single_first).
"""

from functools import cache

import numpy as np
from lavaan_cases import table
from reference import figures
from reference.data_sets import pupils, pupils_in_grades

from satkit.models.sem import fit_sem

SIX = ["IMAG1", "IMAG2", "IMAG3", "CUSA1", "CUSA2", "CUSA3"]
TESTS = ["x1", "x2", "x3", "x4", "x5", "x6"]
TWO = "Image =~ IMAG1 + IMAG2 + IMAG3\nSatisfaction =~ CUSA1 + CUSA2 + CUSA3\n"
SCHOOLS_TWO = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\ntextual ~ visual"
ONE = TWO + "Complaints =~ CUSCO\n"
LOADINGS, INTERCEPTS = ["loadings"], ["loadings", "intercepts"]
SOME, BY_SCHOOL = {"ordered": SIX[:3]}, {"group": "school"}
CASES = {
    "mixed": ("mixed", SOME),
    "mixed_DWLS": ("mixed", {**SOME, "method": "DWLS"}),
    "mixed_pairwise": ("mixed gaps", {**SOME, "missing": "pairwise"}),
    "pairwise": ("gaps", {"missing": "pairwise"}),
    "pairwise_ULSMV": ("gaps", {"missing": "pairwise", "method": "ULSMV"}),
    "single_last": ("last", {}),
    "single_first": ("first", {}),
    "configural": ("schools", BY_SCHOOL),
    "metric": ("schools", {**BY_SCHOOL, "equal": LOADINGS}),
    "scalar": ("schools", {**BY_SCHOOL, "equal": INTERCEPTS}),
    "scalar_ULSMV": ("schools", {**BY_SCHOOL, "equal": INTERCEPTS, "method": "ULSMV"}),
    "scalar_DWLS": ("schools", {**BY_SCHOOL, "equal": INTERCEPTS, "method": "DWLS"}),
    "mixed_configural": ("schools mixed", {**BY_SCHOOL, "ordered": TESTS[:3]}),
    "mixed_scalar": ("schools mixed", {**BY_SCHOOL, "ordered": TESTS[:3], "equal": INTERCEPTS}),
}


@cache
def lavaan():
    return figures("sem/lavaan_ordinal") | figures("sem/schools")


def holes(answers):
    """Every twelfth answer, item by item further on, is missing."""
    result = answers.astype(float)
    for item in range(result.shape[1]):
        result.iloc[(np.arange(len(result)) * 7 + item * 5) % 12 == 0, item] = np.nan
    return result


@cache
def answers(name):
    if name.startswith("schools"):
        grades = pupils_in_grades()
        return grades.assign(**pupils()[TESTS[3:]]) if name == "schools mixed" else grades
    data = table("mobi_ord5")
    if name in {"first", "last"}:
        return data
    six = data[SIX].assign(**table("mobi")[SIX[3:]]) if "mixed" in name else data[SIX]
    return holes(six) if "gaps" in name else six


def model(name):
    if name.startswith("schools"):
        return SCHOOLS_TWO
    if name == "last":
        return ONE + "Satisfaction ~ Image\nComplaints ~ Satisfaction"
    if name == "first":
        return ONE + "Satisfaction ~ Image + Complaints"
    return TWO + "Satisfaction ~ Image"


@cache
def fitted(case):
    name, options = CASES[case]
    return fit_sem(answers(name), model(name), **{"method": "WLSMV", **options})
