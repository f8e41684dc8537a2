"""Constructs down to the answers, whatever stages the fit went through: against scores row by row."""

import numpy as np
import pytest
from two_stage_models import MODERATED, SECOND

from satkit.errors import DefinitionError, FitError
from satkit.models.pls import composition, fit_pls, index, priority, quantities, with_products
from satkit.models.pls.composition import measuring_stages
from satkit.models.pls.score import index_weights, respondent_index, respondent_scores
from satkit.models.syntax import read_model
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates_from_rows

TIGHT = 1e-14


def standard(columns):
    return (columns - columns.mean(axis=0)) / columns.std(axis=0)


def scores_by_hand(mobi, fit):
    """Scores of the first stage from rows, then those of the second from rows of these."""
    table = mobi.copy()
    for name, block in zip(fit.first.model.names, fit.first.blocks, strict=True):
        items = list(fit.first.model.items[block])
        table[name] = standard(mobi[items].to_numpy()) @ fit.first.weights[0, block]
    found = {name: table[name] for name in fit.first.model.names}
    for name, block in zip(fit.model.names, fit.blocks, strict=True):
        items = list(fit.model.items[block])
        found[name] = standard(table[items].to_numpy()) @ fit.weights[0, block]
    return found


@pytest.mark.parametrize(("sign", "kind"), [("=~", "disjoint"), ("<~", "scores")])
def test_scores_of_two_stages_are_sums_of_answers(mobi, moments, sign, kind):
    fit = fit_pls(moments, read_model(SECOND.format(sign=sign)), second_order=kind, tolerance=TIGHT)
    made, expected = composition(fit), scores_by_hand(mobi, fit)
    assert set(made.names) == {"Image", "Expectation", "Quality", "Value", "Offer", "Satisfaction"}
    found = respondent_scores(fit, mobi[list(made.moments.names)])
    for name, column in zip(made.names, found.T, strict=True):
        assert column == pytest.approx(np.asarray(expected[name]), abs=1e-10), name
    assert found.std(axis=0) == pytest.approx(np.ones(6), abs=1e-10)


def test_the_index_of_a_construct_of_second_order_is_the_mean_of_its_respondents(mobi, moments):
    fit = fit_pls(moments, read_model(SECOND.format(sign="=~")), tolerance=TIGHT)
    made = composition(fit)
    each = respondent_index(fit, mobi[list(made.moments.names)], (1, 10))
    assert index(fit, (1, 10))[0] == pytest.approx(each.mean(axis=0), abs=1e-10)
    shares = index_weights(fit)[0]
    parts = dict(zip(made.names, index(fit, (1, 10))[0], strict=True))
    offer = made.blocks[made.names.index("Offer")]
    quality = shares[offer][[name == "Quality" for name in made.through[offer]]].sum()
    assert parts["Offer"] == pytest.approx(quality * parts["Quality"] + (1 - quality) * parts["Value"])


def test_a_component_matters_by_its_share_in_what_is_made_of_it(mobi, moments):
    """The second route: answers about quality one point of its index higher, everything else held."""
    fit = fit_pls(moments, read_model(SECOND.format(sign="=~")), tolerance=TIGHT)
    made, shown = composition(fit), priority(fit, "Satisfaction", (1, 10))
    place = {name: number for number, name in enumerate(shown.constructs)}
    items = list(made.moments.names)
    higher = mobi[items].copy()
    higher[[item for item in items if item.startswith("PERQ")]] += 9 / 100
    up = (respondent_index(fit, higher, (1, 10)) - respondent_index(fit, mobi[items], (1, 10))).mean(axis=0)
    assert up[place["Quality"]] == pytest.approx(1)
    expected = up[place["Offer"]] * shown.importance[0, place["Offer"]]
    assert shown.importance[0, place["Quality"]] == pytest.approx(expected)
    assert shown.importance[0, place["Quality"]] > shown.importance[0, place["Value"]] > 0


def test_products_have_no_index_and_do_not_change_that_of_the_others(mobi):
    model = read_model(MODERATED)
    values, names = with_products(mobi.to_numpy(), list(mobi.columns), model)
    fit = fit_pls(complete(values, names), model, tolerance=TIGHT)
    made = composition(fit)
    assert made.names == model.names
    assert made.items == model.items
    answers = mobi[list(model.items)].to_numpy()
    found = respondent_index(fit, answers, (1, 10)).mean(axis=0)
    assert index(fit, (1, 10))[0] == pytest.approx(found)
    kinds = quantities(fit, (1, 10), "Satisfaction")
    assert kinds["index"].names == model.names
    assert "Image:Expectation -> Satisfaction" in kinds["path"].names


def test_every_replicate_has_an_index_of_its_own(mobi):
    model = read_model(SECOND.format(sign="=~"))
    rows = np.random.default_rng(3).integers(0, 250, (2, 250))
    fit = fit_pls(
        complete(mobi.to_numpy(), list(mobi), resamples=replicates_from_rows(rows, 250)),
        model,
        tolerance=TIGHT,
    )
    alone = fit_pls(complete(mobi.to_numpy()[rows[1]], list(mobi)), model, tolerance=TIGHT)
    assert index(fit, (1, 10))[2] == pytest.approx(index(alone, (1, 10))[0], abs=1e-8)


def test_constructs_are_measured_in_the_stage_that_weighs_their_items(moments):
    fit = fit_pls(moments, read_model(SECOND.format(sign="=~")))
    stages = measuring_stages(fit)
    assert stages["Quality"] is fit.first
    assert stages["Offer"] is fit
    assert stages["Image"] is fit
    fit = fit_pls(moments, read_model(SECOND.format(sign="<~")), second_order="scores")
    stages = measuring_stages(fit)
    assert stages["Image"] is fit.first
    assert stages["Offer"] is fit


def test_constructs_to_correct_are_named_across_stages(moments):
    model = read_model(SECOND.format(sign="<~"))
    fit = fit_pls(moments, model, consistent=["Quality", "Satisfaction"])
    assert fit.first.corrected == ("Quality", "Satisfaction")
    assert fit.corrected == ("Satisfaction",)
    with pytest.raises(FitError, match=r"(?s)no construct 'Qualty'.*did you mean 'Quality'"):
        fit_pls(moments, model, consistent=["Qualty"])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Offer =~ Quality + Value + PERV1", "made of constructs, and of the items 'PERV1'"),
        ("Offer =~ Quality + Value\nValue ~ Image", "'Value' is a component of 'Offer' and stands on a path"),
        ("Offer =~ Quality + Value\nA =~ B\nB =~ A", "'A' and 'B' are made of each other"),
    ],
)
def test_what_second_order_cannot_be_is_refused(moments, lines, words):
    items = "Image =~ IMAG1 + IMAG2\nQuality =~ PERQ1 + PERQ2\nValue =~ PERV2\nSat =~ CUSA1\n"
    with pytest.raises(DefinitionError, match=words):
        fit_pls(moments, read_model(f"{items}{lines}\nOffer ~ Image\nSat ~ Offer"))
