"""Rows hold what the estimates yield, and results show themselves."""

import numpy as np
import pytest

from satkit.analyses.index import rows
from satkit.analyses.index.result import IndexResult
from satkit.errors import DefinitionError
from satkit.survey.index import survey_index
from tests.analyses.index.counter import DEFINITION, opened

AGGREGATE = "[index.aggregate]\nsegment = 'town'\nshares = { east = 3, west = 1 }\n"
LABELLED = DEFINITION.replace("Satisfaction ~ Quality + Value", "Satisfaction ~ a*Quality + b*Value").replace(
    "Value ~ Quality\n", "Value ~ c*Quality\nthrough := b*c\n"
)
OF_PLS = {
    "indices": rows.IndexRow,
    "linked": rows.LinkedIndexRow,
    "changes": rows.IndexChangeRow,
    "gaps": rows.IndexGapRow,
    "moves": rows.GroupChangeRow,
    "wholes": rows.AggregateRow,
    "paths": rows.PathRow,
    "constructs": rows.ConstructRow,
    "items": rows.ItemRow,
    "overlap": rows.OverlapRow,
    "effects": rows.TotalEffectRow,
    "defined": rows.DefinedRow,
    "priority": rows.PriorityRow,
}
OF_COVARIANCE = {
    "indices": rows.CovarianceIndexRow,
    "paths": rows.CovariancePathRow,
    "items": rows.CovarianceItemRow,
    "constructs": rows.CovarianceConstructRow,
    "overlap": rows.CorrelationRow,
    "measures": rows.FitMeasureRow,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    def divide(table):
        return table.assign(town=np.where(np.arange(len(table)) % 2, "east", "west"))

    return opened(tmp_path_factory.mktemp("rows") / "counter", divide, LABELLED + AGGREGATE)


@pytest.fixture(scope="module")
def result(study):
    return study.fitted_index()


@pytest.fixture(scope="module")
def covariance(study):
    return study.covariance_index()


@pytest.mark.parametrize("name", OF_PLS)
def test_rows_of_the_index_have_the_columns_that_the_estimate_yields(result, name):
    assert set(OF_PLS[name].__annotations__) == set(getattr(result, name).columns)


@pytest.mark.parametrize("name", OF_COVARIANCE)
def test_rows_of_the_covariance_model_have_the_columns_that_the_estimate_yields(covariance, name):
    assert set(OF_COVARIANCE[name].__annotations__) == set(getattr(covariance, name).columns)


def test_rows_of_compared_paths_have_the_columns_that_the_comparison_yields(covariance):
    assert set(rows.ComparedPathRow.__annotations__) == set(covariance.compared.paths.columns)


def test_the_index_shows_its_numbers_in_every_manner(result, tmp_path):
    row = result.indices.query("wave == '2025' and segment == '' and construct == 'Satisfaction'").iloc[0]
    shown = f"{row['estimate']:.1f}"
    for text in (str(result), repr(result), result._repr_html_(), result.to_latex(), result.to_markdown()):
        assert shown in text
    assert result.to_excel(tmp_path / "index.xlsx").is_file()
    assert len(repr(result).splitlines()) <= 25
    assert result.table.set_index("construct").loc["Satisfaction", "estimate"] == pytest.approx(
        row["estimate"]
    )


def test_tables_of_the_index_are_those_of_the_page(result):
    named = {
        "index", "index-paths", "measurement-model", "measurement", "index-priority", "index-effects", "overlap",
        "index-defined", "index-waves", "index-changes", "index-groups", "index-wholes",
    }  # fmt: skip
    assert set(result.tables) == named
    groups = result.tables["index-groups"]
    assert list(groups["level"]) == ["east", "west"]


def test_a_summary_speaks_both_languages(result, covariance):
    assert "满意度" in str(result.summary("zh"))
    assert "fitted by partial least squares" in str(result.summary("en"))
    assert "协方差分析" in str(covariance.summary("zh"))
    assert "CFI" in str(covariance.compared.summary("en"))


def test_the_index_and_the_covariance_model_can_be_drawn(result, covariance):
    assert len(result.plot().get_yticklabels()) >= 3
    assert covariance.plot(language="zh").get_xlabel() == "标准化系数"


def test_without_names_codes_stand_for_things(result):
    bare = IndexResult(result.index, indices=result.indices, constructs=result.constructs, items=result.items,
                       overlap=result.overlap, paths=result.paths, fits=result.fits)  # fmt: skip
    assert "q1" in set(bare.tables["measurement-model"]["construct"])


def test_an_index_that_could_not_be_fitted_says_so_and_draws_nothing(study):
    nothing = IndexResult(survey_index(study.questionnaire.index))
    assert "could not be fitted to any wave" in repr(nothing)
    assert nothing.table.empty
    with pytest.raises(DefinitionError):
        nothing.plot()
