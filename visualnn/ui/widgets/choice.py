"""One choice of many: its name, and a flat list at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import current, sizes
from visualnn.ui.tips import plain
from visualnn.ui.tips import tip as explained
from visualnn.ui.widgets.paint import chevron, painter_on, ring, rounded

PADDING = 9
ARROW_ROOM = 24
LEAST_WIDTH = 104
LEAST_ROW_WIDTH, ROW_WIDTH = 114, 148
"""So wide are the lists of a column: most alike, so that their left edges stand in line."""

LABEL_WIDTH = 106


class FlatCombo(QComboBox):
    """A list that opens on a click; the wheel moves it only when focused.

    Signals
    -------
    chosen : str
        The key that a person chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Iterable[tuple[str, str]] = (),
        value: str = "",
        *,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self._idea, self._rules = "", {}
        self.setFont(fonts.numbers(fonts.medium() if quiet else fonts.text()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_options(options)
        if value:
            self.set_value(value)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    @property
    def value(self) -> str:
        """The chosen key."""
        return self.currentData() or ""

    def set_value(self, key: str) -> None:
        """Choose by key without saying so; an unknown key raises KeyError."""
        index = self.findData(key)
        if index < 0:
            raise KeyError(key)
        with QSignalBlocker(self):
            self.setCurrentIndex(index)
        self._tip_choice()
        self.update()

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Show other options: pairs of key and text."""
        with QSignalBlocker(self):
            self.clear()
            for key, text in options:
                self.addItem(text, key)
        self._tip_options()
        self.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self.view().setMinimumWidth(self._widest() + 4 * PADDING)
        self.updateGeometry()

    def add_group(self, heading: str, options: Iterable[tuple[str, str]]) -> None:
        """Add options under a heading that cannot be chosen."""
        self.insertSeparator(self.count())
        self.addItem(heading)
        self.model().item(self.count() - 1).setEnabled(False)
        self.setItemData(self.count() - 1, fonts.small(), Qt.ItemDataRole.FontRole)
        for key, text in options:
            self.addItem(text, key)
        self._tip_options()
        self.view().setMinimumWidth(self._widest() + 4 * PADDING)
        self.updateGeometry()

    def explain(self, idea: str, rules: Mapping[str, tuple[str, str]]) -> None:
        """Explain the choice: its idea, and formula and variant by key, of the options too."""
        self._idea, self._rules = idea, dict(rules)
        self._tip_options()

    def explain_option(self, key: str, formula: str, words: str) -> None:
        """Explain one option anew, as what "auto" stands for changes with the samples."""
        if self._rules.get(key) != (formula, words):
            self.explain(self._idea, self._rules | {key: (formula, words)})

    def _tip_options(self) -> None:
        for index in range(self.count()):
            rule = self._rules.get(self.itemData(index), ("", ""))
            self.setItemData(index, explained("", *rule), Qt.ItemDataRole.ToolTipRole)
        self._tip_choice()

    def _tip_choice(self) -> None:
        if self._idea:
            rule = self._rules.get(self.value, ("", ""))
            self.setToolTip(explained(self._idea, *rule))
            self.setAccessibleDescription(plain(self._idea, *rule))

    @property
    def formula(self) -> str:
        """The formula of what is chosen; empty where there is none."""
        return self._rules.get(self.value, ("", ""))[0]

    def sizeHint(self) -> QSize:
        least = 0 if self._quiet else LEAST_WIDTH
        return QSize(max(least, self._widest() + PADDING + ARROW_ROOM), sizes().control)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(LEAST_WIDTH, self.sizeHint().width()), sizes().control)

    def wheelEvent(self, event) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event) -> None:
        theme, box = current(), QRectF(self.rect())
        radius = sizes().radius_small
        with painter_on(self) as painter:
            if not self._quiet or self.underMouse():
                border = theme.ink3 if self.underMouse() and not self._quiet else theme.line
                rounded(painter, box, radius, theme.panel2, None if self._quiet else border)
            painter.setFont(self.font())
            painter.setPen(theme.ink if self.isEnabled() else theme.ink3)
            room = box.adjusted(PADDING, 0, -ARROW_ROOM, 0)
            text = QFontMetrics(self.font()).elidedText(
                self.currentText(), Qt.TextElideMode.ElideRight, int(room.width()) + 1
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            chevron(painter, QPointF(box.right() - 13, box.center().y()), theme.ink2, 7)
            if self.hasFocus():
                ring(painter, box, radius, theme.accent)

    def _widest(self) -> int:
        metrics = QFontMetrics(self.font())
        texts = (self.itemText(index) for index in range(self.count()))
        return max((metrics.horizontalAdvance(text) for text in texts), default=0)


class ChoiceRow(QWidget):
    """A name at the left and a list at the right, below them the formula of what is chosen.

    Its tooltip says the idea, and formula and variant of what is chosen.

    Parameters
    ----------
    tip
        The idea.
    rules
        Key to formula and variant, for the options that have them.
    most_width
        Pixels that the list takes at most; a longer text ends in an ellipsis.
    captioned
        Whether the formula is shown; not where it stands elsewhere.

    Signals
    -------
    edited : str
        The key that a person chose.
    """

    edited = Signal(str)

    def __init__(
        self,
        label: str,
        options: Iterable[tuple[str, str]],
        value: str = "",
        *,
        tip: str = "",
        rules: Mapping[str, tuple[str, str]] | None = None,
        most_width: int = ROW_WIDTH,
        captioned: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._captioned, self._formula = captioned, formula_label()
        self._combo = FlatCombo(options, value)
        self._combo.chosen.connect(self.edited)
        self._combo.chosen.connect(self._say_formula)
        self._combo.setAccessibleName(label)
        self._combo.explain(tip, rules or {})
        self._combo.setObjectName("list")
        self._combo.setMinimumWidth(LEAST_ROW_WIDTH)
        self._combo.setMaximumWidth(most_width)
        name = QLabel(label)
        name.setProperty("role", "second")
        name.setWordWrap(True)
        name.setBuddy(self._combo)
        # A long name wraps, but takes its share of the row before it does.
        name.setMinimumWidth(min(LABEL_WIDTH, name.fontMetrics().horizontalAdvance(label) + 2))
        row = QHBoxLayout()
        row.addWidget(name, 1)
        row.addWidget(self._combo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._formula)
        self._explain()

    @property
    def formula(self) -> str:
        """The formula of what is chosen; empty where there is none."""
        return self._combo.formula

    def _explain(self) -> None:
        self.setToolTip(self._combo.toolTip())
        self._say_formula()

    def _say_formula(self) -> None:
        if self._captioned:
            say_formula(self._formula, self.formula)

    def explain_option(self, key: str, formula: str, words: str) -> None:
        """Explain one option anew: its formula, and which variant it is."""
        self._combo.explain_option(key, formula, words)
        self._explain()

    @property
    def value(self) -> str:
        """The chosen key."""
        return self._combo.value

    def set_value(self, key: str) -> None:
        """Choose by key without saying so; an unknown key raises KeyError."""
        self._combo.set_value(key)
        self._explain()

    def add_group(self, heading: str, options: Iterable[tuple[str, str]]) -> None:
        """Add options under a heading that cannot be chosen."""
        self._combo.add_group(heading, options)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Show other options: pairs of key and text."""
        self._combo.set_options(options)
        self._explain()


def formula_label() -> QLabel:
    """Return a quiet line for a formula below a list; hidden as long as there is none."""
    label = QLabel()
    label.setObjectName("formula_caption")
    label.setProperty("role", "caption")
    label.setFont(fonts.status())
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.hide()
    return label


def say_formula(label: QLabel, formula: str) -> None:
    """Write a formula, each of its parts on a line."""
    text = formula.replace(";  ", "\n")
    if text != label.text():
        label.setText(text)
        label.setVisible(bool(text))
