"""Whatever the focus can stand on says what it is, in every state of the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from visualnn.data.csv_table import Roles
from visualnn.ui.export_panel import ExportPanel
from visualnn.ui.table_sheet.sheet import TableSheet


def standing(root):
    """Return the widgets of a page or dialog on which the focus can stand now."""
    return [
        widget
        for widget in (root, *root.findChildren(QWidget))
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollBar)
        and widget is not root
        and widget.focusProxy() is None
        and widget.objectName() != "qt_spinbox_lineedit"  # the field of its spin box
    ]


def lacking(root):
    """Return what is said too little of: a widget, and what it lacks."""
    found = []
    for widget in standing(root):
        name = widget.objectName()
        words = widget.accessibleName() or getattr(widget, "text", str)()
        up = widget.parentWidget()
        known = f"{type(widget).__name__} {name} in {type(up).__name__} {up.objectName()}"
        if not name or name.startswith("qt_"):
            found.append((known, "a name for tests and styles"))
        if not words:
            found.append((known, "a name to be read out"))
        if not explained(widget, root):
            found.append((known, "an explanation"))
    return found


def explained(widget, root):
    """Return whether a widget, or what it is a part of, has a tooltip."""
    while widget is not None and widget is not root:
        if widget.toolTip():
            return True
        widget = widget.parentWidget()
    return False


@pytest.mark.parametrize("workspace", ["backprop", "landscape", "playground"])
def test_that_all_that_takes_the_focus_is_named_and_explained(window, workspace):
    window.show_workspace(workspace)
    assert lacking(window) == []


@pytest.mark.parametrize("subject", ["random", "race weights", "race random"])
def test_that_slices_and_races_on_the_network_are_named_and_explained(window, subject):
    window.show_workspace("landscape")
    before = standing(window.landscape)
    window.landscape.panel.findChild(QWidget, "surface").edited.emit(subject)
    window.landscape.panel.planes.waiting.setVisible(subject != "random")
    assert standing(window.landscape) != before
    assert lacking(window) == []


@pytest.mark.parametrize("workspace", ["backprop", "playground"])
def test_that_every_view_of_the_deck_is_named_and_explained(window, workspace):
    window.show_workspace(workspace)
    deck = window.workspace.deck
    found = {}
    for view in deck.views:
        deck.show_view(view.key)
        found[view.key] = lacking(deck)
    assert len(found) > 1
    assert not any(found.values()), found


def test_that_comparison_and_fork_are_named_and_explained(window):
    for key in ("compare", "fork"):
        window.actions_by_key[key].trigger()
    assert window.playground.rivals.flip.isVisible()
    assert lacking(window) == []


def test_that_the_tools_for_points_are_named_and_explained(window):
    boundary = window.playground.boundary
    boundary.points.strip.choose("draw")
    assert len(standing(boundary.points.strip)) > 4
    assert lacking(boundary) == []


def test_that_the_sheet_of_a_table_is_named_and_explained(window, qtbot, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("a,b,c\n" + "1,2,no\n2,3,yes\n3,,yes\n" * 10)
    sheet = TableSheet(file, Roles(), window)
    qtbot.addWidget(sheet)
    qtbot.waitUntil(lambda: sheet.accept_button.isEnabled(), timeout=20_000)
    sheet.show()
    assert len(standing(sheet)) > 3
    assert lacking(sheet) == []


def test_that_the_export_is_named_and_explained(window, qtbot):
    dialog = ExportPanel(window.views, window.settings, None, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(standing(dialog)) > 3
    assert lacking(dialog) == []


def test_that_every_action_of_every_menu_has_a_name(window):
    nameless = [
        (view.key, action.text())
        for workspace in window.workspaces
        for view in workspace.views
        for action in view.menu().actions()
        if action.isEnabled() and not (action.isSeparator() or action.menu() or action.objectName())
    ]
    assert nameless == []


@pytest.mark.parametrize("workspace", ["backprop", "landscape", "playground"])
def test_that_tab_comes_back_to_where_it_began(window, workspace):
    window.activateWindow()
    window.show_workspace(workspace)
    window.top_bar.button("menu").setFocus(Qt.FocusReason.TabFocusReason)
    first, seen = QApplication.focusWidget(), []
    for _ in range(250):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
        seen.append(QApplication.focusWidget())
    assert QApplication.focusWidget() is first
    assert len(seen) == len(set(seen))
