"""What every workspace is: a page with a panel of controls and cards with views."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from visualnn.experiment.frames import Wants
from visualnn.ui.session import Document
from visualnn.ui.theme import Theme
from visualnn.ui.views.view import View, merged
from visualnn.ui.widgets.side_panel import SidePanel
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.workspaces.deck_card import DeckCard
from visualnn.ui.workspaces.view_card import ViewCard


class Runner(Protocol):
    """What the run controls of the top bar act on while a workspace is on show."""

    def toggle(self) -> None: ...
    def step(self, unit: str | None = None) -> None: ...
    def step_back(self) -> None: ...
    def reset(self) -> None: ...
    def set_pace(self, pace: float) -> None: ...
    @property
    def running(self) -> bool: ...


class Workspace(QWidget):
    """One page of the window.

    A workspace builds its controls and views, shows the document in its
    controls, and proposes another when the person changes one.  It knows the
    session's documents, not the engine.

    Attributes
    ----------
    key
        Stable name.
    runner
        What the run controls act on here; every workspace names its own.
    cards
        One per view, in the same order.
    paces, usual_pace
        Speeds of its own by key, in steps a second, and the one it begins with;
        empty where those of the training serve.
    counter_texts
        What the top bar's counter shows while this workspace is on show, from the
        longest form to the shortest.
    status
        The line at the window's foot while this workspace is on show.

    Signals
    -------
    proposed : Document, str, str
        A new document, the text of its step of undo, and the key under which
        proposals in a row are one step.
    sealed
        The current step of undo has ended.
    refused : str
        A sentence: why a wish cannot be fulfilled.
    counted : tuple of str
        What the top bar's counter should show, from the longest form to the shortest.
    running_changed : bool
        Whether what the run controls act on is running.
    """

    key = "workspace"
    runner: Runner
    paces: Mapping[str, float] = MappingProxyType({})
    usual_pace = ""
    proposed = Signal(object, str, str)
    sealed = Signal()
    refused = Signal(str)
    counted = Signal(tuple)
    running_changed = Signal(bool)

    def __init__(self, status: StatusLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(self.key)
        self.status = status
        self.counter_texts: tuple[str, ...] = ("",)
        self.cards: tuple[ViewCard | DeckCard, ...] = ()
        self._views: tuple[View, ...] = ()

    @property
    def views(self) -> tuple[View, ...]:
        """The views, in reading order."""
        return self._views

    @property
    def regions(self) -> tuple[QWidget, ...]:
        """The panel of controls, where there is one, and the cards: what F6 leaps between."""
        return (*self.findChildren(SidePanel), *self.cards)

    def run_words(self) -> tuple[str, str]:
        """Return what the buttons for running and for the longer step say here.

        Where the longer step is one of the units to choose from it needs no button.
        """
        return self.tr("Train"), ""

    def run_ideas(self) -> dict[str, str]:
        """Return what the actions of the run do here, by key, where it is not the usual."""
        return {}

    def wants(self) -> Wants:
        """Return what the visible views need; a hidden view costs nothing."""
        return merged(view for view in self._views if view.isVisible())

    def heed_key(self, event: QKeyEvent) -> bool:
        """Act on a key that no control had a use for; return whether it did.

        Escape puts away what floats over the views, wherever the keyboard is.
        """
        if event.key() == Qt.Key.Key_Escape:
            QToolTip.hideText()
            for card in self.cards:
                card.view.dismiss()
        return False

    def show_document(self, document: Document) -> None:
        """Show a document in the controls, without saying so."""

    def apply_theme(self, theme: Theme) -> None:
        """Draw the views in a theme."""
        for card in self.cards:
            card.redress()
            card.view.apply_theme(theme)
