"""A list of all keys, by groups, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from visualnn.ui import fonts
from visualnn.ui.actions import ACTIONS, MENUS, ActionSpec, shown_keys, text_of
from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.card import heading_label
from visualnn.ui.widgets.paint import painter_on, rounded

COLUMNS = (("run", "time", "edit", "help"), ("file", "network"), ("view", "controls", "points"))
"""The groups of each column: about equally long, so that the smallest window shows them all."""

KEYS_WIDTH = 96
EDGE = 20
"""Free room around the columns, in pixels."""

Row = tuple[str, str, str]
"""Keys, what they do, and why."""


class ShortcutsSheet(QFrame):
    """Lists the actions' keys, and the keys that work inside of controls.

    Parameters
    ----------
    specs
        The actions to list.
    more
        Pairs of keys and what they do, below the actions: the keys of views.
    """

    def __init__(
        self,
        specs: Iterable[ActionSpec] = ACTIONS,
        more: Iterable[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_sheet")
        self._rows: list[tuple[str, str]] = []
        self._groups = self._grouped(tuple(specs), tuple(more))
        across = QHBoxLayout(self)
        across.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        across.setSpacing(EDGE + 8)
        for keys in COLUMNS:
            across.addLayout(self._column(keys))

    def rows(self) -> list[tuple[str, str]]:
        """Return what is listed: keys and texts."""
        return list(self._rows)

    def paintEvent(self, event) -> None:
        theme = current()
        with painter_on(self) as painter:
            rounded(painter, QRectF(self.rect()), sizes().radius_card, theme.panel, theme.line)

    def _grouped(
        self, specs: tuple[ActionSpec, ...], more: tuple[tuple[str, str], ...]
    ) -> dict[str, tuple[str, list[Row]]]:
        """Return the heading and the rows of each group."""
        groups = {
            menu: (
                text_of(title).replace("&", ""),
                [_row(spec) for spec in specs if spec.menu == menu and spec.shortcut],
            )
            for menu, title in MENUS.items()
        }
        inside = [(keys, text, "") for keys, text in (*self._controls(), *more)]
        network = [(keys, text, "") for keys, text in self._network()]
        points = [(keys, text, "") for keys, text in self._points()]
        return {
            **groups,
            "controls": (self.tr("In controls"), inside),
            "network": (self.tr("In the network"), network),
            "points": (self.tr("In the decision boundary"), points),
        }

    def _controls(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Tab", self.tr("To the next control")),
            ("← →", self.tr("Move a slider or the timeline")),
            ("Shift+← →", self.tr("The same in larger steps")),
            ("Home · End", self.tr("To the first and the latest step")),
            ("F2", self.tr("Enter a slider's value (or type a digit)")),
            ("N", self.tr("The next sample of the batch, in the table")),
            ("Esc", self.tr("Leave a value, close a message")),
        )

    def _network(self) -> tuple[tuple[str, str], ...]:
        return (
            ("← → ↑ ↓", self.tr("Select a neuron or an edge")),
            ("Enter", self.tr("Type the selected weight or bias")),
            ("+ · −", self.tr("Nudge it by 0.1")),
            ("Alt+↑ · Alt+↓", self.tr("The same; with Shift by 0.01")),
            ("P", self.tr("Plot it over time, or stop")),
            ("Ins · Del", self.tr("A unit more or less in its layer")),
            ("Ctrl+Ins", self.tr("Another layer behind it")),
            ("Ctrl+Del", self.tr("Remove its layer")),
            ("G", self.tr("Let the gradient flow along the edges")),
            ("PgUp · PgDown", self.tr("The sample before or after, in the neurons")),
            ("[ · ]", self.tr("Hide fewer or more weak edges")),
            ("A", self.tr("Choose its activation; of the input, what it reads")),
        )

    def _points(self) -> tuple[tuple[str, str], ...]:
        return (
            ("← → ↑ ↓", self.tr("Move the cursor; with Shift farther")),
            ("Enter", self.tr("Explain a sample, or use the tool")),
            ("D", self.tr("Take the pen: edit points")),
            ("1 … 9", self.tr("A pen for this class")),
            ("M · E", self.tr("Move or erase points")),
            ("Del", self.tr("Remove the point there")),
            ("Esc", self.tr("Put the tool away")),
        )

    def _column(self, keys: tuple[str, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(sizes().space_3)
        for key in keys:
            title, rows = self._groups[key]
            if rows:
                column.addLayout(self._group(title, rows))
        column.addStretch(1)
        return column

    def _group(self, title: str, rows: list[Row]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes().space_3)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, KEYS_WIDTH)
        grid.addWidget(heading_label(title), 0, 0, 1, 2)
        for place, (keys, text, idea) in enumerate(rows, start=1):
            self._rows.append((keys, text))
            name = QLabel(text)
            name.setProperty("role", "second")
            name.setToolTip(idea)
            grid.addWidget(KeyCap(keys), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, place, 1)
        return grid


class KeyCap(QLabel):
    """Keys as they stand on a keyboard: one cap for each way to press them."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setFont(fonts.numbers(fonts.small()))
        self.setAccessibleName(keys)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        caps = self.text().split(" · ")
        width = sum(metrics.horizontalAdvance(cap) + 14 for cap in caps) + 4 * (len(caps) - 1)
        return QSize(width, metrics.height() + 5)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event) -> None:
        theme, metrics = current(), QFontMetrics(self.font())
        left, height = 0.0, float(self.sizeHint().height())
        with painter_on(self) as painter:
            painter.setFont(self.font())
            for cap in self.text().split(" · "):
                box = QRectF(left, 0, metrics.horizontalAdvance(cap) + 14, height)
                rounded(painter, box, sizes().radius_small - 1, theme.panel2, theme.line)
                painter.setPen(theme.ink)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
                left += box.width() + 4


def _row(spec: ActionSpec) -> Row:
    return " · ".join(shown_keys(spec)), text_of(spec.text), text_of(spec.idea)
