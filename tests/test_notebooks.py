"""The notebooks are walks that can be walked: every cell runs."""

import ast
import asyncio
import sys
import tempfile
from importlib.util import find_spec

import pytest

from tests.conftest import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def imported(path):
    """The modules that the cells of a notebook import from."""
    import nbformat

    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield node.module


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_nothing_deeper_than_satkit(path):
    modules = set(imported(path))
    assert "satkit" in modules
    assert not {module for module in modules if module.startswith("satkit.")}


def test_the_notebook_of_ten_minutes_has_ten_cells_and_imports_only_satkit_and_pandas():
    import nbformat

    path = PROJECT / "notebooks" / "00_ten_minutes.ipynb"
    kinds = [cell.cell_type for cell in nbformat.read(path, as_version=4).cells]
    assert kinds.count("code") == 10
    assert set(imported(path)) == {"satkit", "pandas"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the notebook machinery, not of ours
def test_every_cell_of_a_notebook_runs(path):
    import nbformat
    from nbclient import NotebookClient

    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    notebook = nbformat.read(path, as_version=4)
    lacking = [name for name in notebook.metadata.get("satkit", {}).get("needs", []) if not find_spec(name)]
    if lacking:
        pytest.skip(f"needs {', '.join(lacking)}: pip install 'satkit-survey[reference]'")
    assert not any(cell.get("outputs") for cell in notebook.cells), "notebooks are kept without outputs"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    drawn = [cell for cell in notebook.cells if cell.cell_type == "code" and ".plot(" in cell.source]
    assert all(any("image/png" in output.get("data", {}) for output in cell.outputs) for cell in drawn), (
        "a chart is not shown"
    )
    said = [
        output.get("text", "") + str(output.get("data", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    assert not any("missing from font" in text for text in said), "a label was drawn without its characters"
    places = {str(PROJECT), tempfile.gettempdir(), sys.prefix}
    assert not any(place in text for text in said for place in places), "a path of this machine is shown"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_of_a_notebook_has_a_sentence_before_it(path):
    import nbformat

    kinds = [cell.cell_type for cell in nbformat.read(path, as_version=4).cells]
    assert "code code" not in " ".join(kinds)
    assert kinds[0] == "markdown"
