"""Marks that are all alike are drawn once and copied; in a picture they are outlines."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from visualnn.ui.plots.plotting import Plot
from visualnn.ui.plots.stamped import NOWHERE, Stamped

PLACES = np.array([[1.0, 1.0], [3.0, 2.0]])


@pytest.fixture
def plot(qtbot):
    plot = Plot(axes=False)
    qtbot.addWidget(plot)
    plot.setBackground("white")
    plot.resize(200, 100)
    plot.set_range(0, 4, 0, 4)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def marked(plot, places):
    item = Stamped("square", 9.0)
    item.set_color(QColor("black"))
    plot.addItem(item, ignoreBounds=True)
    item.show_at(places)
    return item


def dark(image):
    return [
        QColor(image.pixelColor(*place)).lightness() < 128
        for place in ((50, 75), (150, 50), (100, 20))
    ]


def test_that_every_mark_stands_at_its_place(plot):
    marked(plot, PLACES)
    assert dark(plot.grab().toImage()) == [True, True, False]


def test_that_marks_that_went_leave_nothing_behind(plot):
    item = marked(plot, PLACES)
    plot.grab()
    item.show_at(NOWHERE)
    assert dark(plot.grab().toImage()) == [False, False, False]


def test_that_a_picture_has_the_same_marks_as_outlines(plot):
    marked(plot, PLACES)
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    plot.draw_into(painter, QRectF(0, 0, 200, 100))
    painter.end()
    assert dark(image) == [True, True, False]
