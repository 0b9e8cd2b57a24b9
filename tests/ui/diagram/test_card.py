"""The card beside what is pointed at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter, QTextDocument

from visualnn.ui import fonts
from visualnn.ui.diagram.card import Card, placed
from visualnn.ui.diagram.closeup import CloseUp
from visualnn.ui.theme import load

BOUNDS = QRectF(0, 0, 400, 300)


@pytest.fixture
def laid_out(monkeypatch):
    """The texts that were laid out, in order."""
    texts: list[str] = []
    lay_out = QTextDocument.setHtml

    def note(document, html):
        texts.append(html)
        lay_out(document, html)

    monkeypatch.setattr(QTextDocument, "setHtml", note)
    return texts


def draw(card: Card, html: str) -> QRectF:
    image = QImage(400, 300, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    box = card.draw(painter, load("light"), fonts.text(), html, QRectF(10, 10, 5, 5), BOUNDS)
    painter.end()
    return box


def test_that_a_text_is_laid_out_once_however_often_it_is_painted(qapp, laid_out):
    card = Card()
    for html in ("<b>w</b>", "<b>w</b>", "<b>b</b>", "<b>b</b>"):
        draw(card, html)
    assert laid_out == ["<b>w</b>", "<b>b</b>"]


def test_that_a_card_is_as_wide_as_the_text_it_shows_now(qapp):
    card = Card()
    wide = draw(card, "a long line of text").width()
    assert draw(card, "w").width() < wide
    assert draw(card, "a long line of text").width() == wide


HTML = "<b>Hidden 1, unit 3</b><br>one line<br>another<br>and a third one"


@pytest.mark.parametrize("x", [10, 150, 300, 450, 580])
@pytest.mark.parametrize("y", [10, 200, 380])
def test_that_a_card_with_a_picture_stands_beside_its_neuron_and_inside(qapp, x, y):
    bounds, neuron = QRectF(0, 0, 620, 430), QRectF(x, y, 34, 34)
    picture = CloseUp(QImage(8, 8, QImage.Format.Format_RGB32), (0, "x", 1), (0, "y", 1))
    image = QImage(620, 430, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    box = Card().draw(painter, load("light"), fonts.text(), HTML, neuron, bounds, picture)
    painter.end()
    assert bounds.contains(box)
    assert box.right() <= neuron.left() or box.left() >= neuron.right()


def test_that_a_card_as_wide_as_the_diagram_stands_above_or_below():
    neuron = QRectF(180, 20, 34, 34)
    box = placed(QSizeF(380, 120), neuron, BOUNDS)
    assert box.top() >= neuron.bottom()
    assert BOUNDS.contains(box)
