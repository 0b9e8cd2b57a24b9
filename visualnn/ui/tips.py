"""Tooltips that explain: the idea in a sentence, the formula, and which variant of it this is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from visualnn.figures.layers import variant
from visualnn.specs import Spec
from visualnn.ui.i18n import spec_text

LONG = 60
"""A longer text is wrapped, which a tooltip does with rich text only."""


def tip(idea: str, formula: str = "", words: str = "") -> str:
    """Return a tooltip: an idea, below it a formula, below that which variant it is."""
    if not (formula or words) and len(idea) <= LONG:
        return idea
    lines = [escape(idea), f"<b>{_unbroken(formula)}</b>" if formula else "", escape(words)]
    body = "".join(f"<p style='margin:0px 0px 4px 0px'>{line}</p>" for line in lines if line)
    return f"<qt>{body}</qt>"


def _unbroken(formula: str) -> str:
    """Return a formula as markup: one line for each of its parts, none of them broken."""
    return escape(formula).replace(";  ", "<br>").replace(" ", "\u00a0")


def plain(idea: str, formula: str = "", words: str = "") -> str:
    """Return what `tip` says as plain text, to be read out."""
    return " ".join(text for text in (idea, formula, words) if text)


def spec_tip(spec: Spec) -> str:
    """Return the tooltip of a field."""
    return tip(spec_text(spec.idea), spec.formula)


def rule_words(entry: object) -> tuple[str, str]:
    """Return a registry entry's formula, and what its documentation says of the variant."""
    formula = getattr(entry, "formula", "")
    words = variant(getattr(entry, "draw", entry), formula) if formula else ""
    return formula, spec_text(words)


def rules_of(entries: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Return formula and variant of every entry of a registry."""
    return {key: rule_words(entry) for key, entry in entries.items()}


def rules_for(spec: Spec) -> dict[str, tuple[str, str]]:
    """Return formula and variant of every option of a choice that has them."""
    found = spec.options()
    return rules_of(found) if isinstance(found, Mapping) else {}
