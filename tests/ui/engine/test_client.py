import os
import signal

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import Ask, Failed, Load, Loaded, Play, Replaying, Seek
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.race import usual_race
from visualnn.ui.engine import EngineClient, LocalPort, ProcessPort
from visualnn.ui.engine.pulse import IDLE_TICK, LATE_TICK, MOST_LATE, TICK

STEPS_PER_EPOCH = 1  # 24 training samples fit into one batch
LONG = Experiment(epochs=100_000, samples=40, hidden=(4,))


WEIGHTS = Wants(weights=True)


class RecordingPort:
    """A port to nowhere that keeps what is sent and gives back what a test puts in."""

    def __init__(self):
        self.commands, self.mailbox, self.alive = [], [], type(self).alive

    alive = True

    def send(self, command):
        self.commands.append(command)

    def sent(self, kind):
        return [command for command in self.commands if isinstance(command, kind)]

    def answer(self, reply):
        self.mailbox.append(reply)

    def replies(self):
        mailbox, self.mailbox = self.mailbox, []
        return mailbox

    def close(self):
        pass


@pytest.fixture
def make_client(qapp):
    clients = []

    def make(port=LocalPort, wants=WEIGHTS):
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


def test_that_a_frame_is_always_of_the_scene_shown_before_it(make_client, qtbot):
    client = make_client()
    seen = []
    client.scene_shown.connect(lambda scene: seen.append(scene.parameters))
    client.framed.connect(lambda frame: seen.append(frame.theta.size))
    for units in (3, 4, 5, 6):
        client.load(Experiment(hidden=(units,)))
        client.tick()
    frame_when(qtbot, client, lambda frame: frame.theta.size == 2 * 6 + 6 + 6 + 1)
    scenes = [size for size, before in zip(seen, [None, *seen], strict=False) if size != before]
    assert scenes == sorted(scenes)
    assert len(seen) % 2 == 0


def test_that_plans_are_shown_while_they_are_wished_for_faster_than_they_are_made(
    make_client, qtbot
):
    client = make_client(ProcessPort)
    client.load(LONG)
    frame_when(qtbot, client, lambda frame: True)  # the process has started
    shown = []
    client.framed.connect(lambda frame: shown.append(frame.generation))
    for noise in range(40):
        client.load(LONG.edited(noise=noise / 100))
        with qtbot.waitSignal(client._timer.timeout):
            pass
    frame_when(qtbot, client, lambda frame: frame.generation == client.generation)
    assert len(set(shown)) > 3
    assert shown == sorted(shown)


def test_that_of_many_loads_only_one_is_under_way(make_client):
    port = RecordingPort()
    client = make_client(lambda: port)
    for units in (3, 4, 5):
        client.load(Experiment(hidden=(units,)))
        client.tick()
    assert [load.experiment.network.hidden[0].units for load in port.sent(Load)] == [3]
    client.play()
    assert not port.sent(Play)
    port.answer(Loaded(1))
    client.tick()
    assert [load.experiment.network.hidden[0].units for load in port.sent(Load)] == [3, 5]
    assert port.commands.index(port.sent(Load)[1]) < port.commands.index(port.sent(Play)[0])


def test_that_a_live_edit_of_a_load_under_way_is_kept_when_the_next_load_fails(make_client):
    port = RecordingPort()
    client = make_client(lambda: port)
    client.load(LONG)
    client.tick()
    client.adjust(LONG.edited(lr=0.5))
    port.answer(Loaded(1))
    client.load(LONG.edited(samples=20))
    client.tick()
    port.answer(Failed(port.sent(Load)[1], "no"))
    client.tick()
    assert client.experiment == LONG.edited(lr=0.5)
    assert client.generation == 1


def test_that_the_first_load_may_fail_and_is_refused_once(client, qtbot, tmp_path):
    refused = []
    client.refused.connect(refused.append)
    client.load(Experiment(data=str(tmp_path / "missing.csv")))
    qtbot.waitUntil(lambda: client.idle, timeout=20_000)
    assert ["missing.csv" in failed.message for failed in refused] == [True]
    assert client.experiment is None
    client.load(LONG)
    frame_when(qtbot, client, lambda frame: True)


def test_that_an_idle_client_looks_less_often(make_client, qtbot):
    client = make_client()
    client.load(LONG)
    frame_when(qtbot, client, lambda frame: True)
    qtbot.waitUntil(lambda: client._timer.interval() == IDLE_TICK, timeout=20_000)
    client.play()
    assert client._timer.interval() == TICK


def test_that_a_late_answer_is_looked_for_soon_but_not_for_long(make_client):
    port = RecordingPort()
    client = make_client(lambda: port)
    client.load(LONG)
    client.tick()
    port.answer(Loaded(1))
    client.tick()  # accepts the load and asks for a frame
    client.tick()
    assert client._timer.interval() == LATE_TICK
    for _ in range(MOST_LATE):
        client.tick()
    assert client._timer.interval() == TICK


def test_that_seeking_faster_than_frames_come_sends_the_last_step_only(make_client):
    port = RecordingPort()
    client = make_client(lambda: port)
    client.load(LONG)
    client.tick()
    for step in (1, 2, 3):
        client.seek(step)
        client.tick()
    assert not port.sent(Seek)  # the first frame is still under way
    port.answer(Loaded(1))
    port.answer(Failed(port.sent(Ask)[0], "frames are not the matter here"))
    client.tick()
    assert port.sent(Seek) == [Seek(3)]


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
    with qtbot.waitSignal(client.errands.raced, timeout=20_000) as caught:
        client.errands.race(usual_race("rosenbrock"))
    race = caught.args[0]
    assert race.paths.shape == (501, 3, 2)
    assert race.optimizers == ("sgd", "momentum", "adam")


def test_that_of_many_races_the_latest_is_shown_last(client, qtbot):
    seen = []
    client.errands.raced.connect(lambda race: seen.append(tuple(race.paths[0, 0])))
    race = usual_race("bowl")
    for x in (0.1, 0.2, 0.3):
        client.errands.race(type(race)(race.surface, race.contestants, (x, 1.0), 10))
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


@pytest.mark.parametrize("when", ["while it loads", "while it races"])
def test_that_what_was_lost_with_the_engine_is_done_by_the_next(make_client, qtbot, when):
    ports = [RecordingPort(), LocalPort()]
    made = iter(ports)
    client = make_client(lambda: next(made))
    client.load(LONG, run=True)
    client.errands.race(usual_race("bowl"))
    client.errands.survey("bowl", (-1, 1, -1, 1), 11)
    client.tick()
    if when == "while it races":
        ports[0].answer(Loaded(1))
        client.tick()
    ports[0].alive = False
    with qtbot.waitSignals(
        [client.died, client.errands.raced, client.errands.surveyed], timeout=20_000
    ):
        pass
    frame_when(qtbot, client, lambda frame: frame.step > 3)


def test_that_a_run_that_was_to_come_back_begins_anew_in_another_engine(make_client, qtbot):
    ports = [RecordingPort(), LocalPort()]
    made = iter(ports)
    client = make_client(lambda: next(made))
    for generation, experiment in enumerate((LONG, LONG.edited(seed=9)), 1):
        client.load(experiment)
        client.tick()
        ports[0].answer(Loaded(generation))
        client.tick()
    client.load(LONG, again=True)
    assert client.run_of(client.generation) == 1
    client.tick()
    ports[0].alive = False
    frame = frame_when(qtbot, client, lambda frame: frame.generation == 3)
    assert frame.latest == 0
    assert client.run_of(3) == 3


def test_that_a_load_that_fails_in_the_next_engine_leaves_what_the_lost_one_had(
    make_client, qtbot, tmp_path
):
    ports = [RecordingPort(), LocalPort()]
    made = iter(ports)
    client = make_client(lambda: next(made))
    client.load(LONG)
    client.tick()
    ports[0].answer(Loaded(1))
    client.tick()
    client.load(Experiment(data=str(tmp_path / "missing.csv")))
    client.tick()
    ports[0].alive = False
    with qtbot.waitSignal(client.refused, timeout=20_000) as caught:
        pass
    assert "missing.csv" in caught.args[0].message
    assert client.experiment == LONG
    client.play()
    frame_when(qtbot, client, lambda frame: frame.step > 3)


def test_that_an_engine_that_dies_again_and_again_stays_off(make_client, qtbot):
    class DeadPort(RecordingPort):
        alive = False

    client = make_client(DeadPort)
    client.load(LONG, run=True)
    with qtbot.waitSignal(client.died, check_params_cb=lambda again: not again, timeout=20_000):
        pass
    assert not client.running


def test_that_a_short_run_that_is_paused_survives_the_engine(make_client, qtbot):
    client = make_client(ProcessPort)
    client.load(LONG)
    for _ in range(3):
        client.step("epoch")
    frame = frame_when(qtbot, client, lambda frame: frame.epoch == 3)
    client.ask()
    qtbot.waitUntil(lambda: client.has_memory, timeout=20_000)
    os.kill(client.port.process.pid, signal.SIGKILL)
    with qtbot.waitSignal(client.died, timeout=20_000):
        pass
    after = frame_when(qtbot, client, lambda frame: True)
    assert np.array_equal(after.theta, frame.theta)
    assert after.history_from == 0


def test_that_sending_never_waits_for_a_busy_engine(qtbot):
    port = ProcessPort()
    os.kill(port.process.pid, signal.SIGSTOP)  # it reads nothing, and a pipe holds little
    for _ in range(20_000):
        port.send(Ask(Wants(history_from=10**6)))
    os.kill(port.process.pid, signal.SIGCONT)
    port.close()
    assert not port.process.is_alive()


def test_that_what_takes_longer_than_a_frame_is_asked_for_until_it_is_whole(client, qtbot):
    """The test scores of past epochs come a slice at a time, also while training holds."""
    epochs, known = 400, []
    client._wants = lambda: Wants(test_from=len(known))
    client.load(Experiment(epochs=epochs, samples=40, hidden=(4,)), run=True)

    def complete(frame):
        if frame.test_scores is not None and frame.test_scores.start == len(known):
            known.extend(frame.test_scores.columns["test_loss"])
        return frame.state == "finished" and not frame.unfinished

    frame_when(qtbot, client, complete)
    assert len(known) == epochs + 1
    assert np.isfinite(known).all()


def test_that_the_end_of_a_canceled_load_is_not_taken_for_that_of_a_newer_one(make_client):
    port, refused = RecordingPort(), []
    client = make_client(lambda: port)
    client.refused.connect(refused.append)
    newer = LONG.edited(seed=3)

    def hear(reply):
        port.answer(reply)
        client.tick()

    client.load(LONG)
    client.tick()
    hear(Loaded(1))
    client.load(LONG.edited(seed=2))
    client.tick()
    hear(Replaying(2, 1, 9))
    client.cancel()
    client.load(newer)
    hear(Replaying(2, 2, 9))
    assert [load.generation for load in port.sent(Load)] == [1, 2, 3]
    hear(Failed(port.sent(Load)[1], ""))
    hear(Loaded(3))
    assert (client.generation, client.experiment) == (3, newer)
    assert not refused


def test_that_a_beat_in_the_queue_starts_no_engine_after_the_end(qapp):
    ports, deaths = [], []

    def open_port():
        ports.append(RecordingPort())
        return ports[-1]

    client = EngineClient(open_port, lambda: WEIGHTS)
    client.died.connect(deaths.append)
    client.close()
    ports[0].alive = False
    client.tick()
    assert len(ports) == 1
    assert deaths == []
