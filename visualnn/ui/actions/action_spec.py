"""What one row of the table of actions says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that can be done.

    Attributes
    ----------
    key
        Stable name, by which code finds the action.
    text, idea
        What it is called, and what it is good for.
    icon
        A file's name in ``resources/icons``, or an empty string.
    shortcut
        In Qt's portable spelling, several parted by ``"; "``.
    menu
        The menu it stands in.
    """

    key: str
    text: str
    icon: str
    shortcut: str
    menu: str
    idea: str
