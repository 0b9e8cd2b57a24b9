"""Every view can be written as pixels, vectors and numbers, whole or not at all."""

import fakes
import pytest
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from visualnn.errors import InputError
from visualnn.ui.picture import to_csv, to_png, to_svg
from visualnn.ui.views.boundary import BoundaryView
from visualnn.ui.views.curves import CurvesView
from visualnn.ui.views.landscape import LandscapeView
from visualnn.ui.views.race_loss import RaceLossView
from visualnn.ui.views.race_table import RaceTableView


def curves():
    view = CurvesView()
    view.show_scene(fakes.scene())
    view.show_frame(fakes.frame(0, 40))
    return view


def boundary():
    view = BoundaryView()
    view.show_scene(fakes.scene())
    view.show_frame(fakes.frame(boundary=fakes.boundary()))
    return view


def racing(kind):
    def make():
        view = kind()
        view.show_relief(fakes.relief())
        view.show_race(fakes.race())
        return view

    return make


MAKERS = [curves, boundary, *map(racing, (LandscapeView, RaceLossView, RaceTableView))]


@pytest.fixture(params=MAKERS, ids=["curves", "boundary", "landscape", "race_loss", "race_table"])
def view(qtbot, request):
    view = request.param()
    qtbot.addWidget(view)
    view.resize(360, 300)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_that_a_png_has_the_asked_scale(view, tmp_path):
    image = QImage(str(to_png(view, tmp_path / "a.png", 3)))
    assert image.size() == view.picture_size() * 3


def test_that_the_ground_is_the_theme_s_and_not_black(view, tmp_path):
    image = QImage(str(to_png(view, tmp_path / "a.png", 1)))
    assert image.pixelColor(2, 2) == view.theme.panel


def test_that_an_svg_is_whole_and_keeps_its_words_as_text(view, tmp_path):
    path = to_svg(view, tmp_path / "a.svg")
    text = path.read_text()
    assert QSvgRenderer(str(path)).isValid()
    assert f">{view.title.upper()}</text>" in text
    size = view.picture_size()
    assert f'width="{size.width()}" height="{size.height()}"' in text


def test_that_an_svg_needs_no_pens_that_ignore_the_scale(view, tmp_path):
    lines = to_svg(view, tmp_path / "a.svg").read_text().split("<g ")[1:]
    scaled = [g for g in lines if "non-scaling-stroke" in g and "matrix(1,0,0,1" not in g]
    assert scaled == []


def test_that_the_numbers_come_out(view, tmp_path):
    lines = to_csv(view, tmp_path / "a.csv").read_text().splitlines()
    assert len(lines) == view.table().rows + 1


def test_that_exporting_twice_gives_the_same_picture(view, tmp_path):
    first = to_svg(view, tmp_path / "a.svg").read_bytes()
    assert to_svg(view, tmp_path / "b.svg").read_bytes() == first


def test_that_nothing_to_write_is_said_in_words(qtbot, tmp_path):
    view = CurvesView()
    qtbot.addWidget(view)
    with pytest.raises(InputError, match="no numbers"):
        to_csv(view, tmp_path / "a.csv")


def test_that_a_missing_folder_is_named(view, tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        to_png(view, tmp_path / "nowhere" / "a.png")


def test_that_a_picture_beyond_all_measure_is_refused(view, tmp_path):
    with pytest.raises(InputError, match="too large"):
        to_png(view, tmp_path / "a.png", 1000)
    assert not list(tmp_path.iterdir())
