from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.data.csv_columns import samples_of
from visualnn.data.csv_table import Roles
from visualnn.ui.table_sheet import sheet as module
from visualnn.ui.table_sheet.grid import ColumnsDelegate
from visualnn.ui.table_sheet.model import FEATURE, IGNORE, KIND, ROLE, TARGET
from visualnn.ui.table_sheet.sheet import TableSheet

ROWS = [f"n{k},{k},{'abc'[k % 3]},{k % 2}" for k in range(30)]


@pytest.fixture
def make(qtbot, tmp_path):
    def make_sheet(rows=ROWS, head="id,size,color,sold", roles=Roles()):  # noqa: B008 - frozen
        file = tmp_path / "own.csv"
        file.write_text("\n".join([head, *rows]) + "\n")
        sheet = TableSheet(file, roles)
        qtbot.addWidget(sheet)
        qtbot.waitUntil(lambda: not sheet.reading and not sheet._judge.busy)
        return sheet

    return make_sheet


def settled(qtbot, sheet):
    qtbot.waitUntil(lambda: not sheet._judge.busy)


def kind(sheet, column):
    return sheet.model.index(KIND, column).data()


def test_that_each_column_says_what_it_holds(make):
    sheet = make([*ROWS, "n30,,b,1"], roles=Roles(ignore=("id",)))
    assert [kind(sheet, k) for k in range(4)] == [
        "text, 31 different", "numbers · 1 missing", "text → 3 one-hot", "numbers",
    ]  # fmt: skip


def test_that_the_last_column_is_the_target_to_begin_with(make):
    sheet = make()
    assert [sheet.model.role_of(k) for k in range(4)] == [IGNORE, FEATURE, FEATURE, TARGET]


def test_that_a_column_that_only_numbers_the_rows_is_ignored_to_begin_with(make):
    rows = [f"{k + 1},{k % 7},{'abc'[k % 3]},{k % 2}" for k in range(30)]
    ignored = [make(rows, head).model.role_of(0) for head in ("id,a,b,c", "what,a,b,c")]
    assert ignored == [IGNORE, IGNORE]
    chosen = make(rows, "id,a,b,c", Roles("c")).model
    assert chosen.role_of(0) == FEATURE  # what a person has decided holds


def test_that_a_column_that_cannot_be_used_is_named_and_ignoring_it_helps(make, qtbot):
    sheet = make(roles=Roles("sold"))
    assert "'id' is text with 30 different values" in sheet.verdict.text()
    assert not sheet.accept_button.isEnabled()
    sheet.model.set_role(0, IGNORE)
    settled(qtbot, sheet)
    assert sheet.verdict.text() == "30 rows, 4 inputs → “sold”: 0 or 1 (two classes)."
    assert sheet.accept_button.isEnabled()


def test_that_another_target_makes_another_task(make, qtbot):
    sheet = make(roles=Roles(ignore=("id",)))
    sheet.model.set_role(2, TARGET)
    settled(qtbot, sheet)
    assert sheet.verdict.text() == "30 rows, 2 inputs → one of 3 classes of “color”."
    sheet.model.set_role(1, TARGET)
    settled(qtbot, sheet)
    assert sheet.verdict.text() == "30 rows, 4 inputs → the value of “size” (regression)."
    assert [sheet.model.role_of(k) for k in range(4)] == [IGNORE, TARGET, FEATURE, FEATURE]


def test_that_there_is_always_a_target(make):
    sheet = make(roles=Roles(ignore=("id",)))
    sheet.model.set_role(3, IGNORE)
    assert sheet.model.role_of(2) == TARGET


def test_that_the_rule_for_gaps_is_offered_only_where_there_are_gaps(make, qtbot):
    assert make(roles=Roles(ignore=("id",))).missing.isHidden()
    sheet = make([*ROWS, "n30,,b,1"], roles=Roles(ignore=("id",)))
    assert not sheet.missing.isHidden()
    assert "1 row with a missing value was left out" in sheet.notes.text()
    sheet.missing._segments["mean"].click()
    settled(qtbot, sheet)
    assert sheet.verdict.text().startswith("31 rows")
    assert sheet.roles == Roles("sold", ("id",), "mean")


def test_that_letters_give_the_current_column_its_role(make):
    sheet = make()
    sheet.grid.setCurrentIndex(sheet.model.index(5, 0))
    QTest.keyClick(sheet.grid, Qt.Key.Key_I)
    assert sheet.model.role_of(0) == IGNORE
    sheet.grid.setCurrentIndex(sheet.model.index(5, 2))
    QTest.keyClick(sheet.grid, Qt.Key.Key_T)
    assert sheet.model.role_of(2) == TARGET
    QTest.keyClick(sheet.grid, Qt.Key.Key_F)
    assert sheet.model.role_of(2) == FEATURE


def test_that_a_role_is_chosen_from_its_list(make):
    sheet = make()
    index, delegate = sheet.model.index(ROLE, 0), sheet.grid.itemDelegate()
    editor = delegate.createEditor(sheet.grid.viewport(), None, index)
    assert [editor.itemText(k) for k in range(3)] == ["Feature", "Target", "Ignore"]
    editor.set_value(IGNORE)
    delegate.setModelData(editor, sheet.model, index)
    assert sheet.model.role_of(0) == IGNORE


def test_that_the_sheet_says_what_was_chosen(make, qtbot):
    sheet = make(roles=Roles("color", ("id",)))
    with qtbot.waitSignal(sheet.chosen) as chosen:
        sheet.accept_button.click()
    assert chosen.args[1] == Roles("color", ("id",), "drop")


def test_that_a_file_that_is_no_table_is_refused_with_its_line(qtbot, tmp_path):
    file = tmp_path / "ragged.csv"
    file.write_text("a,b,c\n1,2,3\n1,2\n")
    sheet = TableSheet(file, Roles())
    qtbot.addWidget(sheet)
    with qtbot.waitSignal(sheet.failed) as failed:
        pass
    assert "ragged.csv, line 3: 2 values where line 1 has 3" in failed.args[0]


def test_that_numbers_can_be_taken_as_classes_or_as_values(make, qtbot):
    sheet = make(roles=Roles("sold", ("id",)))
    assert sheet.verdict.text() == "30 rows, 4 inputs → “sold”: 0 or 1 (two classes)."
    sheet.kind._segments["values"].click()
    settled(qtbot, sheet)
    assert sheet.verdict.text() == "30 rows, 4 inputs → the value of “sold” (regression)."
    assert sheet.roles == Roles("sold", ("id",), "drop", "values")
    sheet.model.set_role(2, TARGET)  # text can be nothing but classes
    settled(qtbot, sheet)
    assert sheet.kind.isHidden()
    assert sheet.verdict.text() == "30 rows, 2 inputs → one of 3 classes of “color”."


def test_that_a_long_check_says_that_it_goes_on_and_stops_for_the_next(make, qtbot, monkeypatch):
    sheet, go_on, closed = make(roles=Roles(ignore=("id",))), Event(), []

    def slowly(table, roles):
        try:
            while not go_on.wait(0.001):
                yield 0.5
        finally:
            closed.append(roles)
        return samples_of(table, roles)

    monkeypatch.setattr(module, "weighing", slowly)
    sheet.model.set_role(2, TARGET)
    qtbot.waitUntil(lambda: sheet.verdict.text() == "Checking the columns …")
    assert not sheet.progress.isHidden()
    assert not sheet.accept_button.isEnabled()
    sheet.model.set_role(1, TARGET)
    qtbot.waitUntil(lambda: [roles.target for roles in closed] == ["color"])
    go_on.set()
    settled(qtbot, sheet)
    assert "“size”" in sheet.verdict.text()
    assert sheet.progress.isHidden()


def test_that_a_list_in_which_a_role_is_chosen_hands_it_over_and_closes(make, qtbot):
    sheet, delegate = make(), ColumnsDelegate()
    editor = delegate.createEditor(sheet, None, sheet.model.index(ROLE, 0))
    said = []
    delegate.commitData.connect(said.append)
    delegate.closeEditor.connect(lambda editor, _: said.append(editor))
    editor.chosen.emit(IGNORE)
    assert said == [editor, editor]
