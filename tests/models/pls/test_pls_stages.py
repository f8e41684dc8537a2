"""Interactions and constructs of second order, in two stages."""

import numpy as np
import pandas as pd
import pytest
from reference import figures
from two_stage_models import MODERATED, SECOND

from satkit.errors import DataError, DefinitionError
from satkit.models.paths import path_model
from satkit.models.pls import fit_pls, slope_changes, with_products
from satkit.models.syntax import read_model
from satkit.stats.moments import complete
from satkit.stats.replicates import replicates_from_rows

TIGHT = 1e-14


@pytest.fixture(scope="module")
def wide(mobi):
    model = read_model(MODERATED)
    values, names = with_products(mobi.to_numpy(), list(mobi.columns), model)
    return complete(values, names)


@pytest.mark.parametrize(
    ("kind", "key"),
    [("two_stage", "two_stage"), ("product", "product_indicator"), ("orthogonal", "orthogonal")],
)
def test_moderation_is_that_of_seminr(wide, kind, key):
    told = figures("pls/moderation")[f"seminr_R_2.3.4:{key}"]
    fit = fit_pls(wide, read_model(MODERATED), moderation=kind, tolerance=TIGHT)
    main = [told["paths"][name] for name in ("Image", "Expectation", "Value")]
    assert fit.arrows[0, :3] == pytest.approx(main, abs=1e-8)
    change = slope_changes(fit)["Image:Expectation", "Satisfaction"][0]
    change *= np.sqrt(250 / 249)  # deviations by n - 1 in the peer, by n here
    assert change == pytest.approx(told["paths"]["Image*Expectation"], abs=1e-8)
    assert fit.r2[0, 3] == pytest.approx(told["r2"], abs=1e-8)
    weights = np.array(told["weights"]["values"]).sum(axis=1)
    assert fit.weights[0] == pytest.approx(weights, abs=1e-8)


@pytest.mark.parametrize("kind", ["two_stage", "product", "orthogonal"])
def test_a_moderated_resample_is_the_fit_of_the_rows_it_drew(mobi, kind):
    model = read_model(MODERATED)
    rows = np.random.default_rng(3).integers(0, 250, (3, 250))
    values, names = with_products(mobi.to_numpy(), list(mobi.columns), model)
    fit = fit_pls(
        complete(values, names, resamples=replicates_from_rows(rows, 250)),
        model,
        moderation=kind,
        tolerance=TIGHT,
    )
    alone = fit_pls(complete(values[rows[2]], names), model, moderation=kind, tolerance=TIGHT)
    assert fit.arrows[3] == pytest.approx(alone.arrows[0], abs=1e-9)


def test_the_product_of_scores_is_that_of_the_scores_of_every_row(mobi, wide):
    """The second route: scores of the first stage multiplied row by row."""
    fit = fit_pls(wide, read_model(MODERATED), tolerance=TIGHT)
    first, scores = fit.first, {}
    for name, block in zip(first.model.names, first.blocks, strict=True):
        answers = mobi[list(first.model.items[block])].to_numpy()
        scores[name] = ((answers - answers.mean(0)) / answers.std(0)) @ first.weights[0, block]
    product = scores["Image"] * scores["Expectation"]
    assert fit.moments.sd[0, -1] == pytest.approx(product.std(), rel=1e-10)
    table = pd.DataFrame({**mobi, "p": product})
    constructs = {one.name: one.items for one in fit.model.constructs[:4]} | {"P": "p"}
    paths = [(name, "Satisfaction") for name in ("Image", "Expectation", "Value", "P")]
    rows = fit_pls(
        complete(table.to_numpy(), list(table.columns)), path_model(constructs, paths), tolerance=TIGHT
    )
    assert fit.arrows[0] == pytest.approx(rows.arrows[0], abs=1e-10)


@pytest.mark.parametrize("kind", ["two_stage", "product", "orthogonal"])
def test_a_square_is_an_interaction_of_a_construct_with_itself(mobi, kind):
    model = read_model(MODERATED.replace("Image:Expectation", "Image:Image"))
    values, names = with_products(mobi.to_numpy(), list(mobi.columns), model)
    assert len(names) == 24 + 15
    fit = fit_pls(complete(values, names), model, moderation=kind, tolerance=TIGHT)
    if kind == "two_stage":
        block = fit.first.blocks[0]
        answers = mobi[list(fit.first.model.items[block])].to_numpy()
        score = ((answers - answers.mean(0)) / answers.std(0)) @ fit.first.weights[0, block]
        assert fit.moments.sd[0, -1] == pytest.approx((score**2).std(), rel=1e-10)
    assert np.isfinite(fit.arrows).all()


def test_a_construct_of_second_order_is_that_of_seminr(moments):
    told = figures("pls/second_order")["seminr"]
    fit = fit_pls(moments, read_model(SECOND.format(sign="=~")), tolerance=TIGHT)
    names = told["paths"]["rows"]
    expected = np.array(told["paths"]["values"])
    for column, (source, target) in enumerate(fit.model.paths):
        assert fit.arrows[0, column] == pytest.approx(
            expected[names.index(source), names.index(target)], abs=1e-8
        )
    for mine, key in (("weights", "weights"), ("loadings", "loadings")):
        sums = dict(zip(told[key]["rows"], np.array(told[key]["values"]).sum(axis=1), strict=True))
        assert getattr(fit, mine)[0] == pytest.approx([sums[item] for item in fit.model.items], abs=1e-8)
        inner = [item for item in fit.first.model.items if item.startswith("PER")]
        places = [fit.first.model.items.index(item) for item in inner]
        assert getattr(fit.first, mine)[0, places] == pytest.approx([sums[item] for item in inner], abs=1e-8)


def test_a_construct_of_second_order_is_that_of_csem(moments):
    told = figures("pls/second_order")["cSEM"]
    fit = fit_pls(moments, read_model(SECOND.format(sign="<~")), second_order="scores", tolerance=TIGHT)
    names = [name.removesuffix("_temp") for name in told["paths"]["rows"]]
    expected = np.array(told["paths"]["values"])
    for column, (source, target) in enumerate(fit.model.paths):
        assert fit.arrows[0, column] == pytest.approx(
            expected[names.index(target), names.index(source)], abs=1e-8
        )
    offer = fit.blocks[fit.model.names.index("Offer")]
    row = told["weights"]["rows"].index("Offer")
    for mine, key in (("weights", "weights"), ("loadings", "loadings")):
        values = np.array(told[key]["values"])[row]
        assert getattr(fit, mine)[0, offer] == pytest.approx(values[values != 0], abs=1e-8)


def test_second_order_resamples_are_fits_of_the_rows_they_drew(mobi):
    model = read_model(SECOND.format(sign="=~"))
    rows = np.random.default_rng(3).integers(0, 250, (3, 250))
    fit = fit_pls(
        complete(mobi.to_numpy(), list(mobi.columns), resamples=replicates_from_rows(rows, 250)),
        model,
        tolerance=TIGHT,
    )
    alone = fit_pls(complete(mobi.to_numpy()[rows[1]], list(mobi.columns)), model, tolerance=TIGHT)
    assert fit.arrows[2] == pytest.approx(alone.arrows[0], abs=1e-9)


def test_products_that_are_not_there_are_named(moments):
    with pytest.raises(DataError, match="no item 'IMAG1:CUEX1' among the answers"):
        fit_pls(moments, read_model(MODERATED))


def test_what_two_stages_cannot_do_is_refused(moments):
    deep = SECOND.format(sign="=~") + "Whole =~ Offer + Image\nWhole ~ Value"
    with pytest.raises(DefinitionError, match="'Whole' needs more stages"):
        fit_pls(moments, read_model(deep))
    both = SECOND.format(sign="=~") + "Satisfaction ~ Image:Expectation"
    with pytest.raises(DefinitionError, match="'Image:Expectation' needs more stages"):
        fit_pls(moments, read_model(both))
    with pytest.raises(DefinitionError, match="did you mean 'orthogonal'"):
        fit_pls(moments, read_model(SECOND.format(sign="=~")), moderation="orthogonl")


def test_an_interaction_of_unknown_constructs_is_refused():
    with pytest.raises(DefinitionError, match="no construct 'Price'"):
        path_model({"A": "a", "B": "b"}, [("A", "B"), ("A:Price", "B")])
    with pytest.raises(DefinitionError, match="circle: B -> B"):
        path_model({"A": "a", "B": "b"}, [("A", "B"), ("A:B", "B")])
