import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSpinBox

from visualnn.experiment.spec import MAX_HIDDEN_LAYERS, MAX_UNITS, LayerSpec
from visualnn.ui.theme import ThemeSource
from visualnn.ui.widgets.layers_editor import LayersEditor

TWO = (LayerSpec(8), LayerSpec(4, "relu"))


@pytest.fixture
def editor(qtbot):
    editor = LayersEditor(TWO)
    editor.edited.connect(editor.set_layers)
    qtbot.addWidget(editor)
    editor.show()
    qtbot.waitExposed(editor)
    return editor


def press(editor, name):
    editor.findChild(QAbstractButton, name).click()


def test_that_showing_layers_says_nothing(editor, qtbot):
    with qtbot.assertNotEmitted(editor.edited):
        editor.set_layers((LayerSpec(3),))
    assert editor.layers == (LayerSpec(3),)


def test_that_a_new_layer_is_like_the_last(editor):
    press(editor, "more_layers")
    assert editor.layers == (*TWO, LayerSpec(4, "relu"))


def test_that_layers_can_be_taken_away_down_to_none_and_added_up_to_the_most(editor):
    for _ in range(4):
        press(editor, "fewer_layers")
    assert editor.layers == ()
    for _ in range(MAX_HIDDEN_LAYERS + 3):
        press(editor, "more_layers")
    assert len(editor.layers) == MAX_HIDDEN_LAYERS


def test_that_the_buttons_change_the_units_of_their_own_layer(editor):
    press(editor, "more_units_2")
    assert [layer.units for layer in editor.layers] == [8, 5]
    press(editor, "fewer_units_1")
    assert [layer.units for layer in editor.layers] == [7, 5]


def test_that_typed_units_are_taken_once_they_are_entered(editor, qtbot):
    field = editor.findChild(QSpinBox, "units_1")
    field.setFocus()
    field.selectAll()
    with qtbot.assertNotEmitted(editor.edited):
        QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert editor.layers[0].units == 12


def test_that_units_stay_in_their_range(editor):
    field = editor.findChild(QSpinBox, "units_1")
    field.setValue(MAX_UNITS + 100)
    assert editor.layers[0].units == MAX_UNITS


def test_that_an_activation_is_chosen_for_its_own_layer(editor):
    editor.findChild(object, "activation_2").chosen.emit("sigmoid")
    assert [layer.activation for layer in editor.layers] == ["tanh", "sigmoid"]


def test_that_a_normalization_is_chosen_for_its_own_layer(editor):
    button = editor.findChild(QAbstractButton, "normalization_2")
    menu = button.menu_of_kinds()
    kinds = {action.text().split()[-1]: action for action in menu.actions()}
    assert [kind for kind, action in kinds.items() if action.isChecked()] == ["none"]
    kinds["batch"].trigger()
    assert [layer.normalization for layer in editor.layers] == ["none", "batch"]
    assert button.text() == "BN"
    assert "hidden layer 2: batch" in button.accessibleName()
    assert editor.findChild(QAbstractButton, "normalization_1").text() == "norm"


def test_that_the_wheel_over_a_field_without_focus_scrolls_the_panel_instead(editor):
    field = editor.findChild(QSpinBox, "units_1")
    place = QPointF(field.rect().center())
    turn = QWheelEvent(
        place, field.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, turn)
    assert not turn.isAccepted()
    assert editor.layers == TWO


def test_that_every_control_has_a_name_and_a_tooltip(editor):
    controls = [*editor.findChildren(QAbstractButton), *editor.findChildren(QSpinBox)]
    assert controls
    for control in controls:
        assert control.accessibleName()
        assert control.toolTip()


def test_that_the_number_of_units_has_room_in_its_field(qtbot):
    ThemeSource("light")
    editor = LayersEditor((LayerSpec(128),))
    qtbot.addWidget(editor)
    editor.show()
    qtbot.waitExposed(editor)
    field = editor.findChild(QSpinBox, "units_1").lineEdit()
    qtbot.waitUntil(lambda: field.width() > field.fontMetrics().horizontalAdvance("128"))
