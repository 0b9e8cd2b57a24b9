"""Is the gradient right? The central difference, and why a step of 1e-12 is a bad one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.experiment.explain import GradientCheck
from visualnn.experiment.explain.check import STEP
from visualnn.figures.decimals import decimals_text, few_digits
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import power_text
from visualnn.figures.veil import shows_gradient
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.dots import Dots
from visualnn.ui.plots.plot_items import Grid, Line, Rule
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView

FLOOR = -17.0
"""An error of zero is drawn at this power of ten."""


class CheckView(PlotView):
    """The relative error of the central difference against its step, both on log scales."""

    key = "gradient_check"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(
            self.tr(
                "(E(w + h) − E(w − h)) / 2h: with h too large the curve bends in between, with h "
                "too small only rounded digits are left."
            )
        )
        self._sheet: Sheet | None = None
        self._check: GradientCheck | None = None
        self.words = QLabel()
        self.words.setObjectName("check_words")
        self.words.setWordWrap(True)
        self.words.setFont(fonts.numbers(fonts.small()))
        self.column.insertWidget(0, self.words)
        self.plot.left.log = self.plot.bottom.log = True
        self._grid, self._line, self._dots, self._step = (
            Grid(self.plot.left),
            Line(),
            Dots(),
            Rule(),
        )
        for item in (self._grid, self._step, self._line, self._dots):
            self.plot.addItem(item, ignoreBounds=True)
        self._step.set_x(np.log10(STEP))
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Gradient check."""
        return self.tr("Gradient check")

    def header(self) -> QWidget | None:
        """Return nothing: there is one curve."""
        return None

    @property
    def check(self) -> GradientCheck | None:
        """What is on show, in the notation's convention."""
        if self._check is None or self._sheet is None:
            return self._check
        return self._check.times(self._sheet.convention.factor)

    def show_sheet(self, sheet: Sheet) -> None:
        """Take the names and conventions; a check of another parameter is taken away."""
        old, self._sheet = self._sheet, sheet
        if not sheet.reads_otherwise(old):
            return
        if self._check is not None and self._check.place != sheet.selected:
            self._check = None
        self.refresh()

    def show_check(self, check: GradientCheck) -> None:
        """Show the check of the chosen parameter."""
        self._check = check
        if self.isVisible():
            self.refresh()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.refresh()  # a check may have come meanwhile

    def point_at(self, sheet: Sheet) -> None:
        """Mark nothing: a curve is no place."""
        self._sheet = sheet

    def refresh(self) -> None:
        """Draw the curve anew."""
        theme, check = self.theme, self._check
        self.plot.left.name(self.tr("relative error"), theme)
        self.plot.bottom.name(self.tr("step h"), theme)
        for item, color in (
            (self._grid, theme.line),
            (self._line, theme.accent),
            (self._dots, theme.accent),
            (self._step, theme.ink3),
        ):
            item.set_color(color)
        shown = check is not None and not self._is_hidden()
        self._line.setVisible(shown)
        self._dots.setVisible(shown)
        if shown:
            self._draw(check)
        self.words.setText(self._sentence() if shown else "")
        self.words.setVisible(shown)

    def table(self) -> Table:
        """Return the differences and errors by step."""
        check = self.check
        if check is None:
            return Table(self.key, {})
        return Table(
            self.key,
            {
                "step": check.steps,
                "central_difference": check.differences,
                "gradient": np.full(len(check.steps), check.analytic),
                "relative_error": check.errors,
            },
        )

    def hover(self, place: QPointF) -> str:
        """Read step and error of the nearest point."""
        check = self.check
        if check is None or self._is_hidden():
            return ""
        at = int(np.abs(np.log10(check.steps) - place.x()).argmin())
        text = self.tr("h = {step}: {value}, relative error {error}")
        return text.format(
            step=power_text(float(np.log10(check.steps[at]))),
            value=decimals_text(float(check.differences[at]), 8),
            error=few_digits(float(check.errors[at])),
        )

    def stops(self) -> Floats:
        """Return the points of the curve."""
        if self.check is None or self._is_hidden():
            return super().stops()
        return np.column_stack([np.log10(self.check.steps), logarithms(self.check.errors)])

    def _is_hidden(self) -> bool:
        sheet = self._sheet
        return sheet is not None and not (sheet.selected and shows_gradient(sheet, sheet.selected))

    def _draw(self, check: GradientCheck) -> None:
        x, y = np.log10(check.steps), logarithms(check.errors)
        self._line.set_data(x, y)
        self._dots.set_data(x, y)
        low, high = np.floor(y.min()) - 0.5, max(np.ceil(y.max()), 0.0) + 0.5
        self.plot.set_range(x.min() - 0.4, x.max() + 0.4, low, high)

    def _sentence(self) -> str:
        check = self.check
        text = self.tr(
            "backward pass {analytic}, central difference {numeric} with h = 10⁻⁵: relative error "
            "{error} {sign}"
        )
        if check.flat:
            text = self._sentence_on_a_step(check)
        return text.format(
            analytic=decimals_text(check.analytic, 8),
            numeric=decimals_text(check.numeric, 8),
            error=few_digits(check.error),
            sign="✓" if check.agrees else "✗",
        )

    def _sentence_on_a_step(self, check: GradientCheck) -> str:
        """Return the verdict where a step has no useful slope, with places for the numbers."""
        if check.agrees:
            return self.tr(
                "backward pass {analytic}, central difference {numeric} with h = 10⁻⁵: both see "
                "the step where it is flat. g′ = 0 by definition, so no gradient gets here, and "
                "descent cannot teach this weight; choose sigmoid or tanh."
            )
        return self.tr(
            "backward pass {analytic}, central difference {numeric} with h = 10⁻⁵: not an error. "
            "The step has no useful slope: g′ = 0 by definition, while the quotient has the jump "
            "between w − h and w + h and grows as 1/h. Choose sigmoid or tanh to learn by descent."
        )

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.words.setStyleSheet(f"color: {theme.ink2.name()};")
        super().apply_theme(theme)


def logarithms(errors: Floats) -> Floats:
    """Return powers of ten, an error of zero as `FLOOR`."""
    return np.log10(np.maximum(errors, 10.0**FLOOR))
