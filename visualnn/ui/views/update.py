"""The update of the chosen weight, and of all others with it: old value, gradient, η, new value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from visualnn.experiment.explain import Place, index_of
from visualnn.figures.table import Table
from visualnn.figures.ticks import number_text
from visualnn.figures.worked import Sheet, decimals_text, short_text
from visualnn.nn.optim import SGD
from visualnn.ui import fonts
from visualnn.ui.backprop.formula import Formula, Piece
from visualnn.ui.backprop.number_table import Column, NumberTable, Row
from visualnn.ui.intents import ChooseParameter, PointAt
from visualnn.ui.theme import sizes
from visualnn.ui.views.view import View
from visualnn.ui.widgets.card import note_label

EM = 18.0
EXACT = 8


class UpdateView(View):
    """w ← w − η ∂E/∂w in numbers, the optimizer's links, all weights, and the loss."""

    key = "update"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self.formula = Formula("update_formula")
        self.formula.setToolTip(
            self.tr("One step downhill: the old value minus the step that the optimizer makes.")
        )
        self.links = NumberTable(
            "links",
            self.tr("The optimizer's links"),
            (
                Column(self.tr("link"), left=True),
                Column(self.tr("formula"), left=True),
                Column(self.tr("value")),
            ),
            stretch=1,
        )
        self.weights = NumberTable("weights", self.tr("All weights"), self._columns("E"))
        self.weights.chosen.connect(self._choose)
        self.weights.pointed.connect(self._point)
        self.before, self.after = _loss_label("loss_before"), _loss_label("loss_after")
        self._lay_out()

    @property
    def title(self) -> str:
        """Update."""
        return self.tr("Update")

    def header(self) -> QWidget:
        """Return the learning rate."""
        self.rate = note_label()
        self.rate.setObjectName("update_rate")
        self.rate.setToolTip(self.tr("η, the learning rate: how far a step goes."))
        return self.rate

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the update of the chosen parameter."""
        self._sheet = sheet
        e = sheet.explanation
        self.rate.setText(f"η  {number_text(e.rate, 6)}")
        self._show_formula(sheet)
        self._show_links(sheet)
        self._show_weights(sheet)
        self._show_loss(sheet)

    def point_at(self, sheet: Sheet) -> None:
        """Mark nothing: the chosen row is marked already."""
        self._sheet = sheet

    def refresh(self) -> None:
        """Draw again."""
        self.formula.update()
        self.links.viewport().update()
        self.weights.viewport().update()
        if self._sheet is not None:
            self._show_loss(self._sheet)

    def table(self) -> Table:
        """Return all weights before and after."""
        return Table(self.key, {}) if self._sheet is None else self._sheet.parameter_table()

    def picture_size(self) -> QSize:
        """Return the room for formula, every row, and the loss."""
        height = self.formula.height() + self.weights.full_height() + 90
        if self.links.isVisibleTo(self):
            height += self.links.full_height() + 8
        return QSize(max(self.width(), 320) + 24, height)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading, formula, tables and loss on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        inner = rect.adjusted(12, 8, -12, -8)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, self.title.upper())
        top = inner.top() + 26
        self.formula.paint_into(painter, QPointF(inner.left(), top), self.theme)
        top += self.formula.height() + 4
        tables = [self.links] if self.links.isVisibleTo(self) else []
        for table in [*tables, self.weights]:
            box = QRectF(inner.left(), top, inner.width(), 0)
            top += table.paint_into(painter, box, self.theme) + 8
        painter.setFont(fonts.text())
        painter.setPen(self.theme.ink)
        foot = QRectF(inner.left(), top, inner.width(), 22)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, self.before.accessibleName())
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self.after.accessibleName())

    # What is shown

    def _show_formula(self, sheet: Sheet) -> None:
        place, e = sheet.selected, sheet.explanation
        if place is None:
            self.formula.show_lines([])
            return
        at = index_of(e.layout, place)
        new = "?" if place in sheet.hidden else decimals_text(float(e.theta_after[at]), EXACT)
        name, loss = sheet.names.text(place), sheet.loss_name
        old = short_text(float(e.theta[at]), 2, EXACT)
        parts = [_piece(sheet.names.latex(place), name), _piece(r"\leftarrow", "←"), _piece(old, old)]
        parts += self._step_pieces(sheet, at)
        parts += [_piece("=", "="), _piece(rf"\mathbf{{{_tex(new)}}}", new)]
        self.formula.show_lines([parts])
        text = self.tr("{name} steps against ∂{loss}/∂{name}.")
        self.formula.setAccessibleDescription(text.format(name=name, loss=loss))

    def _step_pieces(self, sheet: Sheet, at: int) -> list[Piece]:
        """Return − η × gradient where that is the whole update, else − step."""
        e, minus = sheet.explanation, _piece("-", "−")
        hidden = sheet.selected in sheet.hidden
        if isinstance(e.optimizer, SGD) and e.clip_scale == 1:
            gradient = "?" if hidden else decimals_text(float(e.gradient[at]), EXACT)
            rate = number_text(e.rate, 6)
            times = _piece(r"\times", "×")
            return [minus, _piece(rate, rate), times, _piece(_factor(gradient), gradient, "gneg")]
        step = "?" if hidden else decimals_text(float(e.step_vector[at]), EXACT)
        return [minus, _piece(_factor(step), step, "gneg")]

    def _show_links(self, sheet: Sheet) -> None:
        e, place = sheet.explanation, sheet.selected
        self.links.setVisible(place is not None and len(e.links) > 2)
        if not self.links.isVisibleTo(self):
            return
        at = index_of(e.layout, place)
        self.links.show_rows(
            [
                Row(i, (link.title, link.formula, decimals_text(float(link.vector[at]), EXACT)))
                for i, link in enumerate(e.links)
            ]
        )
        self.links.setFixedHeight(self.links.full_height())

    def _show_weights(self, sheet: Sheet) -> None:
        e = sheet.explanation
        rows = []
        for place in sheet.parameters:
            at = index_of(e.layout, place)
            cells = [
                short_text(float(e.theta[at]), 2),
                decimals_text(float(e.gradient[at]), EXACT),
                decimals_text(float(e.theta_after[at]), EXACT),
            ]
            if place in sheet.hidden:
                cells[1:] = ["?", "?"]
            rows.append(Row(place, (sheet.names.text(place), *cells)))
        self.weights.show_rows(rows, self._columns(sheet.loss_name))
        if self.weights.marked != {sheet.selected}:
            self.weights.mark(sheet.selected)
            self.weights.reveal(sheet.selected)

    def _show_loss(self, sheet: Sheet) -> None:
        e = sheet.explanation
        before, after = e.before.loss, e.after.loss
        seen = "?" if Place("L") in sheet.hidden else decimals_text(after, EXACT)
        sign = "" if seen == "?" else " ↓" if after < before else " ↑" if after > before else ""
        tone = self.theme.good_ink if after < before else self.theme.bad_ink
        text = self.tr("{loss} before").format(loss=sheet.loss_name)
        _write(self.before, text, decimals_text(before, EXACT), self.theme.ink.name())
        text = self.tr("{loss} after").format(loss=sheet.loss_name)
        _write(self.after, text, f"{seen}{sign}", tone.name())

    def _choose(self, key: object) -> None:
        self.intent.emit(ChooseParameter(key))

    def _point(self, key: object) -> None:
        self.intent.emit(PointAt(frozenset() if key is None else frozenset({key})))

    def _columns(self, loss: str) -> tuple[Column, ...]:
        return (
            Column(self.tr("weight"), left=True, tip=self.tr("Click one to see its chain rule.")),
            Column(self.tr("value"), tip=self.tr("Before the update.")),
            Column(
                f"∂{loss}/∂w",
                tip=self.tr("The gradient, as the backward pass of the engine has it."),
            ),
            Column(self.tr("after step"), tip=self.tr("w − η ∂E/∂w, or the optimizer's step.")),
        )

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.before)
        foot.addStretch(1)
        foot.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_2)
        column.addWidget(self.formula)
        column.addWidget(self.links)
        column.addWidget(self.weights, 1)
        column.addLayout(foot)


def _piece(latex: str, text: str, role: str = "ink") -> Piece:
    return Piece(_tex(latex), text, role=role, size=EM)


def _tex(text: str) -> str:
    """Return a number as LaTeX: a true minus, and powers of ten."""
    text = text.replace("−", "-")
    if "e" in text and text.replace("e", "").replace("-", "").replace(".", "").isdigit():
        mantissa, power = text.split("e")
        return rf"{mantissa} \cdot 10^{{{power}}}"
    return text


def _factor(text: str) -> str:
    """Return a factor, in parentheses where it begins with a minus."""
    return f"({_tex(text)})" if text.startswith("−") else _tex(text)


def _loss_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(fonts.numbers(fonts.text()))
    label.setTextFormat(Qt.TextFormat.RichText)
    return label


def _write(label: QLabel, text: str, value: str, color: str) -> None:
    label.setText(f"{text} <span style='font-weight:600;color:{color}'>{value}</span>")
    label.setAccessibleName(f"{text} {value}")
