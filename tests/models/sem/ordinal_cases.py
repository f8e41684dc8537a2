"""Models of ordered categories as lavaan fitted them, and our fits of the same.

The figures in ``lavaan_ordinal_0.6-14.json`` are of lavaan 0.6-14 (R 4.2.2), default options,
``sem(model, data, ordered = ..., estimator = "WLSMV", missing = "pairwise", group = "gender",
group.equal = c("loadings", "thresholds", "intercepts"))`` as the case says::

    Image =~ IMAG1 + IMAG2 + IMAG3              IMAG =~ imag1 + imag2 + imag3
    Satisfaction =~ CUSA1 + CUSA2 + CUSA3       SAT =~ sat1 + sat2 + sat3
    Satisfaction ~ Image                        SAT ~ IMAG

lavaan leaves the variance of a construct undetermined whose only item is ordered.  So it was given
``CUSCO ~ Satisfaction`` (single_last), or ``Complaints =~ 1*CUSCO``, ``Complaints ~~ 1*Complaints``
and ``Satisfaction ~ Image + Complaints`` (single_first).
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
from lavaan_cases import table

from satkit.models.sem import fit_sem

SIX = ["IMAG1", "IMAG2", "IMAG3", "CUSA1", "CUSA2", "CUSA3"]
BANK = ["imag1", "imag2", "imag3", "sat1", "sat2", "sat3"]
TWO = "Image =~ IMAG1 + IMAG2 + IMAG3\nSatisfaction =~ CUSA1 + CUSA2 + CUSA3\n"
BANK_TWO = "IMAG =~ imag1 + imag2 + imag3\nSAT =~ sat1 + sat2 + sat3\nSAT ~ IMAG"
ONE = TWO + "Complaints =~ CUSCO\n"
LOADINGS, INTERCEPTS = ["loadings"], ["loadings", "intercepts"]
SOME, MEN_AND_WOMEN = {"ordered": SIX[:3]}, {"group": "gender"}
CASES = {
    "mixed": ("mixed", SOME),
    "mixed_DWLS": ("mixed", {**SOME, "method": "DWLS"}),
    "mixed_pairwise": ("mixed gaps", {**SOME, "missing": "pairwise"}),
    "pairwise": ("gaps", {"missing": "pairwise"}),
    "pairwise_ULSMV": ("gaps", {"missing": "pairwise", "method": "ULSMV"}),
    "single_last": ("last", {}),
    "single_first": ("first", {}),
    "configural": ("bank", MEN_AND_WOMEN),
    "metric": ("bank", {**MEN_AND_WOMEN, "equal": LOADINGS}),
    "scalar": ("bank", {**MEN_AND_WOMEN, "equal": INTERCEPTS}),
    "scalar_ULSMV": ("bank", {**MEN_AND_WOMEN, "equal": INTERCEPTS, "method": "ULSMV"}),
    "scalar_DWLS": ("bank", {**MEN_AND_WOMEN, "equal": INTERCEPTS, "method": "DWLS"}),
    "mixed_configural": ("bank mixed", {**MEN_AND_WOMEN, "ordered": BANK[:3]}),
    "mixed_scalar": ("bank mixed", {**MEN_AND_WOMEN, "ordered": BANK[:3], "equal": INTERCEPTS}),
}


@cache
def lavaan():
    path = Path(__file__).parent / "lavaan_ordinal_0.6-14.json"
    return json.loads(path.read_text(encoding="utf-8"))


def holes(answers):
    """Every twelfth answer, item by item further on, is missing."""
    result = answers.astype(float)
    for item in range(result.shape[1]):
        result.iloc[(np.arange(len(result)) * 7 + item * 5) % 12 == 0, item] = np.nan
    return result


@cache
def answers(name):
    if name.startswith("bank"):
        data = table("satisfaction_gender")
        four = data.copy()
        four[BANK] = np.clip(np.ceil(four[BANK] / 2) - 1, 1, 4)
        return four.assign(**data[BANK[3:]]) if name == "bank mixed" else four
    data = table("mobi_ord5")
    if name in {"first", "last"}:
        return data
    six = data[SIX].assign(**table("mobi")[SIX[3:]]) if "mixed" in name else data[SIX]
    return holes(six) if "gaps" in name else six


def model(name):
    if name.startswith("bank"):
        return BANK_TWO
    if name == "last":
        return ONE + "Satisfaction ~ Image\nComplaints ~ Satisfaction"
    if name == "first":
        return ONE + "Satisfaction ~ Image + Complaints"
    return TWO + "Satisfaction ~ Image"


@cache
def fitted(case):
    name, options = CASES[case]
    return fit_sem(answers(name), model(name), **{"method": "WLSMV", **options})
