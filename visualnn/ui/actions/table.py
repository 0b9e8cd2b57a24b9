"""Everything that can be done, as a table; menus, buttons and the shortcut page come from it.

Space
-----
Space plays and pauses, but only when nothing that has the keyboard's focus has
a use for it: a button, a switch or a list keeps its Space, and a text field
writes one.  So `train` shows its key without claiming it (a Qt shortcut would
take it from a focused button), and `play_on_unused_space` listens at the
window, where only those keys arrive that no control wanted.  A slider has no
use for Space; and a click with the mouse does not give the focus to a button.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from visualnn.ui import icons
from visualnn.ui.actions.action_spec import ActionSpec
from visualnn.ui.actions.copy_actions import COPY_ACTIONS, WORKSHEET
from visualnn.ui.actions.region_actions import REGION_ACTIONS
from visualnn.ui.actions.time_actions import TIME_ACTIONS

CONTEXT = "actions"


MENUS = {
    "file": QT_TRANSLATE_NOOP("actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("actions", "&Edit"),
    "run": QT_TRANSLATE_NOOP("actions", "&Run"),
    "time": QT_TRANSLATE_NOOP("actions", "&Time travel"),
    "view": QT_TRANSLATE_NOOP("actions", "&View"),
    "help": QT_TRANSLATE_NOOP("actions", "&Help"),
}
"""Key to title, in the order of the menu bar."""

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "train",
        QT_TRANSLATE_NOOP("actions", "Train"),
        "play",
        "Space",
        "run",
        QT_TRANSLATE_NOOP(
            "actions", "Let gradient descent run, or hold it at the step it has reached."
        ),
    ),
    ActionSpec(
        "step",
        QT_TRANSLATE_NOOP("actions", "Step"),
        "step-forward",
        ".",
        "run",
        QT_TRANSLATE_NOOP(
            "actions",
            "Do one update: one batch forward, one pass back, one change of every weight.",
        ),
    ),
    ActionSpec(
        "step_epoch",
        QT_TRANSLATE_NOOP("actions", "Epoch"),
        "step-epoch",
        "Ctrl+.",
        "run",
        QT_TRANSLATE_NOOP("actions", "Train for one epoch: every training sample is seen once."),
    ),
    ActionSpec(
        "reset",
        QT_TRANSLATE_NOOP("actions", "Reset"),
        "reset",
        "Ctrl+R",
        "run",
        QT_TRANSLATE_NOOP(
            "actions", "Back to the first weights of the same seed: the same run can be seen again."
        ),
    ),
    ActionSpec(
        "reseed",
        QT_TRANSLATE_NOOP("actions", "New seed"),
        "reseed",
        "Ctrl+Shift+R",
        "run",
        QT_TRANSLATE_NOOP(
            "actions", "Start from other random weights, to see what depends on luck."
        ),
    ),
    *TIME_ACTIONS,
    ActionSpec(
        "open_experiment",
        QT_TRANSLATE_NOOP("actions", "Open experiment…"),
        "folder",
        "Ctrl+O",
        "file",
        QT_TRANSLATE_NOOP(
            "actions", "Load an experiment that was saved: data, network, optimizer and seed."
        ),
    ),
    ActionSpec(
        "save_experiment",
        QT_TRANSLATE_NOOP("actions", "Save experiment…"),
        "save",
        "Ctrl+S",
        "file",
        QT_TRANSLATE_NOOP(
            "actions", "Save what determines this run, so that it can be repeated number by number."
        ),
    ),
    ActionSpec(
        "open_csv",
        QT_TRANSLATE_NOOP("actions", "Open table (CSV)…"),
        "table",
        "Ctrl+Shift+O",
        "file",
        QT_TRANSLATE_NOOP("actions", "Train on data of your own."),
    ),
    ActionSpec(
        "csv_columns",
        QT_TRANSLATE_NOOP("actions", "Columns of the table…"),
        "table",
        "Ctrl+Shift+C",
        "file",
        QT_TRANSLATE_NOOP(
            "actions",
            "Say which columns of your table are features, which is the target, which are ignored.",
        ),
    ),
    ActionSpec(
        "export",
        QT_TRANSLATE_NOOP("actions", "Export…"),
        "export",
        "Ctrl+E",
        "file",
        QT_TRANSLATE_NOOP("actions", "Take a picture, a table or code of what you see with you."),
    ),
    WORKSHEET,
    ActionSpec(
        "undo",
        QT_TRANSLATE_NOOP("actions", "Undo"),
        "undo",
        "Ctrl+Z",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Take the latest change of the experiment back."),
    ),
    ActionSpec(
        "redo",
        QT_TRANSLATE_NOOP("actions", "Redo"),
        "redo",
        "Ctrl+Shift+Z; Ctrl+Y",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Make the change that was taken back once more."),
    ),
    *COPY_ACTIONS,
    ActionSpec(
        "workspace_playground",
        QT_TRANSLATE_NOOP("actions", "Playground"),
        "",
        "Ctrl+1",
        "view",
        QT_TRANSLATE_NOOP("actions", "Watch a network learn: weights, boundary and loss at once."),
    ),
    ActionSpec(
        "workspace_backprop",
        QT_TRANSLATE_NOOP("actions", "Backprop"),
        "",
        "Ctrl+2",
        "view",
        QT_TRANSLATE_NOOP(
            "actions", "Step through one update, with the chain rule of any weight you choose."
        ),
    ),
    ActionSpec(
        "workspace_landscape",
        QT_TRANSLATE_NOOP("actions", "Landscape"),
        "",
        "Ctrl+3",
        "view",
        QT_TRANSLATE_NOOP("actions", "Watch optimizers race downhill on a surface."),
    ),
    ActionSpec(
        "theme",
        QT_TRANSLATE_NOOP("actions", "Light or dark"),
        "theme",
        "Ctrl+T",
        "view",
        QT_TRANSLATE_NOOP("actions", "Change between the light and the dark theme."),
    ),
    *REGION_ACTIONS,
    ActionSpec(
        "menu",
        QT_TRANSLATE_NOOP("actions", "Menu"),
        "more",
        "F10",
        "view",
        QT_TRANSLATE_NOOP("actions", "Everything that can be done, with its keys."),
    ),
    ActionSpec(
        "shortcuts",
        QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts"),
        "keyboard",
        "F1; ?",
        "help",
        QT_TRANSLATE_NOOP("actions", "See everything that the keyboard can do."),
    ),
    ActionSpec(
        "quit",
        QT_TRANSLATE_NOOP("actions", "Quit"),
        "",
        "Ctrl+Q",
        "file",
        QT_TRANSLATE_NOOP("actions", "Close the window; the preferences are kept."),
    ),
)
"""In the order of the menus and of the shortcut page."""


def text_of(words: str) -> str:
    """Return the translation of a text of the table."""
    return QCoreApplication.translate(CONTEXT, words)


def make_actions(window: QWidget, specs: tuple[ActionSpec, ...] = ACTIONS) -> dict[str, QAction]:
    """Make the actions, add them to a window, and return them by key."""
    actions = {}
    for spec in specs:
        action = actions[spec.key] = QAction(text_of(spec.text), window)
        action.setObjectName(spec.key)
        action.setShortcuts(keys_of(spec))
        _explain(action, spec, text_of(spec.idea))
        action.setProperty("icon_name", spec.icon)
        window.addAction(action)
    if "train" in actions:
        actions["train"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        actions["train"].setAutoRepeat(False)
        play_on_unused_space(window, actions["train"])
    dress(actions)
    return actions


def explain(actions: Mapping[str, QAction], ideas: Mapping[str, str]) -> None:
    """Let the actions of the run say what they do in a workspace, where it is another thing."""
    for spec in ACTIONS:
        if spec.menu in ("run", "time") and spec.key in actions:
            _explain(actions[spec.key], spec, ideas.get(spec.key, text_of(spec.idea)))


def allow_only(workspace: str, actions: Mapping[str, QAction]) -> None:
    """Allow what acts on the Backprop workspace only while that is on show."""
    for spec in (WORKSHEET, *COPY_ACTIONS):
        actions[spec.key].setEnabled(workspace == "backprop")


def menu_of(actions: Mapping[str, QAction], parent: QWidget) -> QMenu:
    """Return one menu of all actions, in groups; it deletes itself when it is closed."""
    menu = QMenu(parent)
    menu.setObjectName("main_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    for key in MENUS:
        for spec in ACTIONS:
            if spec.menu == key and spec.key in actions and spec.key != "menu":
                menu.addAction(actions[spec.key])
        menu.addSeparator()
    if "quit" in actions:
        menu.addAction(actions["quit"])  # moved to the very end
    return menu


def dress(actions: Mapping[str, QAction]) -> None:
    """Draw the icons in the colors of the theme; call it again when the theme has changed."""
    for action in actions.values():
        name = action.property("icon_name")
        if name:
            action.setIcon(icons.icon(name))


def show_running(train: QAction, running: bool, word: str = "") -> None:
    """Let the action `train` say what it would do now: pause, or train (or another word)."""
    going_on = word or text_of(_spec("train").text)
    train.setText(text_of(QT_TRANSLATE_NOOP("actions", "Pause")) if running else going_on)
    train.setProperty("icon_name", "pause" if running else "play")
    dress({"train": train})


def keys_of(spec: ActionSpec) -> list[QKeySequence]:
    """Return the key sequences of an action."""
    portable = QKeySequence.SequenceFormat.PortableText
    return QKeySequence.listFromString(spec.shortcut, portable) if spec.shortcut else []


def shown_keys(spec: ActionSpec) -> list[str]:
    """Return the keys as they are written on this platform."""
    native = QKeySequence.SequenceFormat.NativeText
    return [keys.toString(native) for keys in keys_of(spec)]


def play_on_unused_space(window: QWidget, train: QAction) -> None:
    """Trigger `train` by a Space that no control in the window had a use for."""
    window.installEventFilter(_UnusedSpace(window, train))


class _UnusedSpace(QObject):
    def __init__(self, window: QWidget, train: QAction) -> None:
        super().__init__(window)
        self._train = train

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        plain = event.type() == QEvent.Type.KeyPress and not event.modifiers()
        if not plain or event.key() != Qt.Key.Key_Space:
            return False
        if not event.isAutoRepeat():
            self._train.trigger()
        return True


def _explain(action: QAction, spec: ActionSpec, idea: str) -> None:
    keys = ", ".join(shown_keys(spec))
    action.setToolTip(f"{idea} ({keys})" if keys else idea)
    action.setStatusTip(idea)


def _spec(key: str) -> ActionSpec:
    return next(spec for spec in ACTIONS if spec.key == key)
