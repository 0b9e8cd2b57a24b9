"""The formula of the function that is chosen, typeset below its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from visualnn.numerals import LEVEL
from visualnn.ui.backprop.formula import Formula, Piece

SIZE = 13.0
"""Pixels per em."""

SIGNS = (" + ", " − ")
GREEK = {"π": r"\pi ", "θ": r"\theta "}
NAMES = ("cos", "exp")


class SurfaceFormula(Formula):
    """A formula that begins at the left, and is broken between its terms.

    It is typeset when it is first seen: that takes longer than all else in the panel.
    """

    centered = False

    def __init__(self) -> None:
        super().__init__("surface_formula")
        self._formula = ""

    def show_formula(self, formula: str) -> None:
        """Show a formula, written as plain text; an empty one shows nothing."""
        self._formula = formula
        self.setVisible(bool(formula))
        self._typeset()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._typeset()

    def _typeset(self) -> None:
        if self.isVisible():
            self.show_lines([list(pieces(self._formula))] if self._formula else [])


def pieces(formula: str) -> Iterator[Piece]:
    """Yield the terms of a formula and the signs between them."""
    ends = [0, *_breaks(formula), len(formula)]
    for start, end in pairwise(ends):
        part = formula[start:end]
        if part.startswith(SIGNS):
            yield Piece(part[1].replace("−", "-"), part[1], role="ink2", size=SIZE)
            part = part[3:]
        yield Piece(latex(part), part, role="ink2", size=SIZE)


def _breaks(formula: str) -> list[int]:
    """Return where a sign stands between terms, outside of all parentheses."""
    found, depth = [], 0
    for at, letter in enumerate(formula):
        depth += (letter == "(") - (letter == ")")
        if not depth and formula.startswith(SIGNS, at):
            found.append(at)
    return found


def latex(text: str) -> str:
    """Write plain mathematics as LaTeX: raised and lowered figures, roots, names of functions."""
    text = _roots(text).replace("−", "-").replace("½", r"\tfrac{1}{2}").replace("·", r"\cdot ")
    text = text.replace(", ", r",\ ")
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: f"^{{{m[0].translate(LEVEL)}}}", text)
    text = re.sub("[₀₁₂₃₄₅₆₇₈₉]+", lambda m: f"_{{{m[0].translate(LEVEL)}}}", text)
    text = re.sub(rf"\b({'|'.join(NAMES)}) ?", r"\\\1 ", text)
    text = re.sub(r"(^|\()-", r"\1{-}", text)  # a sign, and not set apart like one between terms
    return "".join(GREEK.get(letter, letter) for letter in text)


def _roots(text: str) -> str:
    """Put what a root is taken of in braces instead of parentheses."""
    begin = text.find("√(")
    if begin < 0:
        return text
    depth = 0
    for at in range(begin + 1, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            inner = text[begin + 2 : at]
            return rf"{text[:begin]}\sqrt{{{_roots(inner)}}}{_roots(text[at + 1 :])}"
    return text
