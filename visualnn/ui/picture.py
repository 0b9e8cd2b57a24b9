"""A view as a file: pixels, vectors, or the numbers behind it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from visualnn.errors import InputError
from visualnn.export.files import write_file
from visualnn.ui.views.view import View

LARGEST_SIDE = 16_384
"""Pixels; a larger picture than this is refused rather than filling the memory."""


def to_png(view: View, path: str | os.PathLike[str], scale: float = 2.0) -> Path:
    """Write the view as pixels, ``scale`` times its size on screen.

    Raises
    ------
    InputError
        If the picture would be too large or the place cannot be written.
    """
    image = to_image(view, scale)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return write_file(path, bytes(buffer.data().data()))


def to_image(view: View, scale: float = 2.0) -> QImage:
    """Return the view as an image of ``scale`` times its size on screen."""
    size = _size(view)
    pixels = size * scale
    if not 0 < max(pixels.width(), pixels.height()) <= LARGEST_SIDE:
        text = QCoreApplication.translate(
            "Picture",
            "A picture of {width} × {height} pixels is too large: choose a scale that keeps each "
            "side under {most} pixels.",
        )
        width, height = pixels.width(), pixels.height()
        raise InputError(text.format(width=width, height=height, most=LARGEST_SIDE))
    image = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    # Marks of a fixed size in pixels follow the device's ratio, not the painter's scale.
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _paint(view, painter, size)
    painter.end()
    return image


def to_svg(view: View, path: str | os.PathLike[str]) -> Path:
    """Write the view as vectors; maps of values are embedded images.

    Raises
    ------
    InputError
        If the place cannot be written.
    """
    size = _size(view)
    buffer = QBuffer()
    # Of the two versions only 1.1 knows clipping: curves end at the edge of their plot.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    # Text keeps its size only if the picture's dots per inch are the screen's.
    generator.setResolution(view.logicalDpiX())
    generator.setTitle(view.title)
    painter = QPainter(generator)
    _paint(view, painter, size)
    painter.end()
    return write_file(path, _portable(bytes(buffer.data().data()).decode(), size))


def to_csv(view: View, path: str | os.PathLike[str]) -> Path:
    """Write the numbers that the view shows.

    Raises
    ------
    InputError
        If there is nothing on show yet or the place cannot be written.
    """
    table = view.table()
    if not table.rows:
        text = QCoreApplication.translate(
            "Picture", "There are no numbers in “{title}” yet: train or run it first."
        )
        raise InputError(text.format(title=view.title))
    return write_file(path, table.to_csv())


def _size(view: View) -> QSize:
    return view.picture_size().expandedTo(QSize(16, 16))


def _paint(view: View, painter: QPainter, size: QSize) -> None:
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    view.paint_picture(painter, QRectF(0, 0, size.width(), size.height()))


def _portable(svg: str, size: QSize) -> str:
    """Give the size in pixels, and a fallback for a typeface that is not installed."""
    pixels = f'<svg width="{size.width()}" height="{size.height()}"'
    svg = re.sub(r'<svg width="[^"]*" height="[^"]*"', pixels, svg, count=1)
    return re.sub(r'font-family="([^",]+)"', r'font-family="\1, sans-serif"', svg)
