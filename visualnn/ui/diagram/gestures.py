"""All that mouse and keyboard can change in the diagram: weights by one hand, layers by another."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from visualnn.experiment.frames import Frame, Scene
from visualnn.ui import fonts
from visualnn.ui.diagram.hand import Hand
from visualnn.ui.diagram.input_hand import InputHand
from visualnn.ui.diagram.layer_hand import LayerHand
from visualnn.ui.diagram.picture import Picture
from visualnn.ui.diagram.places import symbol_of
from visualnn.ui.diagram.selection import Edge, Neuron, Selected
from visualnn.ui.intents import Refuse, Watch

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NUDGES = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
INPUT_KEYS = (Qt.Key.Key_Insert, Qt.Key.Key_Delete)
ALT_NUDGES = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Gestures(QObject):
    """Tells the hands what a press, a move or a key is about.

    Attributes
    ----------
    hand, layers, inputs
        What edits weights and biases, what edits layers, what edits inputs.

    Signals
    -------
    intent
        What the person wants.
    closed
        A field in the diagram has gone; the diagram takes the focus back.
    """

    intent = Signal(object)
    closed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._picture: Picture | None = None
        self._kept = ""
        self.hand, self.layers, self.inputs = Hand(view), LayerHand(view), InputHand(view)
        self.hand.intent.connect(self.intent)
        self.hand.closed.connect(self.closed)
        self.layers.intent.connect(self.intent)
        self.inputs.intent.connect(self.intent)

    def keep(self, reason: str) -> None:
        """Let nothing be changed for this reason, which is given at once; an empty one allows it.

        Nothing opens, and nothing is taken hold of, only to be refused.
        """
        self._kept = reason
        if reason:
            self.let_go()
            self.layers.bar.hide()

    def _refuses(self) -> bool:
        """Say why nothing can be changed; return whether it is so."""
        if self._kept:
            self.intent.emit(Refuse(self._kept))
        return bool(self._kept)

    def show_scene(self, scene: Scene, picture: Picture) -> None:
        """Take another network and its picture."""
        self._picture = picture
        self.hand.show_scene(scene)
        self.layers.show_scene(scene)
        self.inputs.show_scene(scene)

    def show_frame(self, frame: Frame) -> None:
        """Take a frame's parameters as what is edited."""
        self.hand.show_frame(frame)

    @property
    def editing(self) -> bool:
        """Whether a field is open in the diagram."""
        return self.hand.editing

    # The mouse

    def press(self, point: QPointF) -> bool:
        """Take hold of a weight or a bias; return whether a press does something else alone."""
        if self._picture is None:
            return False
        heading, key = self._picture.heading_at(point), self._picture.input_at(point)
        if (heading is not None or key) and self._refuses():
            return True
        if heading is not None:
            self._open_kinds(heading)
            return True
        if key:
            self.inputs.toggle(key)
            return True
        if not self._kept:
            self.hand.press(self._parameter_at(point), point)
        return False

    def move(self, point: QPointF, fine: bool, held: bool) -> bool:
        """Follow the mouse, its button ``held`` or not; return whether anything is dragged."""
        if held and self.hand.move(point, fine):
            return True
        shape = self._shape_at(point)
        if shape != self._view.cursor().shape():
            self._view.setCursor(shape)
        return False

    def release(self) -> None:
        """Let go of a weight."""
        self.hand.release()

    def let_go(self) -> None:
        """End what is under way: neither key nor button will be seen to come up."""
        self.hand.release()
        self.hand.settle()

    def edit(self, thing: Selected) -> bool:
        """Open a field for a weight or a bias; return whether there is one."""
        if self._picture is None or thing is None:
            return False
        if self.hand.can_hold(thing) and self._refuses():
            return True
        return self.hand.edit(thing, self._picture.handle(thing))

    def _parameter_at(self, point: QPointF) -> Selected:
        """Return the edge or the neuron whose weight or bias a press at a point takes hold of."""
        thing = self._picture.at(point)
        return thing if isinstance(thing, Edge) else self._picture.bias_at(point)

    def _shape_at(self, point: QPointF) -> Qt.CursorShape:
        if self._picture is None or self._kept:
            return Qt.CursorShape.ArrowCursor
        if self._picture.heading_at(point) or self._picture.input_at(point):
            return Qt.CursorShape.PointingHandCursor
        held = self.hand.can_hold(self._parameter_at(point))
        return Qt.CursorShape.SizeVerCursor if held else Qt.CursorShape.ArrowCursor

    # The keyboard

    def key(self, event: QKeyEvent, selected: Selected) -> bool:
        """Do what a key asks for; return whether it asks for anything."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in ENTER:
            return self.edit(selected)
        if key == Qt.Key.Key_Escape:
            return self.hand.restore()
        if self._is_change(event, selected) and self._refuses():
            return True
        if key == Qt.Key.Key_A and not modifiers and isinstance(selected, Neuron):
            self._open_kinds(selected.layer)
            return True
        if key == Qt.Key.Key_P and not modifiers and self.hand.can_hold(selected):
            self.intent.emit(Watch(selected))
            return True
        if key in INPUT_KEYS and not modifiers and self._is_input(selected):
            self._input_key(key, selected)
            return True
        if key in NUDGES:
            return self.hand.nudge(selected, NUDGES[key], fine=False)
        if key in ALT_NUDGES and modifiers & Qt.KeyboardModifier.AltModifier:
            fine = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            return self.hand.nudge(selected, ALT_NUDGES[key], fine)
        return self.layers.key(event, selected)

    def _is_change(self, event: QKeyEvent, selected: Selected) -> bool:
        """Return whether a key would change something, or offer to."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        plain = (Qt.Key.Key_A, Qt.Key.Key_P, *INPUT_KEYS)
        nudges = key in NUDGES or (
            key in ALT_NUDGES and modifiers & Qt.KeyboardModifier.AltModifier
        )
        own = bool(nudges) or (key in plain and not modifiers)
        return (selected is not None and own) or self.layers.heeds(event)

    def _is_input(self, selected: Selected) -> bool:
        return self.inputs.offer is not None and isinstance(selected, Neuron) and not selected.layer

    def _input_key(self, key: Qt.Key, selected: Neuron) -> None:
        """Leave the selected input out, or offer all of them."""
        if key == Qt.Key.Key_Delete:
            self.inputs.leave_out(selected.unit)
        else:
            self._open_kinds(0)

    def hint(self, point: QPointF) -> str:
        """Return what a click on an unused input would do; an empty string elsewhere."""
        key = self._picture.input_at(point) if self._picture and not self._kept else None
        return self.inputs.hint(key) if key else ""

    def key_up(self, event: QKeyEvent) -> None:
        """End a nudge: presses of a key that stays down are one step of undo."""
        if not event.isAutoRepeat():
            self.hand.settle()

    # Layers

    def show_bar(self, pointer: QPointF | None, selected: Selected) -> None:
        """Let the buttons come up over the layer under the mouse, or over the selected one."""
        bar = self.layers.bar
        if self._picture is None or self._kept or (pointer is None and selected is None):
            bar.hide()
            return
        self._picture.arrange(QRectF(self._view.rect()), fonts.small())
        layer = self._layer(pointer, selected)
        place = self._picture.above(layer)
        bar.stand_over(layer, place.x(), place.y() + 1, self._view.width())

    def fill_menu(self, menu: QMenu, pointer: QPointF | None, selected: Selected) -> None:
        """Add what can be done to the layer pointed at, or selected, to a menu."""
        if self._kept:
            menu.addAction(self._kept).setEnabled(False)
        elif self._picture is not None:
            if self.hand.can_hold(selected):
                text = self.tr("Watch {name} over time").format(name=symbol_of(selected))
                action = menu.addAction(text)
                action.setObjectName("watch")
                action.setToolTip(self.tr("Plot it against the steps, and the loss below it."))
                action.triggered.connect(lambda: self.intent.emit(Watch(selected)))
            layer = self._layer(pointer, selected)
            self.layers.fill_layer(menu, layer)
            if not layer and self.inputs.offer:
                self.inputs.fill_menu(menu)

    def apply_theme(self) -> None:
        """Draw the buttons in the colors of the theme."""
        self.layers.bar.redress()

    def _layer(self, pointer: QPointF | None, selected: Selected) -> int:
        if pointer is not None:
            return self._picture.layer_near(pointer.x())
        return self.layers.layer_of(selected)

    def _open_kinds(self, layer: int) -> None:
        """Offer a layer's activations below its caption, or the inputs."""
        below = self._picture.above(layer).toPoint()
        if layer:
            self.layers.open_kinds(layer, below)
        elif self.inputs.offer:
            self.inputs.open_menu(below)
