"""A layer's activation and its slope, with the network's own sums under the curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import Sums
from visualnn.figures.activation import (
    LEAST_REACH,
    ActivationCurves,
    activation_curves,
    histogram,
    reach_of,
)
from visualnn.figures.table import Table
from visualnn.figures.ticks import fixed_text, grown
from visualnn.nn.activations import ACTIVATIONS, Activation
from visualnn.ui import fonts
from visualnn.ui.plots.bars import Bars
from visualnn.ui.plots.legend import Entry
from visualnn.ui.plots.plot_items import Band, Grid, Line, Rule, with_alpha
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch
from visualnn.ui.words import percent

MOST_FLAT = 4
"""No activation has more flat stretches than this."""


class ActivationView(PlotView):
    """g(z) and g′(z) of one layer, and how its z of the latest batch are spread."""

    key = "activation"
    stride = 3
    # Known to the class, because the switches are asked for before there is a scene.
    _scene: Scene | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums: tuple[Sums, ...] | None = None
        self._curves: ActivationCurves | None = None
        self._drawn: tuple[str, float] | None = None
        self._reach = LEAST_REACH
        self._cursor: float | None = None
        self._make_items()
        self._make_words()
        self.setToolTip(
            self.tr(
                "What the layer makes of its weighted sums z, and how much of a gradient gets "
                "back through it. The bars are the network's own z in the latest batch: where "
                "they stand on flat ground, nothing is learnt."
            )
        )
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Activation."""
        return self.tr("Activation")

    def header(self) -> QWidget | None:
        """Return nothing: the legend stands below, the layers fill the heading."""
        return None

    def switches(self) -> tuple[Switch, ...]:
        """Return the layers, the hidden ones by number."""
        hidden = 1 if self._scene is None else len(self._scene.sizes) - 2
        options = [
            (
                str(layer),
                str(layer),
                self.tr("Hidden layer {n}.").format(n=layer),
            )
            for layer in range(1, hidden + 1)
        ]
        options.append(("output", self.tr("Out"), self.tr("The output layer.")))
        return (
            Switch(
                "layer",
                self.tr("Layer"),
                self.tr("Each layer has an activation, and sums, of its own."),
                tuple(options),
            ),
        )

    def chosen(self, switch: str) -> str:
        """Return the layer; the last hidden one where there are fewer by now."""
        hidden = len(self._scene.sizes) - 2 if self._scene else 1
        option = super().chosen(switch)
        if option == "output":
            return option
        return str(min(int(option), hidden)) if hidden else "output"

    def wants(self) -> Wants:
        """Return that the sums are needed."""
        return Wants(sums=True)

    def show_scene(self, scene: Scene) -> None:
        """Forget the sums of another run."""
        if self._scene is None or scene.generation != self._scene.generation:
            self._sums = None
            self._reach = LEAST_REACH
        self._scene = scene
        self.switched.emit()
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Draw the sums of a frame."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        if frame.sums is not None:
            self._sums = frame.sums
            self._draw()

    def choose(self, switch: str, option: str) -> None:
        """Show another layer, in a range of its own."""
        self._reach = LEAST_REACH
        super().choose(switch, option)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._value.set_color(theme.train)
        self._slope.set_color(theme.val)
        self._bars.set_color(with_alpha(theme.ink2, 0.45))
        self._grid.set_color(theme.line)
        self._zero.set_color(theme.line)
        self._hair.set_color(theme.ink3)
        for band in self._flat:
            band.set_color(with_alpha(theme.warn, 0.16 if theme.dark else 0.13))
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        self._drawn = None
        self.plot.bottom.name(self.tr("weighted sum z"), self.theme)
        self.plot.left.name("", self.theme)
        self._list_marks()
        self._draw()

    def table(self) -> Table:
        """Return both curves."""
        curves = self._curves
        if curves is None:
            return Table(self.key, {})
        return Table(self.key, {"z": curves.z, "g": curves.value, "slope": curves.slope})

    def hover(self, place: QPointF) -> str:
        """Return value and slope at a place, and mark it."""
        if self._curves is None:
            return ""
        self._mark(place.x())
        return self._cursor_text(place.x())

    def unhover(self) -> None:
        """Take the mark away."""
        super().unhover()
        self._mark(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark along the curves with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or self._curves is None:
            return super().keyPressEvent(event)
        at = (self._cursor or 0.0) + steps[event.key()] * self._reach / 40
        self._mark(min(max(at, -self._reach), self._reach))
        middle = sum(self.plot.box.viewRange()[1]) / 2
        pixel = self.plot.pixel_at(self._cursor, middle)
        self.readout.show_at(self._cursor_text(self._cursor), pixel)
        return None

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it legend and words."""
        super().paint_body(painter, at)
        self.legend.paint_into(painter, QRectF(self.legend.geometry()).translated(at))
        for label, ink in ((self._formula, self.theme.ink), (self._words, self.theme.ink2)):
            painter.setFont(label.font())
            painter.setPen(ink)
            box = QRectF(label.geometry()).translated(at)
            painter.drawText(box, int(Qt.TextFlag.TextWordWrap), label.text())

    def _make_items(self) -> None:
        self._grid = Grid(self.plot.left)
        self._flat = [Band() for _ in range(MOST_FLAT)]
        self._bars = Bars()
        self._zero, self._hair = Rule(), Rule(dashed=True)
        self._value, self._slope = Line(), Line(dashed=True)
        fixed = (self._grid, *self._flat, self._bars, self._zero, self._hair)
        for item in (*fixed, self._slope, self._value):
            self.plot.addItem(item, ignoreBounds=True)
        self._hair.hide()
        self.plot.left.slim()
        self.plot.bottom.slim()

    def _make_words(self) -> None:
        self._formula, self._words = QLabel(), QLabel()
        self._formula.setFont(fonts.text())
        self._words.setFont(fonts.numbers(fonts.small()))
        self._words.setProperty("role", "second")
        for label, name in ((self._formula, "formula"), (self._words, "state")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words.setToolTip(
            self.tr(
                "On flat ground the slope is at most a hundredth of its steepest. A unit is dead "
                "or saturated where that holds for every sample of the batch: it learns nothing."
            )
        )
        for widget in (self.legend, self._formula, self._words):
            self.column.addWidget(widget)

    def _list_marks(self) -> None:
        theme = self.theme
        self.legend.set_entries(
            (
                Entry("g(z)", theme.train),
                Entry("g′(z)", theme.val, dashed=True),
                Entry(self.tr("z of the batch"), with_alpha(theme.ink2, 0.6), mark="square"),
                Entry(self.tr("flat"), with_alpha(theme.warn, 0.5), mark="square"),
            )
        )

    def _layer(self) -> int:
        """Return the layer on show, 0 for the first after the input."""
        chosen = self.chosen("layer")
        return len(self._scene.activations) - 1 if chosen == "output" else int(chosen) - 1

    def _activation(self) -> Activation:
        return ACTIVATIONS[self._scene.activations[self._layer()]]

    def _is_softmax(self) -> bool:
        return self._scene.activations[self._layer()] == "softmax"

    def _layer_sums(self) -> Sums | None:
        return self._sums[self._layer()] if self._sums else None

    def _draw(self) -> None:
        if self._scene is None:
            return
        sums = self._layer_sums()
        self._reach = reach_of(sums.values if sums else np.zeros(0), self._reach)
        self._draw_curves()
        self._bars.setVisible(sums is not None)
        if sums is not None:
            self._bars.set_bars(*histogram(sums.values, self._reach))
        self._formula.setText(self._formula_text())
        self._words.setText(self._state_text(sums) if sums else "")

    def _draw_curves(self) -> None:
        """Draw the curves where activation or range are others than before."""
        wanted = (self._scene.activations[self._layer()], self._reach)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        self._curves = (
            None if self._is_softmax() else activation_curves(self._activation(), self._reach)
        )
        curves = self._curves
        for item in (self._value, self._slope):
            item.setVisible(curves is not None)
        for band, stretch in zip(self._flat, self._stretches(), strict=True):
            band.setVisible(stretch is not None)
            band.set_span(*(stretch or (0.0, 0.0)))
        low, high = (0.0, 1.0) if curves is None else _range(curves)
        self.plot.set_range(-self._reach, self._reach, low, high)
        if curves is not None:
            self._value.set_data(curves.z, curves.value)
            self._slope.set_data(curves.z, curves.slope)

    def _stretches(self) -> list[tuple[float, float] | None]:
        flat = self._curves.flat[:MOST_FLAT] if self._curves else ()
        return [*flat, *[None] * (MOST_FLAT - len(flat))]

    def _formula_text(self) -> str:
        activation = self._activation()
        return f"{activation.formula}\u2003·\u2003{activation.slope}"

    def _state_text(self, sums: Sums) -> str:
        if self._is_softmax():
            return self.tr("No one curve: each output hangs on all sums of the layer.")
        flat, whole = percent(float(sums.flat.mean())), int(np.sum(sums.flat >= 1))
        text = self.tr("{share} of z on flat ground · {n} of {units} units {state}")
        return text.format(share=flat, n=whole, units=len(sums.flat), state=self._state_word())

    def _state_word(self) -> str:
        """Return what a unit is called whose sums are all on flat ground."""
        slope = self._curves.slope
        if not slope.any():
            return self.tr("pass no gradient")
        if slope[-1] != 0 and slope[0] == 0:
            return self.tr("dead")
        return self.tr("saturated")

    def _cursor_text(self, z: float) -> str:
        activation = self._activation()
        value, slope = (
            float(f(np.array([z]))[0]) for f in (activation.value, activation.derivative)
        )
        text = self.tr("z  {z}\ng(z)  {value}\ng′(z)  {slope}")
        return text.format(z=fixed_text(z), value=fixed_text(value), slope=fixed_text(slope))

    def _mark(self, z: float | None) -> None:
        self._cursor = z
        self._hair.setVisible(z is not None)
        if z is not None:
            self._hair.set_x(z)


def _range(curves: ActivationCurves) -> tuple[float, float]:
    """Return the range of both curves, with some air where one runs along the edge."""
    values = np.concatenate([curves.value, curves.slope])
    low, high = grown(float(values.min()), float(values.max()))
    air = 0.06 * (high - low)
    return low - air, high + air
