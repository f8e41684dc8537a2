"""The sample: waves as outer strata, panels, and what the weights cost."""

import numpy as np
import pandas as pd
import pytest
from handmade import responses

from satkit.errors import DataError
from satkit.language import say
from satkit.survey.questionnaire import Design, Replication
from satkit.survey.sample import coarse, draw


def frame(**columns):
    base = {
        "q1": 0,
        "wave": np.repeat([1, 2], 12),
        "cluster": np.tile(np.arange(6), 4),
        "stratum": [0, 1] * 12,
    }
    return pd.DataFrame(base | columns)


def drawn(rows, **settings):
    settings.setdefault("replicates", Replication(count=25))
    return draw(responses(rows, sample=Design(**settings)))


def test_waves_are_outer_strata_and_clusters_live_in_one_wave():
    found = drawn(frame())
    assert found.design.units == 12
    assert len(np.unique(found.design.stratum)) == 4
    assert found.weighting[["clusters", "strata", "df"]].to_numpy().tolist() == [[6, 2, 4], [6, 2, 4]]


def test_in_a_panel_a_cluster_is_one_unit_in_all_waves():
    found = drawn(frame(), panel=True)
    assert found.design.units == 6
    assert found.weighting["clusters"].tolist() == [6, 6]


def test_the_bootstrap_keeps_every_stratum_at_its_size():
    found = drawn(frame())
    totals = found.replicates.factors[:, found.replicates.piece]
    for wave in (slice(0, 12), slice(12, 24)):
        assert totals[:, wave].sum(axis=1) == pytest.approx(12)


def test_weights_cost_what_kish_says():
    found = drawn(frame(weight=[1.0, 3.0] * 12)).weighting
    assert found["kish"].tolist() == pytest.approx([1.25, 1.25])
    assert found["n_effective"].tolist() == pytest.approx([9.6, 9.6])
    assert found["kish_delivered"].tolist() == pytest.approx([1.25, 1.25])


def test_a_lonely_stratum_is_refused_where_the_definition_says_so():
    with pytest.raises(DataError, match="single cluster"):
        drawn(frame(stratum=np.arange(24) % 6), lonely="fail")


def test_few_clusters_are_said_to_make_chances_look_surer_than_they_are():
    two = draw(
        responses(frame(cluster=np.tile([0, 0, 1, 1], 6)), sample=Design(replicates=Replication(count=25)))
    )
    told = coarse(responses(frame()).questionnaire, two.weighting, "2")
    assert [say(text, "en").count("only 2") for text in told] == [1]
    many = pd.DataFrame({"wave": ["2"], "df": [10]})
    assert coarse(responses(frame()).questionnaire, many, "2") == ()


def test_a_wave_of_one_cluster_is_refused_by_name():
    rows = frame()
    second = rows["wave"] == rows["wave"].max()
    rows["cluster"] = rows["cluster"].where(~second, 1)
    with pytest.raises(DataError) as told:
        drawn(rows, cluster="cluster")
    assert "belongs to one cluster" in str(told.value)
    assert str(told.value).count("wave '") == 1


def test_a_seed_gives_the_same_sample_again():
    one, again, other = (
        drawn(frame(), replicates=Replication(count=25, seed=seed)).replicates.factors for seed in (1, 1, 2)
    )
    assert (one == again).all()
    assert (one != other).any()
