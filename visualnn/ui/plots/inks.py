"""Inks of what stands on a colored map; they are the same in both themes, as the map is."""

from __future__ import annotations

from PySide6.QtGui import QColor

LIGHT, DARK = QColor("#ffffff"), QColor("#14171c")
"""Rings of training and of validation samples; a map is never as light or as dark."""

CASING = QColor(10, 14, 20)
"""About light marks and below the paths of a race: darker than any map."""
