"""Numbers and words as pieces of a formula."""

from __future__ import annotations

from visualnn.figures.decimals import factor_text
from visualnn.numerals import LEVEL, MINUS, TIMES_TEN, latex_number
from visualnn.ui.backprop.formula import Piece


def number_tex(text: str) -> str:
    """Return a written number as LaTeX: a plain minus, and powers of ten."""
    latex = latex_number(text)
    return latex if TIMES_TEN in text or _is_number(latex) else rf"\text{{{text}}}"


def number_piece(
    value: float, decimals: int, size: float, *, role: str = "ink", key: str = "", words: str = ""
) -> Piece:
    """Return a number, in parentheses where a minus would run into the sign before it."""
    text = factor_text(value, decimals)
    latex = number_tex(text)
    if text.startswith(MINUS):
        # In braces the minus is a sign, and not set apart like the one between two terms.
        latex, text = f"({{-}}{latex.removeprefix('-')})", f"({text})"
    return Piece(latex, text, key, role, size, words)


def result_piece(text: str, size: float) -> Piece:
    """Return what comes out, in bold; the typeface has bold figures for text only."""
    mantissa, times, power = text.partition(TIMES_TEN)
    power = power.translate(LEVEL)
    raised = rf"\cdot \textbf{{10}}^{{\textbf{{{power}}}}}" if times else ""
    return Piece(rf"\textbf{{{mantissa}}}{raised}", text, size=size)


def sign(latex: str, text: str, size: float) -> Piece:
    """Return a sign between two factors."""
    return Piece(latex, text, size=size)


def word(text: str, size: float, role: str = "ink2") -> Piece:
    """Return upright words."""
    return Piece(rf"\text{{{text}}}", text, role=role, size=size)


def _is_number(text: str) -> bool:
    return text.replace("-", "", 1).replace(".", "", 1).isdigit()
