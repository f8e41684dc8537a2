"""The [index] table: every mistake with its line, and the model it stands for."""

import pytest

from satkit.errors import DefinitionError
from satkit.survey.definition import load
from satkit.survey.index import survey_index

HEAD = """version = 1
title = "Counter"
[scale.ten]
points = { from = 1, to = 10 }
score = "linear"
best = "high"
[scale.words]
kind = "text"
[item]
a1 = { scale = "ten" }
a2 = { scale = "ten" }
b1 = { scale = "ten" }
c1 = { scale = "words" }
[wave.2025]
file = "answers.csv"
"""


@pytest.fixture
def defined(tmp_path):
    """The questionnaire of a definition that ends in these lines, the first of them line 16."""

    def write(index):
        (tmp_path / "survey.toml").write_text(HEAD + index, encoding="utf-8")
        return load(tmp_path)

    return write


@pytest.fixture
def complaints(defined):
    def told(index):
        with pytest.raises(DefinitionError) as error:
            defined(index)
        return str(error.value)

    return told


def test_a_survey_without_the_table_has_no_index(defined):
    assert not defined("").index.is_asked


def test_a_published_model_takes_the_items_of_the_survey_and_leaves_out_what_was_not_asked(defined):
    asked = defined("""[index]
model = "ecsi"
items = { Image = ["a1", "a2"], Satisfaction = ["b1"] }
labels = { Image = { zh = "口碑", en = "Standing" } }
modes = { Image = "B" }
""")
    found = survey_index(asked.index)
    assert found.model.names == ("Image", "Satisfaction")
    assert found.model.paths == (("Image", "Satisfaction"),)
    assert found.model.constructs[0].mode == "B"
    assert found.index == "Satisfaction"
    assert found.labels["Image"].zh == "口碑"
    assert found.labels["Satisfaction"].en == "Satisfaction"


def test_a_model_of_ones_own_names_its_index_or_the_construct_with_most_causes(defined):
    syntax = 'syntax = """\nQ =~ a1 + a2\nS =~ b1\nS ~ Q\n"""\n'
    assert survey_index(defined("[index]\n" + syntax).index).index == "S"
    assert survey_index(defined('[index]\nindex = "Q"\n' + syntax).index).index == "Q"


def test_another_published_model_may_be_tried_on_the_same_items(defined):
    asked = defined("""[index]
model = "ecsi"
items = { Image = ["a1"], Quality = ["a2"], Satisfaction = ["b1"] }
""")
    found = survey_index(asked.index, "acsi")
    assert found.model.names == ("Quality", "Satisfaction")


def test_constructs_of_second_order_and_products_are_read(defined):
    asked = defined("""[index]
consistent = ["Whole"]
syntax = \"\"\"
A =~ a1
B =~ a2
Whole =~ A + B
b1 ~ Whole
\"\"\"
""")
    found = survey_index(asked.index)
    assert found.model.leaves == ("a1", "a2", "b1")
    assert found.model.items == ("a1", "a2", "A", "B", "b1")
    assert asked.index.consistent == ("Whole",)
    asked = defined("""[index]
model = "ecsi"
items = { Image = ["a1", "a2"], Satisfaction = ["b1"] }
products = { Satisfaction = ["Image:Image"] }
labels = { Image = { zh = "形象", en = "Image" } }
""")
    found = survey_index(asked.index)
    assert found.model.paths[-1] == ("Image:Image", "Satisfaction")
    assert found.labels["Image:Image"].zh == "形象 × 形象"


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ('[index]\nmodel = "ecis"\n', ["survey.toml:17  no index model 'ecis'", "did you mean 'ecsi'?"]),
        ('[index]\nscheme = "pth"\n', ["survey.toml:17", "did you mean 'path'?"]),
        ('[index]\nmissing = "em"\n', ["survey.toml:16", 'expected model = "…" or syntax = "…"']),
        (
            '[index]\nmodel = "ecsi"\nindex = "Satisfaktion"\n[index.items]\nImage = ["a1", "zz"]\nLoyalty = ["c1"]\nValue = []\n',
            [
                "survey.toml:18  no construct 'Satisfaktion'",
                "survey.toml:20  no item 'zz'",
                "survey.toml:21  item 'c1' has no score",
                "survey.toml:22  construct 'Value' has no items",
            ],
        ),
        (
            '[index]\nmodel = "ecsi"\nitems = { Image = ["a1"], Loyalty = ["a1"] }\n',
            ["survey.toml:18  item 'a1' is used 2 times"],
        ),
        (
            '[index]\nsyntax = """\nA =~ a1\nB =~ b1\nA ~ B\nB ~ A\n"""\n',
            ["survey.toml:20  the paths run in a circle: A -> B -> A"],
        ),
        (
            '[index]\nsyntax = """\nA =~ a1 + a3\nB =~ c1\nB ~ A\n"""\n',
            ["survey.toml:18  no item 'a3'", "survey.toml:19  item 'c1' has no score"],
        ),
        ('[index]\nsyntax = """A =~ a1\nB =~ 2*b1\nB ~ A"""\n', ["survey.toml:18  '2*b1' is neither"]),
        (
            '[index]\nsyntax = "B ~ a1"\nitems = { B = ["b1"] }\n',
            ["survey.toml:17  no item 'B'", "survey.toml:18  'items' goes with a published model"],
        ),
        (
            '[index]\nsyntax = "b1 ~ a1"\n[index.aggregate]\nsegment = "firm"\nshares = { X = 1 }\n',
            ["survey.toml:19  no segment 'firm'"],
        ),
        (
            (
                '[segment.firm]\ncolumn = "f"\nlevels = [ { name = "X" }, { name = "Y" } ]\n[index]\nsyntax = "b1 ~ a1"\n'
                '[index.aggregate]\nsegment = "firm"\nshares = { X = 1, Z = -2 }\n'
            ),
            ["survey.toml:23  'Y' has no share", "survey.toml:23  the share of 'Z' is -2"],
        ),
        (
            '[index]\nsyntax = """\nA =~\nB =~ b1\nB ~ A\n"""\n',
            ["survey.toml:18  construct 'A' has no items"],
        ),
        (
            '[index]\nsyntax = """\nB =~ b1\nB ~ A\n"""\n',
            ["survey.toml:19  no item 'A', and no line gives a construct of that name its items"],
        ),
        (
            '[index]\nsyntax = """\nQual =~ a1 + a2\nSat =~ b1\nSat ~ Qual + Qual:Qaul\n"""\n',
            ["survey.toml:20  no item 'Qaul'", "did you mean 'Qual'?"],
        ),
        (
            '[index]\nsyntax = """\nQual =~ a1 + a2\nSat =~ b1\nSat ~ Qual\n"""\nproducts = { Sat = ["Qual", "Qual:Pric"], Lo = ["Qual:Qual"] }\n',
            [
                "survey.toml:22  'Qual' is no product of two constructs",
                'such as "Qual:Sat"',
                "survey.toml:22  no construct 'Pric'",
                "survey.toml:22  no construct 'Lo'",
            ],
        ),
        (
            '[index]\nsyntax = """\nA =~ a1\nB =~ a2\nWhole =~ A + B\nSat =~ b1\nA ~ B\nSat ~ Whole\n"""\n',
            ["survey.toml:20  'A' is a component of 'Whole' and stands on a path of its own", "at 'Whole'"],
        ),
        (
            '[index]\nsyntax = """\nQ =~ a1 + a2\nS =~ b1\nS ~ Q\n"""\nconsistent = ["Q", "S", "T"]\n',
            ["survey.toml:22  no construct 'T'"],
        ),
        (
            '[index]\nsyntax = """\nQ =~ a1 + a2\nS =~ b1\nS ~ Q\n"""\nconsistent = ["Q", "S"]\n',
            ["survey.toml:22  construct 'S' has no measurement error", "mode A with two items"],
        ),
        (
            '[index]\nconsistent = true\nsyntax = """\nQ =~ a1 + a2\nS =~ b1\nS ~ Q + Q:Q\n"""\n',
            ["survey.toml:17  measurement error cannot be taken out of a model with products"],
        ),
        (
            '[index]\nconsistent = "Q"\nsyntax = "b1 ~ a1"\n',
            ['survey.toml:17  consistent = "Q" is not true, false or a list'],
        ),
    ],
)
def test_every_mistake_of_the_index_stands_with_its_line(complaints, index, expected):
    told = complaints(index)
    for part in expected:
        assert part in told, told
