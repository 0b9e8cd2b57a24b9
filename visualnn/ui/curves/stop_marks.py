"""Where early stopping found the best epoch, and where it stops: marks over the curves."""

from __future__ import annotations

from PySide6.QtGui import QColor

from visualnn.ui.plots.plot_items import Band, Item, Note, Rule


class StopMarks:
    """The best epoch, the epochs after it, and the end of patience, with a note."""

    def __init__(self) -> None:
        self.after = Band()
        self.best = Rule(dashed=True)
        self.end = Rule()
        self.note = Note()
        self.hide()

    @property
    def items(self) -> tuple[Item, ...]:
        """In the order in which they lie above each other."""
        return (self.after, self.best, self.end, self.note)

    def set_colors(self, rule: QColor, band: QColor, text: QColor, ground: QColor) -> None:
        """Take the colors of a theme."""
        self.best.set_color(rule)
        self.end.set_color(rule)
        self.after.set_color(band)
        self.note.set_color(text)
        self.note.set_ground(ground)

    def hide(self) -> None:
        """Show nothing."""
        for item in self.items:
            item.hide()

    def show_at(self, best: int, last: int, end: int | None, text: str, *, bottom: bool) -> None:
        """Shade the epochs from the best to the last; draw where patience ends, if it does."""
        for item in (self.after, self.best, self.note):
            item.show()
        self.end.setVisible(end is not None)
        if end is not None:
            self.end.set_x(end)
        self.best.set_x(best)
        self.after.set_span(best, last)
        self.note.set_note(text, best, bottom=bottom)
