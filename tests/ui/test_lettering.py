"""Names are broken between words before they are cut short."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from visualnn.ui.lettering import in_lines

NAME = "lectures attended · hours on the project"


@pytest.fixture
def metrics(qapp):
    return QFontMetricsF(QFont())


def test_that_a_name_that_fits_stays_in_one_line(metrics):
    assert in_lines(metrics, NAME, 1000, 2) == NAME


def test_that_a_long_name_goes_on_in_a_second_line(metrics):
    width = metrics.horizontalAdvance("hours on the project") + 2
    assert in_lines(metrics, NAME, width, 2) == "lectures attended ·\nhours on the project"


def test_that_only_what_is_too_long_for_all_lines_is_cut_short(metrics):
    width = metrics.horizontalAdvance("lectures attended ·") - 2
    lines = in_lines(metrics, NAME, width, 2).split("\n")
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= width + 1 for line in lines)


def test_that_a_single_word_is_not_broken(metrics):
    assert in_lines(metrics, "versicolor", 30, 2).endswith("…")
