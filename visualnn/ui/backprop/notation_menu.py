"""The notation of a person's own lecture slides, as a menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from visualnn.experiment.explain import Notation
from visualnn.specs import Spec, specs_of
from visualnn.ui import fonts
from visualnn.ui.i18n import spec_text
from visualnn.ui.widgets.menu_heading import add_heading

DECIMALS = (4, 5, 6, 7, 8)
WORDS = {
    "auto": QT_TRANSLATE_NOOP("notation", "as it fits"),
    "reading": QT_TRANSLATE_NOOP("notation", "numbered, w₁ w₂ …"),
    "layers": QT_TRANSLATE_NOOP("notation", "layer and indices, w⁽¹⁾₁₂"),
    "row": QT_TRANSLATE_NOOP("notation", "rows, z = xW + b"),
    "column": QT_TRANSLATE_NOOP("notation", "columns, z = Wx + b"),
    "as trained": QT_TRANSLATE_NOOP("notation", "as trained"),
    "with ½": QT_TRANSLATE_NOOP("notation", "with ½"),
    "without ½": QT_TRANSLATE_NOOP("notation", "without ½"),
    "mean": QT_TRANSLATE_NOOP("notation", "mean over the batch"),
    "sum": QT_TRANSLATE_NOOP("notation", "sum over the batch"),
}


class NotationButton(QToolButton):
    """Opens the choices of a notation; choosing one changes how everything is written.

    Signals
    -------
    edited : Notation
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notation")
        self.setProperty("role", "quiet")
        self.setText(self.tr("Notation"))
        self.setFont(fonts.small())
        self.setAccessibleName(self.tr("Notation"))
        idea = self.tr(
            "Write everything as your own lecture does; the numbers change only where a "
            "convention itself changes them, and then a sentence says so."
        )
        self.setToolTip(f"<qt>{idea}</qt>")
        self.notation = Notation()
        self.clicked.connect(self._open)

    def set_notation(self, notation: Notation) -> None:
        """Show another notation as chosen, without saying so."""
        self.notation = notation

    def menu_of_choices(self) -> QMenu:
        """Return the menu: a section for each choice."""
        menu = QMenu(self)
        menu.setObjectName("notation_menu")
        menu.setToolTipsVisible(True)
        for name, spec in specs_of(Notation).items():
            add_heading(menu, spec_text(spec.label))
            self._add_options(menu, name, spec)
        return menu

    def _add_options(self, menu: QMenu, name: str, spec: Spec) -> None:
        group = QActionGroup(menu)
        for option in DECIMALS if name == "decimals" else spec.options():
            action = menu.addAction(_text(option))
            action.setObjectName(f"{name}_{option}")
            action.setToolTip(spec_text(spec.idea))
            action.setCheckable(True)
            action.setChecked(getattr(self.notation, name) == option)
            action.triggered.connect(partial(self._choose, name, option))
            group.addAction(action)

    def _choose(self, name: str, option: object, _checked: bool = True) -> None:
        self.notation = self.notation.edited(**{name: option})
        self.edited.emit(self.notation)

    def _open(self) -> None:
        menu = self.menu_of_choices()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


def _text(option: object) -> str:
    if option in WORDS:
        return QCoreApplication.translate("notation", WORDS[option])
    return str(option)
