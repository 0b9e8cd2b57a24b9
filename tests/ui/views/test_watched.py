"""Watched weights: what is asked for, drawn, said and let go."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from test_diagram import make_frame, make_scene

from visualnn.experiment.frames.insights import Traces
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.end_names import shifted_inside
from visualnn.ui.intents import Watch
from visualnn.ui.theme import load
from visualnn.ui.views.diagram import DiagramView
from visualnn.ui.views.watched import MOST, WatchedView

WEIGHT, BIAS = Edge(2, 1, 0), Neuron(1, 2)
SCENE = make_scene()
PLACES = (10, SCENE.layout["b1"].start + 2)


@pytest.fixture
def view(qtbot):
    view = WatchedView()
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    qtbot.waitExposed(view)
    view.show_scene(SCENE)
    return view


def frame_of(places, steps=20, stride=1, step=None):
    values = np.stack([np.linspace(n, n + 1, steps + 1) for n in range(len(places))], axis=1)
    traces = Traces(places, np.arange(steps + 1.0), values, stride)
    latest = {"latest": steps, "step": steps if step is None else step}
    return dataclasses.replace(make_frame(SCENE), watched=traces, **latest)


def test_that_nothing_watched_says_how_to_begin(view):
    assert view.wants().watched == ()
    assert "press P" in view.words.text()
    assert view.table().columns == {}


def test_that_what_is_watched_is_asked_for_and_drawn(view):
    assert view.toggle(WEIGHT)
    assert view.toggle(BIAS)
    assert view.wants().watched == PLACES
    view.show_frame(frame_of(PLACES))
    table = view.table().columns
    assert list(table) == ["step", "w⁽²⁾₂,₁", "b⁽¹⁾₃"]
    assert table["b⁽¹⁾₃"][-1] == 2.0
    assert view.words.text().startswith("Every step.")
    assert [name for name, *_ in view._names.names] == ["w⁽²⁾₂,₁", "b⁽¹⁾₃"]
    assert (view.lines[0].dashed, view.lines[1].dashed) == (False, True)


def test_that_a_frame_of_other_places_waits(view):
    view.toggle(WEIGHT)
    view.show_frame(frame_of(PLACES))
    assert view.table().columns == {}


def test_that_sampled_steps_are_said_to_be(view):
    view.toggle(WEIGHT)
    view.show_frame(frame_of(PLACES[:1], stride=8))
    assert "every 8 steps" in view.words.text()


def test_that_the_mouse_reads_off_step_and_value(view):
    view.toggle(WEIGHT)
    view.show_frame(frame_of(PLACES[:1]))
    assert view.hover(QPointF(10.2, 0)) == "step 10\nw⁽²⁾₂,₁  0.5"


def test_that_looking_back_is_marked(view):
    view.toggle(WEIGHT)
    view.show_frame(frame_of(PLACES[:1]))
    assert not view._hair.isVisible()
    view.show_frame(frame_of(PLACES[:1], step=5))
    assert view._hair.isVisible()
    assert view._hair.x == 5


def test_that_curves_are_let_go_again(view, qtbot):
    view.toggle(WEIGHT)
    view.toggle(BIAS)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.things == (WEIGHT,)
    (entry,) = [action for action in view.menu().actions() if "w⁽²⁾₂,₁" in action.text()]
    entry.trigger()
    assert view.things == ()


def test_that_there_are_six_curves_at_most(view):
    things = [Edge(1, i, j) for i in range(2) for j in range(3)]
    assert len(things) == MOST
    assert all(view.toggle(thing) for thing in things)
    assert not view.toggle(BIAS)
    assert len(view.things) == MOST


def test_that_another_network_keeps_what_it_still_has(view):
    view.toggle(WEIGHT)
    view.toggle(BIAS)
    view.show_scene(make_scene((2, 2, 1), generation=2))
    assert view.things == (WEIGHT,)


def test_that_both_themes_draw(view):
    view.toggle(WEIGHT)
    view.show_frame(frame_of(PLACES[:1]))
    for name in ("light", "dark"):
        view.apply_theme(load(name))
        assert not view.grab().isNull()


def test_that_p_in_the_diagram_asks_to_watch_the_selected_weight(qtbot):
    diagram = DiagramView()
    qtbot.addWidget(diagram)
    diagram.show_scene(SCENE)
    diagram.show_frame(make_frame(SCENE))
    heard = []
    diagram.gestures.intent.connect(heard.append)
    diagram._select(WEIGHT)
    qtbot.keyClick(diagram, Qt.Key.Key_P)
    diagram._select(Neuron(0, 0))
    qtbot.keyClick(diagram, Qt.Key.Key_P)
    assert heard == [Watch(WEIGHT)]


def test_that_a_frame_with_nothing_new_draws_nothing(view, monkeypatch):
    view.toggle(WEIGHT)
    view.toggle(BIAS)
    view.show_frame(frame_of(PLACES))
    drawn = []
    monkeypatch.setattr(view, "refresh", lambda: drawn.append(1))
    view.show_frame(frame_of(PLACES))
    assert drawn == []
    view.show_frame(frame_of(PLACES, step=10))
    view.show_frame(frame_of(PLACES, steps=21, step=10))
    assert drawn == [1, 1]


def test_that_names_at_the_plots_edge_are_shifted_into_it():
    assert shifted_inside([2.0, 20.0], 8.0, 100.0) == [8.0, 26.0]
    assert shifted_inside([80.0, 98.0], 8.0, 92.0) == [74.0, 92.0]
    assert shifted_inside([30.0, 48.0], 8.0, 92.0) == [30.0, 48.0]


def test_that_the_arrow_keys_read_the_curves_step_by_step(view):
    view.toggle(WEIGHT)
    view.show_frame(frame_of(PLACES[:1]))
    view.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
    assert view.readout.text().startswith("step 19\n")
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.readout.text().startswith("step 9\n")
