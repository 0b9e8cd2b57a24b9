"""The window: top bar, workspaces, status line, and what joins them to session and engine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.figures.copying import FORMS
from visualnn.ui import actions as action_table
from visualnn.ui.engine import EngineClient, Port
from visualnn.ui.files import FileDesk, dropped_files
from visualnn.ui.laboratory import Laboratory
from visualnn.ui.run_messages import RunMessages
from visualnn.ui.session import Document, Session
from visualnn.ui.settings import Preferences, Settings
from visualnn.ui.speeds import PACES, Speeds, speed_texts
from visualnn.ui.theme import Theme, ThemeSource, sizes
from visualnn.ui.transport import Transport
from visualnn.ui.widgets.berth import Berth
from visualnn.ui.widgets.message_bar import DONE, MessageBar
from visualnn.ui.widgets.outline import Outline
from visualnn.ui.widgets.replay_strip import ReplayStrip
from visualnn.ui.widgets.sheet_stack import SheetStack
from visualnn.ui.widgets.shortcuts_overlay import ShortcutsOverlay
from visualnn.ui.widgets.top_bar import UNITS, TopBar
from visualnn.ui.window_state import remembered, restore_shape, save_shape

if TYPE_CHECKING:
    from visualnn.ui.views.view import View
    from visualnn.ui.workspaces.workspace import Workspace

OVERTAKEN = 10_000
"""Milliseconds after which nobody needs to know that the engine was started again."""

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

    Signals
    -------
    furnished
        Everything is in its place.  Before, the window shows no more than an
        outline of itself, and only what is made in its constructor is there.
    """

    furnished = Signal()

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
        self._port = open_port()  # the engine starts while the window is furnished
        self._open_port = open_port
        self._furnished = False
        outline = Outline()
        outline.painted.connect(self.furnish, Qt.ConnectionType.QueuedConnection)
        self.setCentralWidget(outline)
        restore_shape(self, settings.window)

    def furnish(self) -> None:
        """Put everything into the window, once; it comes by itself after the first painting.

        The plotting library and a hundred controls take their time, in which a
        window that is there already looks ready sooner.
        """
        if self._furnished:
            return
        self._furnished = True
        from visualnn.ui.workspaces.backprop import Backprop
        from visualnn.ui.workspaces.landscape import Landscape
        from visualnn.ui.workspaces.playground import Playground

        document = self.session.document
        self.engine = EngineClient(self._open_port, self.wants, self, self._port)
        self.laboratory = Laboratory(self.session, self.engine, self)
        self.actions_by_key = action_table.make_actions(self)
        self.transport = Transport(self.actions_by_key, self.laboratory, self)
        self.playground = Playground(document, self.laboratory, self.actions_by_key)
        self.backprop = Backprop()
        self.landscape = Landscape(document, self.laboratory)
        self.workspaces: tuple[Workspace, ...] = (self.playground, self.backprop, self.landscape)
        self._make_frame()
        self.desk = FileDesk(self)
        self.run_messages = RunMessages(self)
        self._connect_session()
        self._connect_engine()
        self._connect_workspaces()
        self._connect_actions()
        self._restore()
        self.setAcceptDrops(True)
        self.setFocus()
        self._remember(self.settings.preferences)
        self.laboratory.begin()
        self.furnished.emit()

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
        self.stack.setCurrentWidget(chosen)
        self.status.setCurrentWidget(chosen.status)
        self.top_bar.set_workspace(key)
        self.speeds.offer(chosen)
        for name in ("worksheet", *(f"copy_{form}" for form in FORMS)):
            self.actions_by_key[name].setEnabled(chosen is self.backprop)
        self._show_running(chosen, chosen.runner.running)
        action_table.explain(self.actions_by_key, chosen.run_ideas())
        self.transport.set_enabled(chosen is self.playground)
        self.top_bar.set_counter(chosen.counter_text)
        self.settings.window.setValue("workspace", key)
        self.engine.ask()

    def _make_frame(self) -> None:
        tabs = [(w.key, w.accessibleName()) for w in self.workspaces]
        self.top_bar = TopBar(self.actions_by_key, tabs, speed_texts(PACES))
        for key, _ in tabs:
            tip = self.actions_by_key[f"workspace_{key}"].toolTip()
            self.top_bar.tabs.findChild(QWidget, f"workspace_{key}").setToolTip(tip)
        self.speeds = Speeds(self.top_bar, self.workspaces, self.settings.window)
        self.top_bar.workspace_chosen.connect(self.show_workspace)
        self.top_bar.speed_chosen.connect(self.set_speed)
        self.top_bar.unit_chosen.connect(self.set_unit)
        self.stack = QStackedWidget()
        for workspace in self.workspaces:
            self.stack.addWidget(workspace)
        self.sheets = SheetStack(self.stack)
        self.status = QStackedWidget()
        self.status.setFixedHeight(sizes().status_line)
        for workspace in self.workspaces:
            self.status.addWidget(workspace.status)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.sheets, 1)
        berth = Berth(self.status)
        column.addWidget(berth)
        column.addWidget(self.status)
        self.setCentralWidget(page)
        self.messages = MessageBar(page, berth)
        self.replay = ReplayStrip(page, berth)
        self.shortcuts = ShortcutsOverlay(page, self.actions_by_key)

    def set_speed(self, key: str) -> None:
        """Let all that shares the speeds of the workspace on show run at one of them."""
        self.speeds.choose(self.workspace, key)

    def set_unit(self, key: str) -> None:
        """Let a step of the training be one of `UNITS`."""
        self.top_bar.set_unit(key)
        self.laboratory.set_unit(key)
        self.settings.window.setValue("unit", key)

    def _connect_session(self) -> None:
        self.session.changed.connect(self._show_document)
        stack = self.session.undo_stack
        for key, can, text in (
            ("undo", stack.canUndoChanged, stack.undoTextChanged),
            ("redo", stack.canRedoChanged, stack.redoTextChanged),
        ):
            self.actions_by_key[key].setEnabled(False)
            can.connect(self.actions_by_key[key].setEnabled)
            text.connect(self._name_undo(key))

    def _name_undo(self, key: str) -> Callable[[str], None]:
        words = {"undo": self.tr("Undo {change}"), "redo": self.tr("Redo {change}")}
        plain = {"undo": self.tr("Undo"), "redo": self.tr("Redo")}

        def name(change: str) -> None:
            text = words[key].format(change=change) if change else plain[key]
            self.actions_by_key[key].setText(text)

        return name

    def _connect_engine(self) -> None:
        engine = self.engine
        engine.scene_shown.connect(self._show_scene)
        engine.framed.connect(self._show_frame)
        engine.died.connect(self._mourn)
        engine.replayed.connect(self.replay.follow)
        self.replay.canceled.connect(engine.cancel)
        self.playground.memory_wanted.connect(lambda size: self.settings.edit(memory=size))
        self.settings.changed.connect(self._remember)
        self.sheets.lifted.connect(engine.ask)
        self.laboratory.refused.connect(self.complain)
        self.laboratory.canceled.connect(self._tell_canceled)
        self.landscape.join(engine.errands)
        self.landscape.turned.connect(self._turn_landscape)
        self.laboratory.running_changed.connect(self._show_training_in_landscape)
        self.backprop.explanation_wanted.connect(engine.explain)
        engine.explained.connect(self.backprop.show_explanation)
        self.backprop.check_wanted.connect(engine.check_gradient)
        engine.checked.connect(self.backprop.show_check)

    def _connect_workspaces(self) -> None:
        for workspace in self.workspaces:
            workspace.proposed.connect(self.session.propose)
            workspace.sealed.connect(self.session.seal)
            workspace.refused.connect(self.complain)
            workspace.counted.connect(lambda text, w=workspace: self._count(w, text))
            workspace.running_changed.connect(lambda on, w=workspace: self._show_running(w, on))
            for card in workspace.cards:
                card.export_wanted.connect(self.desk.export)
            for view in workspace.views:
                view.wanting.connect(self.engine.ask)
        self.playground.explained.connect(self._explain)
        self.playground.deck.chosen.connect(self._turn)
        self._show_document(self.session.document, self.session.document)

    def _turn_landscape(self) -> None:
        """Let the run controls act on the race, or on the training whose loss is on show."""
        self.speeds.restore()
        if self.workspace is self.landscape:
            self.show_workspace("landscape")

    def _show_training_in_landscape(self, running: bool) -> None:
        if self.landscape.runner is self.laboratory:
            self._show_running(self.landscape, running)

    def _explain(self, sample: int) -> None:
        """Show how the network answers a sample, number by number."""
        self.show_workspace("backprop")
        self.backprop.show_sample(sample)

    def _remember(self, preferences: Preferences) -> None:
        """Let the recording take as much memory as is preferred."""
        self.engine.remember(preferences.memory * 2**20)
        self.playground.timeline.show_memory(preferences.memory)

    def _turn(self, view: str) -> None:
        """Fill the view that has come on show, and remember it."""
        self.engine.ask()
        self.settings.window.setValue("deck", view)

    def _connect_actions(self) -> None:
        jobs: dict[str, Callable[[], object]] = {
            "train": lambda: self.workspace.runner.toggle(),
            "step": lambda: self.workspace.runner.step(),
            "step_back": lambda: self.workspace.runner.step_back(),
            "step_epoch": lambda: self.workspace.runner.step("epoch"),
            "reset": lambda: self.workspace.runner.reset(),
            "reseed": self._reseed,
            "undo": self.session.undo,
            "redo": self.session.redo,
            "open_experiment": self.desk.open_experiment,
            "save_experiment": self.desk.save_experiment,
            "open_csv": self.desk.open_table,
            "csv_columns": self.desk.show_columns,
            "export": self.desk.export,
            "theme": self._toggle_theme,
            "worksheet": self.desk.save_worksheet,
            **{f"copy_{form}": partial(self._copy, form) for form in FORMS},
            "workspace_playground": lambda: self.show_workspace("playground"),
            "workspace_backprop": lambda: self.show_workspace("backprop"),
            "workspace_landscape": lambda: self.show_workspace("landscape"),
            "shortcuts": self.shortcuts.toggle,
            "menu": self._open_menu,
            "quit": self.close,
        }
        for key, job in jobs.items():
            self.actions_by_key[key].triggered.connect(lambda _=False, job=job: job())
        self.themes.changed.connect(self._apply_theme)
        self._apply_theme(self.themes.current)

    def _show_document(self, old: Document, new: Document) -> None:
        for workspace in self.workspaces:
            workspace.show_document(new)
        self.actions_by_key["csv_columns"].setEnabled(new.experiment.data.is_file)

    def _show_scene(self, scene: Scene) -> None:
        self.playground.show_scene(scene)
        self.backprop.show_scene(scene)
        self.landscape.show_scene(scene)

    def _show_frame(self, frame: Frame) -> None:
        self.playground.show_frame(frame)
        self.backprop.show_frame(frame)
        self.landscape.show_frame(frame)
        self.run_messages.follow(frame)

    def _count(self, workspace: Workspace, text: str) -> None:
        workspace.counter_text = text
        if workspace is self.workspace:
            self.top_bar.set_counter(text)

    def _show_running(self, workspace: Workspace, running: bool) -> None:
        if workspace is self.workspace:
            run, longer = workspace.run_words()
            self.top_bar.set_running(running, run)
            self.top_bar.offer_longer_step(longer)

    def _reseed(self) -> None:
        document = self.session.document
        experiment = document.experiment
        other = experiment.edited(seed=(experiment.seed + 1) % 1_000_000)
        self.session.propose(document.edited(experiment=other), self.tr("new seed"))

    def _toggle_theme(self) -> None:
        self.themes.toggle()
        self.settings.edit(theme=self.themes.choice)

    def _apply_theme(self, theme: Theme) -> None:
        action_table.dress(self.actions_by_key)
        for workspace in self.workspaces:
            workspace.apply_theme(theme)

    def _copy(self, form: str) -> None:
        if self.backprop.copy(form):
            text = self.tr("Copied the factors of the chain rule as a table.")
            text = text if form == "csv" else self.tr("Copied chain rule and update.")
            self.messages.show_message("good", text, overtaken_after=DONE)

    def _open_menu(self) -> None:
        button = self.top_bar.button("menu")
        menu = action_table.menu_of(self.actions_by_key, self)
        below = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), -4)
        menu.popup(button.mapToGlobal(below))

    def complain(self, sentence: str) -> None:
        """Say why something could not be done."""
        self.messages.show_message("bad", sentence)

    def _tell_canceled(self) -> None:
        text = self.tr("The replay was canceled: what was open is as it was.")
        if self.laboratory.scene is None:
            text = self.tr("The replay was canceled: press Train to begin it again.")
        self.messages.show_message("info", text)

    def _mourn(self, restarted: bool) -> None:
        if restarted:
            text = self.tr(
                "The engine stopped unexpectedly; it was started again and goes on from its "
                "last checkpoint."
            )
            self.messages.show_message("warn", text, overtaken_after=OVERTAKEN)
        else:
            self.complain(
                self.tr(
                    "The engine stopped again and again and stays off: save the experiment and "
                    "start VisualNN anew."
                )
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take replay or message away with Escape; leave other unused keys to the workspace."""
        if event.key() == Qt.Key.Key_Escape and self._furnished:
            self.engine.cancel() if self.replay.isVisible() else self.messages.dismiss()
            self.workspace.heed_key(event)
        elif not (self._furnished and self.workspace.heed_key(event)):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer, as copies: a file that is moved away would be deleted."""
        if dropped_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped, which stays where it is."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.desk.open_dropped(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's shape and end the engine."""
        if self._furnished:
            save_shape(self, self.settings.window)
            self.engine.close()
        else:
            self._port.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        state = self.settings.window
        restore_shape(self, state)
        self.speeds.restore()
        self.set_unit(remembered(state, "unit", "step", UNITS))
        self.playground.deck.show_view(str(state.value("deck", "")))
        self.backprop.restore(str(state.value("backprop", "")))
        self.backprop.remembered.connect(partial(state.setValue, "backprop"))
        keys = [workspace.key for workspace in self.workspaces]
        self.show_workspace(remembered(state, "workspace", keys[0], keys))
