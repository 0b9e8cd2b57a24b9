"""A plot stands still, and changes its range in one painting."""

import pytest

from visualnn.ui.plots.plot_items import Rule
from visualnn.ui.plots.plotting import Plot
from visualnn.ui.theme import current


class Counting(Plot):
    """Counts its paintings."""

    paintings = 0

    def paintEvent(self, event):
        self.paintings += 1
        super().paintEvent(event)


@pytest.fixture
def plot(qtbot):
    plot = Counting()
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.addItem(Rule(), ignoreBounds=True)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def test_that_another_range_takes_one_painting(plot, qapp):
    for _ in range(3):  # whatever is due from being shown
        qapp.processEvents()
    plot.paintings = 0
    plot.set_range(0, 100, 0, 3)
    for _ in range(3):
        qapp.processEvents()
    assert plot.paintings == 1


def test_that_a_name_longer_than_its_axis_is_shortened(plot):
    plot.left.name("hours on the project, all of them together and more", current())
    assert plot.left.labelText.endswith("…")
    plot.resize(300, 900)
    assert plot.left.labelText == "hours on the project, all of them together and more"


@pytest.mark.parametrize("side", ["left", "bottom"])
def test_that_another_name_is_centered_on_its_axis(plot, side):
    axis = getattr(plot, side)
    axis.name("x", current())
    axis.name("hours on the project", current())
    box = axis.label.mapRectToParent(axis.label.boundingRect())
    middle, size = box.center(), axis.size()
    found, wanted = (
        (middle.y(), size.height() / 2) if side == "left" else (middle.x(), size.width() / 2)
    )
    assert found == pytest.approx(wanted, abs=1)
