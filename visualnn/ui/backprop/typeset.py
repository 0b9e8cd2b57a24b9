"""LaTeX as outlines, so that one typesetting serves every color, size and picture."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Thread
from types import ModuleType
from xml.etree.ElementTree import Element, fromstring

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QTransform

from visualnn.ui.backprop.compose import Box, UncomposedError, composed

EM = 20.0
"""The size that everything is typeset at; it is scaled when it is painted."""

KEPT = 4096
"""So many pieces are kept; one takes a few kilobytes and some 5 to 15 ms to make."""

HATS = (r"\tilde", r"\hat")


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A typeset piece: its baseline is at y = 0, its ink begins at x = 0.

    Attributes
    ----------
    path
        The outlines of all letters and bars, for letters of `EM` pixels.
    width, ascent, descent
        The ink's extent in the same pixels.
    """

    path: QPainterPath
    width: float
    ascent: float
    descent: float

    def paint(self, painter: QPainter, at: QPointF, scale: float, color: QColor) -> None:
        """Fill the outlines with a color, the baseline's left end at a place."""
        painter.save()
        painter.translate(at)
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(self.path, color)
        painter.restore()


@lru_cache(maxsize=KEPT)
def outline(latex: str) -> Outline:
    """Typeset LaTeX mathematics, from letters where it consists of no more than these."""
    try:
        path = composed(latex, letter).placed(0, 0, EM)
    except UncomposedError:
        path = _typeset(latex)[0]
    ink = path.boundingRect()
    path.translate(-ink.left(), 0)
    return Outline(path, ink.width(), -ink.top(), ink.bottom())


@cache
def letter(latex: str) -> Box:
    """Typeset one letter."""
    path, advance = _typeset(latex)
    if latex.startswith(HATS):  # what follows begins beside the letter, not beside its hat
        advance = path.boundingRect().right()
    return Box(QTransform.fromScale(1 / EM, 1 / EM).map(path), advance / EM)


def _typeset(latex: str) -> tuple[QPainterPath, float]:
    """Return the outlines from the origin on, and where what follows begins."""
    formula = _ziamath().Latex(latex, size=EM)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for element in fromstring(formula.svg()).iter():
        _add(path, element)
    return path, float(formula.node.bbox.xmax)


def prepare() -> Thread:
    """Import the typesetter in a thread of its own, so that the first formula need not wait."""
    thread = Thread(target=_ziamath, name="typesetter", daemon=True)
    thread.start()
    return thread


@cache
def _ziamath() -> ModuleType:
    """Import late: a third of a second that nobody should wait for at the start."""
    with warnings.catch_warnings():
        # It finds its typeface by a call that Python 3.11 and 3.12 call deprecated and 3.13 keeps.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath

    ziamath.config.svg2 = False  # outlines in place, not references that are put together
    return ziamath


def _add(path: QPainterPath, element: Element) -> None:
    """Add what one element of the SVG draws."""
    match element.tag.rpartition("}")[2]:
        case "path":
            _draw(path, iter(element.attrib["d"].split()))
        case "rect":
            box = (float(element.attrib[side]) for side in ("x", "y", "width", "height"))
            path.addRect(QRectF(*box))


def _draw(path: QPainterPath, words: Iterator[str]) -> None:
    def point() -> QPointF:
        return QPointF(float(next(words)), float(next(words)))

    for word in words:
        match word:
            case "M":
                path.moveTo(point())
            case "L":
                path.lineTo(point())
            case "Q":
                path.quadTo(point(), point())
            case "C":
                path.cubicTo(point(), point(), point())
            case "Z":
                path.closeSubpath()
