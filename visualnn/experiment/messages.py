"""What the window and the engine say to each other: small frozen commands and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from visualnn.experiment.explain.check import GradientCheck
from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.place import Place
from visualnn.experiment.explain.subject import Subject
from visualnn.experiment.frames import (
    Extent,
    Frame,
    NetworkRaceFrame,
    RaceFrame,
    Relief,
    Scene,
    Wants,
)
from visualnn.experiment.slices import Slice
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import Survey as PlaneSurvey
from visualnn.experiment.together.lineup import Lineup
from visualnn.experiment.together.race import Race
from visualnn.experiment.training.recording import Memory

Unit = Literal["sample", "step", "epoch"]


@dataclass(frozen=True, slots=True)
class Load:
    """Train this experiment from its first weights; ``run`` says whether at once.

    A training of another experiment gives way to it and is kept.  ``again`` takes
    it up where it was left, as undo and redo do, or begins anew if it is kept no more.
    ``back_to`` names the generation that a reset had put an end to: its training
    is taken up where it was left, if it is still kept.
    """

    generation: int
    experiment: Experiment
    run: bool = False
    back_to: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class GoOn:
    """Say how far the load of this generation is that was answered with `Replaying`."""

    generation: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give the load of this generation up if it is replaying still; what is on show goes on."""

    generation: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a training from what was remembered of it, as after a crash of the engine."""

    generation: int
    experiment: Experiment
    memory: Memory
    run: bool = False


@dataclass(frozen=True, slots=True)
class Adjust:
    """Go on with this experiment, which differs from the loaded one in live fields only.

    It is ignored where another generation has been loaded meanwhile.
    """

    generation: int
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class SetParameters:
    """Set these places of θ ``(P,)`` by hand and go on from there.

    It is ignored where another generation has been loaded meanwhile.
    """

    generation: int
    places: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Remember:
    """Let the recording of this and of every later training take so many bytes."""

    budget: int


@dataclass(frozen=True, slots=True)
class Play:
    """Train on, at most ``pace`` units a second (0: as fast as it goes).

    By samples each of a batch is looked at before its update is made.
    """

    pace: float = 0.0
    unit: Unit = "step"


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop after the step under way; the run can go on later."""


@dataclass(frozen=True, slots=True)
class Step:
    """Do one step (one batch) or one epoch and stay paused.

    By samples it looks at the next of the coming batch, and with ``direction``
    −1 at the one before; the update is made when the batch is complete.
    """

    unit: Unit = "step"
    direction: int = 1


@dataclass(frozen=True, slots=True)
class Seek:
    """Pause and show this recorded step, bit for bit; training on goes back to the latest first."""

    step: int


@dataclass(frozen=True, slots=True)
class Reset:
    """Go back to the same first weights."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a `Frame` with what the visible views need; scene and memory where they are set.

    ``memory`` is how many steps and epochs of it the asker has already.
    """

    wants: Wants
    scene: bool = False
    memory: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """Send the `Relief` of a surface: a key, or a formula of x and y."""

    surface: str
    extent: Extent
    resolution: int = 201


@dataclass(frozen=True, slots=True)
class Scan:
    """Send the `Slice` of this plane through the parameters on show; `Scanning` until then."""

    generation: int
    survey: PlaneSurvey


@dataclass(frozen=True, slots=True)
class ScanOn:
    """Say how far the scan is that was answered with `Scanning`."""


@dataclass(frozen=True, slots=True)
class StopScan:
    """Give up the scan under way; its refusal, without a sentence, is the answer."""


@dataclass(frozen=True, slots=True)
class RunRace:
    """Send the `RaceFrame` of this race."""

    generation: int
    race: Race


@dataclass(frozen=True, slots=True)
class RaceNetwork:
    """Send the `NetworkRaceFrame` of a race on the network of this generation, on this plane.

    Until it is over the answer is `NetworkRacing`.
    """

    generation: int
    lineup: Lineup
    survey: PlaneSurvey


@dataclass(frozen=True, slots=True)
class RaceOn:
    """Say how far the race is that was answered with `NetworkRacing`."""


@dataclass(frozen=True, slots=True)
class StopRace:
    """Give up the race on a network under way; its refusal, without a sentence, is the answer."""


@dataclass(frozen=True, slots=True)
class Explain:
    """Send the `Explanation` of an example, a sample or the coming batch.

    It carries ``generation``; an example needs no training.  Where another
    generation has been loaded meanwhile, the answer is `Failed`.
    """

    generation: int
    subject: Subject


@dataclass(frozen=True, slots=True)
class CheckGradient:
    """Send the `GradientCheck` of one parameter of an explanation."""

    explanation: Explanation
    place: Place


Command = (
    Load
    | GoOn
    | Cancel
    | Resume
    | Adjust
    | SetParameters
    | Remember
    | Play
    | Pause
    | Step
    | Seek
    | Reset
    | Ask
    | Survey
    | Scan
    | ScanOn
    | StopScan
    | RunRace
    | RaceNetwork
    | RaceOn
    | StopRace
    | Explain
    | CheckGradient
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to `Ask`; ``scene`` and ``memory`` are None where they were not asked for."""

    frame: Frame
    scene: Scene | None = None
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answer to `Load`, `GoOn` and `Resume` when all is well.

    ``refused`` is what was said of the load while it replayed, and cannot be done;
    ``goes_on`` whether a training was taken up that had been, and none begun;
    ``lost`` how many updates a run had made that should come back and is kept no more.
    """

    generation: int
    refused: tuple[Failed, ...] = ()
    goes_on: bool = False
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Replaying:
    """The answer to `Load` and `GoOn` while a fork replays what led to its origin.

    What was loaded before is still there and answers.

    Attributes
    ----------
    step, origin
        The step it has come to, and the one it has to come to.
    """

    generation: int
    step: int
    origin: int


@dataclass(frozen=True, slots=True)
class Scanning:
    """The answer to `Scan` and `ScanOn` while a slice is being scanned: points of how many."""

    points: int
    total: int


@dataclass(frozen=True, slots=True)
class NetworkRacing:
    """The answer to `RaceNetwork` and `RaceOn` while a race goes on: updates and points of its map.

    ``total`` grows when the map is begun.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A command could not be carried out; nothing that was running has changed.

    The message is empty where a load, a scan or a race was canceled.
    """

    command: Command
    message: str


Reply = (
    Answer
    | Loaded
    | Replaying
    | Relief
    | Scanning
    | Slice
    | RaceFrame
    | NetworkRaceFrame
    | NetworkRacing
    | Explanation
    | GradientCheck
    | Failed
)
