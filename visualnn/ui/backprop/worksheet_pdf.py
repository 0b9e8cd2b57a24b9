"""A worksheet as a PDF: blanks to fill in, and the answer key on pages of its own."""

from __future__ import annotations

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from visualnn.experiment.explain import Task, Worksheet
from visualnn.export.files import write_file
from visualnn.ui import fonts
from visualnn.ui.backprop.saying import said

translate = QCoreApplication.translate

RESOLUTION = 300
POINTS = 10
BLANK = "_" * 16
TIGHT = "margin-top:2px;margin-bottom:2px"
MARGINS = QMarginsF(18, 16, 18, 16)
"""Millimeters."""


def write_worksheet(sheet: Worksheet, path: str | os.PathLike[str], title: str) -> Path:
    """Write a worksheet and its key.

    Raises
    ------
    InputError
        If the place cannot be written.
    """
    return write_file(path, to_pdf(worksheet_html(sheet, title), title))


def to_pdf(html: str, title: str) -> bytes:
    """Return pages of A4 with rich text."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("VisualNN")
    writer.setResolution(RESOLUTION)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    font = fonts.text()
    font.setPointSizeF(POINTS)
    document.setDefaultFont(font)
    document.setHtml(html)
    document.print_(writer)
    return bytes(buffer.data().data())


def worksheet_html(sheet: Worksheet, title: str) -> str:
    """Return the worksheet as rich text: what is given, the tasks, and the key."""
    about = "".join(f"<p style='{TIGHT}'>{escape(said(sentence))}</p>" for sentence in sheet.about)
    key = (
        f"<h2 style='page-break-before:always'>{escape(translate('worksheet', 'Answer key'))}</h2>"
    )
    parts = [
        f"<h2>{escape(title)}</h2>",
        f"<p>{escape(translate('worksheet', 'Name'))}: {'. ' * 40}</p>",
        about,
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
