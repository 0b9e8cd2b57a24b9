"""What the person points at and has selected in the diagram, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF

from visualnn.ui.diagram.selection import Selected


@dataclass(slots=True)
class Attention:
    """The mouse points at one thing, a click or the keyboard selects another.

    Attributes
    ----------
    hovered, selected
        What the mouse points at; what is selected.
    pointer
        Where the mouse was last, in the diagram's logical pixels.
    by_keyboard
        Whether the person worked with the keyboard last.
    inside
        Whether the mouse is over the diagram.
    """

    hovered: Selected = None
    selected: Selected = None
    pointer: QPointF = field(default_factory=QPointF)
    by_keyboard: bool = False
    inside: bool = False

    @property
    def thing(self) -> Selected:
        """What a card tells of: the mouse has precedence."""
        return self.hovered or self.selected

    @property
    def mouse(self) -> QPointF | None:
        """Where the mouse is, while it is what the person works with here."""
        return self.pointer if self.inside and not self.by_keyboard else None

    def move(self, pointer: QPointF) -> None:
        """Follow the mouse."""
        self.pointer = pointer
        self.by_keyboard, self.inside = False, True
