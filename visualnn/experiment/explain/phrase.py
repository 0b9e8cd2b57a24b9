"""Sentences that can be translated: a template and what stands in its gaps.

The core speaks English and knows no translator; the window has one.  So a
sentence travels as a `Phrase`: printed as it is, or said by whoever has another
language.  Templates are marked with `QT_TRANSLATE_NOOP` where they are written:
by that name the tools that collect texts find them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Say = Callable[["Phrase | str"], str]
"""Turns a phrase into text; `str` says it in English."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802
    """Mark a text for translation, and return it as it is."""
    return text


@dataclass(frozen=True, slots=True, init=False)
class Phrase:
    """A template with its values.

    Attributes
    ----------
    template
        In English, with a name in braces for each value.
    context
        Where it is looked up: "explain", or "specs" for titles from a registry.
    values
        Name and value; a value may be a phrase itself.
    """

    template: str
    context: str
    values: tuple[tuple[str, object], ...]

    def __init__(self, template: str, context: str = "explain", /, **values: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "context", context)
        object.__setattr__(self, "values", tuple(values.items()))

    def __str__(self) -> str:
        return self.said(lambda _context, text: text)

    def said(self, translate: Callable[[str, str], str]) -> str:
        """Say it in another language: ``translate(context, template)`` has its templates."""
        values = {
            name: value.said(translate) if isinstance(value, Phrase) else value
            for name, value in self.values
        }
        template = translate(self.context, self.template)
        return template.format(**values) if values else template


def title(text: str) -> Phrase:
    """Return the title of something in a registry, which is translated with its fields."""
    return Phrase(text, "specs")
