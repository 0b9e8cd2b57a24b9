"""Marker shapes, so that color never carries a meaning alone."""

from __future__ import annotations

import math

from visualnn.export.svg import polyline, write

_POLYGONS = {
    "square": (4, 45.0),
    "diamond": (4, 0.0),
    "triangle": (3, 0.0),
    "triangle_down": (3, 180.0),
    "triangle_right": (3, 90.0),
    "triangle_left": (3, 270.0),
    "pentagon": (5, 0.0),
    "hexagon": (6, 0.0),
}
"""Corners, and the clockwise turn in degrees of the first one from the top."""

CLASS_MARKERS = ("circle", "square", "triangle", "diamond", "pentagon", "triangle_down", "hexagon")


def marker(shape: str, x: float, y: float, radius: float) -> str:
    """Return path data of a marker with about the area of a circle of this radius."""
    match shape:
        case "circle":
            return _circle(x, y, radius)
        case "star":
            return _star(x, y, 1.5 * radius)
        case "plus" | "cross":
            return _plus(x, y, 1.2 * radius, 0.0 if shape == "plus" else 45.0)
    corners, turn = _POLYGONS[shape]
    # A polygon of the same area reaches further out than the circle does.
    reach = radius * math.sqrt(math.pi / (corners / 2 * math.sin(2 * math.pi / corners)))
    return _closed(x, y, [(reach, turn + 360 * i / corners) for i in range(corners)])


def _circle(x: float, y: float, r: float) -> str:
    arc = f"a{write(r)} {write(r)} 0 1 0"
    return f"M{write(x - r)} {write(y)} {arc} {write(2 * r)} 0 {arc} {write(-2 * r)} 0 Z"


def _star(x: float, y: float, r: float) -> str:
    return _closed(x, y, [(r if i % 2 == 0 else 0.42 * r, 36.0 * i) for i in range(10)])


def _plus(x: float, y: float, r: float, turn: float) -> str:
    arm, inner = math.degrees(math.atan2(0.3, 1.0)), 0.42 * r
    corners = []
    for quarter in range(4):
        side = turn + 90 * quarter
        corners += [(r, side - arm), (r, side + arm), (inner, side + 45)]
    return _closed(x, y, corners)


def _closed(x: float, y: float, polar: list[tuple[float, float]]) -> str:
    points = [
        (x + r * math.sin(math.radians(angle)), y - r * math.cos(math.radians(angle)))
        for r, angle in polar
    ]
    return polyline(points) + " Z"
