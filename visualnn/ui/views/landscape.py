"""A function of two parameters as a map, with the paths of a race on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmapCache
from PySide6.QtWidgets import QGraphicsItem, QMenu, QWidget

from visualnn.experiment.frames import Extent, RaceFrame, Relief
from visualnn.figures.colormaps import Bytes, colored, viridis
from visualnn.figures.contours import contour_lines, even_levels
from visualnn.figures.extents import contains, fitted, zoomed
from visualnn.figures.heights import Heights, height, heights_of
from visualnn.figures.race import diverged_at
from visualnn.figures.table import Table, grid_table
from visualnn.figures.ticks import fixed_text, number_text
from visualnn.surfaces import SURFACES, find
from visualnn.ui import fonts
from visualnn.ui.intents import PlaceStart, ViewExtent
from visualnn.ui.plots.color_bar import STOPS, ColorBar
from visualnn.ui.plots.map_items import Contours, Minima, Pin
from visualnn.ui.plots.plane_box import PlaneBox
from visualnn.ui.plots.plot_items import Corners, Raster, rgb
from visualnn.ui.plots.plotting import CACHED
from visualnn.ui.plots.race_paths import RacePaths
from visualnn.ui.theme import Theme, sizes
from visualnn.ui.views.plot_view import HEADING, MARGIN, PlotView
from visualnn.ui.widgets.card import ElidedLabel

LEVELS = 18
CACHE_KILOBYTES = 98_304
"""Room for map and contours as large as a fine screen; Qt's own limit is a tenth of it."""
PALE = 0.4
"""How strong a map is of another formula than the one that is being typed."""
LONGEST = 360
"""Pixels that a typed-in formula takes in the heading at most."""
NUDGE, FINE = 0.01, 0.001
"""How far an arrow key moves the pin, as a share of what is on show."""

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ZOOMS = {Qt.Key.Key_Plus: 1 / 1.25, Qt.Key.Key_Equal: 1 / 1.25, Qt.Key.Key_Minus: 1.25}


class LandscapeView(PlotView):
    """The loss over two parameters, and how optimizers find their way down."""

    key = "landscape"
    # Known to the class, because the plot may be resized while it is being made.
    _relief: Relief | None = None
    _refit: QTimer | None = None
    _outdated = False

    def __init__(self, parent: QWidget | None = None) -> None:
        self._box = PlaneBox()
        super().__init__(parent, box=self._box)
        self.plot.left.slim()
        self.plot.bottom.slim()
        self._formula, self._bar = ElidedLabel(), ColorBar()
        self._formula.setProperty("role", "second")
        self._formula.setFont(fonts.numbers(fonts.small()))
        self.column.addWidget(self._bar)
        self.setToolTip("")
        self._race: RaceFrame | None = None
        self._keys: tuple[str, ...] = ()
        self._home: Extent | None = None
        self._wanted: Extent | None = None
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.timeout.connect(self._fit)
        self._table: Bytes = viridis()[::-1]
        self._make_items()
        self._box.sigResized.connect(lambda: self._refit.start(0))
        self._box.placed.connect(self._place)
        self._box.reached.connect(self._travel)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """The name of the surface; a formula is not for a heading's capitals."""
        if self._relief is None or self._relief.surface not in SURFACES:
            return self.tr("Loss landscape")
        return self.tr("Loss landscape · {name}").format(name=self._surface_name())

    def header(self) -> QWidget | None:
        """Return the typed-in formula, as it was typed; the paths carry their names."""
        return self._formula

    @property
    def pin(self) -> tuple[float, float] | None:
        """Where the race starts."""
        at = self._pin.at
        return None if at is None else (at.x(), at.y())

    @property
    def extent(self) -> Extent:
        """What is on show: left, right, bottom, top."""
        return self._box.extent()

    def show_relief(self, relief: Relief) -> None:
        """Draw a surface; another surface is shown as a whole."""
        other = self._relief is None or relief.surface != self._relief.surface
        self._relief = relief
        self._draw_relief(relief)
        if other:
            self._home = relief.extent
            self._head()
            self.retitled.emit(self.title)
            self.go_home()

    def show_race(self, race: RaceFrame) -> None:
        """Draw a race."""
        self._race = race
        self._keys = race.optimizers
        self._draw_race()
        if not self._box.holds_pin:
            self._put_pin(*map(float, race.paths[0, 0]))

    def set_outdated(self, outdated: bool) -> None:
        """Pale the map, and say so, while what is typed is no formula: it is of the last one."""
        self._outdated = outdated
        for item in (self._raster, self._contours, self._minima, self._paths):
            item.setOpacity(PALE if outdated else 1.0)
        self._head()

    def set_playhead(self, step: int) -> None:
        """Draw the paths up to a step."""
        self._paths.set_step(step)

    def go_home(self) -> None:
        """Show the whole surface again."""
        if self._home is not None:
            self._wanted = self._home
            self._fit()

    def menu(self) -> QMenu:
        """Return the menu with a way back to the whole surface."""
        menu = super().menu()
        action = menu.addAction(self.tr("Show the whole surface"))
        action.setObjectName("whole_surface")
        action.setToolTip(self.tr("Go back from a part of the map to the window it began with."))
        action.triggered.connect(self.go_home)
        return menu

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the optimizers; the map's own colors stay."""
        self._corners.set_color(theme.panel)
        super().apply_theme(theme)
        self._box.setBackgroundColor(theme.panel2)
        self.plot.bottom.name("x", theme)
        self.plot.left.name("y", theme)

    def refresh(self) -> None:
        """Draw everything again."""
        if self._relief is not None:
            self._draw_relief(self._relief)
        if self._race is not None:
            self._draw_race()

    def table(self) -> Table:
        """Return the surface in long format."""
        if self._relief is None:
            return Table("landscape", {})
        grids = {"loss": self._relief.values, "height": height(self._relief)}
        return grid_table("landscape", self._relief.extent, grids)

    def hover(self, place: QPointF) -> str:
        """Return coordinates and value under the mouse."""
        relief = self._relief
        if relief is None or not contains(relief.extent, place.x(), place.y()):
            return ""
        # Between the points of the grid a steep wall is not straight: the function itself is asked.
        value = float(find(relief.surface).value(*np.array([place.x(), place.y()])))
        return self.tr("({x}, {y})\nloss {loss}").format(
            x=f"{place.x():.3f}".replace("-", "−"),
            y=f"{place.y():.3f}".replace("-", "−"),
            loss=fixed_text(value),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the pin with the arrows, zoom with plus and minus, Home shows all."""
        if event.key() in ARROWS and self._pin.at is not None:
            self._nudge(ARROWS[event.key()], event.modifiers())
        elif event.key() in ZOOMS:
            left, right, bottom, top = self.extent
            center = (left + right) / 2, (bottom + top) / 2
            self._travel(zoomed(self.extent, ZOOMS[event.key()], center))
        elif event.key() == Qt.Key.Key_Home:
            self.go_home()
        else:
            super().keyPressEvent(event)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the map, a typed-in formula above it, and below it what its colors stand for."""
        super().paint_body(painter, at)
        above = QRectF(at.x(), at.y() - HEADING, self.width(), HEADING - MARGIN)
        painter.setFont(self._formula.font())
        painter.setPen(self.theme.ink2)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(above, side, self._formula.text())
        box = QRectF(self._bar.geometry()).translated(at)
        self._bar.paint_into(painter, box, self.theme)

    def _make_items(self) -> None:
        self._raster = Raster()
        self._contours = Contours()
        self._minima = Minima()
        self._paths = RacePaths()
        self._pin = Pin()
        self._corners = Corners(sizes().radius_control)
        items = (self._raster, self._contours, self._minima, self._paths, self._pin, self._corners)
        for item in items:
            self.plot.addItem(item, ignoreBounds=True)
        # Both wait while the playhead moves: half of a frame's time, measured.
        QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), CACHE_KILOBYTES))
        self._draw_map_anew()

    def _draw_map_anew(self) -> None:
        """Let go of the cached map: where the view has grown, strips of an older one would stay."""
        for item in (self._raster, self._contours):
            item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
            item.setCacheMode(CACHED)

    def _head(self) -> None:
        """Write the typed-in formula into the heading."""
        surface = "" if self._relief is None else self._relief.surface
        text = "" if surface in SURFACES else surface.strip()
        if self._outdated:
            name = text or self._surface_name()
            text = self.tr("still the last valid one: {formula}").format(formula=name)
        self._formula.setText(text)
        self._formula.setToolTip(text)
        self._formula.setFixedWidth(min(self._formula.sizeHint().width(), LONGEST))

    def _surface_name(self) -> str:
        key = self._relief.surface if self._relief else ""
        return QCoreApplication.translate("specs", SURFACES[key].title)

    def _draw_relief(self, relief: Relief) -> None:
        scale = heights_of(relief)
        heights = scale.of(relief.values)
        finite = heights[np.isfinite(heights)]
        levels = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        colors = colored(heights, levels, self._table, rgb(self.theme.panel2))
        self._raster.set_pixels(colors, relief.extent)
        lines = contour_lines(heights, relief.extent, even_levels(heights, LEVELS))
        self._contours.set_lines(lines)
        self._draw_map_anew()
        self._minima.set_places([QPointF(x, y) for x, y in relief.minima.tolist()])
        self._explain(scale, levels, whole=finite.size == heights.size)

    def _explain(self, scale: Heights, levels: tuple[float, float], *, whole: bool) -> None:
        """Say what the colors stand for: below the map, and in a sentence."""
        at = np.linspace(0, len(self._table) - 1, STOPS).astype(int)
        colors = [QColor(*color) for color in self._table[at].tolist()]
        name = self.tr("loss")
        if scale.foot:
            name = self.tr("loss above {floor}").format(floor=number_text(scale.foot))
        ticks = scale.ticks(*levels)
        self._bar.set_scale(name, levels, colors, self._idea(scale), ticks)
        self._bar.set_gap(self.theme.panel2, "" if whole else self.tr("no value"))
        self.setToolTip(self._idea(scale))

    def _idea(self, scale: Heights) -> str:
        if scale.kind == "plain":
            text = self.tr(
                "The color is the loss, yellow where it is low. "
                "Click or drag the pin to start elsewhere."
            )
        elif scale.kind == "signed":
            text = self.tr(
                "The color is asinh(loss / {soft}), yellow where the loss is low: even near 0, "
                "a logarithm far from it. Click or drag the pin to start elsewhere."
            )
        elif scale.foot == 0:
            text = self.tr(
                "The color is log₁₀(loss + {soft}), yellow where the loss is low: "
                "so a narrow valley stays visible beside steep walls. "
                "Click or drag the pin to start elsewhere."
            )
        else:
            text = self.tr(
                "The color is log₁₀(loss − ({floor}) + {soft}), yellow where the loss is low: "
                "so a narrow valley stays visible beside steep walls. "
                "Click or drag the pin to start elsewhere."
            )
        return text.format(floor=number_text(scale.foot), soft=number_text(scale.soft, 2))

    def _draw_race(self) -> None:
        race = self._race
        if race is None:
            return
        text = self.tr("{name} diverged at step {n}")
        notes = [
            text.format(name=name, n=diverged_at(race, r))
            for r, name in enumerate(race.contestants)
        ]
        self._paths.set_race(race, [self.theme.look(key) for key in self._keys], notes)

    def _put_pin(self, x: float, y: float) -> None:
        self._box.pin = QPointF(x, y)
        self._pin.set_place(self._box.pin)

    def hold_pin(self, x: float, y: float) -> None:
        """Put the pin back where the race begins, after a place that was refused."""
        self._put_pin(x, y)

    def _place(self, x: float, y: float, done: bool) -> None:
        self._put_pin(x, y)
        self.intent.emit(PlaceStart(x, y, done))

    def _nudge(self, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        left, right, bottom, top = self.extent
        share = FINE if modifiers & Qt.KeyboardModifier.ShiftModifier else NUDGE
        at = self._pin.at
        self._place(
            at.x() + way[0] * share * (right - left), at.y() + way[1] * share * (top - bottom), True
        )

    def _travel(self, extent: Extent) -> None:
        """Show another part, which stays the one to fit when the window changes its size."""
        self._wanted = extent
        self._reach(extent)

    def _fit(self) -> None:
        if self._wanted is not None:
            self._reach(fitted(self._wanted, self._box.width(), self._box.height()))

    def _reach(self, extent: Extent) -> None:
        """Show this part at once, and ask for its survey."""
        self.plot.set_range(*extent)
        self._draw_map_anew()
        if self._relief is None or not np.allclose(extent, self._relief.extent, rtol=1e-9):
            self.intent.emit(ViewExtent(extent))
