"""A group of controls under a small heading."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import chevron, painter_on, ring

ARROW = 20
"""Pixels for the chevron at the right."""


class Section(QWidget):
    """A heading in the side panel and the rows below it, which the heading folds away."""

    def __init__(self, title: str, *rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._heading = FoldHeading(title)
        self._heading.toggled.connect(lambda open_: self._body.setVisible(open_))
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes().space_2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_2)
        column.addWidget(self._heading)
        column.addWidget(self._body)
        for row in rows:
            self.add(row)

    @property
    def title(self) -> str:
        """The heading."""
        return self._heading.text()

    @property
    def folded(self) -> bool:
        """Whether the rows are folded away."""
        return not self._heading.isChecked()

    def set_folded(self, folded: bool) -> None:
        """Fold the rows away, or open them."""
        self._heading.setChecked(not folded)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def add(self, row: QWidget) -> None:
        """Add a row at the end."""
        self._column.addWidget(row)

    def take(self, row: QWidget) -> None:
        """Remove a row and let go of it."""
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()


class FoldHeading(QAbstractButton):
    """A heading that folds what is below it: a check mark to screen readers, a chevron to eyes."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fold")
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(self.tr("Fold this group of settings away, or open it."))
        self.setAccessibleDescription(self.toolTip())
        self.setCheckable(True)
        self.setChecked(True)
        self.setFont(fonts.heading())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + ARROW, metrics.height() + 2)

    def paintEvent(self, event) -> None:
        theme, box = current(), QRectF(self.rect())
        with painter_on(self) as painter:
            painter.setFont(self.font())
            painter.setPen(theme.caption)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
            if self.underMouse() or self.hasFocus() or not self.isChecked():
                middle = QPointF(box.right() - ARROW / 2, box.center().y())
                painter.save()
                painter.translate(middle)
                painter.rotate(0 if self.isChecked() else -90)
                chevron(painter, QPointF(0, 0), theme.ink2)
                painter.restore()
            if self.hasFocus():
                ring(painter, box, sizes().radius_small, theme.accent)

    def enterEvent(self, event) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self.update()
