from PySide6.QtWidgets import QWidget

from visualnn.ui.widgets.leap_button import ARROW, LeapButton


def test_that_the_button_says_its_words_where_there_is_room_and_else_its_arrow(qtbot):
    scope = QWidget()
    button = LeapButton("batch", "Next sample of the batch", "Leads on.", scope)
    qtbot.addWidget(scope)
    qtbot.addWidget(button)
    full = button.sizeHint()
    button.resize(button.minimumSizeHint())
    button.show()
    assert button.text() == ARROW
    assert button.sizeHint() == full
    button.resize(full)
    assert button.text() == f"batch {ARROW}"
