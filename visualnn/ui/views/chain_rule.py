"""The chain rule of the chosen parameter: paths, factors, and what δ saves."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from visualnn.experiment.explain import GradientCheck, reused_symbols
from visualnn.figures.chain_rule import ChainCard, Product, Term, chain_card
from visualnn.figures.decimals import decimals_text
from visualnn.figures.table import Table
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.chain_lines import chain_lines, more_paths
from visualnn.ui.backprop.formula import Formula
from visualnn.ui.backprop.number_rows import Column, Row
from visualnn.ui.backprop.number_table import NumberTable
from visualnn.ui.backprop.saying import said
from visualnn.ui.intents import PointAt
from visualnn.ui.theme import sizes
from visualnn.ui.views.view import Switch, View
from visualnn.ui.widgets.card import note_label
from visualnn.ui.words import count

RESULT = "result"


Tie = tuple[QPointF, QColor]


class ChainRuleView(View):
    """The derivative as a product of local factors per path, and the sum over paths.

    A factor that is pointed at is marked in the formula, in the table and at
    its place in the diagram, wherever the pointing begins.
    """

    key = "chain_rule"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._card: ChainCard | None = None
        self._check: GradientCheck | None = None
        self._own = ""
        self.formula = Formula("chain_formula")
        self.formula.pointed.connect(self._point)
        columns = (
            Column(self.tr("factor"), left=True),
            Column(self.tr("meaning"), left=True),
            Column(self.tr("value")),
        )
        self.factors = NumberTable("factors", self.tr("Factors"), columns, stretch=1, whole=True)
        self.factors.setToolTip(
            self.tr("How strongly each link hands on a change: their product is the derivative.")
        )
        self.factors.pointed.connect(self._point)
        self.note = QLabel()
        self.note.setObjectName("chain_note")
        self._lay_out()

    @property
    def title(self) -> str:
        """Which parameter's chain rule it is."""
        sheet = getattr(self, "_sheet", None)
        if sheet is None or sheet.selected is None:
            return self.tr("Chain rule")
        return self.tr("Chain rule for {weight}").format(weight=sheet.names.text(sheet.selected))

    @property
    def card(self) -> ChainCard | None:
        """What is on show."""
        return self._card

    def header(self) -> QWidget:
        """Return the note about choosing."""
        self.hint = note_label(self.tr("click any weight"))
        return self.hint

    def switches(self) -> tuple[Switch, ...]:
        """Return the choice between the sum over paths and δ."""
        options = (
            ("paths", self.tr("Paths"), self.tr("One product for each path to the loss.")),
            (
                "delta",
                self.tr("δ reused"),
                self.tr("With the slope of the layer above at hand one product is left."),
            ),
        )
        idea = self.tr("Work out every path, or use δ again as the backward pass does.")
        return (Switch("form", self.tr("Form"), idea, options),)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the chain rule of the chosen parameter."""
        before, old = self.title, self._sheet
        self._sheet = sheet
        if sheet.reads_otherwise(old):
            self._card = chain_card(sheet, self.chosen("form"))
            self._own = ""
            self._write()
        if self.title != before:
            self.retitled.emit(self.title)

    def show_check(self, check: GradientCheck) -> None:
        """Show the central difference beside the result."""
        self._check = check
        if self._card is not None and self._sheet is not None:
            self._write_factors(self._card)

    def point_at(self, sheet: Sheet) -> None:
        """Mark the factors whose place is pointed at."""
        self._sheet = sheet
        if self._card is None:
            return
        own = self._card.term(self._own)
        here = own is not None and own.place in sheet.pointed
        keys = {self._own} if here else self._card.keys_at(sheet.pointed)
        self.formula.mark(*keys)
        self.factors.mark(*keys)

    def ties(self) -> list[Tie]:
        """Return where the factors that are pointed at stand and can be seen, and their colors."""
        terms = [self._card.term(key) for key in sorted(self.factors.marked)] if self._card else []
        ties = [(self._stand(term.key), getattr(self.theme, term.role)) for term in terms if term]
        return [(at, color) for at, color in ties if at is not None]

    def _stand(self, key: str) -> QPointF | None:
        """Return a factor's foot in the formula, if the mouse is there, or its row's left."""
        shown = self.formula if self.formula.under else self.factors
        box = shown.place_of(key)
        at = QPointF(box.left(), box.center().y())
        if shown is self.formula:
            at = QPointF(box.center().x(), box.bottom() - 1)
        return shown.mapTo(self, at) if shown.visibleRegion().contains(at.toPoint()) else None

    def refresh(self) -> None:
        """Write again, after a switch or the theme has changed."""
        if self._sheet is not None:
            self._card = chain_card(self._sheet, self.chosen("form"))
            self._write()
        self.formula.update()

    def table(self) -> Table:
        """Return every factor of every path."""
        return Table(self.key, {}) if self._card is None else self._card.table(said)

    def picture_size(self) -> QSize:
        """Return the room for heading, formula and every factor."""
        height = 34 + self.formula.height() + self.factors.full_height() + 24
        return QSize(max(self.formula.width(), 320) + 24, height)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading, formula and factors on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        inner = rect.adjusted(12, 8, -12, -8)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, self.title.upper())
        self.formula.paint_into(painter, QPointF(inner.left(), inner.top() + 26), self.theme)
        top = inner.top() + 30 + self.formula.height()
        box = QRectF(inner.left(), top, inner.width(), 0)
        self.factors.paint_into(painter, box, self.theme)

    # What is shown

    def _write(self) -> None:
        card, sheet = self._card, self._sheet
        if card is None or sheet is None:
            return
        self.formula.show_lines(chain_lines(card, sheet.mode))
        self._write_factors(card)
        self.note.setText(self._saved(card))
        self.note.setVisible(bool(self.note.text()))
        self.point_at(sheet)

    def _write_factors(self, card: ChainCard) -> None:
        rows = self._product_rows(card) if card.products else self._sample_rows(card)
        self.factors.show_rows([*rows, self._result_row(card)])

    def _product_rows(self, card: ChainCard) -> list[Row]:
        rows: list[Row] = []
        for number, product in enumerate(card.products, start=1):
            if len(card.products) > 1 or card.rest[0]:
                rows.append(self._path_row(number, product))
            rows += map(self._factor_row, product.terms)
        if card.rest[0]:
            text = more_paths(card.rest[0])
            rows.append(Row("rest", ("Σ", text, self._text(card.rest[1], card.shown)), bold=True))
        return rows

    def _factor_row(self, term: Term) -> Row:
        cells = (term.text, said(term.words), self._text(term.value, term.shown))
        return Row(term.key, cells, term.role, tip=_tip(term))

    def _path_row(self, number: int, product: Product) -> Row:
        name = self.tr("path {n}").format(n=number)
        way = self.tr("through {output}").format(output=product.output)
        return Row(
            ("path", number), (name, way, self._text(product.value, product.shown)), bold=True
        )

    def _sample_rows(self, card: ChainCard) -> list[Row]:
        """Return how far the samples of a batch agree."""
        own = self._sheet.votes
        rows = (
            ("mean", self.tr("mean"), own.mean),
            ("spread", self.tr("spread"), own.deviation),
            ("least", self.tr("least"), own.low),
            ("greatest", self.tr("greatest"), own.high),
        )
        text = self.tr("over {n} samples").format(n=card.samples)
        return [Row(key, (name, text, self._text(value, card.shown))) for key, name, value in rows]

    def _result_row(self, card: ChainCard) -> Row:
        value = self._text(card.value, card.shown)
        return Row(RESULT, (card.text, self._checked() if card.shown else "", value), bold=True)

    def _checked(self) -> str:
        check, sheet = self._check, self._sheet
        if check is None or check.place != sheet.selected:
            return ""
        numeric = self._text(check.times(sheet.convention.factor).numeric)
        sign = "✓" if check.agrees else "✗"
        text = self.tr("central difference {value} {sign}")
        return text.format(value=numeric, sign=sign)

    def _saved(self, card: ChainCard) -> str:
        """Say what δ saves where paths are many, and what the notation changes."""
        lines = list(map(said, self._sheet.convention.sentences))
        if card.paths > 1:
            lines.append(self._of_products(card))
        if card.chain.penalty:
            text = self.tr("The penalty adds {value} to the gradient.")
            lines.append(text.format(value=self._text(card.chain.penalty)))
        if card.is_taken_away:
            name = self._sheet.names.text(card.place)
            text = self.tr("∂/∂{name} is 0 up to rounding: the normalization takes {name} away.")
            lines.append(text.format(name=name))
        return " ".join([*lines, *map(said, self._sheet.explanation.notes)])

    def _of_products(self, card: ChainCard) -> str:
        """Say how many products the paths take, and how few are left with δ at hand."""
        text = self.tr("{paths} paths take {all} products; with δ at hand {product} takes {few}.")
        return text.format(
            paths=count(card.paths),
            all=count(card.by_paths),
            product=reused_symbols(card.chain, self._sheet.names),
            few=count(card.reused),
        )

    def _text(self, value: float, shown: bool = True) -> str:
        return decimals_text(value, self._sheet.exact) if shown else "?"

    def _point(self, key: object) -> None:
        term = self._card.term(key) if self._card and isinstance(key, str) else None
        self._own = term.key if term else ""
        self.intent.emit(PointAt(frozenset({term.place}) if term else frozenset()))

    def _lay_out(self) -> None:
        self.note.setWordWrap(True)
        self.note.setProperty("role", "second")
        self.note.setFont(fonts.numbers(fonts.small()))
        page = QWidget()
        page.setObjectName("chain_page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_2)
        for widget in (self.formula, self.factors, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        self.scroll = QScrollArea()
        self.scroll.setObjectName("chain_scroll")
        self.scroll.setAccessibleName(self.tr("Chain rule"))
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(page)
        self.scroll.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroll)


def _tip(term: Term) -> str:
    return f"{escape(said(term.words))}<br>{escape(term.rule)}"
