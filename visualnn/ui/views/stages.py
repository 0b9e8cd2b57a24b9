"""The stages of one step: where one stands, and what has been and what is to come."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from visualnn.experiment.explain import equation
from visualnn.figures.table import Table
from visualnn.figures.worked import Sheet
from visualnn.figures.worked_tables import known_table
from visualnn.ui import fonts
from visualnn.ui.backprop.predict_bar import PredictBar
from visualnn.ui.backprop.titles import dot_text, stage_words
from visualnn.ui.intents import GoToStage
from visualnn.ui.theme import sizes
from visualnn.ui.views.view import Switch, View
from visualnn.ui.widgets.card import note_label
from visualnn.ui.widgets.stage_line import Dot, StageLine

LONGEST = 64
"""A longer equation does not fit beside the heading; its tooltip has it."""


class StagesView(View):
    """Dots that can be clicked and walked along.

    Signals
    -------
    played
        Space was pressed on the line.
    """

    key = "stages"
    played = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = StageLine()
        self.line.chosen.connect(lambda index: self.intent.emit(GoToStage(index)))
        self.line.played.connect(self.played)
        self.predict = PredictBar(after=self.line)
        policy = self.predict.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that a question moves nothing
        self.predict.setSizePolicy(policy)
        self.predict.hide()
        self._sheet: Sheet | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self.line)
        layout.addWidget(self.predict)
        layout.addStretch(1)
        self.setFocusProxy(self.line)

    @property
    def title(self) -> str:
        """Stages."""
        return self.tr("Stages")

    def header(self) -> QWidget:
        """Return the equation of the stage, and the note about the keys."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes().space_4)
        self.equation = note_label()
        self.equation.setObjectName("stage_equation")
        self.equation.setAccessibleName(self.tr("Equation of the stage"))
        row.addWidget(self.equation)
        row.addWidget(note_label(self.tr("← → to move · Space to play")))
        return box

    def switches(self) -> tuple[Switch, ...]:
        """Return the choice between few stages and all of them."""
        options = (
            ("brief", self.tr("Brief"), self.tr("One stage for each layer and direction.")),
            ("all", self.tr("All"), self.tr("Every quantity a stage of its own.")),
        )
        idea = self.tr("How finely one step of learning is cut into stages.")
        return (Switch("detail", self.tr("Detail"), idea, options),)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show where one stands."""
        before = self._sheet
        if before is None or sheet.line is not before.line or sheet.names is not before.names:
            e, loss = sheet.explanation, sheet.loss_name
            self.line.set_dots(
                [
                    Dot(s.direction, dot_text(s, sheet.names, loss), stage_words(s, e, loss))
                    for s in sheet.line
                ]
            )
        self._sheet = sheet
        self.line.set_now(sheet.index)
        written = equation(sheet.stage, sheet.names)
        self.equation.setText(written.text if len(written.text) <= LONGEST else "")
        self.equation.setToolTip(f"<qt>{escape(written.text)}<br>{escape(written.shapes)}</qt>")

    def point_at(self, sheet: Sheet) -> None:
        """Mark nothing: a stage is no place."""
        self._sheet = sheet

    def refresh(self) -> None:
        """Draw again."""
        self.line.update()

    def table(self) -> Table:
        """Return every known quantity of the stages, one value a row."""
        return Table(self.key, {}) if self._sheet is None else known_table(self._sheet)

    def picture_size(self) -> QSize:
        """Return the line's room with a heading."""
        return QSize(self.line.width() + 24, self.line.height() + 36)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading and line on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        box = QRectF(rect.left() + 12, rect.top() + 8, rect.width() - 24, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.title.upper())
        painter.save()
        painter.translate(rect.topLeft() + QPointF(12, 32))
        self.line.paint_into(painter, self.theme)
        painter.restore()
