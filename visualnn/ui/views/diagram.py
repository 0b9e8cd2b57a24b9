"""The network as a diagram: neurons that show their output, edges that show their weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from visualnn.experiment.frames import Frame, Scene
from visualnn.ui.diagram.gestures import Gestures
from visualnn.ui.diagram.network_view import NetworkView
from visualnn.ui.diagram.selection import Block, Direction, Selected, kept, moved
from visualnn.ui.diagram.telling import idea
from visualnn.ui.diagram.threshold import MOST, ThresholdAction
from visualnn.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

DIRECTIONS: dict[Qt.Key, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}

THRESHOLD_KEYS = {Qt.Key.Key_BracketLeft: -0.05, Qt.Key.Key_BracketRight: 0.05}
SAMPLE_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class DiagramView(NetworkView):
    """The network diagram.

    Every neuron shows its own output over the input plane, every edge the sign
    and size of its weight, gradient or last update (`reading`), every dot at a
    neuron's lower left the same of its bias.  The weight between unit i of
    layer l − 1 and unit j of layer l is written w⁽ˡ⁾ with the subscripts i, j,
    both counted from 1: the source first, as in ``W[l][i, j]`` of shape (in, out).

    The mouse points at a neuron or an edge; a click or the arrow keys select
    one, Escape lets go.  G lets the gradient flow along the edges; Page up and
    Page down go to the sample before or after, where neurons show one;
    [ and ] hide fewer or more weak edges.

    What they change (a weight, a bias, a layer) is told in `visualnn.ui.diagram.gestures`.
    """

    key = "diagram"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gestures = Gestures(self)
        self.gestures.intent.connect(self.intent)
        self.gestures.closed.connect(lambda: self.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(self.describe_selection())

    def show_scene(self, scene: Scene) -> None:
        """Begin the diagram of another network; what is selected stays if it still exists."""
        before = self.picture
        super().show_scene(scene)
        self.gestures.show_scene(scene, self.picture)
        if self.picture is not before:
            self._select(kept(self.selected, scene.sizes))
            self._point_at(None)
            self.dismiss()

    def show_frame(self, frame: Frame) -> None:
        """Draw the weights and outputs of one instant, and let them be edited."""
        super().show_frame(frame)
        if self._frame is frame:
            self.gestures.show_frame(frame)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        super().apply_theme(theme)
        self.gestures.apply_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the diagram, and the card on top."""
        painter = QPainter(self)
        self._canvas.paint(painter, self._attention)
        if not self.gestures.editing:
            self.paint_card(painter)
        if self.hasFocus() and self._attention.by_keyboard and not self.selected:
            self._canvas.paint_focus(painter)

    def menu(self) -> QMenu:
        """Return the switches, and what can be done to the layer pointed at or selected."""
        menu = super().menu()
        menu.addSeparator()
        slider = ThresholdAction(self.threshold, menu)
        slider.moved.connect(self.hide_below)
        menu.addAction(slider)
        self.gestures.fill_menu(menu, self._attention.mouse, self.selected)
        return menu

    # What is pointed at

    def _select(self, thing: Selected) -> None:
        self._attention.select(None if isinstance(thing, Block) else thing)
        self._ask()
        self.setAccessibleDescription(self.describe_selection())
        self._show_bar()
        self.update()

    def _point_at(self, thing: Selected) -> None:
        # Qt's own tooltip explains the whole diagram; over a neuron or an edge our card does.
        self.setToolTip("" if thing else self._hint())
        if self._attention.point_at(thing) or thing:
            self.update()
            self._ask()

    def keep(self, reason: str) -> None:
        """Let nothing be changed here, for this reason; an empty one allows it again."""
        self.editable = not reason
        self.gestures.keep(reason)

    def dismiss(self) -> None:
        """Put the card away until something is pointed at or selected again."""
        self._attention.dismissed = True
        self.update()

    def _hint(self) -> str:
        return self.gestures.hint(self._attention.pointer) or idea()

    def _show_bar(self) -> None:
        """Let a layer's buttons come up over the one under the mouse, or the selected one."""
        self.gestures.show_bar(self._attention.mouse, self.selected if self.hasFocus() else None)

    # The mouse

    def event(self, event: QEvent) -> bool:
        """Let the tooltip that explains the diagram wait while a card tells of a part of it."""
        if event.type() == QEvent.Type.ToolTip and self._attention.told:
            QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Forget what lies under the mouse: it has moved."""
        self._attention.hovered = None
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        self._attention.move(event.position())
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if not self.gestures.move(event.position(), fine, held):
            self._point_at(self.picture.at(event.position()) if self.picture else None)
            self._show_bar()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is under the mouse, or nothing; a weight or a bias is taken hold of."""
        self._attention.by_keyboard = False
        if event.button() != Qt.MouseButton.LeftButton or self.picture is None:
            return
        if not self.gestures.press(event.position()):
            self._select(self.picture.at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of a weight."""
        self.gestures.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the field for the weight or the bias under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and self.picture:
            self.gestures.edit(self.picture.at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._attention.inside = False
        self._point_at(None)
        self._show_bar()
        self.dismiss()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection with the arrow keys; Escape lets go of it, and of the card."""
        if self.gestures.key(event, self.selected):
            return
        direction = DIRECTIONS.get(Qt.Key(event.key()))
        if direction and self._scene:
            self._attention.hovered, self._attention.by_keyboard = None, True
            self._select(moved(self.selected, direction, self._scene.sizes))
        elif event.key() == Qt.Key.Key_Escape and (self.selected or self._attention.told):
            self._select(None)
            self.dismiss()
        elif event.key() in SAMPLE_KEYS and self._scene:
            self.show_sample(self._sample + SAMPLE_KEYS[event.key()])
        elif event.key() in THRESHOLD_KEYS:
            share = self.threshold + THRESHOLD_KEYS[event.key()]
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
        self._attention.by_keyboard = event.reason() in KEYBOARD_REASONS
        self.setAccessibleDescription(self.describe_selection())
        self._show_bar()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of what is held, and of the buttons that the keyboard had brought up."""
        super().focusOutEvent(event)
        if not (self.hovered or self.gestures.editing):
            self.dismiss()
        self.gestures.let_go()
        self._show_bar()
