"""What a window looks like the next time."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def test_that_the_switches_of_views_are_remembered_but_not_those_that_cost_much(make_window):
    first = make_window()
    first.playground.boundary.choose("mode", "class")
    first.playground.curves.choose("scale", "linear")
    first.playground.curves.choose("seeds", "8")
    first.close()
    second = make_window()
    assert second.playground.boundary.chosen("mode") == "class"
    assert second.playground.curves.chosen("scale") == "linear"
    assert second.playground.curves.chosen("seeds") == "1"


def test_that_folded_groups_of_settings_are_remembered(make_window):
    first = make_window()
    first.playground.panel.fold([1, 3])
    first.close()
    second = make_window()
    assert second.playground.panel.folded == [1, 3]
    assert second.landscape.panel.folded == []


def test_that_a_heading_folds_its_group_by_mouse_and_key(window, qtbot):

    section = window.playground.panel._sections[0]
    heading = section._heading
    QTest.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert section.folded
    assert not section._body.isVisible()
    heading.setFocus()
    QTest.keyClick(heading, Qt.Key.Key_Space)
    assert not section.folded
    assert section._body.isVisible()


def test_that_the_shape_is_remembered_before_the_engine_is_ended(make_window, monkeypatch):
    window, known = make_window(), []
    state, end = window.settings.window, window.engine.port.close

    def close():
        known.append(state.value("geometry") is not None)
        end()

    state.remove("geometry")
    monkeypatch.setattr(window.engine.port, "close", close)
    window.close()
    assert known == [True]
