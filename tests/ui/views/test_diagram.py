"""The network diagram: what it draws, points at, says and exports."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from visualnn.experiment.frames import Frame, Scene
from visualnn.experiment.frames.faces import Faces, whole
from visualnn.experiment.frames.probe import Workings
from visualnn.experiment.spec import Experiment
from visualnn.nn.layout import Layout
from visualnn.ui.diagram import words
from visualnn.ui.diagram.asking import drawn
from visualnn.ui.diagram.card import placed
from visualnn.ui.diagram.readings import Numbers
from visualnn.ui.diagram.selection import Block, Edge, Neuron
from visualnn.ui.intents import NeedFrame
from visualnn.ui.theme import load
from visualnn.ui.views.diagram import DiagramView


def make_scene(sizes=(2, 3, 1), *, bias=True, generation=1) -> Scene:
    many = sizes[-1] > 1
    return Scene(
        generation=generation,
        experiment=Experiment(),
        sizes=sizes,
        activations=("tanh",) * (len(sizes) - 2) + ("softmax" if many else "sigmoid",),
        layout=Layout(sizes, bias),
        loss="bce",
        task="multiclass" if many else "binary",
        classes=tuple(f"class {n}" for n in range(max(sizes[-1], 2))),
        features=tuple(f"feature {n + 1}" for n in range(sizes[0])),
        target="label",
        axes=(0, min(1, sizes[0] - 1)),
        extent=(-1.0, 1.0, -1.0, 1.0),
        points=np.zeros((4, 2)),
        targets=np.array([0, 1, 0, 1]),
        part=np.zeros(4, np.uint8),
        query=None,
        steps_per_epoch=1,
    )


def _faces(maps, units) -> Faces:
    if units is None:
        return whole(maps)
    others = np.delete(maps, units, axis=0)
    return Faces(np.array(units, np.intp), maps[list(units)], others.mean(axis=0))


def make_frame(scene: Scene, *, seed=0, k=20, theta=None) -> Frame:
    rng = np.random.default_rng(seed)
    size = scene.layout.size
    maps = [rng.uniform(-1, 1, size=(units, k, k)) for units in scene.sizes]
    faces = map(_faces, maps, drawn(scene))
    return Frame(
        generation=scene.generation,
        state="running",
        diverged_at=None,
        step=1,
        epoch=0,
        learning_rate=0.1,
        steps_per_second=1000.0,
        best_epoch=0,
        waited=0,
        history={},
        history_from=0,
        theta=rng.normal(size=size) if theta is None else theta,
        gradient=rng.normal(size=size) * 1e-3,
        update=rng.normal(size=size) * 1e-4,
        faces=tuple(faces),
    )


@pytest.fixture
def view(qtbot):
    made = DiagramView()
    qtbot.addWidget(made)
    made.apply_theme(load("light"))
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(view: DiagramView, scene: Scene, **more) -> Frame:
    frame = make_frame(scene, **more)
    view.show_scene(scene)
    view.show_frame(frame)
    view.grab()
    return frame


def place(view: DiagramView, thing: Neuron | Edge | Block) -> QPoint:
    """Return a point on the thing."""
    picture, at = view.picture, view.picture.at
    edges = picture.wiring.drawing.edges
    lines = edges.samples[(edges.layer == thing.layer)].reshape(-1, 2).tolist()
    middles = picture.diagram.centers.tolist()
    if picture.diagram.columns[0].image:
        middles += [picture.diagram.center(0, unit) for unit in range(picture.scene.sizes[0])]
    found = map(picture._neurons.blocks.rect, range(len(picture.diagram.columns)))
    blocks = [block.center().toTuple() for block in found if block]
    for x, y in lines if isinstance(thing, Edge) else middles + blocks:
        point = QPoint(round(x), round(y))
        if at(point.toPointF()) == thing:
            return point
    raise AssertionError(f"{thing} is nowhere")


def count(image: QImage, color) -> int:
    """Return how many pixels have exactly this color."""
    return sum(
        image.pixelColor(x, y) == color for x in range(image.width()) for y in range(image.height())
    )


def test_that_it_asks_for_weights_and_for_thumbnails(view):
    show(view, make_scene())
    assert view.wants().weights
    assert 20 <= view.wants().faces.resolution <= 28


def test_that_a_very_wide_network_gets_coarser_thumbnails(view):
    view.show_scene(make_scene((2, 512, 512, 512, 10)))
    assert 4 <= view.wants().faces.resolution < 20


def test_that_of_a_wide_layer_it_asks_for_what_it_draws_only(view):
    view.show_scene(make_scene((64, 128, 16, 10)))
    inputs, hidden, *others = view.wants().faces.units
    assert inputs == (*range(6), *range(59, 64))
    assert hidden == (*range(6), *range(123, 128))
    assert others == [None, None]


def test_that_of_a_large_network_that_runs_fast_it_asks_for_the_weights_alone(view, qtbot):
    scene = make_scene((64, 64, 32, 10))
    running = show(view, scene)
    assert (view.wants().weights, view.wants().theta) == (False, True)
    for switch, option in (("reading", "gradients"), ("reading", "updates"), ("channel", "on")):
        before = view.chosen(switch)
        view.choose(switch, option)
        assert view.wants().weights
        view.choose(switch, before)
    light = dataclasses.replace(running, gradient=None, update=None)
    view.show_frame(light)
    assert "gradient" not in view.table().columns
    with qtbot.waitSignal(view.intent, check_params_cb=lambda wish: wish == NeedFrame()):
        view.show_frame(dataclasses.replace(light, state="paused"))
    assert view.wants().weights


def test_that_what_is_pointed_at_in_a_large_network_is_asked_for_whole(view, qtbot):
    show(view, make_scene((64, 64, 32, 10)))
    with qtbot.waitSignal(view.intent, check_params_cb=lambda wish: wish == NeedFrame()):
        qtbot.mouseMove(view, place(view, Neuron(3, 2)))
    assert view.wants().weights


def test_that_a_block_shows_the_mean_of_its_units(view):
    scene = make_scene((2, 40, 1))
    frame = make_frame(scene)
    view.show_scene(scene)
    block = np.full((20, 20), -1.0)
    block[:, 10:] = 1.0
    hidden = dataclasses.replace(frame.faces[1], mean=block)
    view.show_frame(dataclasses.replace(frame, faces=(frame.faces[0], hidden, frame.faces[2])))
    image = view.grab().toImage()
    neurons = view.picture._neurons
    square = neurons.blocks.square(1)
    theme = view.theme
    for x, color in ((0.25, theme.neg), (0.75, theme.pos)):
        at = QPointF(square.left() + x * square.width(), square.center().y()).toPoint()
        assert image.pixelColor(at) == color


@pytest.mark.parametrize(
    "sizes", [(2, 1), (1, 1), (2, 8, 8, 1), (4, 16, 16, 16, 16, 16, 16, 10), (784, 256, 10)]
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_any_network_is_drawn(view, sizes, theme):
    view.apply_theme(load(theme))
    show(view, make_scene(sizes), k=8)
    picture = view.grab().toImage()
    colors = {picture.pixel(x, y) for x in range(0, 700, 5) for y in range(0, 600, 5)}
    assert len(colors) > 10


def test_that_a_network_without_biases_is_drawn(view):
    show(view, make_scene(bias=False))
    assert "bias" not in view.table().columns["from"]


def test_that_a_frame_of_another_generation_is_dropped(view):
    frame = show(view, make_scene(generation=1))
    view.show_frame(dataclasses.replace(make_frame(make_scene((5, 5)), seed=1), generation=2))
    assert np.array_equal(np.sort(view.table().columns["weight"]), np.sort(frame.theta))


def test_that_the_picture_follows_the_weights(view):
    scene = make_scene()
    show(view, scene, seed=1)
    before = view.grab().toImage()
    view.show_frame(make_frame(scene, seed=2))
    assert view.grab().toImage() != before


def pixels(image: QImage) -> np.ndarray:
    """Return blue, green and red ``(height, width, 3)``."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def drawn_at_once(view: DiagramView) -> QImage:
    """Return the picture drawn without any copy, on the view's ground."""
    image = QImage(view.size() * view.devicePixelRatioF(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(view.devicePixelRatioF())
    image.fill(view.theme.panel)
    painter = QPainter(image)
    view.paint_picture(painter, QRectF(view.rect()))
    painter.end()
    return image


@pytest.mark.parametrize("sizes", [(2, 8, 8, 1), (64, 64, 16, 10), (3, 16, 16, 16, 2)])
def test_that_what_is_painted_in_turns_is_the_whole_picture(view, sizes):
    scene = make_scene(sizes)
    view.header().hide()
    view.clearFocus()
    show(view, scene)
    latest = make_frame(scene, seed=7)
    for _ in range(40):
        view.show_frame(latest)
        view.repaint()
    seen, whole_picture = pixels(view.grab().toImage()), pixels(drawn_at_once(view))
    assert np.abs(seen - whole_picture).max() <= 8  # below a neuron's frame an edge's end is cut


def test_that_a_wide_layer_paints_its_largest_edges_only(view):
    scene = make_scene((64, 64, 32, 10))
    frame = show(view, scene)
    edges = view.picture.wiring.drawing.edges
    for layer, weights in enumerate(scene.layout.weights(frame.theta), start=1):
        mine = edges.layer == layer
        drawn = np.abs(weights[edges.source[mine], edges.target[mine]])
        assert len(drawn) == view.picture.wiring.strongest
        assert (np.sort(np.abs(weights).ravel())[-len(drawn) :] == np.sort(drawn)).all()


def test_that_the_mouse_finds_neurons_and_edges(view, qtbot):
    show(view, make_scene())
    for thing in (Neuron(1, 2), Edge(2, 0, 0), Edge(1, 1, 2)):
        qtbot.mouseMove(view, place(view, thing))
        qtbot.waitUntil(lambda thing=thing: view.hovered == thing)
        assert view.toolTip() == ""


def test_that_the_mouse_finds_a_block_of_condensed_units(view, qtbot):
    show(view, make_scene((2, 40, 1)))
    qtbot.mouseMove(view, place(view, Block(1)))
    qtbot.waitUntil(lambda: view.hovered == Block(1))


def test_that_a_click_selects_and_escape_lets_go(view, qtbot):
    show(view, make_scene())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(view, Edge(1, 0, 1)))
    assert view.selected == Edge(1, 0, 1)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected is None


def test_that_the_arrow_keys_reach_neurons_and_edges(view, qtbot):
    show(view, make_scene())
    path = [
        (Qt.Key.Key_Right, Neuron(0, 0)),
        (Qt.Key.Key_Down, Neuron(0, 1)),
        (Qt.Key.Key_Right, Edge(1, 1, 1)),
        (Qt.Key.Key_Down, Edge(1, 1, 2)),
        (Qt.Key.Key_Down, Edge(1, 1, 2)),
        (Qt.Key.Key_Right, Neuron(1, 2)),
        (Qt.Key.Key_Left, Edge(1, 1, 2)),
        (Qt.Key.Key_Up, Edge(1, 0, 2)),
        (Qt.Key.Key_Left, Neuron(0, 0)),
        (Qt.Key.Key_End, Neuron(0, 1)),
    ]
    for key, expected in path:
        qtbot.keyClick(view, key)
        assert view.selected == expected


def test_that_the_selected_weight_is_described_with_its_numbers(view, qtbot):
    scene = make_scene()
    theta = np.zeros(scene.layout.size)
    scene.layout.weights(theta)[0][1, 2] = 1.2846
    show(view, scene, theta=theta)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    said = view.describe_selection()
    assert "w⁽¹⁾ 2,3" in said
    assert "+1.2846" in said
    assert "feature 2" in said
    assert view.accessibleDescription() == said


def test_that_the_selected_neuron_is_described_with_its_bias(view, qtbot):
    scene = make_scene()
    theta = np.zeros(scene.layout.size)
    scene.layout.biases(theta)[1][0] = -0.25
    show(view, scene, theta=theta)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(view, Neuron(2, 0)))
    assert "−0.2500" in view.describe_selection()
    assert "sigmoid" in view.describe_selection()
    assert "class 1" in view.describe_selection()


@pytest.mark.parametrize("thing", [Neuron(0, 1), Neuron(1, 0), Edge(1, 0, 2), Block(1)])
def test_that_a_card_explains_what_is_pointed_at(view, qtbot, thing):
    show(view, make_scene((2, 40, 1)))
    plain = view.grab().toImage()
    qtbot.mouseMove(view, place(view, thing))
    qtbot.waitUntil(lambda: view.hovered == thing)
    assert view.grab().toImage() != plain
    QCoreApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.hovered is None
    assert view.grab().toImage() == plain


def test_that_the_card_of_a_weight_names_it_by_source_and_destination(view):
    scene = make_scene()
    numbers = Numbers(scene.layout, show(view, scene))
    text = words.edge_html(numbers, Edge(2, 2, 0), load("light"))
    assert "<sup>(2)</sup><sub>3,1</sub>" in text
    assert words.signed(numbers.weight("weights", 2, 2, 0)) in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.2846, "+1.2846"),
        (-0.00431, "−0.00431"),
        (4.2e-7, "+4.200e−07"),
        (0.0, "+0.0000"),
        (float("-inf"), "−∞"),
        (float("nan"), "not a number"),
        (None, "–"),
    ],
)
def test_that_a_number_is_written_with_its_sign(value, text):
    assert words.signed(value) == text


def test_that_a_selection_goes_to_the_nearest_neuron_of_another_network(view, qtbot):
    show(view, make_scene())
    qtbot.keyClick(view, Qt.Key.Key_Right)
    show(view, make_scene())
    assert view.selected == Neuron(0, 0)
    view._select(Neuron(1, 2))
    show(view, make_scene((2, 2, 1)))
    assert view.selected == Neuron(1, 1)
    view._select(Edge(2, 1, 0))
    show(view, make_scene((2, 1, 1)))
    assert view.selected is None


def test_that_gradients_are_drawn_in_colors_of_their_own(view):
    theme = load("light")
    show(view, make_scene())
    assert count(view.grab().toImage(), theme.gpos) == 0
    view.reading = "gradients"
    assert view.reading == "gradients"
    assert count(view.grab().toImage(), theme.gpos) > 10


def inside(scene: Scene, **parts) -> Workings:
    layers = len(scene.sizes) - 1
    return Workings(
        **{
            "left_out": (None,) * layers,
            "flat": tuple(np.zeros(n) for n in scene.sizes[1:]),
            "steepness": np.ones(layers),
            **parts,
        }
    )


def test_that_what_flows_through_an_edge_can_be_read(view):
    scene = make_scene()
    flow = np.arange(1.0, scene.layout.size + 1)
    view.reading = "activations"
    view.show_scene(scene)
    assert view.wants().probe.flow
    plain = make_frame(scene)
    view.show_frame(plain)
    before = view.grab().toImage()
    view.show_frame(dataclasses.replace(plain, workings=inside(scene, flow=flow)))
    assert view.grab().toImage() != before
    assert np.array_equal(np.sort(view.table().columns["flow"]), flow)


def test_that_another_frame_is_asked_for_when_more_is_wanted(view, qtbot):
    show(view, make_scene())
    with qtbot.waitSignal(view.intent, check_params_cb=lambda wish: wish == NeedFrame()):
        view.reading = "activations"
    with qtbot.assertNotEmitted(view.intent):
        view.refresh()
    with qtbot.waitSignal(view.intent, check_params_cb=lambda wish: wish == NeedFrame()):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.wants().probe.unit == (0, 0)


def test_that_the_card_of_a_weight_tells_the_next_update(view, qtbot):
    scene = make_scene()
    show(view, scene)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(view, Edge(1, 1, 2)))
    places = view.wants().probe.forecast
    assert places == (scene.layout["W1"].start + 1 * 3 + 2,)
    told = inside(scene, forecast=np.array([0.00912]), places=places)
    numbers = Numbers(scene.layout, dataclasses.replace(make_frame(scene), workings=told))
    assert "+0.00912" in words.edge_html(numbers, Edge(1, 1, 2), load("light"))
    assert "next" not in words.edge_html(numbers, Edge(1, 0, 2), load("light"))


def test_that_a_live_edit_keeps_what_the_widths_are_measured_against(view):
    scene = make_scene()
    show(view, scene)
    picture = view.picture
    view.show_scene(dataclasses.replace(scene, experiment=Experiment(lr=0.5)))
    assert view.picture is picture
    assert view.table().rows == scene.layout.size


def test_that_an_unknown_reading_changes_nothing(view):
    show(view, make_scene())
    view.reading = "opinions"
    assert view.reading == "weights"


def test_that_weights_that_are_no_numbers_are_drawn_as_a_warning(view):
    scene, theme = make_scene(), load("light")
    theta = np.ones(scene.layout.size)
    show(view, scene, theta=theta)
    assert count(view.grab().toImage(), theme.warn) == 0
    theta = theta.copy()
    scene.layout.weights(theta)[0][:] = np.nan
    view.show_frame(make_frame(scene, theta=theta))
    assert count(view.grab().toImage(), theme.warn) > 30


def test_that_the_table_lists_every_weight_and_bias(view):
    scene = make_scene()
    frame = show(view, scene)
    columns = view.table().columns
    assert list(columns) == ["layer", "from", "to", "weight", "gradient", "update"]
    assert view.table().rows == scene.layout.size
    row = np.flatnonzero(
        (columns["layer"] == 1) & (columns["from"] == "2") & (columns["to"] == 3)
    ).item()
    assert columns["weight"][row] == scene.layout.weights(frame.theta)[0][1, 2]
    assert columns["gradient"][row] == scene.layout.weights(frame.gradient)[0][1, 2]
    row = np.flatnonzero((columns["layer"] == 2) & (columns["from"] == "bias")).item()
    assert columns["weight"][row] == scene.layout.biases(frame.theta)[1][0]


def test_that_an_exported_picture_holds_curves_and_no_card(view, qtbot, tmp_path):
    show(view, make_scene())
    qtbot.keyClick(view, Qt.Key.Key_Right)
    file = tmp_path / "diagram.svg"
    generator = QSvgGenerator()
    generator.setFileName(str(file))
    generator.setSize(view.size())
    painter = QPainter(generator)
    view.paint_picture(painter, QRectF(view.rect()))
    painter.end()
    text = file.read_text("utf-8")
    pictures = re.findall(r'xlink:href="data:[^,]*,([^"]*)"', text)
    assert len(set(pictures)) == 6  # an image of its own for every neuron
    # Wide edges are Bézier curves and hairlines are polylines, as are the legend's two samples.
    curves = re.findall(r'd="M[-\d.]+,[-\d.]+ C[-\d., ]+"', text)
    assert len(curves) + text.count("<polyline") == 9 + 2
    assert "Hidden 1 · tanh" in text
    assert "feature 1</text>" in text
    assert "output" not in text


def test_that_a_card_stays_inside_and_beside_what_it_explains():
    bounds = QRectF(0, 0, 400, 300)
    for x in range(0, 380, 37):
        for y in range(0, 280, 37):
            anchor = QRectF(x, y, 20, 20)
            box = placed(QSizeF(150, 80), anchor, bounds)
            assert bounds.contains(box)
            assert not box.intersects(anchor)
