"""What each layer does to space: the input's grid and the samples, layer by layer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import Space
from visualnn.figures.space import Square, between, space_table, squares
from visualnn.figures.table import Table
from visualnn.ui import fonts
from visualnn.ui.plots.mesh import Flock, Mesh
from visualnn.ui.plots.plot_items import with_alpha
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.widgets.travel import Travel
from visualnn.ui.words import percent

RESOLUTION = 21
"""Lines of the grid each way."""

READING, RARELY, WIDE = 40, 600, 64
"""Milliseconds between two pictures while training runs, and so many where a layer has more
units than this: to find its principal components then takes the engine up to a tenth of it."""

REACH = 1.06


class SpaceView(PlotView):
    """The input plane as the layers bend it, gliding from one to the next."""

    key = "space"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, axes=False)
        self._scene: Scene | None = None
        self._space: Space | None = None
        self._squares: tuple[Square, ...] = ()
        self._running = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self.setToolTip(
            self.tr(
                "A layer moves and bends the space that its inputs lie in, a = g(x·W + b). Linear "
                "layers leave the grid's lines straight; the activation bends them, until the "
                "last layer can part the classes with one straight cut."
            )
        )
        self.mesh, self.flock = Mesh(), Flock()
        self.plot.addItem(self.mesh, ignoreBounds=True)
        self.plot.box.setAspectLocked(True)
        self.travel = self._make_travel()
        self.words = self._make_words()
        self.column.addWidget(self.travel)
        self.column.addWidget(self.words)
        self.setFocusProxy(self.travel.slider)
        self.plot.set_range(-REACH, REACH, -REACH, REACH)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Space."""
        return self.tr("Space")

    def header(self) -> QWidget | None:
        """Return nothing: the classes are those of the boundary's legend."""
        return None

    def wants(self) -> Wants:
        """Return that the layers' places are needed, not too often while training runs."""
        if self._running and self._space and self._clock.elapsed() < self._pause():
            return Wants()
        return Wants(space=RESOLUTION)

    def _pause(self) -> int:
        wide = self._scene is not None and max(self._scene.sizes[1:]) > WIDE
        return RARELY if wide else READING

    def show_scene(self, scene: Scene) -> None:
        """Begin with the input of another network."""
        if self._scene is not None and scene.generation == self._scene.generation:
            edited = not np.array_equal(scene.targets, self._scene.targets)
            self._scene = scene
            if edited:  # points were put or removed: what is shown is not theirs any more
                self._space = None
                self.refresh()
            return
        self._scene, self._space, self._squares = scene, None, ()
        self.travel.set_stations(len(scene.sizes) - 1)
        self.travel.go(min(self.travel.place, len(scene.sizes) - 1))
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Draw where the layers put the plane now."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        stopped, self._running = self._running, frame.state == "running"
        if stopped and not self._running and frame.space is None:
            self.wanting.emit()  # the places on show are those of an earlier step
        if frame.space is None:
            return
        self._clock.restart()
        before, self._space = self._space, frame.space
        self._squares = squares(frame.space.layers, self._squares)
        if before is None or not np.array_equal(before.samples, frame.space.samples):
            self._dress()
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.mesh.set_color(with_alpha(theme.ink2, 0.45))
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        self._dress()
        self._draw()

    def table(self) -> Table:
        """Return the samples' places after every layer."""
        return space_table(self._space) if self._space else Table(self.key, {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from layer to layer with the arrow keys; Return plays."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.travel.toggle()
        else:
            super().keyPressEvent(event)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it where it stands."""
        super().paint_body(painter, at)
        painter.setFont(self.words.font())
        painter.setPen(self.theme.ink2)
        box = QRectF(self.words.geometry()).translated(at)
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self.words.text())

    def _make_travel(self) -> Travel:
        tip = self.tr(
            "From the input through the layers: between two of them every place moves in a "
            "straight line."
        )
        travel = Travel(self.tr("Layer"), tip)
        travel.moved.connect(lambda _: self._draw())
        return travel

    def _make_words(self) -> QLabel:
        words = QLabel()
        words.setObjectName("space_words")
        words.setFont(fonts.numbers(fonts.small()))
        words.setProperty("role", "second")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        # Room for two lines at all places, or the picture would jump between them.
        words.setMinimumHeight(2 * words.fontMetrics().lineSpacing())
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setToolTip(
            self.tr(
                "A layer of two units is drawn at the units' own outputs. A wider one is seen from "
                "the side that shows most: the first two principal components of the samples "
                "drawn, turned so that they move least since the layer before. Each layer has a "
                "scale of its own."
            )
        )
        return words

    def _dress(self) -> None:
        """Make the points anew for another scene or theme."""
        for item in self.flock.items:
            self.plot.removeItem(item)
        self.flock = Flock()
        if self._scene is None or self._space is None:
            return
        self.flock.dress(self._scene, self._space.samples, self.theme)
        for item in self.flock.items:
            self.plot.addItem(item, ignoreBounds=True)

    def _draw(self) -> None:
        shown = self._space is not None
        self.mesh.setVisible(shown)
        if not shown:
            self.words.setText(self.tr("Waiting for the network."))
            return
        grid, points = between(self._space, self._squares, self.travel.place)
        self.mesh.set_grid(grid)
        self.flock.move(points)
        self.words.setText(self._words_text())

    def _words_text(self) -> str:
        place = self.travel.place
        if place != int(place):
            text = self.tr("{before} → {after}")
            return text.format(before=self._name(int(place)), after=self._name(int(place) + 1))
        layer = self._space.layers[int(place)]
        text = self.tr("{name}: {seen}")
        return text.format(name=self._name(int(place)), seen=self._seen(int(place), layer.share))

    def _seen(self, number: int, share: float) -> str:
        units = self._space.layers[number].units
        if number == 0:
            first, second = (self._scene.features[axis] for axis in self._scene.axes)
            text = self.tr("{first} and {second}") if first != second else "{first}"
            return text.format(first=first, second=second)
        if units == 1:
            return self.tr("the one unit's output, from left to right")
        if units == 2:
            return self.tr("a₁ to the right, a₂ upwards")
        text = self.tr("{n} units from the side that shows most, {share} of the spread")
        return text.format(n=units, share=percent(share))

    def _name(self, layer: int) -> str:
        if layer == 0:
            return self.tr("Input")
        if layer == len(self._scene.sizes) - 1:
            return self.tr("Output")
        return self.tr("Hidden {n}").format(n=layer)
