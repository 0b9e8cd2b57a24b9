"""Points edited in the window itself, by mouse and by keyboard, as steps of undo."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.spec import Experiment
from visualnn.ui.plots.samples import NEAR
from visualnn.ui.points.strip import ToolStrip


def edits(window):
    return window.session.document.experiment.data.edits


def settled(window, qtbot):
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)


def pixel(window, x, y):
    return window.playground.boundary.plot.pixel_at(x, y).toPoint()


def mouse(window):
    return window.playground.boundary.plot.viewport()


def press(window, name):
    window.playground.boundary.findChild(object, name).click()


def middle(window):
    left, right, bottom, top = window.laboratory.scene.extent
    return (left + right) / 2, (bottom + top) / 2


def test_that_a_stroke_is_one_step_of_undo(window, qtbot):
    press(window, "open_point_tools")
    x, y = middle(window)
    start, end = pixel(window, x, y), pixel(window, x, y)
    end.setX(end.x() + 60)
    QTest.mousePress(mouse(window), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(mouse(window), end)
    QTest.mouseRelease(mouse(window), Qt.MouseButton.LeftButton, pos=end)
    assert len(edits(window)) == 4  # 60 pixels, a point each 18
    assert all(edit.kind == "add" for edit in edits(window))
    settled(window, qtbot)
    assert len(window.laboratory.scene.points) == 60 + len(edits(window))
    window.session.undo_stack.undo()
    assert edits(window) == ()
    settled(window, qtbot)
    assert len(window.laboratory.scene.points) == 60


def test_that_a_quick_stroke_erases_what_lies_between_two_events_of_the_mouse(window, qtbot):
    boundary = window.playground.boundary
    boundary.points.strip.choose("erase")
    boundary.layout().activate()
    left, right, bottom, top = window.laboratory.scene.extent
    start, end = pixel(window, left, (bottom + top) / 2), pixel(window, right, (bottom + top) / 2)
    start.setX(start.x() + 2)
    scene = window.laboratory.scene
    rows = boundary.samples.shown  # not the test share
    near = [row for row in rows if abs(pixel(window, *scene.points[row]).y() - start.y()) < NEAR]
    passed = set(scene.numbers[near].tolist())
    assert len(passed) > 3
    QTest.mousePress(mouse(window), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(mouse(window), end + QPoint(30, 0))  # past the edge of the plot
    QTest.mouseRelease(mouse(window), Qt.MouseButton.LeftButton, pos=end)
    assert passed <= {edit.index for edit in edits(window)}
    assert {edit.kind for edit in edits(window)} == {"remove"}
    window.session.undo_stack.undo()
    assert edits(window) == ()


def test_that_training_goes_on_while_points_are_put(window, qtbot):
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.step > 2, timeout=20_000)
    generation = window.laboratory.frame.generation
    press(window, "open_point_tools")
    QTest.mouseClick(mouse(window), Qt.MouseButton.LeftButton, pos=pixel(window, *middle(window)))
    qtbot.waitUntil(lambda: len(window.laboratory.scene.points) == 61, timeout=20_000)
    step = window.laboratory.frame.step
    qtbot.waitUntil(lambda: window.laboratory.frame.step > step, timeout=20_000)
    assert window.laboratory.frame.generation == generation
    assert window.laboratory.running


def test_that_the_keyboard_puts_moves_and_erases(window, qtbot):
    view = window.playground.boundary
    view.setFocus()
    for key in (Qt.Key.Key_D, Qt.Key.Key_2, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    (put,) = edits(window)
    assert (put.kind, put.y) == ("add", 1)
    settled(window, qtbot)
    for key in (Qt.Key.Key_M, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    (moved,) = edits(window)
    assert moved.x[0] == put.x[0]
    assert moved.x[1] > put.x[1]
    settled(window, qtbot)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert edits(window)[-1] == PointEdit("remove", 60)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.points.active


def test_that_a_pattern_can_be_drawn_on_an_empty_canvas(window, qtbot):
    press(window, "open_point_tools")
    press(window, "tool_clear_0")
    settled(window, qtbot)
    assert len(window.laboratory.scene.points) == 0
    x, y = middle(window)
    for k, tool in enumerate(("tool_draw_0", "tool_draw_1")):
        press(window, tool)
        at = pixel(window, x, y)
        at.setX(at.x() + 50 * k)
        QTest.mouseClick(mouse(window), Qt.MouseButton.LeftButton, pos=at)
    settled(window, qtbot)
    assert window.laboratory.scene.targets.tolist() == [0, 1]
    window.laboratory.step("epoch")
    settled(window, qtbot)
    assert window.laboratory.frame.step == 1


def test_that_other_samples_forget_the_edits_of_the_old(window, qtbot):
    press(window, "open_point_tools")
    QTest.mouseClick(mouse(window), Qt.MouseButton.LeftButton, pos=pixel(window, *middle(window)))
    settled(window, qtbot)
    window.playground.panel._change_leaf("data", "seed", 3)
    assert edits(window) == ()


def test_that_what_was_drawn_on_a_cleared_canvas_outlives_another_seed(window, qtbot):
    press(window, "open_point_tools")
    press(window, "tool_clear_0")
    settled(window, qtbot)
    QTest.mouseClick(mouse(window), Qt.MouseButton.LeftButton, pos=pixel(window, *middle(window)))
    settled(window, qtbot)
    window.playground.panel._change_leaf("data", "seed", 3)
    assert [edit.kind for edit in edits(window)] == ["clear", "add"]


@pytest.mark.parametrize(("data", "tools"), [("iris", False), ("sine", True), ("blobs", True)])
def test_that_tools_are_offered_where_points_can_be_edited(make_window, data, tools):
    window = make_window(Experiment(data=data, samples=40, hidden=(3,)))
    assert window.playground.boundary.points.strip.isVisible() == tools


def covered(boundary):
    """Return what the tools lie over, once the layout has settled."""
    boundary.layout().activate()
    tools = boundary.points.strip.geometry()
    below = [boundary.plot, boundary.legend, boundary.key_below.caption, boundary.key_below.bar]
    return [part for part in below if part.isVisible() and part.geometry().intersects(tools)]


@pytest.mark.parametrize("data", ["moons", "plane"])
def test_that_the_tools_cover_neither_plot_nor_legend(make_window, data):
    boundary = make_window(Experiment(data=data, samples=60, hidden=(3,))).playground.boundary
    for tool in ("look", "draw", "look"):
        boundary.points.strip.choose(tool)
        assert boundary.points.strip.isVisible()
        assert covered(boundary) == []


def test_that_the_tools_cover_nothing_when_the_legend_takes_other_rows(make_window, qtbot):
    window = make_window(Experiment(samples=60, hidden=(3,)), size=(1280, 720))
    boundary = window.playground.boundary
    press(window, "open_point_tools")
    assert covered(boundary) == []
    rows = boundary.legend.height()
    press(window, "tool_clear_0")  # no share of the samples is left to be explained
    qtbot.waitUntil(lambda: boundary.legend.height() != rows, timeout=20_000)
    assert covered(boundary) == []
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: boundary.legend.height() == rows, timeout=20_000)
    assert covered(boundary) == []


def test_that_keys_of_a_tool_in_hand_do_not_reach_the_window(window):
    view = window.playground.boundary
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    view.event(event)
    assert not event.isAccepted()
    view.points.strip.choose("draw")
    view.event(event)
    assert event.isAccepted()


def test_that_a_double_click_explains_the_sample(window, qtbot):
    scene = window.laboratory.scene
    row = int(np.flatnonzero(scene.part == 0)[0])
    at = pixel(window, *scene.points[row])
    with qtbot.waitSignal(window.playground.explained):
        QTest.mouseDClick(mouse(window), Qt.MouseButton.LeftButton, pos=at)
    assert window.workspace is window.backprop


def test_that_the_batch_is_ringed_and_can_be_left_alone(window, qtbot):
    view = window.playground.boundary
    window.laboratory.step("step")
    settled(window, qtbot)
    batch = window.laboratory.frame.batch
    assert len(batch) == 32
    scene = window.laboratory.scene
    assert (view._marks.at == scene.points[np.isin(scene.numbers, batch)]).all()
    view.choose("batch", "none")
    assert len(view._marks.at) == 0
    assert not view.wants().batch


def test_that_every_view_bears_an_empty_canvas(window, qtbot):
    deck, points = window.playground.deck, window.playground.boundary.points
    window.laboratory.step("epoch")

    def look_at_all(samples):
        settled(window, qtbot)
        for view in deck.views:
            deck.show_view(view.key)
            settled(window, qtbot)
        assert len(window.laboratory.scene.points) == samples

    look_at_all(60)
    points.strip.choose("draw")
    points.brush.clear()
    look_at_all(0)
    points.brush.put(QPointF(*middle(window)))
    window.laboratory.step("epoch")
    look_at_all(1)
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    look_at_all(60)


def test_that_the_end_of_a_run_bears_an_empty_test_share(make_window, qtbot):
    window = make_window(Experiment(samples=40, hidden=(3,), epochs=2))
    points = window.playground.boundary.points
    points.brush.clear()
    for k in range(3):
        points.brush.put(QPointF(0.1 * k, 0.0))
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.state == "finished", timeout=20_000)
    settled(window, qtbot)
    assert np.isnan(window.laboratory.frame.test_score)


def test_that_escape_lets_go_of_a_point_that_the_keyboard_holds(window, qtbot):
    boundary = window.playground.boundary
    press(window, "open_point_tools")
    boundary.setFocus()
    QTest.keyClick(boundary, Qt.Key.Key_M)
    QTest.keyClick(boundary, Qt.Key.Key_Right)
    QTest.keyClick(boundary, Qt.Key.Key_Return)
    boundary.points.brush.held = int(window.laboratory.scene.numbers[0])
    QTest.keyClick(boundary, Qt.Key.Key_Escape)
    before = edits(window)
    QTest.keyClick(boundary, Qt.Key.Key_Left)
    assert edits(window) == before
    assert not boundary.points.brush.busy


def test_that_the_cursor_of_the_keyboard_goes_where_the_focus_goes(window):
    boundary = window.playground.boundary
    boundary.setFocus()
    QTest.keyClick(boundary, Qt.Key.Key_Right)
    assert boundary.points.ghost.isVisible()
    boundary.clearFocus()
    assert not boundary.points.ghost.isVisible()


def test_that_a_point_that_is_held_is_let_go_where_the_focus_leaves(window):
    boundary = window.playground.boundary
    boundary.setFocus()
    for key in (Qt.Key.Key_D, Qt.Key.Key_M, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(boundary, key)
    assert boundary.points.brush.busy
    boundary.clearFocus()
    assert not boundary.points.brush.busy


def test_that_only_nine_classes_name_a_key(qtbot):
    strip = ToolStrip()
    qtbot.addWidget(strip)
    tips = [strip._draw_tip(label, "x").rpartition("points")[2] for label in range(10)]
    assert tips[8:] == [". 9.", "."]


def test_that_the_tools_cover_nothing_after_another_data_set(make_window, qtbot):
    window = make_window(Experiment(data="iris"), size=(1280, 720))
    boundary = window.playground.boundary
    before = boundary.plot.box.height()
    window.session.propose(
        window.session.document.edited(experiment=Experiment(data="pass")), "data set"
    )
    qtbot.waitUntil(lambda: boundary.plot.box.height() != before, timeout=20_000)
    assert boundary.points.strip.isVisible()
    assert covered(boundary) == []
