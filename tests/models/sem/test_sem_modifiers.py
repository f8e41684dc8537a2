"""lavaan's modifiers and statements: honoured as lavaan 0.6-14 has them, or refused, never read as something else.

The figures are lavaan's: ``fitMeasures(sem(text, data, group = ...), c("npar", "df", "chisq"))``.
"""

import numpy as np
import pandas as pd
import pytest

from satkit.errors import DefinitionError
from satkit.models.sem import covariance_model, fit_sem
from satkit.models.syntax import read_model

REST = " + x3 + x4"


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(3)
    number = np.arange(400)
    trait = rng.normal(size=400)
    frame = pd.DataFrame(
        {
            "x1": trait + 0.7 * rng.normal(size=400),
            "x2": np.where(number % 3 == 1, 0.4, 1.1) * trait + 0.7 * rng.normal(size=400),
            "x3": 0.6 * trait + 0.7 * rng.normal(size=400),
            "x4": 0.9 * trait + 0.7 * rng.normal(size=400),
            "h": number % 3 % 2,
        }
    )
    return frame.assign(y=0.5 * trait + rng.normal(size=400))


@pytest.mark.parametrize(
    ("text", "parameters", "df", "chi_square"),
    [
        ("f =~ x1 + 1*x2" + REST, 7, 3, 8.1391),
        ("f =~ a*x1 + a*x2" + REST, 7, 3, 8.1391),
        ("f =~ x1 + start(0.5)*x2" + REST, 8, 2, 4.5462),
        ("f =~ x1 + 0.5?x2" + REST, 8, 2, 4.5462),
        ('f =~ x1 + x2 + equal("f=~x2")*x3 + x4', 7, 3, 19.9211),
        ("f =~ x1 + a*x2 + equal('a')*x3 + x4", 7, 3, 19.9211),
        ("f =~ x1 + x2 + equal('f=~x1')*x3 + x4", 7, 3, 39.409),
        ("f =~ x1 + label('a')*x2 + a*x3 + x4", 7, 3, 19.9211),
        ("f =~ x1 + 'a'*x2 + a*x3 + x4", 7, 3, 19.9211),
        ("f =~ x1 + a*x2 + x3 + x4 + start(0.4)*x2", 8, 2, 4.5462),
        ("f =~ x1 + a*x2 + x3 + x4 + 0.4*x2", 7, 3, 76.4545),
        ("f =~ x1 + start(0.5)*a*x2" + REST, 8, 2, 4.5462),
        ("f =~ x1 + 2/4*x2" + REST, 7, 3, 48.7092),
        ("f =~ x1 + 5e-1*x2" + REST, 7, 3, 48.7092),
        ("f =~ 0.7*x1 + x2" + REST, 8, 2, 4.5462),
        ("f =~ x1 + x2 + x3 + x4; f ~~ 0.5*f", 7, 3, 27.0586),
        ("f =~ x1 + a*x2 + a*x3 + 0.5*x3+ x4", 6, 4, 50.5744),
        ("f =~ x1 + x2 + x3 + x4; x1 + x2 ~~ y; y ~ f", 12, 3, 4.7116),
        ("f =~ x1 + x2 + x3 + x4; f =~ 0*y", 9, 6, 61.0997),
    ],
)
def test_a_modifier_says_what_it_says_in_lavaan(text, parameters, df, chi_square, answers):
    fit = fit_sem(answers, text, start="plain")
    assert (fit.measure("parameters"), fit.test.df) == (parameters, df)
    assert fit.test.plain == pytest.approx(chi_square, abs=2e-4)


@pytest.mark.parametrize(
    ("text", "options", "parameters", "df", "chi_square"),
    [
        ("f =~ x1 + c(a1,a2)*x2" + REST, {}, 24, 4, 13.2176),
        ("f =~ x1 + c(1, NA)*x2" + REST, {}, 23, 5, 15.6459),
        ("f =~ c(a,b)*x1 + x2" + REST, {}, 24, 4, 13.2176),
        ("f =~ x1 + c(v1,v1)*x2" + REST, {}, 23, 5, 36.3701),
        ("f =~ x1 + start(c(0.4,0.6))*x2" + REST, {}, 24, 4, 13.2176),
        ("f =~ NA*x1 + x2 + x3 + x4; f ~~ 1*f", {"equal": ["loadings"]}, 20, 8, 73.7082),
        ("f =~ NA*x1 + x2 + x3 + x4; f ~~ 1*f", {"equal": ["loadings", "intercepts"]}, 17, 11, 73.9604),
        ("f =~ x1 + x2 + x3 + x4", {"equal": ["loadings"], "scale": "unit"}, 21, 7, 70.1947),
        ("f =~ x1 + x2 + x3 + x4; f ~ 0*1", {"equal": ["loadings", "intercepts"]}, 17, 11, 70.5574),
    ],
)
def test_a_modifier_of_groups_says_what_it_says_in_lavaan(text, options, parameters, df, chi_square, answers):
    fit = fit_sem(answers, text, group="h", start="plain", **options)
    assert (fit.measure("parameters"), fit.test.df) == (parameters, df)
    assert fit.test.plain == pytest.approx(chi_square, abs=2e-4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("f =~ x1 + lower(0.1)*x2", r"'lower\(0.1\)' before a name cannot be honoured"),
        ("f =~ x1 + rv('a')*x2", "cannot be honoured"),
        ("f =~ x1 + NULL*x2", "cannot be honoured"),
        ("f =~ x1 + sqrt(2)*x2", "cannot be honoured"),
        ("f =~ x1 + start(a)*x2", "the starting value 'a' is no number"),
        ("f =~ x1 + c(0.5,b)*x2", "mixes labels with numbers"),
        ("f =~ x1 + c(1,2)*c(a,b,d)*x2", "different numbers of groups"),
        ("f =~ x1 + a*b*x2", "contradict each other"),
        ("f =~ x1 + NA*x2 + 1*x2", "contradict each other"),
        ("f =~ x1 + equal('f=~x9')*x2", r"equal\(\"f=~x9\"\) cannot be honoured"),
        ("efa('b')*f =~ x1 + x2", "cannot be read"),
        ("f =~ x1 + b*x2; b == 0.5", "constraints"),
        ("f =~ x1 + b*x2; b > 0.5", "constraints"),
        ("f =~ x1 + x2; x1 | t1", "thresholds"),
        ("f =~ x1 + x2; x1 ~*~ 1*x1", "scales of ordered categories"),
        ("group: 1\nf =~ x1 + x2", "blocks of groups or levels"),
        ("level: 2\nf =~ x1 + x2", "blocks of groups or levels"),
        ("y ~ x1:x2", "'x1:x2' is a product"),
        ("y ~ x1 - x2", "neither a name"),
        ("x1 =~ x1 + x2", "construct 'x1' and one of its items have the same name"),
    ],
)
def test_modifiers_that_cannot_be_honoured_are_refused(text, said):
    with pytest.raises(DefinitionError, match=said):
        covariance_model(text)


def test_another_number_of_groups_than_there_are_is_refused(answers):
    for options in ({}, {"group": "h"}):
        with pytest.raises(DefinitionError, match="3 values by group"):
            fit_sem(answers, "f =~ x1 + c(a,b,d)*x2 + x3", start="plain", **options)


def test_one_label_on_two_values_is_refused(answers):
    with pytest.raises(DefinitionError, match="the label 'a' stands on parameters fixed at 1 and at 2"):
        fit_sem(answers, "f =~ a*x1 + a*x2 + 2*x2 + x3", start="plain")


def test_a_defined_quantity_knows_labels_of_fixed_parameters(answers):
    fit = fit_sem(answers, "f =~ a*x1 + b*x2 + x3 + x4\nq := a + b", start="plain")
    rows = fit.parameters.set_index("lhs")
    assert rows.loc["q", "estimate"] == pytest.approx(1 + rows.query("rhs == 'x2'")["estimate"].iloc[0])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C ~ NA*A", "neither a name nor a label"),
        ("C ~ 0.5*A", "neither a name nor a label"),
        ("C ~ start(0.5)*A", "neither a name nor a label"),
        ("C ~ c(a, b)*A", "neither a name nor a label"),
        ("C ~ 0.5?A", "neither a name nor a label"),
        ("C ~ a*A + a*B", "the label 'a' stands on 2 paths"),
        ("A =~ w*a3", "labels what has no label"),
        ("A ~~ r*B", "labels what has no label"),
        ("C ~ a*A; a == 0", "constraints"),
        ("group: 1", "blocks of groups"),
    ],
)
def test_partial_least_squares_refuses_modifiers(line, said):
    text = f"A =~ a1 + a2; B =~ b1 + b2; C =~ c1 + c2; C ~ B; {line}"
    with pytest.raises(DefinitionError, match=said):
        read_model(text.replace("C ~ B; C", "C") if "a*B" in line else text)
