"""A table's first rows under what is known and wanted of each column."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from visualnn.data.csv_columns import MAX_CATEGORIES
from visualnn.data.csv_facts import ColumnFacts
from visualnn.data.csv_table import Roles, Table, usual_target
from visualnn.ui.words import count

Index = QModelIndex | QPersistentModelIndex

ROLE, KIND, VALUES = range(3)
"""The rows: what a column is for, what it holds, and the first of its values."""

FIRST_ROWS = 50
"""So many of the table's rows are shown."""

FEATURE, TARGET, IGNORE = "feature", "target", "ignore"


class ColumnsModel(QAbstractTableModel):
    """The columns of a table; the first row can be edited.

    Signals
    -------
    roles_changed
        A column is for something else now.
    """

    roles_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._facts: tuple[ColumnFacts, ...] = ()
        self._roles: list[str] = []

    def set_table(self, table: Table, facts: tuple[ColumnFacts, ...], roles: Roles) -> None:
        """Show a table with these roles; names that it does not have are passed over."""
        self.beginResetModel()
        self._table, self._facts = table, facts
        self._roles = [IGNORE if name in roles.ignore else FEATURE for name in table.names]
        kept = [k for k, role in enumerate(self._roles) if role != IGNORE]
        if roles.target in table.names:
            self._roles[table.names.index(roles.target)] = TARGET
        else:
            self._roles[usual_target(table, kept) if kept else -1] = TARGET
        self.endResetModel()

    def roles(self, missing: str, kind: str) -> Roles:
        """Return what the person has chosen, with what is said of gaps and of the target."""
        names = self._table.names if self._table else ()
        ignored = tuple(n for n, role in zip(names, self._roles, strict=True) if role == IGNORE)
        target = names[self._roles.index(TARGET)] if TARGET in self._roles else ""
        return Roles(target, ignored, missing, kind)

    @property
    def gaps(self) -> bool:
        """Whether a value is missing in a column that is not ignored."""
        pairs = zip(self._facts, self._roles, strict=True)
        return any(facts.missing and role != IGNORE for facts, role in pairs)

    @property
    def target_is_text(self) -> bool:
        """Whether the target can be nothing but classes."""
        return bool(self._facts) and not self._facts[self._roles.index(TARGET)].numbers

    def role_of(self, column: int) -> str:
        """Return what a column is for: "feature", "target" or "ignore"."""
        return self._roles[column]

    def set_role(self, column: int, role: str) -> None:
        """Give a column a role; there is one target at a time, and always one."""
        before = self._roles[column]
        if role == before:
            return
        if role == TARGET:
            self._roles[self._roles.index(TARGET)] = FEATURE
        self._roles[column] = role
        if before == TARGET:
            self._pass_on_target(column)
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.roles_changed.emit()

    def _pass_on_target(self, column: int) -> None:
        """Make the last other feature the target, where there is one."""
        others = [k for k, r in enumerate(self._roles) if r == FEATURE and k != column]
        self._roles[others[-1] if others else column] = TARGET

    def role_options(self) -> list[tuple[str, str]]:
        """Return the roles with their names."""
        return [
            (FEATURE, self.tr("Feature")),
            (TARGET, self.tr("Target")),
            (IGNORE, self.tr("Ignore")),
        ]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        if parent.isValid() or self._table is None:
            return 0
        return VALUES + min(FIRST_ROWS, len(self._table.lines))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() or self._table is None else len(self._table.names)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.row() == ROLE else flags

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        horizontal = orientation == Qt.Orientation.Horizontal
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if self._table is None or role not in shown:
            return None
        if horizontal:
            return self._table.names[section]
        heads = (self.tr("role"), self.tr("holds"))
        return heads[section] if section < VALUES else count(section - VALUES + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(row, column)
            case Qt.ItemDataRole.EditRole:
                return self._roles[column]
            case Qt.ItemDataRole.ToolTipRole:
                return self._idea(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft
                if row >= VALUES and self._facts[column].numbers:
                    side = Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        self.set_role(index.column(), value)
        return True

    def is_wrong(self, column: int) -> bool:
        """Return whether a column cannot be what it is wanted for."""
        facts, role = self._facts[column], self._roles[column]
        too_many = role == FEATURE and not facts.numbers and facts.different > MAX_CATEGORIES
        return role != IGNORE and (bool(facts.complaint) or too_many)

    def _text(self, row: int, column: int) -> str:
        if row == ROLE:
            return dict(self.role_options())[self._roles[column]]
        if row == KIND:
            return self._kind(column)
        return self._table.columns[column][row - VALUES]

    def _kind(self, column: int) -> str:
        facts = self._facts[column]
        if facts.complaint:
            return self.tr("not usable")
        text = self.tr("numbers") if facts.numbers else self._text_kind(column, facts.different)
        if not facts.missing:
            return text
        return self.tr("{kind} · {n} missing").format(kind=text, n=count(facts.missing))

    def _text_kind(self, column: int, different: int) -> str:
        if self._roles[column] == FEATURE and different <= MAX_CATEGORIES:
            return self.tr("text → {n} one-hot").format(n=count(different))
        return self.tr("text, {n} different").format(n=count(different))

    def _idea(self, row: int, column: int) -> str:
        if row == ROLE:
            return self.tr(
                "A feature is given to the network, the target is what it learns to answer, and "
                "what is ignored it never sees. Keys: F, T, I."
            )
        if row == KIND and self._facts[column].complaint:
            return self._facts[column].complaint
        if row == KIND and not self._facts[column].numbers:
            return self.tr(
                "A network calculates with numbers, so each different text gets a column of its "
                "own that is 1 where it stands and else 0 (one-hot)."
            )
        return self._text(row, column)
