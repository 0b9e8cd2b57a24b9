"""The keys, shown in place: each at the control it belongs to, and all of them on a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import painter_on
from visualnn.ui.widgets.shortcuts_sheet import KeyCap, ShortcutsSheet

VEIL = 0.78
"""How much of the window the veil hides: the controls stay recognizable below it."""

HELD = 0.4
"""Seconds: a key held for longer than this closes the overlay when it is let go."""

MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class ShortcutsOverlay(QWidget):
    """Covers its parent until the next key or click.

    Parameters
    ----------
    parent
        The page that is covered; the overlay follows its size.
    actions
        By key; a control named after an action shows that action's keys.
    """

    def __init__(self, parent: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(parent)
        self._actions = actions
        self._opened = 0.0
        self._caps: list[KeyCap] = []
        self.setObjectName("shortcuts_overlay")
        self.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheet = ShortcutsSheet()
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.sheet)
        self._before: QWidget | None = None
        self.hide()
        parent.installEventFilter(self)

    def toggle(self) -> None:
        """Show the keys, or take them away."""
        self.dismiss() if self.isVisible() else self._open()

    def dismiss(self) -> None:
        """Give the window back, and the focus to where it was."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def caps(self) -> dict[str, QPoint]:
        """Return the keys that stand at controls, with their places."""
        return {cap.text(): cap.pos() for cap in self._caps}

    def event(self, event: QEvent) -> bool:
        """Let no key through to the actions of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Keep the focus: behind the veil Tab is a key that closes, like any other."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on any key that is no mere modifier."""
        if not event.isAutoRepeat() and event.key() not in MODIFIERS:
            self.dismiss()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Close when a key that was held is let go."""
        if not event.isAutoRepeat() and perf_counter() - self._opened > HELD:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dismiss()

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def paintEvent(self, event) -> None:
        veil = QColor(current().bg)
        veil.setAlphaF(VEIL)
        with painter_on(self) as painter:
            painter.fillRect(self.rect(), veil)

    def _open(self) -> None:
        self._before = self.window().focusWidget()
        self._opened = perf_counter()
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self._mark_controls()
        top = max((cap.geometry().bottom() for cap in self._caps), default=0)
        room = self.rect().adjusted(12, min(top, sizes().top_bar + 24) + 12, -12, -12)
        wanted = self.sheet.sizeHint().expandedTo(self.sheet.minimumSizeHint())
        size = wanted.boundedTo(room.size())
        box = QRect(QPoint(0, 0), size)
        box.moveCenter(room.center())
        self._scroll.setGeometry(box)
        self._scroll.raise_()

    def _mark_controls(self) -> None:
        """Put each action's keys at the visible control that does it."""
        for cap in self._caps:
            cap.hide()
            cap.deleteLater()
        self._caps = [
            self._cap(button, action)
            for button in self.parentWidget().findChildren(QAbstractButton)
            if not button.visibleRegion().isEmpty() and (action := self._action_of(button))
        ]

    def _action_of(self, button: QAbstractButton) -> QAction | None:
        name = button.objectName()
        action = self._actions.get(name.removeprefix("button_")) or self._actions.get(name)
        return action if action and action.shortcuts() else None

    def _cap(self, button: QAbstractButton, action: QAction) -> KeyCap:
        keys = action.shortcuts()[0].toString(QKeySequence.SequenceFormat.NativeText)
        cap = KeyCap(keys, self)
        cap.resize(cap.sizeHint())
        below = button.mapTo(self.parentWidget(), QPoint(button.width() // 2, button.height()))
        left = min(max(below.x() - cap.width() // 2, 2), self.width() - cap.width() - 2)
        cap.move(left, min(below.y() - 3, self.height() - cap.height()))
        cap.show()
        return cap
