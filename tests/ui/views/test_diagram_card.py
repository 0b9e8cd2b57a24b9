"""When the diagram's card is there, what it says of ranges, and how it leaves room for tooltips."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from test_diagram import make_frame

from visualnn.experiment.frames.probe import Passage, Workings
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.diagram import conditions, words
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.theme import load
from visualnn.ui.views import view as view_module
from visualnn.ui.views.diagram import DiagramView
from visualnn.ui.widgets.tip_inside import place_inside, size_of


@pytest.fixture
def view(qtbot):
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(640, 480)
    show(view)
    view.show()
    qtbot.waitExposed(view)
    view.grab()
    return view


def show(view, generation=1, **leaves):
    scene = resolve(Experiment(samples=40, hidden=(3,), **leaves)).scene(generation)
    view.show_scene(scene)
    view.show_frame(make_frame(scene))


def told(view):
    """Return what the card tells of, read from how it is painted."""
    heard = []
    paint, view._canvas.paint_card = view._canvas.paint_card, lambda *a: heard.append(a[1].thing)
    view.grab()
    view._canvas.paint_card = paint
    return heard[0] if heard else None


def middle(view, thing):
    return view.picture.anchor(thing).center().toPoint()


@pytest.mark.parametrize("thing", [Neuron(1, 1), Edge(1, 0, 2)])
def test_that_escape_puts_the_card_away_until_something_is_pointed_at(view, qtbot, thing):
    view._point_at(thing)
    assert told(view) == thing
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert told(view) is None
    view._point_at(thing)  # the mouse trembles on the same neuron
    assert told(view) is None
    view._point_at(None)
    view._point_at(thing)
    assert told(view) == thing


def test_that_escape_closes_the_card_of_what_the_arrow_keys_reached(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told(view) is not None
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert told(view) is None
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told(view) is not None


def test_that_leaving_the_diagram_closes_the_card_and_keeps_the_selection(view, qtbot):
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, Neuron(1, 1)))
    assert told(view) == Neuron(1, 1)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert told(view) is None
    assert view.selected == Neuron(1, 1)


def test_that_the_card_goes_with_the_focus(view, qtbot):
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view._select(Neuron(1, 1))
    assert told(view) == Neuron(1, 1)
    view.clearFocus()
    assert told(view) is None


def test_that_the_card_is_there_again_after_an_edit_with_the_new_numbers(view, qtbot):
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view._select(Edge(1, 0, 2))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told(view) is None
    qtbot.keyClick(view.gestures.hand.editor, Qt.Key.Key_Return)
    assert told(view) == Edge(1, 0, 2)


def test_that_another_network_closes_the_card(view):
    view._select(Neuron(1, 1))
    assert told(view) == Neuron(1, 1)
    show(view, generation=2, data="circle")
    assert told(view) is None
    assert view.selected == Neuron(1, 1)


def test_that_a_card_says_what_its_range_is_over(view):
    scene, theme = view._scene, load("light")
    html = words.neuron_html(scene, None, view._frame.faces[1].maps[0], Neuron(1, 0), theme)
    assert "output over the plane" in html
    sentence = words.neuron_sentence(scene, None, view._frame.faces[1].maps[0], Neuron(1, 0))
    assert "output over the plane" in sentence


def test_that_a_card_says_which_plane_and_which_sample_its_numbers_are_of(view):
    show(view, generation=2, data="iris")
    view._scene = dataclasses.replace(view._scene, axes=(0, 3))
    passage = Passage(4, np.zeros(4), *(tuple(map(np.ones, (4, 3, 3))),) * 3, 0.5)
    inside = Workings((), (), np.zeros(2), passage=passage)
    rows = conditions.sample_rows(inside, Neuron(1, 0))
    assert [name for name, _ in rows] == ["z of sample 5", "a of sample 5", "δ = ∂L/∂z"]
    html = words.neuron_html(view._scene, None, None, Neuron(1, 0), load("light"), rows)
    features = view._scene.features
    assert f"the plane: {features[0]} and {features[3]}, other features at their mean" in html


@pytest.mark.parametrize("standardize", [True, False])
def test_that_the_card_of_an_input_says_whether_it_is_standardized(view, standardize):
    show(view, generation=2, standardize=standardize)
    maps = view._frame.faces[0].maps[0]
    html = words.neuron_html(view._scene, None, maps, Neuron(0, 0), load("light"))
    assert "input over the plane" in html
    assert ("standardized" in html) == standardize


def ask_for_tip(view, at):
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))


def test_that_no_tooltip_comes_over_a_card(view, monkeypatch):
    shown = []
    monkeypatch.setattr(view_module, "show_tip_inside", lambda widget, at: shown.append(at))
    view._select(Neuron(1, 1))
    ask_for_tip(view, QPoint(320, 200))
    assert shown == []
    view.dismiss()
    ask_for_tip(view, QPoint(320, 200))
    assert shown == [QPoint(320, 200)]
    assert "Each square" in view.toolTip()


def test_that_the_idea_of_the_diagram_stays_in_its_area(view):
    text = view.toolTip()
    room = QRect(0, 0, 640, 480)
    for at in (QPoint(5, 5), QPoint(630, 470), QPoint(320, 470), QPoint(639, 0)):
        tip = QRect(place_inside(room, size_of(text), at), size_of(text))
        assert room.contains(tip)
        assert not tip.contains(at)


def test_that_a_tooltip_larger_than_its_room_begins_at_the_corner():
    assert place_inside(QRect(0, 0, 50, 50), QSize(300, 80), QPoint(20, 20)) == QPoint(0, 0)


def test_that_numbers_stand_above_the_dashes_of_the_gradient(view):
    view.resize(900, 480)
    view.grab()
    still = numbers_in(view)
    view.choose("channel", "on")
    for seconds in (0.1, 0.4, 0.9):
        view.picture.wiring.flow(seconds)
        assert numbers_in(view) == still


def numbers_in(view):
    """Return the pixels inside the pills, one after another."""
    image = view.grab().toImage()
    pills = view.picture.wiring.pills
    assert pills.centers is not None
    found = []
    for x, y in pills.centers.tolist():
        box = QRect(QPointF(x - 15, y - 6).toPoint(), QSize(30, 12))
        found.append(image.copy(box))
    return found


def test_that_a_number_stands_above_the_mark_of_its_edge(view):
    view.resize(900, 480)
    view.grab()
    before = numbers_in(view)
    view._select(Edge(1, 0, 2))
    view.dismiss()
    assert numbers_in(view) == before
