"""The engine at the end of a real pipe, in a process of its own."""

from multiprocessing import get_context

import pytest

from visualnn.experiment.engine import serve
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import Ask, Load, Loaded, Pause, Play, Resume
from visualnn.experiment.spec import Experiment

EXPERIMENT = Experiment(samples=100, hidden=(4,), epochs=100_000)
PATIENCE = 30
"""Seconds after which an engine that does not answer is a failure."""


@pytest.fixture
def served():
    """Return a function that starts an engine; it gives the process and our end of the pipe."""
    started = []

    def start():
        ours, theirs = get_context("spawn").Pipe()
        process = get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
        return process, ours

    yield start
    for process, ours in started:
        ours.close()
        process.kill()
        process.join(PATIENCE)


def asked(pipe, command):
    pipe.send(command)
    assert pipe.poll(PATIENCE)
    return pipe.recv()


def test_that_a_run_goes_on_in_its_process_and_in_another_after_it_was_killed(served):
    process, pipe = served()
    assert asked(pipe, Load(1, EXPERIMENT)) == Loaded(1)
    pipe.send(Play())
    answer = asked(pipe, Ask(Wants(boundary=8, weights=True), memory=(0, 0)))
    while answer.memory.checkpoint.step == 0:
        answer = asked(pipe, Ask(Wants(boundary=8, weights=True), memory=(0, 0)))
    assert answer.frame.state == "running"
    assert answer.frame.boundary.shape == (1, 8, 8)
    process.kill()
    process.join(PATIENCE)

    _, other = served()
    resumed = asked(other, Resume(2, EXPERIMENT, answer.memory))
    assert resumed == Loaded(2, goes_on=True)
    frame = asked(other, Ask(Wants(weights=True))).frame
    assert (frame.generation, frame.state) == (2, "paused")
    assert frame.step == answer.memory.checkpoint.step
    assert (frame.theta == answer.memory.checkpoint.theta[0]).all()
    other.send(Play())
    while asked(other, Ask(Wants())).frame.step == frame.step:
        pass


@pytest.mark.parametrize("command", [Play(), Pause()], ids=["running", "waiting"])
def test_that_the_process_ends_when_the_pipe_does(served, command):
    process, pipe = served()
    asked(pipe, Load(1, EXPERIMENT))
    pipe.send(command)
    asked(pipe, Ask(Wants()))
    pipe.close()
    process.join(PATIENCE)
    assert process.exitcode == 0
