"""Codes of comments and groups of recovery in a definition: read, or refused with their line."""

import pytest

from satkit.errors import DefinitionError
from satkit.survey.definition import load

GOOD = """\
version = 1
title = "t"
[scale.experience]
kind = "choice"
points = [1, 2, 3, 4]
recovery = { none = [1], resolved = [2], unresolved = [3], silent = [4] }
[scale.words]
kind = "text"
[item]
q1 = { scale = "satisfaction", role = "overall" }
happened = { scale = "experience", role = "complaint" }
said = { scale = "words", role = "comment" }
[department.dispatch]
label = "调度"
[code.outages]
label = { zh = "停电", en = "Outages" }
owner = "dispatch"
keywords = ["停电", "outage*"]
patterns = ["停.{0,3}电"]
[comments]
topics = 4
quotes = 0
names = ["张三"]
[wave.2025]
file = "a.csv"
"""


def told(folder, *changes):
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "survey.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        load(folder)
    return "\n".join(complaint.into("en") for complaint in error.value.complaints)


def test_codes_settings_and_groups_are_read(tmp_path):
    (tmp_path / "survey.toml").write_text(GOOD, encoding="utf-8")
    found = load(tmp_path)
    assert found.codes["outages"].keywords == ("停电", "outage*")
    assert found.codes["outages"].title.en == "Outages"
    assert (found.comments.topics, found.comments.quotes, found.comments.names) == (4, 0, ("张三",))
    assert found.scale("happened").recovery.groups == {
        "none": (1,),
        "resolved": (2,),
        "unresolved": (3,),
        "silent": (4,),
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('patterns = ["停.{0,3}电"]', 'patterns = ["(停"]', "survey.toml:19  the pattern cannot be read"),
        ('patterns = ["停.{0,3}电"]', 'patterns = ["ok", "(a+)+b"]', "survey.toml:19  the pattern could take"),
        ('keywords = ["停电", "outage*"]', 'keywords = ["停电", " *"]', "an empty word would be found"),
        ('owner = "dispatch"', 'owner = "dispach"', "did you mean 'dispatch'?"),
        ('keywords = ["停电", "outage*"]\npatterns = ["停.{0,3}电"]', "", "neither keywords nor patterns"),
        ('names = ["张三"]', 'names = [""]', "an empty word would be found"),
        ("topics = 4", "topics = 40", "expected at most 20"),
        ("topics = 4", "topic = 4", "did you mean 'topics'?"),
        ("resolved = [2]", "resolved = [7]", "resolved names 7, which is no point"),
        ("silent = [4]", "silent = [1]", "1 is both 'none' and 'silent'"),
        ("none = [1]", "none = []", "recovery needs those without a problem"),
        ("none = [1], ", "", "the key 'none' is missing"),
        (", resolved = [2], unresolved = [3], silent = [4]", "", "recovery needs those without a problem"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place(tmp_path, old, new, message):
    assert message in told(tmp_path, (old, new))
