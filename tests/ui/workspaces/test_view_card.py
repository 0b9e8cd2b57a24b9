import pytest

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.views.curves import CurvesView
from visualnn.ui.widgets.segmented import SegmentedControl
from visualnn.ui.workspaces.view_card import ViewCard


@pytest.fixture
def card(qtbot):
    card = ViewCard(CurvesView(), ("measure", "scale"))
    qtbot.addWidget(card)
    card.view.show_scene(resolve(Experiment()).scene(1))
    return card


def switch(card, key):
    found = [s for s in card.findChildren(SegmentedControl) if not s.isHidden()]
    return next(s for s in found if s.objectName() == f"switch_{key}")


def words(card):
    return {button.text() for button in switch(card, "measure").children() if button.isWidgetType()}


def test_that_the_switches_follow_the_task(card):
    assert "Accuracy" in words(card)
    card.view.show_scene(resolve(Experiment(data="plane")).scene(2))
    assert "R²" in words(card)
    assert "Accuracy" not in words(card)


def test_that_a_switch_and_its_view_go_together(card):
    switch(card, "scale").changed.emit("linear")
    assert card.view.chosen("scale") == "linear"
    card.view.choose("scale", "log")
    assert switch(card, "scale").value == "log"


def test_that_a_switch_stands_as_before_when_another_is_made_anew(card):
    card.view.choose("scale", "linear")
    card.view.show_scene(resolve(Experiment(data="plane")).scene(2))
    assert switch(card, "scale").value == "linear"


def test_that_the_menu_exports_its_own_view(card, qtbot):
    menu = card.full_menu()
    with qtbot.waitSignal(card.export_wanted) as caught:
        menu.actions()[-1].trigger()
    assert caught.args == [card.view]
