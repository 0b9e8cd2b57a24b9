"""Several views in one place, one of them on show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import current
from visualnn.ui.views.view import View
from visualnn.ui.widgets.choice import ARROW_ROOM, PADDING, FlatCombo
from visualnn.ui.workspaces.view_card import ViewCard


class DeckCard(QStackedWidget):
    """Cards on top of each other; a list in the heading's place says which one is on show.

    It stands where a `ViewCard` may stand.  The views that are not on show
    are hidden, so that nothing is asked of the engine for them.

    Parameters
    ----------
    views
        Each view with the keys of the switches that its card shows as buttons.

    Signals
    -------
    chosen : str
        The key of the view that has come on show, for the workspace to
        remember and to ask for a frame.
    export_wanted : View
    """

    chosen = Signal(str)
    export_wanted = Signal(object)

    def __init__(
        self, views: Mapping[View, tuple[str, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deck")
        self._titles: list[tuple[str, str]] = []
        self._side = ""
        self._pages = {view.key: _Page(view, keys) for view, keys in views.items()}
        for page in self._pages.values():
            self.addWidget(page)
            page.combo.chosen.connect(self._turn)
            page.export_wanted.connect(self.export_wanted)
            page.view.retitled.connect(self._list_titles)
        self._list_titles()

    @property
    def view(self) -> View:
        """The view on show."""
        return self.currentWidget().view

    @property
    def views(self) -> tuple[View, ...]:
        """All views, in the list's order."""
        return tuple(page.view for page in self._pages.values())

    @property
    def value(self) -> str:
        """The key of the view on show."""
        return self.view.key

    def set_side(self, side: str) -> None:
        """Say before the title whose pictures these are; of one experiment alone nobody's."""
        self._side = side
        self._list_titles()

    def show_view(self, key: str) -> None:
        """Bring a view on show; a key that is not known is ignored.

        Settings of an older version may hold such a key.
        """
        if key not in self._pages or key == self.value:
            return
        self.setCurrentWidget(self._pages[key])
        self._list_titles()
        self.chosen.emit(key)

    def redress(self) -> None:
        """Take the theme: the cards, and the views that the workspace does not see."""
        for page in self._pages.values():
            page.redress()
            if page.view is not self.view:
                page.view.apply_theme(current())

    def _turn(self, key: str) -> None:
        """Show what a person has chosen; the list on its page takes the focus over."""
        left = self.currentWidget()
        focused = left.combo.hasFocus()
        self.show_view(key)
        left.combo.set_value(left.view.key)  # which it says again when a person comes back
        if focused:
            self._pages[self.value].combo.setFocus(Qt.FocusReason.TabFocusReason)

    def _list_titles(self) -> None:
        side = f"{self._side} · " if self._side else ""
        titles = [(key, f"{side}{page.view.title}") for key, page in self._pages.items()]
        if titles == self._titles:
            return
        self._titles = titles
        for key, page in self._pages.items():
            page.combo.set_options(titles)
            page.combo.set_value(key)
            page.combo.updateGeometry()


class _Page(ViewCard):
    """A card whose heading is the list of all views in the deck."""

    def __init__(self, view: View, segmented: tuple[str, ...]) -> None:
        super().__init__(view, segmented)
        self._heading.hide()
        self.combo = _TitleList(quiet=True)
        self.combo.setObjectName(f"deck_{view.key}")
        self.combo.setAccessibleName(self.tr("View"))
        self.combo.setToolTip(self.tr("The same network, seen from another side."))
        self.combo.setFont(fonts.heading())
        self.combo.view().setFont(fonts.text())
        self.combo.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._header.insertWidget(0, self.combo)
        self._header.insertStretch(1, 1)
        self.setTabOrder(self.combo, self._menu_button)
        self.setTabOrder(self._menu_button, view)

    def set_body(self, body: QWidget) -> None:
        """Set the body in by what the list's words are set in, so that both stand in line."""
        space = self._column.contentsMargins()
        space.setLeft(space.left() - PADDING)
        self._column.setContentsMargins(space)
        indented = QWidget()
        QHBoxLayout(indented).setContentsMargins(PADDING, 0, 0, 0)
        indented.layout().addWidget(body)
        super().set_body(indented)


class _TitleList(FlatCombo):
    """A list as wide as the title that it stands at, as a heading is."""

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(width + PADDING + ARROW_ROOM, super().sizeHint().height())
