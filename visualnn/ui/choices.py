"""A choice between ways of looking at the same thing, as a view offers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice between ways of looking at the same thing; it never changes data.

    Attributes
    ----------
    key
        Stable name, used for `visualnn.ui.views.view.View.choose` and in the settings.
    label, idea
        The accessible name, and the sentence that explains what is compared.
    options
        A stable key, the text on the button, and its tooltip.
    default
        The key it stands at in the beginning; the first one where it is empty.
    """

    key: str
    label: str
    idea: str
    options: tuple[tuple[str, str, str], ...]
    default: str = ""
