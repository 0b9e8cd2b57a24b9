"""What the diagram tells beside weights: flowing gradients, neurons, ghosts, marks, pixels."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QSlider
from test_diagram import count, inside, make_scene, place, show

from visualnn.experiment.frames.probe import Passage, Spread
from visualnn.figures import dashes
from visualnn.ui import fonts, motion
from visualnn.ui.diagram import conditions, labels, numbers_on_edges
from visualnn.ui.diagram.neurons import ALIGNED, INSET, written_font
from visualnn.ui.diagram.ports import RIM, SHARES
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.theme import load
from visualnn.ui.views.diagram import DiagramView


@pytest.fixture
def view(qtbot):
    made = DiagramView()
    qtbot.addWidget(made)
    made.apply_theme(load("light"))
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def flowing(view: DiagramView) -> np.ndarray:
    view.choose("channel", "on")
    view.grab()
    return view.picture.wiring.channel.phases.copy()


def test_that_the_gradient_flows_back_and_stands_still_where_it_vanishes(view):
    scene = make_scene()
    frame = show(view, scene)
    gradient = np.full(scene.layout.size, 1.0)
    scene.layout.weights(gradient)[0][:] = 1e-6
    view.show_frame(dataclasses.replace(frame, gradient=gradient))
    before = flowing(view)
    view.picture.wiring.flow(0.05)
    way = view.picture.wiring.channel.phases - before
    layer = view.picture.wiring.drawing.edges.layer
    assert way[layer == 1] == pytest.approx(0.0)
    assert way[layer == 2] == pytest.approx(0.05 * dashes.FASTEST)


def test_that_the_dashes_move_while_nothing_is_trained(view, qtbot):
    show(view, make_scene())
    before = flowing(view)
    qtbot.waitUntil(lambda: (view.picture.wiring.channel.phases > before).any())
    view.choose("channel", "off")
    assert not view._canvas._stage.moving


def test_that_with_reduced_motion_nothing_moves_and_the_dashes_are_there(view, monkeypatch):
    monkeypatch.setattr(motion, "_reduced", True)
    theme = load("light")
    show(view, make_scene())
    assert count(view.grab().toImage(), theme.gpos) == 0
    flowing(view)
    assert not view._canvas._stage.moving
    assert count(view.grab().toImage(), theme.gpos) > 10


def test_that_the_button_in_the_heading_lets_the_gradient_flow(view, qtbot):
    show(view, make_scene())
    view.header().click()
    assert view.chosen("channel") == "on"
    qtbot.keyClick(view, Qt.Key.Key_G)
    assert view.chosen("channel") == "off"
    assert not view.header().isChecked()


def test_that_weak_edges_are_hidden_and_cannot_be_pointed_at(view):
    scene = make_scene()
    theta = np.ones(scene.layout.size)
    scene.layout.weights(theta)[0][0, 2] = 0.1
    scene.layout.weights(theta)[0][1, 0] = np.nan
    show(view, scene, theta=theta)
    assert place(view, Edge(1, 0, 2))
    view.hide_below(0.2)
    view.grab()
    assert view.picture.wiring.hidden == 1  # what is no number is never hidden
    with pytest.raises(AssertionError):
        place(view, Edge(1, 0, 2))
    assert any("1 edges below 20 %" in entry.text for entry in view.picture._legend())


def test_that_the_menu_holds_the_slider_for_weak_edges(view):
    show(view, make_scene())
    menu = view.menu()
    menu.findChild(QSlider, "weak_edges").setValue(30)
    assert view.threshold == 0.3


def test_that_brackets_hide_more_or_fewer_weak_edges(view, qtbot):
    show(view, make_scene())
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_BracketRight)
    assert view.threshold == 0.15
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_BracketLeft)
    assert view.threshold == 0.0


def legend(view: DiagramView) -> str:
    view.grab()
    return " ".join(entry.text for entry in view.picture._legend())


def test_that_a_slow_run_shows_the_widths_before_the_last_update(view):
    scene = make_scene()
    frame = show(view, scene)
    fast = view.grab().toImage()
    assert "before the last update" not in legend(view)
    view.show_frame(dataclasses.replace(frame, state="paused"))
    assert "before the last update" in legend(view)
    assert view.grab().toImage() != fast


def test_that_units_left_out_and_without_slope_are_marked_and_explained(view):
    scene = make_scene()
    frame = show(view, scene)
    plain = view.grab().toImage()
    assert "left out" not in legend(view)
    assert "slope" not in legend(view)
    left_out = (np.array([0.0, 1.0, 0.25]), None)
    flat = (np.array([0.95, 0.2, 0.0]), np.zeros(1))
    told = inside(scene, left_out=left_out, flat=flat)
    view.show_frame(dataclasses.replace(frame, workings=told))
    assert view.grab().toImage() != plain
    assert "left out by dropout" in legend(view)
    assert "hardly a slope left for 90 %" in legend(view)
    assert conditions.sentences(scene, told, Neuron(1, 1)) == [
        "left out by dropout for 100 % of the batch"
    ]
    assert conditions.sentences(scene, told, Neuron(1, 0)) == [
        "saturated: hardly a slope for 95 % of the batch"
    ]


def test_that_a_screen_reader_hears_of_a_unit_without_slope(view):
    scene = make_scene()
    frame = show(view, scene)
    told = inside(scene, flat=(np.array([0.0, 0.97, 0.0]), np.zeros(1)))
    view.show_frame(dataclasses.replace(frame, workings=told))
    view._select(Neuron(1, 1))
    assert "saturated: hardly a slope for 97 % of the batch" in view.accessibleDescription()


def test_that_a_vanishing_gradient_is_named_with_its_ratio(view):
    scene = make_scene()
    frame = show(view, scene)
    told = inside(scene, steepness=np.array([1e-7, 2.4e-3]))
    view.show_frame(dataclasses.replace(frame, state="paused", workings=told))
    assert "Vanishing gradient" in legend(view)
    assert "24\N{NARROW NO-BREAK SPACE}000 times smaller than of Output" in legend(view)


def test_that_neurons_show_a_histogram_or_a_sample(view, qtbot):
    scene = make_scene()
    frame = show(view, scene)
    maps = view.grab().toImage()
    view.choose("neurons", "batch")
    assert view.wants().probe.spread
    counts = [np.eye(16)[:n] for n in scene.sizes]
    spread = tuple(Spread(part, -1.0, 1.0) for part in counts)
    view.show_frame(dataclasses.replace(frame, workings=inside(scene, spread=spread)))
    bars = view.grab().toImage()
    assert bars != maps
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert (view.chosen("neurons"), view.wants().probe.sample) == ("sample", 1)
    layers = tuple(np.full(n, 0.51) for n in scene.sizes)
    run = Passage(1, np.zeros(2), layers, layers[1:], layers[1:], 0.25)
    view.show_frame(dataclasses.replace(frame, workings=inside(scene, passage=run)))
    assert view.grab().toImage() not in (maps, bars)
    assert "sample 2 of 4: loss 0.25" in legend(view)
    neurons = view.picture._neurons
    assert neurons.lines[-1] == ("z +0.51", "a +0.51", "δ +0.51")
    for side, text in ((38.0, "z +0.51\na +0.51\nδ +0.51"), (30.0, "a\n+0.51")):
        neurons.diagram = dataclasses.replace(neurons.diagram, side=side)
        assert neurons.written(neurons.lines[-1]) == text
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.sample == 3


def show_sample(view, scene, frame):
    """Let the neurons bear the numbers of a sample, with a bias as large as any weight."""
    view.choose("neurons", "sample")
    layers = tuple(np.full(n, -8.4e-4) for n in scene.sizes)
    run = Passage(0, np.zeros(2), layers, layers[1:], layers[1:], 0.25)
    view.show_frame(dataclasses.replace(frame, workings=inside(scene, passage=run)))
    view.grab()


def test_that_the_dot_of_a_bias_covers_no_number_of_its_neuron(view):
    scene = make_scene()
    frame = show(view, scene)
    before = view.picture._neurons.ports.center(1, 0)
    show_sample(view, scene, frame)
    neurons = view.picture._neurons
    side = neurons.diagram.side
    assert neurons.bears_numbers
    metrics = QFontMetricsF(written_font(fonts.small()))
    largest = sum(SHARES) * side + 1.5 * RIM
    for (layer, unit, square), lines in zip(neurons.squares, neurons.lines, strict=True):
        if layer:
            area = square.adjusted(*INSET)
            text = metrics.boundingRect(area, int(ALIGNED), neurons.written(lines))
            assert text.left() >= square.left()
            dot = neurons.ports.center(layer, unit)
            gap = max(text.left() - dot.x(), 0.0), max(dot.y() - text.bottom(), 0.0)
            assert math.hypot(*gap) > largest
    view.choose("neurons", "map")
    view.show_frame(frame)
    view.grab()
    assert view.picture._neurons.ports.center(1, 0) == before


def test_that_a_dot_off_its_corner_can_be_pointed_at(view):
    scene = make_scene()
    show_sample(view, scene, show(view, scene))
    at = view.picture._neurons.ports.center(1, 2)
    assert view.picture.at(at) == Neuron(1, 2)
    assert view.picture.bias_at(at) == Neuron(1, 2)


def test_that_a_neuron_is_drawn_large_with_axes_and_samples(view, qtbot):
    scene = make_scene()
    frame = show(view, scene)
    view._select(Neuron(1, 1))
    assert (view.wants().probe.unit, view.wants().probe.resolution) == ((1, 1), 64)
    coarse = view.grab().toImage()
    told = inside(scene, unit=(1, 1), unit_map=np.ones((64, 64)))
    view.show_frame(dataclasses.replace(frame, workings=told))
    assert view.grab().toImage() != coarse
    assert view.picture.thumbnails.close_up(1, 1)._image.width() == 64
    assert view.picture.thumbnails.close_up(1, 2)._image.width() == 20


def test_that_few_edges_carry_their_numbers(view):
    show(view, make_scene())
    assert len(view.picture.wiring.pills.centers) == 9
    show(view, make_scene((2, 8, 8, 1)))
    assert view.picture.wiring.pills.centers is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1234, "+0.123"),
        (-1.2846, "−1.28"),
        (12.34, "+12.3"),
        (-0.00431, "−4.3e−3"),
        (0.0, "0"),
        (float("nan"), "NaN"),
    ],
)
def test_that_a_number_on_an_edge_is_short(value, text):
    assert numbers_on_edges.text(value) == text


def test_that_pixels_are_drawn_as_the_picture_of_a_sample(view):
    grid = tuple(f"row {r} column {c}" for r in range(4) for c in range(4))
    scene = dataclasses.replace(make_scene((16, 3, 1)), features=grid)
    frame = show(view, scene)
    assert view.wants().probe.sample == 0
    empty = view.grab().toImage()
    layers = tuple(np.zeros(n) for n in scene.sizes)
    run = Passage(0, np.arange(16.0), layers, layers[1:], layers[1:], 0.5)
    view.show_frame(dataclasses.replace(frame, workings=inside(scene, passage=run)))
    assert view.grab().toImage() != empty
    image = view.picture.thumbnails.sample_image()
    theme = load("light")
    assert (image.width(), image.height()) == (4, 4)
    assert (image.pixelColor(0, 0), image.pixelColor(3, 3)) == (theme.panel, theme.ink)
    assert view.picture.at(place(view, Neuron(0, 6)).toPointF()) == Neuron(0, 6)


def test_that_the_card_of_a_unit_that_reads_pixels_shows_its_weights(view):
    grid = tuple(f"row {r} column {c}" for r in range(4) for c in range(4))
    scene, theme = dataclasses.replace(make_scene((16, 3, 1)), features=grid), load("light")
    theta = np.zeros(scene.layout.size)
    scene.layout.weights(theta)[0][0, 1] = 2.0  # the pixel at the upper left
    scene.layout.weights(theta)[0][15, 1] = -2.0
    show(view, scene, theta=theta)
    image = view.picture.thumbnails.close_up(1, 1)._image
    assert (image.pixelColor(0, 0), image.pixelColor(3, 3)) == (theme.pos, theme.neg)


def test_that_a_run_that_has_ended_has_no_ghost(view):
    scene = make_scene()
    frame = show(view, scene)
    view.show_frame(dataclasses.replace(frame, state="stopped early"))
    assert "before the last update" not in legend(view)


def test_that_wide_layers_share_out_how_many_edges_are_drawn(view):
    show(view, make_scene((64, 32, 32, 10)), k=4)
    assert len(view.picture.wiring.drawing.edges) <= 300


def test_that_a_wide_network_is_drawn_in_every_frame(view):
    show(view, make_scene((64, 32, 10)), k=4)
    assert view.picture.wiring.condensed
    assert view.stride == 1


def painted(view, paint):
    """Return what a function paints onto the ground of the view."""
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(view.picture.theme.panel)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def test_that_words_are_painted_once_and_again_where_they_change(view, monkeypatch):
    show(view, make_scene())
    told = []
    paint = labels.paint
    monkeypatch.setattr(labels, "paint", lambda *args: (told.append(args), paint(*args)))
    for _ in range(5):
        view.grab()
    assert len(told) <= 2  # once more when the legend stands still, too
    for change in (
        lambda: view.choose("reading", "gradients"),
        lambda: view.apply_theme(load("dark")),
        lambda: view.resize(700, 500),
        lambda: view.hide_below(0.5),
    ):
        change()
        for _ in range(3):
            afresh = painted(view, lambda p: view.paint_picture(p, QRectF(view.rect())))
            assert painted(view, view._canvas.paint) == afresh
