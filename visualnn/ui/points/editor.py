"""Joins mouse and keyboard on a plot to the brush that edits its points."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Scene
from visualnn.ui.intents import ExplainSample
from visualnn.ui.plots.marks import class_mark
from visualnn.ui.plots.plotting import Plot
from visualnn.ui.plots.samples import Samples, kind_color, level_of
from visualnn.ui.points.brush import CURVE, DRAW, ERASE, LOOK, MOVE, Brush, kind_of
from visualnn.ui.points.items import Ghost
from visualnn.ui.points.strip import ToolStrip
from visualnn.ui.theme import Theme, current

STRIDE, LEAP = 0.02, 0.1
"""How far an arrow key moves the cursor, alone and with Shift, as a share of the plot."""

FAR = 1e9
"""Pixels within which the keyboard finds a sample: the nearest there is."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
LETTERS = {Qt.Key.Key_M: MOVE, Qt.Key.Key_E: ERASE}


class PointEditor(QObject):
    """The tools, the cursor and the gestures of a plot whose points can be edited.

    Signals
    -------
    intent
        `EditPoints` and `ExplainSample`.
    pointed : QPointF
        The keyboard's cursor has moved here.
    """

    intent = Signal(object)
    pointed = Signal(QPointF)

    def __init__(self, view: QWidget, plot: Plot, samples: Samples) -> None:
        super().__init__(view)
        self._editable = True
        self._plot, self._samples = plot, samples
        self._scene: Scene | None = None
        self._theme = current()
        self._cursor: QPointF | None = None
        self.strip = ToolStrip(view)
        self.brush = Brush(self._pixels, self.row_at, self._rows_along, self)
        self.ghost = Ghost()
        plot.addItem(self.ghost, ignoreBounds=True)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)
        self.strip.chosen.connect(self._take)
        self.strip.valued.connect(self._set_value)
        self.strip.cleared.connect(self.brush.clear)
        self.brush.edited.connect(self.intent)

    @property
    def active(self) -> bool:
        """Whether a tool other than looking is in hand."""
        return self.brush.tool != LOOK

    def show_scene(self, scene: Scene) -> None:
        """Edit the points of this scene."""
        self._scene = scene
        self.brush.show_scene(scene)
        self.strip.show_scene(scene)
        self._dress()

    def set_editable(self, editable: bool) -> None:
        """Offer the tools, or put them down; they keep their place, so that nothing moves.

        Without them the cursor finds and explains samples only.
        """
        if editable == self._editable:
            return
        self._editable = editable
        self.strip.choose(LOOK)
        self.strip.setEnabled(editable)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._theme = theme
        self.strip.apply_theme(theme)
        self._dress()

    def row_at(self, at: QPointF, reach: float | None = None) -> int | None:
        """Return the row of the sample at a place, or None."""
        if self._scene is None:
            return None
        extra = () if reach is None else (reach,)
        return self._samples.nearest(self._scene, at, *extra)

    def _rows_along(self, first: QPointF, last: QPointF) -> Iterable[int]:
        """Return the rows of the samples between two places."""
        return () if self._scene is None else self._samples.along(self._scene, first, last)

    def key(self, event: QKeyEvent) -> bool:
        """Act on a key; return whether it means something here."""
        if self._scene is None or event.modifiers() & ~(SHIFT | KEYPAD):
            return False
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._step(*ARROWS[key], LEAP if event.modifiers() & SHIFT else STRIDE)
        elif key in ENTER:
            self._act()
        elif self._editable and kind_of(self._scene):
            return self._tool_key(key)
        else:
            return False
        return True

    def wants_key(self, event: QKeyEvent) -> bool:
        """Return whether a key belongs to the tools rather than to the window's actions."""
        return self.active and event.key() in (*LETTERS, *ARROWS, Qt.Key.Key_Escape)

    def leave(self) -> None:
        """Let go, and take the cursor away: the keyboard is elsewhere now."""
        self.brush.release()
        self.ghost.hide()

    def explain(self, row: int | None) -> None:
        """Send a sample to the Backprop workspace."""
        if row is not None:
            self.intent.emit(ExplainSample(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn mouse events over the plot into strokes."""
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseMove:
                return self._move(event)
            case QEvent.Type.MouseButtonRelease:
                return self._release()
            case QEvent.Type.MouseButtonDblClick:
                return self._double_click(event)
            case QEvent.Type.Wheel:
                return self._wheel(event)
            case QEvent.Type.Leave:
                self.ghost.hide()
        return False

    def _tool_key(self, key: Qt.Key) -> bool:
        """Take a tool in hand, or remove the point at the cursor."""
        if key == Qt.Key.Key_D:
            self.strip.choose(DRAW, self.brush.label)
        elif key == Qt.Key.Key_Escape and self.active:
            self.strip.choose(LOOK)
        elif key in DELETE and self._cursor is not None:
            self.brush.erase(self._cursor)
        elif self.active and key in LETTERS:
            self.strip.choose(LETTERS[key])
        elif self.active and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.strip.choose(DRAW, int(key) - int(Qt.Key.Key_1))
        else:
            return False
        return True

    def _act(self) -> None:
        """Do what the tool does at the keyboard's cursor."""
        if self._cursor is None:
            self._step(0, 0, 0)
        match self.brush.tool:
            case "draw":
                self.brush.put(self._cursor)
            case "erase":
                self.brush.erase(self._cursor)
            case "move" if self.brush.busy:
                self.brush.release()
            case "move":
                self.brush.grab(self._cursor)
            case _:
                self.explain(self.row_at(self._cursor, FAR))

    def _step(self, dx: int, dy: int, share: float) -> None:
        """Move the keyboard's cursor, and the point that is held with it."""
        room = self._plot.box.viewRect()
        at = room.center() if self._cursor is None else self._cursor
        x = min(max(at.x() + dx * share * room.width(), room.left()), room.right())
        y = min(max(at.y() + dy * share * room.height(), room.top()), room.bottom())
        self._cursor = QPointF(x, y)
        self.ghost.show_at(self._cursor, crosses=True)
        self.pointed.emit(self._cursor)
        if self.brush.held is not None:
            self.brush.move(self._cursor)

    def _press(self, event: QMouseEvent) -> bool:
        at = self._inside(event)
        right = event.button() == Qt.MouseButton.RightButton
        if at is None or not self.active or not (right or event.button() == LEFT):
            return False
        self._cursor = None
        self.brush.room = self._plot.box.viewRect()
        self.brush.press(at, erase=right)
        return False  # the view takes the focus, too

    def _move(self, event: QMouseEvent) -> bool:
        at = self._inside(event)
        if self.active and at is not None:
            self.ghost.show_at(at)
        else:
            self.ghost.hide()
        if at is None and self.brush.sweeping:
            at = self._place(event)  # what lies on the way out is passed, too
        if at is not None and self.brush.busy and event.buttons():
            self.brush.drag(at)
        return False

    def _release(self) -> bool:
        if self.brush.busy:
            self.brush.release()
        return False

    def _double_click(self, event: QMouseEvent) -> bool:
        at = self._inside(event)
        if at is None:
            return False
        if self.active:
            return self._press(event)
        self.explain(self.row_at(at))
        return True

    def _wheel(self, event: QWheelEvent) -> bool:
        """Change the value of the points that are put."""
        if self.brush.tool != DRAW or self.strip.value.isHidden():
            return False
        self.strip.value.stepBy(1 if event.angleDelta().y() > 0 else -1)
        return True

    def _inside(self, event: QMouseEvent) -> QPointF | None:
        """Return the place in the plane under the mouse, or None beside it."""
        position = self._plot.mapToScene(event.position().toPoint())
        inside = self._plot.box.sceneBoundingRect().contains(position)
        return self._place(event) if inside and self._scene is not None else None

    def _place(self, event: QMouseEvent) -> QPointF:
        """Return the place in the plane under the mouse, or where the plane would go on to."""
        return self._plot.data_at(self._plot.mapToScene(event.position().toPoint()))

    def _pixels(self, first: QPointF, second: QPointF) -> float:
        width, height = self._plot.box.viewPixelSize()
        away = second - first
        return float((away.x() / width) ** 2 + (away.y() / height) ** 2) ** 0.5

    def _take(self, tool: str, label: int) -> None:
        self.brush.release()
        self.brush.tool = tool
        if tool == DRAW:
            self.brush.label = label
        shape = Qt.CursorShape.CrossCursor if self.active else Qt.CursorShape.ArrowCursor
        self._plot.viewport().setCursor(shape)
        if not self.active:
            self.ghost.hide()
        self._dress()

    def _set_value(self, value: float) -> None:
        self.brush.value = value
        self._dress()

    def _dress(self) -> None:
        """Let the cursor look as what the tool would put."""
        scene, theme = self._scene, self._theme
        if scene is None or not kind_of(scene):
            return
        if scene.classes:
            kind = self.brush.label
        else:
            kind = 0 if kind_of(scene) == CURVE else int(level_of(scene, self.brush.value))
        mark = class_mark(kind) if scene.classes else "circle"
        erases = self.brush.tool in (ERASE, MOVE, LOOK)
        self.ghost.dress(mark, kind_color(kind, scene, theme), theme.ink, erases=erases)


LEFT = Qt.MouseButton.LeftButton
SHIFT, KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
