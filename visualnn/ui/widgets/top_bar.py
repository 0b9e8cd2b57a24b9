"""The row at the top: where you are, what runs, how far it has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from visualnn.ui import fonts, icons
from visualnn.ui.actions import show_running, text_of
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.action_button import ActionButton
from visualnn.ui.widgets.choice import FlatCombo
from visualnn.ui.widgets.workspace_tabs import WorkspaceTabs

RUN = ("reset", "step_back", "train", "step", "step_epoch")
RIGHT = ("export", "theme", "menu")
WORDLESS = ("reset", "step_back", "theme", "menu")
UNITS = ("sample", "step", "epoch")
"""What one step of the training can be."""

WIDEST_COUNTER = "epoch 100 000 · step 10 000 000"


class TopBar(QFrame):
    """Logo, workspaces, run controls, counter, export and theme.

    Where the window is narrow, words give way to icons one group after the
    other, so that every control stays in reach.

    Parameters
    ----------
    actions
        By key; those named in `RUN` and `RIGHT` get buttons here.
    workspaces
        Pairs of key and text.
    speeds
        Pairs of key and text, as ``("8", "×8")``.

    Signals
    -------
    workspace_chosen : str
    speed_chosen : str
    unit_chosen : str
        A key of `UNITS`.
    """

    workspace_chosen = Signal(str)
    speed_chosen = Signal(str)
    unit_chosen = Signal(str)

    def __init__(
        self,
        actions: Mapping[str, QAction],
        workspaces: Iterable[tuple[str, str]],
        speeds: Iterable[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setAccessibleName(self.tr("Run and workspaces"))
        self.setFixedHeight(sizes().top_bar)
        self._actions = actions
        self._longer: str | None = None
        self._told, self._form = "", 0
        self._logo, self._name = QLabel(), QLabel("VisualNN")
        self._name.setFont(fonts.font(14, QFont.Weight.Bold))
        self.tabs = WorkspaceTabs(tuple(workspaces))
        self.tabs.chosen.connect(self.workspace_chosen)
        self._buttons = {key: self._button(key) for key in (*RUN, *RIGHT) if key in actions}
        self._speed_word, self._speed = QLabel(self.tr("speed")), FlatCombo(speeds, quiet=True)
        words = (self.tr("sample"), self.tr("batch"), self.tr("epoch"))
        self._unit = FlatCombo(zip(UNITS, words, strict=True), quiet=True)
        self._prepare_unit()
        self._prepare_speed()
        self._counter = self._make_counter()
        self._lay_out()
        for part in (self._speed, self._speed_word):  # without a parent each were a window
            part.setVisible(self._speed.count() > 0)
        self._dress()
        self.offer_longer_step("")

    def set_counter(self, *texts: str) -> None:
        """Show how far the run has come, in the first of these texts that fits.

        They say the same, from the longest to the shortest.  Once a shorter one
        was needed it stays, so that words do not come and go with the digits.
        """
        self._told = texts[0]
        room = self._room()
        while self._form < len(texts) - 1 and self._needed(texts[self._form]) > room:
            self._form += 1
        text = texts[min(self._form, len(texts) - 1)]
        self._counter.setText(text)
        if self._needed(text) > self._counter.minimumWidth():
            self._counter.setMinimumWidth(self._needed(text))
            if self._needed(text) > room:  # it grows into the buttons
                self._fit()

    def _needed(self, text: str) -> int:
        return QFontMetrics(self._counter.font()).horizontalAdvance(text) + 4

    def _room(self) -> int:
        """Return how wide the counter can be while every button stays as it is."""
        others = self.layout().sizeHint().width() - self._counter.minimumWidth()
        return max(self.width() - others, self._counter.minimumWidth())

    @property
    def counter(self) -> str:
        """How far the run has come, also where not all of it fits."""
        return self._told

    def set_workspace(self, key: str) -> None:
        """Mark a workspace as the one on show, without saying so."""
        self._form = 0
        self.tabs.set_value(key)

    @property
    def speed(self) -> str:
        """The key of the speed on show."""
        return self._speed.value

    def set_speeds(self, speeds: Iterable[tuple[str, str]], key: str) -> None:
        """Offer other speeds, and show one as chosen, without saying so."""
        self._speed.set_options(speeds)
        self._speed.set_value(key)

    def set_speed(self, key: str) -> None:
        """Show a speed as chosen, without saying so."""
        self._speed.set_value(key)

    def set_unit(self, key: str) -> None:
        """Show a unit as what one step is, without saying so."""
        self._unit.set_value(key)

    def offer_longer_step(self, word: str) -> None:
        """Give the longer step a button under this word; without one, units to choose from."""
        if word == self._longer:
            return
        self._longer = word
        button = self._buttons["step_epoch"]
        button.setVisible(bool(word))
        self._unit.setVisible(not word)
        if word:
            self._actions["step_epoch"].setText(word)
        if self.isVisible():
            self._fit()

    def set_running(self, running: bool, word: str = "") -> None:
        """Let the primary button offer to pause, or to go on under this word."""
        show_running(self._actions["train"], running, word)
        self._buttons["train"].repaint()  # the word follows the click before frames are drawn

    def button(self, key: str) -> ActionButton:
        """Return the button of an action, as for a menu of its own."""
        return self._buttons[key]

    def minimumSizeHint(self) -> QSize:
        return QSize(320, sizes().top_bar)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._form = 0
        self._fit()

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_counter"):
            self._dress()
        if event.type() == QEvent.Type.StyleChange and self.layout():
            self._fit()

    def _button(self, key: str) -> ActionButton:
        action = self._actions[key]
        return ActionButton(action, words=key not in WORDLESS, primary=key == "train")

    def _widest(self, button: ActionButton) -> int:
        """Return a width for both of its words, or the row would jump."""
        button.ensurePolished()
        words = (text_of("Train"), text_of("Pause"))
        metrics = button.fontMetrics()
        widest = max(metrics.horizontalAdvance(word) for word in words)
        spare = widest - metrics.horizontalAdvance(button.text())
        return button.sizeHint().width() + max(0, spare)

    def _prepare_unit(self) -> None:
        self._unit.setObjectName("unit")
        self._unit.setAccessibleName(self.tr("One step is"))
        idea = self.tr(
            "What one step is: a look at one sample of the batch, the update of one batch, or "
            "all updates of an epoch."
        )
        self._unit.setToolTip(idea)
        self._unit.setAccessibleDescription(idea)
        self._unit.chosen.connect(self.unit_chosen)

    def _prepare_speed(self) -> None:
        self._speed_word.setProperty("role", "second")
        self._speed_word.setFont(fonts.small())
        self._speed.setObjectName("speed")
        self._speed.setAccessibleName(self.tr("Speed"))
        idea = self.tr(
            "How many steps are done in a second, each a sample, a batch or an epoch as chosen "
            "beside it; a slow run lets you see each of them."
        )
        self._speed.setToolTip(idea)
        self._speed.setAccessibleDescription(idea)
        self._speed.chosen.connect(self.speed_chosen)

    def _make_counter(self) -> QLabel:
        label = QLabel()
        label.setObjectName("counter")
        label.setFont(fonts.value())
        label.setAccessibleName(self.tr("Progress"))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setMinimumWidth(QFontMetrics(label.font()).horizontalAdvance(WIDEST_COUNTER))
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return label

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 1)
        row.setSpacing(6)
        for widget in (self._logo, self._name):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.tabs)
        # No stretch here: the buttons stand still while the counter grows.
        self._add_buttons(row, RUN)
        row.insertWidget(row.indexOf(self._buttons["step"]) + 1, self._unit)
        for widget in (self._speed_word, self._speed):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._counter)
        row.addStretch(1)
        self._add_buttons(row, RIGHT)

    def _add_buttons(self, row: QHBoxLayout, keys: tuple[str, ...]) -> None:
        for key in keys:
            if key in self._buttons:
                row.addWidget(self._buttons[key])

    def _dress(self) -> None:
        scale = self.devicePixelRatioF()
        self._logo.setPixmap(icons.pixmap("app", 20, scale=scale))
        for button in self._buttons.values():
            button.follow()

    def _fit(self) -> None:
        """Take words away, one group after the other, until the row fits."""
        for level in range(6):
            self._set_level(level)
            self.layout().invalidate()
            if self.layout().sizeHint().width() <= self.width():
                return

    def _set_level(self, level: int) -> None:
        with_words = {"export": level < 1, "step": level < 2, "step_epoch": level < 2}
        for key, words in with_words.items():
            if key in self._buttons:
                self._buttons[key].set_words(words)
        self._name.setVisible(level < 2)
        self._speed_word.setVisible(level < 2 and self._speed.count() > 0)
        if "train" in self._buttons:
            train = self._buttons["train"]
            train.set_words(level < 4)
            train.setMinimumWidth(self._widest(train) if level < 4 else 0)
        self.tabs.set_compact(level >= 3)
        self._counter.setVisible(level < 5)
