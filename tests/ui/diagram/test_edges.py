import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from visualnn.figures.diagram import Box, arrange, connect
from visualnn.ui.diagram import edges as module
from visualnn.ui.diagram.edges import EdgeDrawing
from visualnn.ui.diagram.readings import READINGS
from visualnn.ui.theme import load


@pytest.fixture
def drawing():
    diagram = arrange((3, 6, 2), Box(20, 20, 280, 280))
    picks = [tuple(part.ravel() for part in np.indices(pair)) for pair in ((3, 6), (6, 2))]
    made = EdgeDrawing(connect(diagram, picks), diagram.side)
    values = np.linspace(-1, 1, len(made.edges))
    made.sort(values, np.abs(values))
    return made


def pixels(drawing, ratio=1.0):
    image = QImage(round(300 * ratio), round(300 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    theme = load("light")
    image.fill(theme.panel)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.paint(painter, READINGS["weights"], theme)
    painter.end()
    return np.array(image.constBits()).astype(int).reshape(*2 * (round(300 * ratio),), 4)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_that_straight_pieces_look_like_the_curve(qapp, drawing, ratio, monkeypatch):
    pieces = pixels(drawing, ratio)
    monkeypatch.setattr(module, "FINEST", 0.0)
    curves = pixels(drawing, ratio)
    assert (pieces != curves).any()
    apart = np.abs(pieces - curves).max(axis=2)
    assert (apart > 32).mean() < 0.002
    assert (apart > 96).mean() < 0.0001


def test_that_edges_that_are_picked_again_keep_their_shapes(drawing):
    shapes = {}
    first = EdgeDrawing(drawing.edges, 20.0, shapes)
    again = EdgeDrawing(drawing.edges.part(np.arange(5)), 20.0, shapes)
    assert all(a is b for a, b in zip(again._shapes, first._shapes[:5], strict=True))
