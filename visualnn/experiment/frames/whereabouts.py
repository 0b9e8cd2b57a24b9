"""Where a run stands beside a slice of its landscape."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The parameters on show and the point of the slice that lies nearest to them.

    Attributes
    ----------
    step
        After how many updates these parameters stood so; before the end of the run, where the
        best epoch's were restored.
    u, v
        That point, in the plane's coordinates.
    distance
        From there to the parameters θ themselves: ‖θ − θ(u, v)‖₂.
    loss, slice_loss
        The mean training loss at θ, and at that point; without a penalty.
    """

    step: int
    u: float
    v: float
    distance: float
    loss: float
    slice_loss: float
