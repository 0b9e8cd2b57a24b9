"""The stored numbers, made anew by the PyTorch that is installed here.

That VisualNN equals the stored numbers is said beside each of its parts; with this
it equals the PyTorch of the day: optimizers, schedules, functions, whole runs.
"""

import json
from importlib import import_module
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

HERE = Path(__file__).parent
SCRIPTS = [path for path in sorted(HERE.glob("make_*.py")) if "def tree()" in path.read_text()]


@pytest.fixture(autouse=True)
def usual_type():
    before = torch.get_default_dtype()
    yield
    torch.set_default_dtype(before)


def numbers(tree, path=""):
    """Yield every number of a tree with the path to it."""
    if isinstance(tree, dict | list | tuple):
        entries = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for key, branch in entries:
            yield from numbers(branch, f"{path}/{key}")
    elif isinstance(tree, int | float):
        yield path, tree


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_that_the_installed_torch_gives_the_stored_numbers(script, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    stored = json.loads((HERE / f"{script.stem.removeprefix('make_')}.json").read_text())
    live, kept = dict(numbers(import_module(script.stem).tree())), dict(numbers(stored))
    assert live.keys() == kept.keys()
    assert live == pytest.approx(kept, rel=1e-11, abs=1e-13)


def test_that_every_stored_file_has_its_script():
    names = {script.stem.removeprefix("make_") for script in SCRIPTS}
    assert {path.stem for path in HERE.glob("*.json")} == names
