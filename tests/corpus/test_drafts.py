"""Drafts of strangers' files: right, or marked, and never wrong without a word."""

import pytest

from corpus import (  # noqa: F401  they put themselves on the list
    from_archives,
    from_life,
    from_platforms,
    from_programs,
    from_strangers,
    from_tables,
    from_unseen,
)
from corpus.drafted import draft
from corpus.files import REGISTER
from corpus.judge import RIGHT, SILENT, judged

WRONG_SILENT = 0  # columns and files that are wrong without a word
RIGHT_RATINGS = 0.95  # may only rise


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    return [verdict for name in REGISTER for verdict in judged(draft(REGISTER[name](), folder / name))]


def test_the_corpus_is_large_enough():
    exports = [make() for make in REGISTER.values()]
    assert len(exports) >= 60
    assert len({export.language for export in exports}) >= 8
    assert {export.form.partition(" ")[0] for export in exports} >= {"CSV", "TSV", "XLSX", "SPSS", "Stata"}


def test_no_more_is_wrong_without_a_word_than_was_known(verdicts):
    silent = [verdict for verdict in verdicts if verdict.verdict == SILENT]
    assert len(silent) <= WRONG_SILENT, silent


def test_most_ratings_are_drafted_on_the_right_scale(verdicts):
    ratings = [verdict for verdict in verdicts if verdict.truth == "rating"]
    assert sum(verdict.verdict == RIGHT for verdict in ratings) >= RIGHT_RATINGS * len(ratings)
