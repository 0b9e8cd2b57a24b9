import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from visualnn.ui.table_sheet.sheet import TableSheet


def mime(*urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def drop(window, *urls):
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys, data = Qt.KeyboardModifier.NoModifier, mime(*urls)
    entering = QDragEnterEvent(QPoint(9, 9), action, data, button, keys)
    entering.ignore()
    window.dragEnterEvent(entering)
    if entering.isAccepted():
        window.dropEvent(QDropEvent(QPointF(9, 9), action, data, button, keys))
    return entering.isAccepted()


def test_that_a_page_of_the_web_is_not_taken(window):
    assert not drop(window, "https://example.org/table.csv")


def test_that_a_file_that_another_program_offers_to_move_is_only_copied(window, tmp_path):
    """The program that it came from deletes what has been moved."""
    data = mime((tmp_path / "a.csv").as_uri())
    offered = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    keys, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(9, 9), offered, data, button, keys)
    dropped = QDropEvent(QPointF(9, 9), offered, data, button, keys)
    for event, heed in ((entering, window.dragEnterEvent), (dropped, window.dropEvent)):
        event.setDropAction(Qt.DropAction.MoveAction)
        heed(event)
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction


def test_that_a_file_of_another_kind_is_refused_in_words(window, tmp_path):
    before = window.session.document
    assert drop(window, (tmp_path / "photo.png").as_uri())
    assert "photo.png is neither a table" in window.messages.text
    assert window.session.document == before


def test_that_several_files_at_once_are_refused_in_words(window, tmp_path):
    assert drop(window, (tmp_path / "a.csv").as_uri(), (tmp_path / "b.csv").as_uri())
    assert "one at a time" in window.messages.text


def test_that_a_name_too_long_for_a_file_is_refused_in_words(window, tmp_path):
    window.desk.open_file(tmp_path / f"{'x' * 300}.csv")
    assert "no such file" in window.messages.text


def test_that_training_goes_on_while_a_file_is_chosen(window, qtbot, tmp_path):
    window.settings.edit(last_folder=str(tmp_path))
    window.laboratory.toggle()
    window.actions_by_key["save_experiment"].trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog.directory().absolutePath() == str(tmp_path)
    step = window.laboratory.frame.step
    qtbot.waitUntil(lambda: window.laboratory.frame.step > step, timeout=20_000)
    dialog.fileSelected.emit(str(tmp_path / "mine.json"))
    dialog.close()
    assert (tmp_path / "mine.json").exists()


def test_that_a_folder_that_is_gone_is_not_offered(window, tmp_path):
    window.settings.edit(last_folder=str(tmp_path / "gone"))
    window.actions_by_key["open_csv"].trigger()
    dialog = window.findChild(QFileDialog)
    assert "gone" not in dialog.directory().absolutePath()
    dialog.close()


def test_that_a_home_that_cannot_be_written_stops_nothing(window, tmp_path, monkeypatch):
    (tmp_path / "blocked").write_text("a file where a folder should be")
    monkeypatch.setattr(window.settings, "folder", tmp_path / "blocked" / "home")
    window.desk.save_to(tmp_path / "mine.json")
    assert "mine.json" in window.messages.text
    assert window.settings.preferences.last_folder == str(tmp_path)


AWKWARD = "\n".join(
    [
        "id,name,city,age,remark",
        *(f"{k},n{k},{'Oslo' if k % 3 else ''},{20 + k % 9 if k % 7 else ''}," for k in range(60)),
    ]
)
"""Numbered rows, names, texts, gaps, and a last column that is empty."""


def by_drop(window, file):
    assert drop(window, file.as_uri())


def by_table_dialog(window, file):
    window.desk.open_table()
    window.findChild(QFileDialog, "file_dialog").fileSelected.emit(str(file))


def by_experiment_dialog(window, file):
    window.desk.open_experiment()
    window.findChild(QFileDialog, "file_dialog").fileSelected.emit(str(file))


@pytest.mark.parametrize("way", [by_drop, by_table_dialog, by_experiment_dialog])
def test_that_a_table_without_an_obvious_target_opens_the_sheet_of_columns(
    window, tmp_path, qtbot, way
):
    file = tmp_path / "awkward.csv"
    file.write_text(AWKWARD)
    before = window.session.document
    way(window, file)
    qtbot.waitUntil(lambda: window.findChild(TableSheet) is not None, timeout=20_000)
    sheet = window.findChild(TableSheet)
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.accept_button.isEnabled(), timeout=20_000)
    assert "one of 6 classes of “age”" in sheet.verdict.text()
    assert window.messages.text == ""
    assert window.session.document == before
    sheet.reject()


def opened_sheet(window, qtbot, tmp_path):
    file = tmp_path / "awkward.csv"
    file.write_text(AWKWARD)
    sheet = window.desk.show_columns(file)
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.accept_button.isEnabled(), timeout=20_000)
    return sheet


def test_that_training_goes_on_behind_the_columns_of_a_table(window, qtbot, tmp_path):
    window.laboratory.toggle()
    sheet = opened_sheet(window, qtbot, tmp_path)
    assert sheet.window() is window
    assert not window.playground.isVisible()
    step = window.laboratory.frame.step
    qtbot.waitUntil(lambda: window.laboratory.frame.step > step, timeout=20_000)
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Escape)
    assert window.playground.isVisible()
    assert window.sheets.sheet is None


def test_that_going_to_a_workspace_leaves_the_columns_of_a_table(window, qtbot, tmp_path):
    before = window.session.document
    opened_sheet(window, qtbot, tmp_path)
    window.show_workspace("landscape")
    assert window.sheets.sheet is None
    assert window.landscape.isVisible()
    assert window.session.document == before


def test_that_enter_on_cancel_does_not_train_on_the_table(window, qtbot, tmp_path):
    before = window.session.document
    sheet = opened_sheet(window, qtbot, tmp_path)
    sheet.cancel_button.setFocus()
    qtbot.waitUntil(sheet.cancel_button.hasFocus)
    qtbot.keyClick(sheet.cancel_button, Qt.Key.Key_Return)
    assert window.sheets.sheet is None
    assert window.session.document == before
