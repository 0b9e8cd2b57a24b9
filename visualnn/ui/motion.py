"""Whether things may move: a preference of the person, asked for where something would."""

from __future__ import annotations

_reduced = False


def is_reduced() -> bool:
    """Return whether movement is replaced by steps and fades."""
    return _reduced


def set_reduced(reduced: bool) -> None:
    """Take the preference."""
    global _reduced
    _reduced = reduced
