import math
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from visualnn.data.point_edits import PointEdit
from visualnn.ui.points.brush import DRAW, ERASE, MOVE, SPACING, Brush, kind_of

sys.path.insert(0, str(Path(__file__).parent.parent / "views"))
import fakes


def pixels(first, second):
    """A plane in which one unit is a hundred pixels."""
    return 100 * math.hypot(second.x() - first.x(), second.y() - first.y())


@pytest.fixture
def said():
    return []


@pytest.fixture
def make(said, qapp):
    def make_brush(tool, row=None, along=(), **names):
        brush = Brush(pixels, lambda _: row, lambda *_: along)
        brush.edited.connect(said.append)
        brush.show_scene(fakes.scene(**names))
        brush.tool = tool
        return brush

    return make_brush


def edits(said):
    return [edit for intent in said for edit in intent.edits]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("xor", "classes"),
        ("blobs", "classes"),
        ("sine", "curve"),
        ("plane", "surface"),
        ("iris", ""),
    ],
)
def test_that_points_can_be_edited_where_the_plot_shows_all_of_a_sample(data, kind):
    assert kind_of(fakes.scene(data=data)) == kind


def test_that_a_press_puts_a_point_of_the_chosen_class(make, said):
    brush = make(DRAW)
    brush.label = 1
    brush.press(QPointF(0.5, -0.5))
    brush.release()
    assert edits(said) == [PointEdit("add", x=(0.5, -0.5), y=1)]
    assert [intent.done for intent in said] == [False, True]
    assert said[0].name == "draw points"


def test_that_a_drag_puts_points_at_a_steady_spacing(make, said):
    brush = make(DRAW)
    brush.press(QPointF(0, 0))
    for k in range(1, 101):  # a hundred pixels, one by one
        brush.drag(QPointF(k / 100, 0))
    places = [100 * edit.x[0] for edit in edits(said)]
    assert places == pytest.approx([SPACING * k for k in range(6)])


def test_that_a_stroke_out_of_the_plot_and_back_puts_points_inside_only(make, said):
    brush = make(DRAW)
    brush.room = QRectF(0, 0, 1, 1)
    for place in (QPointF(0.5, 0.5), QPointF(0.5, 1.5), QPointF(0.9, 1.5), QPointF(0.9, 0.5)):
        brush.drag(place) if brush.busy else brush.press(place)
    x, y = np.array([edit.x for edit in edits(said)]).T
    assert y.max() <= 1
    assert y[x < 0.7].max() > 0.8  # up to the edge on the way out,
    assert y[x > 0.7].max() > 0.8  # and from the edge on the way back
    assert not ((x > 0.52) & (x < 0.82)).any()


def test_that_a_quick_drag_leaves_no_gap(make, said):
    brush = make(DRAW)
    brush.press(QPointF(0, 0))
    brush.drag(QPointF(0, 2))
    assert len(edits(said)) == 1 + math.floor(200 / SPACING)


def test_that_a_point_of_a_curve_has_its_value_from_its_height(make, said):
    brush = make(DRAW, data="sine")
    brush.press(QPointF(1.5, 0.25))
    assert edits(said) == [PointEdit("add", x=(1.5,), y=0.25)]


def test_that_a_point_of_a_surface_has_the_chosen_value(make, said):
    brush = make(DRAW, data="plane")
    brush.value = 0.75
    brush.press(QPointF(1.0, 2.0))
    assert edits(said) == [PointEdit("add", x=(1.0, 2.0), y=0.75)]


def test_that_a_point_is_dragged_by_its_number(make, said):
    brush = make(MOVE, row=7)
    brush.press(QPointF(0, 0))
    brush.drag(QPointF(1, 1))
    brush.release()
    assert edits(said) == [PointEdit("move", 7, (1.0, 1.0), 0)]
    brush.drag(QPointF(2, 2))
    assert len(edits(said)) == 1


def test_that_nothing_moves_where_no_point_is(make, said):
    brush = make(MOVE)
    brush.press(QPointF(0, 0))
    brush.drag(QPointF(1, 1))
    assert edits(said) == []


def test_that_a_stroke_erases_each_point_once(make, said):
    brush = make(ERASE, row=3)
    brush.press(QPointF(0, 0))
    brush.drag(QPointF(0.01, 0))
    assert edits(said) == [PointEdit("remove", 3)]


def test_that_a_stroke_erases_all_points_on_its_way_each_of_them_once(make, said):
    brush = make(ERASE, row=3, along=[3, 5, 8])
    brush.press(QPointF(0, 0))
    for k in (1, 2):
        brush.drag(QPointF(k, 0))
    brush.release()
    assert edits(said) == [PointEdit("remove", number) for number in (3, 5, 8)]
    assert [intent.done for intent in said] == [False, False, True]


def test_that_a_hand_that_slips_in_a_click_erases_one_point(make, said):
    brush = make(ERASE, row=3, along=[3, 5, 8])
    brush.press(QPointF(0, 0))
    brush.drag(QPointF(0.02, 0))  # two pixels
    assert edits(said) == [PointEdit("remove", 3)]
    brush.drag(QPointF(0.04, 0))
    assert len(edits(said)) == 3


def test_that_the_other_button_erases_with_any_tool(make, said):
    brush = make(DRAW, row=5)
    brush.press(QPointF(0, 0), erase=True)
    assert edits(said) == [PointEdit("remove", 5)]
