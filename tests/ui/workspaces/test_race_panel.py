import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.experiment.together.lineup import Lineup
from visualnn.experiment.together.race import usual_race
from visualnn.nn.optim import OPTIMIZERS
from visualnn.ui.workspaces.race_panel import RacePanel


@pytest.fixture
def panel(qtbot):
    panel = RacePanel(usual_race("beale"))
    qtbot.addWidget(panel)
    panel.races = []

    def take(race, text, key):
        panel.races.append((race, key))
        panel.show_race(race)

    panel.proposed.connect(take)
    return panel


def test_that_a_rate_belongs_to_its_own_contestant(panel):
    panel.rows[1].rate.edited.emit(0.25)
    race, key = panel.races[-1]
    rates = [contestant.optimizer.lr for contestant in race.contestants]
    usual = [contestant.optimizer.lr for contestant in usual_race("beale").contestants]
    assert rates == [usual[0], 0.25, usual[2]]
    assert "Momentum" in key


def test_that_a_contestant_can_leave_and_join_but_the_last_stays(panel):
    while len(panel.rows) > 1:
        panel.rows[0].removed.emit(panel.rows[0].name)
    assert panel.rows[0].name == "Adam"
    assert panel.rows[0].findChild(QWidget, "remove").isHidden()
    offered = panel.more_menu().actions()
    assert len(offered) == len(OPTIMIZERS) - 1
    offered[0].trigger()
    assert [row.name for row in panel.rows] == ["Adam", offered[0].text()]


def test_that_another_surface_comes_with_its_own_start_and_keeps_the_contestants(panel):
    panel.rows[0].removed.emit(panel.rows[0].name)
    panel.findChild(QWidget, "surface").edited.emit("rosenbrock")
    race, _ = panel.races[-1]
    assert race.start == usual_race("rosenbrock").start
    assert [contestant.optimizer.key for contestant in race.contestants] == ["momentum", "adam"]


def test_that_a_note_stands_below_its_own_slider_only(panel):
    panel.set_notes({"Adam": "diverges at step 3: lower η"})
    texts = [[label.text() for label in row.findChildren(QLabel)] for row in panel.rows]
    assert [any("diverges" in text for text in row) for row in texts] == [False, False, True]


def test_that_every_way_out_is_named(panel):
    for row in panel.rows:
        assert row.name in row.findChild(QWidget, "remove").accessibleName()


@pytest.fixture
def formula(qtbot, panel):
    panel.findChild(QWidget, "surface").edited.emit("formula")
    return panel.findChild(QWidget, "formula")


def test_that_a_formula_is_raced_on_as_soon_as_it_can_be_used(qtbot, panel, formula):
    formula.clear()
    qtbot.keyClicks(formula, "x^2+y^2")
    race, key = panel.races[-1]
    assert (race.surface, key) == ("x^2+y^2", "formula")
    assert panel.findChild(QLabel, "formula_error").isHidden()


def test_that_what_is_wrong_with_a_formula_stands_below_it_as_it_is_typed(qtbot, panel, formula):
    formula.clear()
    qtbot.keyClicks(formula, "x^2+foo(y)")
    error = panel.findChild(QLabel, "formula_error")
    assert "'foo' is not known" in error.text()
    assert not error.isHidden()
    # What was a formula before the mistake is what is raced on.
    assert panel.races[-1][0].surface == "x^2"


def test_that_a_spoiled_formula_is_told_once_until_it_is_mended(qtbot, panel, formula):
    told = []
    panel.spoiled.connect(told.append)
    qtbot.keyClicks(formula, " + f")
    assert told == [True]
    qtbot.keyClick(formula, Qt.Key.Key_Backspace)
    qtbot.keyClicks(formula, "x")
    assert told == [True, False]
    qtbot.keyClicks(formula, "(")
    panel.show_race(usual_race("beale"))
    assert told == [True, False, True, False]


def test_that_undo_brings_the_formula_back(panel, formula):
    panel.show_race(usual_race("x^4 + y^2"))
    assert formula.text() == "x^4 + y^2"
    panel.show_race(usual_race("beale"))
    assert panel.findChild(QWidget, "formula_row").isHidden()


def test_that_a_formula_says_where_its_race_begins_instead(qtbot, panel, formula):
    formula.clear()
    qtbot.keyClicks(formula, "log(x)")
    note = panel.findChild(QLabel, "formula_note")
    assert panel.races[-1][0].start == (0.5, 3.0)
    assert not note.isHidden()
    assert "(−3, 3)" in note.text()
    assert note.text().endswith("(0.5, 3).")
    qtbot.keyClicks(formula, "+")
    assert note.isHidden()
    qtbot.keyClicks(formula, "9*x")
    assert not note.isHidden()


def test_that_the_stability_limit_is_marked_on_plain_descent_in_a_bowl_only(qtbot):
    panel = RacePanel(usual_race("ill_conditioned"))
    qtbot.addWidget(panel)
    marks = [row.rate.findChild(QWidget, "slider").mark for row in panel.rows]
    assert marks[0] is not None
    assert marks[1:] == [None, None]
    assert "2/λmax = 0.1" in panel.rows[0].rate.toolTip().replace("\u00a0", " ")
    panel.rows[0].rate.set_value(0.1)
    assert panel.rows[0].rate.findChild(QWidget, "slider").value() == marks[0]
    panel.show_race(usual_race("beale"))
    assert panel.rows[0].rate.findChild(QWidget, "slider").mark is None


@pytest.fixture
def on_network(panel):
    """Return the panel where optimizers race on this network's loss."""
    panel.turns = []
    panel.turned.connect(panel.turns.append)
    panel.proposed.disconnect()
    panel.proposed.connect(lambda event, text, key: panel.races.append((event, key)))
    panel.findChild(QWidget, "surface").edited.emit("race random")
    return panel


def test_that_a_race_on_the_network_has_a_lineup_of_its_own(on_network):
    assert on_network.turns == ["race"]
    assert [row.rate.value for row in on_network.rows] == [0.03] * 3
    on_network.rows[1].rate.edited.emit(0.25)
    lineup, key = on_network.races[-1]
    assert isinstance(lineup, Lineup)
    assert [one.optimizer.lr for one in lineup.contestants] == [0.03, 0.25, 0.03]
    assert key == "network.rate.Momentum"


def test_that_only_the_controls_of_what_is_on_show_are_there(on_network):
    def hidden():
        names = ("steps", "slice_controls", "race_slice_controls", "surface_formula")
        return [on_network.findChild(QWidget, name).isHidden() for name in names]

    assert hidden() == [False, True, False, False]
    on_network.findChild(QWidget, "surface").edited.emit("random")
    assert hidden() == [True, False, True, False]
    on_network.findChild(QWidget, "surface").edited.emit("beale")
    assert hidden() == [False, True, True, False]
    assert on_network.turns == ["race", "run", "function"]
    assert not on_network.races


def test_that_nobody_need_look_again_at_a_race(qtbot, on_network):
    controls = on_network.planes
    with qtbot.waitExposed(on_network):
        on_network.show()
    assert not controls.again.isVisible()
    assert controls.findChild(QWidget, "race_slice_draw").isVisible()


def test_that_no_limit_of_a_bowl_is_marked_on_a_network(qtbot):
    panel = RacePanel(usual_race("ill_conditioned"))
    qtbot.addWidget(panel)
    panel.findChild(QWidget, "surface").edited.emit("race pca")
    assert panel.rows[0].rate.findChild(QWidget, "slider").mark is None


def test_that_the_progress_of_a_race_moves_no_slider(qtbot, on_network):
    on_network.resize(260, 700)
    with qtbot.waitExposed(on_network):
        on_network.show()

    def heights():
        return [row.mapTo(on_network, row.rect().topLeft()).y() for row in on_network.rows]

    before, planes = heights(), on_network.planes
    planes.show_progress(1, 10)
    qtbot.waitUntil(planes.progress.isVisible)
    qtbot.waitUntil(lambda: planes.progress.width() > 20)
    assert heights() == before
    planes.end_progress()
    assert not planes.progress.isVisible()
