"""The slider that hides weak edges, as it stands in the diagram's menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget, QWidgetAction

from visualnn.ui import fonts
from visualnn.ui.widgets.slim_slider import SlimSlider

MOST = 60
"""Percent of the full width: beyond, next to nothing would be left."""


class ThresholdAction(QWidgetAction):
    """A line of a menu with a slider from 0 to `MOST` percent.

    Signals
    -------
    moved : float
        The share of the reference below which edges are hidden.
    """

    moved = Signal(float)

    def __init__(self, share: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hide_weak_edges")
        tr = QCoreApplication.translate
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 4, 12, 4)
        label = QLabel(tr("Diagram", "Hide weak edges"))
        label.setFont(fonts.text())
        self._value = QLabel()
        self._value.setFont(fonts.value())
        self._value.setMinimumWidth(40)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider = SlimSlider()
        self.slider.setObjectName("weak_edges")
        self.slider.setRange(0, MOST)
        self.slider.setMinimumWidth(120)
        self.slider.setAccessibleName(tr("Diagram", "Hide weak edges"))
        line.setToolTip(
            tr("Diagram", "Hides the edges with |value| below this share of the full width's.")
        )
        for widget in (label, self.slider, self._value):
            row.addWidget(widget)
        self.setDefaultWidget(line)
        self.slider.setValue(round(100 * share))
        self._tell(self.slider.value())
        self.slider.valueChanged.connect(self._tell)
        self.slider.valueChanged.connect(lambda percent: self.moved.emit(percent / 100))

    def _tell(self, percent: int) -> None:
        none = QCoreApplication.translate("Diagram", "none")
        pattern = QCoreApplication.translate("Diagram", "< {n} %")
        self._value.setText(pattern.format(n=percent) if percent else none)
