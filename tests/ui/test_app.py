import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.cli import main
from visualnn.errors import InputError
from visualnn.experiment.spec import Experiment
from visualnn.ui import app, smoke
from visualnn.ui.engine import LocalPort
from visualnn.ui.table_sheet.sheet import TableSheet

BAD = {
    "photo.png": b"\x89PNG",
    "ragged.csv": b"a,b,c\n1,2,x\n1,2\n" + b"1,2,y\n" * 20,
    "cut.json": b'{"format": "visualnn experiment", "version": 1, "seed": ',
}


@pytest.fixture
def no_window(monkeypatch):
    def open_window(*_, **__):
        raise AssertionError("a window was opened")

    monkeypatch.setattr(app, "open_window", open_window)


@pytest.mark.parametrize("name", BAD)
def test_that_a_bad_file_is_refused_before_a_window_opens(no_window, tmp_path, name):
    (tmp_path / name).write_bytes(BAD[name])
    with pytest.raises(InputError, match=name):
        app.run(str(tmp_path / name))


def test_that_an_experiment_on_a_table_that_is_gone_is_refused(no_window, tmp_path, capsys):
    file = tmp_path / "mine.json"
    file.write_text(Experiment(data=str(tmp_path / "gone.csv")).to_json())
    assert main([str(file)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "gone.csv" in line


def test_that_the_smoke_check_goes_through_every_workspace(make_window, qapp, capsys):
    assert smoke.check(qapp, make_window(port=LocalPort)) == 0
    assert "everything loads" in capsys.readouterr().err


def test_that_a_fault_on_the_way_fails_the_smoke_check(make_window, qapp, monkeypatch):
    def fail(*_):
        raise RuntimeError("no such picture")

    monkeypatch.setattr(smoke.picture, "to_png", fail)
    with pytest.raises(RuntimeError, match="no such picture"):
        smoke.check(qapp, make_window(port=LocalPort))


def test_that_a_window_without_an_engine_fails_the_smoke_check(make_window, qapp, monkeypatch):
    window = make_window()
    monkeypatch.setattr(smoke, "PATIENCE_MS", 50)
    monkeypatch.setattr(window.laboratory, "_frame", None)
    window.engine.close()
    assert smoke.check(qapp, window) == 1


def test_that_a_new_person_sees_a_run_that_can_stop_early():
    document = app.first_document()
    assert document.experiment.stopping.patience > 0


def test_that_a_window_is_there_before_it_is_furnished(home, qtbot):
    window = app.open_window(app.first_document(), furnished=False)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.furnished, timeout=20_000):
        window.show()
    qtbot.waitUntil(lambda: window.laboratory.frame is not None, timeout=20_000)
    window.close()


def test_that_a_window_closed_before_it_is_furnished_starts_no_engine(home, qtbot, monkeypatch):
    monkeypatch.setattr(app, "_engine_process", lambda: pytest.fail("an engine was started"))
    window = app.open_window(app.first_document(), furnished=False)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.centralWidget().painted):
        window.show()
        window.repaint()
    window.close()
    window.furnish()  # what the painting has put into the queue
    QTest.keyClick(window, Qt.Key.Key_Escape)  # as if it had been pressed meanwhile


def test_that_a_window_that_cannot_be_furnished_goes_and_says_why(home):
    code = (
        "import sys; from visualnn.cli.entry import run; from visualnn.ui import app\n"
        "def fail(): raise OSError('no memory')\n"
        "app._engine_process = fail; sys.exit(run([]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no memory" in done.stderr


BEHIND = (
    "pyqtgraph",
    "visualnn.ui.workspaces",
    "visualnn.ui.engine",
    "visualnn.experiment.explain",
)


def test_that_the_window_loads_nearly_everything_behind_its_first_painting(home):
    code = f"import sys; import visualnn.ui.app; sys.exit(any(m in sys.modules for m in {BEHIND}))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize(
    "rows",
    ["1,2,0\n2,3,1\n" * 8, "1,2,x\n" * 20, "".join(f"n{k},{k % 5},\n" for k in range(30))],
    ids=["as it is", "one class", "names and an empty column"],
)
def test_that_a_table_named_at_the_start_shows_its_columns(
    home, qtbot, tmp_path, monkeypatch, rows
):
    file = tmp_path / "own.csv"
    file.write_text("a,b,c\n" + rows)
    windows, made = [], app.open_window

    def sheets():
        return windows[0].findChildren(TableSheet)

    def kept(*words, **names):
        windows.append(made(*words, **names))
        qtbot.addWidget(windows[0])
        return windows[0]

    monkeypatch.setattr(app, "open_window", kept)
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.exec", lambda *_: 0)
    monkeypatch.setattr(app, "AFTER_START", 10**6)
    app.run(str(file))
    qtbot.waitUntil(lambda: any(s.isVisible() for s in sheets()), timeout=20_000)
    sheets()[0].reject()
    windows[0].close()
