"""The controls of a slice through this network's loss: which plane, how far, and look again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from visualnn.errors import InputError
from visualnn.experiment.survey import Survey
from visualnn.landscape.planes import parameter_index, parameter_name
from visualnn.nn.layout import Layout
from visualnn.specs import specs_of
from visualnn.ui import fonts
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.slider import NumberRow

RESOLUTION = 41

PATIENCE = 300
"""Milliseconds that a scan may take before it is spoken of."""


class SliceControls(QWidget):
    """What a slice is made of; every change is a wish for another slice.

    Parameters
    ----------
    racing
        Whether optimizers race on the slice: then its plane is theirs, two weights are
        those that they move farthest until others are named, and nobody need look again.

    Attributes
    ----------
    waiting
        Progress and a way out.  Where optimizers race it has no place here: whoever
        shows it puts it where it moves no slider that is being dragged.

    Signals
    -------
    wished : Survey
        A slice to scan, at the parameters that are newest then.
    refused : str
        Why a weight cannot be had.
    canceled
        The person does not want to wait for the scan under way.
    """

    wished = Signal(object)
    refused = Signal(str)
    canceled = Signal()

    def __init__(self, parent: QWidget | None = None, *, racing: bool = False) -> None:
        super().__init__(parent)
        self._racing, self._name = racing, "race_slice" if racing else "slice"
        self.setObjectName(f"{self._name}_controls")
        self.survey = Survey(plane="pca" if racing else "weights", resolution=RESOLUTION)
        self._layout: Layout | None = None
        self._found: tuple[str, ...] = ("", "")
        self._named: tuple[str, ...] = ()
        self._busy = False
        self._names = self._make_names()
        specs = specs_of(Survey)
        self._draw = NumberRow(specs["draw"], self.survey.draw)
        self._draw.setObjectName(f"{self._name}_draw")
        self._draw.edited.connect(lambda draw: self._wish(draw=int(draw)))
        self._span = NumberRow(specs["span"], self.survey.span)
        self._span.setObjectName(f"{self._name}_span")
        self._span.edited.connect(lambda span: self._wish(span=float(span)))
        self.again = QPushButton(self.tr("Look again (R)"))
        self.again.setObjectName("look_again")
        self.again.setToolTip(self.tr("Scan the loss around the newest parameters (R)."))
        self.again.clicked.connect(self.look)
        self._why = QLabel(
            self.tr(
                "The run on this map is your training. To let optimizers race on this loss, "
                "choose one of the races above."
            )
        )
        self._why.setObjectName("no_race")
        self._why.setWordWrap(True)
        self._why.setProperty("role", "second")
        self._make_progress()
        self._lay_out()

    def choose(self, plane: str) -> None:
        """Show the controls of a plane, and wish for it."""
        self._wish(plane=plane)

    def show_layout(self, layout: Layout) -> None:
        """Take the parameters of a network; in another one other weights bear the same names.

        So those that were named by hand give way to the usual ones, with a sentence.
        """
        if layout == self._layout:
            return
        named, self._layout = self._named, layout
        self._named, self._found = (), ("", "")
        self.survey = replace(self.survey, weights=self._usual_weights(layout))
        self._show()
        if named:
            self._tell_renamed(named)

    def _usual_weights(self, layout: Layout) -> tuple[str, ...]:
        """Return the network's first weights; where optimizers race nobody has named any yet."""
        if self._racing:
            return ()
        return parameter_name(layout, 0), parameter_name(layout, min(1, layout.trained - 1))

    def _tell_renamed(self, names: tuple[str, ...]) -> None:
        """Say that weights which were named by hand are shown no more."""
        text = self.tr(
            "{first} and {second} were weights of another network. The first two of this one are "
            "shown instead: name others here."
        )
        if self._racing:
            text = self.tr(
                "{first} and {second} were weights of another network. The two of this one that "
                "move farthest are shown instead: name others here."
            )
        self._renamed.setText(text.format(first=names[0], second=names[1]))
        self._renamed.show()

    def show_axes(self, axes: tuple[str, str]) -> None:
        """Name the two weights of a plane where nobody has named any."""
        if self.survey.plane == "weights" and not self.survey.weights:
            first, second = (axis.removeprefix("Δ") for axis in axes)
            self._found = first, second
            for line, name in zip(self._names, self._found, strict=True):
                line.setText(name)

    def show_progress(self, points: int, total: int) -> None:
        """Show how far a scan is, once it takes longer than a moment."""
        self._busy = True
        self.progress.setRange(0, total)
        self.progress.setValue(points)
        if self.waiting.isHidden() and not self._patience.isActive():
            self._patience.start(PATIENCE)

    @property
    def busy(self) -> bool:
        """Whether something is under way of which progress was reported."""
        return self._busy

    def end_progress(self) -> None:
        """Show no progress: the scan is over."""
        self._busy = False
        self._patience.stop()
        self.waiting.hide()

    def look(self) -> None:
        """Wish for the same slice at the newest parameters."""
        self.wished.emit(self.survey)

    def _make_progress(self) -> None:
        self.progress = QProgressBar()
        self.progress.setObjectName(f"{'race' if self._racing else 'scan'}_progress")
        racing, scanning = self.tr("Updates of the race"), self.tr("Points of the slice")
        self.progress.setAccessibleName(racing if self._racing else scanning)
        self.progress.setTextVisible(False)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setObjectName(f"cancel_{'race' if self._racing else 'scan'}")
        racing = self.tr("Race no further: what is on show stays as it is.")
        scanning = self.tr("Scan no further: the map stays as it is.")
        self.cancel.setToolTip(racing if self._racing else scanning)
        self.cancel.clicked.connect(self.canceled)
        self.waiting = QWidget()
        row = QHBoxLayout(self.waiting)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        self.waiting.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.waiting.show)

    def _make_names(self) -> tuple[QLineEdit, QLineEdit]:
        texts = (self.tr("Weight across"), self.tr("Weight upwards"))
        tip = self.tr("The name of a weight or bias: W1[0,3] leads from input 0 into unit 3.")
        lines = QLineEdit(), QLineEdit()
        for number, (line, text) in enumerate(zip(lines, texts, strict=True), start=1):
            line.setObjectName(f"{self._name}_weight_{number}")
            line.setAccessibleName(text)
            line.setToolTip(tip)
            line.setFont(fonts.numbers(fonts.text()))
            line.editingFinished.connect(self._type)
        return lines

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_2)
        self._pair = QWidget()
        pair = QVBoxLayout(self._pair)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(sizes().space_2)
        for line in self._names:
            row = QHBoxLayout()
            name = QLabel(line.accessibleName())
            name.setProperty("role", "second")
            name.setBuddy(line)
            row.addWidget(name, 1)
            row.addWidget(line, 1)
            pair.addLayout(row)
        self._renamed = QLabel()
        self._renamed.setObjectName(f"{self._name}_renamed")
        self._renamed.setProperty("role", "second")
        self._renamed.setWordWrap(True)
        self._renamed.hide()
        pair.addWidget(self._renamed)
        for part in (self._pair, self._draw, self._span, self.again):
            column.addWidget(part)
        if not self._racing:
            column.addWidget(self.waiting)
        column.addWidget(self._why)
        for part in (self.again, self._why):
            part.setHidden(self._racing)

    def _show(self) -> None:
        self._pair.setVisible(self.survey.plane == "weights")
        self._draw.setVisible(self.survey.plane == "random")
        for line, name in zip(self._names, self.survey.weights or self._found, strict=True):
            line.setText(name)

    def _wish(self, **parts: object) -> None:
        self.survey = replace(self.survey, **parts)  # type: ignore[arg-type]
        self._show()
        self.look()

    def _type(self) -> None:
        names = tuple(line.text().strip() for line in self._names)
        shown = self.survey.weights or self._found
        if self._layout is None or names == shown:
            return
        try:
            for name in names:
                parameter_index(self._layout, name)
        except InputError as error:
            self._show()
            self.refused.emit(str(error))
            return
        self._named = names
        self._renamed.hide()
        self._wish(weights=names)
