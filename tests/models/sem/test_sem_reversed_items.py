"""Items keyed the other way, the first of a construct among them, change signs and nothing else."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satkit.models.sem import fit_sem

CUTS = [-1.2, -0.3, 0.5, 1.2]


def drawn(seed: int, signs: list[int], n: int = 400) -> pd.DataFrame:
    """Two related constructs of three items each, every item keyed as its sign says."""
    rng = np.random.default_rng(seed)
    first = rng.normal(size=n)
    second = 0.5 * first + rng.normal(size=n) * 0.75**0.5
    both = np.repeat(np.stack([first, second]), 3, axis=0)
    sizes = np.linspace(0.6, 0.85, 6)[:, None]
    values = sizes * both + np.sqrt(1 - sizes**2) * rng.normal(size=(6, n))
    return pd.DataFrame((np.array(signs)[:, None] * values).T, columns=list("abcdef"))


@pytest.mark.parametrize("method", ["ML", "GLS", "WLSMV", "ULSMV"])
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), signs=st.lists(st.sampled_from([-1, 1]), min_size=6, max_size=6))
def test_reversing_any_items_leads_to_the_same_minimum(method, seed, signs):
    frame = drawn(seed, signs)
    plain = drawn(seed, [1] * 6)
    if method in {"WLSMV", "ULSMV"}:
        plain = plain.apply(lambda column: np.digitize(column, CUTS))
        frame = plain * np.array(signs)
    text = "F =~ a + b + c\nG =~ d + e + f\nG ~ F"
    keyed, upright = (fit_sem(one, text, method=method, start="plain") for one in (frame, plain))
    turned = fit_sem(frame, "F =~ c + b + a\nG =~ f + e + d\nG ~ F", method=method, start="plain")
    assert keyed.converged
    assert turned.converged
    assert keyed.test.plain == pytest.approx(upright.test.plain, rel=1e-5, abs=1e-5)
    assert keyed.test.plain == pytest.approx(turned.test.plain, rel=1e-5, abs=1e-5)
    path = keyed.parameters.query("op == '~'")["std_all"].iloc[0]
    expected = signs[0] * signs[3] * upright.parameters.query("op == '~'")["std_all"].iloc[0]
    assert path == pytest.approx(expected, abs=1e-5)


def test_a_construct_of_constructs_with_a_reversed_first_item_settles():
    rng = np.random.default_rng(4)
    top = rng.normal(size=800)
    frame = {}
    for sign, name in ((-1, "a"), (1, "b"), (1, "c")):
        part = 0.8 * top + 0.6 * rng.normal(size=800)
        for number, keyed in enumerate((sign, 1, 1), start=1):
            frame[f"{name}{number}"] = keyed * (0.75 * part + 0.66 * rng.normal(size=800))
    text = "A =~ a1 + a2 + a3\nB =~ b1 + b2 + b3\nC =~ c1 + c2 + c3\nT =~ A + B + C"
    fit = fit_sem(pd.DataFrame(frame), text, start="plain")
    other = fit_sem(pd.DataFrame(frame), text.replace("a1 + a2", "a2 + a1"), start="plain")
    assert fit.converged
    assert fit.test.plain == pytest.approx(other.test.plain, rel=1e-6)


def test_a_starting_value_does_not_change_the_solution():
    frame = drawn(1, [1] * 6)
    text = "F =~ a + b + c\nG =~ d + e + f\nG ~ F"
    plain = fit_sem(frame, text, start="plain")
    begun = fit_sem(frame, text.replace("G ~ F", "G ~ start(-0.4)*F"), start="plain")
    assert begun.parameters["estimate"].to_numpy() == pytest.approx(
        plain.parameters["estimate"].to_numpy(), abs=1e-6
    )
