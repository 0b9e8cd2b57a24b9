"""One layer's normalization in two letters, with a menu of all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from visualnn.experiment.spec import LayerSpec
from visualnn.specs import specs_of
from visualnn.ui import fonts
from visualnn.ui.i18n import spec_text
from visualnn.ui.tips import rules_for, tip
from visualnn.ui.widgets.spec_form import options

WIDTH = 42
NONE = "none"


class NormalizationButton(QToolButton):
    """Shows "BN", "LN" or "norm" for batch, layer or no normalization; a click offers all.

    Signals
    -------
    chosen : str
        The key that a person chose.
    """

    chosen = Signal(str)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._value = NONE
        self.setObjectName(f"normalization_{number}")
        self.setFont(fonts.small())
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.open_menu)
        self.set_value(NONE)

    @property
    def value(self) -> str:
        """The chosen key."""
        return self._value

    def set_value(self, key: str) -> None:
        """Choose by key without saying so."""
        self._value = key
        self.setText(letters(key))
        text = self.tr("Normalization of hidden layer {n}: {kind}")
        titles = dict(options(_spec()))
        self.setAccessibleName(text.format(n=self._number, kind=titles.get(key, key)))
        idea = spec_text(_spec().idea)
        self.setToolTip(tip(f"{self.accessibleName()}. {idea}", *rules_for(_spec())[key]))

    def menu_of_kinds(self) -> QMenu:
        """Return a menu of all normalizations; it deletes itself when it is closed."""
        menu = QMenu(self)
        menu.setObjectName(f"normalizations_{self._number}")
        menu.setToolTipsVisible(True)
        rules = rules_for(_spec())
        group = QActionGroup(menu)
        for key, text in options(_spec()):
            action = menu.addAction(f"{letters(key)}   {text}")
            action.setObjectName(key)
            action.setToolTip(tip("", *rules[key]))
            action.setCheckable(True)
            action.setChecked(key == self._value)
            action.triggered.connect(partial(self.chosen.emit, key))
            group.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_menu(self) -> None:
        """Offer all normalizations."""
        self.menu_of_kinds().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_menu()
        else:
            super().keyPressEvent(event)


def letters(key: str) -> str:
    """Return how the literature abbreviates a normalization, as BN; "norm" where there is none."""
    return "norm" if key == NONE else f"{key[0].upper()}N"


def _spec():
    return specs_of(LayerSpec)["normalization"]
