"""What each sample is, and what the network takes it for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import Outcomes
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import grown, number_text
from visualnn.ui.plots.confusion_matrix import ConfusionMatrix
from visualnn.ui.plots.plot_items import Grid, Line, with_alpha
from visualnn.ui.plots.plotting import AXIS_HEIGHT, AXIS_WIDTH
from visualnn.ui.plots.stamped import Stamped
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch
from visualnn.ui.widgets.card import note_label
from visualnn.ui.words import count, percent, signed

SHARES = ("train", "val", "test")


class ConfusionView(PlotView):
    """The confusion matrix of a share of the samples; for a regression, answers by target."""

    key = "confusion"
    stride = 3
    # Known to the class, because the switches are asked for before there is a scene.
    _scene: Scene | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcomes: Outcomes | None = None
        self._ended = False
        self._shown: bytes = b""
        self._make_items()
        self._caption = note_label()
        self._caption.setObjectName("score")
        self._caption.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._caption.setToolTip(
            self.tr("Counted at the step on show; curves and status have one value for each epoch.")
        )
        self.column.addWidget(self._caption)
        self.legend.hide()
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Confusion, or answers for a regression."""
        return self.tr("Predicted") if self._is_regression() else self.tr("Confusion")

    def header(self) -> QWidget | None:
        """Return nothing: the matrix explains itself."""
        return None

    def switches(self) -> tuple[Switch, ...]:
        """Return the share of the samples, and what stands in a cell."""
        if self._is_regression():
            return (self._share_switch(),)
        return (self._share_switch(), self._cell_switch())

    def _share_switch(self) -> Switch:
        options = (
            ("train", self.tr("Train"), self.tr("The samples that the network learns from.")),
            ("val", self.tr("Val"), self.tr("The validation samples: it has not seen them.")),
            ("test", self.tr("Test"), self.tr("The test samples, once the run has ended.")),
        )
        # The training share may be empty while a person draws another.
        there = [o for o in options if o[0] == "train" or self._size_of(o[0])]
        return Switch(
            "share",
            self.tr("Samples"),
            self.tr("What counts is how the network does on samples it has not seen."),
            tuple(there),
            default="val" if self._size_of("val") else "train",
        )

    def _cell_switch(self) -> Switch:
        return Switch(
            "cell",
            self.tr("In each cell"),
            self.tr("Shares of a row can be compared between classes of different size."),
            (
                ("counts", self.tr("Counts"), self.tr("How many samples.")),
                ("shares", self.tr("Row %"), self.tr("What share of the class it is.")),
            ),
        )

    def chosen(self, switch: str) -> str:
        """Return where a switch stands; a share that has no samples cannot be chosen."""
        if switch == "share" and not self._size_of(self._choices[switch]):
            return "train"
        return super().chosen(switch)

    def wants(self) -> Wants:
        """Return that the answers are needed."""
        return Wants(outcomes=True)

    def show_scene(self, scene: Scene) -> None:
        """Forget the answers of another run."""
        if self._scene is None or scene.generation != self._scene.generation:
            self._outcomes, self._ended = None, False
            self._matrix.set_cursor(None)
        self._scene = scene
        self._explain()
        self.switched.emit()
        self.retitled.emit(self.title)
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Take the answers of a frame, and draw if they are others."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        if frame.outcomes is None:
            return
        self._outcomes = frame.outcomes
        self._ended = frame.state in ("stopped early", "finished", "diverged")
        if self._fingerprint() != self._shown:
            self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._matrix.set_theme(theme)
        self._grid.set_color(theme.line)
        self._diagonal.set_color(theme.ink2)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        self._shown = self._fingerprint()
        for item in (self._grid, self._diagonal, self._dots):
            item.hide()
        self._matrix.show()
        self._show_axes(False)
        message = self._message()
        self._caption.setText("" if message else self._score_text())
        if message:
            self._matrix.set_message(message)
        elif self._is_regression():
            self._draw_pairs()
        else:
            as_shares = self.chosen("cell") == "shares"
            share = self.tr("was taken for, in % of the row")
            self._matrix.set_words(self.tr("is"), share if as_shares else self.tr("was taken for"))
            self._matrix.set_counts(self._counts(), self._scene.classes, as_shares=as_shares)

    def table(self) -> Table:
        """Return the matrix, one row for each class, or targets and answers."""
        if self._scene is None or self._outcomes is None or self._message():
            return Table(self.key, {})
        if self._is_regression():
            pairs = self._pairs()
            return Table(self.key, {"target": pairs[:, 0], "prediction": pairs[:, 1]})
        names = self._scene.classes
        taken = {f"taken_for_{name}": self._counts()[:, k] for k, name in enumerate(names)}
        return Table(self.key, {"is": np.array(names), **taken})

    def hover(self, place: QPointF) -> str:
        """Return what the cell or the sample under the mouse is."""
        if self._message():
            return ""
        if self._is_regression():
            return self._pair_text(place)
        cell = self._cell_at(place)
        self._matrix.set_cursor(cell)
        return self._cell_text(*cell) if cell else ""

    def unhover(self) -> None:
        """Take the frame away."""
        super().unhover()
        self._matrix.set_cursor(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away with the focus."""
        super().focusOutEvent(event)
        self.unhover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from cell to cell with the arrow keys."""
        key = Qt.Key
        steps = {
            key.Key_Left: (0, -1),
            key.Key_Right: (0, 1),
            key.Key_Up: (-1, 0),
            key.Key_Down: (1, 0),
        }
        if event.key() not in steps or self._is_regression() or self._message():
            return super().keyPressEvent(event)
        last = len(self._scene.classes) - 1
        down, across = steps[event.key()]
        row, column = self._matrix.cursor or (-down, -across)
        cell = min(max(row + down, 0), last), min(max(column + across, 0), last)
        self._matrix.set_cursor(cell)
        self.readout.show_at(self._cell_text(*cell), self._middle_of(cell))
        return None

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it the score."""
        super().paint_body(painter, at)
        painter.setFont(self._caption.font())
        painter.setPen(self.theme.ink2)
        box = QRectF(self._caption.geometry()).translated(at)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._caption.text())

    def _make_items(self) -> None:
        self._matrix = ConfusionMatrix()
        self._grid = Grid(self.plot.left)
        self._diagonal = Line(dashed=True)
        self._dots = Stamped("circle", 6)
        for item in (self._grid, self._diagonal, self._dots, self._matrix):
            self.plot.addItem(item, ignoreBounds=True)

    def _explain(self) -> None:
        if self._is_regression():
            text = self.tr(
                "Each sample by its target and by what the network answers. On the diagonal both "
                "are the same; R² is the share of the target's variance that is explained."
            )
        else:
            text = self.tr(
                "Each row is a class, each column an answer of the network. On the diagonal both "
                "are the same; anything else says which classes are mistaken for each other."
            )
        self.setToolTip(text)

    def _is_regression(self) -> bool:
        return self._scene is not None and self._scene.task == "regression"

    def _size_of(self, share: str) -> int:
        if self._scene is None:
            return 1
        return int(np.sum(self._scene.part == SHARES.index(share)))

    def _index(self) -> int:
        return SHARES.index(self.chosen("share"))

    def _counts(self) -> np.ndarray:
        return self._outcomes.confusion[self._index()]

    def _pairs(self) -> Floats:
        return self._outcomes.pairs[self._index()]

    def _fingerprint(self) -> bytes:
        """Return what changes when there is something else to draw."""
        if self._outcomes is None:
            return b""
        shown = self._pairs() if self._is_regression() else self._counts()
        return bytes([self._ended]) + np.ascontiguousarray(shown).tobytes()

    def _message(self) -> str:
        """Return why there is nothing to show, or nothing."""
        if self._outcomes is None:
            return self.tr("No answers yet.")
        if not self._withheld() and self._is_empty():
            return self.tr(
                "There are no samples in this share: draw some points or choose another."
            )
        if self._withheld():
            return self.tr(
                "The test samples are kept for the end, so that they sway no decision: "
                "they are shown once the run has ended."
            )
        return ""

    def _withheld(self) -> bool:
        return self.chosen("share") == "test" and not self._ended

    def _is_empty(self) -> bool:
        """Return whether the share has no samples."""
        return not (len(self._pairs()) if self._is_regression() else self._counts().any())

    def _score_text(self) -> str:
        score, total = float(self._outcomes.scores[self._index()]), len(self._pairs_or_counts())
        if self._is_regression():
            text = self.tr("R² {score} · {n} samples")
            return text.format(score=signed(score, 3), n=count(total))
        right, total = int(np.trace(self._counts())), int(self._counts().sum())
        text = self.tr("accuracy {score} · {right} of {n} right")
        return text.format(score=percent(score), right=count(right), n=count(total))

    def _pairs_or_counts(self) -> np.ndarray:
        return self._pairs() if self._is_regression() else self._counts()

    def _show_axes(self, on: bool) -> None:
        """Make room for the axes, or give all of it to the matrix."""
        left, bottom = self.plot.left, self.plot.bottom
        left.setVisible(on)
        bottom.setVisible(on)
        left.setWidth(AXIS_WIDTH if on else 0)
        bottom.setHeight(AXIS_HEIGHT if on else 0)
        self.plot.getPlotItem().layout.setContentsMargins(0, 8 if on else 0, 12 if on else 0, 0)
        if not on:
            self.plot.set_range(0.0, 1.0, 0.0, 1.0)

    def _draw_pairs(self) -> None:
        pairs = self._pairs()
        finite = pairs[np.isfinite(pairs).all(axis=1)]
        targets = self._scene.targets.astype(float)
        low, high = grown(
            min(targets.min(), finite.min(initial=np.inf)),
            max(targets.max(), finite.max(initial=-np.inf)),
        )
        self._matrix.hide()
        self._show_axes(True)
        self.plot.set_range(low, high, low, high)
        self.plot.bottom.name(self._scene.target or self.tr("target"), self.theme)
        self.plot.left.name(self.tr("predicted"), self.theme)
        color = getattr(self.theme, self.chosen("share"))
        self._diagonal.set_data(np.array([low, high]), np.array([low, high]))
        self._dots.set_color(with_alpha(color, 0.7))
        self._dots.show_at(finite)
        for item in (self._grid, self._diagonal, self._dots):
            item.show()

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        box = self.plot.box
        grid = self._matrix.grid(box.width(), box.height())
        return grid.at(place.x() * box.width(), (1 - place.y()) * box.height())

    def _middle_of(self, cell: tuple[int, int]) -> QPointF:
        box = self.plot.box
        x, y, width, height = self._matrix.grid(box.width(), box.height()).cell(*cell)
        return QPointF(x + width / 2, y + height / 2)

    def _cell_text(self, row: int, column: int) -> str:
        names, counts = self._scene.classes, self._counts()
        share = counts[row, column] / max(counts[row].sum(), 1)
        text = self.tr("is {truth}\nwas taken for {answer}\n{n} samples, {share} of its row")
        return text.format(
            truth=names[row],
            answer=names[column],
            n=count(int(counts[row, column])),
            share=percent(share),
        )

    def _pair_text(self, place: QPointF) -> str:
        pairs = self._pairs()
        if not len(pairs):
            return ""
        per_x, per_y = self.plot.box.viewPixelSize()
        away = np.hypot((pairs[:, 0] - place.x()) / per_x, (pairs[:, 1] - place.y()) / per_y)
        if not np.nanmin(away, initial=np.inf) < 8:
            return ""
        target, answer = pairs[int(np.nanargmin(away))]
        text = self.tr("target {target}\npredicted {answer}\noff by {error}")
        return text.format(
            target=number_text(target),
            answer=number_text(answer),
            error=number_text(answer - target),
        )
