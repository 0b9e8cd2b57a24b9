"""How large each layer's gradient is, epoch by epoch: where it vanishes or explodes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.figures.colormaps import ramp
from visualnn.figures.curves import scaled, span_of
from visualnn.figures.gradients import Passage, passage
from visualnn.figures.history import History
from visualnn.figures.table import Floats, Table
from visualnn.figures.thin import thin_indices
from visualnn.figures.ticks import fixed_text, nice_ceiling
from visualnn.ui import fonts
from visualnn.ui.end_names import EndNames
from visualnn.ui.plots.plot_items import Grid, Line, Rule, rgb
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.words import count, times

NEWS = 0.004
"""While it runs the lines are drawn anew when so much of them is new: about a pixel."""

ROOM = 1.12
"""How much wider than the curves the plot is, so that their names have room."""


class GradientsView(PlotView):
    """The size of every layer's gradient on a log scale, and what that means."""

    key = "gradients"
    stride = 3
    reads_history = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = History()
        self._scene: Scene | None = None
        self._drawn, self._cursor = 0, None
        self._range: tuple[float, float, float, float] | None = None
        self.lines: list[Line] = []
        self.setToolTip(
            self.tr(
                "On its way back a gradient is multiplied by weights and slopes at every layer, "
                "δ ← (δ·Wᵀ) ∘ g′(z), so that it may vanish or explode. Shown is "
                "√(mean of (∂J/∂w)²) over each layer's weights, for the last batch of each "
                "epoch, before clipping."
            )
        )
        self._grid, self._hair, self.names = Grid(self.plot.left), Rule(), EndNames()
        for item in (self._grid, self._hair, self.names):
            self.plot.addItem(item, ignoreBounds=True)
        self._hair.hide()
        self.words = self._make_words()
        self.column.addWidget(self.words)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Gradient size."""
        return self.tr("Gradient size")

    def header(self) -> QWidget | None:
        """Return nothing: the curves are named at their ends."""
        return None

    def wants(self) -> Wants:
        """Return the first epoch that is missing."""
        return Wants(history_from=self.history.rows)

    def show_scene(self, scene: Scene) -> None:
        """Forget the curves of another run; a live edit of the same run keeps them."""
        if self._scene is not None and scene.generation == self._scene.generation:
            self._scene = scene
            return
        self._scene = scene
        self.history, self._range, self._cursor = History(), None, None
        self._make_lines(len(scene.sizes) - 1)
        self.apply_theme(self.theme)

    def show_frame(self, frame: Frame) -> None:
        """Add the epochs that are new."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        new = self.history.take(frame.history, frame.history_from)
        if new and (frame.state != "running" or self._shows_more()):
            self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of gradients, from the first layer's to the last's."""
        colors = _colors(theme, len(self.lines))
        for line, color in zip(self.lines, colors, strict=True):
            line.set_color(color)
        self._grid.set_color(theme.line)
        self._hair.set_color(theme.ink3)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again from the history."""
        self.plot.left.log = True
        self.plot.left.name(self.tr("root mean square of ∂J/∂w"), self.theme)
        self.plot.bottom.name(self.tr("epoch"), self.theme)
        self._drawn = self.history.rows
        curves = [scaled(self._values(layer), log=True) for layer in self._layers()]
        self._set_range(curves)
        for line, values in zip(self.lines, curves, strict=True):
            keep = thin_indices(values, max(int(self.plot.box.width()), 50))
            line.set_data(keep.astype(float), values[keep])
        self._name_ends(curves)
        self._say()

    def table(self) -> Table:
        """Return one row per epoch and one column per layer."""
        columns = {f"gradient_{layer}": self._values(layer) for layer in self._layers()}
        return Table("gradients", {"epoch": np.arange(self.history.rows), **columns})

    def hover(self, place: QPointF) -> str:
        """Return epoch and sizes under the mouse, and mark it."""
        if not self.history.rows:
            return ""
        self._mark(int(min(max(round(place.x()), 0), self.history.rows - 1)))
        return self._cursor_text(self._cursor)

    def unhover(self) -> None:
        """Take the mark away."""
        super().unhover()
        self._mark(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark along the curves with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        last = self.history.rows - 1
        if event.key() not in steps or last < 0:
            return super().keyPressEvent(event)
        at = last if self._cursor is None else self._cursor + steps[event.key()]
        self._mark(min(max(at, 0), last))
        middle = sum(self.plot.box.viewRange()[1]) / 2
        pixel = self.plot.pixel_at(self._cursor, middle)
        self.readout.show_at(self._cursor_text(self._cursor), pixel)
        return None

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it what it means."""
        super().paint_body(painter, at)
        painter.setFont(self.words.font())
        painter.setPen(self.theme.ink2)
        box = QRectF(self.words.geometry()).translated(at)
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self.words.text())

    def _make_words(self) -> QLabel:
        words = QLabel()
        words.setObjectName("gradient_words")
        words.setFont(fonts.small())
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        # Room for two lines always, or the plot would jump when the words change.
        words.setMinimumHeight(2 * words.fontMetrics().lineSpacing())
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setToolTip(
            self.tr(
                "The first layer's size divided by the output layer's, as a geometric mean over "
                "the latest ten epochs. Beyond a factor of 100 it is called trouble."
            )
        )
        return words

    def _make_lines(self, layers: int) -> None:
        for line in self.lines:
            self.plot.removeItem(line)
        self.lines = [Line(dotted=layer == layers - 1) for layer in range(layers)]
        for line in self.lines:
            self.plot.addItem(line, ignoreBounds=True)

    def _layers(self) -> range:
        return range(1, len(self.lines) + 1)

    def _values(self, layer: int) -> Floats:
        return self.history[f"gradient_{layer}"]

    def _shows_more(self) -> bool:
        return self.history.rows - self._drawn > NEWS * self._drawn

    def _set_range(self, curves: list[Floats]) -> None:
        low, high = span_of(curves, "loss", log=True)
        if self._range is not None:
            low, high = min(low, self._range[2]), max(high, self._range[3])
        right = ROOM * nice_ceiling(max(self.history.rows - 1, 10))
        wanted = (0.0, right, low, high)
        if wanted != self._range:
            # Before the first epoch there is nothing to hold on to.
            self._range = wanted if self.history.rows > 1 else None
            self.plot.set_range(*wanted)

    def _name_ends(self, curves: list[Floats]) -> None:
        names = []
        for layer, line, values in zip(self._layers(), self.lines, curves, strict=True):
            known = np.flatnonzero(np.isfinite(values))
            if len(known):
                end = int(known[-1])
                names.append((self._short_name(layer), end, float(values[end]), line.color))
        self.names.set_names(names)

    def _say(self) -> None:
        found = passage(self.history, len(self.lines))
        role = {"steady": "second", "unknown": "second"}.get(found.verdict, "warn")
        self.words.setText(self._verdict_text(found))
        if self.words.property("role") != role:
            self.words.setProperty("role", role)
            self.words.style().polish(self.words)

    def _verdict_text(self, found: Passage) -> str:
        if found.verdict == "unknown":
            if len(self.lines) == 1:
                return self.tr("There is one layer only: nothing can be lost on the way to it.")
            return self.tr("Train for an epoch to see how large the gradients are.")
        texts = {
            "vanishing": self.tr(
                "⚠ The gradient vanishes: hidden layer 1 gets 1/{inverse} of the output layer's "
                "and hardly learns. Fewer layers, ReLU, He or Xavier, or normalization help."
            ),
            "exploding": self.tr(
                "⚠ The gradient explodes: hidden layer 1 gets {ratio} times the output layer's. "
                "Smaller first weights, clipping or normalization help."
            ),
            "none": self.tr(
                "⚠ No gradient reaches hidden layer 1 (ratio 0): it does not learn. Its units "
                "may be dead, or all weights zero."
            ),
            "steady": self.tr(
                "Hidden layer 1 gets {ratio} times the output layer's gradient: it passes well."
            ),
        }
        inverse = times(1 / found.ratio) if found.ratio else ""
        ratio = fixed_text(found.ratio, 2) if found.ratio < 1 else f"{found.ratio:.3g}"
        return texts[found.verdict].format(ratio=ratio, inverse=inverse)

    def _short_name(self, layer: int) -> str:
        return self.tr("out") if layer == len(self.lines) else str(layer)

    def _cursor_text(self, epoch: int) -> str:
        lines = [self.tr("epoch {n}").format(n=count(epoch))]
        for layer in self._layers():
            value = fixed_text(float(self._values(layer)[epoch]), 3) if epoch else "–"
            lines.append(f"{self._short_name(layer)}  {value}")
        return "\n".join(lines)

    def _mark(self, epoch: int | None) -> None:
        self._cursor = epoch
        self._hair.setVisible(epoch is not None)
        if epoch is not None:
            self._hair.set_x(epoch)


def _colors(theme: Theme, layers: int) -> list[QColor]:
    """Return the layers' colors, between the two that gradients have everywhere."""
    table = ramp([rgb(theme.gneg), rgb(theme.gpos)])
    places = np.linspace(0, len(table) - 1, max(layers, 1)).astype(int)
    return [QColor(*map(int, table[place][:3])) for place in places[:layers]]
