"""What a bare ``visualnn`` does: open the window, or train without one."""

import signal
import sys
from types import SimpleNamespace

import pytest

from visualnn.cli import display, window
from visualnn.experiment.spec import FIRST, Experiment


@pytest.fixture
def no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def app(monkeypatch):
    """A stand-in for the window that keeps what it was opened with."""
    opened = []
    stand_in = SimpleNamespace(run=lambda file: opened.append(file) or 0, smoke=lambda: 7)
    monkeypatch.setitem(sys.modules, "visualnn.ui.app", stand_in)
    monkeypatch.setattr("visualnn.ui.app", stand_in, raising=False)
    monkeypatch.setattr(window, "why_no_window", lambda: "")
    before = signal.getsignal(signal.SIGINT)
    yield opened
    signal.signal(signal.SIGINT, before)


def test_that_without_a_display_the_default_experiment_is_trained(command, no_display, tmp_path):
    done = command()
    folder = tmp_path / "visualnn-out"
    assert done.status == 0
    assert "no display" in done.err.splitlines()[0]
    assert "training:" in done.err
    assert {path.name for path in folder.iterdir()} >= {
        "boundary.png",
        "curves.svg",
        "network.svg",
    }
    assert Experiment.from_json((folder / "experiment.json").read_text("utf-8")) == FIRST


def test_that_without_a_display_a_named_file_is_trained(command, no_display, tmp_path):
    experiment = Experiment(data="xor", epochs=2)
    (tmp_path / "mine.json").write_text(experiment.to_json())
    assert command("mine.json").status == 0
    saved = (tmp_path / "visualnn-out" / "experiment.json").read_text("utf-8")
    assert Experiment.from_json(saved) == experiment


def test_that_the_window_opens_with_the_file(command, app, tmp_path):
    (tmp_path / "mine.json").write_text(Experiment().to_json())
    assert command("mine.json").status == 0
    assert app == ["mine.json"]


def test_that_the_window_opens_without_a_file(command, app):
    assert command().status == 0
    assert app == [None]


def test_that_ctrl_c_ends_the_window_at_once(command, app):
    command()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_that_smoke_runs_the_apps_own_check(command, app, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert command("--smoke").status == 7


def test_that_an_offscreen_platform_counts_as_a_display(no_display, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.why_no_window() == ""


def test_that_a_display_that_does_not_answer_is_named(no_display, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":4711")
    reason = display.why_no_window()
    assert ":4711" in reason or "Qt lacks" in reason


def test_that_a_missing_library_names_the_packages_to_install(no_display, monkeypatch):
    def fail(name):
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(display.importlib, "import_module", fail)
    reason = display.why_no_window()
    assert "libEGL.so.1" in reason
    assert "libegl1" in reason


def test_that_a_wayland_display_must_be_there(no_display, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "no display" in display.why_no_window()
    (tmp_path / "wayland-0").touch()
    assert display.why_no_window() == ""
