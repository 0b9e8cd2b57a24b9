"""Line icons from ``resources/icons``, drawn in the colors of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from visualnn import assets
from visualnn.ui.theme import current

SIZES = (16, 20, 24, 32, 40, 48, 64)
"""Device pixels: icons of 16 to 24 px stay crisp at scales from 1 to 3."""


def icon(name: str, color: QColor | None = None) -> QIcon:
    """Return an icon in a color, by default the theme's ink; a disabled one is faint.

    Parameters
    ----------
    name
        The file's name in ``resources/icons``, without ``.svg``.

    Raises
    ------
    WorkError
        If there is no such file.
    """
    theme = current()
    return _icon(name, (color or theme.ink).name(), theme.ink3.name())


def pixmap(name: str, size: int, color: QColor | None = None, scale: float = 1.0) -> QPixmap:
    """Return an icon as a picture of ``size`` logical pixels for a screen of that scale."""
    drawn = _drawn(name, (color or current().ink).name(), round(size * scale))
    drawn.setDevicePixelRatio(scale)
    return drawn


@cache
def _icon(name: str, color: str, faint: str) -> QIcon:
    made = QIcon()
    for size in SIZES:
        made.addPixmap(_drawn(name, color, size), QIcon.Mode.Normal)
        made.addPixmap(_drawn(name, faint, size), QIcon.Mode.Disabled)
    return made


def _drawn(name: str, color: str, size: int) -> QPixmap:
    source = _source(name).replace("#000000", color).replace("#000", color)
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@cache
def _source(name: str) -> str:
    return assets.path(f"icons/{name}.svg").read_text("utf-8")


def app_icon() -> QIcon:
    """Return the application's own icon."""
    return QIcon(str(assets.path("icons/app.png")))
