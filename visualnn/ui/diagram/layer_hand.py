"""What a person does to the layers in the diagram: by button, by key, by menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from visualnn.errors import InputError
from visualnn.experiment.frames import Scene
from visualnn.experiment.spec import (
    MAX_HIDDEN_LAYERS,
    MAX_UNITS,
    Experiment,
    LayerSpec,
    NetworkSpec,
)
from visualnn.specs import specs_of
from visualnn.ui.diagram import layer_edits
from visualnn.ui.diagram.layer_bar import LayerBar
from visualnn.ui.diagram.selection import Edge, Neuron, Selected
from visualnn.ui.diagram.words import layer_name
from visualnn.ui.i18n import spec_text
from visualnn.ui.intents import EditExperiment, Leaves
from visualnn.ui.tips import rules_for, tip
from visualnn.ui.widgets.menu_heading import add_heading
from visualnn.ui.widgets.spec_form import options

KEYS = {
    (Qt.Key.Key_Insert, False): "more_units",
    (Qt.Key.Key_Delete, False): "fewer_units",
    (Qt.Key.Key_Insert, True): "add_layer",
    (Qt.Key.Key_Delete, True): "remove_layer",
}
"""Key, and whether Ctrl is held → what it does to the layer of the selection."""


class LayerHand(QObject):
    """Turns gestures on a layer into intents.

    Signals
    -------
    intent
        `EditExperiment`, of the layers as they are when it is heard: where keys come
        faster than networks can be shown, none is lost.
    """

    intent = Signal(object)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._scene: Scene | None = None
        self.bar = LayerBar(view)
        self.bar.pressed.connect(lambda deed: self.do(deed, self.bar.layer))

    def show_scene(self, scene: Scene) -> None:
        """Take another network."""
        self._scene = scene
        self.bar.show_scene(scene)

    def key(self, event: QKeyEvent, selected: Selected) -> bool:
        """Do what a key asks for; return whether it asks for anything."""
        if self._scene is None or not self.heeds(event):
            return False
        self.do(_deed_of(event), self.layer_of(selected))
        return True

    def heeds(self, event: QKeyEvent) -> bool:
        """Return whether a key adds or removes something."""
        return bool(_deed_of(event))

    def layer_of(self, selected: Selected) -> int:
        """Return the layer that a selection speaks of; without one the last hidden layer."""
        match selected:
            case Neuron(layer) | Edge(layer):
                return layer
        return len(self._scene.sizes) - 2

    def do(self, deed: str, layer: int) -> None:
        """Add or remove units or a layer."""
        texts = {
            "more_units": self.tr("one unit more"),
            "fewer_units": self.tr("one unit less"),
            "add_layer": self.tr("another layer"),
            "remove_layer": self.tr("one layer less"),
        }
        self.intent.emit(EditExperiment(texts[deed], partial(self._done, deed, layer)))

    def _done(self, deed: str, layer: int, experiment: Experiment) -> Leaves:
        """Return the hidden layers of an experiment with units or a layer added or removed."""
        hidden = experiment.network.hidden
        layers = layer_edits.DEEDS[deed](hidden, layer)
        if layers is None:
            raise InputError(self._reason(deed, layer, len(hidden)))
        return {"hidden": layers}

    def kinds_menu(self, layer: int) -> QMenu:
        """Return a menu of what a layer can do with its sums; it deletes itself."""
        menu = QMenu(self._view)
        menu.setObjectName("layer_kinds")
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_kinds(menu, layer)
        return menu

    def open_kinds(self, layer: int, at: QPoint) -> None:
        """Offer activations and normalizations of a layer at a point of the view."""
        if self._scene and layer:
            self.kinds_menu(layer).popup(self._view.mapToGlobal(at))

    def fill_kinds(self, menu: QMenu, layer: int) -> None:
        """Add a layer's activations and, for a hidden one, its normalizations to a menu."""
        network = self._scene.experiment.network
        if layer > len(network.hidden):
            spec = specs_of(NetworkSpec)["output"]
            self._fill(menu, spec, network.output, self._choose_output)
            return
        chosen = network.hidden[layer - 1]
        for name in ("activation", "normalization"):
            choose = partial(self._choose, layer, name)
            self._fill(menu, specs_of(LayerSpec)[name], getattr(chosen, name), choose)

    def fill_layer(self, menu: QMenu, layer: int) -> None:
        """Add what can be done to a layer to a menu."""
        hidden = self._scene.experiment.network.hidden
        add_heading(menu, layer_name(self._scene, layer))
        if 1 <= layer <= len(hidden):
            self._deed(menu, self.tr("Add a unit"), "more_units", layer)
            self._deed(menu, self.tr("Remove a unit"), "fewer_units", layer)
            self._deed(menu, self.tr("Remove this layer"), "remove_layer", layer)
        self._deed(menu, self.tr("Add a layer"), "add_layer", layer)
        if layer:
            kinds = menu.addMenu(self.tr("Activation"))
            kinds.setObjectName("layer_kinds")
            kinds.setToolTipsVisible(True)
            self.fill_kinds(kinds, layer)

    def _deed(self, menu: QMenu, text: str, deed: str, layer: int) -> None:
        action = menu.addAction(text)
        action.setObjectName(deed)
        action.triggered.connect(partial(self.do, deed, layer))

    def _fill(self, menu: QMenu, spec, value: str, choose) -> None:
        add_heading(menu, spec_text(spec.label))
        group, rules = QActionGroup(menu), rules_for(spec)
        for key, text in options(spec):
            action = menu.addAction(text)
            action.setObjectName(key)
            action.setToolTip(tip("", *rules.get(key, ())))
            action.setCheckable(True)
            action.setChecked(key == value)
            action.triggered.connect(partial(choose, key))
            group.addAction(action)

    def _choose(self, layer: int, name: str, key: str) -> None:
        text = spec_text(specs_of(LayerSpec)[name].label)
        self.intent.emit(EditExperiment(text, partial(_of_kind, layer, {name: key})))

    def _choose_output(self, key: str) -> None:
        text = spec_text(specs_of(NetworkSpec)["output"].label)
        self.intent.emit(EditExperiment(text, {"output": key}))

    def _reason(self, deed: str, layer: int, hidden: int) -> str:
        if deed == "add_layer":
            text = self.tr("{n} hidden layers are the most: remove one to add another.")
            return text.format(n=MAX_HIDDEN_LAYERS)
        if layer == 0:
            return self.tr("The inputs come from the data: select a hidden layer.")
        if layer > hidden:
            return self.tr("The data decide how many outputs there are: select a hidden layer.")
        if deed == "fewer_units":
            return self.tr("A layer has one unit at least: Ctrl+Delete removes the layer.")
        return self.tr("{n} units are the most that a layer can have.").format(n=MAX_UNITS)


def _deed_of(event: QKeyEvent) -> str:
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return KEYS.get((Qt.Key(event.key()), ctrl), "")


def _of_kind(layer: int, kind: dict[str, str], experiment: Experiment) -> Leaves:
    """Return an experiment's hidden layers, one of them of another kind."""
    return {"hidden": layer_edits.with_kind(experiment.network.hidden, layer, **kind)}
