"""Everything that can be done is reached by keyboard, named, and explained."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QWidget,
)

from visualnn.ui.diagram.selection import Neuron
from visualnn.ui.views.view import View

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox)


def controls(window):
    return [
        widget
        for kind in CONTROLS
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and widget.isEnabled()
        and "scrollbar" not in type(widget).__name__.lower()
    ]


def tabbed(window, presses=250):
    """Return what has the focus after each press of Tab, once round."""
    window.setFocus()
    seen = []
    for _ in range(presses):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        widget = window.focusWidget()
        if widget in seen:
            return seen
        seen.append(widget)
    return seen


@pytest.mark.parametrize("workspace", ["playground", "landscape", "slice"])
def test_that_tab_goes_from_the_top_bar_to_the_panel_to_the_views(window, qtbot, workspace):
    window.activateWindow()
    window.show_workspace("landscape" if workspace == "slice" else workspace)
    page = window.workspace
    if workspace == "slice":
        page.panel.findChild(QWidget, "surface").edited.emit("random")
    cards = [card for card in page.cards if card.isVisible()]
    reached = tabbed(window)
    places = [
        next(
            (
                number
                for number, part in enumerate((window.top_bar, page.panel, *cards))
                if part.isAncestorOf(widget)
            ),
            -1,
        )
        for widget in reached
    ]
    known = [place for place in places if place >= 0]
    assert known == sorted(known)
    assert set(known) == set(range(2 + len(cards)))


@pytest.mark.parametrize("workspace", ["playground", "backprop", "landscape"])
def test_that_f6_leaps_from_part_to_part_and_back(window, workspace):
    window.activateWindow()
    window.show_workspace(workspace)
    window.setFocus()
    parts = window.regions.parts()
    cards = [card for card in window.workspace.cards if card.isVisible()]
    assert parts[0] is window.top_bar
    assert parts[-1] is window.workspace.status
    assert set(cards) < set(parts)

    def reached(presses, modifier=Qt.KeyboardModifier.NoModifier):
        found = []
        for _ in range(presses):
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_F6, modifier)
            focused = window.focusWidget()
            found += [part for part in parts if part is focused or part.isAncestorOf(focused)]
        return found

    assert reached(len(parts) + 1) == [*parts, parts[0]]
    assert reached(len(parts), Qt.KeyboardModifier.ShiftModifier) == parts[::-1]


def test_that_f6_comes_to_the_view_of_a_card_and_back_to_what_was_left(window):
    window.activateWindow()
    diagram = window.playground.diagram
    panel = window.playground.panel
    slider = [c for c in controls(window) if panel.isAncestorOf(c) and c.focusPolicy()][3]
    slider.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F6)
    assert diagram.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert slider.hasFocus()


def test_that_f6_comes_to_the_rows_of_a_table(window):
    window.activateWindow()
    deck = window.playground.deck
    deck.show_view("samples")
    window.playground.status.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert deck.view.grid.hasFocus()


def test_that_the_status_line_says_its_fields_to_who_comes_by_keyboard(window):
    window.activateWindow()
    status = window.playground.status
    window.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert status.hasFocus()
    assert status.field("network") in status.accessibleDescription()


def test_that_the_keyboard_goes_on_in_the_tools_that_the_pen_unfolds_into(window):
    window.activateWindow()
    strip = window.playground.boundary.points.strip
    pen = strip.findChild(QAbstractButton, "open_point_tools")
    pen.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(pen, Qt.Key.Key_Space)
    assert window.focusWidget().objectName() == "tool_draw_0"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.focusWidget() is pen


@pytest.mark.parametrize("workspace", ["playground", "backprop", "landscape"])
def test_that_tab_reaches_every_control(window, workspace):
    window.activateWindow()
    window.show_workspace(workspace)
    reached = set(tabbed(window))
    missed = [
        control.objectName()
        for control in controls(window)
        if control not in reached
        # Of buttons of which one is chosen, Tab reaches the chosen one and the arrows the others.
        and not (isinstance(control, QAbstractButton) and control.autoExclusive())
        and not (isinstance(control, QAbstractButton) and control.group())
    ]
    assert missed == []


@pytest.mark.parametrize("workspace", ["playground", "backprop", "landscape"])
def test_that_every_control_and_view_is_named(window, workspace):
    window.show_workspace(workspace)
    nameless = [
        control.objectName() or type(control).__name__
        for control in (*controls(window), *window.workspace.findChildren(View))
        if not (control.accessibleName() or getattr(control, "text", str)())
    ]
    assert nameless == []


@pytest.mark.parametrize("workspace", ["playground", "backprop", "landscape"])
def test_that_every_control_is_explained(window, workspace):
    window.show_workspace(workspace)

    def explained(widget):
        while widget is not None and not widget.toolTip():
            widget = widget.parentWidget()
        return widget is not None

    assert [c.objectName() for c in controls(window) if not explained(c)] == []


def test_that_escape_takes_the_message_away(window):
    window.complain("something")
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.messages.text


def test_that_page_keys_turn_the_samples_of_the_diagram_in_the_window(window):
    window.activateWindow()
    diagram = window.playground.diagram
    diagram.setFocus()
    step = window.laboratory.frame.step
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    assert (diagram.sample, diagram.chosen("neurons")) == (1, "sample")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageUp)
    assert diagram.sample == 0
    assert window.laboratory.frame.step == step


def test_that_escape_puts_the_diagrams_card_away_wherever_the_keyboard_is(window, qtbot):
    diagram = window.playground.diagram
    window.playground.deck.views[0].setFocus()
    diagram._point_at(Neuron(1, 1))
    assert diagram._attention.told == Neuron(1, 1)
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    assert diagram._attention.told is None
