import pytest

from visualnn.ui.playback import Playback


@pytest.fixture
def playback(qapp):
    playback = Playback()
    playback.set_steps(10)
    return playback


def test_that_the_playhead_moves_to_the_end_and_holds(playback, qtbot):
    playback.set_pace(0)
    with qtbot.waitSignal(playback.running_changed, check_params_cb=lambda on: not on):
        playback.toggle()
    assert playback.step_now == 10


def test_that_playing_at_the_end_begins_at_the_start(playback):
    playback.go(10)
    playback.toggle()
    assert playback.running
    assert playback.step_now == 0


def test_that_the_longer_step_goes_to_the_end(playback):
    playback.step()
    assert playback.step_now == 1
    playback.step("epoch")
    assert playback.step_now == 10
    playback.step()
    assert playback.step_now == 10


def test_that_a_playhead_at_the_end_stays_there_when_the_race_gets_longer(playback):
    playback.go(10)
    playback.set_steps(50)
    assert playback.step_now == 50


def test_that_a_playhead_on_the_way_stays_where_it_is(playback):
    playback.go(4)
    playback.set_steps(50)
    assert playback.step_now == 4
    playback.set_steps(3)
    assert playback.step_now == 3


def test_that_reset_holds_at_the_start(playback, qtbot):
    playback.go(4)
    playback.toggle()
    with qtbot.waitSignal(playback.running_changed) as caught:
        playback.reset()
    assert caught.args == [False]
    assert playback.step_now == 0


def test_that_a_step_that_is_shown_already_is_not_said_again(playback, qtbot):
    playback.go(4)
    with qtbot.assertNotEmitted(playback.moved):
        playback.go(4)
