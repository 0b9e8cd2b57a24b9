"""The recording: any step again, bit for bit, and a run that goes on elsewhere."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.experiment.training.recording import ROOM
from visualnn.experiment.training.series import Series

PLAN = resolve(Experiment(samples=50, hidden=(3,), batch=8, epochs=20, optimizer="adam"))
EDITS = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from([{"lr": 0.1}, {"lr": 0.001}, {"l2": 0.1}, {"l1": 0.05}, {"beta1": 0.5}]),
    ),
    max_size=4,
).map(lambda edits: sorted(edits, key=lambda edit: edit[0]))


def instant(training):
    population = training.population
    arrays = [population.theta, population.gradient, population.step, training.tape.x]
    arrays += population.vectors().values()
    return b"".join(array.tobytes() for array in arrays)


def recorded(training, edits, steps):
    """Train with the edits made at their steps; return what every step looked like."""
    instants, edits = [], list(edits)
    for step in range(steps + 1):
        while edits and edits[0][0] == step:
            training.adjust(training.experiment.edited(**edits.pop(0)[1]))
        instants.append(instant(training))
        if step < steps:
            training.advance()
    return instants


@settings(max_examples=25)
@given(
    edits=EDITS,
    visits=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    budget=st.sampled_from([1, 5000, 64 * 2**20]),
)
def test_that_a_recorded_step_is_bit_for_bit_what_it_was(edits, visits, budget):
    training = Training(PLAN, budget)
    instants = recorded(training, edits, 30)
    for step in visits:
        training.seek(step)
        assert training.step == step
        assert instant(training) == instants[step]


@settings(max_examples=10)
@given(edits=EDITS, visit=st.integers(0, 29))
def test_that_looking_back_never_changes_the_run(edits, visit):
    looked, plain = Training(PLAN), Training(PLAN)
    recorded(looked, edits, 30)
    recorded(plain, edits, 30)
    looked.seek(visit)
    looked.advance(10)
    plain.advance(10)
    assert looked.step == plain.step == 40
    assert instant(looked) == instant(plain)
    assert looked.recording.losses.values.tolist() == plain.recording.losses.values.tolist()
    np.testing.assert_array_equal(looked.recording.rows.values, plain.recording.rows.values)


def test_that_an_edit_after_looking_back_holds_from_the_latest_step():
    training = Training(PLAN)
    training.advance(20)
    training.seek(3)
    training.adjust(PLAN.experiment.edited(lr=0.2))
    assert training.step == 20
    training.advance(5)
    training.seek(19)
    assert training.experiment.optimizer.lr == 0.03
    training.seek(20)
    assert training.experiment.optimizer.lr == 0.2


@pytest.mark.parametrize("step", [-1, 13])
def test_that_a_step_that_is_not_recorded_is_refused(step):
    training = Training(PLAN)
    training.advance(12)
    with pytest.raises(ValueError, match="choose one from 0 to 12"):
        training.seek(step)


@pytest.mark.parametrize("budget", [1, 3000, 20_000])
def test_that_checkpoints_stay_within_their_budget(budget):
    training = Training(PLAN, budget)
    for _ in range(20):
        training.finish_epoch()
        recording = training.recording
        least = 2 * recording.checkpoints[0].bytes + recording.scalars
        assert recording.bytes <= max(budget, least)
    assert training.recording.checkpoints[0].step == 0


def test_that_small_checkpoints_are_few_enough_to_be_there_soon():
    training = Training(resolve(PLAN.experiment.edited(epochs=300)), 64 * ROOM)
    for _ in range(200):
        training.finish_epoch()
        assert len(training.recording.checkpoints) <= 64
    assert len(training.recording.checkpoints) > 32


@settings(max_examples=25)
@given(edits=EDITS, pause=st.integers(0, 40), more=st.integers(1, 30))
def test_that_a_training_goes_on_elsewhere_exactly(edits, pause, more):
    here = Training(PLAN)
    recorded(here, edits, pause)
    there = Training(PLAN, memory=pickle.loads(pickle.dumps(here.memory())))
    assert there.step == pause - pause % here.steps_per_epoch
    here.advance(more)
    there.advance(here.step - there.step)
    assert instant(here) == instant(there)
    assert here.recording.losses.values.tolist() == there.recording.losses.values.tolist()
    np.testing.assert_array_equal(here.recording.rows.values, there.recording.rows.values)
    assert here.patience.best_epoch == there.patience.best_epoch
    there.seek(here.step // 2)
    here.seek(here.step // 2)
    assert instant(here) == instant(there)


def test_that_a_finished_training_is_still_finished_elsewhere():
    here = Training(PLAN)
    here.advance(1000)
    there = Training(PLAN, memory=here.memory())
    assert (there.state, there.step) == ("finished", here.step)
    assert (there.theta == here.theta).all()


def test_that_a_memory_does_not_change_when_training_goes_on():
    training = Training(PLAN)
    training.advance(12)
    memory = training.memory()
    before = pickle.dumps(memory)
    training.adjust(training.experiment.edited(lr=0.5))
    training.advance(20)
    assert pickle.dumps(memory) == before


@given(values=st.lists(st.floats(-1, 1), max_size=3000), cut=st.integers(0, 3000))
def test_that_a_series_holds_what_was_appended(values, cut):
    series = Series()
    for value in values:
        series.append(value)
    assert series.values.tolist() == values
    series.cut(cut)
    assert series.values.tolist() == values[:cut]
    series.fill(np.array(values, dtype=float))
    series.append(2.0)
    assert series.values.tolist() == [*values, 2.0]


def test_that_losses_and_rows_count_for_the_budget():
    training = Training(PLAN, 1)
    training.advance(100)
    recording = training.recording
    assert recording.scalars == 8 * (80 + recording.rows.values.size)
    kept = len(recording.checkpoints) * recording.checkpoints[0].bytes
    assert recording.bytes == kept + recording.scalars


def test_that_a_smaller_budget_thins_at_once_and_every_step_can_still_be_seen():
    training, other = Training(PLAN), Training(PLAN)
    training.advance(100)
    other.advance(100)
    many = len(training.recording.checkpoints)
    training.remember(1)
    assert len(training.recording.checkpoints) < many
    for step in (7, 51, 79):
        training.seek(step)
        other.seek(step)
        assert instant(training) == instant(other)
    training.reset()
    training.advance(100)
    assert len(training.recording.checkpoints) < many


@pytest.mark.parametrize("steps", [0, 9])
def test_that_no_checkpoint_is_kept_twice_elsewhere(steps):
    here = Training(PLAN)
    here.advance(steps)
    there = Training(PLAN, memory=here.memory())
    kept = [checkpoint.step for checkpoint in there.recording.checkpoints]
    assert kept == sorted({0, here.recording.checkpoints[-1].step})
