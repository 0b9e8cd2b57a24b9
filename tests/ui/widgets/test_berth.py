"""A message covers no number: it lies beside the status line's fields, or in a row of its own."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QRegion

from visualnn.ui.theme import current
from visualnn.ui.widgets.berth import Berth

LONG = "Stopped early at epoch 66: no better validation loss for 50 epochs, as far as one can see."


@pytest.fixture
def messages(window):
    return window.messages


def box(widget, window):
    return widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))


def covered(window):
    """Return the status line's fields and the cards that the message lies upon."""
    status = window.workspace.status
    fields = [status.field_widget(key) for key in ("network", "train", "val", "check", "rival")]
    things = [*fields, *window.workspace.cards]
    message = box(window.messages, window)
    return [x.objectName() for x in things if x.isVisible() and message.intersects(box(x, window))]


def settled(qtbot, window):
    qtbot.waitUntil(lambda: not covered(window))


@pytest.mark.parametrize("size", [(1280, 720), (960, 600), (1440, 900)])
def test_that_a_long_message_covers_neither_numbers_nor_cards(make_window, qtbot, size):
    window = make_window(size=size)
    window.messages.show_message("good", LONG)
    settled(qtbot, window)


def test_that_a_short_message_moves_nothing(window, qtbot):
    height = window.stack.height()
    window.messages.show_message("info", "Saved.")
    settled(qtbot, window)
    assert window.stack.height() == height


def test_that_the_row_goes_with_the_message(window, qtbot):
    height = window.stack.height()
    window.messages.show_message("good", LONG)
    qtbot.waitUntil(lambda: window.stack.height() < height)
    window.messages.dismiss()
    qtbot.waitUntil(lambda: window.stack.height() == height)


def test_that_a_message_makes_way_for_a_number_that_comes_later(window, qtbot):
    window.messages.show_message("info", "Saved.")
    window.workspace.status.set_field("rival", "A", "train 90 % · " * 12)
    qtbot.waitUntil(lambda: box(window.messages, window).bottom() < window.height() - 20)
    settled(qtbot, window)


def test_that_the_panel_of_controls_goes_on_below_in_the_row(make_window, qtbot):
    window = make_window(size=(1280, 720))
    window.messages.show_message("good", LONG)
    settled(qtbot, window)
    assert ground(window) == current().panel


def test_that_a_workspace_without_a_panel_has_none_in_the_row(make_window, qtbot, qapp):
    window = make_window(size=(1280, 720))
    window.messages.show_message("good", LONG)
    settled(qtbot, window)
    window.repaint()
    qapp.processEvents()
    row = Painted(window.findChild(Berth))
    window.show_workspace("backprop")
    qtbot.waitUntil(lambda: row.region.contains(QPoint(40, 4)))
    assert ground(window) == current().bg


class Painted(QObject):
    """Notes what is painted of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.region |= event.region()
        return False


def ground(window):
    """Return the color of the row at its left."""
    row = box(window.findChild(Berth), window)
    picture = window.grab().toImage()
    ratio = picture.devicePixelRatio()
    return picture.pixelColor(round(ratio * (row.left() + 40)), round(ratio * row.center().y()))
