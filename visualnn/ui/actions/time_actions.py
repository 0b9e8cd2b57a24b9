"""The actions that move through a recorded run."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from visualnn.ui.actions.action_spec import ActionSpec

TIME_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "step_back",
        QT_TRANSLATE_NOOP("actions", "Step back"),
        "step-back",
        ",",
        "time",
        QT_TRANSLATE_NOOP(
            "actions", "Undo one step on screen: the run is recorded and comes back bit for bit."
        ),
    ),
    ActionSpec(
        "step_sample",
        QT_TRANSLATE_NOOP("actions", "Next sample"),
        "",
        "Alt+.",
        "run",
        QT_TRANSLATE_NOOP(
            "actions",
            "Look at the next sample of the batch, forward and back; the update takes the mean "
            "of all of them.",
        ),
    ),
    ActionSpec(
        "epoch_back",
        QT_TRANSLATE_NOOP("actions", "Epoch back"),
        "",
        "Ctrl+,",
        "time",
        QT_TRANSLATE_NOOP("actions", "Look at the network as it was one epoch earlier."),
    ),
    ActionSpec(
        "play_back",
        QT_TRANSLATE_NOOP("actions", "Play back"),
        "play-back",
        "J",
        "time",
        QT_TRANSLATE_NOOP(
            "actions", "Play the recorded steps backwards at the chosen speed; again to hold."
        ),
    ),
    ActionSpec(
        "hold",
        QT_TRANSLATE_NOOP("actions", "Hold"),
        "pause",
        "K",
        "time",
        QT_TRANSLATE_NOOP("actions", "Stay at the step on show, whatever plays or trains."),
    ),
    ActionSpec(
        "play_forward",
        QT_TRANSLATE_NOOP("actions", "Play forward"),
        "play-forward",
        "L",
        "time",
        QT_TRANSLATE_NOOP(
            "actions", "Play the recorded steps up to the latest, without training on."
        ),
    ),
    ActionSpec(
        "best",
        QT_TRANSLATE_NOOP("actions", "Best epoch"),
        "best",
        "B",
        "time",
        QT_TRANSLATE_NOOP(
            "actions", "Look at the network of the epoch with the lowest validation loss."
        ),
    ),
    ActionSpec(
        "fork",
        QT_TRANSLATE_NOOP("actions", "Fork here"),
        "fork",
        "F",
        "time",
        QT_TRANSLATE_NOOP(
            "actions",
            "Go on from the step on show with another learning rate: both futures are drawn.",
        ),
    ),
    ActionSpec(
        "compare",
        QT_TRANSLATE_NOOP("actions", "Compare"),
        "compare",
        "C",
        "run",
        QT_TRANSLATE_NOOP(
            "actions",
            "Keep this experiment as A and go on with B: both are trained on the same batches.",
        ),
    ),
    ActionSpec(
        "flip",
        QT_TRANSLATE_NOOP("actions", "Flip A and B"),
        "",
        "X",
        "view",
        QT_TRANSLATE_NOOP("actions", "Show the network and the boundary of the other experiment."),
    ),
)
