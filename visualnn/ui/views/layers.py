"""The network in words and numbers: its layers, what is optimized, and how."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPalette,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.figures.layers import (
    LayerRow,
    collapsed,
    is_linear_stack,
    layer_rows,
    layers_table,
    matrix_forms,
    variant,
)
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import fixed_text
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.ui import fonts
from visualnn.ui.theme import Theme
from visualnn.ui.views.view import View
from visualnn.ui.words import count

MOST_INPUTS, MOST_OUTPUTS = 8, 3
"""So many rows and columns of W* are written out."""

READING = 100
"""Milliseconds that numbers stand still while training runs."""

HEADING = 34.0
MARGIN = 12.0


class LayersView(View):
    """The layers with their parameters, and the formulas of loss, optimizer and schedule."""

    key = "layers"
    stride = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._theta: Floats | None = None
        self._html = ""
        self._clock = QElapsedTimer()
        self._clock.start()
        self.page = self._make_page()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.setFocusProxy(self.page)

    @property
    def title(self) -> str:
        """Layers."""
        return self.tr("Layers")

    def wants(self) -> Wants:
        """Return that the weights are needed where the layers collapse to one."""
        return Wants(weights=self._scene is not None and is_linear_stack(self._scene))

    def show_scene(self, scene: Scene) -> None:
        """Describe another network."""
        if self._scene is None or scene.generation != self._scene.generation:
            self._theta = None
        self._scene = scene
        self.refresh()

    def show_settings(self, scene: Scene) -> None:
        """Describe another rule for the updates."""
        self.show_scene(scene)

    def show_frame(self, frame: Frame) -> None:
        """Take the weights, where they are shown."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        if not is_linear_stack(self._scene) or frame.theta is None:
            return
        # Nobody reads numbers faster, and a page is dear to lay out.
        if frame.state == "running" and self._theta is not None and self._clock.elapsed() < READING:
            return
        self._clock.restart()
        self._theta = frame.theta
        self.refresh()

    def refresh(self) -> None:
        """Write the page anew if it would read differently."""
        html = self._page_html() if self._scene else ""
        if html == self._html:
            return
        self._html = html
        bar = self.page.verticalScrollBar()
        at = bar.value()
        self.page.setHtml(html)
        bar.setValue(at)

    def table(self) -> Table:
        """Return the layers as columns."""
        return layers_table(layer_rows(self._scene)) if self._scene else Table(self.key, {})

    def picture_size(self) -> QSize:
        """Return the room for the whole page, scrolled or not."""
        document = self._document()
        height = document.size().height() + 2 * MARGIN + HEADING
        return QSize(int(document.size().width() + 2 * MARGIN), int(height) + 1)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading and page on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        painter.save()
        painter.translate(rect.left() + MARGIN, rect.top() + MARGIN)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        box = QRectF(0, 0, rect.width(), HEADING - MARGIN)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.title.upper())
        painter.translate(0, HEADING)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, self.theme.ink)
        self._document().documentLayout().draw(painter, context)
        painter.restore()

    def _document(self) -> QTextDocument:
        """Return a copy of the page as wide as the view, for a picture."""
        document = self.page.document().clone(self)
        document.setPageSize(QSizeF(max(self.width(), 320), -1))
        document.setTextWidth(max(self.width(), 320))
        return document

    def _make_page(self) -> QTextBrowser:
        page = QTextBrowser(self)
        page.setObjectName("layers_page")
        page.setAccessibleName(self.tr("Layers and formulas"))
        page.setToolTip(
            self.tr("Every number that training adjusts, counted, and the rules it follows.")
        )
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setCornerWidget(QWidget())
        page.setOpenLinks(False)
        page.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        page.document().setDefaultFont(fonts.numbers(fonts.small()))
        page.document().setDocumentMargin(0)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        page.viewport().setAutoFillBackground(False)
        return page

    def _page_html(self) -> str:
        parts = [self._layers_html(), self._matrices_html(), self._collapsed_html()]
        return "".join([*parts, self._loss_html(), self._optimizer_html(), self._schedule_html()])

    def _layers_html(self) -> str:
        rows = layer_rows(self._scene)
        normalized = any(row.normalization not in ("", "none") for row in rows)
        heads = [self.tr("layer"), self.tr("activation"), self.tr("output"), self.tr("parameters")]
        if normalized:
            heads.insert(2, self.tr("norm."))
        lines = [self._line(heads, self.theme.caption.name(), "", rule=True)]
        lines += [self._row_html(row, normalized) for row in rows]
        total = ["", "", self.tr("total"), count(self._scene.parameters)]
        if normalized:
            total.insert(0, "")
        lines.append(self._line(total, self.theme.ink.name(), "font-weight:600;"))
        return f"<table width='98%' cellspacing='0' cellpadding='0'>{''.join(lines)}</table>"

    def _row_html(self, row: LayerRow, normalized: bool) -> str:
        cells = [
            _unbroken(self._name(row.layer)),
            _tipped(*_rule(ACTIVATIONS, row.activation)),
            f"({row.shape[0]},&nbsp;{row.shape[1]})",
            self._sum(row),
        ]
        if normalized:
            cells.insert(2, _tipped(*_rule(NORMALIZATIONS, row.normalization)))
        return self._line(cells, self.theme.ink.name(), "", rule=True)

    def _sum(self, row: LayerRow) -> str:
        if not row.terms:
            return "0"
        sum_of = _unbroken(f"{row.terms} =")
        terms = f"<span style='color:{self.theme.ink2.name()}'>{sum_of}</span>"
        return f"{terms}&nbsp;{count(row.parameters)}"

    def _line(self, cells: Iterable[str], color: str, style: str, rule: bool = False) -> str:
        line = f"border-bottom:1px solid {self.theme.line.name()};" if rule else ""
        cells = list(cells)
        sides = ["left"] * (len(cells) - 1) + ["right"]
        return (
            "<tr>"
            + "".join(
                f"<td align='{side}' style='color:{color};{style}{line}padding:4px 8px 4px 0px;'>"
                f"{cell}</td>"
                for side, cell in zip(sides, cells, strict=True)
            )
            + "</tr>"
        )

    def _name(self, layer: int) -> str:
        if layer == 0:
            return self.tr("Input")
        if layer == len(self._scene.sizes) - 1:
            return self.tr("Output")
        return self.tr("Hidden {n}").format(n=layer)

    def _matrices_html(self) -> str:
        """Return the layers as matrices with their shapes."""
        rows = layer_rows(self._scene)
        forms = matrix_forms(rows, self._scene.layout.bias)
        second = self.theme.ink2.name()
        lines = [
            f"<tr><td style='padding:1px 14px 1px 0px;color:{second}'>"
            f"{_unbroken(self._name(row.layer))}</td>"
            f"<td style='padding:1px 0px'>{_unbroken(form)}</td></tr>"
            for row, form in zip(rows[1:], forms, strict=True)
        ]
        text = self.tr(
            "The same parameters serve any number of samples at once: one sample more adds a row "
            "to X and to Z, one unit more a column to W and a number to b."
        )
        table = f"<table cellspacing='0' cellpadding='0'>{''.join(lines)}</table>"
        note = f"<p style='margin:2px 0px;color:{second}'>{escape(text)}</p>"
        return self._section(self.tr("As matrices"), "Z = X·W + b", table + note)

    def _collapsed_html(self) -> str:
        if not is_linear_stack(self._scene):
            return ""
        text = self.tr(
            "Every hidden layer is linear, so the whole stack is one linear layer, "
            "z\u00a0=\u00a0x·W*\u00a0+\u00a0b*, and its boundary stays straight:"
        )
        if bends := [name for name in self._scene.computed if name not in self._scene.features]:
            text = self.tr(
                "Every hidden layer is linear, so the whole stack is one linear layer, "
                "z\u00a0=\u00a0x·W*\u00a0+\u00a0b*. If its boundary bends, {names} bend it:"
            ).format(names=", ".join(bends))
        body = f"<p style='margin:2px 0px;color:{self.theme.ink2.name()}'>{escape(text)}</p>"
        if self._theta is not None:
            body += self._star_html(*collapsed(self._scene.layout, self._theta))
        return self._section(self.tr("The stack as one layer"), "", body)

    def _star_html(self, weights: Floats, offset: Floats) -> str:
        names = self._scene.inputs[:MOST_INPUTS]
        lines = [
            self._numbers(_unbroken(name), row) for name, row in zip(names, weights, strict=False)
        ]
        if len(weights) > MOST_INPUTS:
            more = self.tr("… {n} more rows").format(n=len(weights) - MOST_INPUTS)
            lines.append(f"<tr><td style='color:{self.theme.ink2.name()}'>{more}</td></tr>")
        lines.append(self._numbers("b*", offset))
        rows, columns = weights.shape
        shape = self.tr("W* is ({rows}, {columns})").format(rows=rows, columns=columns)
        if self._scene.experiment.data.standardize:
            shape = self.tr("{shape}, for standardized inputs").format(shape=shape)
        note = f"<p style='margin:2px 0px;color:{self.theme.ink2.name()}'>{shape}</p>"
        return f"<table cellspacing='0' cellpadding='0'>{''.join(lines)}</table>{note}"

    def _numbers(self, name: str, values: Floats) -> str:
        style = "padding:1px 14px 1px 0px;"
        cells = [f"<td style='{style}color:{self.theme.ink2.name()}'>{name}</td>"]
        cells += [
            f"<td align='right' style='{style}'>{fixed_text(float(value), 3)}</td>"
            for value in values[:MOST_OUTPUTS]
        ]
        if len(values) > MOST_OUTPUTS:
            cells.append("<td>…</td>")
        return f"<tr>{''.join(cells)}</tr>"

    def _loss_html(self) -> str:
        loss = LOSSES[self._scene.loss]
        terms = [self.tr("Mean over the batch.")]
        rule = self._scene.experiment.regularization
        penalties = [("λ·Σ|w|", rule.l1), ("½λ·Σw²", rule.l2)]
        wanted = [f"{text} (λ = {value:g})" for text, value in penalties if value]
        if wanted:
            text = self.tr("Training adds {penalty}; the loss curves show it without.")
            terms.append(text.format(penalty=" + ".join(wanted)))
        words = " ".join([variant(loss, loss.formula), *terms])
        return self._rule_html(self.tr("Loss"), loss.title, loss.formula, words)

    def _optimizer_html(self) -> str:
        optimizer = self._scene.experiment.optimizer
        words = variant(type(optimizer), optimizer.formula)
        return self._rule_html(self.tr("Optimizer"), optimizer.title, optimizer.formula, words)

    def _schedule_html(self) -> str:
        schedule = self._scene.experiment.schedule
        words = variant(type(schedule), schedule.formula)
        return self._rule_html(self.tr("Schedule"), schedule.title, schedule.formula, words)

    def _rule_html(self, kind: str, title: str, formula: str, words: str) -> str:
        second, ink = self.theme.ink2.name(), self.theme.ink.name()
        formula = escape(formula).replace("  ", "&nbsp; ")
        body = (
            f"<p style='margin:3px 0px;font-size:13px;color:{ink}'>{formula}</p>"
            f"<p style='margin:0px;color:{second}'>{escape(_translated(words))}</p>"
        )
        return self._section(kind, _translated(title), body)

    def _section(self, kind: str, title: str, body: str) -> str:
        caption, ink = self.theme.caption.name(), self.theme.ink.name()
        return (
            f"<p style='margin:12px 0px 0px 0px;color:{caption}'>{escape(kind)} "
            f"<span style='color:{ink};font-weight:600'>{escape(title)}</span></p>{body}"
        )

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme and write the page anew."""
        self._html = ""
        super().apply_theme(theme)


def _translated(text: str) -> str:
    return QCoreApplication.translate("specs", text)


def _rule(registry, key: str) -> tuple[str, str]:
    """Return what an entry is called, and its formula; nothing for the input."""
    if not key or key == "none":
        return "–", ""
    return _translated(registry[key].title), registry[key].formula


def _tipped(text: str, tip: str) -> str:
    """Return text with a tooltip."""
    if not tip:
        return _unbroken(text)
    return f"<a title='{escape(tip)}'>{_unbroken(text)}</a>"


def _unbroken(text: str) -> str:
    """Return text for a cell of one line."""
    return escape(text).replace(" ", "&nbsp;")
