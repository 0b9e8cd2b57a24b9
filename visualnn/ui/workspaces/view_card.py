"""A view in its card: its switches beside the heading, the rest in a menu."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from visualnn.ui import icons
from visualnn.ui.views.view import Switch, View
from visualnn.ui.widgets.card import Card
from visualnn.ui.widgets.choice import FlatCombo
from visualnn.ui.widgets.segmented import SegmentedControl

Form = Literal["buttons", "lists", "menu"]


class ViewCard(Card):
    """The card around one view.

    Parameters
    ----------
    view
        Fills the card.
    segmented
        The keys of the switches that are shown as buttons side by side; all
        switches stand in the menu.
    tools
        Buttons between the switches and the menu.

    Signals
    -------
    export_wanted : View
    """

    export_wanted = Signal(object)

    def __init__(
        self,
        view: View,
        segmented: tuple[str, ...] = (),
        *,
        tools: Iterable[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(view.title, parent=parent)
        self.setObjectName(f"card_{view.key}")
        self.view = view
        self._wanted = segmented
        self._controls: list[tuple[str, SegmentedControl | FlatCombo]] = []
        self._offered: tuple[Switch, ...] = ()
        self._form: Form = "buttons"
        header = view.header()
        if header is not None:
            self.add_to_header(header)
        self._boxes = {"buttons": QWidget(), "lists": QWidget()}
        for box in self._boxes.values():
            QHBoxLayout(box).setContentsMargins(0, 0, 0, 0)
            self.add_to_header(box)
        for tool in tools:
            self.add_to_header(tool)
        self._menu_button = self._make_menu_button()
        self.add_to_header(self._menu_button)
        self.set_body(view)
        self._follow()
        view.retitled.connect(self.set_title)
        view.switched.connect(self._follow)

    def _remake_controls(self) -> None:
        for _, control in self._controls:
            control.parentWidget().layout().removeWidget(control)
            control.hide()
            control.deleteLater()
        self._controls = []
        for switch in self._offered:
            self._add_segmented(switch)
            self._add_list(switch)
        self.show_switches(self._form)

    def _add_segmented(self, switch: Switch) -> None:
        control = SegmentedControl(switch.options, self.view.chosen(switch.key), name=switch.label)
        control.setObjectName(f"switch_{switch.key}")
        control.setToolTip(switch.idea)
        control.changed.connect(partial(self.view.choose, switch.key))
        self._controls.append((switch.key, control))
        self._boxes["buttons"].layout().addWidget(control)

    def _add_list(self, switch: Switch) -> None:
        pairs = [(key, text) for key, text, _ in switch.options]
        control = FlatCombo(pairs, self.view.chosen(switch.key), quiet=True)
        control.setObjectName(f"list_{switch.key}")
        control.setAccessibleName(switch.label)
        control.setToolTip(switch.idea)
        control.chosen.connect(partial(self.view.choose, switch.key))
        self._controls.append((switch.key, control))
        self._boxes["lists"].layout().addWidget(control)

    def _make_menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"menu_{self.view.key}")
        button.setProperty("role", "quiet")
        button.setIcon(icons.icon("more"))
        button.setAccessibleName(self.tr("More about {title}").format(title=self.view.title))
        button.setToolTip(self.tr("Other ways to look at this, and its export."))
        button.clicked.connect(self._open_menu)
        return button

    def full_menu(self) -> QMenu:
        """Return the view's own menu with the export of the view added; it deletes itself."""
        menu = self.view.menu()
        if not menu.isEmpty():
            menu.addSeparator()
        action = menu.addAction(icons.icon("export"), self.tr("Export this…"))
        action.setObjectName("export_this")
        action.setToolTip(self.tr("Write this picture, or the numbers in it, to a file."))
        action.triggered.connect(lambda: self.export_wanted.emit(self.view))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self) -> None:
        button = self._menu_button
        self.full_menu().popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _follow(self) -> None:
        """Show the view's switches as they stand; another task may offer others."""
        self.set_short_title(self.view.short_title)
        offered = tuple(s for s in self.view.switches() if s.key in self._wanted)
        if offered != self._offered:
            self._offered = offered
            self._remake_controls()
        for key, control in self._controls:
            if control.value != self.view.chosen(key):
                control.set_value(self.view.chosen(key))

    def show_switches(self, form: Form) -> None:
        """Show the switches beside the heading, as buttons or lists, or only in the menu."""
        self._form = form
        for key, box in self._boxes.items():
            box.setVisible(bool(self._offered) and key == form)

    def redress(self) -> None:
        """Draw the menu's icon in the colors of the theme."""
        self._menu_button.setIcon(icons.icon("more"))
