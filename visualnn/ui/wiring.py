"""What joins the window's parts to session and engine, and the actions to what they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from visualnn.experiment.frames import Frame, Scene
from visualnn.figures.copying import FORMS
from visualnn.ui.actions import dress, menu_of
from visualnn.ui.acts import heed_acts
from visualnn.ui.retracing import Retracing
from visualnn.ui.session import Document
from visualnn.ui.settings import Preferences
from visualnn.ui.theme import Theme
from visualnn.ui.widgets.message_bar import DONE
from visualnn.ui.workspaces.workspace import Workspace

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow

OVERTAKEN = 10_000
"""Milliseconds after which nobody needs to know that the engine was started again."""


class Wiring(QObject):
    """Joins everything in a window once it is there, and hands on what comes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        heed_acts(window)  # before what the acts do: it may have something to say
        self._connect_session()
        self._connect_engine()
        self._connect_laboratory()
        self._connect_workspaces()
        self._connect_actions()
        self._apply_theme(window.themes.current)
        self._remember(window.settings.preferences)

    def _connect_session(self) -> None:
        window, stack = self._window, self._window.session.undo_stack
        Retracing(window)
        window.session.changed.connect(self._show_document)
        for key, can, text in (
            ("undo", stack.canUndoChanged, stack.undoTextChanged),
            ("redo", stack.canRedoChanged, stack.redoTextChanged),
        ):
            window.actions_by_key[key].setEnabled(False)
            can.connect(window.actions_by_key[key].setEnabled)
            text.connect(self._name_undo(key))

    def _name_undo(self, key: str) -> Callable[[str], None]:
        words = {"undo": self.tr("Undo {change}"), "redo": self.tr("Redo {change}")}
        plain = {"undo": self.tr("Undo"), "redo": self.tr("Redo")}

        def name(change: str) -> None:
            text = words[key].format(change=change) if change else plain[key]
            self._window.actions_by_key[key].setText(text)

        return name

    def _connect_engine(self) -> None:
        window, engine = self._window, self._window.engine
        engine.scene_shown.connect(self._show_scene)
        engine.framed.connect(self._show_frame)
        engine.died.connect(self._mourn)
        engine.replayed.connect(window.replay.follow)
        window.replay.canceled.connect(engine.cancel)
        window.sheets.lifted.connect(engine.ask)
        window.landscape.join(engine.errands)
        window.backprop.explanation_wanted.connect(engine.errands.explain)
        engine.errands.explained.connect(window.backprop.show_explanation)
        window.backprop.check_wanted.connect(engine.errands.check_gradient)
        engine.errands.checked.connect(window.backprop.show_check)

    def _connect_laboratory(self) -> None:
        window, settings = self._window, self._window.settings
        window.laboratory.refused.connect(window.complain)
        window.laboratory.canceled.connect(self._tell_canceled)
        window.laboratory.running_changed.connect(self._show_training_in_landscape)
        window.playground.memory_wanted.connect(lambda size: settings.edit(memory=size))
        settings.changed.connect(self._remember)

    def _connect_workspaces(self) -> None:
        window = self._window
        window.top_bar.workspace_chosen.connect(window.show_workspace)
        window.top_bar.speed_chosen.connect(window.set_speed)
        window.top_bar.unit_chosen.connect(window.set_unit)
        for workspace in window.workspaces:
            workspace.proposed.connect(window.session.propose)
            workspace.sealed.connect(window.session.seal)
            workspace.refused.connect(window.complain)
            workspace.counted.connect(lambda texts, w=workspace: self._count(w, texts))
            workspace.running_changed.connect(lambda on, w=workspace: window.show_running(w, on))
            for card in workspace.cards:
                card.export_wanted.connect(window.desk.export)
            for view in workspace.views:
                view.wanting.connect(window.engine.ask)
        window.landscape.turned.connect(self._turn_landscape)
        window.playground.explained.connect(self._explain)
        window.playground.deck.chosen.connect(self._turn)
        self._show_document(window.session.document, window.session.document)

    def _connect_actions(self) -> None:
        window = self._window
        jobs: dict[str, Callable[[], object]] = {
            "train": lambda: window.workspace.runner.toggle(),
            "step": lambda: window.workspace.runner.step(),
            "step_back": lambda: window.workspace.runner.step_back(),
            "step_epoch": lambda: window.workspace.runner.step("epoch"),
            "reset": lambda: window.workspace.runner.reset(),
            "reseed": self._reseed,
            "undo": window.session.undo,
            "redo": window.session.redo,
            "open_experiment": window.desk.open_experiment,
            "save_experiment": window.desk.save_experiment,
            "open_csv": window.desk.open_table,
            "csv_columns": window.desk.show_columns,
            "export": window.desk.export,
            "theme": self._toggle_theme,
            "worksheet": window.desk.save_worksheet,
            **{f"copy_{form}": partial(self._copy, form) for form in FORMS},
            "workspace_playground": lambda: window.show_workspace("playground"),
            "workspace_backprop": lambda: window.show_workspace("backprop"),
            "workspace_landscape": lambda: window.show_workspace("landscape"),
            "shortcuts": window.shortcuts.toggle,
            "next_region": window.regions.next,
            "previous_region": window.regions.previous,
            "menu": self._open_menu,
            "quit": window.close,
        }
        for key, job in jobs.items():
            window.actions_by_key[key].triggered.connect(lambda _=False, job=job: job())
        window.themes.changed.connect(self._apply_theme)

    def _show_document(self, old: Document, new: Document) -> None:
        for workspace in self._window.workspaces:
            workspace.show_document(new)
        self._window.actions_by_key["csv_columns"].setEnabled(new.experiment.data.is_file)

    def _show_scene(self, scene: Scene) -> None:
        for workspace in self._window.workspaces:
            workspace.show_scene(scene)

    def _show_frame(self, frame: Frame) -> None:
        for workspace in self._window.workspaces:
            workspace.show_frame(frame)
        self._window.run_messages.follow(frame)

    def _count(self, workspace: Workspace, texts: tuple[str, ...]) -> None:
        workspace.counter_texts = texts
        if workspace is self._window.workspace:
            self._window.top_bar.set_counter(*texts)

    def _turn_landscape(self) -> None:
        """Let the run controls act on the race, or on the training whose loss is on show."""
        self._window.speeds.restore()
        if self._window.workspace is self._window.landscape:
            self._window.show_workspace("landscape")

    def _show_training_in_landscape(self, running: bool) -> None:
        landscape = self._window.landscape
        if landscape.runner is self._window.laboratory:
            self._window.show_running(landscape, running)

    def _explain(self, sample: int) -> None:
        """Show how the network answers a sample, number by number."""
        self._window.show_workspace("backprop")
        self._window.backprop.show_sample(sample)

    def _remember(self, preferences: Preferences) -> None:
        """Let the recording take as much memory as is preferred."""
        self._window.engine.remember(preferences.memory * 2**20)
        self._window.playground.timeline.show_memory(preferences.memory)

    def _turn(self, view: str) -> None:
        """Fill the view that has come on show, and remember it."""
        self._window.engine.ask()
        self._window.settings.window.setValue("deck", view)

    def _reseed(self) -> None:
        session = self._window.session
        experiment = session.document.experiment
        other = experiment.edited(seed=(experiment.seed + 1) % 1_000_000)
        session.propose(session.document.edited(experiment=other), self.tr("new seed"))

    def _toggle_theme(self) -> None:
        themes = self._window.themes
        themes.toggle()
        self._window.settings.edit(theme=themes.choice)

    def _apply_theme(self, theme: Theme) -> None:
        dress(self._window.actions_by_key)
        for workspace in self._window.workspaces:
            workspace.apply_theme(theme)

    def _copy(self, form: str) -> None:
        if self._window.backprop.copy(form):
            text = self.tr("Copied the factors of the chain rule as a table.")
            text = text if form == "csv" else self.tr("Copied chain rule and update.")
            self._window.messages.show_message("good", text, overtaken_after=DONE)

    def _open_menu(self) -> None:
        button = self._window.top_bar.button("menu")
        menu = menu_of(self._window.actions_by_key, self._window)
        below = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), -4)
        menu.popup(button.mapToGlobal(below))

    def _tell_canceled(self) -> None:
        text = self.tr("The replay was canceled: what was open is as it was.")
        if self._window.laboratory.scene is None:
            text = self.tr("The replay was canceled: press Train to begin it again.")
        self._window.messages.show_message("info", text, until_next_act=True)

    def _mourn(self, restarted: bool) -> None:
        if restarted:
            text = self.tr(
                "The engine stopped unexpectedly; it was started again and goes on from its "
                "last checkpoint."
            )
            self._window.messages.show_message("warn", text, overtaken_after=OVERTAKEN)
        else:
            text = self.tr(
                "The engine stopped again and again and stays off: save the experiment and "
                "start VisualNN anew."
            )
            self._window.messages.show_message("bad", text)
