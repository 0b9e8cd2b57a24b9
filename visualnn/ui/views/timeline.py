"""Every recorded step on one line: drag to look back."""

from __future__ import annotations

from functools import partial

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QActionGroup, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.epoch_ends import EpochEnds
from visualnn.figures.history import History
from visualnn.figures.table import Floats, Table
from visualnn.figures.thin import thin_indices
from visualnn.specs import specs_of
from visualnn.ui.i18n import spec_text
from visualnn.ui.intents import SetMemory, ShowStep
from visualnn.ui.settings import Preferences
from visualnn.ui.theme import current
from visualnn.ui.views.view import View
from visualnn.ui.widgets.card import note_label
from visualnn.ui.widgets.paint import painter_on
from visualnn.ui.words import count

MEMORIES = (16, 64, 256, 1024)
"""Sizes of the recording that are offered, in MiB."""

SHARE_OF_NEWS = 0.01
"""While it runs the line is thinned anew when so much of it would be new: nobody sees less."""

SMALLEST = 1e-12
"""Smaller losses are drawn at this height: a logarithm of zero has none."""

HANDLE = 6.0
GROOVE = 3.0
BOTTOM = 8.0
MARGIN = 8.0
TWIG = 7.0
"""Pixels, across and up."""


class TimelineView(View):
    """The training loss from the first step to the latest, and where the window looks.

    The handle is dragged, or moved with the arrow keys: by a step, with Shift
    by an epoch.  Home and End go to the first and the latest step.
    """

    key = "timeline"
    stride = 3
    reads_history = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = History()
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self._note = note_label()
        self._held: int | None = None
        self._memory = Preferences().memory
        self._curve = Curve()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            self.tr(
                "Every step is recorded and comes back exactly: drag to look at the network as "
                "it was. Training on goes back to the latest step."
            )
        )
        self._say()

    @property
    def title(self) -> str:
        """The card's heading."""
        return self.tr("Time travel")

    @property
    def short_title(self) -> str:
        """The heading beside a long note."""
        return self.tr("Time")

    @property
    def step(self) -> int:
        """The step on show."""
        return self._frame.step if self._frame else 0

    def show_memory(self, mebibytes: int) -> None:
        """Take how much memory the recording may have, for the menu."""
        self._memory = mebibytes

    def menu(self) -> QMenu:
        """Return the switches, and the sizes that the recording may have."""
        menu = super().menu()
        spec = specs_of(Preferences)["memory"]
        sizes = menu.addMenu(spec_text(spec.label))
        sizes.setObjectName("memory")
        sizes.setToolTipsVisible(True)
        group = QActionGroup(sizes)
        for size in sorted({*MEMORIES, self._memory}):
            action = sizes.addAction(self.tr("{n} MiB").format(n=count(size)))
            action.setObjectName(f"memory_{size}")
            action.setToolTip(spec_text(spec.idea))
            action.setCheckable(True)
            action.setChecked(size == self._memory)
            action.triggered.connect(partial(self.intent.emit, SetMemory(size)))
            group.addAction(action)
        return menu

    def header(self) -> QLabel:
        """Return the note on how it is used."""
        return self._note

    def sizeHint(self) -> QSize:
        return QSize(400, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 44)

    def wants(self) -> Wants:
        """Return the first epoch that is missing."""
        return Wants(history_from=self._history.rows)

    def show_scene(self, scene: Scene) -> None:
        """Forget another run."""
        if self._scene is None or scene.generation != self._scene.generation:
            self._history = History()
            self._curve = Curve()
            self._frame = None
        self._scene = scene
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Move the handle, and draw the line on."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        before = self._frame
        self._frame = frame
        self._history.take(frame.history, frame.history_from)
        if before is None or _place(before) != _place(frame):
            self._say()
            self.update()

    def table(self) -> Table:
        """Return the loss by step at the ends of the epochs."""
        loss = self._history["train_loss"]
        return Table(self.key, {"step": self._steps(len(loss)), "train_loss": loss.copy()})

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self._target(event)
        if target is None:
            super().keyPressEvent(event)
        else:
            self._go(target)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event) -> None:
        with painter_on(self) as painter:
            self._paint(painter, QRectF(self.rect()))
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(current().accent, 1))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the line and the handle."""
        self._paint(painter, rect)

    @property
    def latest(self) -> int:
        """The latest recorded step."""
        return self._frame.latest if self._frame else 0

    def _target(self, event: QKeyEvent) -> int | None:
        """Return the step that a key goes to, or None for a key without a meaning here."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        stride = self._scene.steps_per_epoch if shift and self._scene else 1
        match event.key():
            case Qt.Key.Key_Left:
                return self.step - stride
            case Qt.Key.Key_Right:
                return self.step + stride
            case Qt.Key.Key_Home:
                return 0
            case Qt.Key.Key_End:
                return self.latest
        return None

    def _best_step(self) -> int:
        if self._frame is None or self._scene is None:
            return 0
        return self._frame.best_step

    def _drag(self, at: QPointF) -> None:
        room = self.width() - 2 * MARGIN
        self._go(round((at.x() - MARGIN) / max(room, 1.0) * self.latest), held=True)

    def _go(self, step: int, held: bool = False) -> None:
        step = min(max(step, 0), self.latest)
        self._held = step if held else None
        if self._frame is not None and (step != self._frame.step or held):
            self.intent.emit(ShowStep(step))
        self.update()

    def _say(self) -> None:
        glance = self._frame.glance if self._frame else None
        if glance:
            text = self.tr("sample {place} of {batch} · the update comes with the whole batch")
            self._note.setText(text.format(place=glance.place + 1, batch=glance.batch))
        elif self.latest and self.step < self.latest:
            text = self.tr("step {step} of {latest} · End: back to the latest")
            self._note.setText(text.format(step=count(self.step), latest=count(self.latest)))
        else:
            self._note.setText(self.tr("every step recorded · drag to look back"))
        text = self.tr("step {step} of {latest}")
        self.setAccessibleDescription(text.format(step=count(self.step), latest=count(self.latest)))

    def _steps(self, rows: int) -> Floats:
        """Return after how many updates so many epochs ended, the untrained one first."""
        return self._frame.ends.at(np.arange(rows)) if self._frame else np.zeros(rows)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        theme = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = rect.bottom() - BOTTOM
        left, right = rect.left() + MARGIN, rect.right() - MARGIN
        shown = self.step if self._held is None else self._held
        self._paint_loss(painter, QRectF(left, rect.top() + 2, right - left, line - rect.top() - 8))
        here = left + (right - left) * self._share(shown)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, end in ((theme.line, right), (theme.accent, here)):
            painter.setBrush(color)
            groove = QRectF(left, line - GROOVE / 2, end - left, GROOVE)
            painter.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
        self._paint_forks(painter, left, right, line)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._history.rows > 1:
            painter.setBrush(theme.val)
            best = left + (right - left) * self._share(self._best_step())
            painter.drawEllipse(QPointF(best, line), 3.5, 3.5)
        painter.setBrush(theme.accent)
        painter.drawEllipse(QPointF(here, line), HANDLE, HANDLE)

    def _paint_forks(self, painter: QPainter, left: float, right: float, line: float) -> None:
        """Draw a twig where another future parts from this one."""
        painter.setPen(QPen(current().ink2, 1.5))
        for branch in self._scene.branches if self._scene else ():
            if branch.step <= self.latest:
                at = QPointF(left + (right - left) * self._share(branch.step), line)
                knee = at + QPointF(TWIG, -TWIG)
                painter.drawPolyline([at, knee, knee + QPointF(TWIG, 0)])

    def _paint_loss(self, painter: QPainter, room: QRectF) -> None:
        """Draw the training loss as a thin line on a log scale."""
        loss = self._history["train_loss"]
        if self._frame is None or len(loss) < 2 or not self.latest:
            return
        news = SHARE_OF_NEWS if self._frame.state == "running" else 0.0
        line = self._curve.line(loss, room, self._frame.ends, self.latest, news)
        painter.setPen(QPen(current().ink3, 1))
        painter.drawPolyline(line)

    def _share(self, step: int) -> float:
        return step / self.latest if self.latest else 0.0


def _place(frame: Frame) -> tuple[int, int, int]:
    """Return what the handle and the note say."""
    return (frame.step, frame.latest, frame.glance.place if frame.glance else -1)


class Curve:
    """A loss curve thinned to the pixels that it fills, made anew only when that shows."""

    def __init__(self) -> None:
        self._latest = 0
        self._room = QRectF()
        self._line = QPolygonF()

    def line(
        self, loss: Floats, room: QRectF, ends: EpochEnds, latest: int, news: float = 0.0
    ) -> QPolygonF:
        """Return the curve in ``room``, which is as wide as all steps up to the latest.

        It stays as it is until more than a share ``news`` of the steps is new.
        """
        grown = latest - self._latest
        if grown < 0 or grown > news * self._latest or room != self._room:
            self._latest, self._room = latest, room
            self._line = _thinned(loss, room, ends, latest)
        return self._line


def _thinned(loss: Floats, room: QRectF, ends: EpochEnds, latest: int) -> QPolygonF:
    kept = thin_indices(loss, max(2, int(room.width())))  # the lowest and the highest are kept
    height = np.log10(np.maximum(loss[kept], SMALLEST))
    low, high = float(np.nanmin(height)), float(np.nanmax(height))
    xs = room.left() + room.width() * ends.at(kept) / latest
    ys = room.bottom() - room.height() * (height - low) / max(high - low, 1e-9)
    return arrayToQPolygonF(xs, ys)
