"""Weights and biases edited in the diagram: typed, dragged and nudged, as intents."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from test_diagram import make_frame, make_scene

from visualnn.ui.diagram.places import place_of, symbol_of
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.intents import Refuse, SetWeights
from visualnn.ui.views.diagram import DiagramView

EDGE = Edge(2, 1, 0)
PLACE = 2 * 3 + 3 + 1


@pytest.fixture
def view(qtbot):
    view = DiagramView()
    qtbot.addWidget(view)
    view.heard = []
    view.gestures.intent.connect(view.heard.append)
    view.resize(640, 480)
    view.show()
    qtbot.waitExposed(view)
    scene = make_scene()
    view.show_scene(scene)
    view.frame = make_frame(scene)
    view.show_frame(view.frame)
    view.grab()
    return view


def middle(view, thing):
    return view.picture.anchor(thing).center().toPoint()


def port(view, layer, unit):
    return view.picture._neurons.ports.center(layer, unit).toPoint()


def select(qtbot, view, thing):
    view.setFocus()
    view._select(thing)


def test_that_an_edge_and_a_neuron_name_their_place_in_theta():
    layout = make_scene().layout
    assert place_of(layout, EDGE) == PLACE
    assert place_of(layout, Neuron(1, 2)) == layout["b1"].start + 2
    assert place_of(layout, Neuron(2, 0)) == layout["b2"].start
    assert place_of(layout, Neuron(0, 1)) is None
    assert place_of(make_scene(bias=False).layout, Neuron(1, 0)) is None
    assert symbol_of(EDGE) == "w⁽²⁾₂,₁"
    assert symbol_of(Neuron(1, 2)) == "b⁽¹⁾₃"


def test_that_a_double_click_on_an_edge_opens_a_field_with_its_weight(view, qtbot):
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=middle(view, EDGE))
    editor = view.gestures.hand.editor
    assert editor.isVisible()
    assert float(editor.text()) == pytest.approx(view.frame.theta[PLACE], rel=1e-5)
    assert view.rect().contains(editor.geometry())
    assert "w⁽²⁾₂,₁" in editor.accessibleName()
    editor.setText("1.25")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.isVisible()
    (intent,) = view.heard
    assert intent == SetWeights(
        1, (PLACE,), (1.25,), (float(view.frame.theta[PLACE]),), intent.name, done=True
    )
    assert "w⁽²⁾₂,₁" in intent.name


def test_that_enter_edits_the_bias_of_the_selected_output(view, qtbot):
    select(qtbot, view, Neuron(2, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.gestures.hand.editing
    view.gestures.hand.editor.setText("−2,5")
    qtbot.keyClick(view.gestures.hand.editor, Qt.Key.Key_Return)
    assert view.heard[0].places == (make_scene().layout["b2"].start,)
    assert view.heard[0].values == (-2.5,)
    assert view.hasFocus()


def test_that_escape_and_an_unchanged_field_say_nothing(view, qtbot):
    select(qtbot, view, EDGE)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(view, Qt.Key.Key_Return)
        if key == Qt.Key.Key_Escape:
            view.gestures.hand.editor.setText("7")
        qtbot.keyClick(view.gestures.hand.editor, key)
    assert view.heard == []


def test_that_text_that_is_no_number_is_refused_with_a_sentence(view, qtbot):
    select(qtbot, view, EDGE)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.gestures.hand.editor.setText("much")
    qtbot.keyClick(view.gestures.hand.editor, Qt.Key.Key_Return)
    (refused,) = view.heard
    assert isinstance(refused, Refuse)
    assert "“much” is no number" in refused.sentence


def test_that_an_input_neuron_has_nothing_to_edit(view, qtbot):
    select(qtbot, view, Neuron(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not view.gestures.hand.editing


@pytest.mark.parametrize(("shift", "each"), [(False, 0.01), (True, 0.001)])
def test_that_dragging_an_edge_up_adds_to_its_weight(view, qtbot, shift, each):
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    start, before = middle(view, EDGE), float(view.frame.theta[PLACE])
    drag(view, start, start - QPoint(0, 30), modifier)
    assert [intent.done for intent in view.heard] == [False, True]
    assert view.heard[-1].values[0] == pytest.approx(before + 30 * each)
    assert view.heard[-1].before == (before,)


def test_that_a_bias_is_dragged_at_its_dot_and_a_neuron_is_not(view, qtbot):
    drag(view, port(view, 1, 1), port(view, 1, 1) + QPoint(0, 20))
    assert view.heard[-1].places == (make_scene().layout["b1"].start + 1,)
    assert view.heard[-1].values[0] == pytest.approx(view.heard[-1].before[0] - 0.2)
    view.heard.clear()
    center = middle(view, Neuron(1, 1)) + QPoint(6, -6)
    drag(view, center, center + QPoint(0, 20))
    assert view.heard == []


def test_that_a_click_that_hardly_moves_is_no_drag(view, qtbot):
    start = middle(view, EDGE)
    drag(view, start, start + QPoint(30, 2))
    assert view.heard == []
    assert view.selected == EDGE


def test_that_escape_during_a_drag_brings_the_old_weight_back(view, qtbot):
    start, before = middle(view, EDGE), float(view.frame.theta[PLACE])
    press_and_move(view, start, start - QPoint(0, 50))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.heard[-1].values == (before,)
    assert view.heard[-1].done


@pytest.mark.parametrize(
    ("key", "modifiers", "change"),
    [
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, 0.1),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier, -0.1),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, 0.1),
        (
            Qt.Key.Key_Down,
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
            -0.01,
        ),
    ],
)
def test_that_keys_nudge_the_selected_weight(view, qtbot, key, modifiers, change):
    select(qtbot, view, EDGE)
    before = float(view.frame.theta[PLACE])
    qtbot.keyClick(view, key, modifiers)
    assert view.heard[-1].values[0] == pytest.approx(before + change)
    assert view.heard[-1].done
    assert view.selected == EDGE


def test_that_another_network_closes_the_field(view, qtbot):
    select(qtbot, view, EDGE)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.show_scene(make_scene(generation=1))
    assert view.gestures.hand.editing
    view.show_scene(make_scene(generation=2))
    assert not view.gestures.hand.editing
    assert view.heard == []


def press_and_move(view, start, end, modifiers=Qt.KeyboardModifier.NoModifier):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, at, button in (
        (QEvent.Type.MouseButtonPress, start, left),
        (QEvent.Type.MouseMove, end, none),
    ):
        where = QPointF(view.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), where, button, left, modifiers)
        QApplication.sendEvent(view, event)


def drag(view, start, end, modifiers=Qt.KeyboardModifier.NoModifier):
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    press_and_move(view, start, end, modifiers)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    where = QPointF(view.mapToGlobal(end))
    event = QMouseEvent(QEvent.Type.MouseButtonRelease, QPointF(end), where, left, none, modifiers)
    QApplication.sendEvent(view, event)


def test_that_a_nudge_up_and_one_down_are_the_old_weight_to_the_last_digit(view):
    hand = view.gestures.hand
    before = float(view.frame.theta[PLACE])
    assert round(before, 9) != before  # or this would show nothing
    for sign in (1, 1, -1, -1):
        hand.nudge(EDGE, sign, fine=False)
    assert view.heard[-1].values == (before,)


def test_that_the_mouse_moves_no_weight_while_a_key_nudges_it(view, qtbot):
    select(qtbot, view, EDGE)
    QTest.keyPress(view, Qt.Key.Key_Plus)
    nudged = view.heard[-1].values
    for y in (100, 150, 200):
        qtbot.mouseMove(view, QPoint(200, y))
    assert view.heard[-1].values == nudged
    QTest.keyRelease(view, Qt.Key.Key_Plus)
    assert view.heard[-1].done
    assert view.heard[-1].values == nudged


def test_that_a_nudge_ends_where_the_focus_leaves(view, qtbot):
    select(qtbot, view, EDGE)
    qtbot.waitUntil(view.hasFocus)
    QTest.keyPress(view, Qt.Key.Key_Plus)
    assert not view.heard[-1].done
    view.clearFocus()
    assert view.heard[-1].done
