"""A setting that is off at zero is turned on at its usual value."""

import pytest

from visualnn.experiment.spec.branches import RegularizationSpec
from visualnn.specs import specs_of
from visualnn.ui.widgets.optional_row import OptionalRow
from visualnn.ui.widgets.spec_form import SpecForm
from visualnn.ui.widgets.switch import Switch


@pytest.fixture
def row(qtbot):
    row = OptionalRow(specs_of(RegularizationSpec)["dropout"], 0.0)
    qtbot.addWidget(row)
    return row


def test_that_dropout_is_turned_on_at_a_half(qtbot, row):
    switch, edited = row.findChild(Switch), []
    row.edited.connect(edited.append)
    assert not switch.isChecked()
    with qtbot.waitSignal(row.committed):
        switch.click()
    assert edited == [0.5] == [row.value]
    assert switch.isChecked()


def test_that_it_is_turned_off_to_zero_and_on_again_to_what_it_was(row):
    row.set_value(0.3)
    switch = row.findChild(Switch)
    assert switch.isChecked()
    switch.click()
    assert row.value == 0
    switch.click()
    assert row.value == 0.3


def test_that_a_form_gives_a_switch_to_what_has_a_usual_value(qtbot):
    form = SpecForm(RegularizationSpec)
    qtbot.addWidget(form)
    switched = [name for name, row in form.rows.items() if isinstance(row, OptionalRow)]
    assert switched == ["dropout"]
