"""What a person does to weights and biases in the diagram: type, drag, nudge."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from visualnn.experiment.frames import Frame, Scene
from visualnn.nn.layout import Layout
from visualnn.ui import fonts
from visualnn.ui.diagram.places import place_of, symbol_of
from visualnn.ui.diagram.selection import Edge, Neuron, Selected
from visualnn.ui.intents import Refuse, SetWeights

NUDGE, FINE_NUDGE = 0.1, 0.01
"""What one press of a key adds, and what it adds with Shift."""

DRAG, FINE_DRAG = 0.01, 0.001
"""What one pixel upwards adds, and what it adds with Shift."""

THRESHOLD = 4.0
"""A press that moves less than this many pixels up or down is a click."""


@dataclass(slots=True)
class _Grip:
    """A parameter that is held: what it is, and what it was when it was taken."""

    thing: Edge | Neuron
    place: int
    before: float
    value: float
    y: float = 0.0
    offset: float = 0.0
    moved: bool = False

    def add(self, amount: float) -> None:
        """Add to what has been added; up and down again is exactly the old value."""
        self.offset = round(self.offset + amount, 9)
        self.value = self.before + self.offset
        self.moved = True


class Hand(QObject):
    """Turns gestures on one parameter into intents.

    Signals
    -------
    intent
        `SetWeights`, or `Refuse` for text that is no number.
    closed
        The editor has gone; the diagram takes the focus back.
    """

    intent = Signal(object)
    closed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._layout: Layout | None = None
        self._frame: Frame | None = None
        self._grip: _Grip | None = None
        self._nudged: _Grip | None = None
        self._edited: _Grip | None = None
        self.editor = _Editor(view)
        self.editor.entered.connect(self._enter)
        self.editor.left.connect(self.closed)

    def show_scene(self, scene: Scene) -> None:
        """Let go of everything where another network begins."""
        if self._frame is None or self._frame.generation != scene.generation:
            self._frame = self._grip = self._nudged = self._edited = None
            self.editor.hide()
        self._layout = scene.layout

    def show_frame(self, frame: Frame) -> None:
        """Take a frame's parameters as what is edited."""
        self._frame = frame

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return self.editor.isVisible()

    def can_hold(self, thing: Selected) -> bool:
        """Return whether this stands for a parameter whose value is known."""
        return self._taken(thing) is not None

    def edit(self, thing: Selected, anchor: QRectF) -> bool:
        """Open the editor at ``anchor``; return whether there is anything to edit."""
        grip = self._taken(thing)
        if grip:
            self._grip, self._nudged, self._edited = None, None, grip
            text = self.tr("Value of {name}").format(name=symbol_of(grip.thing))
            self.editor.open_at(anchor, f"{grip.before:.6g}", text)
        return grip is not None

    def press(self, thing: Selected, at: QPointF) -> None:
        """Take hold of a parameter."""
        self._grip = self._taken(thing)
        if self._grip:
            self._grip.y = at.y()

    def move(self, at: QPointF, fine: bool) -> bool:
        """Follow the mouse: up adds, down takes away; return whether anything is dragged."""
        grip = self._grip
        if grip is None:
            return False
        if not grip.moved and abs(at.y() - grip.y) < THRESHOLD:
            return False
        grip.add((grip.y - at.y()) * (FINE_DRAG if fine else DRAG))
        grip.y = at.y()
        self._say(grip, done=False)
        return True

    def release(self) -> None:
        """End a drag: it is one step of undo."""
        grip, self._grip = self._grip, None
        if grip and grip.moved:
            self._say(grip, done=True)

    def settle(self) -> None:
        """End a row of nudges: it is one step of undo."""
        grip, self._nudged = self._nudged, None
        if grip:
            self._say(grip, done=True)

    def restore(self) -> bool:
        """Give a dragged parameter its old value back; return whether one was dragged."""
        grip, self._grip = self._grip, None
        if grip is None or not grip.moved:
            return False
        grip.value = grip.before
        self._say(grip, done=True)
        return True

    def nudge(self, thing: Selected, sign: int, fine: bool) -> bool:
        """Add a little; presses in a row are one step of undo until `settle`."""
        if self._nudged is None or self._nudged.thing != thing:
            self.settle()
            self._nudged = self._taken(thing)
        grip = self._nudged
        if grip is None:
            return False
        grip.add(sign * (FINE_NUDGE if fine else NUDGE))
        self._say(grip, done=False)
        return True

    def _taken(self, thing: Selected) -> _Grip | None:
        theta = self._frame.theta if self._frame else None
        place = place_of(self._layout, thing) if self._layout else None
        if theta is None or place is None:
            return None
        value = float(theta[place])
        return _Grip(thing, place, value, value)

    def _say(self, grip: _Grip, done: bool) -> None:
        name = self.tr("{parameter} by hand").format(parameter=symbol_of(grip.thing))
        generation = self._frame.generation
        values = (grip.place,), (grip.value,), (grip.before,)
        self.intent.emit(SetWeights(generation, *values, name, done))

    def _enter(self, text: str) -> None:
        grip, self._edited = self._edited, None
        if grip is None:
            return
        try:
            grip.value = float(text.replace("−", "-").replace(",", "."))
        except ValueError:
            sentence = self.tr("“{text}” is no number: write one such as 0.5 or -2e-3.")
            self.intent.emit(Refuse(sentence.format(text=text)))
            return
        self._say(grip, done=True)


class _Editor(QLineEdit):
    """A small field at the place of what it edits.

    Signals
    -------
    entered : str
        Return, or the focus went elsewhere, after the text was changed.
    left
        It has been closed by Return or Escape.
    """

    entered = Signal(str)
    left = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("weight_editor")
        self.setFont(fonts.value())
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setToolTip(self.tr("Enter sets the value and training goes on from it; Esc does not."))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._was = ""
        self.hide()

    def open_at(self, anchor: QRectF, text: str, name: str) -> None:
        """Show the field centered on ``anchor``, within the view, with the text selected."""
        self._was = text
        self.setText(text)
        self.setAccessibleName(name)
        width = QFontMetrics(self.font()).horizontalAdvance("−0.0000e-00") + 16
        self.resize(width, self.sizeHint().height())
        room = self.parentWidget().rect().adjusted(4, 4, -4, -4)
        place = self.rect()
        place.moveCenter(anchor.center().toPoint())
        place.moveLeft(max(room.left(), min(place.left(), room.right() - place.width())))
        place.moveTop(max(room.top(), min(place.top(), room.bottom() - place.height())))
        self.move(place.topLeft())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()
            self._close()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()
            self.hide()

    def _commit(self) -> None:
        if self.text() != self._was:
            self._was = self.text()
            self.entered.emit(self.text())

    def _close(self) -> None:
        self._was = self.text()
        self.hide()
        self.left.emit()
