"""What a person wants, as views say it: small frozen facts, with no widget in them."""

from __future__ import annotations

from dataclasses import dataclass

Extent = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PlaceStart:
    """Start the race at this place; ``done`` is False while the pin is still held."""

    x: float
    y: float
    done: bool = True


@dataclass(frozen=True, slots=True)
class ViewExtent:
    """Show this part of the plane: ``(left, right, bottom, top)``."""

    extent: Extent


@dataclass(frozen=True, slots=True)
class ShowStep:
    """Show the training as it stood after this many updates."""

    step: int


@dataclass(frozen=True, slots=True)
class MovePlayhead:
    """Show the race as it stood after this many steps."""

    step: int
