"""The project can be taken anywhere: nothing of this machine in it, everything needed in the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from satkit import chart_style
from satkit.errors import MissingPackageError
from satkit.survey.readers import read

PROJECT = Path(__file__).parents[1]
BINARY = {".otf", ".png", ".xlsx", ".sav", ".zsav", ".dta", ".parquet"}
LOCKS = {
    name: (PROJECT / f"{name}.lock").read_text(encoding="utf-8")
    for name in ("requirements", "requirements-tools")
}
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))

PATHS = "work|root|tmp|home|opt|srv|mnt"
HERE = {
    "a path of a machine": re.compile(rf"(?<![\w.*<>)\]}}/-])/({PATHS})/\w"),
    "an address of a package index": re.compile(
        r"https?://[^\s\"')]*(/simple\b|/pypi\b|pypi\.org|pythonhosted)"
    ),
    "a machine without a public name": re.compile(
        r"https?://(localhost|\d+\.\d+\.\d+|[\w-]+[:/]|[\w.-]+\.(internal|local|lan)\b)"
    ),
    "a setting of an installer": re.compile(
        r"(?<!-no-emit)(?<!emit)-(-index-url|-extra-index-url|-find-links|-trusted-host)\b"
    ),
}


def project_files():
    """Every file under version control; in an unpacked archive every file that is not made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=False)  # noqa: S607
    if listed.returncode == 0:
        return sorted(PROJECT / name for name in listed.stdout.decode().split("\0") if name)
    made = {".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__", "reports"}
    return sorted(
        p for p in PROJECT.rglob("*") if p.is_file() and not made & set(p.relative_to(PROJECT).parts)
    )


def named_here(text):
    return {f"{kind}: {found.group()}" for kind, pattern in HERE.items() for found in pattern.finditer(text)}


def test_no_file_names_the_place_it_was_made_in():
    found = {}
    for path in project_files():
        if path.suffix not in BINARY and path != Path(__file__) and path.is_file():
            named = named_here(path.read_text(encoding="utf-8", errors="replace"))
            if named:
                found[path.relative_to(PROJECT).as_posix()] = named
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        'data = "/work/main/surveys"',
        "see /root/notes",
        "#!/tmp/x/bin/python",
        "https://pypi.org/simple/numpy",
        "https://mirror.example.org/pypi/",
        "http://localhost:8080/",
        "http://proxy:3128",
        "https://wheels.corp.internal/x",
        "http://10.0.0.1/",
        "pip install --find-links wheels",
    ],
)
def test_a_name_of_this_place_would_be_seen(text):
    assert named_here(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://keepachangelog.com/en/1.1.0/",
        "xl/worksheets/sheet1.xml",
        "--no-emit-find-links",
        "reports/x.html",
        "a/root/b",
    ],
)
def test_what_is_no_name_of_this_place_is_left_alone(text):
    assert not named_here(text)


def pinned(lock):
    return {line.partition(" ")[0] for line in lock.splitlines() if "==" in line and line[0].isalnum()}


def names(lock):
    return {each.partition("==")[0] for each in pinned(lock)}


def wished(*groups):
    return {re.split(r"[<>=]", wish)[0] for group in groups for wish in group if isinstance(wish, str)}


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_every_pinned_package_has_a_version_and_a_hash(lock):
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert len(packages) > 40
    for package in packages:
        assert re.match(r"[\w.\[\]-]+==\S+", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_the_locks_name_no_address(lock):
    assert not re.search(r"://|^-|@ ", lock, re.MULTILINE)


def test_every_dependency_is_pinned():
    groups = PYPROJECT["dependency-groups"]
    runtime = wished(
        PYPROJECT["project"]["dependencies"], groups["build"], PYPROJECT["build-system"]["requires"]
    )
    tools = wished(*PYPROJECT["project"]["optional-dependencies"].values(), groups["dev"])
    assert runtime <= names(LOCKS["requirements"])
    assert runtime | tools <= names(LOCKS["requirements-tools"])


def test_a_report_needs_no_tool_of_the_developers():
    """Nobody downloads a notebook server to get a page."""
    assert not names(LOCKS["requirements"]) & {"jupyterlab", "mypy", "ruff", "pytest", "notebook"}


def test_a_report_needs_no_extra():
    extras = wished(*PYPROJECT["project"]["optional-dependencies"].values())
    assert extras >= {"pyarrow", "seaborn", "matplotlib"}
    assert not names(LOCKS["requirements"]) & extras


def test_a_parquet_file_without_pyarrow_is_a_complaint(tmp_path, monkeypatch):
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(50))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"a\.parquet .*'pyarrow'.*\n.*pip install pyarrow"):
        read(tmp_path / "a.parquet")


def test_a_chart_without_seaborn_is_a_complaint(monkeypatch):
    monkeypatch.setitem(sys.modules, "seaborn", None)
    with pytest.raises(MissingPackageError, match=r"chart_style .*'seaborn'"), chart_style():
        pass


def test_both_locks_pin_the_same_versions():
    assert pinned(LOCKS["requirements"]) <= pinned(LOCKS["requirements-tools"])


def test_python_3_11_to_3_13_are_allowed():
    allowed = PYPROJECT["project"]["requires-python"]
    assert allowed == ">=3.11,<3.14"
    versions = [c.rpartition(" ")[2] for c in PYPROJECT["project"]["classifiers"] if "Python :: 3." in c]
    assert versions == ["3.11", "3.12", "3.13"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as an installer gets it."""
    target = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def packed(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_what_a_report_needs(packed):
    assert packed >= {
        "satkit/locale/zh_CN/LC_MESSAGES/satkit.po",
        "satkit/fonts/satkit-sans-sc.otf",
        "satkit/fonts/OFL.txt",
        "satkit/report/page.html.j2",
        "satkit/report/page.css",
        "satkit/report/page.js",
    }


def test_the_wheel_has_both_licences(packed):
    licences = {name.rpartition("/")[2] for name in packed if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "OFL.txt"}


def test_the_wheel_has_every_module_and_no_test(packed):
    modules = {p.relative_to(PROJECT).as_posix() for p in (PROJECT / "satkit").rglob("*.py")}
    assert {name for name in packed if name.endswith(".py")} == modules
    assert not [name for name in packed if name.startswith(("tests/", "docs/")) or "/fragments/" in name]


def test_the_wheel_has_the_whole_demo_survey(packed):
    survey = PROJECT / "surveys" / "power-supply"
    files = {p.relative_to(survey).as_posix() for p in project_files() if p.is_relative_to(survey)}
    assert {"survey.toml", "SOURCE.md"} <= files
    assert {f"satkit/demo/{name}" for name in files} <= packed


def test_the_demo_is_found_inside_an_installed_wheel(wheel, tmp_path):
    """Unpacked where nothing of the checkout is near."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    question = "import satkit.cli.demo as d; print(d.__file__); print(d.find_bundled()); assert (d.find_bundled() / 'survey.toml').exists()"
    asked = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {question}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert all(line.startswith(str(tmp_path)) for line in asked.stdout.split())


def test_the_command_of_the_metadata_is_there(wheel):
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "satkit = satkit.cli:main" in archive.read(entry).decode()


def recipe(target):
    """The commands that ``make target`` runs itself."""
    makefile = (
        (PROJECT / "Makefile")
        .read_text(encoding="utf-8")
        .replace("$(CATALOG)", "$(BIN)/python docs/catalog.py")
    )
    lines = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1].splitlines()
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in lines]


def test_a_commit_is_judged_by_the_linters_of_make_test():
    """The hook that formats mends what ``make test`` only complains of."""
    hooks = (PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: (.*)", hooks)
    linters = [line.replace("format --check", "format") for line in recipe("test") if "pytest" not in line]
    assert entries == linters


def test_the_contributing_guide_tells_every_target_of_make():
    phony = re.search(r"^\.PHONY: (.*)", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[
        1
    ].split()
    guide = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in phony if f"make {target}" not in guide] == []
