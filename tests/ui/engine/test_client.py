import os
import signal

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.race import usual_race
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine import EngineClient, LocalPort, ProcessPort

STEPS_PER_EPOCH = 1  # 24 training samples fit into one batch
LONG = Experiment(epochs=100_000, samples=40, hidden=(4,))


@pytest.fixture
def make_client(qapp):
    clients = []

    def make(port=LocalPort, wants=Wants(weights=True)):
        client = EngineClient(port, lambda: wants)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


def frame_when(qtbot, client, condition):
    """Return the first frame from now on that meets the condition."""
    with qtbot.waitSignal(client.framed, timeout=20_000, check_params_cb=condition) as caught:
        pass
    return caught.args[0]


@pytest.fixture(params=[LocalPort, ProcessPort], ids=["local", "process"])
def client(request, make_client):
    return make_client(request.param)


def test_that_a_load_is_answered_with_scene_and_frame(client, qtbot):
    scenes = []
    client.scene_shown.connect(scenes.append)
    client.load(Experiment(hidden=(3,)))
    frame = frame_when(qtbot, client, lambda frame: True)
    [scene] = scenes
    assert scene.sizes == (2, 3, 1)
    assert frame.state == "ready"
    assert frame.theta.shape == (scene.parameters,)


def test_that_play_trains_and_pause_holds(client, qtbot):
    client.load(LONG)
    client.play()
    frame_when(qtbot, client, lambda frame: frame.state == "running" and frame.step > 10)
    client.pause()
    held = frame_when(qtbot, client, lambda frame: frame.state == "paused")
    client.ask()
    later = frame_when(qtbot, client, lambda frame: True)
    assert later.step == held.step


def test_that_a_step_is_one_batch_and_reset_brings_the_first_weights_back(client, qtbot):
    client.load(LONG)
    first = frame_when(qtbot, client, lambda frame: True).theta
    client.step()
    stepped = frame_when(qtbot, client, lambda frame: frame.step == 1)
    assert not np.array_equal(stepped.theta, first)
    client.reset()
    again = frame_when(qtbot, client, lambda frame: frame.step == 0)
    assert np.array_equal(again.theta, first)


def test_that_a_live_edit_keeps_the_step_and_changes_the_rate(client, qtbot):
    client.load(LONG)
    client.step()
    frame_when(qtbot, client, lambda frame: frame.step == 1)
    client.adjust(LONG.edited(lr=0.5))
    frame = frame_when(qtbot, client, lambda frame: frame.learning_rate == 0.5)
    assert frame.step == 1


def test_that_a_paused_engine_is_not_asked_again_and_again(make_client, qtbot):
    client = make_client()
    client.load(LONG)
    frame_when(qtbot, client, lambda frame: True)
    client.tick()
    with qtbot.assertNotEmitted(client.framed):
        for _ in range(5):
            client.tick()


def test_that_frames_of_an_older_generation_are_dropped(make_client, qtbot):
    client = make_client()
    seen = []
    client.framed.connect(lambda frame: seen.append(frame.theta.size))
    client.load(Experiment(hidden=(3,)))
    client.tick()  # the answer to this request comes after the next load
    client.load(Experiment(hidden=(5,)))
    frame_when(qtbot, client, lambda frame: frame.theta.size == 2 * 5 + 5 + 5 + 1)
    assert set(seen) == {2 * 5 + 5 + 5 + 1}


def test_that_a_failed_load_is_refused_and_what_ran_goes_on(client, qtbot, tmp_path):
    client.load(LONG, run=True)
    client.play()
    before = frame_when(qtbot, client, lambda frame: frame.step > 5)
    missing = tmp_path / "missing.csv"
    with qtbot.waitSignal(client.refused, timeout=20_000) as caught:
        client.load(Experiment(data=str(missing)), run=True)
    assert "missing.csv" in caught.args[0].message
    after = frame_when(qtbot, client, lambda frame: frame.step > before.step)
    assert after.generation == before.generation
    assert client.experiment == LONG


def test_that_a_race_comes_back_with_one_path_per_contestant(client, qtbot):
    with qtbot.waitSignal(client.raced, timeout=20_000) as caught:
        client.race(usual_race("rosenbrock"))
    race = caught.args[0]
    assert race.paths.shape == (501, 3, 2)
    assert race.optimizers == ("sgd", "momentum", "adam")


def test_that_of_many_races_the_latest_is_shown_last(client, qtbot):
    seen = []
    client.raced.connect(lambda race: seen.append(tuple(race.paths[0, 0])))
    race = usual_race("bowl")
    for x in (0.1, 0.2, 0.3):
        client.race(type(race)(race.surface, race.contestants, (x, 1.0), 10))
        client.tick()
    qtbot.waitUntil(lambda: seen[-1:] == [(0.3, 1.0)], timeout=20_000)


def test_that_a_killed_engine_is_started_again_and_goes_on_from_its_checkpoint(make_client, qtbot):
    client = make_client(ProcessPort)
    client.load(LONG, run=True)
    client.play()
    qtbot.waitUntil(lambda: client.has_memory, timeout=20_000)
    frame = frame_when(qtbot, client, lambda frame: frame.step > 100)
    with qtbot.waitSignal(client.died, timeout=20_000) as caught:
        os.kill(client.port.process.pid, signal.SIGKILL)
    assert caught.args == [True]
    after = frame_when(qtbot, client, lambda frame: frame.step > 0)
    assert after.generation == frame.generation
    assert after.epoch > 0
    rows = after.history_from + len(after.history["train_loss"])
    assert rows == after.step // STEPS_PER_EPOCH + 1
    assert after.state == "running"


def test_that_closing_ends_the_process(make_client, qtbot):
    client = make_client(ProcessPort)
    process = client.port.process
    client.close()
    assert not process.is_alive()
