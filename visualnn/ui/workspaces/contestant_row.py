"""One optimizer of a race: its learning rate, in its color, and a way out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from visualnn.experiment.together.race import Contestant
from visualnn.nn.optim import Optimizer
from visualnn.specs import specs_of
from visualnn.ui import icons
from visualnn.ui.i18n import spec_text
from visualnn.ui.theme import Theme, current
from visualnn.ui.tips import rule_words, tip
from visualnn.ui.widgets.slider import NumberRow


class ContestantRow(QWidget):
    """One optimizer's learning rate, in its color, and a way out of the race.

    Signals
    -------
    edited : str, float
        The contestant's name and its new learning rate.
    committed
    removed : str
    """

    edited = Signal(str, float)
    committed = Signal()
    removed = Signal(str)

    def __init__(self, contestant: Contestant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = contestant.name
        optimizer = contestant.optimizer
        self.setObjectName(f"contestant_{optimizer.key}")
        self._rate = NumberRow(
            specs_of(type(optimizer))["lr"],
            optimizer.lr,
            label=contestant.name,
            prefix="η ",
            tint=lambda theme: _color(theme, optimizer.key),
            marker=current().look(optimizer.key).marker,
        )
        self._optimizer = optimizer
        self.set_limit(None)
        self._rate.edited.connect(lambda rate: self.edited.emit(self.name, rate))
        self._rate.committed.connect(self.committed)
        self._out = self._way_out()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._rate, 1)
        row.addWidget(self._out)

    @property
    def rate(self) -> NumberRow:
        """The learning rate's control."""
        return self._rate

    def set_optimizer(self, optimizer: Optimizer) -> None:
        """Show its learning rate, without saying so."""
        self._rate.set_value(optimizer.lr)

    def set_limit(self, limit: float | None) -> None:
        """Mark the rate above which plain descent blows up, or none."""
        cls = type(self._optimizer)
        formula, words = rule_words(cls)
        if limit is not None:
            text = self.tr("Above the tick, η = 2/λmax = {limit}, plain descent blows up.")
            words = text.format(limit=f"{limit:.4g}")
        self._rate.setToolTip(tip(spec_text(specs_of(cls)["lr"].idea), formula, words))
        self._rate.set_mark(limit)

    def set_note(self, text: str) -> None:
        """Show a sentence below the slider."""
        self._rate.set_note(text)

    def set_removable(self, removable: bool) -> None:
        """Let the contestant leave the race or not."""
        self._out.setVisible(removable)

    def _way_out(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("remove")
        button.setProperty("role", "quiet")
        button.setIcon(icons.icon("close"))
        text = self.tr("Take {name} out of the race").format(name=self.name)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(lambda: self.removed.emit(self.name))
        return button

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange and hasattr(self, "_out"):
            self._out.setIcon(icons.icon("close"))


def _color(theme: Theme, key: str) -> QColor:
    return theme.look(key).color
