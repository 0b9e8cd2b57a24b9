import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from visualnn.ui.diagram.stamps import Stamps

SQUARE = QRectF(3.3, 4.6, 20.25, 20.25)
AREA = SQUARE.adjusted(-1, -1, 1, 1)


class Drawing:
    """A circle; it counts how often it was drawn."""

    def __init__(self):
        self.times = 0

    def __call__(self, painter):
        self.times += 1
        painter.setBrush(Qt.GlobalColor.red)
        painter.drawEllipse(SQUARE)


def pixels(paint, ratio=1.0):
    image = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return np.array(image.constBits()).astype(int)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_that_a_copy_looks_like_the_drawing(qapp, ratio):
    stamps, drawing = Stamps(), Drawing()

    def stamp(painter):
        for _ in range(2):
            painter.fillRect(0, 0, 40, 40, Qt.GlobalColor.white)
            stamps.paint(painter, [("circle", AREA, drawing)])

    found = pixels(stamp, ratio)
    assert drawing.times == 1
    assert np.abs(found - pixels(drawing, ratio)).max() <= 2  # rounding of translucent pixels


def test_that_pixels_of_another_size_are_drawn_anew(qapp):
    stamps, drawing = Stamps(), Drawing()
    for ratio in (1.0, 2.0):
        pixels(lambda painter: stamps.paint(painter, [("circle", AREA, drawing)]), ratio)
    assert drawing.times == 2


def test_that_a_picture_of_vectors_gets_no_pixels(qapp):
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    Stamps().paint(painter, [("circle", AREA, Drawing())])
    painter.end()
    text = bytes(buffer.data()).decode()
    assert "<circle" in text or "<path" in text
    assert "<image" not in text
