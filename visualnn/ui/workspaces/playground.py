"""The Playground: a network that learns, seen from all sides at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from visualnn.data.point_edits import followed_by
from visualnn.errors import InputError
from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.spec import Experiment
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.intents import (
    EditExperiment,
    EditPoints,
    ExplainSample,
    NeedFrame,
    Refuse,
    SetMemory,
    SetWeights,
    ShowStep,
    Watch,
)
from visualnn.ui.laboratory import Laboratory
from visualnn.ui.session import Document
from visualnn.ui.theme import Theme, sizes
from visualnn.ui.views.activation import ActivationView
from visualnn.ui.views.boundary import BoundaryView
from visualnn.ui.views.confusion import ConfusionView
from visualnn.ui.views.curves import CurvesView
from visualnn.ui.views.diagram import DiagramView
from visualnn.ui.views.gradients import GradientsView
from visualnn.ui.views.layers import LayersView
from visualnn.ui.views.sample_table import SampleTableView
from visualnn.ui.views.scatter import ScatterView
from visualnn.ui.views.space import SpaceView
from visualnn.ui.views.tensors import TensorsView
from visualnn.ui.views.timeline import TimelineView
from visualnn.ui.views.view import View
from visualnn.ui.views.watched import MOST, WatchedView
from visualnn.ui.widgets.action_button import ActionButton
from visualnn.ui.widgets.roomy import Roomy
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.words import count
from visualnn.ui.workspaces.contrast import contrasted
from visualnn.ui.workspaces.deck_card import DeckCard
from visualnn.ui.workspaces.experiment_panel import ExperimentPanel
from visualnn.ui.workspaces.fork_desk import ForkDesk
from visualnn.ui.workspaces.rival_desk import RivalDesk
from visualnn.ui.workspaces.run_numbers import FIELDS, RunNumbers
from visualnn.ui.workspaces.side_by_side import SideBySide, head_card
from visualnn.ui.workspaces.turns import Turns
from visualnn.ui.workspaces.view_card import ViewCard
from visualnn.ui.workspaces.workspace import Workspace

BOTH_WIDTH = 1100
"""Pixels of the page from which on A and B fit side by side."""

LEAST = QSize(760, 480)
"""Logical pixels that all cards together need to be read; a smaller window scrolls them."""

ACROSS = (60, 40)
"""Shares of the width; in a window of 1280 the legends at the right fit in one row."""

TRAVEL = ("play_back", "play_forward", "best", "fork")
"""The actions that have buttons in the timeline's card."""


class Playground(Workspace):
    """Diagram, decision boundary and loss curves of the training under way.

    Signals
    -------
    acted
        A person wants something by a gesture in a view; it is done next.
    explained : int
        The row of a sample that a person wants to see explained.
    memory_wanted : int
        How many MiB the recording may take.
    """

    key = "playground"
    acted = Signal()
    explained = Signal(int)
    memory_wanted = Signal(int)

    def __init__(
        self,
        document: Document,
        laboratory: Laboratory,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(StatusLine(FIELDS), parent)
        self.numbers = RunNumbers(self.status, self)
        self.setAccessibleName(self.tr("Playground"))
        self._document = document
        self.runner = self._laboratory = laboratory
        self._turns = Turns(self._show_in, self)
        self._scene: Scene | None = None
        self._glanced: int | None = None
        self._faces = ""
        self.panel = ExperimentPanel(document.experiment, actions)
        self.forks = ForkDesk(laboratory, document.experiment, self)
        self._make_views()
        self.rivals = RivalDesk((self.diagram, self.boundary), self)
        self._make_cards(actions)
        self.beside = SideBySide(self.cards[0], self.cards[2], self)
        self._lay_out()
        self._connect(actions)

    def _make_views(self) -> None:
        self.diagram, self.boundary, self.curves = DiagramView(), BoundaryView(), CurvesView()
        self.timeline, self.watched = TimelineView(), WatchedView()
        self.deck = DeckCard(
            {
                self.curves: (),
                ConfusionView(): ("share",),
                LayersView(): (),
                TensorsView(): (),
                GradientsView(): (),
                ScatterView(): (),
                self.watched: (),
                SpaceView(): (),
                SampleTableView(): ("labels",),
                ActivationView(): ("layer",),
            }
        )
        self._views = (self.diagram, self.timeline, self.boundary, *self.deck.views)

    def _make_cards(self, actions: Mapping[str, QAction]) -> None:
        travel = [ActionButton(actions[key], words=False, quiet=True) for key in TRAVEL]
        self.cards = (
            ViewCard(self.diagram, ("reading",), tools=[self.rivals.flip]),
            ViewCard(self.timeline, tools=travel),
            ViewCard(self.boundary, ("mode", "residuals")),
            self.deck,
        )
        self.cards[1].add_below(self.forks.strip)

    def _connect(self, actions: Mapping[str, QAction]) -> None:
        self.forks.proposed.connect(lambda fork, text: self._propose(fork, text, ""))
        self.forks.refused.connect(self.refused)
        actions["fork"].triggered.connect(self.forks.toggle)
        self.panel.proposed.connect(self._propose)
        self.panel.sealed.connect(self.sealed)
        self.panel.refused.connect(self.refused)
        self.rivals.flipped.connect(self._flip)
        self.beside.made.connect(self._connect_view)
        self.beside.arranged.connect(self._show_beside)
        self.rivals.drawn.connect(self.curves.show_rival)
        actions["compare"].triggered.connect(self._compare)
        actions["flip"].triggered.connect(self.rivals.toggle)
        for view in self._views:
            self._connect_view(view)
        self._laboratory.running_changed.connect(self.running_changed)

    @property
    def views(self) -> tuple[View, ...]:
        """The views, those of A beside B last."""
        return (*self._views, *self.beside.views)

    @property
    def regions(self) -> tuple[QWidget, ...]:
        """The panel and the cards, those of A beside B last."""
        return (*super().regions, *self.beside.cards)

    def apply_theme(self, theme: Theme) -> None:
        """Draw the views in a theme."""
        super().apply_theme(theme)
        self.beside.redress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer A and B side by side where there is room."""
        super().resizeEvent(event)
        self.rivals.set_room(self.width() >= BOTH_WIDTH)

    def show_document(self, document: Document) -> None:
        """Show the experiment in the controls."""
        self._document = document
        self.panel.show_experiment(document.experiment)
        self.forks.show_experiment(document.experiment)
        self.rivals.set_rival(document.rival)
        self._head()

    def wants(self) -> Wants:
        """Return what the visible views need, and what a fork and a comparison need."""
        wants = self.forks.wants(self.rivals.wants(v for v in self.views if v.isVisible()))
        return replace(wants, check=True)

    def show_scene(self, scene: Scene) -> None:
        """Show a new plan in every view; after a live edit, only its settings."""
        self._turns.forget()
        before, self._scene = self._scene, scene
        self.rivals.show_scene(scene)
        self.numbers.show_scene(scene)
        self._head()
        own = [view for view in self.views if not self.rivals.is_a(view)]
        if before and scene.goes_on_from(before):
            for view in own:
                view.show_settings(scene)
            return
        self.panel.show_scene(scene)
        for view in own:
            view.show_scene(scene)
        sizes_text = "–".join(str(units) for units in scene.sizes)
        text = self.tr("{sizes} · {n} parameters")
        self.status.set_field(
            "network", text.format(sizes=sizes_text, n=count(scene.parameters)), ""
        )

    def show_frame(self, frame: Frame) -> None:
        """Show the training as it is now in the views that are on show."""
        self.numbers.note_frame(frame)
        self.forks.show_frame(frame)
        self.rivals.take(frame)
        self._follow_glance(frame)
        self._turns.take(frame, (*self.views, self.numbers))

    def _show_in(self, part: View | RunNumbers, frame: Frame) -> None:
        """Show a frame in a view that is on show, or in the numbers."""
        if part is self.numbers:
            self._show_numbers(frame)
        elif part.isVisible() and (shown := self.rivals.frame_for(part, frame)):
            part.show_frame(shown)

    def _follow_glance(self, frame: Frame) -> None:
        """Let the neurons show the numbers of the sample that is on its way through them."""
        sample = frame.glance.sample if frame.glance else None
        between = sample is None and frame.state == "running" and self._laboratory.unit == "sample"
        if sample == self._glanced or between:
            return
        begins, self._glanced = self._glanced is None, sample
        if begins:
            self._faces = self.diagram.chosen("neurons")
        if sample is None:
            self.diagram.choose("neurons", self._faces)
        elif sample >= 0:
            self.diagram.show_sample(sample)

    def _show_numbers(self, frame: Frame) -> None:
        self.counted.emit(self.numbers.counter(frame))
        self.numbers.note_scores(frame)
        self.numbers.note_rival(self.rivals.latest)
        if scene := self._laboratory.scene:
            self.numbers.note_test(frame, scene.task)

    def _compare(self) -> None:
        """Keep the experiment as A and work on B; or, where there is an A, let go of it."""
        rival = None if self._document.rival else self._document.experiment
        text = self.tr("compare") if rival else self.tr("end of the comparison")
        self.proposed.emit(self._document.edited(rival=rival), text, "")

    def _connect_view(self, view: View) -> None:
        view.intent.connect(partial(self._heed_of, view))
        view.retitled.connect(self._head)

    def _flip(self) -> None:
        """Arrange what is on show of A and B, and ask for it."""
        if self.rivals.shows_both != self.beside.shown:
            self._share_width(self.rivals.shows_both)
            self.beside.show(self.rivals.shows_both)
        self._head()
        self._laboratory.ask()

    def _share_width(self, both: bool) -> None:
        """Give two boundaries more room than one, and later what it had."""
        width = self._across.width()
        if both:
            self._shares = self._across.sizes()
            self._across.setSizes([width * 46 // 100, width * 54 // 100])
        else:
            self._across.setSizes(self._shares)

    def _show_beside(self) -> None:
        """Fill the views of A that have come on show."""
        self.rivals.show_beside(self.beside.views)
        self._head()
        self._laboratory.ask()

    def _head(self, _title: str = "") -> None:
        """Say in the headings whose pictures these are, and what sets them apart."""
        rival, apart = self._document.rival, ("", "")
        own = self.tr("B") if rival else ""
        for place in (self.deck, self.numbers, self.panel):
            place.set_side(own)
        if rival:
            apart = contrasted(rival, self._document.experiment)
        for card in (self.cards[0], self.cards[2], *self.beside.cards):
            of_a = self.rivals.is_a(card.view)
            side = self.tr("A") if rival and of_a else own
            head_card(card, side, apart[0 if of_a else 1])
            card.view.keep(self._why_kept() if of_a else "")

    def _why_kept(self) -> str:
        return self.tr("A is kept as it was: show B to change something.")

    def _heed_of(self, view: View, intent: object) -> None:
        """Do what a view wants; experiment A is looked at only."""
        if not isinstance(intent, NeedFrame):
            self.acted.emit()
        if self.rivals.is_a(view) and not isinstance(intent, ShowStep | NeedFrame):
            self.refused.emit(self._why_kept())
            return
        self._heed(intent)

    def _heed(self, intent: object) -> None:
        match intent:
            case ShowStep(step):
                self._laboratory.seek(step)
            case NeedFrame():
                self._laboratory.ask()
            case SetWeights():
                self._laboratory.set_weights(intent)
            case SetMemory(mebibytes):
                self.memory_wanted.emit(mebibytes)
            case Watch(thing):
                self._watch(thing)
            case EditExperiment():
                self._edit(intent)
            case EditPoints():
                self._edit_points(intent)
            case ExplainSample(index):
                self.explained.emit(index)
            case Refuse(sentence):
                self.refused.emit(sentence)

    def _watch(self, thing: Edge | Neuron) -> None:
        """Show a weight over time, or let it go."""
        if not self.watched.toggle(thing):
            text = self.tr("{n} curves are the most: press P on one to let it go.")
            self.refused.emit(text.format(n=MOST))
            return
        if thing in self.watched.things:
            self.deck.show_view(self.watched.key)
        self._laboratory.ask()

    def _edit(self, intent: EditExperiment) -> None:
        """Propose the experiment with leaves changed, as a step of undo of its own."""
        present = self._document.experiment
        try:
            experiment = present.edited(**intent.leaves_of(present))
        except InputError as error:
            self.refused.emit(str(error))
            return
        self._propose(experiment, intent.name, "")

    def _edit_points(self, intent: EditPoints) -> None:
        """Propose the samples with edits made to them; a stroke is one step of undo."""
        data, scene = self._document.experiment.data, self._laboratory.scene
        edits = data.edits
        for edit in intent.edits:
            edits = followed_by(edits, edit, scene.drawn)
        if edits != data.edits:
            experiment = self._document.experiment.edited(data=replace(data, edits=edits))
            self._propose(experiment, intent.name, "points")
        if intent.done:
            self.sealed.emit()

    def _propose(self, experiment: Experiment, text: str, merge_key: str) -> None:
        self.proposed.emit(self._document.edited(experiment=experiment), text, merge_key)

    def _left_column(self) -> QWidget:
        """Return the diagram above the timeline."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_3)
        column.addWidget(self.beside.networks, 1)
        column.addWidget(self.cards[1])
        return box

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        right.setObjectName("playground_right")
        for widget in (self.beside.boundaries, self.deck):
            right.addWidget(widget)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setObjectName("playground_across")
        self._across = across
        across.addWidget(self._left_column())
        across.addWidget(right)
        across.setSizes([10 * share for share in ACROSS])
        right.setSizes([560, 440])
        for place, share in enumerate(ACROSS):
            across.setStretchFactor(place, share)
        for splitter in (right, across):
            splitter.setHandleWidth(sizes().space_3)
            splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, sizes().space_3, 0)
        row.setSpacing(sizes().space_3)
        row.addWidget(self.panel)
        across.setContentsMargins(0, sizes().space_3, 0, sizes().space_3)
        row.addWidget(Roomy(across, LEAST), 1)
