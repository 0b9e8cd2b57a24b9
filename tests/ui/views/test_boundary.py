"""The boundary shows what the network answers, and the samples it learns from."""

import dataclasses
from types import SimpleNamespace

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import TEST, TRAIN
from visualnn.experiment.frames.insights import Outcomes
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.plots.answers import CELL
from visualnn.ui.plots.plot_items import Raster
from visualnn.ui.plots.samples import Points
from visualnn.ui.views import plot_view
from visualnn.ui.views.boundary import RESOLUTION, WHEN_SLOW, WHILE_RUNNING, BoundaryView


@pytest.fixture
def view(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show_scene(fakes.scene())
    with qtbot.waitExposed(view):
        view.show()
    return view


def show(view, **names):
    view.show_frame(fakes.frame(boundary=fakes.boundary(), **names))


def pixels_of(view):
    """Return the colors of the map, red, green and blue, row 0 the lowest."""
    image = view.answers.raster.image
    blue_green_red_ = np.array(image.constBits()).reshape(image.height(), image.width(), 4)
    return blue_green_red_[..., 2::-1]


def test_that_a_running_map_is_coarser_than_one_at_rest(view):
    assert view.wants().boundary == RESOLUTION
    show(view)
    assert view.wants().boundary == WHILE_RUNNING
    view.haste.slow = True
    assert view.wants().boundary == WHEN_SLOW
    show(view, state="paused")
    assert view.wants().boundary == RESOLUTION


@pytest.mark.parametrize(("hidden", "fine"), [((64, 32), WHILE_RUNNING), ((128, 64), 63)])
def test_that_the_running_map_of_a_wide_network_is_as_fine_as_the_engine_can_afford(
    view, hidden, fine
):
    view.show_scene(fakes.scene(2, data="digits", hidden=hidden))
    show(view, generation=2)
    assert view.wants().boundary == fine
    show(view, generation=2, state="paused")
    assert view.wants().boundary == RESOLUTION


def test_that_test_points_are_hidden_until_asked_for(view):
    scene = fakes.scene()
    assert TEST not in scene.part[view.samples.shown]
    view.choose("points", "all")
    assert len(view.samples.shown) == len(scene.part)


def test_that_points_stay_as_they_are_while_the_map_below_them_changes(request, qtbot, monkeypatch):
    painted = []
    for kind in (Points, Raster):
        monkeypatch.setattr(kind, "paint", lambda self, *_: painted.append(self))
    view = request.getfixturevalue("view")
    samples = set(view.samples._looks.values())
    show(view)
    qtbot.waitUntil(lambda: samples <= set(painted) and view.answers.raster in painted)
    painted.clear()
    show(view)
    qtbot.waitUntil(lambda: view.answers.raster in painted)
    assert not samples & set(painted)


def test_that_classes_differ_in_shape_and_not_in_color_alone(view):
    marks = {e.text: e.mark for e in view.legend.entries}
    first, second = fakes.scene().classes
    assert marks[first] != marks[second]


def test_that_the_low_end_is_class_zero_s_color_and_the_high_end_class_one_s(view):
    show(view)
    left, right = pixels_of(view)[0, 0], pixels_of(view)[0, -1]
    assert left[0] > left[2]
    assert right[2] > right[0]


def test_that_the_class_map_has_two_colors_only(view):
    view.choose("mode", "class")
    show(view)
    assert len(np.unique(pixels_of(view).reshape(-1, 3), axis=0)) == 2


def test_that_the_border_of_classes_is_as_fine_as_it_is_drawn_large(view, qtbot):
    view.choose("mode", "class")
    show(view, state="paused")
    grid = fakes.boundary().shape[-1]
    before = len(pixels_of(view))
    view.resize(2000, 1600)
    qtbot.waitUntil(lambda: view.plot.box.width() > 1500)
    wide = view.plot.box.width() * view.devicePixelRatioF()
    assert len(pixels_of(view)) > before
    assert wide / len(pixels_of(view)) <= CELL * grid / (grid - 1)
    view.choose("mode", "output")
    assert len(pixels_of(view)) == grid


def test_that_an_output_that_is_no_number_stands_out(view):
    outputs = fakes.boundary().copy()
    outputs[0, 3, 3] = np.nan
    view.show_frame(fakes.frame(boundary=outputs))
    assert tuple(pixels_of(view)[3, 3]) == view.theme.bad.getRgb()[:3]


def test_that_hovering_a_point_names_it_and_the_answer(view):
    show(view)
    scene = fakes.scene()
    sample = int(np.flatnonzero(scene.part == TRAIN)[0])
    text = view.hover(QPointF(*map(float, scene.points[sample])))
    assert scene.classes[int(scene.targets[sample])] in text
    assert "(train)" in text
    assert "network" in text


def test_that_a_frame_of_another_run_is_dropped(view):
    view.show_frame(fakes.frame(boundary=fakes.boundary(), generation=9))
    assert view.table().rows == 0


def test_that_the_map_comes_out_in_long_format(view):
    show(view)
    scene, table = fakes.scene(), view.table()
    x, y, value = list(table.columns.values())[:3]
    assert table.rows == 16 * 16
    assert (x[0], y[0]) == (scene.extent[0], scene.extent[2])
    assert value[15] == 1.0


def test_that_other_features_are_said_to_be_at_their_mean(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    view.show_scene(fakes.scene(data="iris"))
    assert view.key_below.caption.text() == "other features at their mean"
    assert "petal" in view.key_below.caption.toolTip()


def test_that_the_query_point_shows_the_network_s_answer(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    view.show_scene(fakes.scene(data="pass"))
    answers = {"query": np.array([0.9]), "untrained_query": np.array([0.1])}
    view.show_frame(fakes.frame(boundary=fakes.boundary(), **answers))
    assert view._query.text == "0.900 → pass"
    assert view.key_below.caption.text() == "(4, 5)?  untrained 0.100 → fail  ·  now 0.900 → pass"
    assert "lectures attended 4" in view.key_below.caption.toolTip()


def test_that_residuals_are_drawn_on_demand_with_the_engine_s_answers(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    scene = fakes.scene(data="sine")
    view.show_scene(scene)
    assert not view.wants().outcomes
    view.choose("residuals", "lines")
    assert view.wants().outcomes
    rows = [np.flatnonzero(scene.part == share) for share in (0, 1)]
    pairs = tuple(np.column_stack([scene.targets[r], 0.5 * scene.targets[r]]) for r in rows)
    outcomes = Outcomes(np.zeros(3), pairs=(*pairs, np.zeros((0, 2))))
    show(view, outcomes=outcomes)
    assert len(view.answers.residuals.pairs) == sum(map(len, rows))
    x, target, answer = view.answers.residuals.pairs[3]
    sample = rows[0][3]
    assert (x, target) == (scene.points[sample, 0], scene.targets[sample])
    assert answer == 0.5 * target


def test_that_a_surface_has_lines_of_equal_value_and_a_scale_in_its_units(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    scene = fakes.scene(data="plane")
    view.show_scene(scene)
    low, high = scene.levels
    ramp = low + (high - low) * fakes.boundary()
    view.show_frame(fakes.frame(boundary=ramp))
    assert view.answers.contours._lines
    assert not view.key_below.bar.isHidden()
    assert (view.key_below.bar.name, view.key_below.bar.levels) == ("y", scene.levels)
    view.show_scene(fakes.scene(2))
    assert view.key_below.bar.isHidden()
    assert not view.answers.contours.isVisible()


def test_that_axes_stand_still_while_points_are_put(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    plan = resolve(Experiment(data="sine", samples=60))
    view.show_scene(plan.scene(1))
    before = view.plot.box.viewRect()
    data = dataclasses.replace(plan.experiment.data, edits=(PointEdit("add", x=(9.0,), y=40.0),))
    edited = plan.edited(plan.experiment.edited(data=data))
    view.show_scene(edited.scene(1))
    assert view.plot.box.viewRect() == before
    assert len(view.samples.shown) == np.sum(edited.part != TEST)


def test_that_one_feature_is_drawn_as_a_curve(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    view.show_scene(fakes.scene(data="sine"))
    show(view)
    assert not view.answers.raster.isVisible()
    assert view.answers.curve._pieces[0].size() == 16
    assert [switch.key for switch in view.switches()] == ["points", "batch", "residuals"]


def test_that_many_classes_are_told_apart(qtbot):
    view = BoundaryView()
    qtbot.addWidget(view)
    scene = fakes.scene(data="digits")
    view.show_scene(scene)
    view.show_frame(fakes.frame(boundary=fakes.boundary(outputs=10)))
    names = [e.mark for e in view.legend.entries][:10]
    assert len(set(names)) == 10
    assert view.table().rows == 256


def test_that_a_new_plan_clears_the_old_map(view):
    show(view)
    view.show_scene(dataclasses.replace(fakes.scene(), generation=2))
    assert view.table().rows == 0


def test_that_the_tooltip_waits_while_the_readout_tells_of_a_place(view, monkeypatch):
    hidden = []
    monkeypatch.setattr(plot_view, "QToolTip", SimpleNamespace(hideText=lambda: hidden.append(1)))
    show(view)
    at = view.plot.geometry().center()
    ask = QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at))
    view._moved(view.plot.box.sceneBoundingRect().center())
    assert view.readout.isVisible()
    QApplication.sendEvent(view, ask)
    assert hidden
    assert QToolTip.text() == ""
    view.dismiss()
    assert not view.readout.isVisible()
