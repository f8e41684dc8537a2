"""The plan of the building, checked: imports only go down, and every room says its job."""

import ast
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

SATKIT = Path(__file__).parents[1] / "satkit"

FLOORS = (
    {"language"},
    {"errors", "number_format", "parallel"},
    {"tables"},
    {"stats"},
    {"models"},
    {"survey"},
    {"scoring", "simulation"},
    {"findings"},
    {"report"},
    {"analyses"},
    {"study"},
    {"cli"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
FRONT_DOOR = {"__init__", "__main__"}  # may open any room; no room may import it
LAZY = {"__init__", "cli.options"}  # open rooms by name when first needed; their strings count as imports
FORBIDDEN = {"utils", "util", "helpers", "common", "misc", "base", "core"}

OWNERS = {
    "fontTools": {"report.typeface"},
    "jieba": {"analyses.comments.topics"},
    "jinja2": {"report.page"},
    "markupsafe": {"report.page"},
    "matplotlib": {"tables.charts", "tables.result"},
    "pyarrow": {"survey.readers.parquet"},
    "pyreadstat": {"survey.readers.spss", "survey.readers.stata"},
    "python_calamine": {"survey.readers.excel", "survey.xlsform.sheets"},
    "seaborn": {"tables.charts"},
    "semopy": {"models.sem"},
    "tomllib": {"survey.document", "survey.drafting.wordings"},
    "typer": {"cli"},
    "xlsxwriter": {"tables.excel", "survey.flagged_rows"},
}

# A shelf holds books of one kind; a new book is one new file and one line on the shelf.
SHELVES = {
    "models.index": {"template"},
    "models.kano.rules": set(),
    "survey.readers": {"encoding", "native", "sniff"},
    "survey.platforms": {"numbering", "personal"},
    "survey.checks": set(),
    "survey.consistency": {"parts"},
    "report.figures": {"canvas"},
    "cli": {"context", "options", "screen", "usage_errors"},
}


# Rooms of an analysis by the first word of their names; what has another name estimates.
STEPS = {"rows": 0, "words": 0, "estimate": 1, "families": 2, "finding": 3, "section": 4, "analysis": 5}


@dataclass(frozen=True)
class House:
    """Every room by its dotted name: what is written in it, which rooms it imports, and which hold others."""

    trees: dict[str, ast.Module]
    edges: dict[str, set[str]]
    folders: frozenset[str]


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def dotted(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def surveyed(root: Path) -> House:
    trees = {
        dotted(path, root): parsed(path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.py"))
    }
    edges = {
        name: {target for _, target in imported(tree, trees, lazy=name in LAZY)}
        for name, tree in trees.items()
    }
    return House(trees, edges, frozenset(name.rpartition(".")[0] for name in trees))


def imported(
    tree: ast.Module, rooms: dict[str, ast.Module], *, lazy: bool = False
) -> Iterator[tuple[ast.AST, str]]:
    """Every room a syntax tree imports, at any depth; by name in a string too where that is allowed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif (
            lazy and isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
        ):
            names = [node.value] if node.value.startswith("satkit.") else []
        else:
            continue
        for name in names:
            if name == "satkit" or name.startswith("satkit."):
                target = name.removeprefix("satkit").removeprefix(".")
                while target and target not in rooms:  # from satkit.stats.design import Design
                    target = target.rpartition(".")[0]
                yield node, target or "__init__"


def goes_down(house: House) -> set[str]:
    """Imports go down, stay in their folder, and never lead to the front door or a neighbour."""
    return {
        f"{name} imports {target}"
        for name, targets in house.edges.items()
        for target in targets
        if (room := name.split(".")[0]) not in FRONT_DOOR
        and (below := target.split(".")[0]) != room
        and not FLOOR.get(below, len(FLOORS)) < FLOOR.get(room, -1)
    }


def has_no_circles(house: House) -> set[str]:
    """No room is reached from itself."""
    circles, done, path = set(), set(), []

    def walk(name: str) -> None:
        if name in path:
            circles.add(" -> ".join([*path[path.index(name) :], name]))
        elif name not in done:
            path.append(name)
            for target in sorted(house.edges[name]):
                walk(target)
            done.add(path.pop())

    for name in house.edges:
        walk(name)
    return circles


def uses_full_names(house: House) -> set[str]:
    """No import is relative."""
    return {
        f"{name}:{node.lineno}"
        for name, tree in house.trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    }


def hides_no_import(house: House) -> set[str]:
    """No satkit import inside a function, nor by name outside the two doors: a circle in disguise."""
    hidden = set()
    for name, tree in house.trees.items():
        top = {id(node) for node in tree.body}
        for node in tree.body:
            if (
                isinstance(node, ast.If)
                and isinstance(node.test, ast.Name)
                and node.test.id == "TYPE_CHECKING"
            ):
                top |= {id(inner) for inner in node.body}
        hidden |= {
            f"{name} hides {target}" for node, target in imported(tree, house.trees) if id(node) not in top
        }
        if name not in LAZY:
            hidden |= {f"{name}:{node.lineno} imports by name" for node in ast.walk(tree) if by_name(node)}
    return hidden


def by_name(node: ast.AST) -> bool:
    """Whether a node is a call of ``import_module`` or ``__import__``."""
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "id", getattr(called, "attr", "")) in {"import_module", "__import__"}


def says_its_job(house: House) -> set[str]:
    """Every room has a first line that says its job, and none is named for no job at all."""
    unnamed = {f"{name}: name the job" for name in house.trees if FORBIDDEN & set(name.split("."))}
    return unnamed | {
        f"{name} has no first line" for name, tree in house.trees.items() if not ast.get_docstring(tree)
    }


def keeps_owners(house: House) -> set[str]:
    """A third-party library with an owner is imported by nobody else."""
    strangers = set()
    for name, tree in house.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            else:
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            strangers |= {
                f"{name} imports {library}, which belongs to {', '.join(sorted(OWNERS[library]))}"
                for library in {module.split(".")[0] for module in modules} & OWNERS.keys()
                if not any(name == owner or name.startswith(f"{owner}.") for owner in OWNERS[library])
            }
    return strangers


def fills_shelves(house: House) -> set[str]:
    """Every book stands on its shelf."""
    return {
        f"{name} is not on the shelf"
        for shelf, furniture in SHELVES.items()
        for name in house.trees
        if name.rpartition(".")[0] == shelf
        and name.rpartition(".")[2] not in furniture
        and name not in house.edges[shelf]
    }


def opens_every_room(house: House) -> set[str]:
    """Every room is used on the way from the front door or the command line; to be passed on is no use.

    Of a name that an ``__init__`` takes from a room only to hand it on, the room is opened by whoever takes
    the name from there, and by nobody else.
    """
    handed = {folder: passed_on(folder, house) for folder in house.folders if folder in house.trees}
    seen: set[str] = set()
    queue = ["__init__", "__main__", "cli"]
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue += opened(name, house, handed)
    return {f"nobody opens {name}" for name in house.trees.keys() - seen}


def opened(name: str, house: House, handed: dict[str, dict[str, str]]) -> set[str]:
    """The rooms that a room uses, the folder that it stands in, and what the names it takes stand for."""
    on = set() if name in FRONT_DOOR else set(handed.get(name, {}).values())
    rooms = {name.rpartition(".")[0]} & house.trees.keys() | (house.edges[name] - on)
    for folder, taken in takes(house.trees[name], house):
        if folder != name:
            rooms.add(handed[folder].get(taken, folder))
    return rooms


def takes(tree: ast.Module, house: House) -> Iterator[tuple[str, str]]:
    """The names that a room takes out of folders, by import or as ``folder.name``."""
    called: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("satkit."):
            folder = node.module.removeprefix("satkit.")
            for alias in node.names:
                if f"{folder}.{alias.name}" in house.folders:
                    called[alias.asname or alias.name] = f"{folder}.{alias.name}"
                elif folder in house.folders:
                    yield folder, alias.name
    for node in ast.walk(tree) if called else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in called:
            yield called[node.value.id], node.attr


def passed_on(name: str, house: House) -> dict[str, str]:
    """The names that the ``__init__`` of a folder imports and does not use, and the rooms they are of."""
    tree = house.trees[name]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    handed = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("satkit."):
            alone = ast.Module([node], [])
            for alias, (_, room) in zip(node.names, imported(alone, house.trees), strict=True):
                if (alias.asname or alias.name) not in used:
                    handed[alias.asname or alias.name] = room
    return handed


def keeps_the_order_of_an_analysis(house: House) -> set[str]:
    """In an analysis rows lead to estimates, these to tests, to findings, to sections; never back."""
    return {
        f"{name} imports {target}"
        for name, targets in house.edges.items()
        for target in targets
        if name.count(".") == target.count(".") == 2  # analyses.<name>.<room>
        and name.startswith("analyses.")
        and target.startswith("analyses.")
        and step_of(name) < step_of(target)
    }


def step_of(room: str) -> int:
    """How far on the way from answers to a page a room of an analysis stands, by the first word of its name."""
    return STEPS.get(room.rpartition(".")[2].partition("_")[0], STEPS["estimate"])


RULES = (
    keeps_the_order_of_an_analysis,
    goes_down,
    has_no_circles,
    uses_full_names,
    hides_no_import,
    says_its_job,
    keeps_owners,
    fills_shelves,
    opens_every_room,
)

# One violation of each kind: the rule that must see it, the file, and what is added to that file.
VIOLATIONS = {
    "backward": (
        keeps_the_order_of_an_analysis,
        "analyses/kano/estimate.py",
        "from satkit.analyses.kano import section",
    ),
    "upward": (goes_down, "stats/design.py", "import satkit.survey.table"),
    "sideways": (goes_down, "scoring/bands.py", "from satkit.simulation import truth"),
    "front door": (goes_down, "report/page.py", "from satkit import Study"),
    "no floor": (goes_down, "attic.py", '"""Things nobody placed."""\nfrom satkit.stats import design'),
    "circle": (has_no_circles, "survey/scale.py", "from satkit.survey.questionnaire import Questionnaire"),
    "relative": (uses_full_names, "survey/sample.py", "from . import scale"),
    "hidden": (hides_no_import, "stats/design.py", "def f():\n    from satkit.stats import replicates"),
    "by name": (
        hides_no_import,
        "survey/table.py",
        "import importlib\nimportlib.import_module('satkit.study')",
    ),
    "utils": (says_its_job, "survey/utils.py", '"""Odds and ends."""'),
    "silent": (says_its_job, "survey/pool.py", "DEPTH = 2"),
    "foreign library": (
        keeps_owners,
        "scoring/scores.py",
        "def f():\n    from matplotlib.figure import Figure",
    ),
    "book not on its shelf": (fills_shelves, "report/figures/rumour.py", '"""What people say."""'),
    "command not on its shelf": (fills_shelves, "cli/dream.py", '"""A command nobody can type."""'),
    "room nobody opens": (opens_every_room, "report/cellar.py", '"""Wine."""'),
}


@pytest.fixture(scope="module")
def house():
    return surveyed(SATKIT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(house, rule):
    broken = rule(house)
    assert not broken, f"{rule.__doc__}\n" + "\n".join(sorted(broken))


@pytest.mark.parametrize("kind", VIOLATIONS)
def test_a_planted_violation_is_seen_by_the_rule_meant_for_it(house, kind, tmp_path):
    rule, file, planted = VIOLATIONS[kind]
    copy = tmp_path / "satkit"
    shutil.copytree(
        SATKIT, copy, ignore=lambda folder, names: [n for n in names if "." in n and n[-3:] != ".py"]
    )
    with (copy / file).open("a", encoding="utf-8") as room:
        room.write(f"\n{planted}\n")
    assert rule(surveyed(copy)) - rule(house)


def test_a_room_whose_names_are_only_passed_on_is_opened_by_nobody(house, tmp_path):
    copy = tmp_path / "satkit"
    shutil.copytree(SATKIT, copy)
    (copy / "models" / "kano" / "spare.py").write_text('"""Spare."""\n\nRULE = 1\n')
    folder = copy / "models" / "kano" / "__init__.py"
    text = folder.read_text(encoding="utf-8").replace(
        "__all__ = [", 'from satkit.models.kano.spare import RULE\n\n__all__ = [\n    "RULE",'
    )
    folder.write_text(text, encoding="utf-8")
    assert opens_every_room(surveyed(copy)) - opens_every_room(house) == {"nobody opens models.kano.spare"}


def test_every_rule_has_a_violation_that_it_sees():
    assert {rule for rule, _, _ in VIOLATIONS.values()} == set(RULES)


def test_every_owner_and_every_shelf_is_a_room(house):
    named = {owner for owners in OWNERS.values() for owner in owners} | SHELVES.keys() | (LAZY - FRONT_DOOR)
    assert named <= house.trees.keys()
