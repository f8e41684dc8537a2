"""What the documents show is what satkit does."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from satkit.cli import app
from satkit.study import Study

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
    code = code.replace("surveys/power-supply", folder.as_posix()).replace("reports/x.html", page.as_posix())
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  our own example
    assert "outages" in capsys.readouterr().out
    assert page.stat().st_size > 10_000


def test_the_readme_shows_every_command_and_no_other():
    shown = set(re.findall(r"^\| `satkit (\w+)", README, re.MULTILINE))
    assert shown == {command.name for command in app.registered_commands}


@pytest.mark.parametrize("command", [command.name for command in app.registered_commands])
def test_every_option_in_the_readme_exists(command):
    line = next(line for line in README.splitlines() if line.startswith(f"| `satkit {command}"))
    told = CliRunner().invoke(app, [command, "--help"])
    assert told.exit_code == 0
    assert set(re.findall(r"--\w+", line.split("|")[1])) <= set(re.findall(r"--\w+", told.output))


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
