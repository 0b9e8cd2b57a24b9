import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from visualnn.ui.export_panel import ExportPanel


@pytest.fixture
def dialog(window, tmp_path):
    window.settings.edit(last_folder=str(tmp_path))
    return window.desk.export(window.playground.curves)


def label(dialog, name):
    return next(child for child in dialog.findChildren(object) if child.objectName() == name)


def go(dialog):
    return dialog.findChild(QPushButton, "write")


def test_that_the_name_is_suggested_in_the_folder_used_last(dialog, tmp_path):
    assert dialog.path == tmp_path / "curves.png"


def test_that_the_scale_decides_how_many_pixels_a_png_has(dialog, tmp_path):
    size = dialog.view.picture_size()
    for scale in (1, 3):
        dialog.choose(scale=scale, path=str(tmp_path / f"{scale}.png"))
        dialog.write()
        assert QImage(str(tmp_path / f"{scale}.png")).size() == size * scale


def test_that_svg_and_csv_are_written_as_such(dialog, tmp_path):
    dialog.choose(form="svg")
    dialog.write()
    assert (tmp_path / "curves.svg").read_text().lstrip().startswith("<?xml")
    dialog.choose(form="csv")
    dialog.write()
    rows = list(csv.reader((tmp_path / "curves.csv").read_text().splitlines()))
    assert rows[0][:2] == ["epoch", "train_loss"]


def test_that_a_file_that_would_be_replaced_is_named_before(dialog, tmp_path):
    (tmp_path / "old.png").write_bytes(b"old")
    assert go(dialog).text() == "Export"
    dialog.choose(path=str(tmp_path / "old.png"))
    assert label(dialog, "replaces").isVisible()
    assert go(dialog).text() == "Replace"
    dialog.choose(path=str(tmp_path / "new.png"))
    assert not label(dialog, "replaces").isVisible()
    assert (tmp_path / "old.png").read_bytes() == b"old"


def test_that_a_place_that_cannot_be_written_is_said_in_place(dialog, tmp_path):
    dialog.choose(path=str(tmp_path / "missing" / "a.png"))
    dialog.write()
    assert dialog.isVisible()
    assert "missing" in label(dialog, "complaint").text()
    assert label(dialog, "complaint").isVisible()


@pytest.mark.parametrize("name", ["", "x" * 300, "~nobody-of-that-name/a", "folder"])
def test_that_a_name_that_is_none_is_said_in_place(dialog, tmp_path, name):
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    dialog.findChild(QLineEdit, "path").clear()
    dialog.choose(path=name)
    dialog.write()
    assert dialog.isVisible()
    assert label(dialog, "complaint").text()
    assert sorted(tmp_path.iterdir()) == before


def test_that_a_typed_name_stays_when_scale_and_format_change(dialog, tmp_path):
    dialog.choose(path="mine")
    dialog.choose(scale=4, form="svg")
    assert dialog.path == tmp_path / "mine.svg"


def test_that_a_typed_ending_decides_the_format(dialog, tmp_path):
    field = dialog.findChild(QLineEdit, "path")
    field.clear()
    QTest.keyClicks(field, "numbers.csv")
    dialog.write()
    assert (tmp_path / "numbers.csv").read_text().startswith("epoch")


def test_that_the_keyboard_alone_exports(window, qtbot, tmp_path):
    window.settings.edit(last_folder=str(tmp_path))
    window.actions_by_key["export"].trigger()
    dialog = window.findChild(ExportPanel)
    field = dialog.findChild(QLineEdit, "path")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "typed.svg")
    with qtbot.waitSignal(dialog.written, timeout=20_000):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert (tmp_path / "typed.svg").exists()
    assert "typed.svg" in window.messages.text


def test_that_the_window_goes_on_below_and_escape_leaves(window, dialog, qtbot):
    before = window.laboratory.frame.step
    assert dialog.window() is window
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.step > before, timeout=20_000)
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_that_typing_at_once_names_the_file_in_the_same_folder(dialog, tmp_path):
    QTest.keyClicks(dialog.findChild(QLineEdit, "path"), "mine")
    assert dialog.path == tmp_path / "mine.png"


def test_that_another_workspace_takes_the_panel_away(window, dialog, qtbot):
    with qtbot.waitSignal(dialog.finished):
        window.show_workspace("landscape")


def test_that_the_columns_of_a_table_take_the_panel_away(window, dialog, qtbot, tmp_path):
    rows = "\n".join(f"{i % 2},{i},{i * i}" for i in range(40))
    (tmp_path / "mine.csv").write_text(f"label,a,b\n{rows}\n")
    with qtbot.waitSignal(dialog.finished):
        window.desk.show_columns(tmp_path / "mine.csv")
    qtbot.waitUntil(lambda: window.sheets.sheet is not None)
    assert window.sheets.sheet.isAncestorOf(window.focusWidget())


def test_that_there_is_one_panel_at_a_time(window, dialog, qtbot):
    with qtbot.waitSignal(dialog.finished):
        window.desk.export()


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (720, 450)])
def test_that_the_panel_stays_in_the_window(window, dialog, qtbot, size):
    window.resize(*size)
    page = window.centralWidget()
    qtbot.waitUntil(lambda: page.rect().contains(dialog.geometry()))
    qtbot.waitUntil(lambda: dialog.height() >= dialog.minimumSizeHint().height())


def test_that_the_focus_comes_back_after_the_export(window, qtbot):
    window.activateWindow()
    window.playground.curves.setFocus()
    window.actions_by_key["export"].trigger()
    panel = window.findChild(ExportPanel)
    assert panel.isAncestorOf(window.focusWidget())
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.playground.curves


def test_that_every_control_is_reached_with_tab(dialog):
    reached, widget = set(), dialog
    for _ in range(40):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(dialog):
            reached.add(widget.objectName())
    assert {"list", "segment_png", "slider", "path", "browse", "write"} <= reached


def test_that_enter_on_browse_looks_for_a_place_and_writes_nothing(window, dialog, tmp_path):
    window.activateWindow()
    browse = dialog.findChild(QPushButton, "browse")
    browse.setFocus()
    QTest.keyClick(browse, Qt.Key.Key_Return)
    dialog.findChild(QFileDialog).close()
    assert not list(tmp_path.iterdir())


def test_that_looking_for_a_place_does_not_stop_the_training(dialog, window, qtbot, tmp_path):
    window.laboratory.toggle()
    dialog.findChild(QPushButton, "browse").click()
    chooser = dialog.findChild(QFileDialog)
    step = window.laboratory.frame.step
    qtbot.waitUntil(lambda: window.laboratory.frame.step > step, timeout=20_000)
    chooser.fileSelected.emit(str(tmp_path / "there.csv"))
    chooser.close()
    assert dialog.path == tmp_path / "there.csv"
    assert not dialog.findChild(object, "scale").isEnabled()
