"""Robust indices and the GFI where answers are missing: lavaan, complete answers, large samples."""

import numpy as np
import pandas as pd
import pytest
from lavaan_cases import HS, fitted, table

from satkit.models.sem import fit_sem
from satkit.models.sem.gaps import complete_tests, pairwise
from satkit.models.sem.testing import unrestricted_structure

METRIC, SCALAR = ["loadings"], ["loadings", "intercepts"]
# lavaan 0.6-14: cfa(HS, HS1939_missing, missing = "ml", estimator, group = "school", group.equal):
# CFI, TLI, RMSEA, its interval, tests of close and not close fit (all robust), GFI, AGFI
LAVAAN = {
    ("ML", ()): "0.930715971699 0.896073957548 0.091935570685 0.069416326041 0.115313084946 "
    "0.001651941494 0.818002229402 0.996112215748 0.991252485433",
    ("MLR", ()): "0.931563005055 0.897344507583 0.091310012195 0.068345210944 0.115121370422 "
    "0.002255183866 0.802147248579 0.996112215748 0.991252485433",
    ("ML", (*METRIC,)): "0.9144491823 0.8859322431 0.09692533611 0.07371484735 0.1202040891 "
    "0.0008974676178 0.8894378047 0.9943518118 0.9887036237",
    ("MLR", (*METRIC,)): "0.9153707856 0.8871610475 0.09633833055 0.07283712538 0.1198661420 "
    "0.001153398811 0.8791306402 0.9943518118 0.9887036237",
    ("MLR", (*SCALAR,)): "0.8816177439 0.8579412927 0.1080944814 0.08671115214 0.1297654163 "
    "1.715191571e-05 0.9834440236 0.9930391953 0.9874705515",
}
NAMES = ("cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "rmsea_close", "rmsea_not_close")


@pytest.mark.parametrize(("method", "equal"), LAVAAN)
def test_indices_with_gaps_are_those_of_lavaan(method, equal):
    group = {"group": "school", "equal": equal} if equal else {}
    fit = fit_sem(table("HS1939_missing"), HS, method=method, missing="fiml", **group)
    ours = [*(fit.measure(f"{name}_robust") for name in NAMES), fit.measure("gfi"), fit.measure("agfi")]
    theirs = [float(number) for number in LAVAAN[method, equal].split()]
    assert ours == pytest.approx(theirs, abs=5e-5, rel=1e-5)


def test_the_correction_for_gaps_is_one_for_complete_answers():
    fit = fitted("HS_cfa_ML_meanstructure")
    top = unrestricted_structure(fit.structure, fit.sample)
    (found,) = complete_tests([(fit.structure, fit.theta, fit.test.df)], fit.sample, top, normal=True)
    assert found.factor == pytest.approx(1, abs=1e-9)
    assert found.plain == pytest.approx(fit.test.plain, abs=1e-8)


def test_robust_indices_with_gaps_are_those_of_the_complete_answers_in_large_samples():
    rng = np.random.default_rng(7)
    factor = rng.standard_normal((20_000, 1))
    twist = 0.5 * rng.standard_normal((20_000, 1)) * [1, 1, 0, 0, 0, 0]  # what one factor cannot explain
    items = pd.DataFrame(factor + twist + rng.standard_normal((20_000, 6)), columns=list("abcdef"))
    gappy = items.mask(rng.random(items.shape) < [0.5, 0.5, 0.1, 0, 0, 0])
    model = "F =~ a + b + c + d + e + f"
    whole = fit_sem(items, model, start="plain")
    some = fit_sem(gappy, model, missing="fiml", start="plain")
    assert some.measure("rmsea_robust") == pytest.approx(whole.measure("rmsea"), abs=0.004)
    assert some.measure("cfi_robust") == pytest.approx(whole.measure("cfi"), abs=0.004)
    assert some.measure("rmsea") < 0.7 * whole.measure("rmsea")  # gaps hide the misfit


def test_pairwise_moments_are_those_of_pandas():
    answers = table("HS1939_missing")
    fit = fit_sem(answers, HS, missing="fiml", start="plain")
    cov, mean = pairwise(fit.sample)
    own = answers[list(fit.model.items)]
    assert cov[0] == pytest.approx(own.cov().to_numpy() * 300 / 301, abs=1e-12)
    assert mean[0] == pytest.approx(own.mean().to_numpy(), abs=1e-12)
