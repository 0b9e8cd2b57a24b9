"""How the diagram is painted: the network, the moving dashes, what is pointed at, its card."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Scene
from visualnn.ui import fonts, motion
from visualnn.ui.diagram.attention import Attention
from visualnn.ui.diagram.card import Card, pointed
from visualnn.ui.diagram.closeup import CloseUp
from visualnn.ui.diagram.labels import BAR
from visualnn.ui.diagram.picture import Picture
from visualnn.ui.diagram.screen import Screen
from visualnn.ui.diagram.selection import Edge
from visualnn.ui.diagram.stage import Stage
from visualnn.ui.theme import Theme, current


class Canvas(QObject):
    """Paints the diagram on a widget.

    Attributes
    ----------
    picture
        What the network looks like; None before the first scene.
    threshold
        The share of the full width's magnitude below which edges are hidden.
    """

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.picture: Picture | None = None
        self._screen: Screen | None = None
        self.theme = current()
        self.threshold = 0.0
        self._card = Card()
        self._stage = Stage(view)
        self._stage.moved.connect(self._flow)

    def begin(self, scene: Scene) -> None:
        """Make the picture of another network."""
        self.picture = Picture(scene, self.theme)
        self._screen = Screen(self.picture)
        self._stage.change()
        self.picture.wiring.hide_below(self.threshold)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.theme = theme
        if self.picture:
            self.picture.apply_theme(theme)

    def hide_below(self, share: float) -> None:
        """Hide weak edges; 0 hides none."""
        self.threshold = share
        if self.picture:
            self.picture.wiring.hide_below(share)

    def change(self, *, flowing: bool) -> None:
        """Draw anew what stands still, and let move what should."""
        self._stage.set_moving(flowing and not motion.is_reduced())
        self._stage.change()
        self._view.update()

    def stop(self) -> None:
        """Move nothing that nobody sees."""
        self._stage.set_moving(False)

    def _flow(self, seconds: float) -> None:
        if self.picture:
            self.picture.wiring.flow(seconds)
        self._view.update()

    # Painting

    def paint(self, painter: QPainter, attention: Attention | None = None) -> None:
        """Paint the ground, the network, what flows over it, what is marked, and the numbers."""
        self._stage.paint(painter, self._paint_ground)
        self._paint_above(painter, attention)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the network without the card into ``rect``."""
        _smooth(painter)
        if self.picture:
            self.picture.paint(painter, rect, fonts.small())
        self._paint_above(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        area = QRectF(self._view.rect())
        _smooth(painter)
        if self._screen:
            self._screen.paint(painter, area, fonts.small())
        else:
            painter.fillRect(area, self.theme.panel)

    def _paint_above(self, painter: QPainter, attention: Attention | None = None) -> None:
        """Draw what lies over the edges; the numbers come last, so that all can be read."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.picture is None:
            return
        self.picture.paint_flow(painter)
        for thing in attention.marked if attention else ():
            self.picture.paint_highlight(painter, thing)
        self.picture.paint_numbers(painter, fonts.small())

    def paint_card(
        self, painter: QPainter, attention: Attention, html: str, image: CloseUp | None
    ) -> None:
        """Draw the card beside what is pointed at."""
        thing = attention.thing
        anchor = self.picture.anchor(thing)
        if isinstance(thing, Edge) and thing == attention.hovered:
            anchor = pointed(attention.pointer)
        bounds = QRectF(self._view.rect()).adjusted(6, 6, -6, -6)
        bounds.setTop(self.picture.above(0).y() + BAR)  # captions and buttons stay in sight
        self._card.draw(painter, self.theme, fonts.text(), html, anchor, bounds, image)

    def paint_focus(self, painter: QPainter) -> None:
        """Draw the ring that says where the keyboard is."""
        painter.setPen(QPen(self.theme.accent, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        area = QRectF(self._view.rect())
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 6, 6)


def _smooth(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
