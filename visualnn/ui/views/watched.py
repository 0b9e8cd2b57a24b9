"""Watched weights and biases over time: what each was worth after every update."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import Traces
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import grown, nice_ceiling, number_text
from visualnn.ui import fonts
from visualnn.ui.diagram.places import place_of, symbol_of
from visualnn.ui.diagram.selection import Edge, Neuron, kept
from visualnn.ui.end_names import EndNames
from visualnn.ui.plots.plot_items import Grid, Line, Rule
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.words import count

MOST = 6
"""So many curves can be told apart, by color and by dashes."""

ROOM = 1.14
"""How much wider than the curves the plot is, so that their names have room."""


class WatchedView(PlotView):
    """Some weights and biases step by step, chosen in the network with P."""

    key = "watched"
    stride = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._traces: Traces | None = None
        self._step = self._latest = 0
        self._things: list[Edge | Neuron] = []
        self._range: tuple[float, float, float, float] | None = None
        self.lines = [Line(dashed=n % 3 == 1, dotted=n % 3 == 2) for n in range(MOST)]
        self._grid, self._hair, self._names = Grid(self.plot.left), Rule(), EndNames()
        for item in (self._grid, self._hair, self._names, *self.lines):
            self.plot.addItem(item, ignoreBounds=True)
        self.words = self._make_words()
        self.column.addWidget(self.words)
        self.setToolTip(
            self.tr(
                "What a weight or a bias was worth after every update, wᵗ⁺¹ = wᵗ − step. Select "
                "one in the network and press P to see it here, and P again to let it go."
            )
        )
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Watched weights."""
        return self.tr("Watched weights")

    def header(self) -> QWidget | None:
        """Return nothing: the curves are named at their ends."""
        return None

    @property
    def things(self) -> tuple[Edge | Neuron, ...]:
        """What is watched, in the order of the curves."""
        return tuple(self._things)

    def toggle(self, thing: Edge | Neuron) -> bool:
        """Watch a weight or a bias, or let it go; return False where there are too many."""
        if thing in self._things:
            self._things.remove(thing)
        elif len(self._things) >= MOST:
            return False
        else:
            self._things.append(thing)
        self._traces, self._range = None, None
        self.refresh()
        return True

    def wants(self) -> Wants:
        """Ask for the history of what is watched."""
        return Wants(watched=self._places())

    def show_scene(self, scene: Scene) -> None:
        """Go on with what is left of the watched in another network."""
        if self._scene is not None and scene.generation == self._scene.generation:
            self._scene = scene
            return
        self._scene, self._traces, self._range = scene, None, None
        self._things = [t for t in self._things if self._is_left(t)]
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Draw the curves up to the latest step."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        if frame.watched is None or frame.watched.places != self._places():
            return
        same = self._traces is not None and _are_same(self._traces, frame.watched)
        if same and (self._step, self._latest) == (frame.step, frame.latest):
            return
        self._traces, self._step, self._latest = frame.watched, frame.step, frame.latest
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take a color for each curve, none that means a sign or a class."""
        for n, line in enumerate(self.lines):
            line.set_color(theme.watched[n])
        self.plot.left.name(self.tr("value"), theme)
        self.plot.bottom.name(self.tr("step"), theme)
        self._grid.set_color(theme.line)
        self._hair.set_color(theme.ink3)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        traces = self._traces
        steps = traces.steps if traces else np.zeros(0)
        for n, line in enumerate(self.lines):
            there = traces is not None and n < len(traces.places)
            line.set_data(*((steps, traces.values[:, n]) if there else (steps[:0], steps[:0])))
        self._set_range()
        self._name_ends()
        self._hair.setVisible(traces is not None and self._step < self._latest)
        self._hair.set_x(self._step)
        self.words.setText(self._text())

    def table(self) -> Table:
        """Return one row per step on show and one column per weight or bias."""
        if self._traces is None:
            return Table("watched", {})
        names = [symbol_of(thing) for thing in self._things]
        columns = dict(zip(names, self._traces.values.T, strict=True))
        return Table("watched", {"step": self._traces.steps.astype(int), **columns})

    def hover(self, place: QPointF) -> str:
        """Return step and values under the mouse."""
        traces = self._traces
        if traces is None or not len(traces.steps):
            return ""
        row = int(np.abs(traces.steps - place.x()).argmin())
        lines = [self.tr("step {n}").format(n=count(int(traces.steps[row])))]
        for thing, value in zip(self._things, traces.values[row], strict=True):
            lines.append(f"{symbol_of(thing)}  {number_text(float(value))}")
        return "\n".join(lines)

    def stops(self) -> Floats:
        """Return the recorded steps, at the height of the latest curve."""
        if self._traces is None or not self._things:
            return super().stops()
        heights = np.nan_to_num(self._traces.values[:, -1])
        return np.column_stack([self._traces.steps, heights])

    def menu(self) -> QMenu:
        """Return an entry for each curve, which lets it go."""
        menu = super().menu()
        for thing in self._things:
            text = self.tr("Stop watching {name}").format(name=symbol_of(thing))
            action = menu.addAction(text)
            action.setObjectName(f"let_go_{symbol_of(thing)}")
            action.setToolTip(self.tr("Its curve goes; watch it again and it comes back whole."))
            action.triggered.connect(partial(self._let_go, thing))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the latest curve go with Delete."""
        if event.key() == Qt.Key.Key_Delete and self._things:
            self._let_go(self._things[-1])
        else:
            super().keyPressEvent(event)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it what it shows."""
        super().paint_body(painter, at)
        painter.setFont(self.words.font())
        painter.setPen(self.theme.ink2)
        box = QRectF(self.words.geometry()).translated(at)
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self.words.text())

    def _let_go(self, thing: Edge | Neuron) -> None:
        self.toggle(thing)

    def _places(self) -> tuple[int, ...]:
        if self._scene is None:
            return ()
        return tuple(place_of(self._scene.layout, thing) for thing in self._things)

    def _is_left(self, thing: Edge | Neuron) -> bool:
        sizes, layout = self._scene.sizes, self._scene.layout
        return kept(thing, sizes) == thing and place_of(layout, thing) is not None

    def _set_range(self) -> None:
        traces = self._traces
        known = traces.values[np.isfinite(traces.values)] if traces else np.zeros(0)
        low, high = (float(known.min()), float(known.max())) if known.size else (-1.0, 1.0)
        if self._range is not None:
            low, high = min(low, self._range[2]), max(high, self._range[3])
        right = ROOM * nice_ceiling(max(self._latest, 10))
        wanted = (0.0, right, *grown(low, high))
        if wanted != self._range:
            self._range = wanted if known.size else None
            self.plot.set_range(*wanted)

    def _name_ends(self) -> None:
        traces, names = self._traces, []
        if traces is not None and len(traces.steps):
            for thing, line, values in zip(self._things, self.lines, traces.values.T, strict=False):
                end = float(values[-1]), _ink(line.color, self.theme)
                names.append((symbol_of(thing), float(traces.steps[-1]), *end))
        self._names.set_names(names)

    def _text(self) -> str:
        if not self._things:
            return self.tr("Select a weight or a bias in the network and press P to watch it here.")
        if self._traces is None:
            return ""
        if self._traces.stride > 1:
            text = self.tr("Sampled: about every {n} steps. What is drawn is exact.")
            return text.format(n=count(self._traces.stride))
        return self.tr("Every step. P in the network adds another or lets one go.")

    def _make_words(self) -> QLabel:
        words = QLabel()
        words.setObjectName("watched_words")
        words.setProperty("role", "second")
        words.setFont(fonts.small())
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        words.setMinimumHeight(words.fontMetrics().lineSpacing())
        return words


def _are_same(before: Traces, now: Traces) -> bool:
    """Return whether the curves are those on show; each frame brings them anew."""
    steps = np.array_equal(before.steps, now.steps)
    same = steps and np.array_equal(before.values, now.values, equal_nan=True)
    return same and (before.places, before.stride) == (now.places, now.stride)


def _ink(color: QColor, theme: Theme) -> QColor:
    """Return a curve's color, dark or light enough to be read as text."""
    return color.lighter(125) if theme.dark else color.darker(130)
