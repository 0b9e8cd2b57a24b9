"""The card beside what is pointed at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTextDocument

from visualnn.ui import fonts
from visualnn.ui.diagram.card import Card
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
