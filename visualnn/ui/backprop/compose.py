"""Numbers, letters with indices and fractions, put together from letters typeset once.

Typesetting takes 5 to 15 ms a piece, and every step of a training brings other
numbers.  What they consist of is few: digits, letters, raised and lowered
indices, and fractions of these.  Each letter is typeset once, and here set
beside the others by the measures of the typeface's own table (STIX Two Math).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QTransform

TOKEN = re.compile(r"\\(?:tilde|hat|textbf)\{[^{}]*\}|\\[A-Za-z]+|[{}^_]|[A-Za-z0-9.,()+=\-]|\s+|.")
LETTERS = {rf"\{name}" for name in (
    "partial", "alpha", "beta", "gamma", "delta", "varepsilon", "eta", "theta", "lambda",
    "mu", "pi", "rho", "sigma", "varphi", "psi", "tilde", "hat", "textbf",
)}  # fmt: skip
SIGNS = {r"\pm", "+", "-", "=", r"\cdot", r"\times", r"\leftarrow"}

SCRIPT = 0.7
"""The size of an index."""

RAISED, LOWERED = 0.43, 0.21
RAISED_ABOVE, LOWERED_BELOW = 0.49, 0.305
"""How far an index is moved up or down, alone and where there are two."""

SHIFT, AXIS, BAR, CLEAR = 0.64, 0.259, 0.068, 0.12
"""Of a fraction: both baselines' shift, the bar's height and width, the least gap to it."""

AROUND, AFTER_INDEX, OVERHANG = 0.2, 0.036, 0.05
"""Gaps: around a sign between two terms, behind an index, and the bar beyond its fraction."""


class UncomposedError(Exception):
    """The formula has something in it that is better typeset as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Outlines with their origin at the left end of the baseline, in ems.

    Attributes
    ----------
    path
        The outlines.
    advance
        Where what follows begins.
    """

    path: QPainterPath
    advance: float

    @property
    def ink(self) -> QRectF:
        """The extent of the outlines; upwards is negative."""
        return self.path.boundingRect()

    def placed(self, x: float, y: float, scale: float = 1.0) -> QPainterPath:
        """Return the outlines moved, and made smaller."""
        return QTransform(scale, 0, 0, scale, x, y).map(self.path)


def composed(latex: str, letter: Callable[[str], Box]) -> Box:
    """Put a formula together.

    Parameters
    ----------
    latex
        Numbers, letters, indices and fractions.
    letter
        Typesets one letter or sign.

    Raises
    ------
    UncomposedError
        If there is more in it than this.
    """
    reader = _Reader([word for word in TOKEN.findall(latex) if not word.isspace()], letter)
    box = reader.row()
    if reader.words:
        raise UncomposedError(latex)
    return box


@dataclass(slots=True)
class _Reader:
    words: list[str]
    letter: Callable[[str], Box]

    def row(self, end: str = "") -> Box:
        """Read up to ``end``, and set the items beside each other."""
        path, x, first = _empty(), 0.0, True
        while self.words and self.words[0] != end:
            sign = self.words[0] in SIGNS and not first
            gap = AROUND if sign else 0.0
            box = self._item()
            path.addPath(box.placed(x + gap, 0.0))
            x += box.advance + 2 * gap
            first = False
        if first:
            raise UncomposedError
        return Box(path, x)

    def _item(self) -> Box:
        """Read a letter, a group or a fraction, with its indices."""
        box = self._base()
        scripts: dict[str, Box] = {}
        while self.words and self.words[0] in ("^", "_"):
            sign = self.words.pop(0)
            scripts[sign] = self._argument()
        return _with_scripts(box, scripts) if scripts else box

    def _base(self) -> Box:
        word = self.words.pop(0)
        if word == "{":
            return self._rest_of_group()
        if word == r"\frac":
            return _fraction(self._argument(), self._argument())
        if word.startswith(r"\textbf{"):
            return _beside([self.letter(rf"\textbf{{{sign}}}") for sign in word[8:-1]])
        name = word.partition("{")[0]
        if (word[0] == "\\" and not (name in LETTERS or name in SIGNS)) or not _is_plain(word):
            raise UncomposedError
        return self.letter(word)

    def _argument(self) -> Box:
        if not self.words:
            raise UncomposedError
        return self._base()

    def _rest_of_group(self) -> Box:
        box = self.row("}")
        if not self.words:
            raise UncomposedError
        self.words.pop(0)
        return box


def _is_plain(word: str) -> bool:
    return len(word) > 1 or (word.isascii() and (word.isalnum() or word in ".,()+-="))


def _empty() -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _beside(boxes: list[Box]) -> Box:
    path, x = _empty(), 0.0
    for box in boxes:
        path.addPath(box.placed(x, 0.0))
        x += box.advance
    return Box(path, x)


def _with_scripts(box: Box, scripts: dict[str, Box]) -> Box:
    path, advance = _empty(), box.advance
    path.addPath(box.path)
    up, down = (RAISED_ABOVE, LOWERED_BELOW) if len(scripts) > 1 else (RAISED, LOWERED)
    for sign, script in scripts.items():
        path.addPath(script.placed(box.advance, -up if sign == "^" else down, SCRIPT))
        advance = max(advance, box.advance + script.advance * SCRIPT + AFTER_INDEX)
    return Box(path, advance)


def _fraction(top: Box, bottom: Box) -> Box:
    """Set two boxes above each other, centered on a bar at the height of a minus."""
    width = max(top.advance, bottom.advance) + 2 * OVERHANG
    up = max(SHIFT, top.ink.bottom() + AXIS + BAR / 2 + CLEAR)
    down = max(SHIFT, -bottom.ink.top() - AXIS + BAR / 2 + CLEAR)
    path = _empty()
    path.addPath(top.placed((width - top.advance) / 2, -up))
    path.addPath(bottom.placed((width - bottom.advance) / 2, down))
    path.addRect(QRectF(0.0, -AXIS - BAR / 2, width, BAR))
    return Box(path, width)
