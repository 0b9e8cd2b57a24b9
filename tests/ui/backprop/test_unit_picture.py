"""The numbers below the neurons of a worked network."""

import pytest
from PySide6.QtGui import QFontMetricsF

from visualnn.ui.backprop.unit_picture import beside
from visualnn.ui.theme import ThemeSource

SUM, SLOPE = ("z⁽¹⁾₁ = −0.0275", "ink2"), ("δ⁽¹⁾₁ = +0.0007 ± 0.0831", "gneg")


@pytest.fixture(autouse=True)
def theme(qapp):
    ThemeSource("light")


def width(parts, font):
    return max(QFontMetricsF(font).horizontalAdvance(text) for text, _ in parts)


def test_that_numbers_stand_side_by_side_where_there_is_room():
    parts, font = beside([SUM, SLOPE], 12, 500)
    assert list(parts) == [SUM, SLOPE]
    assert width(parts, font) < 500


def test_that_the_latest_alone_stands_in_a_narrower_room():
    parts, _ = beside([SUM, SLOPE], 12, 200)
    assert list(parts) == [SLOPE]


@pytest.mark.parametrize("room", [120, 90, 60])
def test_that_a_number_between_close_layers_gives_up_its_spread_and_never_leaves_its_room(room):
    parts, font = beside([SLOPE], 12, room)
    assert list(parts) == [("δ⁽¹⁾₁ = +0.0007", "gneg")]
    assert width(parts, font) <= room
