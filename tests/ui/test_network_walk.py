"""Networks exchanged in any order, under the mouse and while they train: nothing is lost.

What the window asks for may be about the network before; the engine, in a
process of its own here, answers all the same, and no view paints a picture that
is not there.  An exception in a paint event, or a warning of Qt, fails the test.
"""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.experiment.spec import LayerSpec
from visualnn.ui.app import first_document
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.engine import ProcessPort
from visualnn.ui.intents import EditExperiment

STEPS = 90


class Walker:
    """Does to a window what a person can do to its network, at random."""

    def __init__(self, window, seed):
        self.window, self.chance = window, random.Random(seed)
        self.diagram = window.playground.diagram
        self.done = []

    def go(self):
        deeds = [self.edit_layers, self.edit_layers, self.walk_back, self.resize, self.choose_data]
        deeds += [self.toggle_input, self.point, self.point, self.look, self.train]
        deed = self.chance.choice(deeds)
        self.done.append(deed.__name__)
        deed()

    def edit_layers(self):
        deeds = ["more_units", "fewer_units", "add_layer", "remove_layer", "remove_layer"]
        hand = self.diagram.gestures.layers
        hand.do(self.chance.choice(deeds), self.chance.randrange(len(hand._scene.sizes)))

    def walk_back(self):
        session = self.window.session
        self.chance.choice([session.undo, session.undo, session.redo])()

    def resize(self):
        units = self.chance.choice([(64,), (20,), (10, 8), (20, 20), ()])
        self._edit(hidden=tuple(LayerSpec(units=n) for n in units))

    def choose_data(self):
        key = self.chance.choice(["digits", "digits", "iris", "xor", "moons"])
        self.window.playground.panel._choose_data(key)

    def toggle_input(self):
        inputs = self.diagram.gestures.inputs
        if inputs.offer:
            inputs.toggle(self.chance.choice(inputs.offer.keys))

    def point(self):
        sizes = self.diagram._scene.sizes
        layer = self.chance.randrange(1, len(sizes))
        end = Neuron(layer, self.chance.randrange(sizes[layer]))
        edge = Edge(layer, self.chance.randrange(sizes[layer - 1]), end.unit)
        to = self.chance.choice([self.diagram._point_at, self.diagram._select])
        to(self.chance.choice([end, edge]))
        QTest.keyClick(self.diagram, Qt.Key.Key_P)

    def look(self):
        options = {
            "reading": ["weights", "gradients", "activations", "updates"],
            "neurons": ["map", "batch", "sample"],
            "channel": ["on", "off"],
        }
        switch = self.chance.choice(list(options))
        self.diagram.choose(switch, self.chance.choice(options[switch]))
        deck = self.window.playground.deck
        deck.show_view(self.chance.choice(deck.views).key)

    def train(self):
        self.window.laboratory.toggle()

    def _edit(self, **leaves):
        self.diagram.intent.emit(EditExperiment("layers", leaves))


@pytest.mark.parametrize("seed", [1, 7])
def test_that_a_network_can_be_exchanged_at_any_time(make_window, qtbot, seed):
    window = make_window(first_document().experiment, port=ProcessPort, size=(1440, 900))
    window.set_speed("max")
    deaths, frames = [], []
    window.engine.died.connect(deaths.append)
    window.engine.framed.connect(frames.append)
    walker = Walker(window, seed)
    for _ in range(STEPS):
        walker.go()
        # Sometimes at once, sometimes when one frame or some have been shown.
        due = len(frames) + walker.chance.choice([0, 0, 1, 2, 5])
        qtbot.waitUntil(lambda n=due: len(frames) >= n or window.engine.idle, timeout=20_000)
        assert not deaths, walker.done
    window.laboratory.pause()
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
    hidden = tuple(layer.units for layer in window.session.document.experiment.network.hidden)
    assert window.laboratory.scene.sizes[1:-1] == hidden
    assert window.laboratory.frame.generation == window.laboratory.scene.generation
    assert window.playground.diagram.picture.scene.sizes == window.laboratory.scene.sizes
