"""The hidden layers: how many, how wide, how each one bends and is normalized."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from visualnn.experiment.spec import MAX_HIDDEN_LAYERS, LayerSpec
from visualnn.specs import specs_of
from visualnn.ui import fonts, icons
from visualnn.ui.i18n import spec_text
from visualnn.ui.theme import sizes
from visualnn.ui.tips import rules_for, tip
from visualnn.ui.widgets.choice import FlatCombo, formula_label, say_formula
from visualnn.ui.widgets.normalization_button import NormalizationButton
from visualnn.ui.widgets.spec_form import options

ACTIVATION_WIDTH = 80
BUTTON_WIDTH = 24


class LayersEditor(QWidget):
    """One row for each hidden layer: its units, its activation, its normalization.

    Signals
    -------
    edited : tuple of LayerSpec
        The layers as the person wants them.
    """

    edited = Signal(object)

    def __init__(self, layers: Iterable[LayerSpec] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers")
        self.setAccessibleName(self.tr("Hidden layers"))
        self._layers: tuple[LayerSpec, ...] = ()
        self._rows: list[_LayerRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes().space_1)
        self._column.addLayout(self._make_head())
        self._formulas = formula_label()
        self._column.addWidget(self._formulas)
        self.set_layers(tuple(layers))

    @property
    def layers(self) -> tuple[LayerSpec, ...]:
        """The layers on show."""
        return self._layers

    def set_layers(self, layers: tuple[LayerSpec, ...]) -> None:
        """Show these layers without saying so."""
        self._layers = layers
        while len(self._rows) > len(layers):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(layers):
            self._add_row()
        for row, layer in zip(self._rows, layers, strict=True):
            row.set_layer(layer)
        self._fewer.setEnabled(bool(layers))
        self._more.setEnabled(len(layers) < MAX_HIDDEN_LAYERS)
        self._count.setText(str(len(layers)))
        say_formula(self._formulas, ";  ".join(dict.fromkeys(row.formula for row in self._rows)))

    def _make_head(self) -> QHBoxLayout:
        label = QLabel(self.tr("Hidden layers"))
        label.setProperty("role", "second")
        self._fewer = SmallButton("minus", "fewer_layers", self.tr("Remove the last hidden layer"))
        self._more = SmallButton("plus", "more_layers", self.tr("Add a hidden layer"))
        self._fewer.clicked.connect(lambda: self._propose(self._layers[:-1]))
        self._more.clicked.connect(lambda: self._propose((*self._layers, self._another())))
        self._count = QLabel()
        self._count.setFont(fonts.value())
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.setMinimumWidth(18)
        row = QHBoxLayout()
        row.setSpacing(sizes().space_1)
        row.addWidget(label, 1)
        for widget in (self._fewer, self._count, self._more):
            row.addWidget(widget)
        return row

    def _another(self) -> LayerSpec:
        return self._layers[-1] if self._layers else LayerSpec()

    def _add_row(self) -> None:
        index = len(self._rows)
        row = _LayerRow(index + 1)
        row.edited.connect(lambda layer: self._change(index, layer))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _change(self, index: int, layer: LayerSpec) -> None:
        layers = list(self._layers)
        layers[index] = layer
        self._propose(tuple(layers))

    def _propose(self, layers: tuple[LayerSpec, ...]) -> None:
        if layers != self._layers:
            self.edited.emit(layers)


class SmallButton(QToolButton):
    """A quiet button with a sign; its text is read out and is its tooltip."""

    def __init__(self, icon: str, name: str, text: str) -> None:
        super().__init__()
        self._icon = icon
        self.setObjectName(name)
        self.setProperty("role", "quiet")
        self.setIcon(icons.icon(icon))
        self.setIconSize(QSize(14, 14))
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange and hasattr(self, "_icon"):
            self.setIcon(icons.icon(self._icon))


class _Units(QSpinBox):
    """A field that the wheel changes only when focused; otherwise the panel scrolls."""

    def paintEvent(self, event) -> None:
        self._give_room()
        super().paintEvent(event)

    def _give_room(self) -> None:
        """Let the number have the whole box: a style sheet leaves it none where buttons are off."""
        room = self.rect().adjusted(4, 2, -4, -2)
        if self.lineEdit().geometry() != room:
            self.lineEdit().setGeometry(room)

    def wheelEvent(self, event) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _LayerRow(QWidget):
    edited = Signal(object)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._layer = LayerSpec()
        self._make_units(number)
        self._make_kinds(number)
        self._lay_out(number)

    @property
    def formula(self) -> str:
        """That of the activation."""
        return self._activation.formula

    def set_layer(self, layer: LayerSpec) -> None:
        self._layer = layer
        blocked = self._units.blockSignals(True)
        self._units.setValue(layer.units)
        self._units.blockSignals(blocked)
        self._activation.set_value(layer.activation)
        self._normalization.set_value(layer.normalization)

    def _make_units(self, number: int) -> None:
        spec = specs_of(LayerSpec)["units"]
        self._fewer = SmallButton(
            "minus", f"fewer_units_{number}", self.tr("One unit less in layer {n}").format(n=number)
        )
        self._more = SmallButton(
            "plus", f"more_units_{number}", self.tr("One unit more in layer {n}").format(n=number)
        )
        self._units = _Units()
        self._units.setRange(int(spec.low), int(spec.high))
        self._units.setObjectName(f"units_{number}")
        self._units.setFont(fonts.numbers(fonts.text()))
        self._units.setAccessibleName(self.tr("Units of hidden layer {n}").format(n=number))
        self._units.setToolTip(tip(spec_text(spec.idea)))
        self._units.setKeyboardTracking(False)
        self._units.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._units.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._units.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._units.setFixedWidth(36)
        self._fewer.clicked.connect(self._units.stepDown)
        self._more.clicked.connect(self._units.stepUp)
        self._units.valueChanged.connect(lambda units: self._edit(units=units))

    def _make_kinds(self, number: int) -> None:
        spec = specs_of(LayerSpec)["activation"]
        name = self.tr("Activation of hidden layer {n}").format(n=number)
        self._activation = FlatCombo(options(spec))
        self._activation.setObjectName(f"activation_{number}")
        self._activation.setAccessibleName(name)
        self._activation.explain(spec_text(spec.idea), rules_for(spec))
        self._activation.chosen.connect(lambda key: self._edit(activation=key))
        self._normalization = NormalizationButton(number)
        self._normalization.chosen.connect(lambda key: self._edit(normalization=key))

    def _lay_out(self, number: int) -> None:
        name = QLabel(str(number))
        name.setProperty("role", "caption")
        name.setFixedWidth(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self._fewer, self._more):
            button.setFixedWidth(BUTTON_WIDTH)
        for widget in (name, self._fewer, self._units, self._more):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._activation)
        row.addWidget(self._normalization)
        self._activation.setMaximumWidth(ACTIVATION_WIDTH)

    def _edit(self, **leaves: object) -> None:
        self.edited.emit(replace(self._layer, **leaves))
