"""Of several views in one place one is on show, and the others cost nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.experiment.frames import Wants
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.theme import ThemeSource
from visualnn.ui.views.activation import ActivationView
from visualnn.ui.views.confusion import ConfusionView
from visualnn.ui.views.curves import CurvesView
from visualnn.ui.views.view import merged
from visualnn.ui.workspaces.deck_card import DeckCard


@pytest.fixture
def deck(qtbot):
    deck = DeckCard({CurvesView(): (), ConfusionView(): ("share",), ActivationView(): ("layer",)})
    qtbot.addWidget(deck)
    deck.resize(415, 390)
    with qtbot.waitExposed(deck):
        deck.show()
    return deck


def wanted(deck):
    return merged(view for view in deck.views if view.isVisible())


def test_that_the_first_view_is_on_show(deck):
    assert deck.value == "curves"
    assert wanted(deck) == Wants(history_from=0)


def test_that_hidden_views_want_nothing(deck):
    deck.show_view("confusion")
    assert wanted(deck).outcomes
    assert not wanted(deck).sums
    assert not deck.views[0].isVisible()


def test_that_another_view_is_told_once(deck, qtbot):
    with qtbot.waitSignal(deck.chosen) as caught:
        deck.show_view("activation")
    assert caught.args == ["activation"]
    with qtbot.assertNotEmitted(deck.chosen):
        deck.show_view("activation")
        deck.show_view("gone in this version")


def test_that_the_list_is_moved_by_keyboard_and_keeps_the_focus(deck):
    deck.currentWidget().combo.setFocus()
    QTest.keyClick(deck.currentWidget().combo, Qt.Key.Key_Down)
    assert deck.value == "confusion"
    assert deck.focusWidget() is deck.currentWidget().combo
    assert deck.currentWidget().combo.value == "confusion"


def test_that_tab_goes_from_the_list_through_the_card_on_show(deck):
    deck.show_view("confusion")
    deck.activateWindow()
    deck.currentWidget().combo.setFocus()
    reached = []
    for _ in range(4):
        QTest.keyClick(deck.focusWidget(), Qt.Key.Key_Tab)
        reached.append(deck.focusWidget())
    assert deck.view in reached
    assert all(deck.currentWidget().isAncestorOf(widget) for widget in reached)


def test_that_the_list_follows_the_titles(deck):
    combo = deck.currentWidget().combo
    assert [combo.itemText(k) for k in range(3)] == ["Loss", "Confusion", "Activation"]
    for view in deck.views:
        view.show_scene(resolve(Experiment(data="plane")).scene(1))
    deck.views[0].choose("measure", "score")
    assert [combo.itemText(k) for k in range(3)] == ["R²", "Predicted", "Activation"]
    assert combo.value == "curves"


def test_that_the_export_is_of_the_view_on_show(deck, qtbot):
    deck.show_view("confusion")
    menu = deck.currentWidget().full_menu()
    with qtbot.waitSignal(deck.export_wanted) as caught:
        menu.actions()[-1].trigger()
    assert caught.args == [deck.view]


def test_that_hidden_views_take_the_theme_too(deck):
    themes = ThemeSource("light")
    themes.use("dark")
    deck.redress()
    deck.view.apply_theme(themes.current)
    assert all(view.theme.dark for view in deck.views)
    themes.use("light")


def test_that_a_page_that_was_left_by_its_list_says_its_own_name_again(deck):
    deck.currentWidget().combo.setFocus()
    QTest.keyClick(deck.currentWidget().combo, Qt.Key.Key_Down)
    QTest.keyClick(deck.currentWidget().combo, Qt.Key.Key_Up)
    assert [deck.value, deck.currentWidget().combo.value] == ["curves", "curves"]
    deck.show_view("confusion")
    assert deck.currentWidget().combo.value == "confusion"
