"""A worksheet as a PDF: blanks to fill in, and the answer key on pages of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from visualnn.experiment.explain import Task, Worksheet, worksheet
from visualnn.export.files import write_file
from visualnn.figures.circles import arrange, capacity, choose
from visualnn.figures.diagram import Box
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.network_picture import NetworkPicture
from visualnn.ui.backprop.saying import said
from visualnn.ui.theme import load

translate = QCoreApplication.translate

RESOLUTION = 300
WIDTH, LETTERS, FOOT = 660, 13, 24
"""Pixels of the text's width, of its letters, and of the line with the page's number."""

TOGETHER = 110
"""A heading nearer to the end of a page than this begins the next one."""

BLANK = "_" * 16
TIGHT = "margin-top:2px;margin-bottom:2px"
NAME = "network.png"
DRAWING, FINE = (600, 240), 3
"""The drawing's pixels, and how many of the image's stand in one of them."""

SIDE, TOP, BOTTOM = 70.0, 10.0, 26.0
MARGINS = QMarginsF(18, 16, 18, 16)
"""Millimeters."""


def write_worksheet(sheet: Sheet, path: str | os.PathLike[str], title: str) -> Path:
    """Write the worksheet of a worked step, with a drawing of the network, and its key.

    Raises
    ------
    InputError
        If the place cannot be written.
    """
    html = worksheet_html(worksheet(sheet.names), title, drawn=True)
    return write_file(path, to_pdf(html, title, drawing_of(sheet)))


def drawing_of(sheet: Sheet) -> QImage:
    """Return the network with its inputs and weights, before anything is computed."""
    given = sheet.edited(
        index=0, selected=None, pointed=frozenset(), hidden=frozenset(), predicting=False
    )
    width, height = DRAWING
    box = Box(SIDE, TOP, width - SIDE, height - BOTTOM)
    chosen = choose(given.importance(), capacity(box), [])
    image = QImage(DRAWING[0] * FINE, DRAWING[1] * FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(FINE)
    image.fill("white")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circles = arrange(given.explanation.sizes, box, chosen)
    NetworkPicture(circles).paint(painter, given, load("light"))
    painter.end()
    return image


def to_pdf(html: str, title: str, drawing: QImage) -> bytes:
    """Return pages of A4 with rich text and the drawing that it names."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("VisualNN")
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    painter.scale(writer.width() / WIDTH, writer.width() / WIDTH)
    height = int(writer.height() * WIDTH / writer.width()) - FOOT
    document = _document(html, drawing, height)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        _paint_page(painter, document, page, height)
    painter.end()
    return bytes(buffer.data().data())


def _document(html: str, drawing: QImage, height: int) -> QTextDocument:
    """Lay the text out in pages; no heading stands alone at the end of one."""
    document = QTextDocument()
    font = fonts.text()
    font.setPixelSize(LETTERS)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(NAME), drawing)
    document.setHtml(html)
    document.setPageSize(QSizeF(WIDTH, height))
    block = document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top() % height
        if block.blockFormat().headingLevel() and top > height - TOGETHER:
            form = block.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(form)
            document.markContentsDirty(0, document.characterCount())
        block = block.next()
    return document


def _paint_page(painter: QPainter, document: QTextDocument, page: int, height: int) -> None:
    painter.save()
    painter.translate(0, -page * height)
    document.drawContents(painter, QRectF(0, page * height, WIDTH, height))
    painter.restore()
    painter.setFont(document.defaultFont())
    foot = QRectF(0, height, WIDTH, FOOT)
    place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(foot, place, f"{page + 1} / {document.pageCount()}")


def worksheet_html(sheet: Worksheet, title: str, drawn: bool = False) -> str:
    """Return the worksheet as rich text: what is given, the tasks, and the key."""
    picture = f"<p align='center'><img src='{NAME}' width='{DRAWING[0]}'></p>" if drawn else ""
    about = "".join(f"<p style='{TIGHT}'>{escape(said(sentence))}</p>" for sentence in sheet.about)
    key = (
        f"<h2 style='page-break-before:always'>{escape(translate('worksheet', 'Answer key'))}</h2>"
    )
    parts = [
        f"<h2>{escape(title)}</h2>",
        f"<p>{escape(translate('worksheet', 'Name'))}: {'. ' * 40}</p>",
        about,
        picture,
        f"<h3>{escape(translate('worksheet', 'Given'))}</h3>",
        _given(sheet.given),
        f"<p style='{TIGHT}'>{escape(sheet.ways)}</p>" if sheet.ways else "",
        *(_part(said(name), tasks) for name, tasks in sheet.parts),
        key,
        *map(_answer, sheet.blanks),
    ]
    return f"<html><body>{''.join(parts)}</body></html>"


def _answer(task: Task) -> str:
    return f"<p style='{TIGHT}'>{task.number}. {escape(task.key(said))}</p>"


def _given(pairs: Iterable[tuple[str, str]], columns: int = 4) -> str:
    cells = [f"<td>{escape(name)} = {escape(value)}</td>" for name, value in pairs]
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table width='100%' cellpadding='3'>{body}</table>"


def _part(title: str, tasks: Iterable[Task]) -> str:
    lines = "".join(_line(task) for task in tasks)
    return f"<h3>{escape(title)}</h3><table width='100%' cellpadding='2'>{lines}</table>"


def _line(task: Task) -> str:
    number = f"{task.number}." if task.is_blank else ""
    result = BLANK if task.is_blank else escape(task.result)
    return (
        f"<tr><td width='7%' style='white-space:nowrap'>{number}</td>"
        f"<td width='63%'>{escape(task.left(said))} =</td><td width='30%'>{result}</td></tr>"
    )
