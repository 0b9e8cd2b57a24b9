"""The controls of an experiment: data, optimizer, network, stopping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.data import DATASETS
from visualnn.data.point_edits import other_samples
from visualnn.errors import InputError
from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Scene
from visualnn.experiment.spec import DataSpec, Experiment, LayerSpec
from visualnn.experiment.spec.noise import noise_with
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.initializers import INITIALIZERS
from visualnn.nn.losses import LOSSES
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.schedules import SCHEDULES
from visualnn.specs import specs_of
from visualnn.ui import fonts
from visualnn.ui.i18n import spec_text
from visualnn.ui.tips import rule_words, rules_for, rules_of
from visualnn.ui.widgets.action_button import ActionButton
from visualnn.ui.widgets.choice import ChoiceRow
from visualnn.ui.widgets.layers_editor import LayersEditor
from visualnn.ui.widgets.section import Section
from visualnn.ui.widgets.side_panel import SidePanel
from visualnn.ui.widgets.spec_form import SpecForm, make_row, options
from visualnn.ui.widgets.thumbnail_grid import Thumbnail, ThumbnailGrid

FAVORITES = ("pass", "circle", "xor", "gaussians", "spiral", "moons", "blobs", "iris")
"""The data sets that are shown as pictures; the list below them has all."""

DRAWS = ("samples", "noise", "seed", "missing", "target_kind")
"""The settings that make other samples of the same set."""

SET_WIDTH = 188
"""Pixels of the list of data sets, in which a title is not cut short."""

LONGEST_NAME = 40
THUMBNAIL_SAMPLES = 110

MIXED = "mixed"
"""Stands in the list of normalizations for layers that differ."""


class ExperimentPanel(SidePanel):
    """All controls of an experiment in one column.

    Signals
    -------
    proposed : Experiment, str, str
        A new experiment, the text of its step of undo, and the key under which
        proposals in a row are one step.
    sealed
        The current step of undo has ended.
    refused : str
        A sentence: why a value cannot be had.
    """

    proposed = Signal(object, str, str)
    sealed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        experiment: Experiment,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName("experiment_panel")
        self.setAccessibleName(self.tr("Experiment"))
        self._experiment = experiment
        self._actions = actions
        self._own: str = ""
        self._drawn = 0
        for section in (
            self._data_section(),
            self._optimizer_section(),
            self._network_section(),
            self._regularization_section(),
            self._stopping_section(),
        ):
            self.add(section)
        self.show_experiment(experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show an experiment in the controls, without saying so."""
        self._experiment = experiment
        data = experiment.data
        self._show_data_name(data)
        self._data.set_values(data)
        generated = data.name in DATASETS and DATASETS[data.name].generated
        for name in ("noise", "samples"):
            self._data.rows[name].setVisible(generated)
        for name in ("missing", "target_kind"):
            self._data.rows[name].setVisible(data.is_file)
        self._columns.setVisible(data.is_file)
        self._method.set_value(experiment.optimizer.key)
        self._rate.set_values(experiment.optimizer)
        self._optimizer.set_values(experiment.optimizer)
        self._course.set_value(experiment.schedule.key)
        self._schedule.set_values(experiment.schedule)
        self._batch.set_value(experiment.batch)
        self._layers.set_layers(experiment.network.hidden)
        self._show_normalization(experiment.network.hidden)
        self._network.set_values(experiment.network)
        scaled = INITIALIZERS[experiment.network.init].scaled
        self._network.rows["init_scale"].setVisible(scaled)
        self._loss.set_value(experiment.loss)
        self._regularization.set_values(experiment.regularization)
        self._stopping.set_values(experiment.stopping)

    def set_side(self, side: str) -> None:
        """Say whose settings these are; of one experiment alone nobody's."""
        text = self.tr("Settings of {side}, which you work on")
        self.set_note(text.format(side=side) if side else "")

    def show_scene(self, scene: Scene) -> None:
        """Show how many samples each share got, and the columns that can be the target."""
        self._drawn = scene.drawn
        train, val, test = (int(np.sum(scene.part == share)) for share in (TRAIN, VALIDATION, TEST))
        text = self.tr("{train} to train, {val} to validate, {test} to test")
        self._shares.setText(text.format(train=train, val=val, test=test))
        self._iterations.setText(self._iterations_text(train, scene.experiment.batch))
        self._notes.setText("\n".join(scene.notes))
        self._notes.setVisible(bool(scene.notes))
        if scene.experiment.data.is_file:
            columns = columns_of(scene)
            self._target.set_options([(name, shortened(name)) for name in columns])
            self._target.set_value(scene.target)
        self._target.setVisible(scene.experiment.data.is_file)
        _explain_auto(self._loss, LOSSES[scene.loss])
        _explain_auto(self._network.rows["output"], ACTIVATIONS[scene.activations[-1]])

    def _iterations_text(self, samples: int, batch: int) -> str:
        """Say how many updates an epoch makes, and of how many samples the last one is."""
        number, rest = -(-samples // batch), samples % batch
        numbers = {"n": samples, "batch": batch, "number": number, "rest": rest}
        if samples == 1:
            return self.tr("1 iteration per epoch, of the only sample")
        if number == 1:
            return self.tr("1 iteration per epoch, of all {n} samples").format(**numbers)
        text = self.tr("⌈{n} / {batch}⌉ = {number} iterations per epoch")
        if rest:
            text = self.tr("⌈{n} / {batch}⌉ = {number} iterations per epoch, the last of {rest}")
        return text.format(**numbers)

    def _data_section(self) -> Section:
        self._grid = ThumbnailGrid(thumbnails(), name=self.tr("Data set"))
        self._grid.setObjectName("data_grid")
        self._grid.chosen.connect(self._choose_data)
        entries = [(key, dataset.title) for key, dataset in DATASETS.items()]
        tip = self.tr("Samples with a pattern to find, drawn from a formula or from a real table.")
        sources = {key: ("", f"{dataset.source}.") for key, dataset in DATASETS.items()}
        row = ChoiceRow(self.tr("Set"), entries, tip=tip, rules=sources, most_width=SET_WIDTH)
        self._sets = self._named(row, "data_set")
        self._sets.edited.connect(self._choose_data)
        tip = self.tr("The column of your table that the network learns to predict.")
        self._target = self._named(ChoiceRow(self.tr("Target"), [], tip=tip), "target")
        self._target.edited.connect(self._choose_target)
        self._target.hide()
        self._data = self._form("data")
        self._shares, self._notes = _caption("shares"), _caption("notes")
        open_table = ActionButton(self._actions["open_csv"])
        self._columns = ActionButton(self._actions["csv_columns"])
        rows = (
            self._grid,
            self._sets,
            self._target,
            self._data,
            self._shares,
            self._notes,
            self._columns,
            open_table,
        )
        return Section(self.tr("Data"), *rows)

    def _optimizer_section(self) -> Section:
        methods = [(key, cls.title) for key, cls in OPTIMIZERS.items()]
        tip = self.tr("The rule that turns a gradient into a change of every weight.")
        row = ChoiceRow(self.tr("Method"), methods, tip=tip, rules=rules_of(OPTIMIZERS))
        self._method = self._named(row, "method")
        self._method.edited.connect(self._choose_method)
        self._rate = self._form("optimizer", order=("lr",))
        self._batch = self._row("batch")
        self._optimizer = self._form("optimizer", skip=("lr",))
        schedules = [(key, cls.title) for key, cls in SCHEDULES.items()]
        tip = self.tr("How the learning rate changes as training goes on.")
        row = ChoiceRow(self.tr("Schedule"), schedules, tip=tip, rules=rules_of(SCHEDULES))
        self._course = self._named(row, "course")
        self._course.edited.connect(lambda key: self._propose(self.tr("schedule"), schedule=key))
        self._schedule = self._form("schedule")
        self._iterations = _caption("iterations")
        self._iterations.setToolTip(
            self.tr("An epoch takes ⌈n / batch⌉ iterations; the rest is a batch of its own.")
        )
        rows = (self._method, self._rate, self._batch, self._iterations, self._optimizer)
        return Section(self.tr("Optimizer"), *rows, self._course, self._schedule)

    def _network_section(self) -> Section:
        self._layers = LayersEditor(self._experiment.network.hidden)
        self._layers.edited.connect(self._change_layers)
        self._normalization = self._normalization_row()
        self._network = self._form("network")
        self._loss = self._row("loss")
        reseed = ActionButton(self._actions["reseed"])
        rows = (self._layers, self._normalization, self._network, self._loss, reseed)
        return Section(self.tr("Network"), *rows)

    def _normalization_row(self) -> ChoiceRow:
        """Return the choice for all hidden layers together."""
        spec = specs_of(LayerSpec)["normalization"]
        label = self.tr("Normalize all")
        # Where nothing is normalized there is no formula to show.
        rules = {key: rule for key, rule in rules_for(spec).items() if key != "none"}
        row = ChoiceRow(label, options(spec), tip=spec_text(spec.idea), rules=rules)
        row.edited.connect(self._choose_normalization)
        return self._named(row, "normalization")

    def _regularization_section(self) -> Section:
        self._regularization = self._form("regularization")
        return Section(self.tr("Regularization"), self._regularization)

    def _stopping_section(self) -> Section:
        self._stopping = self._form("stopping")
        return Section(self.tr("Early stopping"), self._stopping)

    def _form(
        self, branch: str, order: tuple[str, ...] = (), skip: tuple[str, ...] = ()
    ) -> SpecForm:
        """Return controls for a branch of the experiment: all its fields, or those named."""
        form = SpecForm(getattr(self._experiment, branch), order=order, skip=skip)
        form.setObjectName(f"form_{branch}")
        form.edited.connect(partial(self._change_leaf, branch))
        form.committed.connect(self.sealed)
        return form

    def _row(self, name: str) -> Any:
        """Return the control of one field of the experiment itself."""
        row = make_row(specs_of(Experiment)[name], getattr(self._experiment, name))
        row.edited.connect(lambda value: self._propose(_label(Experiment, name), **{name: value}))
        getattr(row, "committed", row.edited).connect(lambda *_: self.sealed.emit())
        return self._named(row, f"row_{name}")

    def _named(self, widget: Any, name: str) -> Any:
        widget.setObjectName(name)
        return widget

    def _change_leaf(self, branch: str, name: str, value: Any) -> None:
        before = getattr(self._experiment, branch)
        label = _label(type(before), name)
        key = f"{branch}.{name}"
        if branch == "data":
            self._try(lambda: _with_data(self._experiment, name, value, self._drawn), label, key)
        else:
            self._try(lambda: _with_leaf(self._experiment, branch, name, value), label, key)

    def _choose_data(self, key: str) -> None:
        if key == self._own:
            return
        kept = self._experiment.data.inputs if len(DATASETS[key].features) == 2 else ()
        noise = noise_with(self._experiment.data, key)
        data = replace(
            self._experiment.data,
            name=key,
            inputs=kept,
            target="",
            ignore=(),
            edits=(),
            noise=noise,
        )
        self._try(lambda: self._experiment.edited(data=data), self.tr("data set"), "")

    def _choose_target(self, name: str) -> None:
        data = replace(self._experiment.data, target=name, edits=())
        self._propose(self.tr("target"), data=data)
        self.sealed.emit()

    def _choose_method(self, key: str) -> None:
        self._try(lambda: _same_rate(self._experiment, key), self.tr("optimizer"), "")

    def _choose_normalization(self, key: str) -> None:
        if key != MIXED:
            self._propose(self.tr("normalization"), normalization=key)
            self.sealed.emit()

    def _change_layers(self, layers: tuple[LayerSpec, ...]) -> None:
        self._propose(self.tr("hidden layers"), hidden=layers)
        self.sealed.emit()

    def _propose(self, text: str, **names: Any) -> None:
        key = ".".join(names)
        self._try(lambda: self._experiment.edited(**names), text, key)

    def _try(self, make: Callable[[], Experiment], text: str, key: str) -> None:
        try:
            experiment = make()
        except InputError as error:
            self.refused.emit(str(error))
            self.show_experiment(self._experiment)
            return
        self.proposed.emit(experiment, text, key)

    def _show_normalization(self, layers: tuple[LayerSpec, ...]) -> None:
        """Show what all layers have in common; layers that differ get an entry of their own."""
        spec = specs_of(LayerSpec)["normalization"]
        keys = {layer.normalization for layer in layers}
        mixed = [(MIXED, self.tr("one for each"))] if len(keys) > 1 else []
        self._normalization.set_options([*options(spec), *mixed])
        self._normalization.set_value(keys.pop() if len(keys) == 1 else MIXED if mixed else "none")
        self._normalization.setEnabled(bool(layers))

    def _show_data_name(self, data: DataSpec) -> None:
        """Choose the data set in grid and list; a file gets an entry of its own in the list."""
        self._grid.set_value(data.name)
        own = data.name if data.is_file else ""
        if own != self._own:
            self._own = own
            entries = [(key, dataset.title) for key, dataset in DATASETS.items()]
            if own:
                entries.append((own, shortened(own.replace("\\", "/").rsplit("/", 1)[-1])))
            self._sets.set_options(entries)
        self._sets.set_value(data.name)


def _explain_auto(row: ChoiceRow, entry: Any) -> None:
    """Explain "auto" by what it stands for with these samples."""
    formula, words = rule_words(entry)
    row.explain_option("auto", formula, f"{spec_text(entry.title)}: {words}")


def _with_data(experiment: Experiment, name: str, value: Any, drawn: int) -> Experiment:
    """Return the experiment with a changed data setting; shares give way to each other.

    Edits of single samples do not outlive these.
    """
    data = experiment.data
    changes = {name: value}
    if name in DRAWS:
        changes["edits"] = other_samples(data.edits, drawn)
    if name == "train":
        changes["validation"] = min(data.validation, round(1 - value, 6))
    elif name == "validation":
        changes["train"] = min(data.train, round(1 - value, 6))
    return experiment.edited(data=replace(data, **changes))


def _with_leaf(experiment: Experiment, branch: str, name: str, value: Any) -> Experiment:
    """Return the experiment with one field of a branch changed."""
    return experiment.edited(**{branch: replace(getattr(experiment, branch), **{name: value})})


def _same_rate(experiment: Experiment, key: str) -> Experiment:
    """Return the experiment with another optimizer at the same rate, unless one finds its own."""
    old, new = experiment.optimizer, OPTIMIZERS[key]
    if old.finds_rate or new.finds_rate:
        return experiment.edited(optimizer=key)
    return experiment.edited(optimizer=key, lr=old.lr)


def shortened(name: str) -> str:
    """Return a name with its middle left out where it is too long for a list."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def columns_of(scene: Scene) -> tuple[str, ...]:
    """Return the table's columns; those of text were spread over several features."""
    spread = (name.partition(" = ")[0] for name in scene.features)
    return tuple(dict.fromkeys((*spread, scene.target)))


def _caption(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "caption")
    label.setFont(fonts.status())
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _label(cls: type, name: str) -> str:
    return spec_text(specs_of(cls)[name].label)


@cache
def thumbnails() -> tuple[Thumbnail, ...]:
    """Return the pictures of the favorite data sets, drawn from the sets themselves."""
    found = []
    for key in FAVORITES:
        dataset = DATASETS[key]
        samples = dataset.make(THUMBNAIL_SAMPLES, DataSpec().noise, np.random.default_rng(0))
        title = QCoreApplication.translate("data", dataset.title)
        found.append(Thumbnail(key, title, samples.x[:, :2], samples.y, dataset.source))
    return tuple(found)
