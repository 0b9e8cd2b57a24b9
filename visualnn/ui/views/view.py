"""What every view is: a widget that draws frames and says what the person wants."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape
from types import MappingProxyType

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QContextMenuEvent, QHelpEvent, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.figures.table import Table
from visualnn.ui.choices import Switch
from visualnn.ui.theme import Theme, current
from visualnn.ui.widgets.menu_heading import add_heading
from visualnn.ui.widgets.tip_inside import show_tip_inside


class View(QWidget):
    """A picture of what the engine knows, in one card.

    A view never touches the model and knows no other view.  It is shown a
    `Scene` once per plan and a `Frame` at every tick while it is visible, and
    emits `intent` with one of `visualnn.ui.intents` for what the person wants.

    Attributes
    ----------
    key
        Stable name: the object name, the settings' key and an export's file stem.
    stride
        While training runs the view is shown every so many frames: what changes
        by the epoch need not be drawn sixty times a second.
    reads_history
        Whether it draws `Frame.history`; only then ``wants().history_from`` counts.
    forgets
        Switches that start anew with each session, as those that cost much.
    intent
        Emitted with an intent.
    retitled
        Emitted with the new `title` when it changes.
    switched
        Emitted when a switch has moved or `switches` offers something else.
    wanting
        Emitted when `wants` asks for something else, so that a frame is needed.
    """

    key = "view"
    stride = 1
    reads_history = False
    forgets: frozenset[str] = frozenset()
    intent = Signal(object)
    retitled = Signal(str)
    switched = Signal()
    wanting = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = current()
        self._choices = {s.key: s.default or s.options[0][0] for s in self.switches()}
        self.setObjectName(self.key)
        self.setAccessibleName(self.title)

    def setToolTip(self, text: str) -> None:  # noqa: N802
        """Explain the view; as rich text, so that a long sentence is wrapped."""
        super().setToolTip(f"<qt>{escape(text)}</qt>" if text else "")

    @property
    def title(self) -> str:
        """The card's heading, translated, in sentence case."""
        return ""

    @property
    def short_title(self) -> str:
        """The heading where there is little room."""
        return self.title

    def header(self) -> QWidget | None:
        """Return the widget for the right end of the card's heading, such as a legend."""
        return None

    def switches(self) -> tuple[Switch, ...]:
        """Return the choices that the card offers beside its heading."""
        return ()

    @property
    def choices(self) -> Mapping[str, str]:
        """Every switch with the option it stands at."""
        return MappingProxyType(self._choices)

    def chosen(self, switch: str) -> str:
        """Return the key of the option that a switch stands at."""
        return self._choices[switch]

    def choose(self, switch: str, option: str) -> None:
        """Set a switch; names that this view does not know are ignored.

        Settings of an older version may hold such names.
        """
        known = {s.key: [key for key, _, _ in s.options] for s in self.switches()}
        if option in known.get(switch, []) and option != self._choices[switch]:
            self._choices[switch] = option
            self.refresh()
            self.switched.emit()
            self.wanting.emit()

    def menu(self) -> QMenu:
        """Return a menu of all switches; also the context menu, by mouse or keyboard."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for switch in self.switches():
            add_heading(menu, switch.label)
            group = QActionGroup(menu)
            for option, text, tip in switch.options:
                action = menu.addAction(text)
                action.setObjectName(f"{switch.key}_{option}")
                action.setToolTip(tip)
                action.setCheckable(True)
                action.setChecked(option == self.chosen(switch.key))
                action.triggered.connect(partial(self.choose, switch.key, option))
                group.addAction(action)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the switches."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.isEmpty():
            return super().contextMenuEvent(event)
        menu.popup(event.globalPos())
        return None

    def event(self, event: QEvent) -> bool:
        """Explain the view within its own area: the others stay free."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.toolTip():
            show_tip_inside(self, event.pos())
            return True
        return super().event(event)

    def wants(self) -> Wants:
        """Return what the next frame must hold for this view."""
        return Wants()

    def show_scene(self, scene: Scene) -> None:
        """Draw what stays the same during one run."""

    def show_settings(self, scene: Scene) -> None:
        """Draw what has changed with live settings, where the scene is the same otherwise.

        Most views draw nothing of these, and a slider that is dragged changes them often.
        """

    def show_frame(self, frame: Frame) -> None:
        """Draw the run at one instant."""

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme and draw again."""
        self.theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Draw again what was shown last, after a switch or the theme has changed."""

    def keep(self, reason: str) -> None:
        """Let nothing be changed here, for this reason; an empty one allows it again."""

    def dismiss(self) -> None:
        """Put away what floats over the view, as Escape does."""

    def table(self) -> Table:
        """Return what is on show as columns of numbers."""
        return Table(self.key, {})

    def picture_size(self) -> QSize:
        """Return the size of an exported picture at scale 1, in pixels."""
        return self.size()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the view into ``rect``, for a picture; vectors stay vectors."""
        self.render(painter, QPoint(round(rect.x()), round(rect.y())))


def merged(views: Iterable[View]) -> Wants:
    """Return one `Wants` that serves all the given views.

    Where none of them reads the history it can wait: it is asked for from its
    first missing row when one does.
    """
    views = tuple(views)
    wants = [view.wants() for view in views]
    missing = [view.wants().history_from for view in views if view.reads_history]
    return Wants(
        boundary=max((w.boundary for w in wants), default=0),
        neurons=max((w.neurons for w in wants), default=0),
        faces=next((w.faces for w in wants if w.faces), None),
        weights=any(w.weights for w in wants),
        theta=any(w.theta for w in wants),
        history_from=min(missing, default=sys.maxsize),
        outcomes=any(w.outcomes for w in wants),
        sums=any(w.sums for w in wants),
        batch=any(w.batch for w in wants),
        samples_but=min((g for w in wants if (g := w.samples_but) is not None), default=None),
        test_from=min((n for w in wants if (n := w.test_from) is not None), default=None),
        whereabouts=any(w.whereabouts for w in wants),
        space=max((w.space for w in wants), default=0),
        scatter=any(w.scatter for w in wants),
        judge=next((w.judge for w in wants if w.judge is not None), None),
        watched=next((w.watched for w in wants if w.watched), ()),
        probe=next((w.probe for w in wants if w.probe), None),
        seeds=max((w.seeds for w in wants), default=0),
        band_from=max((w.band_from for w in wants if w.seeds), default=0),
    )
