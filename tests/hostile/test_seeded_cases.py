"""What is wrong on purpose runs or ends with a documented exit code: never a traceback, never a hang."""

import warnings

import mutation
import pytest

CASES, BLOCK = 240, 40


@pytest.mark.parametrize("block", range(CASES // BLOCK))
def test_a_mutated_survey_runs_or_is_refused_in_words(tmp_path, block):
    ended = {}
    for number in range(block * BLOCK, (block + 1) * BLOCK):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of numpy, at numbers no survey has
            ended[number] = mutation.judge(number, tmp_path / str(number), number % 16 == 0)[1]
    faults = {number: how for number, how in ended.items() if how.kind in {"crash", "slow"}}
    assert not faults
    assert {how.kind for how in ended.values()} <= {"ran", "exit 1", "exit 2", "exit 3"}
    assert any(how.kind == "ran" for how in ended.values())


def test_the_sound_survey_runs_to_its_last_section(tmp_path):
    columns = mutation.answers(mutation.random.Random(1))
    (tmp_path / "waves").mkdir()
    for wave in ("2024", "2025"):
        mutation.WRITERS["csv"](columns, tmp_path / "waves" / f"{wave}.csv")
    (tmp_path / "survey.toml").write_text(mutation.document(mutation.DEFINITION), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mutation._reported(tmp_path, mutation.SCORED)


def test_a_case_is_the_same_whenever_it_is_made(tmp_path):
    texts = []
    for place in ("a", "b"):
        assert mutation.make(8, tmp_path / place) == mutation.make(8, tmp_path / f"{place}2")
        texts.append((tmp_path / place / "survey.toml").read_bytes())
    assert texts[0] == texts[1]
