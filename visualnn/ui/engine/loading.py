"""Which training the engine has, which one it is given, and which one comes after."""

from __future__ import annotations

from dataclasses import replace

from visualnn.experiment.frames import Frame
from visualnn.experiment.messages import Answer, Command, Load, Play, Resume
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine.keepsake import Keepsake
from visualnn.ui.engine.slot import Slot


class Loading:
    """Lets one load be under way at a time, and keeps what was said after a load behind it.

    Attributes
    ----------
    accepted
        What the engine has loaded, with the live edits made since; or None.
    keepsake
        What is kept of its training for another engine.
    replaying
        Whether the load under way replays the origin of a fork, which takes its
        time: what was accepted before is there meanwhile.
    """

    def __init__(self) -> None:
        self.accepted: Load | None = None
        self.keepsake = Keepsake()
        self.replaying = False
        self._slot: Slot[Load | Resume] = Slot()
        self._after: list[Command] = []

    @property
    def busy(self) -> bool:
        """Whether a load is under way or waits."""
        return self._slot.busy

    @property
    def waits(self) -> bool:
        """Whether a load waits until another is done."""
        return self._slot.waiting is not None

    @property
    def present(self) -> Load | Resume | None:
        """What the engine will have once it has read all that was sent."""
        return self.accepted if self.replaying else self._slot.under_way or self.accepted

    def expects(self, generation: int) -> bool:
        """Whether the load of this generation is under way; else its end is no news."""
        load = self._slot.under_way
        return load is not None and load.generation == generation

    def wish(self, load: Load) -> None:
        """Load this next; what waited to be loaded is forgotten with all that was said of it."""
        self._after.clear()
        self._slot.wish(load)

    def adjust(self, experiment: Experiment) -> bool:
        """Take note of a live edit; return whether the engine has to be told."""
        slot = self._slot
        if slot.waiting:
            slot.waiting = replace(slot.waiting, experiment=experiment)
            return False
        if slot.under_way:
            slot.under_way = replace(slot.under_way, experiment=experiment)
        elif self.accepted:
            self.accepted = replace(self.accepted, experiment=experiment)
        return True

    def say_after(self, command: Command) -> None:
        """Keep a command until the load that it is about has been sent."""
        self._after.append(command)

    def due(self, play: Play) -> list[Command]:
        """Return what to send now: a load, and what was said of it."""
        load = self._slot.due()
        if load is None:
            return []
        after, self._after = self._after, []
        return [load, *([play] if load.run else []), *after]

    def follow(self) -> Load | Resume | None:
        """Take note that the load under way replays; return it unless a newer wish ends it."""
        self.replaying = not self.waits
        if self.waits:
            self._slot.done()
        return self._slot.under_way

    def accept(self) -> None:
        """Take note that the engine has what was sent."""
        load, had = self._end(), self.accepted
        if load is None:
            return
        if had is None or load.generation != had.generation:
            self.keepsake.clear()
        self.accepted = Load(load.generation, load.experiment)

    def keep(self, answer: Answer) -> Frame:
        """Keep what a frame of the accepted training brings; return it with all epochs' scores."""
        frame, had = answer.frame, self.accepted
        if had is None or had.generation != frame.generation:
            return frame
        history = self.keepsake.show(frame.history, frame.history_from)
        self.keepsake.take(frame.latest, answer.memory)
        return replace(frame, history=history, history_from=0)

    def refuse(self) -> bool:
        """Take note that a load has failed; return whether another is wished for already."""
        load, had = self._end(), self.accepted
        if load and had and load.generation == had.generation:
            self.accepted = None  # it failed in a new engine, which has nothing
        return self.waits

    def _end(self) -> Load | Resume | None:
        self.replaying = False
        return self._slot.done()

    def again(self, run: bool, play: Play) -> list[Command]:
        """Return what brings a new engine to where the lost one was; what was wished for waits."""
        slot, had = self._slot, self.accepted
        self.replaying = False
        slot.again()
        if had is None:
            return []
        if slot.waiting and slot.waiting.generation == had.generation:
            slot.waiting = None
        slot.under_way = self._revival(had, run)
        return [slot.under_way, *([play] if run else [])]

    def _revival(self, had: Load, run: bool) -> Load | Resume:
        memory = self.keepsake.memory
        if memory:
            return Resume(had.generation, had.experiment, memory, run)
        return replace(had, run=run)
