"""The network as a diagram: neurons that show their output, edges that show their weights."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.probe import Probe
from visualnn.figures.table import Table
from visualnn.ui import fonts, motion
from visualnn.ui.diagram import asking, card, conditions, words
from visualnn.ui.diagram.flow_button import FlowButton
from visualnn.ui.diagram.gestures import Gestures
from visualnn.ui.diagram.labels import BAR
from visualnn.ui.diagram.picture import Picture
from visualnn.ui.diagram.readings import Numbers
from visualnn.ui.diagram.selection import (
    Block,
    Direction,
    Edge,
    Neuron,
    Selected,
    kept,
    moved,
)
from visualnn.ui.diagram.stage import Stage
from visualnn.ui.diagram.switches import switches
from visualnn.ui.diagram.table import table
from visualnn.ui.diagram.threshold import MOST, ThresholdAction
from visualnn.ui.intents import NeedFrame
from visualnn.ui.theme import Theme, current
from visualnn.ui.views.view import Switch, View

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent

DIRECTIONS: dict[Qt.Key, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}

THRESHOLD_KEYS = {Qt.Key.Key_BracketLeft: -0.05, Qt.Key.Key_BracketRight: 0.05}
SAMPLE_KEYS = {Qt.Key.Key_Comma: -1, Qt.Key.Key_Period: 1}

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class DiagramView(View):
    """The network diagram.

    Every neuron shows its own output over the input plane, every edge the sign
    and size of its weight, gradient or last update (`reading`), every dot at a
    neuron's lower left the same of its bias.  The weight between unit i of
    layer l − 1 and unit j of layer l is written w⁽ˡ⁾ with the subscripts i, j,
    both counted from 1: the source first, as in ``W[l][i, j]`` of shape (in, out).

    The mouse points at a neuron or an edge; a click or the arrow keys select
    one, Escape lets go.  G lets the gradient flow along the edges; the comma and
    the full stop go to the sample before or after, where neurons show one;
    [ and ] hide fewer or more weak edges.

    What they change (a weight, a bias, a layer) is told in `visualnn.ui.diagram.gestures`.
    """

    key = "diagram"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = current()
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self._numbers: Numbers | None = None
        self._picture: Picture | None = None
        self._hovered: Selected = None
        self._selected: Selected = None
        self._pointer = QPointF()
        self._by_keyboard = self._inside = False
        self._sample, self._threshold = 0, 0.0
        self._asked: Probe | None = None
        self._stage = Stage(self)
        self._stage.moved.connect(self._flow)
        self._flow_button = FlowButton(self)
        self._flow_button.wished.connect(partial(self.choose, "channel"))
        self.gestures = Gestures(self)
        self.gestures.intent.connect(self.intent)
        self.gestures.closed.connect(lambda: self.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.setMinimumSize(320, 220)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(self.describe_selection())

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
        return self._threshold

    def hide_below(self, share: float) -> None:
        """Hide weak edges; 0 hides none."""
        self._threshold = share
        if self._picture:
            self._picture.wiring.hide_below(share)
        self._change()

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
            return Wants(neurons=asking.FEWEST_PIXELS, weights=True)
        thing = self._hovered or self._selected
        fine = self.devicePixelRatioF() > 1
        return asking.wanted(self._scene, self._choices, thing, self.sample, fine)

    def show_scene(self, scene: Scene) -> None:
        """Begin the diagram of another network."""
        before, self._scene = self._scene, scene
        same = before is not None and before.sizes == scene.sizes
        if same and before.generation == scene.generation and self._picture:
            self._picture.follow(scene)  # a live edit: the same run goes on
            self.gestures.show_scene(scene, self._picture)
            return
        self._frame = self._numbers = self._asked = None
        self._picture = Picture(scene, self._theme)
        self._picture.wiring.hide_below(self._threshold)
        # Hundreds of edges take more of a frame than can be spared in every one.
        self.stride = 2 if self._picture.wiring.condensed else 1
        self._sample = min(self._sample, max(len(scene.points) - 1, 0))
        self._hovered = None
        self.gestures.show_scene(scene, self._picture)
        self._select(kept(self._selected, scene.sizes))
        self._point_at(None)

    def show_frame(self, frame: Frame) -> None:
        """Draw the weights and outputs of one instant."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        self._frame = frame
        self.gestures.show_frame(frame)
        self._numbers = Numbers(self._scene.layout, frame)
        self._picture.show(frame, self._numbers, self._choices, time.monotonic())
        self._change()

    def _change(self) -> None:
        """Draw anew what stands still, and let move what should."""
        flowing = self.chosen("channel") == "on" and self._numbers is not None
        self._stage.set_moving(flowing and not motion.is_reduced())
        self._stage.change()
        self.update()

    def _flow(self, seconds: float) -> None:
        if self._picture:
            self._picture.wiring.flow(seconds)
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._theme = theme
        if self._picture:
            self._picture.apply_theme(theme)
        self.gestures.apply_theme()
        self._change()

    def refresh(self) -> None:
        """Draw again with another reading."""
        if self._picture and self._numbers:
            self._picture.show(self._frame, self._numbers, self._choices, time.monotonic())
        self._flow_button.setChecked(self.chosen("channel") == "on")
        self._change()
        self._ask()

    def _ask(self) -> None:
        """Ask for a frame if the latest one does not hold what is wanted now."""
        probe = self.wants().probe
        if self._frame and probe != self._asked:
            self._asked = probe
            self.intent.emit(NeedFrame())

    def table(self) -> Table:
        """Return one row per weight and bias; units count from 1, a bias comes from ``bias``."""
        if self._scene is None or self._numbers is None:
            return Table(self.key, {})
        return table(self._scene, self._numbers)

    # What is pointed at, and what is said of it

    @property
    def selected(self) -> Selected:
        """What a click or the keyboard has selected."""
        return self._selected

    @property
    def hovered(self) -> Selected:
        """What the mouse points at."""
        return self._hovered

    def describe_selection(self) -> str:
        """Return a sentence about what is selected, for a screen reader."""
        if self._scene is None:
            return self.tr("No network yet.")
        maps = self._frame.neurons if self._frame else None
        match self._selected:
            case Neuron():
                inside = self._frame.workings if self._frame else None
                notes = conditions.sentences(self._scene, inside, self._selected)
                return words.neuron_sentence(
                    self._scene, self._numbers, maps, self._selected, notes
                )
            case Edge():
                return words.edge_sentence(self._scene, self._numbers, self._selected)
        sizes = "–".join(map(str, self._scene.sizes))
        text = self.tr("Network {sizes}: the arrow keys select a neuron or an edge.")
        return text.format(sizes=sizes)

    def _select(self, thing: Selected) -> None:
        self._selected = None if isinstance(thing, Block) else thing
        self._ask()
        self.setAccessibleDescription(self.describe_selection())
        self._show_bar()
        self.update()

    def _point_at(self, thing: Selected) -> None:
        # Qt's own tooltip explains the whole diagram; over a neuron or an edge our card does.
        self.setToolTip("" if thing else self._idea())
        if thing != self._hovered or thing:
            self._hovered = thing
            self.update()
            self._ask()

    def _idea(self) -> str:
        return self.gestures.hint(self._pointer) or self.tr(
            "Each square shows what a neuron puts out for every point of the input plane. "
            "A wide edge passes much of it on, an orange one turns its sign."
        )

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the diagram, and the card on top."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        self._stage.paint(painter, self._paint_ground)
        self._paint_flow(painter)
        self._paint_pointed(painter, area)
        if self.hasFocus() and self._by_keyboard and not self._selected:
            painter.setPen(QPen(self._theme.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the diagram without the card into ``rect``."""
        self._paint_network(painter, rect)
        self._paint_flow(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        area = QRectF(self.rect())
        painter.fillRect(area, self._theme.panel)
        self._paint_network(painter, area)

    def _paint_flow(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._picture:
            self._picture.paint_flow(painter)

    def _paint_network(self, painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture:
            self._picture.paint(painter, rect, fonts.small())

    def _paint_pointed(self, painter: QPainter, area: QRectF) -> None:
        thing = self._hovered or self._selected
        if not (thing and self._picture):
            return
        if self._selected and self._selected != thing:
            self._picture.paint_highlight(painter, self._selected)
        self._picture.paint_highlight(painter, thing)
        if self.gestures.editing:
            return
        anchor = self._picture.anchor(thing)
        if isinstance(thing, Edge) and thing == self._hovered:
            anchor = card.pointed(self._pointer)
        bounds = area.adjusted(6, 6, -6, -6)
        bounds.setTop(self._picture.above(0).y() + BAR)  # captions and buttons stay in sight
        html, image = self._card(thing)
        card.draw_card(painter, self._theme, fonts.text(), html, anchor, bounds, image)

    def _card(self, thing: Neuron | Edge | Block) -> tuple[str, object]:
        scene, maps = self._scene, self._frame.neurons if self._frame else None
        match thing:
            case Block():
                units = self._picture.diagram.columns[thing.layer].condensed
                return words.block_html(scene, units, thing), None
            case Edge() if self._numbers:
                return words.edge_html(self._numbers, thing, self._theme), None
            case Neuron():
                large = self._picture.thumbnails.close_up(thing.layer, thing.unit)
                inside = self._frame.workings if self._frame else None
                extra = conditions.sample_rows(inside, thing)
                notes = conditions.sentences(scene, inside, thing)
                html = words.neuron_html(
                    scene, self._numbers, maps, thing, self._theme, extra, notes
                )
                return html, large
        return self.tr("no weights yet"), None

    def showEvent(self, event: QShowEvent) -> None:
        """Let the gradient flow on."""
        super().showEvent(event)
        self._change()

    def hideEvent(self, event: QHideEvent) -> None:
        """Move nothing that nobody sees."""
        super().hideEvent(event)
        self._stage.set_moving(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Forget what lies under the mouse: it has moved."""
        self._hovered = None
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        self._pointer = event.position()
        self._by_keyboard, self._inside = False, True
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not self.gestures.move(event.position(), fine):
            self._point_at(self._picture.at(event.position()) if self._picture else None)
            self._show_bar()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is under the mouse, or nothing; a weight or a bias is taken hold of."""
        self._by_keyboard = False
        if event.button() != Qt.MouseButton.LeftButton or self._picture is None:
            return
        if not self.gestures.press(event.position()):
            self._select(self._picture.at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of a weight."""
        self.gestures.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the field for the weight or the bias under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and self._picture:
            self.gestures.edit(self._picture.at(event.position()))

    def menu(self) -> QMenu:
        """Return the switches, and what can be done to the layer pointed at or selected."""
        menu = super().menu()
        menu.addSeparator()
        slider = ThresholdAction(self.threshold, menu)
        slider.moved.connect(self.hide_below)
        menu.addAction(slider)
        self.gestures.fill_menu(menu, self._mouse, self._selected)
        return menu

    @property
    def _mouse(self) -> QPointF | None:
        """Where the mouse is, while it is what the person works with here."""
        return self._pointer if self._inside and not self._by_keyboard else None

    def _show_bar(self) -> None:
        """Let a layer's buttons come up over the one under the mouse, or the selected one."""
        self.gestures.show_bar(self._mouse, self._selected if self.hasFocus() else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._inside = False
        self._point_at(None)
        self._show_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection with the arrow keys; Escape lets go of it."""
        if self.gestures.key(event, self._selected):
            return
        direction = DIRECTIONS.get(Qt.Key(event.key()))
        if direction and self._scene:
            self._hovered, self._by_keyboard = None, True
            self._select(moved(self._selected, direction, self._scene.sizes))
        elif event.key() == Qt.Key.Key_Escape and self._selected:
            self._select(None)
        elif event.key() in SAMPLE_KEYS and self._scene:
            self.show_sample(self._sample + SAMPLE_KEYS[event.key()])
        elif event.key() in THRESHOLD_KEYS:
            share = self._threshold + THRESHOLD_KEYS[event.key()]
            self.hide_below(round(min(max(share, 0.0), MOST / 100), 2))
        elif event.key() == Qt.Key.Key_G:
            self.choose("channel", "off" if self.chosen("channel") == "on" else "on")
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a nudge: presses of a key that stays down are one step of undo."""
        self.gestures.key_up(event)
        self.setAccessibleDescription(self.describe_selection())
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring to the keyboard, and tell a screen reader what is selected now."""
        self._by_keyboard = event.reason() in KEYBOARD_REASONS
        self.setAccessibleDescription(self.describe_selection())
        self._show_bar()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the buttons go that the keyboard had brought up."""
        super().focusOutEvent(event)
        self._show_bar()
