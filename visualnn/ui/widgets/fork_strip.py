"""What a fork goes on with: one number, in place, and the button that starts it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from visualnn.nn.optim import Optimizer
from visualnn.specs import specs_of
from visualnn.ui import fonts
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.widgets.slim_slider import SlimSlider
from visualnn.ui.words import count

SLIDER_WIDTH = 220
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ForkStrip(QWidget):
    """A strip below the timeline: the learning rate of the other future, and Go.

    Signals
    -------
    wanted : float
        Fork with this learning rate.
    closed
        The strip is to go; nothing is forked.
    """

    wanted = Signal(float)
    closed = Signal()

    def __init__(self, optimizer: Optimizer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fork_strip")
        self.setAccessibleName(self.tr("Fork here"))
        self._where = QLabel()
        self._where.setFont(fonts.numbers(fonts.small()))
        self._where.setProperty("role", "second")
        self.rate = NumberRow(specs_of(type(optimizer))["lr"], optimizer.lr)
        self.rate.setObjectName("fork_rate")
        self.rate.setFixedWidth(SLIDER_WIDTH)
        self._slider = self.rate.findChild(SlimSlider)
        self._slider.installEventFilter(self)
        self._go = self._button(
            "fork_go",
            self.tr("Go"),
            self.tr(
                "Go on from this step with this learning rate; the other future stays on show, "
                "and undo comes back to it."
            ),
        )
        self._go.setProperty("primary", True)
        self._leave = self._button("fork_cancel", self.tr("Cancel"), self.tr("Fork nothing."))
        self._go.clicked.connect(lambda: self.wanted.emit(self.rate.value))
        self._leave.clicked.connect(self.closed)
        self._lay_out()
        self.hide()

    def open(self, optimizer: Optimizer) -> None:
        """Offer a fork that goes on with this optimizer at another rate."""
        self.rate.set_value(optimizer.lr)
        self.show()
        self._slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Go, and leave the keys to the window: the next control is not meant by Space."""
        if self.isAncestorOf(self.window().focusWidget() or self.window()):
            self.window().setFocus()
        self.hide()

    def show_step(self, step: int) -> None:
        """Say which step would be gone on from."""
        self._where.setText(self.tr("Go on from step {step} with").format(step=count(step)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter on the slider start the fork: here it is not the key to type a value."""
        enter = event.type() == QEvent.Type.KeyPress and event.key() in ENTER
        if enter:
            self._go.click()
        return enter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter forks, Escape does not."""
        if event.key() in ENTER:
            self._go.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, name: str, text: str, idea: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setFont(fonts.medium())
        button.setToolTip(idea)
        button.setAccessibleDescription(idea)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(sizes().space_3)
        row.addWidget(self._where)
        row.addWidget(self.rate)
        row.addStretch(1)
        row.addWidget(self._leave)
        row.addWidget(self._go)
