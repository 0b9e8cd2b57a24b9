"""Words that are painted where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF


def in_lines(metrics: QFontMetricsF, name: str, width: float, most: int) -> str:
    """Return a name broken between words into ``most`` lines; what is too long is cut short."""
    lines, words = [""], name.split(" ")
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) <= width or not lines[-1] or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(word)
    elide = Qt.TextElideMode.ElideRight
    return "\n".join(metrics.elidedText(line, elide, width) for line in lines)
