"""Definitions no survey needs are refused in words: nested, huge, or in signs that deceive."""

import pytest

from satkit.errors import DefinitionError
from satkit.survey.definition import load
from satkit.survey.locate import toml_places
from satkit.survey.patterns import fault
from satkit.survey.scale import fold

HEAD = 'version = 1\ntitle = "Small"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "nested more deeply"),
        ("x = " + "[" * 60 + "]" * 60, "nested more deeply"),
        ("x = " + "{a = " * 3000 + "1" + "}" * 3000, "nested more deeply"),
        (".".join(["a"] * 100_000) + " = 1", "nested more deeply"),
        ("[" + ".".join(["a"] * 300) + "]", "nested more deeply"),
        ("x = " + "9" * 6000, "cannot be read"),
        ("x = 0x" + "f" * 6000, "more digits"),
        (
            "[sample]\nreplicates = { seed = 0x" + "f" * 20 + " }",
            r"survey\.toml:4  a number with more digits",
        ),
        ("#" * 5_000_000, "larger than 4 MB"),
    ],
)
def test_what_is_beyond_any_definition_is_refused(tmp_path, text, said):
    (tmp_path / "survey.toml").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        load(tmp_path)


def test_names_with_any_escape_of_toml_have_their_line():
    text = '"\\U00000022" = 1\n"a\\\\U0041" = 2\n"\\u005c" = 3\n"\\n" = 4\n'
    assert [path[0] for path in toml_places(text, "x")] == ['"', "a\\U0041", "\\", "\n"]


@pytest.mark.parametrize("pattern", ["(?<=a+)b", "(?<!x{1,3})y", "(?<=ab|c)d"])
def test_what_compiling_refuses_checking_refuses(pattern):
    assert "cannot be read" in str(fault(pattern))


@pytest.mark.parametrize("text", ["a" + "\u0301\u0316" * 50_000, "1." + " " * 100_000 + "1", "〖" * 100_000])
def test_one_spelling_is_found_in_time_linear_in_the_length(text):
    assert len(fold(text)) <= len(text)


@pytest.mark.parametrize(
    ("item", "where"),
    [
        ('q1 = { scale = "" }', "item.q1.scale|scale ''"),
        ('q1 = { scale = "satisfaction", waves = [""] }', "wave ''"),
    ],
)
def test_an_empty_name_is_no_name_where_one_is_needed(tmp_path, item, where):
    text = f"{HEAD}[scale.satisfaction]\n[item]\n{item}\n[wave.2025]\n"
    (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=where):
        load(tmp_path)


@pytest.mark.parametrize("table", ["item", "scale", "indicator", "segment", "wave", "department"])
@pytest.mark.parametrize("name", ["", " "])
def test_a_part_without_a_name_is_refused(tmp_path, table, name):
    tables = {"scale": "", "item": 'q1 = { scale = "satisfaction" }\n', "wave": "2025 = {}\n"}
    added = {"item": '{ scale = "satisfaction" }', "scale": '{ kind = "text" }'}.get(table, "{}")
    tables[table] = tables.get(table, "") + f'"{name}" = {added}\n'
    text = HEAD + "".join(f"[{each}]\n{lines}" for each, lines in tables.items())
    (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="the name is empty"):
        load(tmp_path)
