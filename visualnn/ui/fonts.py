"""The typeface of the window and its few sizes."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from visualnn import assets
from visualnn.errors import WorkError
from visualnn.ui.theme import sizes

FAMILY = "Inter"


@cache
def family() -> str:
    """Load Inter and return its name; the system's sans serif where it cannot be loaded."""
    try:
        files = sorted(assets.path("fonts").glob("Inter-*.ttf"))
    except WorkError:
        files = []
    loaded = [QFontDatabase.addApplicationFont(str(file)) >= 0 for file in files]
    if any(loaded):
        return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the window's typeface in a size and weight."""
    made = QFont(family())
    if pixels == int(pixels):
        made.setPixelSize(int(pixels))
    else:  # only a size in points may be a fraction
        made.setPointSizeF(pixels * 72 / QGuiApplication.primaryScreen().logicalDotsPerInchY())
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def numbers(base: QFont) -> QFont:
    """Return a copy of a font whose digits all have one width, so that figures stand still."""
    tabular = QFont(base)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def text() -> QFont:
    """Return the font of running text."""
    return font(sizes().text)


def medium() -> QFont:
    """Return the font of buttons and tabs."""
    return font(sizes().text, QFont.Weight.Medium)


def small(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of notes and of the choices in a card's header."""
    return font(sizes().text_small, weight)


def status(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the status line's font."""
    return numbers(font(sizes().text_status, weight))


def heading() -> QFont:
    """Return the font of a card's heading: small, semibold, letter-spaced capitals."""
    made = font(sizes().text_heading, QFont.Weight.DemiBold)
    made.setCapitalization(QFont.Capitalization.AllUppercase)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, sizes().heading_spacing)
    return made


def value() -> QFont:
    """Return the font of a control's value: semibold tabular figures."""
    return numbers(font(sizes().text, QFont.Weight.DemiBold))
