"""Messages that are overtaken go by themselves; all others stay."""

import pytest
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from visualnn.ui.theme import ThemeSource
from visualnn.ui.widgets.message_bar import MessageBar


@pytest.fixture
def bar(qtbot):
    ThemeSource("light")
    page = QWidget()
    qtbot.addWidget(page)
    QCursor.setPos(0, 0)  # a message under the mouse stays
    page.resize(300, 120)
    page.show()
    bar = MessageBar(page)
    yield bar
    assert bar.parentWidget() is page


def test_that_an_overtaken_message_goes_by_itself(bar, qtbot):
    with qtbot.waitSignal(bar.closed):
        bar.show_message("warn", "The engine was started again.", overtaken_after=20)
    assert bar.text == ""


def test_that_a_newer_message_is_not_taken_away_with_the_one_before(bar):
    bar.show_message("warn", "The engine was started again.", overtaken_after=20)
    bar.show_message("bad", "This cannot be done.")
    assert not bar._overtaken.isActive()
    assert bar.text == "This cannot be done."
