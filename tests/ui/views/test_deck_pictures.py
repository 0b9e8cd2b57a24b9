"""The deck's views can be written as pixels, vectors and numbers like all others."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer

from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.ui.picture import to_csv, to_png, to_svg
from visualnn.ui.theme import load
from visualnn.ui.views.activation import ActivationView
from visualnn.ui.views.confusion import ConfusionView
from visualnn.ui.views.gradients import GradientsView
from visualnn.ui.views.layers import LayersView
from visualnn.ui.views.sample_table import SampleTableView
from visualnn.ui.views.scatter import ScatterView
from visualnn.ui.views.space import SpaceView
from visualnn.ui.views.tensors import TensorsView

KINDS = (
    ConfusionView,
    LayersView,
    GradientsView,
    ScatterView,
    SpaceView,
    TensorsView,
    SampleTableView,
    ActivationView,
)


@pytest.fixture(params=[(kind, data) for kind in KINDS for data in ("iris", "sine")], ids=str)
def view(qtbot, request):
    kind, data = request.param
    training = Training(resolve(Experiment(data=data, activation="linear")))
    training.advance(10)
    view = kind()
    qtbot.addWidget(view)
    view.resize(390, 340)
    view.show_scene(training.plan.scene(1))
    view.show_frame(Camera(training.plan).frame(training, view.wants(), 1))
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_that_a_png_shows_something_on_the_theme_s_ground(view, tmp_path):
    image = QImage(str(to_png(view, tmp_path / "a.png", 1)))
    colors = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(60, 200)
    }
    assert image.pixelColor(1, 1) == load("light").panel
    assert len(colors) > 10


def test_that_both_themes_can_be_worn(view, tmp_path):
    view.apply_theme(load("dark"))
    image = QImage(str(to_png(view, tmp_path / "a.png", 1)))
    assert image.pixelColor(1, 1) == QColor(load("dark").panel)


def test_that_an_svg_can_be_read(view, tmp_path):
    assert QSvgRenderer(str(to_svg(view, tmp_path / "a.svg"))).isValid()


def test_that_a_csv_has_headings_and_rows(view, tmp_path):
    lines = to_csv(view, tmp_path / "a.csv").read_text("utf-8").splitlines()
    assert len(lines) > 2
    assert len({line.count(",") for line in lines}) == 1
