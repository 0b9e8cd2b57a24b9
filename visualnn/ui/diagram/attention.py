"""What the person points at and has selected in the diagram, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF

from visualnn.ui.diagram.selection import Block, Edge, Neuron, Selected


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
    dismissed
        Whether the card has been put away; it comes back with the next pointing.
    """

    hovered: Selected = None
    selected: Selected = None
    pointer: QPointF = field(default_factory=QPointF)
    by_keyboard: bool = False
    inside: bool = False
    dismissed: bool = False

    @property
    def told(self) -> Selected:
        """What a card is to tell of now, if of anything."""
        return None if self.dismissed else self.thing

    @property
    def thing(self) -> Selected:
        """What a card tells of: the mouse has precedence."""
        return self.hovered or self.selected

    @property
    def marked(self) -> tuple[Neuron | Edge | Block, ...]:
        """What is selected, and above it what the mouse points at."""
        found = dict.fromkeys((self.selected, self.hovered))
        return tuple(thing for thing in found if thing)

    @property
    def mouse(self) -> QPointF | None:
        """Where the mouse is, while it is what the person works with here."""
        return self.pointer if self.inside and not self.by_keyboard else None

    def point_at(self, thing: Selected) -> bool:
        """Point at something else, or nothing; return whether it is something else."""
        other = thing != self.hovered
        if other:
            self.hovered = thing
            self.dismissed = self.dismissed and thing is None
        return other

    def select(self, thing: Selected) -> None:
        """Select something, or nothing."""
        self.selected, self.dismissed = thing, False

    def move(self, pointer: QPointF) -> None:
        """Follow the mouse."""
        self.pointer = pointer
        self.by_keyboard, self.inside = False, True
