"""lavaan's figures, the data behind them, and our fits of the same models."""

from functools import cache

from reference import figures
from reference.data_sets import (
    bank_customers,
    countries,
    mobile_phones,
    mobile_phones_in_five,
    mobile_phones_weighted,
    pupils,
    pupils_with_gaps,
)

from satkit.models.sem import fit_sem

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


MEASURES = {  # lavaan's names of the measures of fit, and ours
    "npar": "parameters",
    "chisq": "chi_square",
    "df": "df",
    "pvalue": "p_value",
    "baseline.chisq": "baseline_chi_square",
    "baseline.df": "baseline_df",
    "cfi": "cfi",
    "tli": "tli",
    "nfi": "nfi",
    "logl": "logl",
    "aic": "aic",
    "bic": "bic",
    "bic2": "bic_adjusted",
    "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_low",
    "rmsea.ci.upper": "rmsea_high",
    "rmsea.pvalue": "rmsea_close",
    "srmr": "srmr",
    "gfi": "gfi",
    "agfi": "agfi",
    "chisq.scaled": "chi_square_scaled",
    "pvalue.scaled": "p_value_scaled",
    "chisq.scaling.factor": "scaling_factor",
    "cfi.scaled": "cfi_scaled",
    "tli.scaled": "tli_scaled",
    "rmsea.scaled": "rmsea_scaled",
    "cfi.robust": "cfi_robust",
    "tli.robust": "tli_robust",
    "rmsea.robust": "rmsea_robust",
    "rmsea.ci.lower.robust": "rmsea_low_robust",
    "rmsea.ci.upper.robust": "rmsea_high_robust",
    "rmsea.pvalue.robust": "rmsea_close_robust",
}
DATA = {
    "HS": pupils,
    "HS1939_missing": pupils_with_gaps,
    "PD": countries,
    "mobi": mobile_phones,
    "mobi_weights": mobile_phones_weighted,
    "mobi_ord5": mobile_phones_in_five,
    "bank": bank_customers,
}


@cache
def lavaan():
    """What lavaan printed, by case: 0.6-14 and 0.6-20 alike, MLR of the two schools 0.6-14."""
    schools = figures("sem/schools")
    by_mlr = {f"HS_multigroup_{name}": schools[name] for name in ("MLR_configural", "MLR_metric")}
    return figures("sem/lavaan") | by_mlr


@cache
def table(name):
    """A data set by the name that lavaan's cases give it."""
    return DATA[name]()


def text(name):
    """The model of a case, as it was given to lavaan."""
    if name.startswith("HS"):
        return HS
    if name.startswith("satgender"):
        return BANK
    if name.startswith("PD"):
        from semopy.examples import political_democracy

        return political_democracy.get_model()
    return lavaan()[name]["model"]


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
    "satgender_configural": ("satgender", "bank", {"group": "gender"}),
    "satgender_metric": ("satgender", "bank", {"group": "gender", "equal": LOADINGS}),
    "satgender_scalar": ("satgender", "bank", {"group": "gender", "equal": INTERCEPTS}),
    "HS_multigroup_MLR_configural": ("HS", "HS", {"group": "school", "method": "MLR"}),
    "HS_multigroup_MLR_metric": ("HS", "HS", {"group": "school", "method": "MLR", "equal": LOADINGS}),
}


@cache
def fitted(case):
    model, data, options = CASES[case]
    return fit_sem(table(data), text(model), **options)
