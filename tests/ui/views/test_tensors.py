"""The list follows the network, and a cell reads the number that the frame has."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.figures.decimals import decimals_text
from visualnn.ui.views.tensors import TensorsView


@pytest.fixture
def view(qtbot):
    view = TensorsView()
    qtbot.addWidget(view)
    view.resize(400, 420)
    with qtbot.waitExposed(view):
        view.show()
    return view


def framed(view, generation=1, **names):
    plan = resolve(Experiment(**{"samples": 60, "hidden": (5, 4), "batch": 7, **names}))
    training = Training(plan)
    training.advance(3)
    view.show_scene(plan.scene(generation))
    look(view, plan, training, generation)
    return plan, training


def look(view, plan, training, generation=1):
    view.show_frame(Camera(plan).frame(training, view.wants(), generation))


def column(view, number):
    return [view.list.item(row, number).text() for row in range(view.list.rowCount())]


def middle_of(cells, index):
    box, side = cells._room(QRectF(cells.rect()))
    x, y = cells.drawn.places[cells.drawn.indices.index(index)]
    return QPointF(box.x() + (x + 0.5) * side, box.y() + (y + 0.5) * side).toPoint()


def test_that_before_the_network_it_says_what_it_waits_for(view):
    assert "Waiting" in view.reading.text()
    assert view.list.rowCount() == 0


def test_that_shapes_follow_layers_and_batch_size(view):
    framed(view, hidden=(8, 8), batch=10)
    assert (
        "W₂, matrix: shape (8, 8), 64 numbers"
        in view.list.item(column(view, 1).index("W₂"), 0).toolTip()
    )
    assert column(view, 2)[column(view, 1).index("X")] == "(10, 2)"
    framed(view, 2, hidden=(3,), batch=4)
    assert column(view, 2)[column(view, 1).index("X")] == "(4, 2)"
    assert "W₃" not in column(view, 1)
    assert view.about.text().startswith("W₁, matrix: shape (2, 3), 6 numbers")


def test_that_a_cell_reads_the_frame_s_number(view):
    plan, training = framed(view)
    view.choose_tensor("weights2")
    look(view, plan, training)
    weights = plan.scene(1).layout.weights(training.theta)[1]
    QTest.mouseMove(view.cells, middle_of(view.cells, (3, 1)))
    QTest.mouseClick(view.cells, Qt.MouseButton.LeftButton, pos=middle_of(view.cells, (3, 1)))
    assert view.reading.text().startswith(f"W₂[3, 1] = {decimals_text(float(weights[3, 1]), 4)}")


def test_that_arrow_keys_read_every_number_of_a_long_axis(qtbot, view):
    plan, training = framed(view, hidden=(30,))
    view.choose_tensor("bias1")
    look(view, plan, training)
    for _ in range(40):
        qtbot.keyClick(view.cells, Qt.Key.Key_Right)
    assert view.cells.cursor == (29,)
    bias = plan.scene(1).layout.biases(training.theta)[0]
    assert view.reading.text().startswith(f"b₁[29] = {decimals_text(float(bias[29]), 4)}")


def test_that_page_down_goes_into_the_depth_and_ctrl_to_the_outer_axes(qtbot, view):
    framed(view)
    view.choose_tensor("seeds1")
    qtbot.keyClick(view.cells, Qt.Key.Key_PageDown)
    qtbot.keyClick(view.cells, Qt.Key.Key_Down)
    qtbot.keyClick(view.cells, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view.cells, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.cells.cursor == (1, 0, 1, 1, 1, 0)


def test_that_the_list_is_gone_through_by_keyboard(qtbot, view):
    framed(view)
    view.list.setFocus()
    before = view.tensor
    with qtbot.waitSignal(view.wanting):
        qtbot.keyClick(view.list, Qt.Key.Key_Down)
    assert view.tensor != before
    assert view.about.text().startswith(view.tensor.symbol)


def test_that_no_number_is_made_up_where_only_the_shape_is_known(view):
    plan, training = framed(view)
    for key in ("epoch1", "run1", "seeds1"):
        view.choose_tensor(key)
        look(view, plan, training)
        assert view.cells.values is None
        assert "=" not in view.reading.text()
        assert "only its shape" in view.reading.text()


@pytest.mark.parametrize("key", ["loss0", "bias1", "weights1", "batch0", "images0", "maps2"])
def test_that_what_the_frame_has_is_shown_and_only_that_is_asked_for(view, key):
    plan, training = framed(view, data="digits")
    view.choose_tensor(key)
    look(view, plan, training)
    assert view.cells.values is not None
    assert view.cells.values.shape == view.tensor.shape
    wants = view.wants()
    assert wants.weights == (key[:-1] in ("bias", "weights"))
    assert wants.batch == (key[:-1] in ("batch", "images"))
    assert bool(wants.neurons) == (key[:-1] == "maps")


def test_that_a_pause_shows_the_latest_numbers(view):
    plan, training = framed(view)
    training.advance(1)
    look(view, plan, training)
    np.testing.assert_array_equal(
        view.cells.values, plan.scene(1).layout.weights(training.theta)[0]
    )


def test_that_a_low_view_leaves_its_sentence_to_the_tooltip(qtbot, view):
    framed(view)
    whole = view.about.text()
    view.resize(330, 240)
    qtbot.waitUntil(lambda: view.about.text() != whole)
    assert whole.startswith(view.about.text())
    assert view.about.toolTip() == whole
    view.resize(330, 420)
    qtbot.waitUntil(lambda: view.about.text() == whole)


def test_that_the_chosen_tensor_is_in_sight(qtbot, view):
    framed(view)
    view.choose_tensor("seeds1")
    view.resize(330, 240)
    row = view.list.currentRow()

    def in_sight():
        middle = view.list.visualItemRect(view.list.item(row, 0)).center()
        return view.list.viewport().rect().contains(middle)

    qtbot.waitUntil(in_sight)


def test_that_home_and_end_go_to_the_first_and_the_last(qtbot, view):
    framed(view)
    qtbot.keyClick(view.list, Qt.Key.Key_End)
    assert view.tensor.rank == 6
    qtbot.keyClick(view.list, Qt.Key.Key_Home)
    assert view.tensor.rank == 0


def test_that_more_epochs_make_a_longer_axis(view):
    plan, _ = framed(view, epochs=40)
    view.choose_tensor("run1")
    assert view.tensor.shape[0] == 40
    longer = resolve(plan.experiment.edited(epochs=50)).scene(1)
    view.show_settings(longer)
    assert view.tensor.shape[0] == 50
    assert "(50, " in view.about.text()


def test_that_the_values_come_out_as_a_table(view):
    framed(view)
    assert view.table().rows == 10
    assert list(view.table().columns) == ["in", "out", "value"]
