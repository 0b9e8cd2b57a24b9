"""Backprop: one step of learning, stage by stage, and the chain rule of any weight."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from visualnn.experiment.explain import (
    Explanation,
    GradientCheck,
    OfExample,
    OfSample,
    Subject,
)
from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.spec import Experiment, is_live_edit
from visualnn.figures.copying import copied
from visualnn.figures.worked import Sheet
from visualnn.ui.backprop.choices import Choices
from visualnn.ui.backprop.freshness import Freshness
from visualnn.ui.backprop.hover_lines import HoverLines
from visualnn.ui.backprop.notation_menu import NotationButton
from visualnn.ui.backprop.open_sheet import OpenSheet
from visualnn.ui.backprop.opening import opened
from visualnn.ui.backprop.predict_button import PredictButton, is_figure
from visualnn.ui.backprop.predictor import Predictor
from visualnn.ui.backprop.status_words import status_words
from visualnn.ui.intents import ChooseParameter, GoThrough, GoToStage, PointAt, WorkThrough
from visualnn.ui.playback import Playback
from visualnn.ui.session import Document
from visualnn.ui.theme import sizes
from visualnn.ui.views.backprop_diagram import BackpropDiagramView
from visualnn.ui.views.chain_rule import ChainRuleView
from visualnn.ui.views.gradient_check import CheckView
from visualnn.ui.views.sample_gradients import SampleGradientsView
from visualnn.ui.views.stages import StagesView
from visualnn.ui.views.update import UpdateView
from visualnn.ui.views.view import View
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.workspaces.backprop_layout import side_by_side
from visualnn.ui.workspaces.deck_card import DeckCard
from visualnn.ui.workspaces.view_card import ViewCard
from visualnn.ui.workspaces.workspace import Runner, Workspace

PACES = {"half": 0.5, "1": 1.0, "2": 2.0, "4": 4.0}
"""Speeds by key, in stages a second: what appears at each must be read."""

USUAL_PACE = "1"


class Backprop(Workspace):
    """A worked network, its stages, the chain rule of the chosen weight, and the update.

    Everything on show is one `Explanation` of the engine; stepping through its
    stages only reveals more of it.

    Signals
    -------
    explanation_wanted : Subject
        What the engine should explain.
    check_wanted : Explanation, Place
        Which parameter's gradient should be checked by central differences.
    remembered : str
        The choices that outlive a session, for `restore`.
    """

    key = "backprop"
    paces = PACES
    usual_pace = USUAL_PACE
    explanation_wanted = Signal(object)
    check_wanted = Signal(object, object)
    remembered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        fields = (("network", 120), ("rules", 120), ("keys", 0))
        super().__init__(StatusLine(fields), parent)
        self.setAccessibleName(self.tr("Backprop"))
        self._subject: Subject = OfExample()
        self._experiment: Experiment | None = None
        self._fresh = Freshness()
        self.playback = Playback(self)
        self.playback.set_pace(PACES[USUAL_PACE])
        self.diagram, self.stages = BackpropDiagramView(), StagesView()
        self.chain, self.update_view, self.check = ChainRuleView(), UpdateView(), CheckView()
        self.spread = SampleGradientsView()
        self.notation_button, self.predict_button = NotationButton(), PredictButton()
        self.predictor = Predictor(self.stages.predict, self)
        self.deck = DeckCard({self.update_view: (), self.check: (), self.spread: ()})
        self._views = (self.diagram, self.stages, self.chain, *self.deck.views)
        self.cards = (
            ViewCard(self.diagram, ("mode",)),
            ViewCard(self.stages, tools=(self.predict_button,)),
            ViewCard(self.chain, tools=(self.notation_button,)),
            self.deck,
        )
        self.lines = HoverLines(self)
        self._open_sheet = OpenSheet(self._views, self)
        self._lay_out()
        self._connect()

    @property
    def views(self) -> tuple[View, ...]:
        """The views, in reading order, with what those that are hidden have missed."""
        self._open_sheet.relay.end(hidden=True)
        return self._views

    @property
    def runner(self) -> Runner:
        """The playback of the stages."""
        return self.playback

    @property
    def subject(self) -> Subject:
        """What is worked through, or about to be."""
        return self._subject

    @property
    def sheet(self) -> Sheet | None:
        """What is on show."""
        return self._open_sheet.sheet

    def run_words(self) -> tuple[str, str]:
        """Return what the buttons for running and for the longer step say here."""
        return self.tr("Play"), self.tr("Update")

    def run_ideas(self) -> dict[str, str]:
        """Return what the actions of the run do here: they move through the stages."""
        return {
            "train": self.tr("Play the stages one after the other, or hold the one on show."),
            "step": self.tr("Go on to the next stage."),
            "step_back": self.tr("Go back to the stage before."),
            "step_epoch": self.tr("Go to the last stage: every weight has made its step."),
            "reset": self.tr("Go back to the first stage; no weight changes."),
        }

    def restore(self, text: str) -> None:
        """Take up the choices of an earlier session; what cannot be read is left as it is."""
        choices = Choices.from_json(text)
        if choices is None:
            return
        self.notation_button.set_notation(choices.notation)
        for view in self._views:
            for switch, option in choices.switches.get(view.key, {}).items():
                view.choose(switch, option)
        self.deck.show_view(choices.deck)

    def copy(self, form: str) -> str:
        """Put what is on show on the clipboard, as text, LaTeX or CSV; return it."""
        text = copied(self.sheet, form) if self.sheet is not None else ""
        if text:
            QGuiApplication.clipboard().setText(text)
        return text

    def show_sample(self, index: int) -> None:
        """Work through one sample of the current network, an index into the scene's samples."""
        self.work_through(OfSample(index))

    def work_through(self, subject: Subject) -> None:
        """Explain another subject."""
        self._subject = subject
        self.diagram.subjects.show_subject(subject)
        self.explanation_wanted.emit(subject)

    def show_explanation(self, explanation: Explanation) -> None:
        """Show an explanation; one of another subject comes too late."""
        if explanation.subject == self._subject and not self._is_held(explanation.generation):
            self._show(explanation)

    def show_check(self, check: GradientCheck) -> None:
        """Show a gradient's check; one of another parameter comes too late."""
        if self.sheet is not None and check.place == self.sheet.selected:
            self.chain.show_check(check)
            self.check.show_check(check)

    def show_document(self, document: Document) -> None:
        """Explain anew what the engine makes of the document, as of another η.

        A training that begins anew is explained with its first frame: only its
        scene says which samples there are.
        """
        before, self._experiment = self._experiment, document.experiment
        live = before is not None and is_live_edit(before, document.experiment)
        shown = self._own and self.isVisible() and self.sheet is not None
        if live and shown and not self.predictor.holds:
            QTimer.singleShot(0, lambda: self.explanation_wanted.emit(self._subject))

    def show_scene(self, scene: Scene) -> None:
        """Take the number of samples; the last one in the place of one that is gone."""
        samples = len(scene.targets)
        self.diagram.subjects.set_samples(samples)
        self.diagram.set_classes(scene.classes)
        if isinstance(self._subject, OfSample) and self._subject.index >= samples > 0:
            self.work_through(OfSample(samples - 1))

    def show_frame(self, frame: Frame) -> None:
        """Explain anew where the current network has changed and is on show.

        While it trains, only now and then: nobody reads these numbers faster.
        """
        self._fresh.frame = frame
        shown = self._own and self.isVisible() and not self._is_held(frame.generation)
        if shown and self._fresh.is_due(self.sheet.explanation if self.sheet else None):
            self.explanation_wanted.emit(self._subject)

    def wants(self) -> Wants:
        """Return what the views need, and the weights that may be set by hand."""
        wants = super().wants()
        return replace(wants, weights=True) if self._own and self.isVisible() else wants

    def heed_key(self, event: QKeyEvent) -> bool:
        """Move through the stages by keys that no control wanted."""
        line = self.stages.line
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() not in plain:
            return False
        if is_figure(event) and self.sheet is not None and self.sheet.predicting:
            self.stages.predict.type(event.text())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
            return True
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            line.keyPressEvent(event)
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.diagram.keyPressEvent(event)
            return True
        return False

    def event(self, event: QEvent) -> bool:
        """Keep figures for the answer while one predicts: "." would step."""
        over = event.type() == QEvent.Type.ShortcutOverride
        if over and self.predict_button.isChecked() and is_figure(event):
            event.accept()
            return True
        return super().event(event)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if self.sheet is None:  # not before: typesetting would hold up the start
            self.explanation_wanted.emit(self._subject)
        else:
            self._open_sheet.relay.end()
            self._catch_up()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.lines.leave()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self.playback.hold()  # nobody reads the stages that go by

    # What is on show

    def _is_held(self, generation: int) -> bool:
        """Return whether a question about this very network stands: its answer must not move."""
        sheet = self.sheet
        same = sheet is not None and sheet.explanation.generation == generation
        return same and sheet.explanation.subject == self._subject and self.predictor.holds

    @property
    def _own(self) -> bool:
        """Whether a person's own network is worked through, and no example."""
        return not isinstance(self._subject, OfExample)

    def _show(self, explanation: Explanation) -> None:
        sheet = opened(
            explanation,
            self.notation_button.notation,
            self.sheet,
            brief=self.stages.chosen("detail") == "brief",
            mode=self.diagram.chosen("mode"),
            predicting=self.predict_button.isChecked(),
        )
        self.predictor.begin(sheet.index)
        with QSignalBlocker(self.playback):
            self.playback.set_steps(len(sheet.line) - 1)
            if self.playback.step_now != sheet.index:
                self.playback.go(sheet.index)
        self._open_sheet.open(sheet, spread=self._fresh.trains)
        self._tell()
        self._note()

    def _follow(self) -> None:
        """Let what stands beside the views follow an edited sheet."""
        self._tie()
        self._tell()

    def _tell(self) -> None:
        sheet = self.sheet
        text = self.tr("stage {n} of {all}")
        self.counted.emit((text.format(n=sheet.index + 1, all=len(sheet.line)),))

    def _note(self) -> None:
        for field, text in status_words(self.sheet).items():
            self.status.set_field(field, text)

    # Gestures

    def _connect(self) -> None:
        edit = self._open_sheet.edit
        self._open_sheet.edited.connect(self._follow)
        self._open_sheet.pointed.connect(self._tie)
        self._open_sheet.check_wanted.connect(self.check_wanted)
        self.playback.moved.connect(self._move)
        self.predict_button.toggled.connect(self._predict)
        self.predictor.revealed.connect(lambda: edit(hidden=frozenset()))
        self.playback.running_changed.connect(self.running_changed)
        self.stages.played.connect(self.playback.toggle)
        self.diagram.switched.connect(lambda: edit(mode=self.diagram.chosen("mode")))
        self.stages.switched.connect(self._recut)
        self.notation_button.edited.connect(lambda _: self._rename())
        for view in (self.diagram, self.stages, self.chain):
            view.switched.connect(self._remember)
        self.deck.chosen.connect(self._look)
        for view in self._views:
            view.intent.connect(self._heed)

    def _move(self, index: int) -> None:
        """Show a stage; while predicting, ask about it first, and wait for the answer."""
        if self.sheet is None:
            return
        if not self.sheet.predicting:
            self._open_sheet.edit(index=index)
        elif self.predictor.arrive(self.sheet.edited(index=index)):
            self.playback.hold()
            self._open_sheet.edit(index=index, hidden=self.predictor.hidden)
        else:
            self._open_sheet.edit(index=index, hidden=frozenset())
            self._catch_up()

    def _catch_up(self) -> None:
        """Show what the network has become while a question held it."""
        if self._fresh.frame is not None:
            self.show_frame(self._fresh.frame)

    def _predict(self, on: bool) -> None:
        """Begin to predict, from the stage on show, or end it."""
        self.stages.predict.setVisible(on)
        self.predictor.begin(self.playback.step_now)
        self._open_sheet.edit(predicting=on, hidden=frozenset())
        self._catch_up()

    def _rename(self) -> None:
        """Write everything in another notation."""
        if self.sheet is not None:
            self._open_sheet.write_in(self.notation_button.notation)
            self._note()
        self._remember()

    def _remember(self) -> None:
        switches = {view.key: dict(view.choices) for view in self._views}
        choices = Choices(self.notation_button.notation, switches, self.deck.value)
        self.remembered.emit(choices.to_json())

    def _look(self, _key: str) -> None:
        """Show the view of the deck that was chosen what it has missed."""
        self._open_sheet.relay.end()
        self._remember()

    def _recut(self) -> None:
        if self.sheet is not None:
            self._show(self.sheet.explanation)

    def _heed(self, intent: object) -> None:
        match intent:
            case ChooseParameter(place):
                self._open_sheet.edit(selected=place)
            case GoThrough(place):
                self._open_sheet.go_through(place)
            case PointAt(places):
                self._open_sheet.point(places)
            case GoToStage(index):
                self.playback.hold()
                self.playback.go(index)
                if index == 0:  # from the start, with every way open
                    self._open_sheet.leave_way()
            case WorkThrough(subject):
                self.work_through(subject)

    def _give_up(self) -> None:
        """Dismiss a standing question; without one the chosen way."""
        if self.predictor.question is not None:
            self.predictor.skip()
        else:
            self._open_sheet.leave_way()

    def _tie(self) -> None:
        self.lines.tie(self.sheet.pointed, self.chain, self.diagram)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        space = sizes().space_3
        row.setContentsMargins(space, space, space, space)
        row.addWidget(side_by_side(self.cards[:2], self.cards[2:]))
