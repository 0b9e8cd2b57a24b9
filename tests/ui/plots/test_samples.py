"""The look of samples sets them off from the ground they stand on."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from visualnn.experiment.frames import TRAIN, VALIDATION
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.plots.legend import paint_sample
from visualnn.ui.plots.plane_legend import plane_entries
from visualnn.ui.plots.plane_words import PlaneWords
from visualnn.ui.plots.samples import part_look
from visualnn.ui.theme import load


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2."""
    shares = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


def contrast(a: QColor, b: QColor) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_that_a_middling_value_is_set_off_by_its_ring_and_shares_differ(qapp, name):
    theme = load(name)
    _, ring = part_look(theme.mid, TRAIN, theme, values=True)
    _, other = part_look(theme.mid, VALIDATION, theme, values=True)
    assert contrast(ring, theme.mid) > 2.5
    assert contrast(ring, other) > 2.5


SCALE = 4


def outwards(entry, theme):
    """Return the colors from the middle of a mark to the right, as painted on a card."""
    image = QImage(16 * SCALE, 16 * SCALE, QImage.Format.Format_RGB32)
    image.fill(theme.panel)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    paint_sample(painter, entry, QPointF(8, 8))
    painter.end()
    return [QColor(image.pixel(x, 8 * SCALE)) for x in range(8 * SCALE, 16 * SCALE)]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_that_the_legend_shows_the_ring_of_validation_on_the_card(qapp, name):
    theme, scene, words = load(name), resolve(Experiment(samples=40)).scene(1), PlaneWords()
    listed = plane_entries(scene, (TRAIN, VALIDATION), theme, words, batch=False)
    train, validation = (
        outwards(next(e for e in listed if e.text == words.part_names()[part]), theme)
        for part in (TRAIN, VALIDATION)
    )
    ring = int(np.argmin([color.lightness() for color in validation[: 6 * SCALE]]))
    assert contrast(validation[ring], validation[0]) > 2.5
    assert max(contrast(validation[ring], color) for color in validation[ring:]) > 2.5
    assert train != validation
