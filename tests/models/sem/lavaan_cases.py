"""lavaan's figures, the data behind them, and our fits of the same models."""

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from satkit.models.sem import fit_sem

REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "sem"
VERSIONS = ("0.6-20", "0.6-14")
HS = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
BANK = (
    "IMAG =~ imag1 + imag2 + imag3 + imag4 + imag5\nSAT =~ sat1 + sat2 + sat3 + sat4\n"
    "LOY =~ loy1 + loy2 + loy3 + loy4"
)
LOADINGS, INTERCEPTS, RESIDUALS = (
    ["loadings"],
    ["loadings", "intercepts"],
    ["loadings", "intercepts", "residuals"],
)


@cache
def lavaan(version):
    path = REFERENCE / f"lavaan_{version}.json"
    if not path.exists():
        pytest.skip("the reference figures of lavaan are not beside this project")
    return json.loads(path.read_text(encoding="utf-8"))["results"]


@cache
def table(name):
    """A data set: the two classics travel with semopy."""
    if name == "HS":
        from semopy.examples import holzinger39

        return holzinger39.get_data()
    if name == "PD":
        from semopy.examples import political_democracy

        return political_democracy.get_data()
    path = REFERENCE / f"{name}.csv"
    if not path.exists():
        pytest.skip("the reference data are not beside this project")
    return pd.read_csv(path)


def text(name):
    """The model of a case, as it was given to lavaan."""
    if name.startswith("HS"):
        return HS
    if name.startswith("satgender"):
        return BANK
    if name.startswith("PD"):
        from semopy.examples import political_democracy

        return political_democracy.get_model()
    return lavaan("0.6-20")[name]["model"]


MOBI = ("mobi_cfa6", "mobi_cfa3", "mobi_ecsi_sem", "mobi_reduced_sem", "mobi_core_sem")
# case: model, data, options
CASES = {
    "HS_cfa_ML": ("HS", "HS", {}),
    "HS_cfa_MLR_stdlv": ("HS", "HS", {"method": "MLR", "scale": "unit"}),
    "HS_cfa_MLR": ("HS", "HS", {"method": "MLR"}),
    "HS_cfa_MLM_stdlv": ("HS", "HS", {"method": "MLM", "scale": "unit"}),
    "HS_cfa_ML_meanstructure": ("HS", "HS", {"means": True}),
    "HS_cfa_FIML_missing": ("HS", "HS1939_missing", {"missing": "fiml"}),
    "HS_cfa_FIML_MLR_missing": ("HS", "HS1939_missing", {"missing": "fiml", "method": "MLR"}),
    "HS_cfa_GLS": ("HS", "HS", {"method": "GLS"}),
    "HS_cfa_ULS": ("HS", "HS", {"method": "ULS"}),
    "HS_multigroup_configural": ("HS", "HS", {"group": "school"}),
    "HS_multigroup_metric": ("HS", "HS", {"group": "school", "equal": LOADINGS}),
    "HS_multigroup_scalar": ("HS", "HS", {"group": "school", "equal": INTERCEPTS}),
    "HS_multigroup_strict": ("HS", "HS", {"group": "school", "equal": RESIDUALS}),
    "PoliticalDemocracy_ML": ("PD", "PD", {}),
    "PoliticalDemocracy_MLR": ("PD", "PD", {"method": "MLR"}),
    "mobi_cfa6_ML": ("mobi_cfa6_ML", "mobi", {}),
    "mobi_cfa6_MLR_stdlv": ("mobi_cfa6_ML", "mobi", {"method": "MLR", "scale": "unit"}),
    "mobi_cfa3_ML": ("mobi_cfa3_ML", "mobi", {}),
    "mobi_ecsi_sem_ML": ("mobi_ecsi_sem_ML", "mobi", {}),
    "mobi_ecsi_sem_MLR": ("mobi_ecsi_sem_ML", "mobi", {"method": "MLR"}),
    "mobi_reduced_sem_ML": ("mobi_reduced_sem_ML", "mobi", {}),
    "mobi_reduced_sem_MLR": ("mobi_reduced_sem_ML", "mobi", {"method": "MLR"}),
    "mobi_core_sem_ML": ("mobi_core_sem_ML", "mobi", {}),
    "mobi_core_sem_MLR": ("mobi_core_sem_ML", "mobi", {"method": "MLR"}),
    "mobi_core_sem_MLR_sampling_weights": (
        "mobi_core_sem_ML",
        "mobi_weights",
        {"method": "MLR", "weight": "w"},
    ),
    "mobi_ord5_cfa3_WLSMV": ("mobi_ord5_cfa3_WLSMV", "mobi_ord5", {"method": "WLSMV"}),
    "mobi_ord5_cfa3_DWLS": ("mobi_ord5_cfa3_WLSMV", "mobi_ord5", {"method": "DWLS"}),
    "mobi_ord5_cfa3_ULSMV": ("mobi_ord5_cfa3_WLSMV", "mobi_ord5", {"method": "ULSMV"}),
    "satgender_configural": ("satgender", "satisfaction_gender", {"group": "gender"}),
    "satgender_metric": ("satgender", "satisfaction_gender", {"group": "gender", "equal": LOADINGS}),
    "satgender_scalar": ("satgender", "satisfaction_gender", {"group": "gender", "equal": INTERCEPTS}),
    "satgender_MLR_configural": ("satgender", "satisfaction_gender", {"group": "gender", "method": "MLR"}),
    "satgender_MLR_metric": (
        "satgender",
        "satisfaction_gender",
        {"group": "gender", "method": "MLR", "equal": LOADINGS},
    ),
}


@cache
def fitted(case):
    model, data, options = CASES[case]
    return fit_sem(table(data), text(model), **options)
