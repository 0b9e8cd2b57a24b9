"""Flow control for requests of one kind: one under way, one waiting, the latest wish counts."""

from __future__ import annotations

from typing import Generic, TypeVar

Request = TypeVar("Request")


class Slot(Generic[Request]):
    """What was asked and is not answered yet, and what will be asked next.

    However fast wishes come (a slider sends sixty a second), the engine never
    has more than one to do, and the last one is always done.

    Attributes
    ----------
    under_way, waiting
        The request that was sent, and the one that will be; or None.
    """

    def __init__(self) -> None:
        self.under_way: Request | None = None
        self.waiting: Request | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is under way or waits."""
        return self.under_way is not None or self.waiting is not None

    def wish(self, request: Request) -> None:
        """Let a request wait, in the place of the one that waited."""
        self.waiting = request

    def due(self) -> Request | None:
        """Return the request to send now, which is under way from here on; or None."""
        if self.under_way is not None or self.waiting is None:
            return None
        self.under_way, self.waiting = self.waiting, None
        return self.under_way

    def done(self) -> Request | None:
        """Take note of the answer and return the request that it belongs to."""
        finished, self.under_way = self.under_way, None
        return finished

    def again(self) -> None:
        """Let what was under way wait again, unless a newer wish does: it was lost."""
        self.waiting, self.under_way = self.waiting or self.under_way, None
