"""What is put into the window behind its first painting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from visualnn.ui.actions import make_actions
from visualnn.ui.engine import EngineClient, Port
from visualnn.ui.files import FileDesk
from visualnn.ui.laboratory import Laboratory
from visualnn.ui.regions import Regions
from visualnn.ui.run_messages import RunMessages
from visualnn.ui.speeds import PACES, Speeds, speed_texts
from visualnn.ui.theme import sizes
from visualnn.ui.transport import Transport
from visualnn.ui.widgets.berth import Berth
from visualnn.ui.widgets.message_bar import MessageBar
from visualnn.ui.widgets.replay_strip import ReplayStrip
from visualnn.ui.widgets.sheet_stack import SheetStack
from visualnn.ui.widgets.shortcuts_overlay import ShortcutsOverlay
from visualnn.ui.widgets.top_bar import UNITS, TopBar
from visualnn.ui.window_state import remembered, restore_shape, save_shape
from visualnn.ui.wiring import Wiring
from visualnn.ui.workspaces.backprop import Backprop
from visualnn.ui.workspaces.landscape import Landscape
from visualnn.ui.workspaces.playground import Playground

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow


def furnish(window: MainWindow, open_port: Callable[[], Port], port: Port) -> None:
    """Put everything into the window, and join it; what was open comes on show again.

    Parameters
    ----------
    open_port, port
        Starts an engine, and the first one, which has been started.
    """
    document = window.session.document
    window.engine = EngineClient(open_port, window.wants, window, port)
    window.laboratory = Laboratory(window.session, window.engine, window)
    window.actions_by_key = make_actions(window)
    window.transport = Transport(window.actions_by_key, window.laboratory, window)
    window.playground = Playground(document, window.laboratory, window.actions_by_key)
    window.backprop = Backprop()
    window.landscape = Landscape(document, window.laboratory)
    window.workspaces = (window.playground, window.backprop, window.landscape)
    _make_frame(window)
    window.desk = FileDesk(window)
    window.run_messages = RunMessages(window)
    window.regions = Regions(window)
    Wiring(window)
    _restore(window)
    window.closing.connect(window.engine.close)  # it may take seconds: what is remembered is first


def _make_frame(window: MainWindow) -> None:
    """Put the workspaces between the top bar and the status line."""
    page = QWidget()
    window.stack, window.status = QStackedWidget(), QStackedWidget()
    window.status.setFixedHeight(sizes().status_line)
    for workspace in window.workspaces:
        window.stack.addWidget(workspace)
        window.status.addWidget(workspace.status)
    window.top_bar = _top_bar(window)
    window.speeds = Speeds(window.top_bar, window.workspaces, window.settings.window)
    window.sheets = SheetStack(window.stack)
    berth = Berth(window.status, window.stack)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(window.top_bar)
    column.addWidget(window.sheets, 1)
    column.addWidget(berth)
    column.addWidget(window.status)
    window.setCentralWidget(page)
    window.messages = MessageBar(page, berth)
    window.replay = ReplayStrip(page, berth)
    window.shortcuts = ShortcutsOverlay(page, window.actions_by_key)


def _top_bar(window: MainWindow) -> TopBar:
    tabs = [(w.key, w.accessibleName()) for w in window.workspaces]
    bar = TopBar(window.actions_by_key, tabs, speed_texts(PACES))
    for key, _ in tabs:
        tip = window.actions_by_key[f"workspace_{key}"].toolTip()
        bar.tabs.findChild(QWidget, f"workspace_{key}").setToolTip(tip)
    return bar


def _restore(window: MainWindow) -> None:
    """Bring back what was on show the last time, and remember it in the end."""
    state = window.settings.window
    restore_shape(window, state)
    window.closing.connect(lambda: save_shape(window, state))
    window.speeds.restore()
    window.set_unit(remembered(state, "unit", "step", UNITS))
    window.playground.deck.show_view(str(state.value("deck", "")))
    window.backprop.restore(str(state.value("backprop", "")))
    window.backprop.remembered.connect(partial(state.setValue, "backprop"))
    keys = [workspace.key for workspace in window.workspaces]
    window.show_workspace(remembered(state, "workspace", keys[0], keys))
