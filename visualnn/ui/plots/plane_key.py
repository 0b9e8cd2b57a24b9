"""The key to a plane of samples: what its colors and marks mean, and which plane it is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from visualnn.experiment.frames import Frame, Scene
from visualnn.figures.ticks import number_text
from visualnn.ui import fonts
from visualnn.ui.plots.color_bar import ColorBar
from visualnn.ui.plots.legend import Legend
from visualnn.ui.plots.plane_legend import plane_entries, value_colors
from visualnn.ui.plots.plane_words import PlaneWords
from visualnn.ui.plots.samples import is_curve
from visualnn.ui.theme import Theme


class PlaneKey(QObject):
    """The color bar of a surface, the legend, and a caption below both.

    Parameters
    ----------
    legend
        The view's own.
    words
        Names samples, shares and answers.

    Attributes
    ----------
    bar, caption
        The view gives them their places.
    """

    def __init__(self, legend: Legend, words: PlaneWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self.legend = words, legend
        # As wide as the card: the marks of many classes go on in a second row.
        legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar = ColorBar()
        self.bar.hide()
        self.caption = QLabel()
        self.caption.setFont(fonts.font(11))
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.caption.setWordWrap(True)  # beside another boundary there is little room
        self.caption.setObjectName("plane")
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def apply_theme(self, theme: Theme) -> None:
        """Take the caption's color."""
        self.caption.setStyleSheet(f"color: {theme.caption.name()};")

    def tell_colors(self, scene: Scene, theme: Theme) -> None:
        """Say what the colors of a surface stand for."""
        surface = scene.task == "regression" and not is_curve(scene)
        self.bar.setVisible(surface)
        if surface:
            colors = value_colors(scene, theme)
            tip = self.tr("The target {name} in its own units: points and map share the colors.")
            name = scene.target or self.tr("target")
            self.bar.set_scale(name, scene.levels, colors, tip.format(name=name))

    def tell_marks(self, scene: Scene, parts: Iterable[int], theme: Theme, *, batch: bool) -> None:
        """Say what the marks of classes, shares and the batch look like."""
        self.legend.set_entries(plane_entries(scene, parts, theme, self._words, batch=batch))

    def tell_plane(self, scene: Scene) -> None:
        """Say which plane it is where there are more features than it has axes."""
        if scene.query is not None:
            return  # what is asked there is told instead
        first, second = (scene.features[axis] for axis in scene.axes)
        others = len(scene.features) > len(set(scene.axes))
        plane = self.tr("The plane of {x} and {y}, all other features at their mean.")
        self.caption.setText(self.tr("other features at their mean") if others else "")
        self.caption.setToolTip(plane.format(x=first, y=second))
        self.caption.setVisible(others)

    def tell_query(self, scene: Scene, frame: Frame, now: str) -> None:
        """Tell what the network answers to the data set's question, and what it did untrained."""
        if frame.untrained_query is None:
            return
        before = self._words.answer(scene, np.atleast_1d(frame.untrained_query))
        text = self.tr("({x}, {y})?  untrained {before}  ·  now {now}")
        x, y = (number_text(float(value)) for value in scene.query)
        self.caption.setText(text.format(x=x, y=y, before=before, now=now))
        idea = self.tr(
            "{place}: the question that this data set asks. An untrained network answers anything, "
            "for its weights are random; training is what makes the answer worth something."
        )
        self.caption.setToolTip(idea.format(place=self._words.place(scene, scene.query)))
        self.caption.show()

    def paint_into(self, painter: QPainter, at: QPointF, theme: Theme) -> None:
        """Draw it for a picture of a view whose upper left corner is there."""
        self.legend.paint_into(painter, QRectF(self.legend.geometry()).translated(at))
        if not self.bar.isHidden():
            self.bar.paint_into(painter, QRectF(self.bar.geometry()).translated(at), theme)
        painter.setFont(self.caption.font())
        painter.setPen(theme.caption)
        if self.caption.text():
            box = QRectF(self.caption.geometry()).translated(at)
            flags = Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextWordWrap
            painter.drawText(box, flags, self.caption.text())
