"""The window: top bar, workspaces, status line, and what joins them to session and engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from visualnn.ui.actions import allow_only, explain
from visualnn.ui.placement import place
from visualnn.ui.session import Document, Session
from visualnn.ui.settings import Settings
from visualnn.ui.theme import ThemeSource, undressed
from visualnn.ui.widgets.outline import Outline

if TYPE_CHECKING:
    from visualnn.experiment.frames import Wants
    from visualnn.ui.engine import EngineClient, Port
    from visualnn.ui.files import FileDesk
    from visualnn.ui.laboratory import Laboratory
    from visualnn.ui.regions import Regions
    from visualnn.ui.run_messages import RunMessages
    from visualnn.ui.speeds import Speeds
    from visualnn.ui.transport import Transport
    from visualnn.ui.views.view import View
    from visualnn.ui.widgets.message_bar import MessageBar
    from visualnn.ui.widgets.replay_strip import ReplayStrip
    from visualnn.ui.widgets.sheet_stack import SheetStack
    from visualnn.ui.widgets.shortcuts_overlay import ShortcutsOverlay
    from visualnn.ui.widgets.top_bar import TopBar
    from visualnn.ui.workspaces.backprop import Backprop
    from visualnn.ui.workspaces.landscape import Landscape
    from visualnn.ui.workspaces.playground import Playground
    from visualnn.ui.workspaces.workspace import Workspace

SMALLEST = QSize(640, 360)


class MainWindow(QMainWindow):
    """The whole application's window.

    Parameters
    ----------
    document
        What is on show in the beginning.
    settings, themes
        What is remembered between sessions.
    open_port
        Starts an engine; see `visualnn.ui.engine`.

    Attributes
    ----------
    settings, themes, session
        What is remembered, how it looks, and what is worked on.
    engine and all below
        There once the window is furnished: see `visualnn.ui.furnishing`.

    Signals
    -------
    furnished
        Everything is in its place.  Before, the window shows no more than an
        outline of itself, and only what is made in its constructor is there.
    failed : Exception
        It cannot be furnished, and goes.
    closing
        It is about to go, furnished.
    """

    furnished = Signal()
    failed = Signal(object)
    closing = Signal()

    engine: EngineClient
    laboratory: Laboratory
    transport: Transport
    actions_by_key: dict[str, QAction]
    workspaces: tuple[Workspace, ...]
    playground: Playground
    backprop: Backprop
    landscape: Landscape
    stack: QStackedWidget
    status: QStackedWidget
    top_bar: TopBar
    speeds: Speeds
    sheets: SheetStack
    messages: MessageBar
    replay: ReplayStrip
    shortcuts: ShortcutsOverlay
    desk: FileDesk
    run_messages: RunMessages
    regions: Regions

    def __init__(
        self,
        document: Document,
        settings: Settings,
        themes: ThemeSource,
        open_port: Callable[[], Port],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("main_window")
        self.setWindowTitle("VisualNN")
        self.setMinimumSize(SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # or the first tab starts with the ring
        self.settings, self.themes = settings, themes
        self.session = Session(document, self)
        self._open_port = open_port
        self._begun = self._furnished = False
        outline = Outline()
        outline.painted.connect(self._furnish_shown, Qt.ConnectionType.QueuedConnection)
        self.setCentralWidget(outline)
        place(self, settings.window)

    def furnish(self) -> None:
        """Put everything into the window, once; it comes by itself after the first painting.

        Nearly all of the program is loaded only here: the plotting library and a hundred
        controls take their time, in which a window that is there already looks ready sooner.
        """
        if self._begun:
            return
        self._begun = True
        port = self._open_port()  # the engine starts while the window is furnished
        from visualnn.ui.furnishing import furnish

        with undressed():
            furnish(self, self._open_port, port)
        self._furnished = True
        self.setAcceptDrops(True)
        self.setFocus()
        self.laboratory.begin()
        self.furnished.emit()

    def _furnish_shown(self) -> None:
        """Furnish behind the first painting; where that fails an outline is of no use."""
        try:
            self.furnish()
        except Exception as error:
            self.failed.emit(error)
            self.close()

    @property
    def workspace(self) -> Workspace:
        """The workspace on show."""
        return self.stack.currentWidget()

    @property
    def views(self) -> tuple[View, ...]:
        """The views of the workspace on show."""
        return self.workspace.views

    def wants(self) -> Wants:
        """Return what the visible views need in the next frame."""
        return self.workspace.wants()

    def show_workspace(self, key: str) -> None:
        """Bring a workspace to the front."""
        self.sheets.leave()
        chosen = next(w for w in self.workspaces if w.key == key)
        self.session.place = key
        self.stack.setCurrentWidget(chosen)
        self.status.setCurrentWidget(chosen.status)
        self.top_bar.set_workspace(key)
        self.speeds.offer(chosen)
        allow_only(chosen.key, self.actions_by_key)
        self.show_running(chosen, chosen.runner.running)
        explain(self.actions_by_key, chosen.run_ideas())
        self.transport.set_enabled(chosen is self.playground)
        self.top_bar.set_counter(*chosen.counter_texts)
        self.settings.window.setValue("workspace", key)
        self.engine.ask()

    def set_speed(self, key: str) -> None:
        """Let all that shares the speeds of the workspace on show run at one of them."""
        self.speeds.choose(self.workspace, key)

    def set_unit(self, key: str) -> None:
        """Let a step of the training be one of `UNITS`."""
        self.top_bar.set_unit(key)
        self.laboratory.set_unit(key)
        self.settings.window.setValue("unit", key)

    def show_running(self, workspace: Workspace, running: bool) -> None:
        """Let the run controls say what they do, if the workspace is on show."""
        if workspace is self.workspace:
            run, longer = workspace.run_words()
            self.top_bar.set_running(running, run)
            self.top_bar.offer_longer_step(longer)

    def complain(self, sentence: str) -> None:
        """Say why something could not be done; the next act that can be takes it away."""
        self.messages.show_message("bad", sentence, until_next_act=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take replay or message away with Escape; leave other unused keys to the workspace."""
        if event.key() == Qt.Key.Key_Escape and self._furnished:
            self.engine.cancel() if self.replay.isVisible() else self.messages.dismiss()
            self.workspace.heed_key(event)
        elif not (self._furnished and self.workspace.heed_key(event)):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer, as copies: a file that is moved away would be deleted."""
        if self.desk.takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped, which stays where it is."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.desk.open_dropped(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the window's shape be remembered and the engine be ended."""
        if self._furnished:
            self.closing.emit()
        self._begun = True  # who closes it before wants nothing more in it
        super().closeEvent(event)
