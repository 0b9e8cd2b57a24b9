"""The colors and sizes of the window, as tokens read from ``resources/themes``."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QStyleFactory

from visualnn import assets

CHOICES = ("system", "light", "dark")
"""What a person can choose; ``"system"`` follows the desktop."""

# As the palette is, the theme is a property of the process's one QApplication.
_applied: dict[str, Theme] = {}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in logical pixels, the same in every theme."""

    space_1: int
    space_2: int
    space_3: int
    space_4: int
    radius_card: int
    radius_control: int
    radius_small: int
    border: int
    focus_ring: int
    text: int
    text_small: int
    text_status: float
    text_heading: int
    heading_spacing: float
    top_bar: int
    status_line: int
    side_panel: int
    button: int
    button_small: int
    control: int
    segment: int
    groove: int
    handle: int


@dataclass(frozen=True, slots=True)
class Look:
    """How one optimizer is drawn everywhere: a color, and a shape beside it."""

    color: QColor
    marker: str


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """The colors of one theme.

    Attributes
    ----------
    bg, panel, panel2, line
        Window, cards, wells, hairlines.
    ink, ink2, ink3, caption
        Text; second text; decoration that never carries information alone;
        headings and notes.  All but ``ink3`` reach a contrast of 4.5 : 1.
    accent, accent_fill, on_accent
        Selection, focus ring and sliders; the fill of the primary button; text on it.
    pos, neg, mid
        Signed values and class 1 / class 0.
    gpos, gneg
        Gradients, never the same pair as weights.
    train, val, test
        Curves by share of the data.
    good, warn, bad
        Signs and lines, always beside a word; ``…_ink`` are for the word itself.
    classes
        Colors of class 0, 1, 2, … that stay apart for color-blind eyes.
    watched
        Colors of single weights over time: they mean no sign and no class.
    optimizers
        Registry key to `Look`.
    """

    name: str
    dark: bool
    bg: QColor
    panel: QColor
    panel2: QColor
    line: QColor
    ink: QColor
    ink2: QColor
    ink3: QColor
    caption: QColor
    accent: QColor
    accent_fill: QColor
    on_accent: QColor
    pos: QColor
    neg: QColor
    mid: QColor
    gpos: QColor
    gneg: QColor
    train: QColor
    val: QColor
    test: QColor
    good: QColor
    warn: QColor
    bad: QColor
    good_ink: QColor
    warn_ink: QColor
    bad_ink: QColor
    classes: tuple[QColor, ...]
    watched: tuple[QColor, ...]
    optimizers: Mapping[str, Look]

    def class_color(self, index: int, classes: int = 2) -> QColor:
        """Return the color of a class; two classes are drawn as negative and positive."""
        if classes <= 2:
            return self.pos if index else self.neg
        return self.classes[index % len(self.classes)]

    def look(self, optimizer: str) -> Look:
        """Return how an optimizer is drawn; one without an entry gets ink and a circle."""
        return self.optimizers.get(optimizer, Look(self.ink2, "circle"))


@cache
def load(name: str) -> Theme:
    """Read the theme ``"light"`` or ``"dark"``."""
    tokens = _read(name)
    return Theme(**{f.name: _token(f.name, tokens[f.name]) for f in fields(Theme)})


@cache
def sizes() -> Sizes:
    """Read the sizes."""
    return Sizes(**_read("sizes"))


def current() -> Theme:
    """Return the theme that the application is drawn in, light before one was chosen.

    For painting code: an applied theme repaints every widget, so what asks
    here inside ``paintEvent`` needs no signal.
    """
    return _applied.get("current") or load("light")


class ThemeSource(QObject):
    """Applies a theme to the whole application and says when it has changed.

    Signals
    -------
    changed : Theme
        After the palette and the style sheet are in place.
    """

    changed = Signal(object)

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = ""
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self.use(choice)

    @property
    def current(self) -> Theme:
        """The theme in use."""
        return current()

    @property
    def choice(self) -> str:
        """What was asked for: ``"system"``, ``"light"`` or ``"dark"``."""
        return self._choice

    def use(self, choice: str) -> None:
        """Draw the application in a theme; an unknown name counts as ``"system"``."""
        self._choice = choice if choice in CHOICES else "system"
        name = _system() if self._choice == "system" else self._choice
        if load(name) is not _applied.get("current"):
            _apply(load(name))
            self.changed.emit(load(name))

    def toggle(self) -> None:
        """Go from light to dark or back."""
        self.use("light" if self.current.dark else "dark")

    def _follow_system(self) -> None:
        if self._choice == "system":
            self.use("system")


@contextmanager
def undressed() -> Iterator[None]:
    """Take the style sheet away meanwhile, where many widgets are put into one another.

    Whatever gets a parent is dressed anew with all that is in it, which takes as long as
    making it; in the end everything is dressed once.
    """
    application = QApplication.instance()
    sheet = application.styleSheet()
    _dress(application, "")
    try:
        yield
    finally:
        _dress(application, sheet)


def _dress(application: QApplication, sheet: str) -> None:
    """Set a style sheet; no garbage is collected meanwhile.

    Qt walks along all widgets there are, and calls some of ours on its way: a widget
    that Python then collects would be gone when its turn comes.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        application.setStyleSheet(sheet)
    finally:
        if collects:
            gc.enable()


def _apply(theme: Theme) -> None:
    from visualnn.ui import fonts, style

    application = QApplication.instance()
    if "current" not in _applied:
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(fonts.text())
    _applied["current"] = theme
    # Qt takes five times as long from one sheet to another as from one to none and to another.
    _dress(application, "")
    application.setPalette(style.palette(theme))
    _dress(application, style.style_sheet(theme, sizes()))


def _system() -> str:
    scheme = QApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _read(name: str) -> dict[str, Any]:
    return json.loads(assets.path(f"themes/{name}.json").read_text("utf-8"))


def _token(name: str, value: Any) -> Any:
    match name:
        case "name" | "dark":
            return value
        case "classes" | "watched":
            return tuple(QColor(color) for color in value)
        case "optimizers":
            looks = {key: Look(QColor(v["color"]), v["marker"]) for key, v in value.items()}
            return MappingProxyType(looks)
        case _:
            return QColor(value)
