"""What the documents show is what satkit does."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Literal, get_args, get_origin

import pytest
from typer.testing import CliRunner

from satkit.analyses import SECTIONS as REPORT
from satkit.cli import app
from satkit.models.index import SHELF
from satkit.models.kano.answers import WORDINGS
from satkit.study import Study
from satkit.survey import assemble, questionnaire, scale
from satkit.survey.definition import Head, load
from satkit.survey.questionnaire import (
    Accepted,
    Aggregate,
    Attribute,
    Band,
    Checks,
    Comments,
    Department,
    Design,
    Drift,
    Drivers,
    Index,
    Indicator,
    Item,
    Level,
    Qualities,
    Replication,
    Report,
    Segment,
    Target,
    Theme,
    Wave,
    WaveDesign,
)
from satkit.survey.scale import Missing, Point, Scale
from tests.test_architecture import FLOORS, OWNERS

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted((PROJECT / "docs").glob("*.md"))]


@pytest.fixture
def folder(tmp_path):
    """The survey folder that the README shows, with answers."""
    definition = re.search(r"```toml\n(.*?)```", README, re.DOTALL)[1]
    (tmp_path / "waves").mkdir()
    (tmp_path / "survey.toml").write_text(definition, encoding="utf-8")
    (tmp_path / "waves" / "2025.csv").write_text("q01\n" + "1\n2\n1\n3\n4\n" * 20, encoding="utf-8")
    return tmp_path


def test_the_definition_of_the_readme_is_one(folder):
    assert len(Study.open(folder).responses) == 100


def test_the_python_of_the_readme_runs(folder, capsys):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    assert {"surveys/power-supply", "reports/x.html"} <= set(re.findall(r'"([^"]+)"', code))
    page = folder / "x.html"
    code = code.replace("surveys/power-supply", folder.as_posix()).replace(
        "reports/", f"{folder.as_posix()}/"
    )
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  our own example
    assert "outages" in capsys.readouterr().out
    assert page.stat().st_size > 10_000


def test_the_readme_takes_a_data_frame_without_a_folder(capsys):
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {"Study": Study})  # noqa: S102  our own example
    assert {"PLEASE CONFIRM", "[item]"} <= set(
        re.findall(r"PLEASE CONFIRM|\[item\]", capsys.readouterr().out)
    )


def test_the_readme_names_every_platform_and_format_that_is_read():
    names = "问卷星 腾讯问卷 Qualtrics SurveyMonkey LimeSurvey KoBo Google Microsoft Typeform Excel Parquet SPSS Stata"
    english, chinese = README.split("## 中文简介")
    assert [name for name in names.split() if name not in english or name not in chinese] == []
    rooms = {path.stem for path in (PROJECT / "satkit" / "survey" / "platforms").glob("*.py")}
    assert rooms - {"__init__", "numbering", "personal"} == {
        *("wenjuanxing", "tencent", "qualtrics", "surveymonkey", "limesurvey", "kobo"),
        *("googleforms", "msforms", "typeform"),
    }


def test_the_readme_shows_every_command_and_no_other():
    shown = set(re.findall(r"^\| `satkit (\w+)", README, re.MULTILINE))
    assert shown == {command.name for command in app.registered_commands}


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_option_in_the_readme_exists(command):
    line = next(line for line in README.splitlines() if line.startswith(f"| `satkit {command}"))
    told = CliRunner().invoke(app, [command, "--help"])
    assert told.exit_code == 0
    assert set(re.findall(r"--\w+", line.split("|")[1])) <= set(re.findall(r"--\w+", told.output))


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_option_of_a_command_is_in_the_readme(command):
    line = next(line for line in README.splitlines() if line.startswith(f"| `satkit {command}"))
    shared = README[README.index("All take `--lang") : README.index("Exit codes:")]
    options = set(re.findall(r"--[a-z]+", CliRunner().invoke(app, [command, "--help"]).output))
    assert options - {"--help", "--browser"} <= set(re.findall(r"--[a-z]+", line + shared)) | {"--no"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(document):
    """Names in backquotes with a folder in them; ``<name>`` stands for any."""
    named = set(re.findall(r"`([\w./-]+/[\w./-]*)`", document.read_text(encoding="utf-8")))
    written = {name for name in named if name.startswith(("reports/", "waves/"))}
    roots = (PROJECT, PROJECT / "satkit", PROJECT / "docs")
    assert [
        name for name in sorted(named - written) if not any((root / name).exists() for root in roots)
    ] == []


SECTIONS = re.split(
    r"^## ", (PROJECT / "docs" / "definition.md").read_text(encoding="utf-8"), flags=re.MULTILINE
)
TABLES = {
    "The survey": (Head,),
    "[scale.NAME]": (Scale, Point, Missing, scale.Recovery),
    "[item.NAME]": (Item, questionnaire.Kano),
    "[indicator.NAME]": (Indicator,),
    "[department.NAME]": (Department,),
    "[code.NAME]": (Theme,),
    "[segment.NAME]": (Segment, Level),
    "[wave.NAME]": (Wave, WaveDesign),
    "[sample]": (Design, Target, Replication),
    "[checks]": (Checks, Drift, Accepted),
    "[comments]": (Comments,),
    "[drivers]": (Drivers,),
    "[kano]": (Qualities, Attribute),
    "[index]": (Index, Aggregate),
    "[report]": (Report, Band),
}


def choices(annotation):
    """Every text that a field allows, where it allows only some."""
    if get_origin(annotation) is Literal:
        return {choice for choice in get_args(annotation) if isinstance(choice, str) and choice}
    return {choice for inner in get_args(annotation) for choice in choices(inner)}


@pytest.mark.parametrize("title", TABLES)
def test_the_definition_names_every_key_and_every_choice(title):
    text = next(text for text in SECTIONS if text.startswith(f"{title}\n"))
    fields = {
        field.alias or key: field.annotation
        for model in TABLES[title]
        for key, field in model.model_fields.items()
        if key != "name" or model in {Level, Band}  # else the name of the table
    }
    assert [key for key in fields if f"`{key}`" not in text] == []
    assert [choice for kind in fields.values() for choice in choices(kind) if f'"{choice}"' not in text] == []


def test_every_table_of_a_definition_has_its_section():
    named = {re.sub(r"[\[\]]|\.NAME", "", title) for title in TABLES} - {"The survey"}
    assert named == {*assemble.TABLES, *assemble.SETTINGS}
    assert {text.partition("\n")[0] for text in SECTIONS} >= set(TABLES)


def test_the_examples_of_the_definition_are_one_definition_that_loads(tmp_path):
    examples = re.findall(r"```toml\n(.*?)```", "\n".join(SECTIONS), re.DOTALL)
    assert len(examples) == len(TABLES)
    (tmp_path / "survey.toml").write_text("\n".join(examples), encoding="utf-8")
    assert load(tmp_path).attributes == {"seat": ("seat_with", "seat_without")}


SHORT_EXAMPLES = re.findall(r"(?:^    \S.*\n|^\n(?=    \S))+", "\n".join(SECTIONS), re.MULTILINE)


@pytest.mark.parametrize("example", SHORT_EXAMPLES, ids=lambda text: text.split()[0])
def test_the_short_examples_of_the_definition_load_too(tmp_path, example):
    """Those that say what the long example does otherwise; each with one question and the waves it lacks."""
    asked = "version = 1\ntitle = 'x'\n[scale.s]\nfrom = 0\nto = 1\n[item]\nq = { scale = 's' }\n"
    wave = "" if "[wave." in example else "[wave.2025]\nfile = 'w.csv'\n"
    (tmp_path / "survey.toml").write_text(asked + wave + dedent(example), encoding="utf-8")
    assert load(tmp_path).waves


def test_the_definition_has_short_examples_of_replicate_weights_and_of_waves_in_one_file():
    assert sum("replicate_weights" in example for example in SHORT_EXAMPLES) == 1
    assert sum("where" in example and ".xlsx!" in example for example in SHORT_EXAMPLES) == 1


def test_the_definition_names_every_section_every_index_model_and_every_wording():
    text = "\n".join(SECTIONS)
    assert [name for name in (*SHELF, *WORDINGS) if f'`"{name}"`' not in text] == []
    assert [key for key in REPORT if f'`"{key}"`' not in text] == []


def test_the_plan_names_the_owners_and_the_floors_that_are_enforced():
    plan = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^  \| ([\w, ]+) \| (`.+`) \|$", plan, re.MULTILINE)
    named = {
        library: {
            room.strip("/").removesuffix(".py").replace("/", ".") for room in re.findall("`(.+?)`", rooms)
        }
        for libraries, rooms in rows
        for library in libraries.split(", ")
    }
    assert named == OWNERS
    shown = re.findall(r"^    ([a-z_]+(?:, [a-z_]+| \| [a-z_]+)*)  +\S", plan, re.MULTILINE)
    floor = [{room for room in re.split(r"[,| ]+", line) if room} for line in reversed(shown)]
    assert floor == [rooms for each in FLOORS if (rooms := {room for room in each if there(room)})]


def there(room):
    """Whether a room of a floor is built."""
    return any((PROJECT / "satkit" / name).exists() for name in (room, f"{room}.py"))
