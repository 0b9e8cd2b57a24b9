"""Says the core's sentences in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.explain.phrase import Phrase


def said(phrase: Phrase | str) -> str:
    """Return a phrase in the window's language; a name or a number as it is."""
    return phrase.said(QCoreApplication.translate) if isinstance(phrase, Phrase) else phrase
