"""What a person does to the inputs in the diagram: one more, one less."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from visualnn.data.inputs import INPUTS, PLAIN
from visualnn.errors import InputError
from visualnn.experiment.frames import Offer, Scene
from visualnn.experiment.spec import Experiment
from visualnn.ui.intents import EditExperiment, Leaves


class InputHand(QObject):
    """Turns gestures on the inputs of a set with two features into intents.

    Signals
    -------
    intent
        `EditExperiment`, of the inputs as they are when it is heard.
    """

    intent = Signal(object)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.offer: Offer | None = None

    def show_scene(self, scene: Scene) -> None:
        """Take another network."""
        self.offer = scene.offer

    def toggle(self, key: str) -> None:
        """Let the network read an input, or leave it out."""
        offer = self.offer
        name = offer.names[offer.keys.index(key)]
        text = self.tr("without input {name}") if key in offer.used else self.tr("input {name}")
        self.intent.emit(EditExperiment(text.format(name=name), partial(self._with, key)))

    def _with(self, key: str, experiment: Experiment) -> Leaves:
        """Return the inputs of an experiment with one more or one less."""
        keys = toggled(experiment.data.inputs or PLAIN, key)
        if not keys:
            raise InputError(self.tr("One input has to stay: add another one first."))
        return {"inputs": () if keys == PLAIN else keys}

    def leave_out(self, unit: int) -> None:
        """Leave out the input that a unit of the first column stands for."""
        self.toggle(self.offer.used[unit])

    def hint(self, key: str) -> str:
        """Return what a click on an unused input does."""
        name = self.offer.names[self.offer.keys.index(key)]
        return self.tr("{name}: click to let the network read it, too.").format(name=name)

    def fill_menu(self, menu: QMenu) -> None:
        """Add all inputs to a menu, those that are read checked."""
        for key, name in zip(self.offer.keys, self.offer.names, strict=True):
            action = menu.addAction(name)
            action.setObjectName(key)
            action.setCheckable(True)
            action.setChecked(key in self.offer.used)
            action.triggered.connect(partial(self.toggle, key))

    def open_menu(self, at: QPoint) -> None:
        """Offer all inputs at a point of the view."""
        menu = QMenu(self._view)
        menu.setObjectName("inputs")
        menu.aboutToHide.connect(menu.deleteLater)
        self.fill_menu(menu)
        menu.popup(self._view.mapToGlobal(at))


def toggled(used: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Return the inputs with one more or one less, in the order in which they are offered."""
    wanted = set(used) ^ {key}
    return tuple(k for k in INPUTS if k in wanted)
