"""Axes with ticks, grid lines and curves on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.export import svg
from visualnn.export.lettering import SMALL, text, width
from visualnn.export.markers import marker
from visualnn.export.theme import color
from visualnn.figures.thin import thin_indices
from visualnn.figures.ticks import linear_ticks, log_ticks, power_text, tick_texts

Floats = NDArray[Any]
Box = tuple[float, float, float, float]
"""Left, top, width and height."""

DASHED = "6 4"


@dataclass(frozen=True, slots=True)
class Axis:
    """The map from values to places along one side of a chart.

    ``low`` and ``high`` are values, or exponents of ten where ``log`` is set;
    ``start`` and ``end`` are the places they come to lie at.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False
    count: int = 5

    def __call__(self, values: Floats | float) -> Floats:
        """Return the places of the values; what a log axis cannot show becomes NaN."""
        numbers = np.asarray(values, float)
        if self.log:
            numbers = np.log10(np.where(numbers > 0, numbers, np.nan))
        share = (numbers - self.low) / ((self.high - self.low) or 1.0)
        return np.asarray(self.start + share * (self.end - self.start))

    def ticks(self) -> list[tuple[float, str]]:
        """Return place and text of every tick."""
        at = (log_ticks if self.log else linear_ticks)(self.low, self.high, self.count)
        texts = [power_text(float(v)) for v in at] if self.log else tick_texts(at)
        places = self(10.0**at if self.log else at)
        return list(zip(places.tolist(), texts, strict=True))


@dataclass(frozen=True, slots=True)
class Chart:
    """A box in a picture with a horizontal and a vertical axis."""

    root: Element
    box: Box
    x: Axis
    y: Axis

    def grid(self, across: str) -> None:
        """Draw horizontal grid lines, ticks on both axes and the horizontal one's name."""
        left, top, wide, high = self.box
        for place, words in self.y.ticks():
            self._line((left, place), (left + wide, place), color("line"))
            text(self.root, left - 8, place + 4, words, size=SMALL, anchor="end")
        for place, words in self.x.ticks():
            text(self.root, place, top + high + 18, words, size=SMALL, anchor="middle")
        text(self.root, left + wide / 2, top + high + 38, across, anchor="middle")

    def frame_ticks(self, across: str, up: str) -> None:
        """Draw small ticks outside the box, for a box that is filled by a map."""
        left, top, wide, high = self.box
        bottom = top + high
        for place, words in self.x.ticks():
            self._line((place, bottom), (place, bottom + 4), color("ink3"))
            text(self.root, place, bottom + 18, words, size=SMALL, anchor="middle")
        for place, words in self.y.ticks():
            self._line((left - 4, place), (left, place), color("ink3"))
            text(self.root, left - 8, place + 4, words, size=SMALL, anchor="end")
        text(self.root, left + wide / 2, bottom + 38, across, anchor="middle")
        self._label_up(up)

    def _label_up(self, words: str) -> None:
        left, top, _, high = self.box
        room = max((width(tick, SMALL) for _, tick in self.y.ticks()), default=0)
        x, y = left - room - 18, top + high / 2
        label = text(self.root, x, y, words, anchor="middle")
        label.set("transform", f"rotate(-90 {svg.write(x)} {svg.write(y)})")

    def curve(self, xs: Floats, ys: Floats, ink: str, dash: str = "", wide: float = 1.8) -> None:
        """Draw a line through the values, thinned to what can be seen."""
        kept = thin_indices(np.asarray(ys, float), int(2 * self.box[2]))
        points = np.stack([self.x(xs[kept]), self.y(ys[kept])], axis=1)
        if len(points) == 1:
            # A line through one point would not be seen.
            points = np.repeat(points, 2, axis=0)
            dash, wide = "", 3 * wide
        style = {"stroke_dasharray": dash} if dash else {}
        svg.add(
            self.root,
            "path",
            d=svg.polyline(points),
            fill="none",
            stroke=ink,
            stroke_width=wide,
            stroke_linejoin="round",
            stroke_linecap="round",
            **style,
        )

    def upright(self, value: float, ink: str, words: str) -> None:
        """Mark a place on the horizontal axis by a dashed line with words beside it."""
        left, top, wide, high = self.box
        place = float(self.x(value))
        self._line((place, top), (place, top + high), ink, "4 4")
        beside = place + 6 + width(words, SMALL) <= left + wide
        text(
            self.root,
            place + (6 if beside else -6),
            top + 12,
            words,
            size=SMALL,
            anchor="start" if beside else "end",
        )

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], ink: str, dash: str = ""
    ) -> None:
        style = {"stroke_dasharray": dash} if dash else {}
        svg.add(
            self.root,
            "line",
            x1=start[0],
            y1=start[1],
            x2=end[0],
            y2=end[1],
            stroke=ink,
            stroke_width=1,
            **style,
        )


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a stroke, or a marker where ``shape`` names one."""

    words: str
    ink: str
    dash: str = ""
    shape: str = ""


def legend(root: Element, right: float, baseline: float, keys: list[Key]) -> None:
    """Set a legend in one line that ends at ``right``."""
    place = right
    for key in reversed(keys):
        place -= width(key.words)
        text(root, place, baseline, key.words, ink="ink")
        place -= 14 if key.shape else 28
        sample(root, place, baseline - 4, key)
        place -= 20


def sample(root: Element, x: float, y: float, key: Key) -> None:
    """Draw the stroke or marker of a legend's entry."""
    if key.shape:
        svg.add(root, "path", d=marker(key.shape, x + 4, y, 4.5), fill=key.ink)
        return
    style = {"stroke_dasharray": key.dash} if key.dash else {}
    svg.add(root, "line", x1=x, y1=y, x2=x + 22, y2=y, stroke=key.ink, stroke_width=2, **style)
