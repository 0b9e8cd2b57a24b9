"""The gradients of single samples and their mean: why small batches are noisy."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import SampleGradients
from visualnn.figures.scatter import Cloud, cloud, reach_of, scatter_table
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import fixed_text
from visualnn.ui import fonts
from visualnn.ui.plots.legend import Entry
from visualnn.ui.plots.mean_mark import MeanMark
from visualnn.ui.plots.plot_items import Rule, with_alpha
from visualnn.ui.plots.samples import Points
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.widgets.marker import marker_path
from visualnn.ui.words import count

READING = 80
"""Milliseconds between two pictures while training runs: nobody reads a cloud faster."""

FIRST_REACH = 4.0
NEAR = 10.0


class ScatterView(PlotView):
    """Each sample's own gradient against the batch's mean, in lengths of that mean."""

    key = "scatter"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._found: SampleGradients | None = None
        self._cloud: Cloud | None = None
        self._running, self._reach = False, FIRST_REACH
        self._clock = QElapsedTimer()
        self._clock.start()
        self.setToolTip(
            self.tr(
                "The gradient of a batch is the mean of its samples' own, ḡ = (1/n)·Σ gᵢ. They "
                "disagree: a mean of few is noisy, a mean of many is smooth. The ring has the "
                "radius σ/√n, about how far the mean of another batch of this size would lie, "
                "with σ² = Σ ‖gᵢ − ḡ‖² / (n − 1). Without the penalty."
            )
        )
        self.points, self.mean = Points(size=7, symbol=marker_path("circle")), MeanMark()
        self._zero = Rule()
        for item in (self._zero, self.points, self.mean):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.box.setAspectLocked(True)
        self._show_reach()
        self.plot.left.slim()
        self.plot.bottom.slim()
        self.words = self._make_words()
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self.legend)
        self.column.addWidget(self.words)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Gradient noise."""
        return self.tr("Gradient noise")

    def header(self) -> QWidget | None:
        """Return nothing: the legend stands below, so that the title has room."""
        return None

    def wants(self) -> Wants:
        """Return that the samples' gradients are needed, not too often while training runs."""
        if self._running and self._found and self._clock.elapsed() < READING:
            return Wants()
        return Wants(scatter=True)

    def show_scene(self, scene: Scene) -> None:
        """Forget the batch of another run."""
        same = self._scene is not None and scene.generation == self._scene.generation
        self._scene = scene
        if not same:
            self._found, self._reach = None, FIRST_REACH
            self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Draw the latest batch."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        stopped, self._running = self._running, frame.state == "running"
        if stopped and not self._running and frame.scatter is None:
            self.wanting.emit()  # the cloud on show is that of an earlier step
        if frame.scatter is not None:
            self._clock.restart()
            self._found = frame.scatter
            self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of gradients."""
        self.points.setBrush(with_alpha(theme.gpos, 0.55))
        self.points.setPen(pg.mkPen(theme.gpos, width=1))
        self.mean.set_colors(theme.ink, theme.gneg)
        self._zero.set_color(theme.line)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        self.plot.bottom.name(self.tr("along the mean (its length is 1)"), self.theme)
        self.plot.left.name(self.tr("across"), self.theme)
        self.legend.set_entries(
            (
                Entry(self.tr("one sample"), self.theme.gpos, mark="circle"),
                Entry(self.tr("mean"), self.theme.ink),
                Entry(self.tr("σ/√n"), self.theme.gneg, dashed=True),
            )
        )
        self._draw()

    def table(self) -> Table:
        """Return one row per sample of the batch."""
        return scatter_table(self._found) if self._found else Table(self.key, {})

    def hover(self, place: QPointF) -> str:
        """Return which sample is under the mouse, and how far it pulls."""
        seen = self._cloud
        if seen is None or not len(seen.x):
            return ""
        width, height = self.plot.box.viewPixelSize()
        away = np.hypot((seen.x - place.x()) / width, (seen.y - place.y()) / height)
        nearest = int(away.argmin())
        if not away[nearest] <= NEAR:
            return ""
        text = self.tr("sample {n}\nalong {along}\nacross {across}")
        return text.format(
            n=count(int(self._found.samples[nearest])),
            along=fixed_text(float(seen.x[nearest]), 3),
            across=fixed_text(float(seen.y[nearest]), 3),
        )

    def stops(self) -> Floats:
        """Return the samples from the one that pulls back most to the one that pulls most."""
        if self._cloud is None:
            return super().stops()
        order = np.argsort(self._cloud.x)
        return np.column_stack([self._cloud.x, self._cloud.y])[order]

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it what it says."""
        super().paint_body(painter, at)
        self.legend.paint_into(painter, QRectF(self.legend.geometry()).translated(at))
        painter.setFont(self.words.font())
        painter.setPen(self.theme.ink2)
        box = QRectF(self.words.geometry()).translated(at)
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self.words.text())

    def _make_words(self) -> QLabel:
        words = QLabel()
        words.setObjectName("scatter_words")
        words.setFont(fonts.numbers(fonts.small()))
        words.setProperty("role", "second")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        # Room for two lines always, or the plot would jump when the words change.
        words.setMinimumHeight(2 * words.fontMetrics().lineSpacing())
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        return words

    def _draw(self) -> None:
        self._cloud = cloud(self._found) if self._found else None
        seen = self._cloud
        for item in (self.points, self.mean):
            item.setVisible(seen is not None)
        self.words.setText(self._words_text())
        if seen is None:
            return
        self._reach = reach_of(seen, self._reach)
        self._show_reach()
        finite = np.isfinite(seen.x) & np.isfinite(seen.y)
        self.points.setData(x=seen.x[finite], y=seen.y[finite])
        self.mean.set_radius(float(np.nan_to_num(seen.noise)))  # no ring for a batch of one

    def _show_reach(self) -> None:
        self.plot.set_range(1 - self._reach, 1 + self._reach, -self._reach, self._reach)

    def _words_text(self) -> str:
        if self._found is None:
            return self.tr("Waiting for the network.")
        if self._cloud is None:
            return self.tr("The batch's mean gradient is zero: its samples pull in no direction.")
        numbers = {
            "n": count(self._found.batch),
            "single": fixed_text(self._found.spread / self._found.mean, 3),
            "noise": fixed_text(self._cloud.noise, 3),
        }
        if self._found.batch == 1:
            text = self.tr("A batch of one: it does not show how far samples disagree.")
        else:
            text = self.tr(
                "Single gradients lie {single} lengths of the mean apart from it; "
                "the mean of {n} is off by about {noise} (σ/√n)."
            )
        return text.format(**numbers)
