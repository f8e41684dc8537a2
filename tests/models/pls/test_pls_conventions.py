"""Numbers of peers that rest on another convention: each rebuilt by its own route, to the last digit."""

import numpy as np
import pytest
from reference import figures
from two_stage_models import SECOND

from satkit.models.pls import fit_pls
from satkit.models.pls.assessment import implied_correlations
from satkit.models.pls.predictive import blindfold
from satkit.models.pls.score import respondent_scores
from satkit.models.syntax import read_model
from satkit.stats.reliability import alpha, ave, rho_c

TIGHT, REST = 1e-14, 1e-7
MAIN = """
Image =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
Expectation =~ CUEX1 + CUEX2 + CUEX3
Value =~ PERV1 + PERV2
Satisfaction =~ CUSA1 + CUSA2 + CUSA3
Satisfaction ~ Image + Expectation + Value
"""


def scored(fit, answers):
    """Scores with unit variance by n - 1, as R has them."""
    return dict(zip(fit.model.names, (respondent_scores(fit, answers) * np.sqrt(249 / 250)).T, strict=True))


def test_sequential_moderation_of_csem_is_ours_but_for_n_and_n_less_one(mobi, moments):
    """cSEM divides scores by n - 1 and their products by n, and puts ones on the diagonal all the same.

    The constructs then correlate less than they do, by one part in 250; with one divisor for both the
    least-squares regression on scores and their product comes out, which is ours.
    """
    fit = fit_pls(moments, read_model(MAIN), tolerance=TIGHT)
    score = scored(fit, mobi[list(fit.model.items)])
    causes = [score[name] for name in ("Image", "Expectation", "Value")]
    product = score["Image"] * score["Expectation"]
    columns = np.stack([*causes, product])
    among = columns @ columns.T / 250
    np.fill_diagonal(among, [1, 1, 1, (product**2).mean() - (causes[0] * causes[1]).mean() ** 2])
    with_target = columns @ score["Satisfaction"] / 250
    slopes = np.linalg.solve(among, with_target)
    told = figures("pls/moderation")["cSEM_0.6.1:sequential"]
    row = told["paths"]["rows"].index("Satisfaction")
    found = dict(zip(told["paths"]["cols"], told["paths"]["values"][row], strict=True))
    expected = [found[name] for name in ("Image", "Expectation", "Value", "Image.Expectation")]
    assert slopes == pytest.approx(expected, abs=1e-12)
    assert slopes @ with_target == pytest.approx(told["r2"]["Satisfaction"], abs=1e-12)
    ours = np.linalg.lstsq(np.stack([*columns, np.ones(250)]).T, score["Satisfaction"], rcond=None)[0]
    assert np.abs(ours[:4] - slopes).max() == pytest.approx(1.7e-3, abs=1e-4)


def blinded(mobi, model, fit, order, filled=False):
    """Q2 with every seventh of a list left out: the rest correlated pairwise (semPLS), or gaps filled."""
    values = mobi[list(model.items)].to_numpy()
    values = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    label = np.resize(np.arange(7), len(values))
    found = {}
    for place, name in enumerate(model.names):
        if model.causes(name):
            sums = [
                left_out(values, fit, place, np.isin(np.arange(250), order[label == part]), filled)
                for part in range(7)
            ]
            error, plain = np.sum(sums, axis=0)
            found[name] = 1 - error / plain
    return found


def left_out(values, fit, place, hidden, filled):
    """Squared errors of one block where it is hidden: of the model, and of the mean."""
    block, own = fit.blocks[place], np.repeat(np.arange(7), [b.stop - b.start for b in fit.blocks])
    gaps = values.copy()
    gaps[hidden, block] = np.nanmean(values[~hidden, block], axis=0) if filled else np.nan
    mean, sd = np.nanmean(gaps, axis=0), np.nanstd(gaps, axis=0, ddof=1)
    scores, paths, loadings = settled((gaps - mean) / sd, fit, own)
    others = np.arange(7) != place
    known = hidden & np.isfinite(scores[:, others]).all(axis=1)
    guess = (scores[known][:, others] @ paths[place, others])[:, None] * loadings[block]
    error = values[known, block] - (guess * sd[block] + mean[block])
    return (error**2).sum(), ((values[hidden, block] - mean[block]) ** 2).sum()


def settled(z, fit, own):
    """Scores, paths and loadings by the loop over rows, where a column may have gaps."""
    arrows = fit.paths[0] != 0
    scores = unit(np.stack([z[:, own == one].sum(axis=1) for one in range(7)], axis=1))
    for _ in range(200):
        before = scores
        between = related(scores, scores)
        inner = np.where(arrows, between, 0.0) + regressed(between, arrows).T
        heard = np.stack([scores[:, inner[:, one] != 0] @ inner[inner[:, one] != 0, one] for one in range(7)])
        weights = related(z, unit(heard.T))[np.arange(24), own]
        scores = unit(np.stack([z[:, own == one] @ weights[own == one] for one in range(7)], axis=1))
        if np.nanmax(np.abs(scores - before)) < REST:
            break
    return scores, regressed(related(scores, scores), arrows), related(z, scores)[np.arange(24), own]


def regressed(between, arrows):
    paths = np.zeros((7, 7))
    for target, row in enumerate(arrows):
        causes = np.flatnonzero(row)
        if len(causes):
            paths[target, causes] = np.linalg.solve(between[np.ix_(causes, causes)], between[causes, target])
    return paths


def unit(columns):
    return (columns - np.nanmean(columns, axis=0)) / np.nanstd(columns, axis=0, ddof=1)


def related(left, right):
    """Correlations over the rows that both columns have; the gaps stand in the same rows everywhere."""
    seen = np.isfinite(left).all(axis=1) & np.isfinite(right).all(axis=1)
    gap = np.isnan(left).any(axis=0)[:, None] | np.isnan(right).any(axis=0)
    return np.where(gap, crossed(left[seen], right[seen]), crossed(left, right))


def crossed(left, right):
    a, b = left - left.mean(axis=0), right - right.mean(axis=0)
    with np.errstate(invalid="ignore"):
        return a.T @ b / np.sqrt((a**2).sum(axis=0)[:, None] * (b**2).sum(axis=0))


def test_blindfolding_of_sempls_is_one_draw_of_its_shuffle(mobi, moments, ecsi):
    """semPLS shuffles the respondents first and keeps no seed: its value lies among ours of other shuffles."""
    model = ecsi()
    fit = fit_pls(moments, model, tolerance=TIGHT)
    rng = np.random.default_rng(20)
    draws = [list(blinded(mobi, model, fit, rng.permutation(250)).values()) for _ in range(6)]
    told = np.array(figures("pls/assessment")["semPLS"]["q2_blindfolding_d7"][1:])
    middle, spread = np.mean(draws, axis=0), np.std(draws, axis=0, ddof=1)
    assert (spread > 1e-3).all()
    assert np.abs(told - middle).max() < 4 * spread.max()
    assert (np.abs(told - middle) < 4 * spread).all()


def test_blindfolding_is_the_loop_over_rows_with_means_in_the_gaps(mobi, moments, ecsi):
    """The second route to our Q2, which leaves out every seventh respondent in their order."""
    model = ecsi()
    fit = fit_pls(moments, model, tolerance=TIGHT)
    route = blinded(mobi, model, fit, np.arange(250), filled=True)
    ours = blindfold(mobi, model, tolerance=1e-12).set_index("construct")["q2"]
    assert list(route.values()) == pytest.approx(list(ours), abs=1e-6)
    pairwise = blinded(mobi, model, fit, np.arange(250))
    assert 0.005 < max(np.abs(np.subtract(list(pairwise.values()), list(ours)))) < 0.01


def test_quality_numbers_of_plspm_and_sempls_follow_from_loadings_and_items(mobi, moments, ecsi):
    assessed = figures("pls/assessment")["semPLS"]
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    told = figures("pls/mode_a")["results"]["plspm_R_0.5.1:path"]
    shared, explained = ave(fit.loadings, fit.blocks)[0], np.nan_to_num(fit.r2[0])
    assert shared == pytest.approx(told["inner_summary"]["Block_Communality"], abs=5e-9)
    assert shared * explained == pytest.approx(told["inner_summary"]["Mean_Redundancy"], abs=5e-9)
    sizes = np.array([block.stop - block.start for block in fit.blocks])
    several = sizes > 1
    common = (shared * sizes)[several].sum() / sizes[several].sum()
    assert np.sqrt(common * fit.r2[0][explained > 0].mean()) == pytest.approx(told["gof"], abs=5e-9)
    assert alpha(fit.correlation, fit.blocks)[0] == pytest.approx(told["unidim"]["C.alpha"], abs=1e-9)
    first = [np.linalg.eigh(fit.correlation[0, block, block]) for block in fit.blocks]
    assert [roots[-1] for roots, _ in first] == pytest.approx(told["unidim"]["eig.1st"], abs=1e-9)
    main = np.concatenate([np.sqrt(roots[-1]) * np.abs(axes[:, -1]) for roots, axes in first])
    assert rho_c(main, fit.blocks) == pytest.approx(told["unidim"]["DG.rho"], abs=1e-9)
    for mine, key in ((rho_c(fit.loadings, fit.blocks)[0], "dgrho"), (shared, "communality")):
        expected = [row[0] for row in assessed[key]["values"]]
        assert mine[several] == pytest.approx(np.array(expected, float)[several], abs=1e-9)
    expected = np.array([row[0] for row in assessed["redundancy"]["values"]], float)
    kept = np.isfinite(expected)
    assert (shared * explained)[kept] == pytest.approx(expected[kept], abs=1e-9)
    assert [common, fit.r2[0][explained > 0].mean()] == pytest.approx(
        [0.57381466958748, 0.387843855977047], abs=1e-9
    )


@pytest.mark.parametrize(
    ("key", "within"), [("cSEM_common_factor", "factor"), ("cSEM_composite", "composite")]
)
def test_the_likelihood_distance_of_csem_is_that_of_the_implied_correlations(moments, ecsi, key, within):
    told = figures("pls/assessment")[key]
    fit = fit_pls(moments, ecsi(), tolerance=TIGHT)
    observed, expected = fit.correlation[0], implied_correlations(fit, within)[0]
    distance = (
        np.linalg.slogdet(expected)[1]
        - np.linalg.slogdet(observed)[1]
        + np.trace(observed @ np.linalg.inv(expected))
        - len(observed)
    )
    assert distance == pytest.approx(told["dml"], abs=1e-9)
    assert 249 * distance == pytest.approx(told["chi"], abs=1e-6)


def test_the_explained_share_of_a_construct_of_second_order_is_that_of_peers(moments):
    told = figures("pls/second_order")
    fit = fit_pls(moments, read_model(SECOND.format(sign="=~")), tolerance=TIGHT)
    for name, value in zip(told["seminr"]["r2"]["cols"], told["seminr"]["r2"]["values"][0], strict=True):
        assert fit.r2[0, fit.model.names.index(name)] == pytest.approx(value, abs=1e-8)
    fit = fit_pls(moments, read_model(SECOND.format(sign="<~")), second_order="scores", tolerance=TIGHT)
    for name, value in told["cSEM"]["r2"].items():
        place = fit.model.names.index(name.removesuffix("_temp"))
        assert fit.r2[0, place] == pytest.approx(value, abs=1e-8)
