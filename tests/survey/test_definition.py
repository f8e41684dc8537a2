"""A definition is read whole, or all that is wrong with it is said at once."""

import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satkit.analyses import SECTIONS
from satkit.errors import DefinitionError
from satkit.language import Label
from satkit.survey.definition import load
from satkit.survey.locate import toml_places
from satkit.survey.scale import SATISFACTION, Point, Scale

GOOD = """\
version = 1
title = { zh = "供电服务", en = "Power supply" }

[scale.rating5]
points = { from = 1, to = 5 }
score = "linear"
best = "high"
labels = { zh = ["差", "好"], en = ["poor", "good"] }
missing = [0, 6, "Blank"]

[scale.kano5]
kind = "kano"
points = ["like", "must be", "neutral", "live with", "dislike"]

[scale.comment]
kind = "text"

[item]
q1 = { text = "总体满意度", scale = "satisfaction", column = "Q1", role = "overall" }
q2 = { text = "抢修", scale = "rating5" }
q3 = { text = "缴费", scale = "rating5" }
k1 = { scale = "kano5", kano = { attribute = "restore", side = "functional" } }
k2 = { scale = "kano5", kano = { attribute = "restore", side = "dysfunctional" } }
c1 = { scale = "comment", role = "comment" }

[indicator.supply]
label = "供电"
[indicator.repair]
parent = "supply"
weight = 2
owner = "dispatch"
items = ["q2"]
[indicator.payment]
parent = "supply"
items = ["q3"]

[department.dispatch]
label = "调度"

[segment.class]
column = "cls"
levels = [{ name = "home", codes = [1] }, { name = "industry", codes = [2, 3] }]
[segment.county]
levels = ["东", "西"]

[wave.2025]
file = "waves/2025.csv"
dates = [2025-09-01, "2025-10-15"]
rename = { Q1_OLD = "Q1" }

[[sample.targets]]
segment = "class"
wave = "2025"
shares = { home = 0.8, industry = 0.2 }

[report]
headline = "q1"
adjust_by = ["class"]
"""


@pytest.fixture
def folder(tmp_path):
    def write(text=GOOD, **files):
        (tmp_path / "survey.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_text(content, encoding="utf-8")
        return tmp_path

    return write


def complaints(folder):
    with pytest.raises(DefinitionError) as error:
        load(folder, SECTIONS)
    return error.value.complaints


def told(folder):
    return [complaint.into("en") for complaint in complaints(folder)]


def test_a_sound_definition_becomes_a_questionnaire(folder):
    found = load(folder())
    assert found.title == Label(zh="供电服务", en="Power supply")
    assert found.items["q1"].text == Label(zh="总体满意度", en="总体满意度")
    assert found.scales["rating5"].scores == (0, 25, 50, 75, 100)
    assert [point.label.zh for point in found.scales["rating5"].points] == ["差", "", "", "", "好"]
    assert [missing.code for missing in found.scales["rating5"].missing] == [0, 6, "Blank"]
    assert found.waves["2025"].dates == ("2025-09-01", "2025-10-15")
    assert [level.name for level in found.segments["county"].levels] == ["东", "西"]
    assert found.children("supply") == ("repair", "payment")


def test_a_kano_scale_may_name_a_published_wording(folder):
    words = 'points = ["like", "must be", "neutral", "live with", "dislike"]'
    found = load(folder(GOOD.replace(words, 'points = "help"'))).scales["kano5"]
    assert [point.code for point in found.points] == [1, 2, 3, 4, 5]
    assert found.points[1].label == Label("对我是基本要求", "This is a basic requirement to me")
    assert found.positions["this would be a major problem for me"] == 4


def test_the_four_level_scale_is_built_in_where_an_item_asks_for_it(folder):
    assert load(folder()).scales["satisfaction"] == SATISFACTION
    without = GOOD.replace('scale = "satisfaction"', 'scale = "rating5"')
    assert "satisfaction" not in load(folder(without)).scales


def test_the_built_in_scale_takes_missing_codes_of_its_own(folder):
    scale = load(folder(GOOD + "[scale.satisfaction]\nmissing = [9]\n")).scales["satisfaction"]
    assert scale.points == SATISFACTION.points
    assert scale.missings == {"9": "skipped"}


def test_low_is_good_where_the_definition_says_so(folder):
    scale = load(folder(GOOD.replace('best = "high"', 'best = "low"'))).scales["rating5"]
    assert scale.scores == (100, 75, 50, 25, 0)
    assert (scale.satisfied, scale.top, scale.bottom) == ((1, 2), (1,), (4, 5))
    assert str(scale.scores[-1]) == "0.0"


@pytest.mark.parametrize(
    ("n", "satisfied", "top", "bottom"),
    [(2, 1, 1, 1), (3, 1, 1, 1), (4, 2, 1, 1), (5, 2, 1, 2), (7, 2, 1, 2), (8, 3, 2, 3), (11, 3, 2, 3)],
)
def test_boxes_follow_the_number_of_points(folder, n, satisfied, top, bottom):
    scale = load(folder(GOOD.replace("to = 5", f"to = {n}").replace("missing = [0, 6", "missing = [0, 99")))
    rating = scale.scales["rating5"]
    assert rating.satisfied == tuple(range(n - satisfied + 1, n + 1))
    assert rating.top == tuple(range(n - top + 1, n + 1))
    assert rating.bottom == tuple(range(1, bottom + 1))


def test_a_byte_order_mark_is_no_mistake(folder):
    assert load(folder(b"\xef\xbb\xbf" + GOOD.encode())) == load(folder(GOOD))


def test_a_wave_finds_the_file_of_its_name(folder):
    path = folder(GOOD.replace('file = "waves/2025.csv"\n', ""))
    (path / "waves").mkdir()
    (path / "waves" / "2025.xlsx").touch()
    (path / "waves" / "~$2025.xlsx").touch()
    assert load(path).waves["2025"].file == "waves/2025.xlsx"


def test_two_files_of_one_wave_are_said_to_be_two(folder):
    path = folder(GOOD.replace('file = "waves/2025.csv"\n', ""))
    (path / "waves").mkdir()
    for suffix in ("csv", "xlsx"):
        (path / "waves" / f"2025.{suffix}").touch()
    assert "more than one file could be wave '2025'" in told(path)[0]


def test_targets_may_be_a_table_beside_the_definition(folder):
    text = GOOD.replace("[[sample.targets]]", "[[unused]]").split("[[unused]]")[0]
    table = "wave,segment,level,share\n2025,class,home,0.8\n2025,class,industry,0.2\n"
    assert (
        load(folder(text, targets__csv=table)).sample
        == load(folder(GOOD, targets__csv="wave,segment,level,share\n")).sample
    )


def test_a_target_table_may_have_blank_rows_and_semicolons_but_no_empty_cell(folder):
    without = GOOD[: GOOD.index("[[sample.targets]]")] + GOOD[GOOD.index("[report]") :]
    rows = ["wave;segment;level;share", "2025;class; home;0.8", ";;;", "2025;class;industry;0.2"]
    found = load(folder(without, targets__csv="\n".join(rows)))
    assert found.sample.targets[0].shares == {"home": 0.8, "industry": 0.2}
    assert told(folder(without, targets__csv="\n".join([*rows, "2025;class;;0.2"]))) == [
        "targets.csv:5  the cell under 'level' is empty"
    ]


def test_a_target_table_is_quoted_by_its_own_lines(folder):
    text = GOOD.split("[[sample.targets]]", maxsplit=1)[0]
    table = "wave,segment,level,share\n2025,class,home,0.8\n2025,class,industri,0.2\n2024,county,东,x\n2025,class,home,1\n"
    found = told(folder(text, targets__csv=table))
    assert [line.split("  ")[0] for line in found] == ["targets.csv:4", "targets.csv:5"]
    table = "wave,segment,level,share\n2025,class,home,80\n2025,class,industri,20\n"
    where = [line.split("  ")[0] for line in told(folder(text, targets__csv=table))]
    assert where == ["targets.csv:2", "targets.csv:2", "targets.csv:3"]


def line_of(text, fragment):
    return text[: text.index(fragment)].count("\n") + 1


HOSTILE = {
    "an unknown top key": ("version = 1", "version = 1\ntitel = 'x'", "titel", "unknown key 'titel'", "did you mean 'title'"),
    "no version": ("version = 1\n", "", "title", "the key 'version' is missing", ""),
    "a later version": ("version = 1", "version = 2", "version", "version = 2 is none", "expected one of '1'"),
    "an unknown key of an item": ('column = "Q1"', 'collumn = "Q1"', "collumn", "unknown key 'collumn'", "did you mean 'column'"),
    "an unknown key of a point": ('points = ["like"', "points = [{ code = 7, scroe = 1 }", "scroe", "unknown key 'scroe'", "did you mean 'score'"),
    "an unknown key of a Kano attribute": ("[report]", '[kano.attribute.restore]\nlabl = "x"\n[report]', "labl", "unknown key 'labl'", "did you mean 'label'"),
    "an unknown key of a band": ("[report]", '[report]\nbands = [{ name = "all", start = 0, clour = "red" }]', "bands", "unknown key 'clour'", "known keys: 'name'"),
    "an unknown key of the replicates": ("[report]", "[sample.replicates]\ncont = 50\n[report]", "cont", "unknown key 'cont'", "did you mean 'count'"),
    "a segment of a wave nobody knows": ('column = "cls"', 'column = "cls"\nwaves = ["2026"]', "2026", "no wave '2026'", "did you mean '2025'"),
    "an adjustment by what a wave did not ask": ('column = "cls"', 'column = "cls"\nwaves = ["2026"]', "adjust_by", "segment 'class' is not asked in '2025', so nothing", ""),
    "a target for a wave that did not ask": ('column = "cls"', 'column = "cls"\nwaves = ["2026"]', 'wave = "2025"', "segment 'class' is not asked in wave '2025'", "known: '2026'"),
    "a seed below zero": ("[report]", "[sample.replicates]\nseed = -1\n[report]", "seed", "seed = -1 is out of range", "expected at least 0"),
    "a target of nothing": ('segment = "class"\n', 'segment = ""\n', 'segment = ""', "the target names no segment", ""),
    "a name given twice": ("q2 = { text", 'q2 = { name = "q2", text', "q2 = ", "unknown key 'name'", ""),
    "a label in a third language": ('zh = "供电服务"', 'fr = "x"', "title", "no language 'fr'", "expected a text, or"),
    "a label that is a number": ('label = "调度"', "label = 3", "label = 3", "a label is a text, not 3", ""),
    "a scale nobody defined": ('text = "抢修", scale = "rating5"', 'text = "抢修", scale = "ratin5"', "q2 =", "no scale 'ratin5'", "did you mean 'rating5'"),
    "a role nobody knows": ('role = "overall"', 'role = "overal"', "q1 =", 'role = "overal" is none of its values', "did you mean 'overall'"),
    "an item without scale": ('q3 = { text = "缴费", scale = "rating5" }', 'q3 = { text = "缴费" }', "q3 =", "the key 'scale' is missing", ""),
    "a wave nobody fielded": ('text = "抢修",', 'text = "抢修", waves = ["2052"],', "q2 =", "no wave '2052'", "did you mean '2025'"),
    "columns of a single choice": ('text = "抢修",', 'columns = ["a", "b"],', "q2 =", "'columns' goes with a scale of kind 'multi' only", ""),
    "two items on one column": ('text = "缴费",', 'column = "q2",', "q3 =", "items 'q2' and 'q3' both read the column 'q2'", ""),
    "a wrong scale to recommend": ('text = "抢修",', 'role = "recommend",', "q2 =", "asks to recommend has 5 points", "eleven"),
    "half a Kano pair": ('k2 = { scale = "kano5", kano = { attribute = "restore", side = "dysfunctional" } }\n', "", "k1 =", "attribute 'restore' has no dysfunctional question", ""),
    "a Kano side twice": ('side = "dysfunctional"', 'side = "functional"', "k2 =", "the functional side of attribute 'restore' is already 'k1'", ""),
    "a Kano item on a rating": ('k2 = { scale = "kano5"', 'k2 = { scale = "rating5"', "k2 =", "a Kano question on scale 'rating5' of kind 'score'", ""),
    "a Kano wording nobody knows": ('points = ["like", "must be", "neutral", "live with", "dislike"]', 'points = "clasic"', 'points = "clasic', "no wording 'clasic' of Kano answers", "did you mean 'classic'"),
    "a Kano scale of four": (', "dislike"]', "]", 'points = ["like"', "the Kano scale 'kano5' has 4 points", "expected five"),
    "an importance nobody asks": ("[report]", '[kano.attribute.restore]\nimportance = "q22"\n[report]', "importance", "no item 'q22'", "did you mean 'q2'"),
    "an importance without scores": ("[report]", '[kano.attribute.restore]\nimportance = "c1"\n[report]', "importance", "the item 'c1' has no score", "kind 'score'"),
    "an unknown parent": ('parent = "supply"\nweight', 'parent = "suply"\nweight', 'parent = "suply"', "no indicator 'suply'", "did you mean 'supply'"),
    "an unknown owner": ('owner = "dispatch"', 'owner = "dispath"', "owner =", "no department 'dispath'", "did you mean 'dispatch'"),
    "an unknown owner of a reason": ('points = ["like", ', 'points = [{ code = "like", owner = "dispath" }, ', "points = [", "no department 'dispath'", "did you mean 'dispatch'"),
    "an owner of an answer that is no reason": ('points = ["like", ', 'points = [{ code = "like", owner = "dispatch" }, ', "points = [", "scale 'kano5' is no list of them", 'kind = "multi"'),
    "an unknown item in a leaf": ('items = ["q3"]', 'items = [\n  "q3",\n  "q33",\n]', '"q33"', "no item 'q33'", "did you mean 'q3'"),
    "a circle of parents": ("[indicator.supply]\n", '[indicator.supply]\nparent = "repair"\n', "parent = ", "the parents run in a circle: supply → repair → supply", ""),
    "an indicator that is its own parent": ("[indicator.supply]\n", '[indicator.supply]\nparent = "supply"\n', "parent = ", "the parents run in a circle: supply → supply", ""),
    "an item in two leaves": ('items = ["q3"]', 'items = ["q3", "q2"]', 'items = ["q3"', "item 'q2' is already in indicator 'repair'", ""),
    "a leaf of comments": ('items = ["q3"]', 'items = ["c1"]', 'items = ["c1"', "item 'c1' has no score", ""),
    "an empty indicator": ('items = ["q3"]\n', "", "[indicator.payment]", "indicator 'payment' is empty", ""),
    "items beside indicators": ('label = "供电"\n', 'items = ["q1"]\n', 'items = ["q1"]', "has both items and indicators below it", ""),
    "weights all zero": ('weight = 2\nowner = "dispatch"\nitems = ["q2"]\n[indicator.payment]', 'weight = 0\nowner = "dispatch"\nitems = ["q2"]\n[indicator.payment]\nweight = 0', "weight = 0", "all weights below 'supply' are zero", ""),
    "a negative weight": ("weight = 2", "weight = -2", "weight =", "weight = -2 is out of range", "expected at least 0"),
    "an infinite weight": ("weight = 2", "weight = inf", "weight =", "inf is no finite number", ""),
    "a weight in quotes": ("weight = 2", 'weight = "2"', "weight =", 'weight = "2" is not a number', ""),
    "a missing code that is a point": ('missing = [0, 6, "Blank"]', "missing = [0, 5]", "missing =", "'5' is a point and a missing code", ""),
    "two points written alike": ('"must be"', '"LIKE "', "points = [", "two points are both written 'like'", ""),
    "points without scores": ('score = "linear"\nbest = "high"\n', "", "points = { from", "no point of scale 'rating5' has a score", ""),
    "no good end": ('best = "high"\n', "", 'score = "linear"', "a linear scale must say which end is good", 'best = "high"'),
    "another end": ('best = "high"', 'best = "top"', "best =", 'best = "top" is no end of a scale', ""),
    "another rule": ('score = "linear"', 'score = "log"', "score =", 'score = "log" is no rule', ""),
    "a range upside down": ("from = 1, to = 5", "from = 5, to = 1", "points = {", "names no points", "A below B"),
    "labels that do not fit": ('zh = ["差", "好"]', 'zh = ["差", "中", "好"]', "labels =", "does not fit 5 points", ""),
    "a satisfied code off the scale": ('best = "high"', 'best = "high"\nsatisfied = [7]', "satisfied", "satisfied names 7, which is no point", "known: '1'"),
    "good and bad at once": ('best = "high"', 'best = "high"\nsatisfied = [2]\nbottom = [1, 2]', "bottom", "2 counts as satisfied and as dissatisfied", ""),
    "a reason nobody knows": ('missing = [0, 6, "Blank"]', 'missing = [{ code = 0, reason = "refuse" }]', "missing =", 'reason = "refuse" is none of its values', "did you mean 'refused'"),
    "a code that is a list": ('missing = [0, 6, "Blank"]', "missing = [[0]]", "missing =", "code = [0] is not a code", ""),
    "points of a text": ('kind = "text"', 'kind = "text"\npoints = ["a"]', 'points = ["a"]', "kind 'text' has no points", ""),
    "a target for nobody": ('segment = "class"\nwave', 'segment = "clas"\nwave', 'segment = "clas"', "no segment 'clas'", "did you mean 'class'"),
    "a target level for nobody": ("industry = 0.2", "industri = 0.2", "shares =", "segment 'class' has no level 'industri'", "did you mean 'industry'"),
    "shares that do not add up": ("home = 0.8", "home = 0.7", "shares =", "the shares of 'class' sum to 0.9", "expected a sum of 1"),
    "shares in percent": ("home = 0.8, industry = 0.2", "home = 80, industry = 20", "shares =", "sum to 100", "divide by 100"),
    "a code of two levels": ("codes = [2, 3]", "codes = [1, 3]", "levels = [{", "the code '1' is both 'home' and 'industry'", ""),
    "a level twice": ('["东", "西"]', '["东", "东"]', 'levels = ["东"', "two levels are called '东'", ""),
    "a segment to adjust by": ('adjust_by = ["class"]', 'adjust_by = ["claas"]', "adjust_by", "no segment 'claas'", "did you mean 'class'"),
    "no headline": ('headline = "q1"', 'headline = "q11"', "headline", "headline names 'q11'", "did you mean 'q1'"),
    "a section of the report": ("adjust_by", 'sections = ["summary", "trends"]\nadjust_by', "sections", "the report has no section 'trends'", "did you mean 'trend'"),
    "bands of one start": ("adjust_by", 'bands = [{ name = "a", start = 0 }, { name = "b", start = 0 }]\nadjust_by', "bands", "the bands 'a' and 'b' both start at 0", ""),
    "bands with a gap": ("adjust_by", 'bands = [{ name = "a", start = 50 }]\nadjust_by', "bands", "no band below 50, but scores go down to 0", "start at 0"),
    "a rename to nowhere": ('Q1_OLD = "Q1"', 'Q1_OLD = "Q11"', "rename", "renamed to 'Q11', which nothing reads", "did you mean 'Q1'"),
    "two renames to one": ('Q1_OLD = "Q1"', 'Q1_OLD = "Q1", Q1_OLDER = "Q1"', "rename", "more than one column is renamed to 'Q1'", ""),
    "a month too many": ('"2025-10-15"', '"2025-13-15"', "dates", '"2025-13-15" is no date', "2025-09-01"),
    "an end before the start": ('"2025-10-15"', '"2025-08-15"', "dates", "the last day lies before the first", ""),
    "a file outside": ("waves/2025.csv", "../2025.csv", "file =", "leads out of the survey folder", "--data"),
    "a wave without file": ('file = "waves/2025.csv"\n', "", "[wave.2025]", "wave '2025' has no file", ""),
    "a table that is none": ('[department.dispatch]\nlabel = "调度"\n', '[department]\ndispatch = "调度"\n', 'dispatch = "调度"', "'dispatch' is not a table", ""),
    "a workbook that is not there": ("version = 1", 'version = 1\nquestionnaire = "q.xlsx"', "questionnaire", "there is no file 'q.xlsx'", ""),
    "a trim that excludes one": ("[[sample.targets]]", "[sample]\ntrim = [2.0, 3.0]\n[[sample.targets]]", "trim", "does not enclose 1", ""),
    "too few replicates": ("[[sample.targets]]", "[sample.replicates]\ncount = 3\n[[sample.targets]]", "count = 3", "count = 3 is out of range", "at least 20"),
    "a check by another name": ("[report]", '[checks]\nspeeders = "drop"\n[report]', "speeders", 'speeders = "drop" is none of its values', "'exclude'"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "what", "more"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_mistake_is_told_with_its_line(folder, old, new, at, what, more):
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)
    found = told(folder(text))
    hits = [complaint for complaint in found if what in complaint]
    assert hits, found
    assert hits[0].startswith(f"survey.toml:{line_of(text, at)}  "), hits
    assert more in hits[0]


SYNTAX = {
    "full-width equals": ("version ＝ 1\n", 1, "without '='", "write = instead of the full-width ＝"),
    "full-width quotes": ("version = 1\ntitle = “x”\n", 2, "the value cannot be read", 'write " instead of the full-width “'),
    "an open text": ('version = 1\ntitle = "x\n', 2, "", ""),
    "an open list": ("version = 1\na = [1,\n2\n", 3, "", ""),
    "a key twice": ("version = 1\nversion = 2\n", 2, "this key is written twice", ""),
    "a table twice": ("[item]\nq = 1\n[item]\n", 3, "this table is written twice", ""),
    "a value without quotes": ("version = 1\ntitle = power\n", 2, "a text needs quotation marks", ""),
    "a NUL": ("version = 1\ntitle = 'a\x00'\n", 2, "a character that no text may hold", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "what", "hint"), SYNTAX.values(), ids=list(SYNTAX))
def test_what_toml_cannot_read_is_told_in_words(folder, text, line, what, hint):
    (only,) = told(folder(text))
    assert only.startswith(f"survey.toml:{line}  ")
    assert what in only
    assert hint in only


@pytest.mark.parametrize(
    ("encoding", "where", "name"),
    [("gb18030", "survey.toml:2", "GB18030 (GBK)"), ("utf-16", "survey.toml:1", "UTF-16")],
)
def test_another_encoding_is_named(folder, encoding, where, name):
    (only,) = told(folder(GOOD.encode(encoding)))
    assert only.startswith(where)
    assert name in only
    assert "save it as UTF-8" in only


def test_a_folder_without_definition_says_how_to_begin(tmp_path):
    (only,) = told(tmp_path)
    assert "there is no survey.toml" in only
    assert "satkit new" in only


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(folder):
    single = {
        "an unknown top key", "an unknown key of a point", "a role nobody knows", "an unknown owner",
        "a code of two levels", "a month too many", "shares that do not add up", "no headline",
    }  # fmt: skip
    text = GOOD
    for name in single:
        old, new, *_ = HOSTILE[name]
        text = text.replace(old, new, 1)
    found = complaints(folder(text))
    lines = [int(complaint.where.rpartition(":")[2]) for complaint in found]
    assert lines == sorted(lines)
    for name in single:
        assert any(HOSTILE[name][3] in complaint.into("en") for complaint in found), name


def test_a_broken_part_is_no_second_mistake_where_it_is_named(folder):
    text = GOOD.replace('text = "抢修", scale = "rating5"', 'text = "抢修", scale = "rating5", colour = 1')
    assert len(complaints(folder(text))) == 1
    text = GOOD.replace("from = 1, to = 5", "from = 5, to = 1")
    assert len(complaints(folder(text))) == 1


bare = st.text("abcdefgh-_0123456789", min_size=1, max_size=6)
keys = bare | st.text("äß中 .[]{}#='", min_size=1, max_size=4)
leaves = st.integers(-9, 9) | st.booleans() | st.text("a[]{}#,='中\n", max_size=6)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written(value, path, lines, line):
    """``value`` as TOML with every element on a line of its own where TOML allows it."""
    if isinstance(value, dict):
        parts = []
        for key, inner in value.items():
            lines[(*path, key)] = line
            text, line = written(inner, (*path, key), lines, line)
            parts.append(f"{quoted(key)} = {text}")
        return "{" + ", ".join(parts) + "}", line
    if isinstance(value, list):
        text = "[ # [ {\n"
        line += 1
        for i, inner in enumerate(value):
            lines[(*path, i)] = line
            inner_text, line = written(inner, (*path, i), lines, line)
            text += f" {inner_text}, # ]\n"
            line += 1
        return text + "]", line
    if isinstance(value, bool):
        return str(value).lower(), line
    return (quoted(value) if isinstance(value, str) else str(value)), line


@given(st.dictionaries(keys, st.dictionaries(keys, values, max_size=3), min_size=1, max_size=3))
def test_every_key_of_a_document_is_found_on_its_line(document):
    text, line, lines = "", 1, {}
    for table, entries in document.items():
        lines[table,] = line
        text += f"[{quoted(table)}]\n"
        line += 1
        for key, value in entries.items():
            lines[table, key] = line
            one, line = written(value, (table, key), lines, line)
            text += f"{quoted(key)} = {one} # x = 1\n"
            line += 1
    assert tomllib.loads(text) == document
    assert {path: place.order[1] for path, place in toml_places(text, "f").items()} == lines


def paths(value, path=()):
    """Every key path of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from paths(each, (*path, key))


ANYTHING = (
    values | st.floats() | st.sampled_from([[], {}, "", -1, 10**30, ["q1", "q1"], {"from": 1, "to": 5}])
)
WHERE = sorted(paths(tomllib.loads(GOOD)), key=repr)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(WHERE), ANYTHING)
def test_whatever_is_written_anywhere_is_read_or_complained_about(folder, path, value):
    document = tomllib.loads(GOOD)
    table = document
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value
    document["wave"] = document["wave"] if path[0] == "wave" else {"2025": {"file": "2025.csv"}}
    text = "\n".join(f"{quoted(key)} = {written(each, (), {}, 1)[0]}" for key, each in document.items())
    found = ()
    try:
        load(folder(text))
    except DefinitionError as error:
        found = error.complaints
    assert all(complaint.where.startswith("survey.toml:") and complaint.into("en") for complaint in found)


def test_a_scale_without_a_label_is_known_by_its_ends():
    ends = (Point(code=1, label=Label(zh="好", en="Good"), score=100), Point(code=2, score=0))
    assert Scale(name="q", points=ends).title == Label(zh="好—2", en="Good to 2")
    assert Scale(name="q", label=Label(zh="评价"), points=ends).title == Label(zh="评价", en="评价")
