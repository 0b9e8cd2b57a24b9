"""The line at the window's foot: which network it is, and how to move in it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.figures.worked import Sheet
from visualnn.nn.losses import LOSSES
from visualnn.ui.i18n import spec_text
from visualnn.ui.words import count

translate = QCoreApplication.translate


def status_words(sheet: Sheet) -> dict[str, str]:
    """Return the text of each field by its name."""
    e = sheet.explanation
    network = translate("backprop_status", "{sizes} · {n} parameters")
    keys = translate(
        "backprop_status",
        "↑ ↓ choose a weight · ← → move · numbers to {n} decimals · copy with Ctrl+C",
    )
    loss = LOSSES[e.architecture.loss].title
    return {
        "network": network.format(sizes="–".join(map(str, e.sizes)), n=count(e.layout.trained)),
        "rules": f"{spec_text(e.optimizer.title)} · {spec_text(loss)}",
        "keys": keys.format(n=sheet.exact),
    }
