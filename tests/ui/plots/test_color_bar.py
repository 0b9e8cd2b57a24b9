"""The color scale's ticks stand apart, however long their texts are."""

import pytest
from PySide6.QtGui import QFontMetricsF

from visualnn.ui import fonts
from visualnn.ui.plots.color_bar import GAP, fitting_ticks


@pytest.mark.parametrize("width", [60, 120, 220])
@pytest.mark.parametrize("levels", [(-2.0, 2.0), (25.0, 346.0), (-12345.0, 54321.0)])
def test_that_no_two_ticks_touch(qapp, width, levels):
    metrics = QFontMetricsF(fonts.numbers(fonts.font(11)))
    ticks = fitting_ticks(levels, width, metrics)
    places = [(tick - levels[0]) / (levels[1] - levels[0]) * width for tick, _ in ticks]
    halves = [metrics.horizontalAdvance(text) / 2 for _, text in ticks]
    ends = zip(places, halves, places[1:], halves[1:], strict=False)
    assert all(x + half + GAP <= y - other + 1e-6 for x, half, y, other in ends)
    assert ticks
