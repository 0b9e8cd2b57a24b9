"""What every map of a network's loss has: a readout, sentences below, or one sentence alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from visualnn.ui.views.loss_plane import LossPlaneView, with_shares

LOSSES = np.linspace(1.0, 2.0, 9).reshape(3, 3)


class Bowl(LossPlaneView):
    """A map with nothing over it."""

    key = "bowl"
    title = "Bowl"

    def fill(self) -> None:
        self._draw_map(LOSSES, (0.0, 1.0, 0.0, 1.0), ("u", "v"))
        self._show_plot(True)
        self._say("One.", "", "Two.")


@pytest.fixture
def view(qtbot):
    view = Bowl("bowl_words")
    qtbot.addWidget(view)
    view.resize(320, 320)
    view.fill()
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_that_sentences_without_words_leave_no_gap(view):
    assert view.words == "One. Two."


def test_that_the_readout_is_the_loss_of_the_nearest_point(view):
    assert "loss 2 " in view.hover(QPointF(0.9, 0.8))
    assert "loss 1 " in view.hover(QPointF(0.1, 0.2))


def test_that_without_a_map_a_sentence_stands_in_the_middle_and_nothing_is_read_out(view):
    view.empty("Nothing to see.")
    assert view.words == "Nothing to see."
    assert not view.plot.isVisible()
    assert not view._map.bar.isVisible()
    assert view._words.alignment() == Qt.AlignmentFlag.AlignCenter
    assert view.hover(QPointF(0.5, 0.5)) == ""
    view.fill()
    assert view.plot.isVisible()
    assert view._map.bar.isVisible()
    assert view._words.alignment() == Qt.AlignmentFlag.AlignLeft


def test_that_the_tooltip_is_the_idea_of_the_map_on_show(view):
    assert view._map.idea in view.toolTip()  # the application wraps long ones
    assert "log₁₀(loss" in view.toolTip()


def test_that_shares_are_written_in_percent():
    assert with_shares("{first} % and {second} %", (0.75, 0.125)) == "75.0 % and 12.5 %"
