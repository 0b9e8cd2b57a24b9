"""A and B next to each other: the same picture of two experiments, at the same step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from visualnn.ui.theme import current, sizes
from visualnn.ui.views.boundary import BoundaryView
from visualnn.ui.views.diagram import DiagramView
from visualnn.ui.views.view import View
from visualnn.ui.widgets.card import caption_label
from visualnn.ui.workspaces.view_card import ViewCard

NETWORK_HEIGHT = 600
"""Less room than this, in pixels, is for one network only."""


class NetworkOfA(DiagramView):
    """The network of experiment A."""

    key = "diagram_a"

    @property
    def title(self) -> str:
        """The card's heading."""
        return self.tr("A · {title}").format(title=super().title)


class BoundaryOfA(BoundaryView):
    """The boundary of experiment A."""

    key = "boundary_a"

    @property
    def title(self) -> str:
        """The card's heading."""
        return self.tr("A · {title}").format(title=super().title)


class Twins(QSplitter):
    """The card of B, and before it, while it is wanted, that of A.

    Parameters
    ----------
    card
        B's.
    twin
        What A's view is made by, when it is first wanted.

    Signals
    -------
    made : View
        A's view has been made: connect it.
    resized
        There is more room, or less.
    """

    made = Signal(object)
    resized = Signal()

    def __init__(self, card: ViewCard, twin: type[View], direction: Qt.Orientation) -> None:
        super().__init__(direction)
        self.setHandleWidth(sizes().space_3)
        self.setChildrenCollapsible(False)
        self.addWidget(card)
        self.card, self._twin = card, twin
        self.card_of_a: ViewCard | None = None

    @property
    def shows_a(self) -> bool:
        """Whether A's card is on show."""
        return self.card_of_a is not None and not self.card_of_a.isHidden()

    def show_a(self, shown: bool) -> None:
        """Show A's card, or hide it; hidden it costs nothing."""
        if shown == self.shows_a:
            return
        if self.card_of_a is None:
            self._make()
        self.card_of_a.setVisible(shown)
        self.setSizes([1000, 1000])

    def redress(self) -> None:
        """Take the theme."""
        if self.card_of_a:
            self.card_of_a.redress()
            self.card_of_a.view.apply_theme(current())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so."""
        super().resizeEvent(event)
        self.resized.emit()

    def _make(self) -> None:
        view = self._twin()
        self.card_of_a = ViewCard(view)
        self.card_of_a.hide()
        self.insertWidget(0, self.card_of_a)
        self.card.view.switched.connect(self._follow)
        self._follow()
        view.apply_theme(current())
        view.wanting.connect(self.card.view.wanting)
        self.card_of_a.export_wanted.connect(self.card.export_wanted)
        self.made.emit(view)

    def _follow(self) -> None:
        """Read A's picture as B's is read."""
        for switch, option in self.card.view.choices.items():
            self.card_of_a.view.choose(switch, option)


class SideBySide(QObject):
    """The two pictures of A: its network above B's, its boundary beside B's.

    Parameters
    ----------
    network, boundary
        B's cards.

    Signals
    -------
    made : View
        A view of A has been made: connect it.
    arranged
        There are other `cards` of A on show.
    """

    made = Signal(object)
    arranged = Signal()

    def __init__(
        self, network: ViewCard, boundary: ViewCard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.networks = Twins(network, NetworkOfA, Qt.Orientation.Vertical)
        self.boundaries = Twins(boundary, BoundaryOfA, Qt.Orientation.Horizontal)
        self.shown = False
        self._missing = caption_label()
        self._missing.setObjectName("missing_network")
        network.add_below(self._missing)
        for pair in self._pairs:
            pair.made.connect(self.made)
        self.networks.resized.connect(self._fit)

    @property
    def _pairs(self) -> tuple[Twins, Twins]:
        return self.networks, self.boundaries

    @property
    def cards(self) -> tuple[ViewCard, ...]:
        """The cards of A that are on show."""
        return tuple(pair.card_of_a for pair in self._pairs if pair.shows_a)

    @property
    def views(self) -> tuple[View, ...]:
        """The views of A that are on show."""
        return tuple(card.view for card in self.cards)

    def show(self, shown: bool) -> None:
        """Show A beside B, its network only where the height is enough for two."""
        self.shown = shown
        self.networks.card.show_switches("lists" if shown else "buttons")
        self.boundaries.card.show_switches("menu" if shown else "buttons")
        self.boundaries.show_a(shown)
        self._fit()
        self.arranged.emit()

    def redress(self) -> None:
        """Take the theme."""
        for pair in self._pairs:
            pair.redress()

    def _fit(self) -> None:
        """Show both networks where there is room for both; else say why one is missing."""
        both = self.shown and self.networks.height() >= NETWORK_HEIGHT
        text = self.tr("No room for A's network: press A, or make the window higher.")
        self._missing.setText(text)
        self._missing.setVisible(self.shown and not both)
        if both != self.networks.shows_a:
            self.networks.show_a(both)
            self.arranged.emit()


def head_card(card: ViewCard, side: str, apart: str) -> None:
    """Write in a card's heading whose picture it is (nobody's where there is one experiment)."""
    title, short = card.view.title, card.view.short_title
    if side and (apart or not isinstance(card.view, NetworkOfA | BoundaryOfA)):
        title = f"{side} · {apart or title}"
        short = side
    card.set_short_title(short)
    card.set_title(title)
