"""The actions that move through a recorded run."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from visualnn.ui.action_spec import ActionSpec

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
)
