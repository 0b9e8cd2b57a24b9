"""The card beside what the mouse or the keyboard points at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPainter,
    QPalette,
    QPen,
    QTextDocument,
)

from visualnn.ui import fonts
from visualnn.ui.diagram.closeup import CloseUp
from visualnn.ui.theme import Theme

PADDING = 11.0
RADIUS = 8.0
DISTANCE = 14.0
TEXT_WIDTH = 300.0
SHADOW = (8, 6, 4, 2)


class Card:
    """A card with rich text and perhaps a picture.

    The text is laid out once and kept until it changes: while the mouse rests
    the diagram is painted many times with the same card.
    """

    def __init__(self) -> None:
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._html = ""

    def draw(
        self,
        painter: QPainter,
        theme: Theme,
        font: QFont,
        html: str,
        anchor: QRectF,
        bounds: QRectF,
        picture: CloseUp | None = None,
    ) -> QRectF:
        """Draw ``html`` beside ``anchor`` and return the card's rectangle.

        The card stays inside ``bounds`` and moves to the other side of ``anchor``
        rather than cover it.
        """
        self._write(html, font)
        image = picture.size(bounds) if picture else QSizeF(0, 0)
        card, above = self._place(image, anchor, bounds)
        _draw_panel(painter, theme, card)
        inner = card.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        if picture:
            picture.paint(painter, theme, fonts.small(), QRectF(inner.topLeft(), image))
        painter.save()
        if above:
            painter.translate(inner.x(), inner.bottom() - self._text.height())
        else:
            left = image.width() + PADDING if picture else 0.0
            painter.translate(inner.x() + left, inner.center().y() - self._text.height() / 2)
        _draw_document(painter, self._document, theme.ink)
        painter.restore()
        return card

    def _place(self, image: QSizeF, anchor: QRectF, bounds: QRectF) -> tuple[QRectF, bool]:
        """Return the card's rectangle, and whether the picture stands above the text.

        Beside the text it makes a calmer card; above it, one that is narrow
        enough to stand beside a neuron in a small window.
        """
        text = self._text
        if image.isEmpty():
            return placed(padded(text), anchor, bounds), False
        wide = padded(
            QSizeF(image.width() + PADDING + text.width(), max(image.height(), text.height()))
        )
        tall = padded(
            QSizeF(max(image.width(), text.width()), image.height() + PADDING + text.height())
        )
        slim = tall.height() <= bounds.height() and fits_beside(tall, anchor, bounds)
        above = slim and not fits_beside(wide, anchor, bounds)
        return placed(tall if above else wide, anchor, bounds), above

    @property
    def _text(self) -> QSizeF:
        """The size of the text as it is laid out."""
        return QSizeF(self._document.idealWidth(), self._document.size().height())

    def _write(self, html: str, font: QFont) -> None:
        """Lay the text out, if it is another."""
        if font != self._document.defaultFont():
            self._document.setDefaultFont(font)
        if html != self._html:
            self._html = html
            self._document.setTextWidth(-1)
            self._document.setHtml(html)
            # A long sentence goes on in a second line rather than make a wide card.
            self._document.setTextWidth(min(self._document.idealWidth(), TEXT_WIDTH))


def padded(size: QSizeF) -> QSizeF:
    """Return the size of a card around its contents."""
    return size + QSizeF(2 * PADDING, 2 * PADDING)


def fits_beside(card: QSizeF, anchor: QRectF, bounds: QRectF) -> bool:
    """Return whether there is room for a card at the right or the left of the anchor."""
    room = max(bounds.right() - anchor.right(), anchor.left() - bounds.left())
    return card.width() + DISTANCE <= room


def placed(size: QSizeF, anchor: QRectF, bounds: QRectF) -> QRectF:
    """Return the card's rectangle: right of ``anchor``, or left of it, or where there is room."""
    width, height = size.width(), size.height()
    x = anchor.right() + DISTANCE
    if x + width > bounds.right():
        x = anchor.left() - DISTANCE - width
    x = max(bounds.left(), min(x, bounds.right() - width))
    y = anchor.center().y() - height / 2
    y = max(bounds.top(), min(y, bounds.bottom() - height))
    card = QRectF(x, y, width, height)
    if not card.intersects(anchor):
        return card
    below = anchor.bottom() + DISTANCE
    above = anchor.top() - DISTANCE - height
    card.moveTop(below if below + height <= bounds.bottom() else max(bounds.top(), above))
    return card


def _draw_panel(painter: QPainter, theme: Theme, card: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in SHADOW:
        painter.setBrush(QColor(0, 0, 0, 26 if theme.dark else 9))
        shadow = card.adjusted(-spread / 2, 0, spread / 2, spread)
        painter.drawRoundedRect(shadow, RADIUS + spread / 2, RADIUS + spread / 2)
    painter.setBrush(theme.panel2 if theme.dark else theme.panel)
    painter.setPen(QPen(theme.line, 1.0))
    painter.drawRoundedRect(card, RADIUS, RADIUS)


def _draw_document(painter: QPainter, document: QTextDocument, ink: QColor) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, ink)
    context.palette = palette
    document.documentLayout().draw(painter, context)


def pointed(point: QPointF) -> QRectF:
    """Return the small rectangle around the place that a card belongs to."""
    return QRectF(point.x() - 4, point.y() - 4, 8, 8)
