"""The mathematics has no Qt, and imports point downwards."""

import subprocess
import sys
from pathlib import Path

from importlinter import cli

ROOT = Path(__file__).parent.parent


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has after ``statement``."""
    show = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; {show}"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_that_importing_visualnn_loads_no_qt():
    assert loaded_by("import visualnn").isdisjoint({"PySide6", "shiboken6", "pyqtgraph"})


def test_that_importing_the_command_line_loads_no_qt():
    assert loaded_by("import visualnn.cli").isdisjoint({"PySide6", "shiboken6", "pyqtgraph"})


def test_that_the_window_is_seen_to_load_qt():
    assert "PySide6" in loaded_by("import PySide6.QtCore")


def test_that_imports_point_downwards(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = cli.lint_imports(no_cache=True)
    assert status == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out
