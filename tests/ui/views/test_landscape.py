"""The landscape shows a surface and a race, and says where the person points."""

from dataclasses import replace

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from visualnn.ui.intents import PlaceStart, ViewExtent
from visualnn.ui.views.landscape import LandscapeView

SIZE = (456, 482)
"""Of a view whose map, between its axes and above its key, is square."""


@pytest.fixture
def view(qtbot):
    view = LandscapeView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    with qtbot.waitExposed(view):
        view.show()
    view.show_relief(fakes.relief())
    view.show_race(fakes.race())
    return view


@pytest.fixture
def intents(view):
    heard = []
    view.intent.connect(heard.append)
    return heard


def pixel(view, x, y) -> QPoint:
    return view.plot.pixel_at(x, y).toPoint()


def test_that_a_new_surface_is_shown_as_a_whole(view):
    assert view.extent == pytest.approx((-4, 4, -4, 4))
    assert "Bowl" in view.title


def test_that_units_are_square_in_a_wide_window(qtbot, view):
    view.resize(856, 482)
    qtbot.waitUntil(lambda: view.extent[1] > 7)
    left, right, bottom, top = view.extent
    assert (right - left) / (top - bottom) == pytest.approx(2, rel=0.02)


def test_that_a_window_resized_back_shows_the_same_again(qtbot, view):
    before = view.extent
    view.resize(SIZE[0] + 400, SIZE[1])
    qtbot.waitUntil(lambda: view.extent[1] > before[1] + 3)
    view.resize(*SIZE)
    qtbot.waitUntil(lambda: view.extent == pytest.approx(before))


def test_that_a_click_places_the_start(qtbot, view, intents):
    qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(view, 1.0, -2.0))
    (intent,) = [i for i in intents if isinstance(i, PlaceStart)]
    assert intent.done
    assert (intent.x, intent.y) == pytest.approx((1.0, -2.0), abs=0.05)
    assert view.pin == (intent.x, intent.y)


def test_that_dragging_the_pin_moves_it_and_says_when_it_is_let_go(qtbot, view, intents):
    drag(qtbot, view, (3.0, 2.0), (0.0, 2.0))
    places = [i for i in intents if isinstance(i, PlaceStart)]
    assert [i.done for i in places][-1]
    assert not places[0].done
    assert view.pin == pytest.approx((0.0, 2.0), abs=0.05)


def test_that_dragging_beside_the_pin_moves_the_map(qtbot, view, intents):
    drag(qtbot, view, (0.0, 0.0), (1.0, 0.0))
    assert view.extent == pytest.approx((-5, 3, -4, 4), abs=0.05)
    assert all(isinstance(i, ViewExtent) for i in intents)


def drag(qtbot, view, start, stop):
    viewport = view.plot.viewport()
    a, b = pixel(view, *start), pixel(view, *stop)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=a)
    for share in (0.5, 1.0):
        qtbot.mouseMove(viewport, a + (b - a) * share)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=b)


@pytest.mark.parametrize(
    ("modifier", "step"),
    [(Qt.KeyboardModifier.NoModifier, 0.08), (Qt.KeyboardModifier.ShiftModifier, 0.008)],
)
def test_that_arrow_keys_move_the_pin(qtbot, view, intents, modifier, step):
    qtbot.keyClick(view, Qt.Key.Key_Right, modifier)
    assert intents == [PlaceStart(pytest.approx(3.0 + step), 2.0, True)]


def test_that_plus_zooms_and_home_goes_back(qtbot, view, intents):
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.extent[1] - view.extent[0] == pytest.approx(8 / 1.25)
    assert isinstance(intents[-1], ViewExtent)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.extent == pytest.approx((-4, 4, -4, 4))


def test_that_a_survey_of_the_part_on_show_changes_no_extent(view, intents):
    view.show_relief(fakes.relief(extent=(-1.0, 1.0, -1.0, 1.0)))
    assert view.extent == pytest.approx((-4, 4, -4, 4))
    assert intents == []


def test_that_hovering_gives_coordinates_and_the_functions_value(view):
    assert view.hover(QPointF(-2.0, 1.0)) == "(−2.000, 1.000)\nloss 5.000"
    assert view.hover(QPointF(0.13, 0.0)) == "(0.130, 0.000)\nloss 0.0169"
    assert view.hover(QPointF(99.0, 0.0)) == ""


def test_that_a_diverged_contestant_is_named_in_words(view):
    view.show_race(fakes.race(lost_at=12))
    view.set_playhead(11)
    assert view._paths._name(1) == "Adam"
    view.set_playhead(12)
    assert view._paths._name(1) == "Adam diverged at step 12"


def test_that_the_tooltip_says_how_the_color_is_made(view):
    assert "log₁₀(loss + " in view.toolTip()
    view.show_relief(fakes.relief(floor=-1.0))
    assert "log₁₀(loss − (−1) + " in view.toolTip()
    bottomless = fakes.relief(surface="saddle", floor=-np.inf)
    view.show_relief(replace(bottomless, values=bottomless.values - 1.0))
    assert "The color is the loss," in view.toolTip()


def test_that_the_surface_comes_out_in_long_format(view):
    table = view.table()
    assert table.rows == 41 * 41
    assert table.columns["loss"][0] == 32.0


def test_that_a_formula_stands_in_the_heading_as_it_was_typed(view):
    view.show_relief(fakes.relief(surface="x^2 + y^2", floor=-np.inf))
    assert view.title == "Loss landscape"
    assert view.header().text() == "x^2 + y^2"
    view.show_relief(fakes.relief())
    assert view.header().text() == ""


def test_that_the_map_says_that_it_is_of_the_last_valid_formula(view):
    view.show_relief(fakes.relief(surface="x^2 + y^2", floor=-np.inf))
    view.set_outdated(True)
    assert view.header().text() == "still the last valid one: x^2 + y^2"
    assert view._raster.opacity() < 1
    view.set_outdated(False)
    assert view.header().text() == "x^2 + y^2"
    assert view._raster.opacity() == 1


def test_that_the_key_names_the_loss_of_the_colors_and_what_has_none(view):
    bar = view._bar
    assert bar.accessibleName() == "loss 0 – 10"
    assert bar._gap_name == ""
    torn = fakes.relief(floor=-1.0)
    torn.values[0, 0] = np.nan
    view.show_relief(torn)
    assert bar.name == "loss above −1"
    assert bar._gap_name == "no value"
