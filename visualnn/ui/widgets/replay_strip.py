"""How far the replay of a fork's origin is, with a way out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from visualnn.experiment.messages import Replaying
from visualnn.ui.widgets.berth import Berth
from visualnn.ui.widgets.floating_strip import FloatingStrip
from visualnn.ui.words import count

PATIENCE = 300
"""Milliseconds that a replay may take before it is spoken of."""

PARTS = 1000
WIDTH = 600


class ReplayStrip(FloatingStrip):
    """Shows while an experiment that forks off a late step is replayed up to there.

    Signals
    -------
    canceled
        The person does not want to wait for it.
    """

    canceled = Signal()

    def __init__(self, parent: QWidget, berth: Berth | None = None) -> None:
        super().__init__(parent, berth)
        self.setObjectName("replay_strip")
        self.setAccessibleName(self.tr("Replay of the recorded steps"))
        self.progress = QProgressBar()
        self.progress.setObjectName("replay_progress")
        self.progress.setAccessibleName(self.tr("Steps replayed"))
        self.progress.setRange(0, PARTS)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_replay")
        self.cancel_button.setToolTip(
            self.tr("Replay no further (Escape): what was open before stays as it is.")
        )
        self.cancel_button.clicked.connect(self.canceled)
        self.row.addWidget(self.progress)
        self.row.addWidget(self.cancel_button)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.appear)

    def follow(self, report: Replaying | None) -> None:
        """Show how far the replay is; None when it is over."""
        if report is None:
            self._patience.stop()
            self.hide()
            return
        self._tell(report)
        if self.isHidden() and not self._patience.isActive():
            self._patience.start(PATIENCE)

    def _tell(self, report: Replaying) -> None:
        text = self.tr("Replaying up to the fork: step {step} of {origin}")
        self._text.setText(text.format(step=count(report.step), origin=count(report.origin)))
        self.progress.setValue(PARTS * report.step // report.origin)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, self.layout().totalHeightForWidth(WIDTH))

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.canceled.emit()
        else:
            super().keyPressEvent(event)
