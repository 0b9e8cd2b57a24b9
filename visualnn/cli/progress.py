"""The progress bar of long jobs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from visualnn.experiment.jobs import Progress

QUIET_SECONDS = 2.0
"""In a log file, where nothing can be overwritten, a bar appears only after this time."""


class TrainingBar:
    """Shows on stderr how far a training has come.

    Attributes
    ----------
    done
        Set it when the training has succeeded: then the full bar stays.  The
        bar of a run that failed is wiped, so that its message stands alone.
    """

    def __init__(self, epochs: int) -> None:
        from tqdm import tqdm  # here, because the window starts without it

        self.done = False
        self._bar = tqdm(
            total=epochs,
            desc="training",
            unit="epoch",
            file=sys.stderr,
            leave=False,
            dynamic_ncols=True,
            delay=0.0 if sys.stderr.isatty() else QUIET_SECONDS,
        )

    def show(self, progress: Progress) -> None:
        """Move on to the epoch that is done."""
        losses = f"loss {progress.train_loss:.4g}, validation {progress.val_loss:.4g}"
        self._bar.set_postfix_str(losses, refresh=False)
        self._bar.update(progress.epoch - self._bar.n)

    def close(self) -> None:
        """End the line of the bar, or wipe it."""
        if self.done:
            self._bar.leave, self._bar.delay = True, 0.0
        self._bar.close()


@contextmanager
def training_bar(epochs: int) -> Iterator[TrainingBar]:
    """Yield a bar that is closed whatever happens."""
    bar = TrainingBar(epochs)
    try:
        yield bar
    finally:
        bar.close()
