"""What ``import satkit`` shows, and to whom."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import satkit

PACKAGE = Path(satkit.__file__).parent


def run(code, *flags, **where):
    return subprocess.run(
        [sys.executable, *flags, "-c", code], capture_output=True, text=True, check=False, **where
    )


def test_dir_shows_the_public_names_and_nothing_else():
    assert dir(satkit) == sorted(satkit.__all__)


@pytest.mark.parametrize("name", satkit.__all__)
def test_every_public_name_opens_and_has_a_docstring(name):
    assert getattr(satkit, name).__doc__


def test_the_page_of_the_functions_lists_every_public_name_and_no_other():
    page = (PACKAGE.parent / "docs" / "python.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(satkit.__all__)


def test_the_page_of_the_functions_shows_a_call_of_each():
    page = (PACKAGE.parent / "docs" / "python.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `(\w+)` \| [^|]+ \| `(.+)` \|$", page, re.MULTILINE)
    assert len(lines) == len(satkit.__all__)
    assert [name for name, example in lines if not re.search(rf"\b{name}\b", example)] == []


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="fit_everything"):
        _ = satkit.fit_everything


def test_importing_loads_no_heavy_library():
    loaded = "import sys, satkit; print({'numpy', 'pandas', 'scipy', 'pydantic'} & sys.modules.keys())"
    assert run(loaded).stdout.strip() == "set()"


def test_a_type_checker_sees_the_real_types(tmp_path):
    (tmp_path / "x.py").write_text(
        "from satkit import Study, fit_pls\nreveal_type(Study.open)\nreveal_type(fit_pls)\n"
    )
    seen = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", str(tmp_path), "x.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "satkit.study.Study" in seen
    assert "PathFit" in seen
    assert (PACKAGE / "py.typed").exists()


def test_the_namesake_on_the_package_index_is_warned_of(tmp_path):
    (tmp_path / "satkit-0.5.1.dist-info").mkdir()
    code = f"import sys; sys.path.append({str(tmp_path)!r}); import satkit"
    assert "satellite toolkit" in run(code, "-W", "always").stderr


def test_without_the_namesake_nothing_is_warned_of(tmp_path):
    (tmp_path / "satkit_survey-0.1.0.dist-info").mkdir()
    code = f"import sys; sys.path.append({str(tmp_path)!r}); import satkit"
    assert "satellite" not in run(code, "-W", "ignore:another package:UserWarning:satkit.x").stderr
