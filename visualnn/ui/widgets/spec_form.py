"""A form that is made from the specs of a dataclass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from visualnn.specs import Spec, specs_of
from visualnn.ui.i18n import spec_text
from visualnn.ui.theme import sizes
from visualnn.ui.tips import rules_for, spec_tip
from visualnn.ui.widgets.choice import ChoiceRow
from visualnn.ui.widgets.optional_row import OptionalRow
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.widgets.switch import FlagRow

Row = NumberRow | ChoiceRow | FlagRow


class SpecForm(QWidget):
    """One row for each described field: a slider, a list or a switch.

    Parameters
    ----------
    values
        An instance of a dataclass whose fields are declared with
        `visualnn.specs`; or the class itself, to start from its defaults.
    order
        The fields to show, in this order; empty for all, in theirs.
    skip
        Fields to leave out.

    Signals
    -------
    edited : str, object
        A field's name and its new value, also while a slider is dragged.
    committed
        The edit has ended: this is where one step of undo ends.
    """

    edited = Signal(str, object)
    committed = Signal()

    def __init__(
        self,
        values: Any,
        *,
        order: Iterable[str] = (),
        skip: Iterable[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._order, self._skip = tuple(order), frozenset(skip)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes().space_2)
        self._rows: dict[str, Row] = {}
        self._type: type = type(None)
        self.set_values(values)

    @property
    def rows(self) -> Mapping[str, Row]:
        """The rows by field name, in the order shown."""
        return self._rows

    def set_values(self, values: Any) -> None:
        """Show the values of an object without saying so; one of another type remakes the rows."""
        values = values() if isinstance(values, type) else values
        if type(values) is not self._type:
            self._remake(values)
        for name, row in self._rows.items():
            row.set_value(getattr(values, name))

    def _remake(self, values: Any) -> None:
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._type = type(values)
        specs = specs_of(self._type)
        names = [name for name in self._order or specs if name in specs and name not in self._skip]
        self._rows = {name: make_row(specs[name], getattr(values, name)) for name in names}
        for name, row in self._rows.items():
            self._connect(name, row)

    def _connect(self, name: str, row: Row) -> None:
        row.setObjectName(f"row_{name}")
        row.edited.connect(lambda value: self.edited.emit(name, value))
        committed = row.committed if isinstance(row, NumberRow) else row.edited
        committed.connect(lambda *_: self.committed.emit())
        self._column.addWidget(row)


def make_row(spec: Spec, value: Any) -> Row:
    """Return the control that a spec's kind asks for."""
    match spec.kind:
        case "flag":
            return FlagRow(spec_text(spec.label), value, tip=spec_tip(spec))
        case "choice":
            label = spec_text(spec.label)
            return ChoiceRow(
                label, options(spec), value, tip=spec_text(spec.idea), rules=rules_for(spec)
            )
        case _ if spec.usual is not None:
            return OptionalRow(spec, value)
        case _:
            return NumberRow(spec, value)


def options(spec: Spec) -> list[tuple[str, str]]:
    """Return the keys of a choice with the texts that stand for them.

    The text is the registry entry's ``label`` where it has one, else the key
    in plain words.
    """
    found = spec.options()
    entries = found if isinstance(found, Mapping) else {}
    return [(key, spec_text(_text(key, entries.get(key)))) for key in found]


def _text(key: str, entry: object) -> str:
    label = getattr(entry, "label", None)
    return label if isinstance(label, str) and label else key.replace("_", " ")
