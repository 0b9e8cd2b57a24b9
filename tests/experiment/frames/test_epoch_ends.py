"""The ends of epochs, told in a few corners, are those that were recorded."""

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.frames.epoch_ends import EpochEnds
from visualnn.experiment.training.epochs import Epochs

LENGTHS = st.lists(st.sampled_from([1, 5, 6]), max_size=30)


def closed(lengths):
    epochs = Epochs()
    for end in accumulate(lengths, initial=0):
        epochs.close(end)
    return epochs


@given(LENGTHS)
def test_that_every_end_is_told_exactly(lengths):
    epochs = closed(lengths)
    np.testing.assert_array_equal(epochs.told().at(np.arange(len(epochs.ends))), epochs.ends)


@given(LENGTHS, st.integers(0, 200))
def test_that_the_ends_before_and_after_a_step_are_found(lengths, step):
    epochs = closed(lengths)
    earlier = [end for end in epochs.ends if end < step]
    later = [end for end in epochs.ends if end > step]
    assert epochs.told().before(step) == (earlier[-1] if earlier else 0)
    assert epochs.told().after(step) == (later[0] if later else None)


@given(LENGTHS, st.sets(st.integers(1, 40)))
def test_that_epochs_taken_over_are_told_the_same(lengths, edited):
    epochs, other = closed(lengths), Epochs()
    other.fill(epochs.ends, sorted(edited))
    assert other.told() == epochs.told()
    assert other.edited == sorted(epoch for epoch in edited if epoch < len(epochs.ends))


def test_that_a_long_run_takes_a_few_numbers():
    assert closed([6] * 1000 + [5] * 1000).told() == EpochEnds(
        ((0, 0), (1000, 6000), (2000, 11000))
    )
