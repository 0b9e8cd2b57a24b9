"""The tools for points, as a small strip that a view has in its layout."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QGridLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from visualnn.experiment.frames import Scene
from visualnn.ui import fonts, icons
from visualnn.ui.plots.marks import class_mark, draw_mark
from visualnn.ui.points.brush import CLASSES, DRAW, ERASE, LOOK, MOVE, SURFACE, kind_of
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import painter_on, rounded

BUTTON = 26
IN_A_ROW = 9
MARK = 12.0
MOST_KEYS = 9
"""The keys 1 to 9 take a pen; further classes have none."""


class ToolStrip(QWidget):
    """A pen that unfolds into tools: look, one pen for each class, move, erase, clear.

    Signals
    -------
    chosen : str, int
        The tool, and for the pen its class.
    valued : float
        The value that the pen puts.
    cleared
        All points are to be removed.
    """

    chosen = Signal(str, int)
    valued = Signal(float)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("point_tools")
        self.setAccessibleName(self.tr("Points"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[tuple[str, int], QToolButton] = {}
        self._scene: Scene | None = None
        self.value = self._value_field()
        self._pen = self._make_button("open_point_tools", "pencil", self._pen_tip())
        self._pen.clicked.connect(lambda: self.choose(DRAW, 0))
        self._tool, self._label = LOOK, 0
        self.hide()  # until there is something to edit

    @property
    def tool(self) -> str:
        """The tool in hand."""
        return self._tool

    @property
    def unfolded(self) -> bool:
        """Whether all tools are on show rather than the pen alone."""
        return self._tool != LOOK

    def show_scene(self, scene: Scene) -> None:
        """Offer what can be done with the points of a scene."""
        before = self._scene
        self._scene = scene
        self.setVisible(bool(kind_of(scene)))
        same = before is not None and (before.classes, before.levels, kind_of(before)) == (
            scene.classes,
            scene.levels,
            kind_of(scene),
        )
        if not same:
            self._remake()
            self.choose(LOOK, 0)

    def choose(self, tool: str, label: int = 0) -> None:
        """Take a tool in hand; one that is not offered is passed over."""
        if tool != LOOK and (tool, label) not in self._buttons:
            return
        self._tool, self._label = tool, label
        unfolded = self.unfolded
        focused = self.focusWidget() is not None and self.focusWidget().hasFocus()
        self._pen.setVisible(not unfolded)
        for button in self._buttons.values():
            button.setVisible(unfolded)
        self.value.setVisible(unfolded and self._kind == SURFACE)
        shown = self._buttons[tool, label] if unfolded else self._pen
        shown.setChecked(unfolded)
        if focused:  # or Qt would send it past the tools that have come or gone
            shown.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(tool, label)

    def apply_theme(self, theme: Theme) -> None:
        """Draw the icons anew."""
        self._pen.setIcon(icons.icon("pencil"))
        for (tool, label), button in self._buttons.items():
            button.setIcon(self._icon(tool, label, theme))
        self.update()

    def paintEvent(self, event) -> None:
        theme = current()
        with painter_on(self) as painter:
            rounded(painter, QRectF(self.rect()), sizes().radius_control, theme.panel, theme.line)

    @property
    def _kind(self) -> str:
        return kind_of(self._scene) if self._scene else ""

    def _remake(self) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        self._add(LOOK, 0, self.tr("Look: points tell what they are. Escape."))
        for label, name in enumerate(self._scene.classes or ("",)):
            self._add(DRAW, label, self._draw_tip(label, name))
        self._add(MOVE, 0, self.tr("Move a point: drag it, and see how the boundary follows. M."))
        self._add(ERASE, 0, self.tr("Erase points: drag over them. E, or the right button."))
        self._add(
            "clear",
            0,
            self.tr("Clear all points: begin a pattern of your own. Undo brings them back."),
        )
        self._set_value_range()

    def _add(self, tool: str, label: int, tip: str) -> None:
        button = self._make_button(f"tool_{tool}_{label}", "", tip)
        self._buttons[tool, label] = button
        button.setIcon(self._icon(tool, label, current()))
        if tool == "clear":
            button.clicked.connect(self.cleared)
            return
        button.setCheckable(True)
        self._group.addButton(button)
        button.clicked.connect(lambda: self.choose(tool, label))

    def _make_button(self, name: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("role", "tool")
        button.setFixedSize(BUTTON, BUTTON)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(":")[0].partition(".")[0])
        button.setAccessibleDescription(tip)
        if icon:
            button.setIcon(icons.icon(icon))
        place = self._grid.count()
        self._grid.addWidget(button, place // (IN_A_ROW + 1), place % (IN_A_ROW + 1))
        return button

    def _value_field(self) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setObjectName("point_value")
        field.setAccessibleName(self.tr("Value of a point"))
        field.setToolTip(self.tr("The target of the points that you put. The wheel changes it."))
        field.setFont(fonts.numbers(fonts.small()))
        field.setFixedWidth(76)
        field.valueChanged.connect(self.valued)
        self._grid.addWidget(field, 0, IN_A_ROW + 1)
        field.hide()
        return field

    def _set_value_range(self) -> None:
        low, high = self._scene.levels
        self.value.setRange(low, high)
        self.value.setSingleStep((high - low) / 20)
        self.value.setDecimals(3 if high - low < 10 else 1)
        self.value.setValue((low + high) / 2)

    def _icon(self, tool: str, label: int, theme: Theme) -> QIcon:
        if tool == DRAW and self._kind == CLASSES:
            color = theme.class_color(label, len(self._scene.classes))
            return _mark_icon(class_mark(label), color)
        names = {LOOK: "eye", DRAW: "pencil", MOVE: "move", ERASE: "erase", "clear": "clear"}
        return icons.icon(names[tool])

    def _pen_tip(self) -> str:
        return self.tr(
            "Edit points: draw, move and erase samples while training goes on; what you change "
            "counts from the next epoch. D."
        )

    def _draw_tip(self, label: int, name: str) -> str:
        if not name:
            return self.tr("Draw points: press, or drag for a row of them. 1.")
        if label >= MOST_KEYS:
            text = self.tr("Draw {name}: press, or drag for a row of points.")
            return text.format(name=name)
        text = self.tr("Draw {name}: press, or drag for a row of points. {key}.")
        return text.format(name=name, key=label + 1)


def _mark_icon(mark: str, color) -> QIcon:
    made = QIcon()
    for scale in (1, 2, 3):
        picture = QPixmap(16 * scale, 16 * scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        draw_mark(painter, mark, QPointF(8, 8), MARK, color)
        painter.end()
        made.addPixmap(picture)
    return made
