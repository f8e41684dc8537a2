"""Settings of drivers and Kano: sensible without them, every mistake told with its line."""

import pytest

from satkit.errors import DefinitionError
from satkit.models.index import SHELF
from satkit.survey.definition import load
from satkit.survey.questionnaire import Index
from satkit.survey.sharing import find_shared_beginning

GOOD = """\
version = 1
title = "s"
[scale.kano5]
kind = "kano"
points = ["like", "must be", "neutral", "live with", "dislike"]
[item]
all = { scale = "satisfaction", role = "overall" }
q1 = { scale = "satisfaction" }
q2 = { scale = "satisfaction" }
k1 = { scale = "kano5", label = "快速复电（有）", kano = { attribute = "restore", side = "functional" } }
k2 = { scale = "kano5", label = "快速复电（无）", kano = { attribute = "restore", side = "dysfunctional" } }
[indicator.supply]
items = ["q1", "q2"]
[wave.2025]
file = "waves/2025.csv"
"""
DRIVERS = "[drivers]\n"
KANO = "[kano.attribute.restore]\n"
INDEX = """\
[index]
index = "content"
syntax = "quality =~ q1 + q2; content =~ all; content ~ quality"
[drivers]
"""

HOSTILE = {
    "an unknown driver": (DRIVERS + 'drivers = ["q1", "sply"]\n', 'drivers = ["q1"', "no indicator, item or construct 'sply'", "did you mean 'supply'"),
    "a driver twice": (DRIVERS + 'drivers = ["q1", "q1"]\n', "drivers = [", "the driver 'q1' is named twice", ""),
    "a driver without score": (DRIVERS + 'drivers = ["q1", "k1"]\n', "drivers = [", "the driver 'k1' has no score", ""),
    "drivers that overlap": (DRIVERS + 'drivers = ["supply", "q2"]\n', "drivers = [", "the drivers 'supply' and 'q2' share a question", ""),
    "a driver that is the outcome": (DRIVERS + 'outcome = "q1"\ndrivers = ["supply"]\n', "drivers = [", "the driver 'supply' holds the outcome", ""),
    "a driver that is the overall question": (DRIVERS + 'drivers = ["supply", "all"]\n', "drivers = [", "the driver 'all' holds the outcome", ""),
    "a construct that is the outcome": (INDEX + 'drivers = ["q1", "content"]\n', "drivers = [", "the driver 'content' holds the outcome", ""),
    "a construct and an item of it": (INDEX + 'drivers = ["quality", "q2"]\n', "drivers = [", "the drivers 'quality' and 'q2' share a question", ""),
    "an unknown construct": (INDEX + 'drivers = ["qualty"]\n', "drivers = [", "no indicator, item or construct 'qualty'", "did you mean 'quality'"),
    "an unknown outcome": (DRIVERS + 'outcome = "al"\n', "outcome", "no item 'al'", "did you mean 'all'"),
    "an outcome without score": (DRIVERS + 'outcome = "k1"\n', "outcome", "the outcome 'k1' has no score", ""),
    "a dissatisfied answer there is none of": (DRIVERS + "dissatisfied = [4, 5]\n", "dissatisfied", "dissatisfied names 5, which is no point", "'4'"),
    "all dissatisfied": (DRIVERS + "dissatisfied = [1, 2, 3, 4]\n", "dissatisfied", "every answer of the outcome counts as dissatisfied", ""),
    "a measure that is none": (DRIVERS + 'measure = "dissatisfeid"\n', "measure", "none of its values", "did you mean 'dissatisfied'"),
    "an unknown attribute": ("[kano.attribute.restor]\nmet = 1\n", "[kano.attribute.restor]", "no item asks about the attribute 'restor'", "did you mean 'restore'"),
    "a cost of zero": (KANO + "cost = 0\nmet = 0.5\n", "cost = 0", "the cost of 'restore' is 0", "a cost above zero"),
    "a cost without fulfilment": (KANO + "cost = 5\n", "cost = 5", "nothing says how far it is met", "expected node"),
    "a node that is not there": (KANO + 'node = "suply"\n', "node", "no indicator or item 'suply'", "did you mean 'supply'"),
    "a node without score": (KANO + 'node = "k1"\n', "node", "the item 'k1' has no score", ""),
    "fulfilment beyond one": (KANO + "met = 1.5\n", "met", "met = 1.5 is out of range", "at most 1"),
    "a budget for nothing": ("[kano]\nbudget = 5\n", "budget", "there is a budget, but no attribute has a cost", ""),
    "a table of the other form": ('[kano]\ntable = "short"\n', "table", "table 'short' reads 3 answers, but scale 'kano5' has 5", "'classic'"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    def write(more=""):
        (tmp_path / "survey.toml").write_text(GOOD + more, encoding="utf-8")
        return tmp_path

    return write


def test_without_settings_there_are_sensible_ones(folder):
    asked = load(folder())
    assert asked.drivers.measure == "dissatisfied"
    assert asked.kano.rule == "most_frequent"
    assert asked.attributes == {"restore": ("k1", "k2")}
    assert asked.attribute_label("restore").zh == "快速复电"


def test_settings_are_read(folder):
    more = '[drivers]\noutcome = "all"\nleast = 0.1\n[kano]\nbudget = 9\n[kano.attribute.restore]\ncost = 3\nnode = "supply"\n'
    asked = load(folder(more))
    assert (asked.drivers.outcome, asked.drivers.least) == ("all", 0.1)
    assert asked.kano.attribute["restore"].node == "supply"


def test_a_construct_may_be_a_driver_and_is_called_as_the_index_calls_it(folder):
    asked = load(folder(INDEX + 'drivers = ["quality"]\n[index.labels]\nquality = "供电质量"\n'))
    assert asked.drivers.drivers == ("quality",)
    assert asked.label("quality").zh == "供电质量"
    assert asked.label("content").en == "content"
    assert Index(model="acsi").label("Quality").into("en") == SHELF["acsi"].constructs["Quality"].en


def test_constructs_of_an_index_that_is_not_sound_are_no_second_mistake(folder):
    broken = INDEX.replace("q1 + q2", "q1 + q9") + 'drivers = ["quality"]\n'
    with pytest.raises(DefinitionError) as error:
        load(folder(broken))
    assert len(error.value.complaints) == 1
    assert "q9" in error.value.complaints[0].into("en")


@pytest.mark.parametrize(("more", "at", "what", "hint"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_mistake_is_told_with_its_line_and_what_was_expected(folder, more, at, what, hint):
    with pytest.raises(DefinitionError) as error:
        load(folder(more))
    told = [complaint.into("en") for complaint in error.value.complaints]
    hits = [complaint for complaint in told if what in complaint]
    assert hits, told
    lines = (GOOD + more).splitlines()
    line = next(n for n, text in enumerate(lines, 1) if at in text and n > len(GOOD.splitlines()))
    assert hits[0].startswith(f"survey.toml:{line}  ")
    assert hint in hits[0]


@pytest.mark.parametrize(
    ("texts", "begin"),
    [
        (("停电提前通知（有）", "停电提前通知（无）"), "停电提前通知"),
        (("Outage notice (with)", "Outage notice (without)"), "Outage notice"),
        (("Fast restoration", "Fast response"), "Fast"),
        (("Fast rest", "Fast restore"), "Fast"),
        (("Bills (paper), with", "Bills (paper), without"), "Bills (paper)"),
        (("Repair time", "Repair time"), "Repair time"),
        (("Repair", "Repair time"), "Repair"),
        (("a", "b"), ""),
        ((), ""),
    ],
)
def test_what_labels_share_ends_at_a_word_and_leaves_no_bracket_open(texts, begin):
    assert find_shared_beginning(*texts) == begin
