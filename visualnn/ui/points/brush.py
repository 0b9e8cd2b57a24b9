"""What a gesture means: strokes of the mouse or of the keyboard become edits of points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import Scene
from visualnn.ui.intents import EditPoints
from visualnn.ui.plots.samples import is_curve

LOOK, DRAW, MOVE, ERASE = "look", "draw", "move", "erase"
SPACING = 18.0
"""Pixels from one point of a stroke to the next."""

STILL = 3.0
"""Pixels that a mouse may slip in a click: it erases one point, a stroke all that it passes."""

CLASSES, SURFACE, CURVE = "classes", "surface", "curve"


def kind_of(scene: Scene) -> str:
    """Return how the points of a scene can be edited; empty where they cannot.

    A plot shows all there is of a sample only where there are two features, or
    one and a value.
    """
    if scene.targets.ndim > 1:
        return ""
    if is_curve(scene) and len(scene.features) == 1:
        return CURVE
    if len(scene.features) == 2 and scene.axes[0] != scene.axes[1]:
        return CLASSES if scene.classes else SURFACE
    return ""


class Brush(QObject):
    """Turns presses and drags in the plane into `EditPoints`.

    Parameters
    ----------
    pixels
        Returns how many pixels lie between two places in the plane.
    nearest
        Returns the row of the sample at a place, or None.
    along
        Returns the rows of the samples that lie on the way from one place to another.

    Attributes
    ----------
    tool
        "look", "draw", "move" or "erase".
    label, value
        The class and the value of a point that is put.
    held
        The number of the sample that is being moved, or None.
    room
        The part of the plane that is on show: a stroke puts points nowhere else.

    Signals
    -------
    edited : EditPoints
    """

    edited = Signal(object)

    def __init__(
        self,
        pixels: Callable[[QPointF, QPointF], float],
        nearest: Callable[[QPointF], int | None],
        along: Callable[[QPointF, QPointF], Iterable[int]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.tool, self.label, self.value = LOOK, 0, 0.0
        self.held: int | None = None
        self.room: QRectF | None = None
        self._pixels, self._nearest, self._along = pixels, nearest, along
        self._scene: Scene | None = None
        self._last: QPointF | None = None
        self._stroke = ""
        self._erased: set[int] = set()

    def show_scene(self, scene: Scene) -> None:
        """Edit the points of this scene."""
        other = self._scene is None or scene.generation != self._scene.generation
        self._scene = scene
        if other:
            self._stroke, self.held = "", None
            self.label = min(self.label, max(len(scene.classes) - 1, 0))

    @property
    def sweeping(self) -> bool:
        """Whether the stroke under way goes on beyond the plot: its way there counts."""
        return self._stroke in (DRAW, ERASE)

    @property
    def busy(self) -> bool:
        """Whether a stroke is under way."""
        return bool(self._stroke)

    def press(self, at: QPointF, *, erase: bool = False) -> None:
        """Begin a stroke, with the other mouse button one that erases."""
        self._stroke = ERASE if erase else self.tool
        self._last, self._erased = at, set()
        match self._stroke:
            case "draw":
                self._put([at])
            case "move":
                self.grab(at)
            case "erase":
                self._erase(at)

    def drag(self, at: QPointF) -> None:
        """Go on with the stroke."""
        match self._stroke:
            case "draw":
                self._put(self._between(at))
            case "move" if self.held is not None:
                self.move(at)
            case "erase":
                self._sweep(at)

    def release(self) -> None:
        """End the stroke: it is one step of undo."""
        if self._stroke:
            self._say((), done=True)
        self._stroke, self.held = "", None

    def put(self, at: QPointF) -> None:
        """Put one point."""
        self._stroke = DRAW
        self._put([at])
        self.release()

    def erase(self, at: QPointF) -> None:
        """Remove the point that is there."""
        self._stroke, self._erased = ERASE, set()
        self._erase(at)
        self.release()

    def grab(self, at: QPointF) -> None:
        """Take hold of the point that is there."""
        row = self._nearest(at)
        self._stroke = MOVE
        self.held = None if row is None or self._scene is None else int(self._scene.numbers[row])

    def move(self, at: QPointF) -> None:
        """Move the point that is held."""
        if self.held is not None:
            x, y = self._target(at)
            self._say((PointEdit("move", self.held, x, y),))

    def clear(self) -> None:
        """Remove all points."""
        self._stroke = "clear"
        self._say((PointEdit("clear"),))
        self.release()

    def _put(self, places: list[QPointF]) -> None:
        targets = [self._target(place) for place in places]
        self._say(tuple(PointEdit("add", x=x, y=y) for x, y in targets))

    def _target(self, at: QPointF) -> tuple[tuple[float, ...], float]:
        """Return features and target of a point at a place."""
        scene = self._scene
        if scene is not None and kind_of(scene) == CURVE:
            return (at.x(),), at.y()
        return (at.x(), at.y()), self.label if scene and scene.classes else self.value

    def _between(self, at: QPointF) -> list[QPointF]:
        """Return places on the way to ``at``, equally far from each other, in the room."""
        last = at if self._last is None else self._last
        count = math.floor(self._pixels(last, at) / SPACING)
        if not count:
            return []
        step = (at - last) * (SPACING / self._pixels(last, at))
        places = [last + step * k for k in range(1, count + 1)]
        self._last = places[-1]
        return [place for place in places if self.room is None or self.room.contains(place)]

    def _erase(self, at: QPointF) -> None:
        row = self._nearest(at)
        if row is not None:
            self._remove([row])

    def _sweep(self, at: QPointF) -> None:
        """Remove all points on the way to ``at``: a quick hand is reported in long leaps."""
        if self._pixels(self._last, at) >= STILL:
            self._remove(self._along(self._last, at))
            self._last = at

    def _remove(self, rows: Iterable[int]) -> None:
        """Remove the samples in these rows, each of them once in a stroke."""
        if self._scene is None:
            return
        numbers = [int(self._scene.numbers[row]) for row in rows]
        fresh = [number for number in numbers if number not in self._erased]
        self._erased.update(fresh)
        self._say(tuple(PointEdit("remove", number) for number in fresh))

    def _say(self, edits: tuple[PointEdit, ...], done: bool = False) -> None:
        if edits or done:
            self.edited.emit(EditPoints(edits, self._name(), done))

    def _name(self) -> str:
        names = {
            DRAW: self.tr("draw points"),
            MOVE: self.tr("move a point"),
            ERASE: self.tr("erase points"),
            "clear": self.tr("clear points"),
        }
        return names.get(self._stroke, "")
