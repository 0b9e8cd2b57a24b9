"""The edges between neighboring columns, painted in turns while training runs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

EDGES_A_FRAME = 48
"""So many edges are painted again in one frame, on the average."""


class Gaps:
    """Which of the gaps between columns are to be painted again.

    Edges lie in one gap each, and a gap looks the same until an edge gets
    another pen.  While training runs as fast as it goes nearly all do in each
    frame, by hardly more than can be seen; then the gaps take turns, so that
    all are renewed several times a second and no frame pays for all of them.
    """

    def __init__(self) -> None:
        self._painted: dict[int, Hashable] = {}
        self._next = 0
        self._credit = EDGES_A_FRAME

    def forget(self) -> None:
        """Take note that nothing is painted: everything is due."""
        self._painted.clear()

    def due(self, looks: Sequence[Hashable], edges: Sequence[int], in_turns: bool) -> list[int]:
        """Return the gaps to paint now, which counts as done.

        Parameters
        ----------
        looks, edges
            What each gap should look like, and how many edges that takes.
        in_turns
            Whether a gap that has been painted may wait.
        """
        self._credit = min(self._credit + EDGES_A_FRAME, EDGES_A_FRAME)
        order = [(self._next + k) % len(looks) for k in range(len(looks))]
        found = []
        for gap in order:
            if self._painted.get(gap) == looks[gap]:
                continue
            if in_turns and gap in self._painted:
                if self._credit <= 0:
                    continue
                self._credit -= edges[gap]
                self._next = gap + 1
            self._painted[gap] = looks[gap]
            found.append(gap)
        return found
