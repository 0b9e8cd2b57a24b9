"""The update of the chosen weight, and of all others with it: old value, gradient, η, new value."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from visualnn.experiment.explain import OfExample, Place, Update
from visualnn.figures.decimals import decimals_text, short_text
from visualnn.figures.table import Table
from visualnn.figures.ticks import number_text
from visualnn.figures.veil import shows_gradient, shows_loss, shows_update
from visualnn.figures.worked import Sheet
from visualnn.figures.worked_tables import parameter_table
from visualnn.ui import fonts
from visualnn.ui.backprop.formula import Formula, Piece
from visualnn.ui.backprop.number_rows import Column, Row
from visualnn.ui.backprop.number_table import NumberTable
from visualnn.ui.backprop.saying import said
from visualnn.ui.backprop.tex import number_piece, number_tex, result_piece, sign
from visualnn.ui.intents import ChooseParameter, PointAt
from visualnn.ui.theme import sizes
from visualnn.ui.views.view import View
from visualnn.ui.widgets.card import note_label

EM = 18.0


class UpdateView(View):
    """w ← w − η ∂E/∂w in numbers, the optimizer's links, all weights, and the loss."""

    key = "update"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._listed: Sheet | None = None
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
            whole=True,
        )
        self.weights = NumberTable("weights", self.tr("All weights"), self._columns())
        self.weights.chosen.connect(self._choose)
        self.weights.pointed.connect(self._point)
        self.links.setToolTip(
            self.tr("What the optimizer makes of the gradient, link by link, until it is a step.")
        )
        self.weights.setToolTip(
            self.tr("Every weight with its gradient and its next value: choose one to explain it.")
        )
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
        old, self._sheet = self._sheet, sheet
        if not sheet.reads_otherwise(old):
            return
        rate = sheet.update.rate if sheet.update else sheet.explanation.rate
        self.rate.setText(f"η  {number_text(rate, 6)}")
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
        return Table(self.key, {}) if self._sheet is None else parameter_table(self._sheet)

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
        update = sheet.update
        if update is None:
            self.formula.show_lines([])
            return
        new = decimals_text(update.new, sheet.exact) if shows_update(sheet, update.place) else "?"
        name = sheet.names.text(update.place)
        old = self._old_text(sheet, update.old)
        parts = [Piece(sheet.names.latex(update.place), name, size=EM)]
        parts += [sign(r"\leftarrow", "←", EM), Piece(number_tex(old), old, size=EM)]
        parts += self._step_pieces(sheet, update)
        self.formula.show_lines([[*parts, sign("=", "=", EM), result_piece(new, EM)]])
        text = self.tr("{name} steps against ∂{loss}/∂{name}.")
        self.formula.setAccessibleDescription(text.format(name=name, loss=sheet.loss_name))

    def _step_pieces(self, sheet: Sheet, update: Update) -> list[Piece]:
        """Return − η × gradient, or the optimizer's direction in the gradient's place."""
        rate = number_text(update.rate, 6)
        plain = update.direction == update.gradient
        if not (shows_gradient if plain else shows_update)(sheet, update.place):
            direction = Piece(r"\text{?}", "?", role="gneg", size=EM)
        else:
            direction = number_piece(update.direction, sheet.exact, EM, role="gneg")
        parts = [sign("-", "−", EM), Piece(number_tex(rate), rate, size=EM)]
        return [*parts, sign(r"\times", "×", EM), direction]

    def _show_links(self, sheet: Sheet) -> None:
        update = sheet.update
        self.links.setVisible(update is not None and len(update.links) > 2)
        if update is None or len(update.links) <= 2:
            return
        hidden = not shows_update(sheet, update.place)
        self.links.show_rows(
            [
                Row(key, (said(title), form, "?" if hidden else decimals_text(value, sheet.exact)))
                for key, title, form, value in update.links
            ]
        )

    def _show_weights(self, sheet: Sheet) -> None:
        before = [row.key for row in self.weights.rows.rows]
        if sheet.lists_otherwise(self._listed):
            self._listed = sheet
            rows = [
                Row(place, (sheet.names.text(place), *self._cells(sheet, place)))
                for place in sheet.parameters
            ]
            self.weights.show_rows(rows, self._columns(sheet))
        fresh = before != [row.key for row in self.weights.rows.rows]
        if self.weights.marked != {sheet.selected} or fresh:
            self.weights.mark(sheet.selected)
            self.weights.reveal(sheet.selected)

    def _cells(self, sheet: Sheet, place: Place) -> tuple[str, str, str]:
        """Return a parameter's value, gradient and next value."""
        e, decimals = sheet.explanation, sheet.exact
        gradient = shows_gradient(sheet, place) and decimals_text(sheet.gradient(place), decimals)
        after = shows_update(sheet, place) and decimals_text(e.value(place, after=True), decimals)
        return self._old_text(sheet, e.value(place)), gradient or "?", after or "?"

    def _old_text(self, sheet: Sheet, value: float) -> str:
        """Write a value before the step: an example's as it was given, a computed one exactly."""
        if isinstance(sheet.explanation.subject, OfExample):
            return short_text(value, 2, sheet.exact)
        return decimals_text(value, sheet.exact)

    def _show_loss(self, sheet: Sheet) -> None:
        before, after = sheet.loss(), sheet.loss(after=True)
        old = decimals_text(before, sheet.exact) if shows_loss(sheet) else "?"
        seen = decimals_text(after, sheet.exact) if shows_loss(sheet, after=True) else "?"
        sign, tone = "", self.theme.ink
        if seen not in ("?", old):  # an arrow where digits change, and only there
            falls = after < before
            sign = " ↓" if falls else " ↑"
            tone = self.theme.good_ink if falls else self.theme.bad_ink
        text = self.tr("{loss} before").format(loss=sheet.loss_name)
        _write(self.before, text, old, self.theme.ink.name())
        text = self.tr("{loss} after").format(loss=sheet.loss_name)
        _write(self.after, text, f"{seen}{sign}", tone.name())

    def _choose(self, key: object) -> None:
        self.intent.emit(ChooseParameter(key))

    def _point(self, key: object) -> None:
        self.intent.emit(PointAt(frozenset() if key is None else frozenset({key})))

    def _columns(self, sheet: Sheet | None = None) -> tuple[Column, ...]:
        """Return the headings: the optimizer's gradient has the penalty in it."""
        loss = sheet.loss_name if sheet else "E"
        links = sheet.explanation.links if sheet else ()
        penalty = any(link.key == "penalty" for link in links)
        gradient = self.tr("∂{loss}/∂w + penalty") if penalty else "∂{loss}/∂w"
        return (
            Column(self.tr("weight"), left=True, tip=self.tr("Click one to see its chain rule.")),
            Column(self.tr("value"), tip=self.tr("Before the update.")),
            Column(
                gradient.format(loss=loss),
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


def _loss_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setFont(fonts.numbers(fonts.text()))
    label.setTextFormat(Qt.TextFormat.RichText)
    return label


def _write(label: QLabel, text: str, value: str, color: str) -> None:
    label.setText(f"{text} <span style='font-weight:600;color:{color}'>{value}</span>")
    label.setAccessibleName(f"{text} {value}")
