"""One number: its name, its value, and a slider below."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from visualnn.errors import InputError
from visualnn.specs import Spec
from visualnn.ui import fonts
from visualnn.ui.i18n import spec_text
from visualnn.ui.theme import current
from visualnn.ui.tips import plain, spec_tip
from visualnn.ui.widgets import number_scale
from visualnn.ui.widgets.marker import marker_path
from visualnn.ui.widgets.paint import painter_on
from visualnn.ui.widgets.slim_slider import SlimSlider, Tint, accent
from visualnn.ui.widgets.value_edit import ValueEdit


class NumberRow(QWidget):
    """A number with a slider for trying and a field for exact values.

    A drag emits `edited` while it lasts and `committed` once at its end, so
    that it can be one step of undo; so do a held arrow key and a typed value.

    Parameters
    ----------
    spec
        Kind, range, scale, label, symbol and idea of the number.
    label
        Instead of the spec's own.
    prefix, suffix
        Around the shown value, as ``"η "`` or ``" epochs"``; not while editing.
    tint, marker
        The slider's color, and the shape in that color before the label.

    Signals
    -------
    edited : float or int
    committed
    """

    edited = Signal(object)
    committed = Signal()

    def __init__(
        self,
        spec: Spec,
        value: float,
        *,
        label: str = "",
        prefix: str = "",
        suffix: str = "",
        tint: Tint = accent,
        marker: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._prefix, self._suffix = prefix, suffix
        self._stops = number_scale.stops(spec)
        name = label or _label(spec, with_symbol=not prefix)
        self._label = QLabel(name)
        self._value = value
        self._edit = ValueEdit()
        self._slider = SlimSlider(tint)
        self._note, self._error = _small("caption"), _small("bad")
        self._build(name, Swatch(marker, tint) if marker else None)
        self._connect()
        self.set_value(value)

    @property
    def value(self) -> float:
        """The number, as it was set or entered."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number; emits nothing, and leaves a drag or a text being typed alone."""
        if self._slider.isSliderDown():
            return
        self._value = value
        with QSignalBlocker(self._slider):
            self._slider.setValue(number_scale.nearest(self._stops, value))
        self._slider.settle()
        self._show()

    def set_mark(self, value: float | None) -> None:
        """Mark a value on the slider by a tick, or none."""
        inside = value is not None and self._stops[0] <= value <= self._stops[-1]
        self._slider.set_mark(number_scale.nearest(self._stops, value) if inside else None)

    def set_note(self, text: str) -> None:
        """Put a note below the slider, or take it away with an empty text."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def edit(self) -> None:
        """Start to enter an exact value."""
        self._edit.begin()

    def _build(self, name: str, swatch: QWidget | None) -> None:
        self._label.setProperty("role", "" if swatch else "second")
        self._label.setWordWrap(True)
        self._label.setBuddy(self._slider)
        top = QHBoxLayout()
        top.setSpacing(6)
        for widget in filter(None, (swatch, self._label, self._beside(), self._edit)):
            top.addWidget(widget, int(widget is self._label))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(top)
        for widget in (self._slider, self._error, self._note):
            column.addWidget(widget)
        self._explain(name)

    def _beside(self) -> QWidget | None:
        """Return what stands before the value; nothing here."""
        return None

    def _explain(self, name: str) -> None:
        text = spec_tip(self.spec)
        self.setToolTip(text)
        for widget, role in ((self._slider, "slider"), (self._edit, "value")):
            widget.setObjectName(role)
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(plain(spec_text(self.spec.idea), self.spec.formula))
            widget.setToolTip(text)

    def _connect(self) -> None:
        self._slider.setRange(0, len(self._stops) - 1)
        self._slider.setPageStep(max(1, len(self._stops) // 10))
        self._slider.valueChanged.connect(self._slide)
        self._slider.committed.connect(self.committed)
        self._slider.typed.connect(self._edit.begin)
        self._edit.entered.connect(self._enter)
        self._edit.cancelled.connect(self._cancel)

    def _slide(self, position: int) -> None:
        self._value = self._stops[position]
        self._show()
        if self._slider.isSliderDown():
            self.repaint()  # the handle follows the hand before anything is done about it
        self.edited.emit(self._value)

    def _enter(self, text: str) -> None:
        try:
            value = number_scale.parse(text, self.spec, self._label.text())
        except InputError as error:
            self._complain(str(error))
            return
        changed = value != self._value
        self._leave_edit()
        self.set_value(value)
        if changed:
            self.edited.emit(value)
            self.committed.emit()

    def _cancel(self) -> None:
        self._leave_edit()
        self._show()

    def _leave_edit(self) -> None:
        self._complain("")
        if self._edit.hasFocus():
            with QSignalBlocker(self._edit):
                self._slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
        if bool(self._edit.property("invalid")) != bool(text):
            self._edit.setProperty("invalid", bool(text))
            self._edit.style().polish(self._edit)

    def _show(self) -> None:
        if self._error.text():
            return
        bare = number_scale.write(self._value, self.spec)
        self._edit.show_value(f"{self._prefix}{bare}{self._suffix}", bare)


class Swatch(QWidget):
    """A marker in its color, before the name of what it stands for."""

    def __init__(self, marker: str, tint: Tint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marker, self.tint = marker, tint

    def sizeHint(self) -> QSize:
        return QSize(12, 12)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event) -> None:
        with painter_on(self) as painter:
            painter.translate(self.width() / 2, self.height() / 2)
            painter.scale(11, 11)
            painter.fillPath(marker_path(self.marker), self.tint(current()))


def _label(spec: Spec, *, with_symbol: bool) -> str:
    name = spec_text(spec.label)
    return f"{name} {spec.symbol}" if spec.symbol and with_symbol else name


def _small(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setFont(fonts.status())
    label.setWordWrap(True)
    label.hide()
    return label
