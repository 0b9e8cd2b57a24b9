"""The button that lets the gradient flow back along the edges."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QToolButton, QWidget


class FlowButton(QToolButton):
    """A switch in the card's heading.

    Signals
    -------
    wished : str
        ``"on"`` or ``"off"``, by a person's hand.
    """

    wished = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        tr = QCoreApplication.translate
        self.setObjectName("gradient_flow")
        self.setText(tr("Diagram", "∂L/∂w ←"))
        self.setCheckable(True)
        self.setProperty("role", "quiet")
        self.setAccessibleName(tr("Diagram", "Gradient along the edges"))
        self.setToolTip(
            tr(
                "Diagram",
                "Lets dashes carry ∂L/∂w backwards along every edge, the faster the larger it is: "
                "where the gradient vanishes they stand still.",
            )
        )
        self.clicked.connect(lambda on: self.wished.emit("on" if on else "off"))
