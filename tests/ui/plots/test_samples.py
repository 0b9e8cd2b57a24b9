"""The look of samples sets them off from the ground they stand on."""

import pytest
from PySide6.QtGui import QColor

from visualnn.experiment.frames import TRAIN, VALIDATION
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
