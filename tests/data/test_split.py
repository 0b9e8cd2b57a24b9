import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.data import TEST, TRAIN, VALIDATION, split
from visualnn.errors import InputError

SHARES = [(0.6, 0.2), (0.7, 0.3), (0.8, 0.0), (0.95, 0.05), (0.5, 0.25)]


def generator(seed=0):
    return np.random.default_rng(seed)


@given(
    counts=st.lists(st.integers(1, 60), min_size=1, max_size=10),
    shares=st.sampled_from(SHARES),
    seed=st.integers(0, 1000),
)
def test_that_every_row_is_in_one_share_and_every_class_in_training(counts, shares, seed):
    y = generator(seed).permutation(np.repeat(np.arange(len(counts)), counts))
    try:
        part = split(y, *shares, generator(seed))
    except InputError:
        # Training needs a row of each class; only then may another share stay empty.
        assert len(y) < 40 or max(counts) < 3
        return
    assert part.dtype == np.uint8
    assert part.shape == y.shape
    assert set(y[part == TRAIN]) == set(y)


@given(
    counts=st.lists(st.integers(5, 60), min_size=1, max_size=10),
    shares=st.sampled_from(SHARES[:3]),
)
def test_that_shares_are_kept_within_a_row_per_class_and_in_total(counts, shares):
    y = np.repeat(np.arange(len(counts)), counts)
    part = split(y, *shares, generator())
    for number, share in enumerate((*shares, 1 - sum(shares))):
        for label, count in enumerate(counts):
            assert abs(((part == number) & (y == label)).sum() - share * count) < 1 + 1e-9
        assert abs((part == number).sum() - share * len(y)) < 2


@given(rows=st.integers(20, 500), shares=st.sampled_from(SHARES))
def test_that_regression_follows_the_largest_remainder(rows, shares):
    part = split(np.linspace(0, 1, rows), *shares, generator())
    quota = np.array([*shares, 1 - sum(shares)]) * rows
    counts = np.bincount(part, minlength=3)
    assert counts.sum() == rows
    assert (np.abs(counts - quota) < 1).all()


def test_that_iris_like_classes_are_split_thirty_ten_ten():
    y = np.repeat([0, 1, 2], 50)
    part = split(y, 0.6, 0.2, generator())
    for label in range(3):
        assert np.bincount(part[y == label]).tolist() == [30, 10, 10]


def test_that_two_outputs_per_row_are_split_by_rows():
    assert split(np.zeros((10, 2)), 0.6, 0.2, generator()).shape == (10,)


def test_that_the_same_seed_splits_alike_and_another_does_not():
    y = np.zeros(100)
    first = split(y, 0.6, 0.2, generator(3))
    assert (first == split(y, 0.6, 0.2, generator(3))).all()
    assert (first != split(y, 0.6, 0.2, generator(4))).any()


def test_that_the_rows_are_shuffled():
    part = split(np.zeros(100), 0.6, 0.2, generator())
    assert (part[:60] != TRAIN).any()


@pytest.mark.parametrize(("train", "validation"), [(0.8, 0.2), (1.0, 0.0), (0.7, 0.0)])
def test_that_a_share_of_zero_stays_empty(train, validation):
    counts = np.bincount(split(np.zeros(50), train, validation, generator()), minlength=3)
    assert (counts[VALIDATION] > 0) == (validation > 0)
    assert (counts[TEST] > 0) == (train + validation < 1)


def test_that_too_few_rows_are_refused_with_the_number_that_would_do():
    with pytest.raises(InputError, match=r"Only 3 rows: a .* share of 20% .* at least 5 rows"):
        split(np.zeros(3), 0.6, 0.2, generator())
    split(np.zeros(5), 0.6, 0.2, generator())


def test_that_a_lonely_row_of_a_class_goes_to_training():
    y = np.array([0] * 30 + [1])
    for seed in range(20):
        assert split(y, 0.05, 0.5, generator(seed))[-1] == TRAIN
