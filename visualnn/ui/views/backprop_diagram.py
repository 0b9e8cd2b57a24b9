"""The worked network: what is known at this stage, and the chosen weight's paths to the loss."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from visualnn.experiment.explain import Place
from visualnn.figures.circles import arrange, capacity, choose
from visualnn.figures.diagram import Box
from visualnn.figures.table import Table
from visualnn.figures.unit_marks import about
from visualnn.figures.worked import Sheet
from visualnn.figures.worked_tables import parameter_table
from visualnn.nn.activations import ACTIVATIONS
from visualnn.ui import fonts
from visualnn.ui.backprop.foot_line import foot_line
from visualnn.ui.backprop.network_picture import NetworkPicture
from visualnn.ui.backprop.subject_bar import SubjectBar
from visualnn.ui.backprop.titles import stage_title
from visualnn.ui.i18n import spec_text
from visualnn.ui.intents import ChooseParameter, GoThrough, PointAt, WorkThrough
from visualnn.ui.theme import sizes
from visualnn.ui.views.view import Switch, View
from visualnn.ui.widgets.paint import painter_on, ring

SIDE, TOP, BOTTOM = 66.0, 30.0, 32.0
MODES = ("both", "symbols", "numbers")


class BackpropDiagramView(View):
    """Circles and straight edges; click a weight to see its chain rule.

    The arrow keys up and down walk through the parameters.
    """

    key = "backprop_diagram"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.subjects = SubjectBar()
        self.subjects.chosen.connect(lambda subject: self.intent.emit(WorkThrough(subject)))
        self._sheet: Sheet | None = None
        self._picture: NetworkPicture | None = None
        self._arranged: tuple = ()
        self._pointed: Place | None = None
        self._classes: tuple[str, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 180)
        self.setToolTip(
            self.tr("What is known at this stage: choose a weight to light its paths to the loss.")
        )

    @property
    def title(self) -> str:
        """What happens at the stage on show."""
        sheet = getattr(self, "_sheet", None)
        return stage_title(sheet.stage, sheet) if sheet else self.tr("Backpropagation")

    @property
    def sheet(self) -> Sheet | None:
        """What is on show."""
        return self._sheet

    def header(self) -> QWidget:
        """Return the choice of what is worked through."""
        return self.subjects

    def switches(self) -> tuple[Switch, ...]:
        """Return the choice between symbols and numbers."""
        options = (
            ("symbols", self.tr("Symbols"), self.tr("The names of all quantities.")),
            ("numbers", self.tr("Numbers"), self.tr("The values of this sample.")),
            ("both", self.tr("Both"), self.tr("Each name with its value.")),
        )
        idea = self.tr("Whether formulas and diagram show names, values, or both.")
        return (Switch("mode", self.tr("Written as"), idea, options, "both"),)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a network at a stage."""
        before = self.title
        self._sheet = sheet
        if self.title != before:
            self.retitled.emit(self.title)
        self.setAccessibleDescription(self._spoken(sheet))
        self.update()

    def point_at(self, sheet: Sheet) -> None:
        """Mark what is pointed at here or in another view."""
        self._sheet = sheet
        self.update()

    def refresh(self) -> None:
        """Draw again."""
        self.update()

    def place_of(self, place: Place) -> QPointF:
        """Return where a parameter or a neuron can be clicked."""
        picture = self._arrange(QRectF(self.rect()))
        match place.kind:
            case "w":
                return picture.edge_middle(place.layer - 1, place.source, place.unit)
            case "b":
                return picture.bias_center(place.layer - 1, place.unit)
        return QPointF(*picture.circles.center(place.layer, place.unit))

    def tie_of(self, place: Place) -> QPointF | None:
        """Return where a line to a place ends, on its right; None where it is not drawn."""
        circles = self._arrange(QRectF(self.rect())).circles
        if place.is_parameter and place.kind in ("w", "b"):
            return self.place_of(place)
        if place.layer < len(circles.units) and place.unit in circles.units[place.layer]:
            return self.place_of(place) + QPointF(circles.radius, 0)
        return None

    # Painting

    def paintEvent(self, event) -> None:
        if self._sheet is None:
            return
        with painter_on(self) as painter:
            self._paint(painter, QRectF(self.rect()), self.devicePixelRatioF())
            if self._picture.unfinished:
                QTimer.singleShot(0, self.update)
            if self.hasFocus() and self._ringed:
                box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                ring(painter, box, sizes().radius_small, self.theme.accent)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading and network on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        heading = QRectF(rect.left() + 12, rect.top() + 8, rect.width() - 24, 20)
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, self.title.upper())
        if self._sheet is None:
            return
        painter.save()
        painter.translate(rect.topLeft() + QPointF(0, 34))
        self._paint(painter, QRectF(self.rect()))
        painter.restore()

    def picture_size(self) -> QSize:
        """Return the room for the network with a heading."""
        return self.size() + QSize(0, 34)

    def table(self) -> Table:
        """Return every parameter with its value, slope and next value."""
        if self._sheet is None:
            return Table(self.key, {})
        return parameter_table(self._sheet)

    def _paint(self, painter: QPainter, area: QRectF, ratio: float = 0.0) -> None:
        picture = self._arrange(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture.paint_captions(painter, self._captions(), self.theme)
        picture.paint(painter, self._sheet, self.theme, ratio)
        self._paint_loss(painter, area)
        self._paint_foot(painter, area)

    def set_classes(self, classes: tuple[str, ...]) -> None:
        """Take the names of the classes, for the line below the network."""
        self._classes = classes
        self.update()

    def _paint_foot(self, painter: QPainter, area: QRectF) -> None:
        """Say at the foot what the numbers are of: a batch's means, or one sample's class."""
        room = area.width() - 4 - painter.fontMetrics().horizontalAdvance(self._sheet.loss_line())
        painter.setFont(fonts.numbers(fonts.small()))
        painter.setPen(self.theme.ink2)
        foot = QRectF(4, area.bottom() - 22, max(room - 16, 0), 20)
        text = foot_line(self._sheet, self._classes)
        text = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(foot.width())
        )
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_loss(self, painter: QPainter, area: QRectF) -> None:
        """Write the loss at the foot, as soon as it is known; bold where it just appeared."""
        sheet = self._sheet
        fresh = sheet.stage.key in ("loss", "update", "loss_after")
        weight = QFont.Weight.DemiBold if fresh else QFont.Weight.Normal
        painter.setFont(fonts.numbers(fonts.font(13, weight)))
        painter.setPen(self.theme.ink)
        foot = QRectF(0, area.bottom() - 22, area.width() - 4, 20)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, sheet.loss_line())

    def _arrange(self, area: QRectF) -> NetworkPicture:
        """Return the circles in place; they move only with the room, the network or the rest."""
        sheet = self._sheet
        box = Box(SIDE, TOP, max(area.width() - SIDE, SIDE + 40), area.height() - BOTTOM)
        chosen = choose(sheet.importance(), capacity(box), sheet.must_show())
        key = (box, sheet.explanation.sizes, tuple(map(tuple, chosen)))
        if key != self._arranged:
            self._arranged = key
            self._picture = NetworkPicture(arrange(sheet.explanation.sizes, box, chosen))
        return self._picture

    def _captions(self) -> list[str]:
        architecture = self._sheet.explanation.architecture
        last = len(architecture.sizes) - 1
        texts = [self.tr("Input")]
        for layer, key in enumerate(architecture.activations, start=1):
            kind = self.tr("Output · {g}") if layer == last else self.tr("Hidden · {g}")
            texts.append(kind.format(g=spec_text(ACTIVATIONS[key].title)))
        return texts

    def _spoken(self, sheet: Sheet) -> str:
        text = self.tr("Stage {n} of {all}; chosen: {weight}")
        weight = sheet.names.text(sheet.selected) if sheet.selected else self.tr("nothing")
        return text.format(n=sheet.index + 1, all=len(sheet.line), weight=weight)

    # Gestures

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place is not None and place.is_parameter:
            self.intent.emit(ChooseParameter(place))
        elif place is not None and place.kind == "a" and place.unit >= 0:
            self.intent.emit(GoThrough(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._sheet:
            self.intent.emit(ChooseParameter(self._sheet.neighbor(step)))
        else:
            super().keyPressEvent(event)

    _ringed = False

    def focusInEvent(self, event) -> None:
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._ringed = event.reason() in reasons
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._sheet is not None:
            place = self._at(QPointF(event.pos()))
            text = self._tip(place) if place is not None else ""
            QToolTip.showText(event.globalPos(), f"<qt>{text}</qt>" if text else "", self)
            return True
        return super().event(event)

    def _at(self, point: QPointF) -> Place | None:
        if self._sheet is None:
            return None
        picture = self._arrange(QRectF(self.rect()))
        return picture.at(point, self._sheet.biased)

    def _point(self, place: Place | None) -> None:
        if place == self._pointed:
            return
        self._pointed = place
        hand = place is not None and place.is_parameter
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.intent.emit(PointAt(frozenset() if place is None else frozenset({place})))

    def _tip(self, place: Place) -> str:
        sheet = self._sheet
        if place.unit < 0:
            return self.tr("Neurons that are not drawn; their share is summed up in the formula.")
        if place.is_parameter:
            text = self.tr("{name} = {value}: click to see the chain rule of ∂{loss}/∂{name}.")
            value = sheet.value_text(place)
            return text.format(name=sheet.names.text(place), value=value, loss=sheet.loss_name)
        lines = [f"{name} = {value}" for name, value in about(sheet, place)]
        return "<br>".join(lines)
