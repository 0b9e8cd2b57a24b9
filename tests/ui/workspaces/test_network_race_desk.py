"""The desk that keeps the race on this network's loss up to date."""

from types import SimpleNamespace

import pytest

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.lineup import usual_lineup
from visualnn.ui.workspaces.network_race_desk import NetworkRaceDesk
from visualnn.ui.workspaces.slice_controls import SliceControls

EXPERIMENT = Experiment(hidden=(4,))
LAYOUT = resolve(EXPERIMENT).layout


def scene(generation):
    return SimpleNamespace(generation=generation, experiment=EXPERIMENT, layout=LAYOUT)


@pytest.fixture
def controls(qtbot):
    controls = SliceControls(racing=True)
    qtbot.addWidget(controls)
    return controls


@pytest.mark.parametrize(("shown", "stays"), [(1, True), (2, False)])
def test_that_a_race_stays_after_a_cancel_only_where_it_is_on_the_network_on_show(
    controls, shown, stays
):
    desk, said = NetworkRaceDesk(usual_lineup(), controls, None), []
    desk.failed.connect(said.append)
    desk.set_on_show(True)
    desk.show_scene(scene(1))
    frame = SimpleNamespace(generation=1, axes=("u", "v"))
    desk._show(frame)
    desk.show_scene(scene(shown))
    desk._refuse("")
    assert (desk.frame is frame) is stays
    assert any("given up" in sentence for sentence in said) is not stays


def test_that_a_race_that_is_asked_for_again_is_on_its_way(controls, qtbot):
    desk = NetworkRaceDesk(usual_lineup(), controls, None)
    desk.set_on_show(True)
    desk.show_scene(scene(1))
    desk._refuse("")
    with qtbot.waitSignal(desk.awaited):
        desk.show_scene(scene(2))
    desk._show(SimpleNamespace(generation=2, axes=("u", "v")))
    with qtbot.assertNotEmitted(desk.awaited):
        desk.show_scene(scene(3))
