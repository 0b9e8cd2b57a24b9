"""The network diagram as a picture: what it shows and says, before anyone touches it."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.faces import Drawn
from visualnn.experiment.frames.probe import Probe
from visualnn.figures.table import Table
from visualnn.ui.diagram import asking
from visualnn.ui.diagram.attention import Attention
from visualnn.ui.diagram.canvas import Canvas
from visualnn.ui.diagram.flow_button import FlowButton
from visualnn.ui.diagram.picture import Picture
from visualnn.ui.diagram.readings import Numbers, is_fast
from visualnn.ui.diagram.selection import Selected
from visualnn.ui.diagram.switches import switches
from visualnn.ui.diagram.table import table
from visualnn.ui.diagram.telling import Instant
from visualnn.ui.intents import NeedFrame
from visualnn.ui.theme import Theme
from visualnn.ui.views.view import Switch, View

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent


class NetworkView(View):
    """A view that shows one network and its numbers at one instant.

    It knows what is pointed at and selected, for their cards and sentences;
    `visualnn.ui.views.diagram.DiagramView` lets mouse and keyboard do that.

    Attributes
    ----------
    editable
        Whether what is told of a part names what can be done to it.
    """

    editable = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self._numbers: Numbers | None = None
        self._attention = Attention()
        self._sample = 0
        self._asked: tuple[Probe | None, Drawn | None, bool] | None = None
        self._canvas = Canvas(self)
        self._flow_button = FlowButton(self)
        self._flow_button.wished.connect(partial(self.choose, "channel"))
        self.setMinimumSize(320, 220)
        # It fills its whole ground, so that what lies below need not be painted with it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def title(self) -> str:
        """The card's heading."""
        return self.tr("Network")

    def header(self) -> QWidget:
        """Return the button that lets the gradient flow back along the edges."""
        return self._flow_button

    def switches(self) -> tuple[Switch, ...]:
        """Return the choices of what edges and neurons stand for."""
        return switches()

    @property
    def reading(self) -> str:
        """What an edge stands for, a key of `visualnn.ui.diagram.readings.READINGS`."""
        return self.chosen("reading")

    @reading.setter
    def reading(self, key: str) -> None:
        self.choose("reading", key)

    @property
    def threshold(self) -> float:
        """The share of the full width's magnitude below which edges are hidden."""
        return self._canvas.threshold

    def hide_below(self, share: float) -> None:
        """Hide weak edges; 0 hides none."""
        self._canvas.hide_below(share)
        self._change()

    @property
    def picture(self) -> Picture | None:
        """What the network looks like; None before the first scene."""
        return self._canvas.picture

    @property
    def sample(self) -> int:
        """The sample whose z, a and δ the neurons can show."""
        return self._sample

    def show_sample(self, index: int) -> None:
        """Show another sample's numbers; behind the last comes the first."""
        if self._scene:
            self._sample = index % max(len(self._scene.points), 1)
            self.choose("neurons", "sample")
            self._ask()

    def wants(self) -> Wants:
        """Ask for the parameters and for thumbnails of a size that fits."""
        if self._scene is None:
            return Wants(faces=Drawn(asking.USUAL_PIXELS), weights=True)
        thing = self._attention.thing
        fine = self.devicePixelRatioF() > 1
        return asking.wanted(
            self._scene, self._choices, thing, self.sample, fine=fine, fast=self._is_fast
        )

    @property
    def _is_fast(self) -> bool:
        return self._frame is not None and is_fast(self._frame)

    # What is shown

    def show_scene(self, scene: Scene) -> None:
        """Begin the diagram of another network; a live edit goes on with the same picture."""
        before, self._scene = self._scene, scene
        if self.picture and _same_run(before, scene):
            self.picture.follow(scene)
        else:
            self._begin(scene)

    def _begin(self, scene: Scene) -> None:
        self._frame = self._numbers = self._asked = None
        self._canvas.begin(scene)
        self._sample = min(self._sample, max(len(scene.points) - 1, 0))
        self._attention.hovered = None

    def show_frame(self, frame: Frame) -> None:
        """Draw the weights and outputs of one instant."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        self._frame = frame
        self._numbers = Numbers(self._scene.layout, frame)
        self.picture.show(frame, self._numbers, self._choices, time.monotonic())
        self._change()
        if self._asked is None:  # the first frame was asked for before its scene was known
            self._ask()
        elif frame.gradient is None and self.wants().weights:  # this one while training ran
            self.intent.emit(NeedFrame())

    def _change(self) -> None:
        """Draw anew what stands still, and let move what should."""
        self._canvas.change(flowing=self.chosen("channel") == "on" and self._numbers is not None)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._canvas.apply_theme(theme)
        self._change()

    def refresh(self) -> None:
        """Draw again with another reading."""
        if self.picture and self._numbers:
            self.picture.show(self._frame, self._numbers, self._choices, time.monotonic())
        self._flow_button.setChecked(self.chosen("channel") == "on")
        self._change()
        self._ask()

    def _ask(self) -> None:
        """Ask for a frame if the latest one does not hold what is wanted now."""
        wants = self.wants()
        asked = wants.probe, wants.faces, wants.weights
        if self._frame and asked != self._asked:
            self._asked = asked
            self.intent.emit(NeedFrame())

    def table(self) -> Table:
        """Return one row per weight and bias; units count from 1, a bias comes from ``bias``.

        While a large network runs fast the weights alone are known.
        """
        if self._scene is None or self._numbers is None:
            return Table(self.key, {})
        return table(self._scene, self._numbers)

    # What is pointed at, and what is said of it

    @property
    def selected(self) -> Selected:
        """What a click or the keyboard has selected."""
        return self._attention.selected

    @property
    def hovered(self) -> Selected:
        """What the mouse points at."""
        return self._attention.hovered

    def describe_selection(self) -> str:
        """Return a sentence about what is selected, for a screen reader."""
        if self._scene is None:
            return self.tr("No network yet.")
        return self._instant.sentence(self.selected)

    @property
    def _instant(self) -> Instant:
        return Instant(self._scene, self._frame, self._numbers, self.editable)

    # Painting

    def paint_card(self, painter: QPainter) -> None:
        """Draw the card that tells of what is pointed at or selected."""
        if self._attention.told and self.picture:
            html, image = self._instant.card(self.picture, self._attention.thing)
            self._canvas.paint_card(painter, self._attention, html, image)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the diagram without the card into ``rect``."""
        self._canvas.paint_picture(painter, rect)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the gradient flow on."""
        super().showEvent(event)
        self._change()

    def hideEvent(self, event: QHideEvent) -> None:
        """Move nothing that nobody sees."""
        super().hideEvent(event)
        self._canvas.stop()


def _same_run(before: Scene | None, scene: Scene) -> bool:
    """Return whether the run goes on: the scene is new after a live edit only."""
    if before is None:
        return False
    return (before.sizes, before.generation) == (scene.sizes, scene.generation)
