"""The buttons over one layer of the diagram: units and layers, one more or one less."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from visualnn.experiment.frames import Scene
from visualnn.ui import fonts, icons
from visualnn.ui.diagram import layer_edits
from visualnn.ui.diagram.words import layer_name

HEIGHT = 22


class LayerBar(QWidget):
    """− n + for the units of a hidden layer, and buttons to add and remove a layer.

    Signals
    -------
    pressed : str
        ``"more_units"``, ``"fewer_units"``, ``"add_layer"`` or ``"remove_layer"``.
    """

    pressed = Signal(str)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("layer_bar")
        self.layer = 0
        self._scene: Scene | None = None
        self._count = QLabel()
        self._count.setFont(fonts.value())
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.setMinimumWidth(24)
        self._buttons: dict[str, _Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (
            self._button("fewer_units", "minus"),
            self._count,
            self._button("more_units", "plus"),
            self._button("add_layer", "layer-add"),
            self._button("remove_layer", "layer-remove"),
        ):
            row.addWidget(widget)
        self.hide()

    def show_scene(self, scene: Scene) -> None:
        """Take another network; the bar stays over its layer if there still is one."""
        self._scene = scene
        self._show()

    def stand_over(self, layer: int, x: float, y: float, room: float) -> None:
        """Come up over a layer, centered on ``x`` but within ``room`` pixels, at height ``y``."""
        self.layer = layer
        self._show()
        self.resize(self.sizeHint().width(), HEIGHT)
        left = min(max(x - self.width() / 2, 2), room - self.width() - 2)
        self.move(round(left), round(y))
        self.show()

    def redress(self) -> None:
        """Draw the signs in the colors of the theme."""
        for button in self._buttons.values():
            button.redress()

    def _show(self) -> None:
        if self._scene is None:
            return
        scene, layer = self._scene, min(self.layer, len(self._scene.sizes) - 1)
        hidden = scene.experiment.network.hidden
        inner = 1 <= layer <= len(hidden)
        for key in ("fewer_units", "more_units", "remove_layer"):
            self._buttons[key].setVisible(inner)
        self._count.setVisible(inner)
        self._count.setText(str(scene.sizes[layer]))
        self._buttons["fewer_units"].setEnabled(bool(layer_edits.with_units(hidden, layer, -1)))
        self._buttons["more_units"].setEnabled(bool(layer_edits.with_units(hidden, layer, 1)))
        self._buttons["add_layer"].setEnabled(bool(layer_edits.with_layer(hidden, layer)))
        self._explain(layer_name(scene, layer), last=layer == len(scene.sizes) - 1)

    def _explain(self, name: str, last: bool) -> None:
        before = self.tr("{layer}: add a layer before (Ctrl+Insert)")
        behind = self.tr("{layer}: add a layer behind (Ctrl+Insert)")
        for key, text in (
            ("fewer_units", self.tr("{layer}: one unit less (Delete)")),
            ("more_units", self.tr("{layer}: one unit more (Insert)")),
            ("add_layer", before if last else behind),
            ("remove_layer", self.tr("{layer}: remove the layer (Ctrl+Delete)")),
        ):
            self._buttons[key].setAccessibleName(text.format(layer=name))
            self._buttons[key].setToolTip(text.format(layer=name))

    def _button(self, key: str, icon: str) -> _Button:
        button = self._buttons[key] = _Button(key, icon)
        button.clicked.connect(lambda: self.pressed.emit(key))
        return button


class _Button(QToolButton):
    def __init__(self, key: str, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setObjectName(f"layer_{key}")
        self.setProperty("role", "quiet")
        self.setIconSize(QSize(15, 15))
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys work from the diagram itself
        self.redress()

    def redress(self) -> None:
        self.setIcon(icons.icon(self._icon))
